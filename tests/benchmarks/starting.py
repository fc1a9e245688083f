"""The start of the program to a usable plan table, against the barest window that shows the titles."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.data import exercise_file
from tests.benchmarks.machine import Ended, run_process
from tests.benchmarks.pairs import Pair


def prepare(folder: Path, size: int) -> Pair:
    """Both are whole processes, timed from their start to the moment they print."""
    source = exercise_file(folder, size)
    return Pair(lambda: start(folder, source).seconds, lambda: _bare(folder, source).seconds)


def start(folder: Path, source: Path) -> Ended:
    """Open the program's window on the file and let it end when it is usable."""
    return run_process(["-m", "desktop", "open-time", source], folder / "home")


def _bare(folder: Path, source: Path) -> Ended:
    return run_process([Path(__file__).with_name("bare_window.py"), source], folder / "home")
