"""Reads, applies, writes and recognises mappings of a layout to fields."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from db.messages import N_
from desktop.base.errors import UserError
from desktop.exchange.layout.fields import TargetField, heading_key
from desktop.exchange.layout.headers import find_table, header_rows, heading_texts, marks_of
from desktop.exchange.layout.table import TableLayout
from desktop.exchange.reading.grid import Sheet, Workbook, column_letter, column_number

STATUSES = ("not_started", "in_progress", "completed", "on_hold", "cancelled", "continuous")
_KEYS = ("sheet", "header_row", "first_row", "columns", "status", "split", "day_first", "decimal")
_LARGEST = 1_000_000
_ROWS_SEARCHED = 60
_LETTERS = re.compile(r"[A-Z]{1,3}")
_BAD_TOML = N_("The mapping file {file} is not valid TOML: {reason}.")
_BAD_VALUE = N_("In the mapping file {file} the entry {key} has a value that cannot be used.")


@dataclass(frozen=True)
class MappingFile:
    """What a person decided about a layout; rows count from 1 as on the sheet.

    `columns` names for each field one or more headings or column letters; `status` gives the meaning of
    status words; `split` the signs between several names in a cell.
    """

    file: str = ""
    sheet: str | None = None
    header_row: int | None = None
    first_row: int | None = None
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    status: Mapping[str, str] = field(default_factory=dict)
    split: tuple[str, ...] | None = None
    day_first: bool | None = None
    decimal: Literal[",", "."] | None = None


def read_mapping_file(path: Path) -> MappingFile:
    """Read a mapping file; every entry that cannot be used is refused with its name."""
    try:
        if path.stat().st_size > _LARGEST:
            raise UserError(_BAD_TOML, file=path.name, reason="> 1 MB")
        data = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(
            N_("The mapping file {file} cannot be read: {reason}."), file=path.name, reason=reason
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UserError(_BAD_TOML, file=path.name, reason=error) from error
    return _checked(data, path.name)


def _checked(data: dict[str, object], file: str) -> MappingFile:
    for key in data:
        if key not in _KEYS:
            raise UserError(
                N_("The mapping file {file} has an entry {key}, which is unknown. Known are: {known}."),
                file=file,
                key=key,
                known=", ".join(_KEYS),
            )
    columns = {
        name: _texts(value, file, f"columns.{name}")
        for name, value in _table(data.get("columns", {}), file, "columns").items()
    }
    status = _table(data.get("status", {}), file, "status")
    for word, value in status.items():
        if value not in STATUSES:
            raise UserError(_BAD_VALUE, file=file, key=f"status.{word}")
    decimal = data.get("decimal")
    if decimal is not None and decimal != "," and decimal != ".":
        raise UserError(_BAD_VALUE, file=file, key="decimal")
    return MappingFile(
        file=file,
        sheet=_text(data.get("sheet"), file, "sheet"),
        header_row=_row(data.get("header_row"), file, "header_row"),
        first_row=_row(data.get("first_row"), file, "first_row"),
        columns=columns,
        status={word: str(value) for word, value in status.items()},
        split=_texts(data["split"], file, "split") if "split" in data else None,
        day_first=_truth(data.get("day_first"), file, "day_first"),
        decimal="," if decimal == "," else "." if decimal else None,
    )


def _text(value: object, file: str, key: str) -> str | None:
    if value is not None and not isinstance(value, str):
        raise UserError(_BAD_VALUE, file=file, key=key)
    return value


def _truth(value: object, file: str, key: str) -> bool | None:
    if value is not None and not isinstance(value, bool):
        raise UserError(_BAD_VALUE, file=file, key=key)
    return value


def _row(value: object, file: str, key: str) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= 1_048_576:
        raise UserError(_BAD_VALUE, file=file, key=key)
    return value


def _table(value: object, file: str, key: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise UserError(_BAD_VALUE, file=file, key=key)
    return value


def _texts(value: object, file: str, key: str) -> tuple[str, ...]:
    texts = value if isinstance(value, list) else [value]
    if not texts or not all(isinstance(text, str) and text for text in texts):
        raise UserError(_BAD_VALUE, file=file, key=key)
    return tuple(texts)


def apply_mapping(
    workbook: Workbook, mapping: MappingFile, wanted: Sequence[TargetField], *, lacks_some: bool = False
) -> TableLayout:
    """Lay a mapping over a workbook: what it leaves open is found, what it names must be there.

    A sheet beside the one that the mapping was made for may lack some of its columns.
    """
    _refuse_unknown_fields(mapping, [field.name for field in wanted])
    sheet = _sheet_of(workbook, mapping, wanted)
    rows = _header_rows_of(sheet, mapping, wanted)
    headings = heading_texts(sheet, rows)
    if mapping.columns:
        columns = {
            name: tuple(dict.fromkeys(_column(sheet, headings, text, mapping.file) for text in kept))
            for name, texts in mapping.columns.items()
            if (kept := [text for text in texts if not lacks_some or _has_heading(headings, text)])
        }
        confidence = dict.fromkeys(columns, 1.0)
    else:
        found = find_table(sheet, wanted)
        columns, confidence = (found.columns, found.confidence) if found else ({}, {})
    taken = {column for served in columns.values() for column in served}
    first_row = (mapping.first_row or (rows[-1] + 2 if rows else 1)) - 1
    return TableLayout(
        sheet_name=sheet.name,
        header_rows=rows,
        first_row=first_row,
        last_row=sheet.end_row - 1,
        columns=columns,
        confidence=confidence,
        unused=[column for column, text in enumerate(headings) if text and column not in taken],
        headings=headings,
        wanted={field.name: field for field in wanted},
        score=float(len(columns)),
        marked=marks_of(sheet, rows, columns, wanted),
    )


def _refuse_unknown_fields(mapping: MappingFile, known: Collection[str]) -> None:
    for name in mapping.columns:
        if name not in known:
            raise UserError(
                N_("The mapping file {file} names a field {field}, which is unknown. Known are: {known}."),
                file=mapping.file,
                field=name,
                known=", ".join(known),
            )


def named_sheet(workbook: Workbook, name: str) -> Sheet:
    """Give the sheet of this name; raises UserError with the names there are."""
    sheet = workbook.sheet(name)
    if sheet is None:
        known = ", ".join(each.name for each in workbook.sheets)
        raise UserError(N_("There is no sheet {sheet}. The workbook has: {known}."), sheet=name, known=known)
    return sheet


def _sheet_of(workbook: Workbook, mapping: MappingFile, wanted: Sequence[TargetField]) -> Sheet:
    """Give the named sheet, else the visible one on which most of the named columns stand."""
    if mapping.sheet is not None:
        return named_sheet(workbook, mapping.sheet)
    visible = [sheet for sheet in workbook.sheets if not sheet.is_hidden and sheet.rows]
    if not visible:
        raise UserError(N_("The workbook has no visible sheet with rows."))
    if len(visible) == 1:
        return visible[0]
    return max(visible, key=lambda sheet: (_best_row(sheet, mapping)[0], _found_score(sheet, wanted)))


def _found_score(sheet: Sheet, wanted: Sequence[TargetField]) -> float:
    found = find_table(sheet, wanted)
    return found.score if found else 0.0


def _best_row(sheet: Sheet, mapping: MappingFile) -> tuple[int, int]:
    """Give how many of the mapping's names stand in one row, and which row that is."""
    names = {heading_key(text) for texts in mapping.columns.values() for text in texts}
    best = (0, -1)
    for number in range(sheet.first_row, min(sheet.end_row, sheet.first_row + _ROWS_SEARCHED)):
        keys = {heading_key(cell) for cell in sheet.row(number) if isinstance(cell, str)}
        best = max(best, (len(names & keys), -number - 1))
    return best[0], -best[1] - 1


