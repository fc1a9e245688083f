"""The tables of a workbook that hold contacts, and which of their rows are data."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from desktop.base.errors import UserError
from desktop.base.text import fold
from desktop.exchange.layout import (
    MappingFile,
    RowInfo,
    TableLayout,
    classify_rows,
    find_layouts,
    fingerprint,
    mapped_layouts,
    table_at,
)
from desktop.exchange.layout.rows import FORMULAS, row_values
from desktop.exchange.reading.grid import Sheet, Workbook
from desktop.services.import_contacts import sentences
from desktop.services.import_contacts.cells import LineReader
from desktop.services.import_contacts.groups import GroupView, group_views
from desktop.services.import_contacts.headings_across import lone_heading, state_above
from desktop.services.import_contacts.lines import ContactLine, ReadContacts
from desktop.services.import_contacts.posts import share_details
from desktop.services.import_contacts.rest import Rest
from desktop.services.import_contacts.targets import DETAILS, NAMES, contact_targets
from desktop.services.import_outcome import Message, Skipped

_CONTRADICTED = 0.4
_BOTH_KINDS = re.compile(r"\w\.?\s*(?:[/,&]|\b(?:y|o|and|or|et|ou|e)\b)\s*\w", re.IGNORECASE)
_MAILBOX = re.compile(r"mail|correo|courriel|messagerie")
_Values = Callable[[int], dict[str, object]]


def read_tables(
    book: Workbook, name: str, state: str, *, sheet: str | None = None, mapping: MappingFile | None = None
) -> ReadContacts:
    """The rows of a workbook's tables of contacts; raises UserError when it has none."""
    tables = []
    layouts = contact_layouts(book, name, sheet=sheet, mapping=mapping)
    for layout in layouts:
        found = book.sheet(layout.sheet_name)
        assert found is not None
        tables.append(_Table(found, layout, state, mapping))
        tables[-1].read()
    lines = [line for table in tables for line in table.lines]
    skipped = [skipped for table in tables for skipped in table.skipped]
    return ReadContacts(name, book.reader, lines, skipped, _notices(book, tables, lines, state))


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
    """Leave columns whose cells say otherwise; a heading for two kinds of phones stands for any phone."""
    columns = {name: served for name, served in layout.columns.items() if not _is_wrong(layout, name)}
    left = [column for name, served in layout.columns.items() if name not in columns for column in served]
    layout = replace(layout, unused=sorted([*layout.unused, *left]))
    mobiles = columns.get("mobiles", ())
    if "phones" not in columns and any(_BOTH_KINDS.search(layout.headings[column]) for column in mobiles):
        columns["phones"] = columns.pop("mobiles")
    if "acronym" in columns and "person" in columns and "institution" not in columns:
        columns["institution"] = columns.pop("person")
    return replace(layout, columns=columns)


def _is_wrong(layout: TableLayout, name: str) -> bool:
    """Whether the cells contradict a field of phones or e-mails, or the names are those of mailboxes."""
    if name == "person" and "surnames" in layout.columns:
        return _MAILBOX.search(fold(layout.headings[layout.columns[name][0]])) is not None
    return name in DETAILS and layout.confidence.get(name, 1.0) <= _CONTRADICTED


