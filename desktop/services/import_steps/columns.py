"""The columns of a source, the field that each is proposed for, and the mapping a person makes of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from desktop.base.errors import UserError
from desktop.base.i18n import N_, Word
from desktop.exchange.layout import (
    MappingFile,
    TableLayout,
    alike_layouts,
    apply_mapping,
    find_layouts,
    fingerprint,
    mapping_of,
    table_at,
)
from desktop.exchange.layout.headers import header_rows
from desktop.exchange.layout.mapping_file import STATUSES
from desktop.exchange.reading.grid import CellError, NoCachedValue, Sheet, Workbook, column_letter
from desktop.exchange.values import clean_text
from desktop.services.import_contacts.tables import contact_layouts
from desktop.services.import_steps.fields import NEEDED, label_of, targets_of
from desktop.services.import_steps.reading import Kind

Basis = Literal["name", "content", "person", "memory"]
ROWS_LOOKED_AT = 2000
_SAMPLES = 3
_LONGEST_SAMPLE = 60
_MOST_COLUMNS = 150
_FIRST_ROWS = 60

NO_SHEET = N_("{name} has no sheet with rows.")
NO_TITLE_COLUMN = N_("Choose the column that holds the title of the action.")
NO_NAME_COLUMN = N_("Choose the column that holds the name of the person, the post or the institution.")
TWICE = N_("“{field}” is chosen for several columns; it can be taken from one.")


@dataclass(frozen=True, slots=True)
class ColumnProposal:
    """One column of the table. `field` is empty when it is not taken; `confidence` is from 0 to 1."""

    index: int
    letter: str
    heading: str
    samples: tuple[str, ...]
    field: str
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Proposal:
    """The table that was found. `alike` names the sheets laid out alike, its own too, when there are several.

    `header_row` counts from 1. `is_remembered`: the columns are those of an earlier import of this layout.
    """

    kind: Kind
    sheets: tuple[str, ...]
    sheet: str
    header_row: int
    columns: tuple[ColumnProposal, ...]
    layout: TableLayout
    alike: tuple[str, ...] = ()
    is_remembered: bool = False
    remembered: MappingFile | None = None

    @property
    def fingerprint(self) -> str:
        """What a layout is remembered by."""
        return fingerprint(self.layout)


def propose(
    kind: Kind,
    book: Workbook,
    name: str,
    *,
    sheet: str | None = None,
    header_row: int | None = None,
    memory: Mapping[str, Mapping[str, Any]] | None = None,
) -> Proposal:
    """Find the table, or take it from the sheet and row (from 1) that a person names.

    `memory` holds the mappings of earlier imports by fingerprint. Raises UserError when no sheet has rows.
    """
    layouts = [] if header_row is not None else _found(kind, book, name, sheet)
    layout = layouts[0] if layouts else _by_hand(kind, book, name, sheet, header_row)
    remembered = mapping_from_memory(kind, (memory or {}).get(fingerprint(layout)))
    if remembered is not None:
        applied = _with_memory(kind, book, layout, remembered)
        remembered = None if applied is None else remembered
        layout = applied or layout
    alike = tuple(each.sheet_name for each in layouts) if len(layouts) > 1 else ()
    found = book.sheet(layout.sheet_name)
    assert found is not None
    return Proposal(
        kind=kind,
        sheets=tuple(each.name for each in book.sheets if each.rows),
        sheet=layout.sheet_name,
        header_row=layout.header_rows[-1] + 1 if layout.header_rows else 1,
        columns=tuple(_columns(found, layout)),
        layout=layout,
        alike=alike,
        is_remembered=remembered is not None,
        remembered=remembered,
    )


def _found(kind: Kind, book: Workbook, name: str, sheet: str | None) -> list[TableLayout]:
    """The layouts that the import itself would take, the best one and those alike."""
    if kind == "contacts":
        try:
            return contact_layouts(book, name, sheet=sheet)
        except UserError:
            return []
    layouts = find_layouts(book, targets_of(kind), sheet_name=sheet)
    alike = alike_layouts(layouts)
    if layouts and not layouts[0].item_columns:
        alike = layouts[:1]
    order = {each.name: place for place, each in enumerate(book.sheets)}
    return sorted(alike, key=lambda each: order[each.sheet_name])


def _by_hand(kind: Kind, book: Workbook, name: str, sheet: str | None, header_row: int | None) -> TableLayout:
    """The table under a row of headings: the one named, else the row with the most texts."""
    found = book.sheet(sheet) if sheet is not None else None
    if found is None:
        filled = [each for each in book.sheets if each.rows]
        shown = [each for each in filled if not each.is_hidden] or filled
        if not shown:
            raise UserError(NO_SHEET, name=name)
        found = shown[0]
    row = _likely_header(found) if header_row is None else header_row - 1
    rows = header_rows(found, row)
    if header_row is not None and rows[-1] != row:
        # A person who names the row means this one, whatever the merges below it look like.
        rows = (row,)
    return table_at(found, rows, targets_of(kind))


def _likely_header(sheet: Sheet) -> int:
    rows = range(sheet.first_row, min(sheet.end_row, sheet.first_row + _FIRST_ROWS))
    return max(rows, key=lambda row: (sum(isinstance(cell, str) for cell in sheet.row(row)), -row))


def _columns(sheet: Sheet, layout: TableLayout) -> list[ColumnProposal]:
    field_of = {column: name for name, columns in layout.columns.items() for column in columns}
    made: list[ColumnProposal] = []
    for index in range(max(sheet.width, len(layout.headings))):
        heading = layout.headings[index] if index < len(layout.headings) else ""
        samples = _samples(sheet, index, layout.first_row)
        if (heading or samples) and len(made) < _MOST_COLUMNS:
            name = field_of.get(index, "")
            sureness = layout.confidence.get(name, 0.0) if name else 0.0
            made.append(ColumnProposal(index, column_letter(index), heading, samples, name, sureness))
    return made


def _samples(sheet: Sheet, column: int, first_row: int) -> tuple[str, ...]:
    """The first different texts of a column."""
    found: dict[str, None] = {}
    for row in range(first_row, min(sheet.end_row, first_row + ROWS_LOOKED_AT)):
        value = sheet.value(row, column)
        if value is None or isinstance(value, CellError | NoCachedValue):
            continue
        text = " ".join(clean_text(value).split())
        found[text if len(text) <= _LONGEST_SAMPLE else text[:_LONGEST_SAMPLE] + "…"] = None
        if len(found) == _SAMPLES:
            break
    return tuple(found)


def problem_of(kind: Kind, chosen: Mapping[int, str], marked: Collection[str] = ()) -> UserError | None:
    """Why these fields by column cannot be taken, or None; `marked` fields may have several columns."""
    counts = Counter(name for name in chosen.values() if name)
    if not any(counts[name] for name in NEEDED[kind]):
        return UserError(NO_TITLE_COLUMN if kind == "plan" else NO_NAME_COLUMN)
    many = {field.name for field in targets_of(kind) if field.is_many} | set(marked)
    twice = next((name for name, count in counts.items() if count > 1 and name not in many), None)
    return UserError(TWICE, field=Word(label_of(kind, twice))) if twice else None


def mapping_for(proposal: Proposal, chosen: Mapping[int, str], *, takes_alike: bool = False) -> MappingFile:
    """The mapping that a person's choice of fields by column makes, of this sheet or of all alike."""
    columns: dict[str, tuple[int, ...]] = {}
    for field in targets_of(proposal.kind):
        served = tuple(index for index, name in sorted(chosen.items()) if name == field.name)
        if served:
            columns[field.name] = served
    made = mapping_of(replace(proposal.layout, columns=columns), with_place=not takes_alike)
    return made if takes_alike else replace(made, sheet=proposal.sheet)


