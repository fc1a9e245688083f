"""Reads old binary Excel workbooks (.xls) into grids: xlrd first, the fast reader where it fails.

Only xlrd tells hidden rows and columns and how numbers are shown. Runs in the reading process only.
"""

from __future__ import annotations

import io
import struct
from datetime import timedelta
from pathlib import Path
from typing import Any

from desktop.base.errors import UserError
from desktop.exchange.reading.cells import plain_value, shows_percent
from desktop.exchange.reading.excel import FAST, NO_SHEET, SECOND_READER, by_calamine, fast_grids
from desktop.exchange.reading.grid import CellError, CellValue, Sheet, Workbook, clear_under_merges, trimmed
from desktop.exchange.reading.limits import Limits
from desktop.exchange.reading.packages import DAMAGED, PASSWORD, TOO_LARGE

FULL = "xlrd"
_BROKEN = (LookupError, ValueError, TypeError, AttributeError, ArithmeticError, AssertionError, RuntimeError)
_LAST_DAY = 2_958_465


def root_names(data: bytes, file: str) -> set[str]:
    """Give the names of the streams and storages in the root of an old Office container."""
    from xlrd.compdoc import CompDoc, CompDocError

    try:
        nodes = CompDoc(data, logfile=io.StringIO()).dirlist
        return {nodes[child].name for child in nodes[0].children}
    except (CompDocError, struct.error, *_BROKEN) as error:
        raise UserError(DAMAGED, file=file) from error


def read_xls(data: bytes, path: Path, limits: Limits, readers: tuple[str, ...]) -> Workbook:
    """Read an old workbook by the first of these readers that can."""
    for reader in readers:
        sheets = _full_sheets(data, path.name, limits) if reader == FULL else _fast_sheets(data, path, limits)
        if sheets is None:
            continue
        if not sheets:
            raise UserError(NO_SHEET, file=path.name)
        return Workbook(sheets, reader, [(SECOND_READER, {"file": path.name})] if reader == FAST else [])
    raise UserError(DAMAGED, file=path.name)


def _full_sheets(data: bytes, file: str, limits: Limits) -> list[Sheet] | None:
    import xlrd

    try:
        with xlrd.open_workbook(
            file_contents=data, logfile=io.StringIO(), formatting_info=True, on_demand=True, ragged_rows=True
        ) as book:
            reader = _FullReader(book, file, limits)
            return [reader.read(number) for number in range(book.nsheets)]
    except xlrd.XLRDError as error:
        if "encrypted" in str(error):
            raise UserError(PASSWORD, file=file) from error
        return None
    except (xlrd.compdoc.CompDocError, struct.error, *_BROKEN):
        return None


class _FullReader:
    """Reads the sheets of one workbook, each let go when it has been read."""

    def __init__(self, book: Any, file: str, limits: Limits) -> None:
        self._book = book
        self._file = file
        self._limits = limits
        self._cells = 0
        self._formats: dict[int, str] = {}

    def read(self, number: int) -> Sheet:
        """Give one sheet."""
        sheet = self._book.sheet_by_index(number)
        marks: tuple[set[tuple[int, int]], set[int]] = (set(), set())
        rows = [self._row(sheet, row, *marks) for row in range(sheet.nrows)]
        found = sheet.merged_cells[: self._limits.merges]
        merges = tuple((top, left, end - 1, right - 1) for top, end, left, right in found)
        clear_under_merges(rows, merges)
        trimmed(rows)
        width = max(map(len, rows), default=0)
        made = Sheet(
            name=sheet.name,
            rows=rows,
            is_hidden=sheet.visibility != 0,
            hidden_rows=frozenset(
                row for row, about in sheet.rowinfo_map.items() if about.hidden and row < len(rows)
            ),
            hidden_columns=frozenset(
                column for column, about in sheet.colinfo_map.items() if about.hidden and column < width
            ),
            merges=merges,
            percent_cells=frozenset(marks[0]),
            blank_formula_rows=frozenset(marks[1]),
        )
        self._book.unload_sheet(number)
        return made

    def _row(self, sheet: Any, row: int, percents: set[tuple[int, int]], blanks: set[int]) -> list[CellValue]:
        import xlrd

        kinds, values = sheet.row_types(row), sheet.row_values(row)
        self._cells += len(values)
        if self._cells > self._limits.cells:
            raise UserError(TOO_LARGE, file=self._file)
        cells: list[CellValue] = []
        for column, (kind, value) in enumerate(zip(kinds, values, strict=True)):
            if kind == xlrd.XL_CELL_TEXT:
                cells.append(plain_value(value))
                if not value:
                    blanks.add(row)
            elif kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
                shown = self._format(sheet.cell_xf_index(row, column))
                if kind == xlrd.XL_CELL_DATE:
                    cells.append(self._date(value, shown))
                else:
                    cells.append(plain_value(value))
                    if shows_percent(shown):
                        percents.add((row, column))
            elif kind == xlrd.XL_CELL_BOOLEAN:
                cells.append(bool(value))
            elif kind == xlrd.XL_CELL_ERROR:
                cells.append(CellError(xlrd.error_text_from_code.get(value, "#")))
            else:
                cells.append(None)
        return cells

    def _format(self, style: int) -> str:
        """Give the number format of a cell style."""
        if style not in self._formats:
            key = self._book.xf_list[style].format_key
            self._formats[style] = self._book.format_map[key].format_str or ""
        return self._formats[style]

    def _date(self, value: float, shown: str) -> CellValue:
        """Give a date, a time of day, or a span of hours; a number that no calendar has stays a number."""
        import xlrd

        if "[h" in shown.lower():
            return plain_value(timedelta(days=value))
        if not 0 <= value <= _LAST_DAY:
            return plain_value(value)
        when = xlrd.xldate_as_datetime(value, self._book.datemode)
        return plain_value(when.time() if value < 1 else when)


def _fast_sheets(data: bytes, path: Path, limits: Limits) -> list[Sheet] | None:
    """Read by calamine, which tells merges and hidden sheets only."""
    import python_calamine

    grids = fast_grids(path)
    if not grids:
        return None

    def read() -> list[Sheet]:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        visible = python_calamine.SheetVisibleEnum.Visible
        hidden = {about.name for about in book.sheets_metadata if about.visible != visible}
        sheets = []
        for name, rows in grids.items():
            found = book.get_sheet_by_name(name).merged_cell_ranges or []
            merges = tuple((*start, *end) for start, end in found[: limits.merges])
            clear_under_merges(rows, merges)
            sheets.append(Sheet(name, trimmed(rows), name in hidden, merges=merges))
        return sheets

    return by_calamine(read, path.name)
