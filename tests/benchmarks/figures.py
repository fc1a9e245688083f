"""The figures to reach: what is measured, at which size, against which floor, and how fast it must be."""

from __future__ import annotations

from dataclasses import dataclass

SIZES = (1_000, 20_000, 100_000)
MEMORY_SIZES = (20_000, 100_000)
MOST_GROWTH = 1.1
RUNS = 5
RUNS_BESIDE = 3
"""Runs at sizes that the table does not name: they serve the growth only."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: `goal` is the ratio in the end, `target` the one of the first issue.

    `module` is the module of this package that prepares it; `counts` says what its size counts.
    """

    name: str
    module: str
    what: str
    floor: str
    size: int
    goal: float
    target: float


FIGURES = (
    Figure(
        "start",
        "starting",
        "start to usable plan table, whole process, 20 States, plain file",
        "a process that imports QtWidgets, sqlalchemy.orm and sqlcipher3, opens the file, checks its "
        "integrity, reads id and title of all items and shows them in a QTableView",
        20_000,
        1.5,
        1.8,
    ),
    Figure(
        "filter",
        "filtering",
        "one keystroke in the filter until the view has its rows",
        "one list comprehension over the folded texts",
        100_000,
        2.0,
        3.0,
    ),
    Figure(
        "edit",
        "editing",
        "one edit through the service, durable, with log and chain",
        "the same UPDATE and two INSERTs by the bare driver, with the same pragmas",
        20_000,
        2.5,
        3.0,
    ),
    Figure(
        "pdf",
        "printing",
        "status report as PDF: records read, pages written, file read again",
        "the finished lines drawn by drawString with the same embedded font",
        20_000,
        1.5,
        3.0,
    ),
    Figure(
        "export",
        "exporting",
        "plan as xlsx with styles, validation and table",
        "openpyxl write-only, bare cells, the same texts",
        20_000,
        2.0,
        2.5,
    ),
    Figure(
        "import",
        "importing",
        "plan of 18 columns from xlsx, validated, written into a new file",
        "openpyxl read-only iteration alone",
        20_000,
        2.0,
        3.0,
    ),
)


def figure(name: str) -> Figure:
    """The figure of a name."""
    return next(each for each in FIGURES if each.name == name)


def most_memory(size: int) -> int:
    """How many MiB any of the works may take at so many items."""
    return 400 if size <= 20_000 else 800
