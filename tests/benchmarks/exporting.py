"""A plan written as a workbook against openpyxl writing the same cells bare."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from tests.benchmarks.data import exercise_file
from tests.benchmarks.pairs import Pair, timed

Sheets = list[tuple[str, list[tuple[object, ...]]]]


def prepare(folder: Path, size: int) -> Pair:
    """The floor gets its cells from a workbook of ours when it is first run."""
    source = exercise_file(folder, size)
    sheets: Sheets = []

    def floor() -> float:
        if not sheets:
            sheets.extend(_cells(source.with_suffix(".xlsx")))
        return timed(lambda: _write(sheets))

    return Pair(lambda: _export(source), floor)


def _export(source: Path) -> float:
    from db.opening import open_file
    from desktop.services.exports import export_plan

    path = source.with_suffix(".xlsx")
    path.unlink(missing_ok=True)
    database = open_file(source)
    try:
        return timed(lambda: export_plan(database, path))
    finally:
        database.close()


def _cells(path: Path) -> Sheets:
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True)
    found = [(sheet.title, list(sheet.iter_rows(values_only=True))) for sheet in book.worksheets]
    book.close()
    return found


def _write(sheets: Sheets) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(BytesIO())
