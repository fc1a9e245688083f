"""The status report as PDF against the same lines, finished, drawn by reportlab's own canvas."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, ClassVar

from desktop.reports.pdf import writer
from desktop.reports.pdf.page_canvas import Align, PageCanvas
from desktop.reports.pdf.typesetter import Line, Typesetter
from desktop.reports.style import Letter, Size
from tests.benchmarks.data import DAY, exercise_file
from tests.benchmarks.pairs import Pair, timed

Shown = tuple[str, float, float, float, str]
"""Font, size, place and text of one finished line."""
FACES = {False: "figo", True: "figbo"}


def prepare(folder: Path, size: int) -> Pair:
    """Ours reads, builds, writes and reads again; the floor gets ours' lines when it is first run."""
    source = exercise_file(folder, size)
    pages: list[tuple[Size, list[Shown]]] = []

    def floor() -> float:
        if not pages:
            pages.extend(_finished_pages(source))
        return timed(lambda: _draw(pages))

    return Pair(lambda: _report(source), floor)


def _report(source: Path) -> float:
    from db.opening import open_file
    from desktop.reports.builders.data import ReportRequest
    from desktop.services.reporting import write_report

    path = source.with_suffix(".pdf")
    path.unlink(missing_ok=True)
    database = open_file(source)
    try:
        request = ReportRequest(name="status", language="es", date=DAY)
        return timed(lambda: write_report(database, request, path))
    finally:
        database.close()


def _draw(pages: Sequence[tuple[Size, Sequence[Shown]]]) -> None:
    from reportlab import rl_config
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    from desktop.reports.fonts import font_file

    rl_config.useA85 = 0
    for name in FACES.values():
        pdfmetrics.registerFont(TTFont(name, BytesIO(font_file(name))))
    canvas = Canvas(BytesIO(), pageCompression=1, invariant=1)
    for size, shown in pages:
        canvas.setPageSize(size)
        used = None
        for font, points, x, y, text in shown:
            if (font, points) != used:
                canvas.setFont(font, points)
                used = (font, points)
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()


def _finished_pages(source: Path) -> list[tuple[Size, list[Shown]]]:
    """The lines of a report as ours has broken and placed them, page by page."""
    _RecordingCanvas.pages = pages = []
    # The one door through which a report gets its canvas; the process ends after the measurement.
    kept: Any = writer.PageCanvas
    writer.PageCanvas = _RecordingCanvas
    try:
        _report(source)
    finally:
        writer.PageCanvas = kept
    return [(size, shown) for size, shown in pages if shown]


class _RecordingSetter(Typesetter):
    """Remembers the words of each line that it sets."""

    texts: dict[tuple[bool, str], str]

    def _line(self, words: list[str], width: float, level: int) -> Line:
        line = super()._line(words, width, level)
        self.texts[self.letter.is_bold, line.code] = " ".join(words)
        return line


class _RecordingCanvas(PageCanvas):
    """Remembers each line with its place."""

    pages: ClassVar[list[tuple[Size, list[Shown]]]] = []

    def __init__(self, **facts: Any) -> None:
        super().__init__(**facts)
        self._texts: dict[tuple[bool, str], str] = {}
        self._own_setters: dict[Letter, _RecordingSetter] = {}
        self._page = 0
        self.pages.append(((0.0, 0.0), []))

    def setter(self, letter: Letter) -> Typesetter:
        if letter not in self._own_setters:
            made = self._own_setters[letter] = _RecordingSetter(self.faces, letter)
            made.texts = self._texts
        return self._own_setters[letter]

    def begin_page(self, size: Size, under: Any) -> None:
        super().begin_page(size, under)
        self.pages.append((size, []))
        self._page += 1

    def text(
        self, x: float, y: float, lines: Sequence[Line], setter: Typesetter, align: Align = "left"
    ) -> None:
        super().text(x, y, lines, setter, align)
        part = {"left": 0.0, "centre": 0.5, "right": 1.0}[align]
        letter = setter.letter
        shown = self.pages[self._page][1]
        for number, line in enumerate(lines):
            text = self._texts[letter.is_bold, line.code]
            place = (x - line.width * part, y - number * letter.leading)
            shown.append((FACES[letter.is_bold], letter.size, *place, text))

    def save(self, stream: Any, draw_over: Callable[[int, int], None]) -> None:
        def draw(number: int, count: int) -> None:
            self._page = number
            draw_over(number, count)

        super().save(stream, draw)
