"""Decides which column serves which field: by its heading, confirmed or denied by its cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desktop.exchange.layout.fields import NAMED, SURE, HeadingNames, TargetField
from desktop.exchange.reading.grid import CellError, NoCachedValue, Sheet

_CELLS_SAMPLED = 100
_ROWS_SAMPLED = 3000
_LEAST_VOTES = 3
_HIDDEN_WEIGHT = 0.9
_ANOTHER = 0.85
_DENIED = 0.4
_FEW_CELLS = 4
_DISTINCT_KEYS = 0.9
_DISTINCT_TITLES = 0.5


@dataclass(frozen=True, order=True)
class Claim:
    """One column offered to one field; claims are served from the best down."""

    confidence: float
    order: int
    column: int
    name: str
    name_score: float = 0.0


class Samples:
    """The first filled cells of each column below the headings, read when they are asked for."""

    def __init__(self, sheet: Sheet, first_row: int) -> None:
        self._sheet = sheet
        self._first_row = first_row
        self._known: dict[int, list[object]] = {}

    def of(self, column: int) -> list[object]:
        """Give the first filled cells of a column."""
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

    def is_telling(self, field: TargetField, column: int) -> bool:
        """Say whether a column's cells differ as much as those that name or number rows do."""
        least = _DISTINCT_TITLES if field.is_item else _DISTINCT_KEYS if field.end_words else 0.0
        cells = self.of(column)
        return len(cells) < _FEW_CELLS or len(set(map(str, cells))) >= least * len(cells)


def claims_by_name(
    sheet: Sheet, parts: list[list[str]], samples: Samples, wanted: Sequence[TargetField]
) -> Iterable[Claim]:
    """Offer each column to the fields that its heading names, unless its cells deny it."""
    names = HeadingNames(wanted)
    for column, texts in enumerate(parts):
        scores = _combined_scores(texts, names)
        for order, field in enumerate(wanted):
            score = scores.get(field.name, 0.0)
            if score >= NAMED and (score >= SURE or samples.is_telling(field, column)):
                weight = _HIDDEN_WEIGHT if column in sheet.hidden_columns else 1.0
                share, votes = samples.share(field, column)
                is_denied = votes > 0 and share < 0.25
                if not is_denied or (score >= SURE and not field.is_check_final):
                    confidence = _weighed(score, share, votes) * weight
                    yield Claim(confidence, -order, column, field.name, score)


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
    return score * (0.8 if share >= 0.25 else _DENIED)


def claims_by_content(samples: Samples, wanted: Sequence[TargetField], width: int) -> Iterable[Claim]:
    """Offer columns to the fields that their cells alone can show."""
    for order, field in enumerate(wanted):
        if field.is_content_enough:
            for column in range(width):
                share, votes = samples.share(field, column)
                if share >= 0.8 and votes >= _LEAST_VOTES and votes * 2 >= len(samples.of(column)):
                    yield Claim(0.55 * share, -order, column, field.name)


def serve_named(
    claims: Sequence[Claim], wanted: Mapping[str, TargetField]
) -> tuple[dict[str, tuple[int, ...]], dict[str, float]]:
    """Serve all fields; where rows stay without a name, the column that may name them does that first."""
    columns, confidence = _serve(claims, wanted)
    item = next((field.name for field in wanted.values() if field.is_item), "")
    offers = [claim for claim in claims if claim.name == item]
    if not offers or item in columns:
        return columns, confidence
    best = max(offers, key=lambda claim: (claim.confidence, -claim.column))
    return _serve([claim for claim in claims if claim.column != best.column or claim is best], wanted)


def _serve(
    claims: Iterable[Claim], wanted: Mapping[str, TargetField]
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
