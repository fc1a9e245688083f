"""Answers what a merge means for a cell: a blank under it means "as above", and only there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from desktop.exchange.reading.grid import CellValue, Sheet

_MOST_CELLS = 2_000_000
_MOST_HEADINGS = 3


class Merges:
    """The merges of a sheet, looked up by cell."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._above: dict[tuple[int, int], int] = {}
        self._spans: dict[tuple[int, int], int] = {}
        end, width = sheet.end_row, sheet.width
        self._width = width
        for top, left, bottom, right in sheet.merges:
            if top >= end or left >= width:
                continue
            if right > left:
                for row in range(top, min(bottom + 1, end)):
                    self._spans[row, left] = right - left + 1
            if bottom > top and len(self._above) < _MOST_CELLS:
                self._above.update(((row, left), top) for row in range(top + 1, min(bottom + 1, end)))

    def anchor(self, row: int, column: int) -> int | None:
        """Give the row in which the vertical merge over a cell starts, None when there is none above."""
        return self._above.get((row, column))

    def value(self, row: int, column: int) -> CellValue:
        """Give a cell's value, under a vertical merge the value above."""
        if self._above:
            row = self._above.get((row, column), row)
        return self._sheet.value(row, column)

    def row(self, row: int) -> Sequence[CellValue]:
        """Give the cells of a row, under vertical merges the values above; empty ones at its end may lack."""
        if not self._above:
            return self._sheet.row(row)
        return [self.value(row, column) for column in range(self._width)]

    def span(self, row: int, column: int) -> int:
        """Give over how many columns a cell is merged, 1 when it is not."""
        return self._spans.get((row, column), 1)

    def has_any_below(self, row: int, columns: Iterable[int]) -> bool:
        """Say whether a cell of these columns is merged from this row into the next."""
        return self.last_below(row, columns) > row

    def last_below(self, row: int, columns: Iterable[int]) -> int:
        """Give the last row, at most three below, into which a cell of these columns is merged from here."""
        wanted = list(columns)
        reached = (
            last
            for last in range(row + _MOST_HEADINGS, row, -1)
            if any(self._above.get((last, column)) == row for column in wanted)
        )
        return next(reached, row)
