"""The plain grids that every reader of a foreign file gives: workbook, sheets, cells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

Merge = tuple[int, int, int, int]
Notice = tuple[str, dict[str, object]]


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell that holds an error such as #REF!, which is not a value."""

    text: str


@dataclass(frozen=True, slots=True)
class NoCachedValue:
    """A formula that was saved without its result."""


CellValue = str | int | float | bool | date | datetime | None | CellError | NoCachedValue


@dataclass(frozen=True)
class Sheet:
    """One table of cells; all positions are 0-based and count from the sheet's own first row and column.

    `rows[i]` is the sheet's row `first_row + i`; a row may be shorter than another. Merges are
    (first row, first column, last row, last column). `percent_cells` are the numbers shown as per cent.
    `blank_formula_rows` are rows whose formulas gave nothing. Empty rows at the end are left out.
    `above` are the headings that a document has between the table before and this one.
    """

    name: str
    rows: list[list[CellValue]]
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merges: tuple[Merge, ...] = ()
    percent_cells: frozenset[tuple[int, int]] = frozenset()
    blank_formula_rows: frozenset[int] = frozenset()
    first_row: int = 0
    above: tuple[str, ...] = ()

    @property
    def end_row(self) -> int:
        """The row after the last one that holds anything."""
        return self.first_row + len(self.rows)

    @property
    def width(self) -> int:
        """How many columns the widest row has."""
        return max(map(len, self.rows), default=0)

    def row(self, number: int) -> list[CellValue]:
        """Give the cells of a row, none for a row outside the grid."""
        index = number - self.first_row
        return self.rows[index] if 0 <= index < len(self.rows) else []

    def value(self, row: int, column: int) -> CellValue:
        """Give one cell's value, None outside the grid."""
        cells = self.row(row)
        return cells[column] if 0 <= column < len(cells) else None


@dataclass(frozen=True)
class Workbook:
    """What was read from one file: its sheets, the reader that was used, what is worth saying about it."""

    sheets: list[Sheet]
    reader: str
    notices: list[Notice] = field(default_factory=list)

    def sheet(self, name: str) -> Sheet | None:
        """Find a sheet by its name, letter case and outer spaces left aside."""
        wanted = name.strip().casefold()
        return next((sheet for sheet in self.sheets if sheet.name.strip().casefold() == wanted), None)


def column_letter(column: int) -> str:
    """Name a 0-based column as the sheet does: A, B, ... AA."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Give the 0-based number of a column named by letters."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def cell_name(row: int, column: int) -> str:
    """Name a cell as the sheet does: (0, 0) is A1."""
    return f"{column_letter(column)}{row + 1}"


_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,10})")


def read_reference(text: str) -> tuple[int, int] | None:
    """Give row and column of a reference such as B7, None when it is none."""
    match = _REFERENCE.fullmatch(text.replace("$", ""))
    return (int(match[2]) - 1, column_number(match[1])) if match else None


def read_range(text: str) -> Merge | None:
    """Give the corners of a range such as A1:C3 in order, None when it is none."""
    first, _, last = text.partition(":")
    start, end = read_reference(first), read_reference(last or first)
    if start is None or end is None:
        return None
    rows, columns = sorted((start[0], end[0])), sorted((start[1], end[1]))
    return (rows[0], columns[0], rows[1], columns[1])


def trimmed(rows: list[list[CellValue]]) -> list[list[CellValue]]:
    """Drop the empty rows at the end and the empty cells at the end of each row, in place."""
    for cells in rows:
        while cells and cells[-1] is None:
            cells.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows


def clear_under_merges(rows: list[list[CellValue]], merges: Iterable[Merge]) -> None:
    """Empty, in place, every cell that lies hidden under a merge: what stands there is not data."""
    for top, left, bottom, right in merges:
        for number in range(top, min(bottom + 1, len(rows))):
            cells = rows[number]
            start = left + 1 if number == top else left
            end = min(right + 1, len(cells))
            if start < end:
                cells[start:end] = [None] * (end - start)
