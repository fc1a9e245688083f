"""Tells where a table ends: signatures, legends and notes below its last row are no data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from desktop.exchange.layout import words
from desktop.exchange.layout.table import RowInfo, TableLayout

_COMMON = 0.6
_LEAST_OF_OTHERS = 0.5
_ROWS_LOOKED_AT = 300

Cells = dict[str, tuple[object, ...]]


def cut_tail(
    rows: Sequence[RowInfo], layout: TableLayout, is_numbering: Callable[[object], bool], reason: str
) -> None:
    """Take for notes what stands below the last row that is like the others, and after a gap."""
    usual = _Usual(rows, layout, is_numbering)
    tail: list[RowInfo] = []
    for info in reversed(rows):
        if info.is_data and usual.has(info):
            break
        tail.append(info)
    has_gap = False
    for info in reversed(tail):
        has_gap = has_gap or not info.values or words.is_closing(info.text)
        if has_gap and info.values:
            info.kind, info.reason, info.values = "guidance", reason, {}


class _Usual:
    """What the rows of a table have in common."""

    def __init__(
        self, rows: Sequence[RowInfo], layout: TableLayout, is_numbering: Callable[[object], bool]
    ) -> None:
        self._fields = layout.wanted
        self._is_numbering = is_numbering
        body = [_cells(info) for info in islice((info for info in rows if info.is_data), _ROWS_LOOKED_AT)]
        self._item = next((name for name in layout.columns if self._fields[name].is_item), "")
        common = [name for name in layout.columns if _is_common(name in cells for cells in body)]
        self._numbers = [
            name
            for name in common
            if self._fields[name].end_words and _is_common(self._is_numbered(cells, name) for cells in body)
        ]
        self._others = [name for name in common if name != self._item and name not in self._numbers]

    def has(self, info: RowInfo) -> bool:
        """Say whether a row is like the others: an item with its number, or most of what they have."""
        cells = _cells(info)
        opening = next((cell for each in cells.values() for cell in each if isinstance(cell, str)), "")
        if self._item not in cells or words.is_closing(opening):
            return False
        if any(self._is_numbered(cells, name) for name in self._numbers):
            return True
        found = sum(name in cells and self._passes(name, cells[name]) for name in self._others)
        return found >= _LEAST_OF_OTHERS * len(self._others)

    def _is_numbered(self, cells: Cells, name: str) -> bool:
        return name in cells and self._is_numbering(cells[name][0])

    def _passes(self, name: str, cells: tuple[object, ...]) -> bool:
        check = self._fields[name].check
        return check is None or any(check(cell) is not False for cell in cells)


def _is_common(answers: Iterable[bool]) -> bool:
    given = list(answers)
    return sum(given) >= _COMMON * len(given)


def _cells(info: RowInfo) -> Cells:
    found: Cells = {}
    for name, value in info.values.items():
        cells = tuple(cell for cell in (value if isinstance(value, tuple) else (value,)) if cell is not None)
        if cells:
            found[name] = cells
    return found
