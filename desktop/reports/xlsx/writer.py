"""Writes a whole document as a workbook: a first sheet with its facts, then one sheet a section."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import zip_longest
from typing import IO, Any

from openpyxl.workbook import Workbook

from db.partial_date import PartialDate
from desktop.base.formats import Formats
from desktop.reports.cells import fact_text
from desktop.reports.counts import Counts, Pace
from desktop.reports.document import Chart, Document, Facts, Section, SignatureBlocks, Table
from desktop.reports.plain_text import plain_text
from desktop.reports.words import CONTENTS, COVER, REFERENCE, ROWS
from desktop.reports.xlsx.archive import discarding, save
from desktop.reports.xlsx.charts import chart_widths, write_chart
from desktop.reports.xlsx.lines import SheetLine, fact_lines, lines_of, mark_lines, write_lines
from desktop.reports.xlsx.looks import (
    FACT,
    HEADING,
    LABEL,
    ORGANISATION,
    RULED,
    SECTION,
    SUBTITLE,
    TEXT,
    TITLE,
    Looks,
)
from desktop.reports.xlsx.rows import StreamSheet, Tally
from desktop.reports.xlsx.sheets import SheetNames, set_up
from desktop.reports.xlsx.tables import TableContext, table_widths, write_table

_COVER_WIDTHS = (30.0, 62.0)
_TEXT_WIDTHS = (30.0, 34.0, 34.0)
_LAST_FROZEN_ROW = 8
_EARLIEST = datetime(1980, 1, 1)

Part = list[SheetLine] | Table | Chart


def write_xlsx(document: Document, stream: IO[bytes], pace: Pace) -> Counts:
    """Write the document into an open file; `Cancelled` leaves no temporary files behind."""
    workbook = Workbook(write_only=True)
    sheets: list[StreamSheet] = []
    with discarding(sheets):
        book = _Book(document, workbook, sheets, pace)
        book.write()
        pace.look()
        _name_author(workbook, document)
        save(workbook, stream, _moment(document))
    return Counts(
        sheets=len(sheets),
        sheet_rows=sum(sheet.sent for sheet in sheets),
        rows=pace.done,
        size=stream.tell(),
        removed=book.tally.removed,
        cut=book.tally.cut,
    )


def _name_author(workbook: Workbook, document: Document) -> None:
    author = plain_text(document.author_organisation)[0]
    workbook.properties.creator = workbook.properties.lastModifiedBy = author
    workbook.properties.title = plain_text(document.title)[0]
    workbook.properties.language = document.language


def _moment(document: Document) -> datetime:
    day = document.date
    if isinstance(day, PartialDate):
        day = day.first if day.kind == "day" else None
    return datetime(day.year, day.month, day.day) if isinstance(day, date) and day.year >= 1980 else _EARLIEST


class _Book:
    """One workbook being written."""

    def __init__(self, document: Document, workbook: Workbook, sheets: list[StreamSheet], pace: Pace) -> None:
        self.tally = Tally()
        self._document = document
        self._workbook = workbook
        self._sheets = sheets
        self._names = SheetNames()
        self._formats = Formats(document.language, document.state_code)
        self._looks = Looks(workbook, document.language)
        self._context = TableContext(self._formats, self._looks, self.tally, pace)

    def write(self) -> None:
        """Write all sheets; the first one last, as it says how many rows the others have."""
        summary = self._new_sheet(self._document.texts.gettext(COVER))
        contents = [self._write_section(section) for section in self._document.sections]
        self._write_summary(summary, contents)

    def _new_sheet(self, wanted: str) -> StreamSheet:
        sheet = StreamSheet(self._workbook, self._names.name(wanted), self.tally)
        add: Any = self._workbook.__getattribute__("_add_sheet")
        add(sheet)
        self._sheets.append(sheet)
        return sheet

    def _write_section(self, section: Section) -> tuple[str, int | None]:
        sheet = self._new_sheet(section.short_title or section.title)
        parts = self._parts(section)
        widths = self._widths(section)
        head_row = _head_row(parts)
        set_up(sheet, self._document, widths, head_row=head_row, is_landscape=section.is_landscape)
        counts = []
        for part in parts:
            if isinstance(part, Table):
                counts.append(write_table(sheet, part, widths, self._context))
                sheet.skip()
            elif isinstance(part, Chart):
                write_chart(sheet, part, self._looks)
            else:
                write_lines(sheet, part, self._looks, widths)
        return sheet.title, sum(counts) if counts else None

    def _parts(self, section: Section) -> list[Part]:
        head = [*mark_lines(self._document), SheetLine((section.title,), (SECTION,)), SheetLine()]
        parts: list[Part] = [head]
        for block in section.blocks:
            if isinstance(block, Table):
                if block.caption and block.caption != section.title:
                    parts.append([SheetLine((block.caption,), (HEADING,))])
                parts.append(block)
            elif isinstance(block, Chart):
                parts.append(block)
            else:
                parts.append(lines_of(block, self._document.texts, self._formats))
        return parts

    def _widths(self, section: Section) -> list[float]:
        """The widest that any part of a section asks for, column by column."""
        asked: list[Sequence[float]] = []
        for block in section.blocks:
            if isinstance(block, Table):
                asked.append(table_widths(block, self._formats))
            elif isinstance(block, Chart):
                asked.append(chart_widths(block))
            elif isinstance(block, Facts | SignatureBlocks):
                asked.append((_TEXT_WIDTHS[0],))
        widths = [max(column) for column in zip_longest(*asked, fillvalue=0.0)]
        missing = len(_TEXT_WIDTHS) - len(widths)
        return widths + list(_TEXT_WIDTHS[len(widths) :]) if missing > 0 else widths

    def _write_summary(self, sheet: StreamSheet, contents: Sequence[tuple[str, int | None]]) -> None:
        document, gettext = self._document, self._document.texts.gettext
        set_up(sheet, document, _COVER_WIDTHS, head_row=None, is_landscape=False)
        where = ", ".join(part for part in (document.place, fact_text(self._formats, document.date)) if part)
        lines = mark_lines(document)
        for text, form in (
            (document.author_organisation, ORGANISATION),
            (document.title, TITLE),
            (document.subtitle, SUBTITLE),
            (where, TEXT),
        ):
            if text:
                lines.append(SheetLine((text,), (form,), wide_from=1 if form is TEXT else 0))
        if document.reference or document.has_reference_place:
            place = FACT if document.reference else RULED
            lines.append(SheetLine((gettext(REFERENCE), document.reference), (LABEL, place)))
        lines += [SheetLine(), *fact_lines(document.facts, self._formats)]
        lines.append(SheetLine((gettext(CONTENTS), gettext(ROWS)), (HEADING, HEADING)))
        lines += [SheetLine((name, count), (TEXT, FACT)) for name, count in contents]
        write_lines(sheet, lines, self._looks, _COVER_WIDTHS)


def _head_row(parts: Sequence[Part]) -> int | None:
    """The row of the head of a section's only table, when it stands high enough to stay in sight."""
    if sum(isinstance(part, Table) for part in parts) != 1:
        return None
    row = 1
    for part in parts:
        if isinstance(part, Table):
            return row if row <= _LAST_FROZEN_ROW else None
        if isinstance(part, Chart):
            return None
        row += len(part)
    return None