class _Table:
    """One table while it is read: its lines, and the rows that are no data."""

    def __init__(self, sheet: Sheet, layout: TableLayout, state: str, mapping: MappingFile | None) -> None:
        self.sheet, self.layout = sheet, layout
        self.lines: list[ContactLine] = []
        self.skipped: list[Skipped] = []
        self.rests: list[Rest] = []
        self._readers: list[tuple[LineReader, _Values | None, frozenset[int]]] = []
        # A person's own choice of columns is taken literally; what was only confirmed is read as found.
        is_as_found = mapping is None or _is_as_found(sheet, layout)
        views = group_views(sheet, layout, contact_targets()) if is_as_found else []
        for view in views or [GroupView("", sheet, layout, frozenset())]:
            rest = Rest(view.sheet, view.layout) if is_as_found else None
            self.rests += [rest] if rest is not None else []
            day_first = mapping.day_first if mapping else None
            reader = LineReader(view.sheet, view.layout, state, day_first, group=view.label, rest=rest)
            values = row_values(view.sheet, view.layout) if views else None
            self._readers.append((reader, values, view.own))

    def read(self) -> None:
        """Take every row as a contact, as a heading for those below, or as no data."""
        rows = classify_rows(self.sheet, self.layout)
        data = [row for row in rows if row.is_data]
        state = state_above(self.sheet, self.layout) if "state" not in self.layout.columns else ""
        for reader, values, _ in self._readers:
            reader.above.state = state
            reader.decide_dates([_seen(row, values) for row in data])
        for row in rows:
            self._take(row)

    def _take(self, row: RowInfo) -> None:
        if not row.is_data:
            if row.kind != "empty" or row.reason == FORMULAS:
                self._skip(row, row.reason)
            return
        heading = lone_heading(self.sheet, self.layout, row.row)
        for reader, _, _ in self._readers:
            reader.above.follow(row.section)
            if heading:
                reader.above.enter(heading, is_below=self._is_below_heading())
        line = None if heading else self._line(row)
        if line is not None:
            self.lines.append(line)
        else:
            self._skip(row, sentences.SECTION if heading else sentences.LONE_WORDS)

    def _is_below_heading(self) -> bool:
        """Whether nothing but a heading came just before."""
        last = self.skipped[-1] if self.skipped else None
        row = self.lines[-1].row if self.lines else 0
        return last is not None and last.row > row and last.reason.text_id == sentences.SECTION

    def _skip(self, row: RowInfo, reason: str) -> None:
        self.skipped.append(Skipped(self.sheet.name, row.row + 1, Message(reason)))

    def _line(self, row: RowInfo) -> ContactLine | None:
        """The row as one contact, or as one for each person whose columns it fills."""
        cells = self.sheet.row(row.row)
        wanted = [
            (reader, values)
            for reader, values, own in self._readers
            if not own or any(column < len(cells) and cells[column] is not None for column in own)
        ] or [self._readers[0][:2]]
        made = [line for reader, values in wanted if (line := reader.line(_seen(row, values)))]
        if not made:
            return None
        first, *others = made
        if others and not first.also:
            first.also = others
            share_details_of_row(first, others)
        elif others:
            first.also += others
        return first


def share_details_of_row(first: ContactLine, others: Sequence[ContactLine]) -> None:
    """Share out the details of a row that belong to no column of a person, as far as the counts tell."""
    if not any(line.details for line in others):
        share_details(first, first.title)


def _seen(row: RowInfo, values: _Values | None) -> RowInfo:
    """A row with the values that one person's columns have."""
    return row if values is None else replace(row, values=values(row.row))


def _is_as_found(sheet: Sheet, layout: TableLayout) -> bool:
    if not layout.header_rows:
        return False
    found = _mended(table_at(sheet, layout.header_rows, contact_targets()))
    return found.columns == layout.columns and found.first_row == layout.first_row


def _notices(
    book: Workbook, tables: Sequence[_Table], lines: Sequence[ContactLine], state: str
) -> list[Message]:
    notices = [Message(text_id, values) for text_id, values in book.notices]
    read = {table.sheet.name for table in tables}
    others = [each.name for each in book.sheets if each.name not in read and each.rows]
    if others:
        notices.append(Message(sentences.SHEETS_NOT_READ, {"sheets": "; ".join(others)}))
    notices += _column_notices(tables)
    elsewhere = sum(line.state not in ("", state) for line in lines)
    if elsewhere:
        notices.append(Message(sentences.OTHER_STATES, {"count": elsewhere, "state": state}))
    return notices


def _column_notices(tables: Sequence[_Table]) -> list[Message]:
    """Say which columns went into the note and which were not taken."""
    rests = [rest for table in tables for rest in table.rests]
    kept = dict.fromkeys(heading for rest in rests for heading in rest.kept)
    left = dict.fromkeys(heading for rest in rests for heading in rest.left)
    if not rests:
        layout = tables[0].layout
        left = dict.fromkeys(layout.headings[column] for column in layout.unused)
    found = ((sentences.COLUMNS_IN_NOTE, kept), (sentences.COLUMNS_NOT_READ, left))
    return [Message(text, {"columns": "; ".join(columns)}) for text, columns in found if columns]