# What is remembered of a layout


def memory_of(kind: Kind, mapping: MappingFile) -> dict[str, Any]:
    """A mapping as the settings keep it: without its place, so that it fits every table of its layout."""
    return {
        "kind": kind,
        "columns": {name: list(texts) for name, texts in mapping.columns.items()},
        "status": dict(mapping.status),
        "day_first": mapping.day_first,
        "decimal": mapping.decimal,
    }


def mapping_from_memory(kind: Kind, kept: Mapping[str, Any] | None) -> MappingFile | None:
    """The mapping that was kept, None when there is none of this kind or it cannot be used."""
    if kept is None or kept.get("kind") != kind:
        return None
    known = {field.name for field in targets_of(kind)}
    columns, status = (kept[key] if isinstance(kept.get(key), dict) else {} for key in ("columns", "status"))
    decimal, day_first = kept.get("decimal"), kept.get("day_first")
    return MappingFile(
        columns={
            name: tuple(texts) for name, texts in columns.items() if name in known and _are_texts(texts)
        },
        status={word: value for word, value in status.items() if value in STATUSES},
        day_first=day_first if isinstance(day_first, bool) else None,
        decimal="," if decimal == "," else "." if decimal == "." else None,
    )


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(text, str) for text in value)


def _with_memory(
    kind: Kind, book: Workbook, layout: TableLayout, remembered: MappingFile
) -> TableLayout | None:
    """The layout with the columns of an earlier import; None when they no longer fit."""
    if not remembered.columns:
        return None
    row = layout.header_rows[-1] + 1 if layout.header_rows else None
    try:
        return apply_mapping(
            book, replace(remembered, sheet=layout.sheet_name, header_row=row), targets_of(kind)
        )
    except UserError:
        return None
