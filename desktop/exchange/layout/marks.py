"""Columns whose headings are themselves values, with marks below: one for each status or quarter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from db.folding import fold_words
from desktop.exchange.layout.fields import TargetField

_LEAST_COLUMNS = 2
_MARKS = frozenset(
    ["x", "xx", "✓", "✔", "✅", "√", "☑", "☒", "■", "█", "●", "•", "*", "ü", "si", "yes", "oui", "sim"]
)
_NO_MARKS = frozenset(["", "-", "–", "—", "no", "non", "nao", "☐", "□", "○", "n/a"])


def is_mark(cell: object) -> bool:
    """Say whether a cell marks its row: an X, a check, "yes"."""
    return cell is True or (isinstance(cell, str) and _plain(cell) in _MARKS)


def _plain(text: str) -> str:
    bare = text.replace("\ufe0f", "").strip(" ()[].")
    return bare.lower() if len(bare) == 1 else fold_words(bare)


def marked_columns(
    parts: Sequence[Sequence[str]],
    samples_of: Callable[[int], Sequence[object]],
    wanted: Sequence[TargetField],
) -> dict[str, dict[int, str]]:
    """Find for each field the columns that stand for its values, and the value of each."""
    found: dict[str, dict[int, str]] = {}
    for field in wanted:
        if field.in_heading is None:
            continue
        values = {
            column: value
            for column, texts in enumerate(parts)
            if texts and (value := field.in_heading(texts))
        }
        marked = {
            column: value
            for column, value in values.items()
            if _are_marks(samples_of(column), set(parts[column]))
        }
        least = 1 if field.is_lone_mark_enough else _LEAST_COLUMNS
        if len(marked) >= least and any(map(is_mark, _all_of(marked, samples_of))):
            found[field.name] = marked
    return found


def _all_of(columns: Mapping[int, str], samples_of: Callable[[int], Sequence[object]]) -> list[object]:
    return [cell for column in columns for cell in samples_of(column)]


def _are_marks(cells: Sequence[object], headings: set[str]) -> bool:
    """Say whether only marks stand in a column; numbers may be its totals, headings may come again."""
    texts = [cell for cell in cells if isinstance(cell, str) and cell.strip() not in headings]
    numbers = sum(isinstance(cell, int | float) and not isinstance(cell, bool) for cell in cells)
    is_plain = all(is_mark(cell) or _plain(cell) in _NO_MARKS for cell in texts)
    return is_plain and numbers <= len(texts)
