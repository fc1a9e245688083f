"""Hostile workbooks, texts and contact cards, each through the real import command, measured as a whole."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from tests.builders import new_database
from tests.trust.foreign_texts import CONTACTS_ONLY, TEXTS
from tests.trust.hostile_books import BOOKS, MEGABYTE
from tests.trust.measured import Measured, run_measured
from tests.trust.proof import Proof, Result

CORPUS = BOOKS | TEXTS
MOST_SECONDS = 10.0
MOST_MEMORY = 300 * MEGABYTE


def run(rounds: int, folder: Path) -> Result:
    """Import so many files of the corpus, evenly chosen; each is removed when it was read."""
    database = new_database(folder)
    database.close()
    names = list(CORPUS)
    chosen = names if rounds >= len(names) else names[len(names) % 7 :: max(1, len(names) // rounds)][:rounds]
    result, measured = Result(), {}
    before = _digest(database.path)
    for number, name in enumerate(chosen):
        measured[name] = _import(name, folder / f"hostile-{number}", database.path)
        result.failures += _failures(name, measured[name])
        if _digest(database.path) != before:
            result.failures.append(f"{name}: the file was changed")
    if left := [path.name for path in folder.iterdir() if path != database.path]:
        result.failures.append(f"left behind: {left}")
    result.figures = _figures(measured)
    return result


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _import(name: str, place: Path, file: Path) -> Measured:
    source = CORPUS[name](place)
    what = "contacts" if name in CONTACTS_ONLY else "plan"
    words = ["import", what, str(source), "--into", str(file), "--state", "X01", "--author", "Ana"]
    try:
        return run_measured([*words, "--dry-run", "--json"], most_seconds=3 * MOST_SECONDS)
    finally:
        if len(source.name) < 255:
            source.unlink()


def _failures(name: str, found: Measured) -> list[str]:
    failures = []
    if found.seconds > MOST_SECONDS:
        failures.append(f"{name}: took {found.seconds:.1f} s")
    if found.memory > MOST_MEMORY:
        failures.append(f"{name}: took {found.memory // MEGABYTE} MB")
    if found.said.code == 0:
        return failures
    # The object of an import stands on the output, the sentence beside it.
    return failures + found.said.failures(name)


def _figures(measured: dict[str, Measured]) -> dict[str, Any]:
    slowest = max(measured, key=lambda name: measured[name].seconds)
    largest = max(measured, key=lambda name: measured[name].memory)
    return {
        "files": len(measured),
        "corpus": len(CORPUS),
        "refused": sum(each.said.code == 1 for each in measured.values()),
        "read": sum(each.said.code == 0 for each in measured.values()),
        "most seconds of processor": [slowest, round(measured[slowest].seconds, 1)],
        "longest wait, s": round(max(each.waited for each in measured.values()), 1),
        "most memory, MB": [largest, measured[largest].memory // MEGABYTE],
        "said": {name: each.said.err.strip()[:160] for name, each in measured.items()},
    }


PROOFS = (
    Proof(
        "hostile workbooks",
        "A hostile file is read or refused with one sentence, within 10 s and 300 MB, and changes nothing",
        len(CORPUS),
        run,
    ),
)
