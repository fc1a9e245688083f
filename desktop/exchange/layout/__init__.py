"""Finds the table on a sheet of any workbook: its headings, its columns, what each row is.

    layouts = find_layouts(book, wanted)          best first; the caller says what it wants
    rows = classify_rows(book.sheet(layouts[0].sheet_name), layouts[0])

Knows no domain: a caller's `TargetField`s bring the names and the content tests. A mapping file replaces
the finding: `apply_mapping(book, read_mapping_file(path), wanted)`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desktop.exchange.layout.fields import TargetField, heading_key
from desktop.exchange.layout.headers import find_table, table_at
from desktop.exchange.layout.mapping_file import (
    MappingFile,
    apply_mapping,
    fingerprint,
    mapping_of,
    mapping_to_toml,
    named_sheet,
    read_mapping_file,
)
from desktop.exchange.layout.rows import classify_rows
from desktop.exchange.layout.table import RowInfo, RowKind, TableLayout
from desktop.exchange.reading.grid import Workbook

__all__ = [
    "MappingFile",
    "RowInfo",
    "RowKind",
    "TableLayout",
    "TargetField",
    "alike_layouts",
    "apply_mapping",
    "classify_rows",
    "find_layouts",
    "fingerprint",
    "heading_key",
    "mapped_layouts",
    "mapping_of",
    "mapping_to_toml",
    "read_mapping_file",
    "table_at",
]

_LEAST_SHARED = 3
_MOST_OF_THEM = 0.6


def find_layouts(
    workbook: Workbook, wanted: Sequence[TargetField], *, sheet_name: str | None = None
) -> list[TableLayout]:
    """Find the tables of a workbook that hold what is wanted, best first, one for each sheet.

    Hidden sheets are looked at only when named. Sheets laid out alike have the same `fingerprint`. Raises
    UserError when there is no sheet of the name.
    """
    if sheet_name is not None:
        sheets = [named_sheet(workbook, sheet_name)]
    else:
        sheets = [sheet for sheet in workbook.sheets if not sheet.is_hidden]
    found = [layout for sheet in sheets if (layout := find_table(sheet, wanted))]
    return sorted(found, key=_rank, reverse=True)


def alike_layouts(layouts: Sequence[TableLayout]) -> list[TableLayout]:
    """Give the best layout and those of the same table parted over sheets, a column more or less aside.

    They name their rows by the same heading, and most fields of the one with fewer by the same headings.
    """
    return [layout for layout in layouts if _is_alike(layout, layouts[0])]


def _is_alike(one: TableLayout, other: TableLayout) -> bool:
    if fingerprint(one) == fingerprint(other):
        return True
    named, others = _named_columns(one), _named_columns(other)
    item = next((field.name for field in one.wanted.values() if field.is_item), "")
    if not named.get(item) or named.get(item) != others.get(item):
        return False
    same = sum(others.get(name) == keys for name, keys in named.items())
    return same >= _LEAST_SHARED and same >= _MOST_OF_THEM * min(len(named), len(others))


def _named_columns(layout: TableLayout) -> dict[str, list[str]]:
    """The headings by which a layout's columns serve each field, as they are compared."""
    rest = {field.name for field in layout.wanted.values() if field.is_rest}
    return {
        name: [heading_key(layout.headings[column].rpartition(" / ")[2]) for column in columns]
        for name, columns in layout.columns.items()
        if name not in rest
    }


def mapped_layouts(
    workbook: Workbook, mapping: MappingFile, wanted: Sequence[TargetField]
) -> list[TableLayout]:
    """Lay a mapping over its sheet; when it names none, over all visible sheets with the same headings."""
    first = apply_mapping(workbook, mapping, wanted)
    if mapping.sheet is not None:
        return [first]
    found = [first]
    own = find_table(named, wanted) if (named := workbook.sheet(first.sheet_name)) else None
    for sheet in workbook.sheets:
        if sheet.is_hidden or not sheet.rows or sheet.name == first.sheet_name:
            continue
        other = find_table(sheet, wanted)
        is_other = other is None or fingerprint(other) != fingerprint(first)
        if other is None or (is_other and not (own and _is_alike(other, own))):
            continue
        placed = replace(mapping, sheet=sheet.name, header_row=other.header_rows[-1] + 1, first_row=None)
        found.append(apply_mapping(workbook, placed, wanted, lacks_some=is_other))
    return [layout for layout in found if layout is first or layout.item_columns]


def _rank(layout: TableLayout) -> tuple[bool, bool, float]:
    return bool(layout.item_columns), layout.last_row >= layout.first_row, layout.score