def _header_rows_of(sheet: Sheet, mapping: MappingFile, wanted: Sequence[TargetField]) -> tuple[int, ...]:
    if mapping.header_row is not None:
        if mapping.header_row > sheet.end_row:
            raise UserError(
                N_("The sheet {sheet} has no row {row}."), sheet=sheet.name, row=mapping.header_row
            )
        rows = header_rows(sheet, mapping.header_row - 1)
        return tuple(row for row in rows if mapping.first_row is None or row < mapping.first_row - 1)
    count, number = _best_row(sheet, mapping)
    if count:
        return header_rows(sheet, number)
    found = find_table(sheet, wanted)
    return found.header_rows if found and not mapping.first_row else ()


def _column(sheet: Sheet, headings: Sequence[str], text: str, file: str) -> int:
    """Give the column with this heading, or, when there is none, with this letter."""
    key = heading_key(text)
    for keys in ([heading_key(heading) for heading in headings], [_last_part(h) for h in headings]):
        if key and key in keys:
            return keys.index(key)
    if _LETTERS.fullmatch(text) and column_number(text) < sheet.width:
        return column_number(text)
    raise UserError(
        N_("The sheet {sheet} has no column {column}, which the mapping file {file} names."),
        sheet=sheet.name,
        column=text,
        file=file,
    )


def _has_heading(headings: Sequence[str], text: str) -> bool:
    key = heading_key(text)
    return bool(key) and any(key in (heading_key(heading), _last_part(heading)) for heading in headings)


def _last_part(heading: str) -> str:
    return heading_key(heading.rpartition(" / ")[2])


def fingerprint(layout: TableLayout) -> str:
    """Give a short text that is the same for tables with the same headings in the same order."""
    keys = [heading_key(text) for text in layout.headings]
    return hashlib.sha256("\n".join(key for key in keys if key).encode()).hexdigest()[:32]


def mapping_of(layout: TableLayout, *, with_place: bool = True) -> MappingFile:
    """Give the mapping that a layout stands for, by headings where they are unique, else by letters.

    Without its place (sheet and rows) it fits every table of the same fingerprint.
    """
    keys = [heading_key(text) for text in layout.headings]
    return MappingFile(
        sheet=(layout.sheet_name or None) if with_place else None,
        header_row=layout.header_rows[-1] + 1 if with_place and layout.header_rows else None,
        first_row=layout.first_row + 1 if with_place else None,
        columns={
            name: tuple(
                layout.headings[column]
                if column < len(keys) and keys[column] and keys.count(keys[column]) == 1
                else column_letter(column)
                for column in columns
            )
            for name, columns in layout.columns.items()
        },
    )


def mapping_to_toml(mapping: MappingFile) -> str:
    """Write a mapping as the text of a mapping file."""
    lines = []
    for key in ("sheet", "header_row", "first_row", "day_first", "decimal"):
        value = getattr(mapping, key)
        if value is not None:
            lines.append(f"{key} = {_toml(value)}")
    if mapping.split is not None:
        lines.append(f"split = {_toml(list(mapping.split))}")
    for name, entries in (("columns", mapping.columns), ("status", mapping.status)):
        if entries:
            lines += ["", f"[{name}]"]
            lines += [f"{_toml(key)} = {_toml(_single(value))}" for key, value in entries.items()]
    return "\n".join(lines) + "\n"


def _single(value: str | tuple[str, ...]) -> object:
    if isinstance(value, str):
        return value
    return value[0] if len(value) == 1 else list(value)


def _toml(value: object) -> str:
    """Write a text, number, truth value or list of texts, which JSON and TOML spell alike but for DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
