"""Measures all figures, or some, and prints one JSON object."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.benchmarks.figures import (
    FIGURES,
    MEMORY_SIZES,
    MOST_GROWTH,
    RUNS,
    RUNS_BESIDE,
    SIZES,
    Figure,
    most_memory,
)
from tests.benchmarks.machine import ChildFailed, run_process
from tests.benchmarks.pairs import exponent, medians

LIBRARIES = ("PySide6-Essentials", "SQLAlchemy", "sqlcipher3", "reportlab", "openpyxl", "python-calamine")
Row = dict[str, Any]


def main(arguments: Sequence[str]) -> int:
    """Measure and print; 1 when something could not be measured."""
    asked = _parser().parse_args(arguments)
    figures = [each for each in FIGURES if not asked.only or each.name in asked.only]
    with tempfile.TemporaryDirectory(prefix="desk1540-benchmarks-") as made:
        folder = (asked.folder or Path(made)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        measured = _Measured(folder, is_quick=asked.quick)
        for size in asked.sizes:
            measured.size(figures, size)
    print(json.dumps(measured.result(), ensure_ascii=False, indent=1))
    return 1 if measured.failed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--sizes", type=_sizes, default=SIZES, help="numbers of items, with commas")
    parser.add_argument("--only", action="append", choices=[each.name for each in FIGURES])
    parser.add_argument("--quick", action="store_true", help="one run of each: is it running at all?")
    parser.add_argument("--folder", type=Path, help="where the files lie and stay; else they are removed")
    return parser


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(sorted(int(part) for part in text.split(",")))


class _Measured:
    """What has been measured so far."""

    def __init__(self, folder: Path, *, is_quick: bool) -> None:
        self._folder = folder
        self._is_quick = is_quick
        self._rows: list[Row] = []
        self._memory: list[Row] = []
        self.failed: list[Row] = []

    def size(self, figures: Sequence[Figure], size: int) -> None:
        """Measure the figures at one size."""
        self._child("data", "", size, 0)
        for figure in figures:
            _say(f"{figure.name} at {size:,}")
            try:
                self._rows.append(self._row(figure, size))
                if size in MEMORY_SIZES or self._is_quick:
                    self._memory.append(self._memory_row(figure, size))
            except ChildFailed as error:
                last = str(error).strip().splitlines()[-1]
                self.failed.append({"name": figure.name, "size": size, "error": last})
                _say(str(error))

    def _child(self, job: str, name: str, size: int, runs: int) -> tuple[dict[str, list[float]], float]:
        words = ["-m", "tests.benchmarks.child", job, name, str(size), str(runs), self._folder]
        ended = run_process(words, self._folder / "home")
        return json.loads(ended.output), ended.peak_mib

    def _row(self, figure: Figure, size: int) -> Row:
        is_named = size == figure.size
        runs = 1 if self._is_quick else RUNS if is_named else RUNS_BESIDE
        found = medians(self._child("turns", figure.name, size, runs)[0])
        return {
            "name": figure.name,
            "size": size,
            **found,
            "target": figure.target,
            "goal": figure.goal,
            "is_named_size": is_named,
            "is_reached": found["ratio"] <= figure.target,
        }

    def _memory_row(self, figure: Figure, size: int) -> Row:
        if figure.name == "start":
            from tests.benchmarks.data import exercise_file
            from tests.benchmarks.starting import start

            peak = start(self._folder, exercise_file(self._folder, size)).peak_mib
        else:
            peak = self._child("once", figure.name, size, 0)[1]
        most = most_memory(size)
        return {
            "name": figure.name,
            "size": size,
            "peak_mib": peak,
            "target": most,
            "is_reached": peak <= most,
        }

    def result(self) -> dict[str, object]:
        """Everything as it is printed."""
        return {
            "machine": {
                "python": platform.python_version(),
                "system": platform.system(),
                "cores": os.cpu_count(),
                "libraries": {name: version(name) for name in LIBRARIES},
            },
            "figures": {each.name: {"what": each.what, "floor": each.floor} for each in FIGURES},
            "rows": self._rows,
            "memory": self._memory,
            "growth": list(growth(self._rows)),
            "failed": self.failed,
        }


def growth(rows: Sequence[Row]) -> Iterator[Row]:
    """How seconds grow with the size: over all sizes, and from the last but one to the last."""
    for figure in FIGURES:
        found = [(row["size"], row["seconds"]) for row in rows if row["name"] == figure.name]
        if len(found) > 1:
            whole = exponent(found[0], found[-1])
            yield {
                "name": figure.name,
                "from": found[0][0],
                "to": found[-1][0],
                "exponent": whole,
                "last_exponent": exponent(found[-2], found[-1]),
                "target": MOST_GROWTH,
                "is_reached": whole <= MOST_GROWTH,
            }


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
