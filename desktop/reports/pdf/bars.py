"""Draws the figures of a table as bars beside its rows, so that each bar is read with its row."""

from __future__ import annotations

from decimal import Decimal

from desktop.reports import style
from desktop.reports.document import Cell, GroupRow, Table
from desktop.reports.pdf.flow import Flow

_SHARE = 0.5
_GAP = 14.0
_THICK = 7.0


class RowBars:
    """The bars of one table; the longest stands for its largest figure."""

    def __init__(self, flow: Flow, table: Table) -> None:
        self._flow = flow
        rows = [row for row in table.rows() if not isinstance(row, GroupRow)]
        figures = [_figure(row[-1]) for number, row in enumerate(rows) if not table.is_total(number)]
        self._largest = max([*figures, 0.0]) or 1.0

    @property
    def room(self) -> float:
        """The width that the bars take from the table."""
        return self._flow.width * _SHARE

    def draw(self, value: Cell, edge: float, width: float, height: float) -> None:
        """Draw the bar of the row that begins at `y`, beside a table of this edge and width."""
        flow = self._flow
        longest = flow.width - width - _GAP
        length = _figure(value) / self._largest * longest
        start = edge - _GAP if flow.is_right_to_left else edge + width + _GAP
        # The figure stands in its cell: the bar says nothing that is not read there.
        flow.canvas.begin_artifact()
        flow.canvas.rule(start, flow.y - height, 0, 0.6, style.MUTED, rise=height)
        if length > 0:
            left = start - length if flow.is_right_to_left else start
            foot = flow.y - (height + _THICK) / 2
            flow.canvas.box(left, foot, length, _THICK, style.SERIES[0])
        flow.canvas.end_artifact()


def _figure(value: Cell) -> float:
    return max(float(value), 0.0) if isinstance(value, int | Decimal) else 0.0
