"""Draws the parts of a document that are not tables or charts: title, headings, text, facts, signatures."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.reports import style
from desktop.reports.cells import fact_text
from desktop.reports.document import Document, Fact, Heading
from desktop.reports.pdf.flow import Flow
from desktop.reports.pdf.page_canvas import Role
from desktop.reports.pdf.typesetter import Line
from desktop.reports.plain_text import plain_text
from desktop.reports.style import Letter
from desktop.reports.words import REFERENCE

_EMBLEM = 46.0
_LABEL_SHARE = 0.30
_WIDEST_LABEL = 190.0
_LETTERS = {1: style.SECTION, 2: style.HEADING}
_ABOVE = {1: 16.0, 2: 10.0}
_BELOW_HEADING = 4.0


def draw_title(flow: Flow) -> None:
    """Draw the opening of the paper: emblem, organisation, title, place and date, facts."""
    document = flow.document
    if document.emblem and not document.is_draft and not document.exercise_text:
        flow.canvas.begin_artifact()
        flow.canvas.image(document.emblem, flow.left, flow.y - _EMBLEM, _EMBLEM, _EMBLEM)
        flow.canvas.end_artifact()
        flow.y -= _EMBLEM + 8
    if document.author_organisation:
        flow.write(document.author_organisation, style.ORGANISATION, "P")
        flow.skip(10)
    title = flow.setter(style.TITLE)
    flow.canvas.begin_role("Title")
    flow.write_lines(title.balanced(document.title, flow.width), title)
    flow.canvas.end_role()
    if document.subtitle:
        flow.skip(2)
        flow.write(document.subtitle, style.SUBTITLE, "P")
    flow.skip(6)
    flow.canvas.rule(flow.left, flow.y, flow.width, 1.2, style.ACCENT)
    flow.skip(8)
    where = place_and_date(document, flow)
    if where:
        flow.write(where, style.BODY, "P")
        flow.skip(4)
    if document.has_reference_place or document.reference:
        _draw_reference(flow, document)
    if document.facts:
        draw_facts(flow, document.facts)


def place_and_date(document: Document, flow: Flow) -> str:
    """Place and date of the paper in one line."""
    parts = (document.place, fact_text(flow.formats, document.date))
    return ", ".join(part for part in parts if part)


def draw_heading(flow: Flow, heading: Heading, keep: float) -> None:
    """Draw a heading on the page of what follows it, of which the height `keep` must find room."""
    roles: dict[int, Role] = {1: "H1", 2: "H2"}
    flow.need(heading_height(flow, heading) + keep)
    flow.skip(_ABOVE.get(heading.level, _ABOVE[2]))
    if heading.level == 1:
        flow.canvas.bookmark(plain_text(heading.text)[0].replace("\n", " "), flow.y)
    flow.write(heading.text, _letter(heading), roles.get(heading.level, "H3"))
    flow.skip(_BELOW_HEADING)


def heading_height(flow: Flow, heading: Heading) -> float:
    """The height that a heading takes."""
    letter = _letter(heading)
    lines = flow.setter(letter).lines(heading.text, flow.width, is_counted=False)
    return _ABOVE.get(heading.level, _ABOVE[2]) + len(lines) * letter.leading + _BELOW_HEADING


def _letter(heading: Heading) -> Letter:
    return _LETTERS.get(heading.level, style.SMALL_HEADING)


def draw_paragraph(flow: Flow, text: str) -> None:
    """Draw running text."""
    flow.write(text, style.BODY, "P")
    flow.skip(6)


def draw_note(flow: Flow, text: str) -> None:
    """Draw a remark in small print."""
    flow.write(text, style.SMALL, "Note")
    flow.skip(6)


def draw_facts(flow: Flow, facts: Sequence[Fact]) -> None:
    """Draw labels and values in two columns."""
    label_setter, value_setter = flow.setter(style.LABEL), flow.setter(style.FACT)
    widest = max((label_setter.width(fact.label) for fact in facts), default=0.0)
    label_width = min(widest, flow.width * _LABEL_SHARE, _WIDEST_LABEL) + 14
    value_width = flow.width - label_width
    for fact in facts:
        labels = label_setter.lines(fact.label, label_width - 14)
        values = value_setter.lines(fact_text(flow.formats, fact.value), value_width)
        flow.need(max(len(labels), min(len(values), 3)) * style.FACT.leading)
        flow.canvas.begin_role("P")
        labels_left = flow.left + value_width if flow.is_right_to_left else flow.left
        values_left = flow.left if flow.is_right_to_left else flow.left + label_width
        flow.place(labels, label_setter, labels_left, label_width)
        _place_values(flow, values, len(labels), values_left, value_width)
        flow.canvas.end_role()
    flow.skip(8)


def _place_values(flow: Flow, values: Sequence[Line], labels: int, left: float, width: float) -> None:
    setter = flow.setter(style.FACT)
    start = 0
    while True:
        fit = max(int((flow.room + 0.01) // style.FACT.leading), 1)
        flow.place(values[start : start + fit], setter, left, width)
        flow.y -= max(len(values[start : start + fit]), labels if start == 0 else 0) * style.FACT.leading
        start += fit
        if start >= len(values):
            return
        flow.new_page()


def _draw_reference(flow: Flow, document: Document) -> None:
    setter = flow.setter(style.LABEL)
    label = setter.line(
        flow.texts.gettext(REFERENCE) + (f": {document.reference}" if document.reference else ":")
    )
    flow.place([label], setter, flow.left, flow.width)
    if not document.reference:
        start = flow.left + label.width + 6
        if flow.is_right_to_left:
            start = flow.left + flow.width - label.width - 156
        flow.canvas.rule(start, flow.y - style.LABEL.leading + 3, 150, 0.6, style.INK)
    flow.y -= style.LABEL.leading + 4
