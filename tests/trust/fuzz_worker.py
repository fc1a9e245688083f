"""Reads changed files in a bounded process: `python -m tests.trust.fuzz_worker FOLDER FIRST END`.

Prints one line of JSON for each kind of exception that is none of ours, and at the end how far it came.
"""

from __future__ import annotations

import json
import random
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from db.database import Database
from desktop.base.errors import Problem
from desktop.exchange.reading import cards_in, read_workbook, run_here, system
from desktop.services.import_contacts import import_contacts, read_contacts
from desktop.services.import_plan import ImportOptions, import_plan
from tests.builders import new_database
from tests.trust.fuzz_seeds import changed, seeds

MOST_SECONDS = 10
MEMORY = 1 << 30


def main(words: list[str]) -> None:
    """Read the changed files of these numbers."""
    folder, first, end = Path(words[0]), int(words[1]), int(words[2])
    system.limit_process(MEMORY, 100_000)
    sound = seeds(folder)
    database = new_database(folder, name=f"fuzz-{first}.desk1540")
    names = list(sound)
    for number in range(first, end):
        chance = random.Random(number)
        name = names[number % len(names)]
        path = folder / name
        path.write_bytes(changed(sound[name], chance))
        report("begun", number)
        try:
            with _limited(MOST_SECONDS):
                take(database, path)
        except Problem:
            continue
        except BaseException as error:  # noqa: BLE001 - a native reader's panic is none of the usual exceptions
            report("kind", number, **_kind(error), file=name)
    database.close()
    report("end", end)


def take(database: Database, path: Path) -> None:
    """Walk the whole road of an import with one file, without the process of its own."""
    if path.suffix == ".vcf":
        cards_in(path.read_bytes(), path.name)
        contacts = read_contacts(path.read_bytes(), state="X01", name=path.name)
        import_contacts(database, "Ana", contacts, state="X01", dry_run=True)
        return
    book = read_workbook(path, runner=run_here)
    import_plan(database, "Ana", book, path.name, ImportOptions(state="X01", is_dry_run=True))


def _kind(error: BaseException) -> dict[str, str]:
    """What tells one kind of failure from another: its class and where it came from."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "site-packages" not in frame.filename][-1]
    return {
        "kind": f"{type(error).__name__} in {Path(ours.filename).name}:{ours.name}",
        "said": str(error)[:200],
    }


def report(what: str, number: int, **more: Any) -> None:
    """One line for whoever started this."""
    print(json.dumps({"what": what, "number": number, **more}), flush=True)


class TooLongError(BaseException):
    """A file took more time than it may."""


@contextmanager
def _limited(seconds: int) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TooLongError

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


if __name__ == "__main__":
    main(sys.argv[1:])
