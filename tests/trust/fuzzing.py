"""Random changes of files of every kind, and random tables: nothing but sentences may come of them."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
import time
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some

from desktop.base.errors import Problem, UserError
from desktop.exchange.reading import Sheet, Workbook, read_workbook
from desktop.services.import_contacts import import_contacts
from desktop.services.import_contacts.tables import read_tables
from desktop.services.import_plan import ImportOptions, import_plan
from tests.builders import new_database
from tests.trust.fuzz_seeds import HEADS, ROWS
from tests.trust.measured import ROOT
from tests.trust.proof import Proof, Result

_CHANGED_FILES = 4_000
_TABLES = 2_000
_MINUTES = 10
_SHORT_FILES = 250
"""How many files one process reads before a fresh one goes on."""


def changed_files(rounds: int, folder: Path) -> Result:
    """Read changed files in processes that are started again when one ends early."""
    kinds: dict[str, dict[str, Any]] = {}
    counts = Counter[str]()
    number = 0
    while number < rounds:
        number = _read_on(folder, number, min(rounds, number + _SHORT_FILES), kinds, counts)
    result = Result(
        {"files": rounds, "processes ended early": counts["died"], "kinds of exception": len(kinds)}
    )
    result.failures = [f"{kind}: {found}" for kind, found in sorted(kinds.items())]
    return result


def _read_on(
    folder: Path, first: int, end: int, kinds: dict[str, dict[str, Any]], counts: Counter[str]
) -> int:
    """Let one process read on; gives the number of the file that comes next."""
    inside = folder / f"from-{first}"
    inside.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.trust.fuzz_worker", str(inside), str(first), str(end)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout
    reached = first
    for line in process.stdout:
        told = json.loads(line)
        reached = told["number"]
        if told["what"] == "kind":
            kinds.setdefault(told["kind"], told)
    process.communicate()
    if reached < end:
        counts["died"] += 1
        kinds.setdefault("the process died", {"number": reached, "code": process.returncode})
        return reached + 1
    return end


_CELLS = some.one_of(
    some.none(),
    some.text(max_size=30),
    some.sampled_from(
        [*HEADS, *(cell for row in ROWS for cell in row), "E-mail", "Phone", "Name", "Post", "State"]
    ),
    some.integers(),
    some.floats(),
    some.booleans(),
    some.dates(min_value=date(1, 1, 1)),
    some.datetimes(min_value=datetime(1, 1, 1)),
    some.text(alphabet="0123456789/.-–,;:%()[] \n\u202e\u0301eE+", max_size=60),
)
_GRIDS = some.lists(some.lists(_CELLS, max_size=9), min_size=1, max_size=9)


def tables(rounds: int, folder: Path) -> Result:
    """Import tables of random cells under headings as they are met, as a plan and as contacts."""
    database = new_database(folder)
    failures: dict[str, str] = {}

    @settings(
        max_examples=rounds,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(_GRIDS, some.booleans())
    def take(rows: list[list[Any]], has_heads: bool) -> None:
        book = Workbook([Sheet("A", [list(HEADS), *rows] if has_heads else rows)], "fuzz")
        for road in (_as_plan, _as_contacts):
            try:
                road(database, book)
            except Problem:
                continue
            except Exception as error:  # noqa: BLE001 - every kind is counted
                failures.setdefault(
                    f"{road.__name__}: {type(error).__name__}: {str(error)[:100]}", repr(rows)[:300]
                )

    take()
    database.close()
    return Result(
        {"tables": rounds, "kinds of exception": len(failures)}, [f"{k}: {v}" for k, v in failures.items()]
    )


def _as_plan(database: Any, book: Workbook) -> None:
    import_plan(database, "Ana", book, "fuzz", ImportOptions(state="X01", is_dry_run=True))


def _as_contacts(database: Any, book: Workbook) -> None:
    import_contacts(database, "Ana", read_tables(book, "fuzz", "X01"), state="X01", dry_run=True)


def covered(rounds: int, folder: Path) -> Result:
    """Let atheris look for new ways through the readers for so many minutes, where it is installed.

    A file that ends the process - one of the readers gives up where memory ends - is read again as the
    program does it, in a guarded child: that must end in one sentence. Then the fuzzing goes on.
    """
    if importlib.util.find_spec("atheris") is None:
        return Result({"atheris": "not installed: pip install -e '.[fuzz]'"})
    result, runs, endings = Result(), 0, 0
    end = time.monotonic() + 60 * rounds
    while (left := round(end - time.monotonic())) > 0:
        words = [sys.executable, "-m", "tests.trust.covered_fuzz", str(folder), str(left)]
        said = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False).stderr
        runs += max(map(int, re.findall(r"^(?:#|Done )(\d+)", said, re.MULTILINE)), default=0)
        enders = [*folder.glob("crash-*"), *folder.glob("oom-*"), *folder.glob("timeout-*")]
        for path in enders:
            result.failures += _guarded(path)
            path.unlink()
        endings += len(enders)
        if not enders and "\nDone " not in said:
            result.failures.append(f"the fuzzing broke off: {said[-300:]}")
            break
    kinds = folder / "kinds.txt"
    found = kinds.read_text("utf-8").splitlines() if kinds.exists() else []
    result.failures += found
    result.figures = {"minutes": rounds, "runs": runs, "kinds": len(found), "ended the process": endings}
    return result


def _guarded(path: Path) -> list[str]:
    """What is wrong with how the program reads a file that ends a reader."""
    try:
        read_workbook(path)
    except UserError:
        return []
    except BaseException as error:  # noqa: BLE001 - every kind is a finding
        return [f"{path.name}: {error!r:.200}"]
    return []


PROOFS = (
    Proof(
        "changed files",
        "A changed file gives a table or one sentence, never another exception",
        _CHANGED_FILES,
        changed_files,
    ),
    Proof(
        "random tables",
        "A table of any cells gives an outcome or one sentence, never another exception",
        _TABLES,
        tables,
    ),
    Proof(
        "covered fuzzing",
        "Atheris finds no new kind of exception in the readers",
        _MINUTES,
        covered,
        is_nightly=True,
    ),
)
