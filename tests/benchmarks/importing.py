"""A plan brought in from a workbook: the whole import against openpyxl's reading of the cells."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.benchmarks.data import AUTHOR, workbook
from tests.benchmarks.pairs import Pair, timed


def prepare(folder: Path, size: int) -> Pair:
    """Each run of ours imports into a new file, made outside its time."""
    source = workbook(folder, size)
    return Pair(lambda: _import(source, size), lambda: timed(lambda: _iterate(source)))


def _import(source: Path, size: int) -> float:
    from db.opening import create
    from desktop.services.import_plan import import_plan_file

    with tempfile.TemporaryDirectory(dir=source.parent) as folder:
        database = create(Path(folder) / "new.desk1540", state="X01", author=AUTHOR, language="es")
        try:
            outcomes = []
            seconds = timed(lambda: outcomes.append(import_plan_file(database, AUTHOR, source, state="X01")))
        finally:
            database.close()
    assert outcomes[0].added == size
    return seconds


def _iterate(source: Path) -> None:
    import openpyxl

    book = openpyxl.load_workbook(source, read_only=True)
    for sheet in book.worksheets:
        for row in sheet.iter_rows(values_only=True):
            for _cell in row:
                pass
    book.close()
