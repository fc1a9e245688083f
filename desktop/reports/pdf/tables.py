"""Draws tables row by row as the rows come: head on each page, group bands, long rows over pages."""

from __future__ import annotations

from desktop.reports import style
from desktop.reports.cells import cell_text, column_title
from desktop.reports.document import DataRow, GroupRow, Kind, Table
from desktop.reports.pdf.flow import ASCENT, Flow
from desktop.reports.pdf.page_canvas import Align
from desktop.reports.pdf.table_layout import PADDING, column_widths
from desktop.reports.pdf.typesetter import Line
from desktop.reports.style import Letter
from desktop.reports.words import CONTINUED

_ROW_GAP = 4.6
_HEAD_GAP = 6.0
_BAND_GAP = 5.0
_INDENT = 10.0
_NUMBERS = frozenset((Kind.NUMBER, Kind.MONEY, Kind.PERCENT))
_FEWEST_LINES = 3
_MOST_BAND_LINES = 8


def draw_table(flow: Flow, table: Table) -> None:
    """Draw a table, or what stands in place of no rows."""
    flow.skip(2)
    if table.caption:
        flow.write(table.caption, style.CAPTION, "P", keep=60)
        flow.skip(3)
    drawer = _TableDrawer(flow, table)
    flow.canvas.begin_role("Table")
    drawer.draw()
    flow.canvas.end_role()
    flow.skip(10)


def _foot_below(top: float, letter: Letter) -> float:
    return top - (letter.leading - letter.size) / 2 - letter.size * ASCENT


