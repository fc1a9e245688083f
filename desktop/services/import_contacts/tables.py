"""The tables of a workbook that hold contacts, and which of their rows are data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desktop.base.errors import UserError
from desktop.base.reference import shipped_reference
from desktop.exchange.layout import (
    MappingFile,
    RowInfo,
    TableLayout,
    classify_rows,
    find_layouts,
    fingerprint,
    mapped_layouts,
)
from desktop.exchange.layout.rows import FORMULAS
from desktop.exchange.reading.grid import Sheet, Workbook
from desktop.exchange.values import clean_text
from desktop.services.import_contacts import sentences
from desktop.services.import_contacts.cells import LineReader
from desktop.services.import_contacts.lines import ContactLine, ReadContacts
from desktop.services.import_contacts.targets import NAMES, contact_targets, looks_like_office
from desktop.services.import_outcome import Message, Skipped

_FEWEST_COLUMNS_OF_SECTIONS = 3


def read_tables(
    book: Workbook, name: str, state: str, *, sheet: str | None = None, mapping: MappingFile | None = None
) -> ReadContacts:
    """The rows of a workbook's tables of contacts; raises UserError when it has none."""
    lines: list[ContactLine] = []
    skipped: list[Skipped] = []
    layouts = contact_layouts(book, name, sheet=sheet, mapping=mapping)
    for layout in layouts:
        found = book.sheet(layout.sheet_name)
        assert found is not None
        reader = LineReader(found, layout, state, mapping.day_first if mapping else None)
        _read_table(found, layout, reader, lines, skipped)
    return ReadContacts(name, book.reader, lines, skipped, _notices(book, layouts, lines, state))


def contact_layouts(
    book: Workbook, name: str, *, sheet: str | None = None, mapping: MappingFile | None = None
) -> list[TableLayout]:
    """The tables to import: as the mapping says, else the best one and all sheets laid out like it."""
    targets = contact_targets()
    if mapping is not None:
        if sheet is not None:
            mapping = replace(mapping, sheet=sheet)
        return mapped_layouts(book, mapping, targets)
    found = [_mended(each) for each in find_layouts(book, targets, sheet_name=sheet)]
    found = [layout for layout in found if any(column in layout.columns for column in NAMES)]
    if not found:
        raise UserError(sentences.NO_TABLE, name=name)
    alike = [layout for layout in found if fingerprint(layout) == fingerprint(found[0])]
    order = {each.name: place for place, each in enumerate(book.sheets)}
    return sorted(alike, key=lambda layout: order[layout.sheet_name])


def _mended(layout: TableLayout) -> TableLayout:
    """Take a lone column of names as institutions when acronyms stand beside it."""
    columns = dict(layout.columns)
    if "acronym" in columns and "person" in columns and "institution" not in columns:
        columns["institution"] = columns.pop("person")
    return replace(layout, columns=columns)


def _read_table(
    sheet: Sheet, layout: TableLayout, reader: LineReader, lines: list[ContactLine], skipped: list[Skipped]
) -> None:
    rows = classify_rows(sheet, layout)
    reader.decide_dates([row for row in rows if row.is_data])
    for row in rows:
        if not row.is_data:
            if row.kind != "empty" or row.reason == FORMULAS:
                skipped.append(Skipped(sheet.name, row.row + 1, Message(row.reason)))
        elif section := _section(sheet, layout, row):
            _enter(reader, section)
            skipped.append(Skipped(sheet.name, row.row + 1, Message(sentences.SECTION)))
        else:
            if row.section:
                _enter(reader, row.section[-1])
            line = reader.line(row)
            if line is None:
                skipped.append(Skipped(sheet.name, row.row + 1, Message(sentences.LONE_WORDS)))
            else:
                lines.append(line)


def _section(sheet: Sheet, layout: TableLayout, row: RowInfo) -> str:
    """The text of a row that only heads the rows below: a lone State or institution among full rows."""
    filled = [
        (column, clean_text(cell)) for column, cell in enumerate(sheet.row(row.row)) if cell is not None
    ]
    if len(filled) != 1 or len(layout.columns) < _FEWEST_COLUMNS_OF_SECTIONS:
        return ""
    column, text = filled[0]
    if column in layout.columns.get("institution", ()):
        return ""
    is_state = shipped_reference().find_state(text) is not None
    is_below_filled = sum(cell is not None for cell in sheet.row(row.row + 1)) > 1
    return text if is_below_filled and (is_state or looks_like_office(text)) else ""


def _enter(reader: LineReader, text: str) -> None:
    state = shipped_reference().find_state(text)
    if state is not None:
        reader.section_state = state.code
        reader.section_institution = ""
    elif looks_like_office(text):
        reader.section_institution = text


def _notices(
    book: Workbook, layouts: Sequence[TableLayout], lines: Sequence[ContactLine], state: str
) -> list[Message]:
    notices = [Message(text_id, values) for text_id, values in book.notices]
    read = {layout.sheet_name for layout in layouts}
    others = [each.name for each in book.sheets if each.name not in read and each.rows]
    if others:
        notices.append(Message(sentences.SHEETS_NOT_READ, {"sheets": "; ".join(others)}))
    unused = [layouts[0].headings[column] for column in layouts[0].unused]
    if unused:
        notices.append(Message(sentences.COLUMNS_NOT_READ, {"columns": "; ".join(unused)}))
    elsewhere = sum(line.state not in ("", state) for line in lines)
    if elsewhere:
        notices.append(Message(sentences.OTHER_STATES, {"count": elsewhere, "state": state}))
    return notices
