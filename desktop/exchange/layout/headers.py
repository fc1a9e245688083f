"""Finds the row or rows of headings on a sheet and which column serves which field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from desktop.exchange.layout.beside import add_rest, joined_columns, move_translations
from desktop.exchange.layout.fields import NAMED, HeadingNames, TargetField
from desktop.exchange.layout.marks import marked_columns
from desktop.exchange.layout.merging import Merges
from desktop.exchange.layout.serving import Claim, Samples, claims_by_content, claims_by_name, serve_named
from desktop.exchange.layout.table import TableLayout
from desktop.exchange.reading.grid import CellError, NoCachedValue, Sheet

_ROWS_SEARCHED = 60


def find_table(sheet: Sheet, wanted: Sequence[TargetField]) -> TableLayout | None:
    """Find the headings of a sheet by their names; None when no row names anything that is wanted."""
    names = HeadingNames(wanted)
    best_row, best = -1, 0.0
    filled = 0
    for number in range(sheet.first_row, sheet.end_row):
        if any(cell is not None for cell in sheet.row(number)):
            filled += 1
            score = _row_score(sheet, number, names)
            if score > best:
                best_row, best = number, score
        if filled >= _ROWS_SEARCHED:
            break
    if best_row < 0:
        return None
    return table_at(sheet, header_rows(sheet, best_row), wanted)


def _row_score(sheet: Sheet, number: int, names: HeadingNames) -> float:
    """Say how much a row looks like headings: the fields its cells name, less what is no text."""
    found: dict[str, float] = {}
    texts = others = 0
    for cell in sheet.row(number):
        if isinstance(cell, str):
            texts += 1
            for name, score in names.scores(cell).items():
                if score >= NAMED:
                    found[name] = max(found.get(name, 0.0), score)
        elif cell is not None:
            others += 1
    if not texts or (len(found) == 1 and max(found.values()) < 0.95):
        return 0.0
    return min(sum(found.values()), texts) * texts / (texts + others)


def header_rows(sheet: Sheet, row: int) -> tuple[int, ...]:
    """Give the rows that make up the headings around their best row: groups above or parts below."""
    merges = Merges(sheet)
    columns = [column for column, cell in enumerate(sheet.row(row)) if cell is not None]
    if merges.has_any_below(row, columns):
        return tuple(range(row, merges.last_below(row, columns) + 1))
    if _has_parts_below(sheet, row, merges):
        return (row, row + 1)
    above = [column for column, cell in enumerate(sheet.row(row - 1)) if isinstance(cell, str)]
    is_group = len(above) > 1 and any(merges.span(row - 1, column) > 1 for column in above)
    if is_group and all(_is_short(sheet.value(row - 1, column)) for column in above):
        return (row - 1, row)
    return (row,)


def _is_short(value: object) -> bool:
    return isinstance(value, str) and len(value) <= 80


def _has_parts_below(sheet: Sheet, row: int, merges: Merges) -> bool:
    """Say whether the next row only divides headings that are merged across several columns."""
    under: set[int] = set()
    for column, cell in enumerate(sheet.row(row)):
        if cell is not None and merges.span(row, column) > 1:
            under.update(range(column, column + merges.span(row, column)))
    below = [column for column, cell in enumerate(sheet.row(row + 1)) if cell is not None]
    return (
        len(below) > 1 and under.issuperset(below) and all(_is_short(sheet.value(row + 1, c)) for c in below)
    )


def table_at(sheet: Sheet, rows: tuple[int, ...], wanted: Sequence[TargetField]) -> TableLayout:
    """Map the columns under headings that are known to stand in these rows."""
    parts = _heading_parts(sheet, rows)
    samples = Samples(sheet, rows[-1] + 1)
    fields = {field.name: field for field in wanted}
    claims = [
        *claims_by_name(sheet, parts, samples, wanted),
        *claims_by_content(samples, wanted, len(parts)),
    ]
    joined = joined_columns(parts, samples, claims, wanted)
    marked = marked_columns(parts, samples.of, wanted)
    columns, confidence = serve_named(_beside(claims, marked, joined), fields)
    marked = {name: values for name, values in marked.items() if name not in columns}
    columns |= {name: tuple(values) for name, values in marked.items()} | joined
    move_translations(columns, parts, wanted)
    score = _named(claims, columns)
    headings = _joined(parts)
    add_rest(columns, sheet, samples, headings, fields)
    confidence = dict.fromkeys(columns, 1.0) | {
        name: confidence[name] for name in confidence if name in columns
    }
    taken = {column for served in columns.values() for column in served}
    return TableLayout(
        sheet_name=sheet.name,
        header_rows=rows,
        first_row=rows[-1] + 1,
        last_row=sheet.end_row - 1,
        columns=columns,
        confidence=confidence,
        unused=[column for column, text in enumerate(headings) if text and column not in taken],
        headings=headings,
        wanted=fields,
        score=round(score, 2),
        marked=marked,
    )


def marks_of(
    sheet: Sheet, rows: tuple[int, ...], columns: Mapping[str, tuple[int, ...]], wanted: Sequence[TargetField]
) -> dict[str, dict[int, str]]:
    """Give the values that the columns chosen for a field stand for, where they all hold only marks."""
    samples = Samples(sheet, rows[-1] + 1 if rows else sheet.first_row)
    found = marked_columns(_heading_parts(sheet, rows), samples.of, wanted)
    return {
        name: {column: found[name][column] for column in served}
        for name, served in columns.items()
        if name in found and found[name].keys() >= set(served)
    }


def _beside(
    claims: Iterable[Claim], marked: Mapping[str, Mapping[int, str]], joined: Mapping[str, tuple[int, int]]
) -> list[Claim]:
    """Give the claims on columns that neither stand for a value nor make up one with their neighbour."""
    values = {column for columns in (*marked.values(), *joined.values()) for column in columns}
    return [claim for claim in claims if claim.column not in values and claim.name not in joined]


def _named(claims: Iterable[Claim], columns: dict[str, tuple[int, ...]]) -> float:
    """Say how well the headings alone name the fields, whatever stands below them."""
    return sum(
        max(
            (claim.name_score for claim in claims if claim.name == name and claim.column in served),
            default=1.0,
        )
        for name, served in columns.items()
    )


def heading_texts(sheet: Sheet, rows: tuple[int, ...]) -> list[str]:
    """Give one heading for each column of a sheet, its levels joined."""
    return _joined(_heading_parts(sheet, rows))


def _joined(parts: list[list[str]]) -> list[str]:
    return [" / ".join(texts) for texts in parts]


def _heading_parts(sheet: Sheet, rows: tuple[int, ...]) -> list[list[str]]:
    """Give each column's heading texts, a group's text carried over the columns it is merged across."""
    width = sheet.width
    parts: list[list[str]] = [[] for _ in range(width)]
    merges = Merges(sheet)
    for row in rows:
        for column in range(width):
            cell = sheet.value(row, column)
            if cell is None or isinstance(cell, CellError | NoCachedValue):
                continue
            text = str(cell).strip()
            for reached in range(column, min(column + merges.span(row, column), width)):
                if text not in parts[reached]:
                    parts[reached].append(text)
    return parts
