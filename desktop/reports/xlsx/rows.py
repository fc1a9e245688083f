"""Cells and rows of a sheet as they go into the file, at a few microseconds a cell.

A text is always written as an inline string: there is no road by which it becomes a formula or a link.
Styles are numbers made once, not objects put on each cell.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.xml.functions import Element, SubElement, whitespace

from desktop.base.errors import UserError
from desktop.base.i18n import N_
from desktop.reports.plain_text import plain_text

MOST_ROWS = 1_048_576
MOST_UNITS = 32_767
"""What a cell of Excel holds, in UTF-16 units."""

LINE_POINTS = 13.2
MOST_POINTS = 409.0

_MOST_EXACT = 10**15
_LETTERS_PER_UNIT = 1.08
_DAY_ZERO = date(1899, 12, 30).toordinal()
_FIRST_DAY = date(1900, 3, 1)
_LOOKS_LIKE_FORMULA = ("=", "+", "-", "@", "\t", "'")
# Excel reads _x000D_ in a text as the character of that number unless its first sign is written so itself.
_NUMBERED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")

column_letter = cache(get_column_letter)


@dataclass(frozen=True, slots=True)
class Look:
    """The style numbers of one use: for texts, for texts that begin like a formula, and for other values.

    A number counts as whole when it is so times `scale`: 0.4 is a whole 40 %.
    """

    text: int
    quoted: int
    whole: int
    broken: int
    day: int
    scale: int = 1


class Tally:
    """Counts what could not be written as it was."""

    def __init__(self) -> None:
        self.cut = 0
        self.removed = 0

    def cleaned(self, text: str) -> str:
        """The text as a cell can hold it."""
        text, removed = plain_text(text)
        self.removed += removed
        if len(text) > MOST_UNITS // 2:
            units = text.encode("utf-16-le")
            if len(units) > 2 * MOST_UNITS:
                self.cut += 1
                text = units[: 2 * MOST_UNITS].decode("utf-16-le", errors="ignore")
        return _NUMBERED.sub("_x005F_", text) if "_x" in text else text


class StreamSheet(WriteOnlyWorksheet):
    """A sheet written from above to below, row by row; widths and panes are set before its first row."""

    _writer: Any
    _rows: Any
    _get_writer: Any
    merged_cells: Any
    add_chart: Any
    _tables: Any

    def __init__(self, workbook: Workbook, title: str, tally: Tally) -> None:
        super().__init__(workbook, title)
        self.next_row = 1
        self.sent = 0
        self._tally = tally

    def row(self, lines: int = 1, *, height: float | None = None) -> Any:
        """Begin a row of the file; for so many lines of text until Excel fits it, or for a fixed height."""
        if self.next_row > MOST_ROWS:
            raise UserError(N_("A sheet of Excel holds {most} rows; choose fewer rows."), most=MOST_ROWS)
        attributes = {"r": str(self.next_row)}
        if height is not None:
            attributes |= {"ht": f"{height:g}", "customHeight": "1"}
        elif lines > 1:
            # Not a height of its own: Excel fits the row again when its text changes, others show this one.
            attributes["ht"] = f"{min(lines * LINE_POINTS + 3, MOST_POINTS):g}"
        return Element("row", attributes)

    def put(self, row: Any, column: int, value: str | int | Decimal | date | None, look: Look) -> None:
        """Put a value into a row; `column` counts from 1."""
        attributes = {"r": f"{column_letter(column)}{self.next_row}"}
        if isinstance(value, str):
            self._put_text(row, value, look, attributes)
            return
        if value is None:
            attributes["s"] = str(look.text)
            SubElement(row, "c", attributes)
            return
        if isinstance(value, date):
            number, attributes["s"] = str(value.toordinal() - _DAY_ZERO), str(look.day)
        else:
            number = str(value)
            shown = value * look.scale
            attributes["s"] = str(look.whole if shown == int(shown) else look.broken)
        SubElement(SubElement(row, "c", attributes), "v").text = number

    def send(self, row: Any) -> None:
        """Write a row to the file."""
        if self._rows is None:
            self._get_writer()
            self._rows = self._write_rows()
            next(self._rows)
        self._rows.send(row)
        self.sent += 1
        self.next_row += 1

    def add_table(self, table: Any) -> None:
        """Make rows a table of Excel, whose columns are named already."""
        self._tables.add(table)

    def skip(self, count: int = 1) -> None:
        """Leave rows empty."""
        self.next_row += count

    def line(self, values: Sequence[str | int | Decimal | date | None], look: Look, lines: int = 1) -> None:
        """Write one row of values in one look."""
        row = self.row(lines)
        for column, value in enumerate(values, 1):
            self.put(row, column, value, look)
        self.send(row)

    def discard(self) -> None:
        """Remove what a sheet that will not be finished has left on the disk."""
        if self._writer is None:
            return
        if not self.closed:
            self.close()
        if Path(self._writer.out).exists():
            self._writer.cleanup()

    def _put_text(self, row: Any, value: str, look: Look, attributes: dict[str, str]) -> None:
        text = self._tally.cleaned(value)
        attributes["s"] = str(look.quoted if text.startswith(_LOOKS_LIKE_FORMULA) else look.text)
        if not text:
            SubElement(row, "c", attributes)
            return
        attributes["t"] = "inlineStr"
        node = SubElement(SubElement(SubElement(row, "c", attributes), "is"), "t")
        node.text = text
        whitespace(node)

    def _write_rows(self) -> Generator[None, Any, None]:
        # openpyxl's own generator of this name makes a cell object for each value; here rows come ready.
        stream = self._writer.xf.send(True)
        with stream.element("sheetData"):
            try:
                while True:
                    stream.write((yield))
            except GeneratorExit:
                pass
        self._writer.xf.send(None)


def lines_in(text: str, width: float) -> int:
    """How many lines a wrapped text takes in a column of so many characters, near enough."""
    room = max(width * _LETTERS_PER_UNIT, 1.0)
    if len(text) <= room and "\n" not in text:
        return 1
    return sum(int(len(part) / room) + 1 for part in text.split("\n"))


def is_excel_day(value: date) -> bool:
    """Whether Excel can hold a day as a date; it knows none before 1900 and miscounts its first weeks."""
    return value >= _FIRST_DAY


def is_excel_number(value: int | Decimal) -> bool:
    """Whether Excel can hold a number without rounding it."""
    if isinstance(value, Decimal) and not value.is_finite():
        return False
    return -_MOST_EXACT < value < _MOST_EXACT
