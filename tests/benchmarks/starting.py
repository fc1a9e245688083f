"""The start of the program to a usable plan table, against the barest window that shows the titles."""

from __future__ import annotations

import json
from pathlib import Path

from tests.benchmarks.data import exercise_file
from tests.benchmarks.machine import Ended, run_process
from tests.benchmarks.pairs import Pair

LIMIT = 120
"""Seconds after which a window that never becomes usable is ended."""


def prepare(folder: Path, size: int) -> Pair:
    """Both are whole processes, timed from their start to the moment that they report.

    The bare window says its moment when it has come, ours notes it and says it when the file is closed.
    """
    source = exercise_file(folder, size)
    return Pair(lambda: _usable(folder, source, size), lambda: _bare(folder, source).seconds)


def _usable(folder: Path, source: Path, size: int) -> float:
    found = json.loads(start(folder, source).output)
    assert found["rows"] == size
    assert 0 < found["first_paint_ms"] <= found["usable_ms"]
    return float(found["usable_ms"]) / 1000


def start(folder: Path, source: Path) -> Ended:
    """Open the program's window on the file and let it end when it is usable."""
    return run_process(["-m", "desktop", "open-time", source], folder / "home", limit=LIMIT)


def _bare(folder: Path, source: Path) -> Ended:
    return run_process([Path(__file__).with_name("bare_window.py"), source], folder / "home", limit=LIMIT)
