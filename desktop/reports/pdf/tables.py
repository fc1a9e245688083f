"""Draws tables row by row as the rows come: head on each page, group bands, long rows over pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from desktop.reports import style
from desktop.reports.cells import cell_text, column_title
from desktop.reports.document import Cell, DataRow, GroupRow, Kind, Table
from desktop.reports.pdf.bands import Bands
from desktop.reports.pdf.bars import RowBars
from desktop.reports.pdf.flow import Flow, foot_below
from desktop.reports.pdf.page_canvas import Align
from desktop.reports.pdf.table_layout import PADDING, Setters, column_widths
from desktop.reports.pdf.typesetter import Line, Typesetter
from desktop.reports.words import CONTINUED

_ROW_GAP = 4.6
_HEAD_GAP = 6.0
_NUMBERS = frozenset((Kind.NUMBER, Kind.MONEY, Kind.PERCENT))
_FEWEST_LINES = 3
_MOST_WHOLE_ROWS = 20
_MOST_WHOLE_SHARE = 0.5
_MOST_NAME_LINES = 3
_FIRST_ROWS = 2

Cells = Sequence[Sequence[Line]]


def draw_table(flow: Flow, table: Table) -> None:
    """Draw a table, or what stands in place of no rows."""
    flow.skip(2)
    flow.need(table_beginning(flow, table))
    if flow.is_at_top:
        _say_continued(flow, flow.section_title)
    if table.caption:
        flow.write(table.caption, style.CAPTION, "P")
        flow.skip(3)
    flow.canvas.begin_role("Table")
    _TableDrawer(flow, table).draw()
    flow.canvas.end_role()
    flow.skip(10)


def table_beginning(flow: Flow, table: Table) -> float:
    """The height that must be left for a table to begin: all of a small one, else its first rows."""
    caption = 0.0
    if table.caption:
        lines = flow.setter(style.CAPTION).lines(table.caption, flow.width, is_counted=False)
        caption = len(lines) * style.CAPTION.leading + 3
    return caption + _TableDrawer(flow, table).beginning()


def _say_continued(flow: Flow, *names: str) -> None:
    """Say at the top of a page what goes on there, as a mark of the page."""
    parts = dict.fromkeys(name for name in names if name)
    if not parts:
        return
    small, pattern = flow.setter(style.SMALL_HEADING), flow.texts.gettext(CONTINUED)
    flow.canvas.begin_artifact()
    lines = small.shortened(" - ".join(parts), flow.width, 1, pattern)
    flow.place(lines, small, flow.left, flow.width)
    flow.y -= style.SMALL_HEADING.leading + 3
    flow.canvas.end_artifact()


class _TableDrawer:
    """One table being drawn: its columns, and the groups that are open."""

    def __init__(self, flow: Flow, table: Table) -> None:
        self._flow = flow
        self._table = table
        self._writers = [cell_text(flow.formats, column) for column in table.columns]
        self._cell, self._total = flow.setter(style.CELL), flow.setter(style.TOTAL)
        self._head = flow.setter(style.COLUMN_HEAD)
        self._bars = RowBars(flow, table) if table.has_chart else None
        available = flow.width - (self._bars.room if self._bars else 0.0)
        widths = column_widths(table, self._writers, Setters(self._head, self._cell, self._total), available)
        self._width = sum(widths)
        self._inner = [width - 2 * PADDING + 0.01 for width in widths]
        self._aligns = [self._align(column.kind) for column in table.columns]
        self._anchors = self._places(widths)
        self._titles = self._title_lines(is_counted=False)
        self._bands = Bands(flow, self._edge, self._width)

    def beginning(self) -> float:
        """The height of the head and of the rows that must not be parted from it; all of a small table."""
        flow, count = self._flow, self._table.count
        heights = [
            self._height(self._lines_of(row, self._cell, is_counted=False))
            for row in islice(self._data_rows(), _MOST_WHOLE_ROWS + 1)
        ]
        if not heights:
            return style.SMALL.leading if self._table.empty_text else self._head_height
        whole = self._head_height + sum(heights)
        has_groups = bool(self._table.group_title)
        if count == len(heights) and not has_groups and whole <= flow.height * _MOST_WHOLE_SHARE:
            return whole
        bands = 3 * style.GROUP.leading if has_groups else 0.0
        return min(self._head_height + bands + sum(heights[:_FIRST_ROWS]), flow.height * _MOST_WHOLE_SHARE)

    def draw(self) -> None:
        """Draw all rows."""
        number = 0
        for row in self._table.rows():
            if isinstance(row, GroupRow):
                self._bands.wait(row)
                continue
            if number == 0:
                self._begin()
            self._draw_row(row, is_total=self._table.is_total(number))
            self._flow.pace.step()
            number += 1
        if number == 0 and self._table.empty_text:
            self._flow.write(self._table.empty_text, style.SMALL, "P")
        elif number == 0:
            self._begin()
        self._bands.draw_waiting()

    def _data_rows(self) -> Iterator[DataRow]:
        return (row for row in self._table.rows() if not isinstance(row, GroupRow))

    def _align(self, kind: Kind) -> Align:
        if kind in _NUMBERS:
            return "right"
        return "right" if self._flow.is_right_to_left else "left"

    def _places(self, widths: list[float]) -> list[float]:
        """Where each column's text is anchored; columns follow the reading direction."""
        flow = self._flow
        anchors, edge = [], flow.left
        for width, align in zip(widths, self._aligns, strict=True):
            left = flow.left * 2 + flow.width - edge - width if flow.is_right_to_left else edge
            anchors.append(left + width - PADDING if align == "right" else left + PADDING)
            edge += width
        return anchors

    def _title_lines(self, *, is_counted: bool) -> list[list[Line]]:
        return [
            self._head.lines(column_title(column), inner, is_counted=is_counted)
            for column, inner in zip(self._table.columns, self._inner, strict=True)
        ]

    @property
    def _edge(self) -> float:
        flow = self._flow
        return flow.left + flow.width - self._width if flow.is_right_to_left else flow.left

    def _begin(self) -> None:
        self._title_lines(is_counted=True)
        self._flow.need(self._head_height + self._bands.height + style.CELL.leading + _ROW_GAP)
        self._draw_head()

    @property
    def _head_height(self) -> float:
        return max(map(len, self._titles)) * style.COLUMN_HEAD.leading + _HEAD_GAP

    def _draw_head(self) -> None:
        flow, height = self._flow, self._head_height
        flow.canvas.box(self._edge, flow.y - height, self._width, height, style.BAND)
        leading = style.COLUMN_HEAD.leading
        flow.canvas.begin_role("TR")
        for title, anchor, align in zip(self._titles, self._anchors, self._aligns, strict=True):
            top = flow.y - height + _HEAD_GAP / 2 + len(title) * leading
            flow.canvas.begin_role("TH")
            flow.canvas.text(anchor, foot_below(top, style.COLUMN_HEAD), title, self._head, align)
            flow.canvas.end_role()
        flow.canvas.end_role()
        flow.y -= height
        flow.canvas.rule(self._edge, flow.y, self._width, 0.9, style.ACCENT)

    def _next_page(self) -> None:
        """Go on over the page: what this is, the head and the open groups again, as marks of the page."""
        flow = self._flow
        flow.new_page()
        _say_continued(flow, flow.section_title, self._table.caption)
        flow.canvas.begin_artifact()
        self._draw_head()
        self._bands.draw_continued()
        flow.canvas.end_artifact()

    def _lines_of(self, row: DataRow, setter: Typesetter, *, is_counted: bool = True) -> Cells:
        return [
            setter.lines(text, inner, is_counted=is_counted) if (text := writer(value)) else ()
            for writer, value, inner in zip(self._writers, row, self._inner, strict=True)
        ]

    def _height(self, cells: Cells) -> float:
        return (max(map(len, cells)) or 1) * style.CELL.leading + _ROW_GAP

    def _draw_row(self, row: DataRow, *, is_total: bool) -> None:
        flow, setter = self._flow, self._total if is_total else self._cell
        cells = self._lines_of(row, setter)
        count = max(map(len, cells)) or 1
        bands = self._bands.height
        needed = count * style.CELL.leading + _ROW_GAP + bands
        # A row that would take less than half a page is kept whole.
        fewest = _FEWEST_LINES if needed > flow.height / 2 else count
        if flow.room < fewest * style.CELL.leading + _ROW_GAP + bands:
            self._bands.end_groups()
            self._next_page()
        self._bands.draw_waiting()
        flow.canvas.begin_role("TR")
        if is_total:
            flow.canvas.rule(self._edge, flow.y, self._width, 0.9, style.ACCENT)
        elif self._bars:
            self._bars.draw(row[-1], self._edge, self._width, style.CELL.leading + _ROW_GAP)
        self._draw_cells(cells, count, setter, row[0])
        flow.canvas.end_role()

    def _draw_cells(self, cells: Cells, count: int, setter: Typesetter, name: Cell) -> None:
        flow, leading = self._flow, style.CELL.leading
        canvas = flow.canvas
        start = 0
        while True:
            fit = count - start
            if fit * leading + _ROW_GAP > flow.room:
                fit = max(int((flow.room - _ROW_GAP) // leading), 1)
            end = start + fit
            foot = foot_below(flow.y - _ROW_GAP / 2, style.CELL)
            for lines, anchor, align in zip(cells, self._anchors, self._aligns, strict=True):
                canvas.begin_role("TD")
                if len(lines) > start:
                    canvas.text(
                        anchor, foot, lines[start:end] if start or len(lines) > end else lines, setter, align
                    )
                canvas.end_role()
            if start and start >= len(cells[0]):
                self._name_again(name, foot, fit)
            flow.y -= fit * leading + _ROW_GAP
            start = end
            if start >= count:
                canvas.rule(self._edge, flow.y, self._width, 0.4, style.RULE)
                return
            self._next_page()

    def _name_again(self, name: Cell, foot: float, most: int) -> None:
        """Say beside the rest of a parted row which one it is."""
        canvas, text = self._flow.canvas, self._writers[0](name)
        if not text:
            return
        pattern = self._flow.texts.gettext(CONTINUED)
        if self._cell.longest_word(pattern.format(title="")) > self._inner[0]:
            pattern = "{title}"
        canvas.begin_artifact()
        lines = self._cell.shortened(text, self._inner[0], min(_MOST_NAME_LINES, most), pattern)
        canvas.text(self._anchors[0], foot, lines, self._cell, self._aligns[0])
        canvas.end_artifact()
