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


def find_layouts(
    workbook: Workbook, wanted: Sequence[TargetField], *, sheet_name: str | None = None
) -> list[TableLayout]:
    """Find the tables of a workbook that hold what is wanted, best first, one for each sheet.

    Hidden sheets are looked at only when named. Sheets laid out alike have the same `fingerprint`.
    """
    if sheet_name is not None:
        named = workbook.sheet(sheet_name)
        sheets = [named] if named else []
    else:
        sheets = [sheet for sheet in workbook.sheets if not sheet.is_hidden]
    found = [layout for sheet in sheets if (layout := find_table(sheet, wanted))]
    return sorted(found, key=_rank, reverse=True)


def mapped_layouts(
    workbook: Workbook, mapping: MappingFile, wanted: Sequence[TargetField]
) -> list[TableLayout]:
    """Lay a mapping over its sheet; when it names none, over all visible sheets with the same headings."""
    first = apply_mapping(workbook, mapping, wanted)
    if mapping.sheet is not None:
        return [first]
    found = [first]
    for sheet in workbook.sheets:
        if sheet.is_hidden or not sheet.rows or sheet.name == first.sheet_name:
            continue
        other = find_table(sheet, wanted)
        if other is not None and fingerprint(other) == fingerprint(first):
            row = other.header_rows[-1] + 1
            found.append(apply_mapping(workbook, replace(mapping, sheet=sheet.name, header_row=row), wanted))
    return found


def _rank(layout: TableLayout) -> tuple[bool, bool, float]:
    return bool(layout.item_columns), layout.last_row >= layout.first_row, layout.score
