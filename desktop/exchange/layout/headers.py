"""Finds the row or rows of headings on a sheet and which column serves which field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desktop.exchange.layout.fields import NAMED, HeadingNames, TargetField
from desktop.exchange.layout.marks import marked_columns
from desktop.exchange.layout.merging import Merges
from desktop.exchange.layout.table import TableLayout
from desktop.exchange.reading.grid import CellError, NoCachedValue, Sheet

_ROWS_SEARCHED = 60
_CELLS_SAMPLED = 100
_ROWS_SAMPLED = 3000
_LEAST_VOTES = 3
_HIDDEN_WEIGHT = 0.9
_ANOTHER = 0.85


@dataclass(frozen=True, order=True)
class _Claim:
    """One column offered to one field; claims are served from the best down."""

    confidence: float
    order: int
    column: int
    name: str
    name_score: float = 0.0


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
    samples = _Samples(sheet, rows[-1] + 1)
    claims = [
        *_claims_by_name(sheet, parts, samples, wanted),
        *_claims_by_content(sheet, samples, wanted, len(parts)),
    ]
    marked = marked_columns(parts, samples.of, wanted)
    columns, confidence = _serve(_beside(claims, marked), {field.name: field for field in wanted})
    marked = {name: values for name, values in marked.items() if name not in columns}
    columns |= {name: tuple(values) for name, values in marked.items()}
    confidence |= dict.fromkeys(marked, 1.0)
    taken = {column for served in columns.values() for column in served}
    headings = _joined(parts)
    return TableLayout(
        sheet_name=sheet.name,
        header_rows=rows,
        first_row=rows[-1] + 1,
        last_row=sheet.end_row - 1,
        columns=columns,
        confidence=confidence,
        unused=[column for column, text in enumerate(headings) if text and column not in taken],
        headings=headings,
        wanted={field.name: field for field in wanted},
        score=round(_named(claims, columns), 2),
        marked=marked,
    )


def marks_of(
    sheet: Sheet, rows: tuple[int, ...], columns: Mapping[str, tuple[int, ...]], wanted: Sequence[TargetField]
) -> dict[str, dict[int, str]]:
    """Give the values that the columns chosen for a field stand for, where they all hold only marks."""
    samples = _Samples(sheet, rows[-1] + 1 if rows else sheet.first_row)
    found = marked_columns(_heading_parts(sheet, rows), samples.of, wanted)
    return {
        name: {column: found[name][column] for column in served}
        for name, served in columns.items()
        if name in found and found[name].keys() >= set(served)
    }


def _beside(claims: Iterable[_Claim], marked: Mapping[str, Mapping[int, str]]) -> list[_Claim]:
    """Give the claims on columns that do not stand for a value."""
    values = {column for columns in marked.values() for column in columns}
    return [claim for claim in claims if claim.column not in values]


def _named(claims: Iterable[_Claim], columns: dict[str, tuple[int, ...]]) -> float:
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


class _Samples:
    """The first filled cells of each column below the headings, read when they are asked for."""

    def __init__(self, sheet: Sheet, first_row: int) -> None:
        self._sheet = sheet
        self._first_row = first_row
        self._known: dict[int, list[object]] = {}

    def of(self, column: int) -> list[object]:
        if column not in self._known:
            self._known[column] = self._read(column)
        return self._known[column]

    def _read(self, column: int) -> list[object]:
        found: list[object] = []
        last = min(self._sheet.end_row, self._first_row + _ROWS_SAMPLED)
        for row in range(self._first_row, last):
            cell = self._sheet.value(row, column)
            if cell is not None and not isinstance(cell, CellError | NoCachedValue):
                found.append(cell)
                if len(found) >= _CELLS_SAMPLED:
                    break
        return found

    def share(self, field: TargetField, column: int) -> tuple[float, int]:
        """Give which share of a column's cells pass a field's check, and how many were judged."""
        if field.check is None:
            return 0.0, 0
        votes = [vote for vote in map(field.check, self.of(column)) if vote is not None]
        return (sum(votes) / len(votes) if votes else 0.0), len(votes)


def _claims_by_name(
    sheet: Sheet, parts: list[list[str]], samples: _Samples, wanted: Sequence[TargetField]
) -> Iterable[_Claim]:
    names = HeadingNames(wanted)
    for column, texts in enumerate(parts):
        scores = _combined_scores(texts, names)
        for order, field in enumerate(wanted):
            score = scores.get(field.name, 0.0)
            if score >= NAMED:
                weight = _HIDDEN_WEIGHT if column in sheet.hidden_columns else 1.0
                confidence = _weighed(score, *samples.share(field, column)) * weight
                yield _Claim(confidence, -order, column, field.name, score)


def _combined_scores(texts: list[str], names: HeadingNames) -> dict[str, float]:
    """Score a column's own heading, and a little less the same together with its group's."""
    if not texts:
        return {}
    scores = dict(names.scores(texts[-1]))
    if len(texts) > 1:
        for text in (" ".join(texts), " ".join(reversed(texts))):
            for name, score in names.scores(text).items():
                scores[name] = max(scores.get(name, 0.0), score * 0.95)
    return scores


def _weighed(score: float, share: float, votes: int) -> float:
    """Weigh a name by the content: it confirms, leaves open, or contradicts."""
    if not votes:
        return score
    if share >= 0.5:
        return min(1.0, score + 0.1)
    return score * (0.8 if share >= 0.25 else 0.4)


def _claims_by_content(
    sheet: Sheet, samples: _Samples, wanted: Sequence[TargetField], width: int
) -> Iterable[_Claim]:
    for order, field in enumerate(wanted):
        if field.is_content_enough:
            for column in range(width):
                share, votes = samples.share(field, column)
                if share >= 0.8 and votes >= _LEAST_VOTES and votes * 2 >= len(samples.of(column)):
                    yield _Claim(0.55 * share, -order, column, field.name)


def _serve(
    claims: Iterable[_Claim], wanted: dict[str, TargetField]
) -> tuple[dict[str, tuple[int, ...]], dict[str, float]]:
    """Give columns to fields, best claim first; a column serves one field, leftmost first when equal."""
    found: dict[str, list[int]] = {}
    confidence: dict[str, float] = {}
    taken: set[int] = set()
    ordered = sorted(claims, key=lambda claim: (-claim.confidence, -claim.order, claim.column))
    for claim in ordered:
        served = found.get(claim.name)
        is_welcome = served is None or (wanted[claim.name].is_many and claim.confidence >= _ANOTHER)
        if claim.column not in taken and is_welcome:
            taken.add(claim.column)
            found.setdefault(claim.name, []).append(claim.column)
            confidence[claim.name] = round(min(claim.confidence, confidence.get(claim.name, 1.0)), 2)
    columns = {name: tuple(sorted(found[name])) for name in wanted if name in found}
    return columns, {name: confidence[name] for name in columns}