class _TableDrawer:
    """One table being drawn: its columns, and the groups that are open."""

    def __init__(self, flow: Flow, table: Table) -> None:
        self._flow = flow
        self._table = table
        self._writers = [cell_text(flow.formats, column) for column in table.columns]
        self._cell = flow.setter(style.CELL)
        self._head = flow.setter(style.COLUMN_HEAD)
        widths = column_widths(table, self._writers, self._head, self._cell, flow.width)
        self._width = sum(widths)
        self._inner = [width - 2 * PADDING + 0.01 for width in widths]
        self._aligns = [self._align(column.kind) for column in table.columns]
        self._anchors = self._places(widths)
        self._titles = [
            self._head.lines(column_title(column), inner)
            for column, inner in zip(table.columns, self._inner, strict=True)
        ]
        self._open: dict[int, str] = {}
        self._waiting: list[GroupRow] = []

    def draw(self) -> None:
        """Draw all rows."""
        is_empty = True
        for row in self._table.rows():
            if isinstance(row, GroupRow):
                self._waiting.append(row)
            else:
                if is_empty:
                    self._begin()
                    is_empty = False
                self._draw_row(row)
                self._flow.pace.step()
        if is_empty and self._table.empty_text:
            self._flow.write(self._table.empty_text, style.SMALL, "P")
        elif is_empty:
            self._begin()
        for group in self._waiting:
            self._draw_band(group)

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

    @property
    def _edge(self) -> float:
        flow = self._flow
        return flow.left + flow.width - self._width if flow.is_right_to_left else flow.left

    def _begin(self) -> None:
        self._flow.need(self._head_height + sum(map(self._band_height, self._waiting)) + 40)
        self._draw_head()

    @property
    def _head_height(self) -> float:
        return max(map(len, self._titles)) * style.COLUMN_HEAD.leading + _HEAD_GAP

    def _draw_head(self) -> None:
        flow, height = self._flow, self._head_height
        flow.canvas.box(self._edge, flow.y - height, self._width, height, style.BAND)
        leading = style.COLUMN_HEAD.leading
        for title, anchor, align in zip(self._titles, self._anchors, self._aligns, strict=True):
            top = flow.y - height + _HEAD_GAP / 2 + len(title) * leading
            flow.canvas.text(anchor, _foot_below(top, style.COLUMN_HEAD), title, self._head, align)
        flow.y -= height
        flow.canvas.rule(self._edge, flow.y, self._width, 0.9, style.ACCENT)

    def _next_page(self) -> None:
        """Go on over the page: the head and the open groups again, as marks of the page."""
        flow = self._flow
        flow.new_page()
        flow.canvas.begin_artifact()
        self._draw_head()
        pattern = flow.texts.gettext(CONTINUED)
        for level, text in sorted(self._open.items()):
            self._show_band(self._band_lines(pattern.format(title=text), level)[:_MOST_BAND_LINES], level)
        flow.canvas.end_artifact()

    def _draw_row(self, row: DataRow) -> None:
        flow, setter = self._flow, self._cell
        cells = [
            setter.lines(text, inner) if (text := writer(value)) else ()
            for writer, value, inner in zip(self._writers, row, self._inner, strict=True)
        ]
        count = max(map(len, cells)) or 1
        bands = sum(map(self._band_height, self._waiting)) if self._waiting else 0.0
        needed = count * style.CELL.leading + _ROW_GAP + bands
        # A row that would take less than half a page is kept whole.
        fewest = _FEWEST_LINES if needed > flow.height / 2 else count
        if flow.room < fewest * style.CELL.leading + _ROW_GAP + bands:
            self._close_groups()
            self._next_page()
        for group in self._waiting:
            self._draw_band(group)
        self._waiting.clear()
        flow.canvas.begin_role("TR")
        self._draw_cells(cells, count)
        flow.canvas.end_role()

    def _draw_cells(self, cells: list[list[Line] | tuple[()]], count: int) -> None:
        flow, leading = self._flow, style.CELL.leading
        canvas, setter = flow.canvas, self._cell
        start = 0
        while True:
            fit = count - start
            if fit * leading + _ROW_GAP > flow.room:
                fit = max(int((flow.room - _ROW_GAP) // leading), 1)
            end = start + fit
            foot = _foot_below(flow.y - _ROW_GAP / 2, style.CELL)
            for lines, anchor, align in zip(cells, self._anchors, self._aligns, strict=True):
                if len(lines) > start:
                    canvas.text(
                        anchor, foot, lines[start:end] if start or len(lines) > end else lines, setter, align
                    )
            flow.y -= fit * leading + _ROW_GAP
            canvas.rule(self._edge, flow.y, self._width, 0.4, style.RULE)
            start = end
            if start >= count:
                return
            self._next_page()

    def _close_groups(self) -> None:
        """Forget the groups that the waiting ones end, so that they are not said to go on."""
        for group in self._waiting:
            self._close_groups_from(group.level)

    def _band_lines(self, text: str, level: int) -> list[Line]:
        setter = self._flow.setter(style.GROUP if level == 1 else style.SUBGROUP)
        return setter.lines(text, self._width - 2 * PADDING - (level - 1) * _INDENT)

    def _band_height(self, group: GroupRow) -> float:
        letter = style.GROUP if group.level == 1 else style.SUBGROUP
        lines = len(self._band_lines(group.text, group.level))
        return min(lines, _MOST_BAND_LINES) * letter.leading + _BAND_GAP

    def _draw_band(self, group: GroupRow) -> None:
        self._close_groups_from(group.level)
        self._open[group.level] = group.text
        lines = self._band_lines(group.text, group.level)
        for start in range(0, len(lines), _MOST_BAND_LINES):
            part = lines[start : start + _MOST_BAND_LINES]
            self._flow.need(self._band_height(group))
            self._show_band(part, group.level, is_last=start + len(part) == len(lines))

    def _close_groups_from(self, level: int) -> None:
        for each in [each for each in self._open if each >= level]:
            del self._open[each]

    def _show_band(self, lines: list[Line], level: int, *, is_last: bool = True) -> None:
        flow = self._flow
        letter = style.GROUP if level == 1 else style.SUBGROUP
        height = len(lines) * letter.leading + _BAND_GAP
        indent = PADDING + (level - 1) * _INDENT
        setter = flow.setter(letter)
        foot = _foot_below(flow.y - _BAND_GAP / 2, letter)
        if flow.is_right_to_left:
            flow.canvas.text(self._edge + self._width - indent, foot, lines, setter, "right")
        else:
            flow.canvas.text(self._edge + indent, foot, lines, setter)
        flow.y -= height
        if is_last:
            flow.canvas.rule(self._edge, flow.y, self._width, 0.6, style.MUTED)
