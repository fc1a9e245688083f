"""Where the next thing comes to stand: the current page, the room left on it, the next page."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.base.formats import Formats
from desktop.reports import style
from desktop.reports.counts import Pace
from desktop.reports.document import Document
from desktop.reports.pdf.frame import draw_under, text_area
from desktop.reports.pdf.page_canvas import PageCanvas, Role
from desktop.reports.pdf.typesetter import Line, Typesetter
from desktop.reports.style import Letter

ASCENT = 0.76
"""How much of a letter's size stands above its foot."""


def foot_below(top: float, letter: Letter) -> float:
    """Where the foot of a line stands whose strip begins at `top`."""
    return top - (letter.leading - letter.size) / 2 - letter.size * ASCENT


class Flow:
    """The pages of one document as they fill from the top; `y` is where the next thing may begin."""

    def __init__(self, document: Document, canvas: PageCanvas, pace: Pace) -> None:
        self.document = document
        self.canvas = canvas
        self.pace = pace
        self.texts = document.texts
        self.formats = Formats(document.language, document.state_code)
        self.is_right_to_left = document.direction == "rtl"
        self.is_landscape = False
        self.section_title = ""
        self.left = self.bottom = self.width = self.height = self.y = 0.0
        self._unders: dict[tuple[float, float, bool], object] = {}

    @property
    def room(self) -> float:
        """The height left on this page."""
        return self.y - self.bottom

    @property
    def is_at_top(self) -> bool:
        """Whether nothing stands on this page yet."""
        return self.y >= self.bottom + self.height

    def setter(self, letter: Letter) -> Typesetter:
        """The typesetter of a size, weight and colour."""
        return self.canvas.setter(letter)

    def new_page(self) -> None:
        """End the page and begin the next one."""
        self.end_page()
        self.pace.look()
        size = style.page_size(self.document.paper, is_landscape=self.is_landscape)
        is_first = self.canvas.page_count == 0
        key = (*size, is_first)
        if key not in self._unders:
            self._unders[key] = self.canvas.kept(
                lambda: draw_under(self.canvas, self.document, size, is_first=is_first)
            )
        self.canvas.begin_page(size, self._unders[key])
        self.left, self.bottom, self.width, self.height = text_area(size)
        self.y = self.bottom + self.height

    def end_page(self) -> None:
        """End the page, if one is open."""
        if self.canvas.page_count:
            self.canvas.end_page()

    def turn(self, *, is_landscape: bool) -> None:
        """Go on with upright or lying pages."""
        if is_landscape != self.is_landscape:
            self.is_landscape = is_landscape
            self.new_page()

    def need(self, height: float) -> None:
        """Go to the next page unless so much room is left."""
        if self.room < height and not self.is_at_top:
            self.new_page()

    def skip(self, height: float) -> None:
        """Leave a space, except at the top of a page."""
        if not self.is_at_top:
            self.y -= height

    def write(self, text: str, letter: Letter, role: Role, keep: float = 0.0) -> None:
        """Write a text over the whole width; `keep` is the room that must be left below it."""
        setter = self.setter(letter)
        lines = setter.lines(text, self.width)
        self.need(min(len(lines), 3) * letter.leading + keep)
        self.canvas.begin_role(role)
        self.write_lines(lines, setter)
        self.canvas.end_role()

    def write_lines(self, lines: Sequence[Line], setter: Typesetter) -> None:
        """Write lines one below the other, over as many pages as they take."""
        leading = setter.letter.leading
        start = 0
        while start < len(lines):
            fit = int((self.room + 0.01) // leading)
            if fit < 1:
                self.new_page()
                continue
            self.place(lines[start : start + fit], setter, self.left, self.width)
            self.y -= min(fit, len(lines) - start) * leading
            start += fit

    def place(self, lines: Sequence[Line], setter: Typesetter, left: float, width: float) -> None:
        """Show lines from `y` downwards at the reading edge of a strip, without moving on."""
        foot = foot_below(self.y, setter.letter)
        if self.is_right_to_left:
            self.canvas.text(left + width, foot, lines, setter, "right")
        else:
            self.canvas.text(left, foot, lines, setter)
