"""Draws the parts of a document that are not tables or charts: title, headings, text, facts, signatures."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.reports import style
from desktop.reports.cells import fact_text
from desktop.reports.document import Distribution, Document, Fact, Heading, SignatureBlocks, SignaturePlace
from desktop.reports.pdf.flow import Flow
from desktop.reports.pdf.page_canvas import Role
from desktop.reports.pdf.typesetter import Line
from desktop.reports.plain_text import plain_text
from desktop.reports.words import DATE, REFERENCE, SIGNATURE

_EMBLEM = 46.0
_LABEL_SHARE = 0.30
_WIDEST_LABEL = 190.0
_PLACE_HEIGHT = 92.0
_KEEP_BELOW_HEADING = 44.0


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
    flow.write(document.title, style.TITLE, "Title")
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


def draw_heading(flow: Flow, heading: Heading) -> None:
    """Draw a heading, kept with what follows it."""
    looks = {1: style.SECTION, 2: style.HEADING}
    roles: dict[int, Role] = {1: "H1", 2: "H2"}
    flow.skip(16 if heading.level == 1 else 10)
    letter = looks.get(heading.level, style.SMALL_HEADING)
    flow.need(letter.leading * 2 + _KEEP_BELOW_HEADING)
    if heading.level == 1:
        flow.canvas.bookmark(plain_text(heading.text)[0].replace("\n", " "), flow.y)
    flow.write(heading.text, letter, roles.get(heading.level, "H3"))
    flow.skip(4)


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


def draw_distribution(flow: Flow, distribution: Distribution) -> None:
    """Draw to whom the paper goes."""
    draw_heading(flow, Heading(distribution.title, 2))
    flow.canvas.begin_role("L")
    for addressee in distribution.addressees:
        flow.write(addressee, style.BODY, "P")
    flow.canvas.end_role()
    flow.skip(8)


def draw_signatures(flow: Flow, blocks: SignatureBlocks) -> None:
    """Draw the ruled empty places, two beside each other."""
    if blocks.title:
        draw_heading(flow, Heading(blocks.title, 2))
    gap = 28.0
    width = (flow.width - gap) / 2
    # Who signs sees all places on one page; only a list longer than half a page is parted.
    flow.need(min(_PLACE_HEIGHT * ((len(blocks.places) + 1) // 2), flow.height / 2))
    for start in range(0, len(blocks.places), 2):
        flow.need(_PLACE_HEIGHT)
        pair = blocks.places[start : start + 2]
        lefts = [flow.left, flow.left + width + gap]
        for left, place in zip(reversed(lefts) if flow.is_right_to_left else lefts, pair, strict=False):
            _draw_place(flow, place, left, width)
        flow.y -= _PLACE_HEIGHT


def _draw_place(flow: Flow, place: SignaturePlace, left: float, width: float) -> None:
    top = flow.y
    caption, small = flow.setter(style.CAPTION), flow.setter(style.SMALL)
    flow.canvas.begin_role("P")
    flow.place(caption.lines(place.role, width)[:2], caption, left, width)
    flow.y = top - 46
    flow.canvas.rule(left, flow.y, width * 0.64, 0.6, style.INK)
    flow.canvas.rule(left + width * 0.7, flow.y, width * 0.3, 0.6, style.INK)
    flow.y -= 2
    flow.place(small.lines(flow.texts.gettext(SIGNATURE), width * 0.64)[:1], small, left, width * 0.64)
    date_left = left + width * 0.7
    flow.place(small.lines(flow.texts.gettext(DATE), width * 0.3)[:1], small, date_left, width * 0.3)
    flow.y -= style.SMALL.leading
    who = "\n".join(part for part in (place.name, place.post) if part)
    if who:
        flow.place(small.lines(who, width)[:3], small, left, width)
    flow.canvas.end_role()
    flow.y = top


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
