"""What stands on every page around the text: running head, marks, page x of y."""

from __future__ import annotations

import math

from desktop.reports import style
from desktop.reports.document import Document
from desktop.reports.pdf.page_canvas import PageCanvas
from desktop.reports.style import Letter, Size
from desktop.reports.words import DRAFT, PAGE_OF

_HEAD_ABOVE = 20.0
_FOOT_BELOW = 22.0
_GHOST_SHARE = 0.6


def text_area(size: Size) -> tuple[float, float, float, float]:
    """Left, bottom, width and height of the text of a page; the binding edge is wider.

    An upright page is bound on its left, a lying one at its top.
    """
    width, height = size
    is_landscape = width > height
    left = style.SIDE if is_landscape else style.BINDING_EDGE
    top = style.BINDING_EDGE + 4 if is_landscape else style.TOP
    return left, style.BOTTOM, width - left - style.SIDE, height - style.BOTTOM - top


def draw_under(canvas: PageCanvas, document: Document, size: Size, *, is_first: bool) -> None:
    """Draw the head and the marks of one kind of page."""
    canvas.begin_artifact()
    if document.is_draft:
        _draw_ghost(canvas, document.texts.gettext(DRAFT), size)
    left, bottom, width, height = text_area(size)
    foot = bottom + height + _HEAD_ABOVE
    head, mark = canvas.setter(style.HEAD), canvas.setter(style.MARK)
    right = left + width
    if document.is_draft:
        word = mark.line(document.texts.gettext(DRAFT))
        canvas.text(right, foot, [word], mark, "right")
        right -= word.width + 12
    if document.running_head and not is_first:
        canvas.text(left, foot, head.shortened(document.running_head, (right - left) * 0.98), head)
    if document.exercise_text:
        banner = mark.shortened(document.exercise_text, width)
        canvas.text(left + width / 2, foot + 15, banner, mark, "centre")
    if not is_first or document.is_draft:
        canvas.rule(left, foot - 6, width, 0.5, style.RULE)
    canvas.end_artifact()


def draw_over(canvas: PageCanvas, document: Document, number: int, count: int) -> None:
    """Draw the foot of a page, which says how many there are."""
    canvas.begin_artifact()
    left, bottom, width, _ = text_area(canvas.size)
    foot = bottom - _FOOT_BELOW
    canvas.rule(left, foot + 13, width, 0.5, style.RULE)
    head = canvas.setter(style.HEAD)
    page = head.line(document.texts.gettext(PAGE_OF).format(page=number, pages=count))
    canvas.text(left + width, foot, [page], head, "right")
    whose = " · ".join(part for part in (document.author_organisation, document.reference) if part)
    if whose:
        canvas.text(left, foot, head.shortened(whose, width - page.width - 18), head)
    canvas.end_artifact()


def _draw_ghost(canvas: PageCanvas, word: str, size: Size) -> None:
    width, height = size
    unit = canvas.setter(Letter(10, 10, is_bold=True, colour=style.GHOST)).line(word).width or 1.0
    diagonal = math.hypot(width, height)
    setter = canvas.setter(
        Letter(round(10 * diagonal * _GHOST_SHARE / unit), 10, is_bold=True, colour=style.GHOST)
    )
    turn = (width / diagonal, height / diagonal)
    drop = setter.letter.size * 0.35
    canvas.turned_text(
        width / 2 + drop * turn[1], height / 2 - drop * turn[0], setter.line(word), setter, turn
    )
