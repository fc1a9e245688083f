"""Which tables of a workbook are imported, and what is worth saying about the rest of it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.base.errors import UserError
from desktop.base.i18n import N_
from desktop.base.text import fold
from desktop.exchange.layout import (
    MappingFile,
    RowInfo,
    TableLayout,
    alike_layouts,
    classify_rows,
    find_layouts,
    mapped_layouts,
)
from desktop.exchange.layout.rows import FORMULAS
from desktop.exchange.reading.grid import Sheet, Workbook
from desktop.services.import_outcome import Message, Skipped
from desktop.services.import_plan.draft import ItemDraft
from desktop.services.import_plan.drafts import DraftReader
from desktop.services.import_plan.facts import TableFacts
from desktop.services.import_plan.parents import find_parents
from desktop.services.import_plan.targets import plan_targets
from desktop.services.import_plan.titles import other_states
from desktop.services.institutions import NameBook

NOTHING_READ = N_("{name} has no table of actions that could be found. Name the columns with a mapping file.")
OTHER_STATE = N_("The workbook names another State: {name}.")
NOT_READ = N_("These columns were not taken: {columns}.")
SHEETS_NOT_READ = N_("These sheets were not read: {sheets}.")
NEAR_NAME = N_("“{name}” is new; it resembles “{known}”.")
_MOST_NEAR_NAMES = 500


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What a person decided about an import.

    `plan` is a title or id. `aliases` leads names as written to ids of institutions they stand for.
    `is_amending` lets an import change the approved text of an adopted plan.
    """

    state: str
    plan: str | None = None
    sheet: str | None = None
    mapping: MappingFile | None = None
    aliases: Mapping[str, str] | None = None
    is_dry_run: bool = False
    skips_refused: bool = False
    is_amending: bool = False
    backup_folder: Path | None = None


@dataclass(frozen=True, slots=True)
class FoundTable:
    """One table of the workbook with its rows judged."""

    sheet: Sheet
    layout: TableLayout
    rows: list[RowInfo]


def find_tables(book: Workbook, name: str, options: ImportOptions) -> list[FoundTable]:
    """The tables to import: as the mapping says, else the best one and all sheets laid out like it."""
    targets = plan_targets()
    if options.mapping is not None:
        mapping = options.mapping
        if options.sheet is not None:
            mapping = replace(mapping, sheet=options.sheet)
        layouts = mapped_layouts(book, mapping, targets)
    else:
        layouts = find_layouts(book, targets, sheet_name=options.sheet)
        layouts = [layout for layout in layouts if layout.item_columns]
        layouts = alike_layouts(layouts)
    if not layouts:
        raise UserError(NOTHING_READ, name=name)
    found = []
    for layout in layouts:
        sheet = book.sheet(layout.sheet_name)
        assert sheet is not None
        found.append(FoundTable(sheet, layout, classify_rows(sheet, layout)))
    order = {sheet.name: place for place, sheet in enumerate(book.sheets)}
    return sorted(found, key=lambda table: order[table.sheet.name])


def read_drafts(tables: list[FoundTable], options: ImportOptions, institutions: NameBook) -> list[ItemDraft]:
    """The drafts of all data rows."""
    drafts: list[ItemDraft] = []
    for table in tables:
        facts = TableFacts(table.sheet, table.layout, table.rows, options.mapping, institutions.knows)
        own = DraftReader(facts).drafts()
        find_parents(own)
        drafts += own
    return drafts


def skipped_rows(tables: list[FoundTable]) -> list[Skipped]:
    """The rows that are known not to be data."""
    return [
        Skipped(table.sheet.name, row.row + 1, Message(row.reason))
        for table in tables
        for row in table.rows
        if not row.is_data and (row.kind != "empty" or row.reason == FORMULAS)
    ]


def read_notices(
    book: Workbook,
    tables: list[FoundTable],
    drafts: list[ItemDraft],
    institutions: NameBook,
    options: ImportOptions,
) -> list[Message]:
    """What a person should know beside the rows: another State, columns and sheets not taken, near names."""
    notices = [Message(text_id, values) for text_id, values in book.notices]
    notices += [
        Message(OTHER_STATE, {"name": name})
        for name in other_states([(table.sheet, table.rows) for table in tables], options.state)
    ]
    unused = [
        table.layout.headings[column]
        for table in tables[:1]
        for column in table.layout.unused
        if any(row.is_data and table.sheet.value(row.row, column) is not None for row in table.rows)
    ]
    if unused:
        notices.append(Message(NOT_READ, {"columns": "; ".join(unused)}))
    read = {table.sheet.name for table in tables}
    others = [sheet.name for sheet in book.sheets if sheet.name not in read and sheet.rows]
    if others:
        notices.append(Message(SHEETS_NOT_READ, {"sheets": "; ".join(others)}))
    return notices + near_names(drafts, institutions)


def near_names(drafts: list[ItemDraft], institutions: NameBook) -> list[Message]:
    """New institution names that resemble a known one: a person may want them as its alias."""
    written = {
        name: None
        for draft in drafts
        for field, names in draft.names.items()
        if field != "persons"
        for name in names
        if not institutions.knows(name)
    }
    folded = list(institutions.ids)
    notices = []
    for name in list(written)[:_MOST_NEAR_NAMES]:
        alike = difflib.get_close_matches(fold(name), folded, n=1, cutoff=0.85)
        if alike:
            known = institutions.names[institutions.ids[alike[0]]]
            notices.append(Message(NEAR_NAME, {"name": name, "known": known}))
    return notices
