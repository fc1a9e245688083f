"""Writes a whole document as PDF, page by page as its blocks come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import IO

from db.partial_date import PartialDate
from desktop.reports.counts import Counts, Pace
from desktop.reports.document import (
    Block,
    Chart,
    Distribution,
    Document,
    Facts,
    Groups,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Section,
    SignatureBlocks,
    Table,
)
from desktop.reports.pdf.blocks import (
    draw_facts,
    draw_heading,
    draw_note,
    draw_paragraph,
    draw_title,
)
from desktop.reports.pdf.charts import draw_chart
from desktop.reports.pdf.closing import draw_distribution, draw_signatures
from desktop.reports.pdf.flow import Flow
from desktop.reports.pdf.frame import draw_over
from desktop.reports.pdf.groups import draw_groups
from desktop.reports.pdf.keeping import beginning, whole
from desktop.reports.pdf.page_canvas import PageCanvas
from desktop.reports.pdf.tables import draw_table
from desktop.reports.plain_text import plain_text


def write_pdf(document: Document, stream: IO[bytes], pace: Pace) -> Counts:
    """Write the document into an open file; `Cancelled` leaves the file without an end."""
    canvas = PageCanvas(
        title=plain_text(document.title)[0],
        author=plain_text(document.author_organisation)[0],
        language=document.language,
        day=_whole_day(document.date),
    )
    flow = Flow(document, canvas, pace)
    _draw_document(flow, document)
    flow.end_page()
    pace.look()
    canvas.save(stream, lambda number, count: draw_over(canvas, document, number, count))
    faces = canvas.faces
    return Counts(
        pages=canvas.page_count,
        rows=pace.done,
        size=stream.tell(),
        missing=dict(sorted(faces.missing.items())),
        removed=faces.removed,
    )


def _whole_day(day: date | PartialDate | None) -> date | None:
    if isinstance(day, PartialDate):
        return day.first if day.kind == "day" else None
    return day


def _draw_document(flow: Flow, document: Document) -> None:
    first = document.sections[0] if document.sections else None
    flow.is_landscape = first is not None and first.is_landscape
    flow.new_page()
    draw_title(flow)
    for section in document.sections:
        _draw_section(flow, section)


def _draw_section(flow: Flow, section: Section) -> None:
    flow.turn(is_landscape=section.is_landscape)
    if section.starts_page and not flow.is_at_top:
        flow.new_page()
    flow.section_title = section.title
    flow.canvas.begin_role("Sect")
    if section.title:
        keep = whole if section.is_whole else beginning
        draw_heading(flow, Heading(section.title, 1), keep(flow, section.blocks))
    for place, block in enumerate(section.blocks):
        _draw_block(flow, block, section.blocks[place + 1 :])
    flow.canvas.end_role()


def _draw_block(flow: Flow, block: Block, following: Sequence[Block]) -> None:
    match block:
        case Heading():
            draw_heading(flow, block, beginning(flow, following))
        case Paragraph(text):
            draw_paragraph(flow, text)
        case Note(text):
            draw_note(flow, text)
        case Facts(facts):
            draw_facts(flow, facts)
        case Table():
            draw_table(flow, block)
        case Chart():
            draw_chart(flow, block)
        case SignatureBlocks():
            draw_signatures(flow, block)
        case Distribution():
            draw_distribution(flow, block)
        case Groups(groups):
            draw_groups(flow, groups)
        case PageBreak() if not flow.is_at_top:
            flow.new_page()
