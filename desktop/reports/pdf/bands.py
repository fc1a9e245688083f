"""The bands between the rows of a table that name its groups, drawn when a row follows."""

from __future__ import annotations

from desktop.reports import style
from desktop.reports.document import GroupRow
from desktop.reports.pdf.flow import Flow, foot_below
from desktop.reports.pdf.table_layout import PADDING
from desktop.reports.pdf.typesetter import Line
from desktop.reports.style import Letter
from desktop.reports.words import CONTINUED

_GAP = 5.0
_INDENT = 10.0
_MOST_LINES = 8
_MOST_CONTINUED_LINES = 2


def _letter(level: int) -> Letter:
    return style.GROUP if level == 1 else style.SUBGROUP


def _height(group: GroupRow, lines: list[Line]) -> float:
    return min(len(lines), _MOST_LINES) * _letter(group.level).leading + _GAP


class Bands:
    """The groups of one table: those that are open, and those that wait for their first row."""

    def __init__(self, flow: Flow, edge: float, width: float) -> None:
        self._flow = flow
        self._edge = edge
        self._width = width
        self._open: dict[int, str] = {}
        self._waiting: list[tuple[GroupRow, list[Line]]] = []

    def wait(self, group: GroupRow) -> None:
        """A group begins; its band is drawn above its first row."""
        lines = self._flow.setter(_letter(group.level)).lines(group.text, self._room(group.level))
        self._waiting.append((group, lines))

    @property
    def height(self) -> float:
        """The height of the bands that wait, as far as they stay together."""
        return sum([_height(*waiting) for waiting in self._waiting]) if self._waiting else 0.0

    def draw_waiting(self) -> None:
        """Draw the bands that wait."""
        for group, lines in self._waiting:
            self._draw(group, lines)
        self._waiting.clear()

    def end_groups(self) -> None:
        """Forget the groups that the waiting ones end, so that they are not said to go on."""
        for group, _lines in self._waiting:
            self._close_from(group.level)

    def draw_continued(self) -> None:
        """Say on a new page which groups go on."""
        pattern = self._flow.texts.gettext(CONTINUED)
        for level, text in sorted(self._open.items()):
            setter = self._flow.setter(_letter(level))
            room = self._room(level)
            self._show(setter.shortened(text, room, _MOST_CONTINUED_LINES, pattern), level)

    def _room(self, level: int) -> float:
        return self._width - 2 * PADDING - (level - 1) * _INDENT

    def _draw(self, group: GroupRow, lines: list[Line]) -> None:
        self._close_from(group.level)
        self._open[group.level] = group.text
        for start in range(0, len(lines), _MOST_LINES):
            part = lines[start : start + _MOST_LINES]
            self._flow.need(_height(group, part))
            self._show(part, group.level, is_last=start + len(part) == len(lines))

    def _close_from(self, level: int) -> None:
        for each in [each for each in self._open if each >= level]:
            del self._open[each]

    def _show(self, lines: list[Line], level: int, *, is_last: bool = True) -> None:
        flow, letter = self._flow, _letter(level)
        indent = PADDING + (level - 1) * _INDENT
        setter = flow.setter(letter)
        foot = foot_below(flow.y - _GAP / 2, letter)
        flow.canvas.begin_role("TR")
        flow.canvas.begin_role("TH")
        if flow.is_right_to_left:
            flow.canvas.text(self._edge + self._width - indent, foot, lines, setter, "right")
        else:
            flow.canvas.text(self._edge + indent, foot, lines, setter)
        flow.canvas.end_role()
        flow.canvas.end_role()
        flow.y -= len(lines) * letter.leading + _GAP
        if is_last:
            flow.canvas.rule(self._edge, flow.y, self._width, 0.6, style.MUTED)
