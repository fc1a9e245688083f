"""What a caller wants to find in a table, and how well a heading names it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from db.folding import fold_words

NAMED = 0.6
"""From here on a heading is taken to name a field."""

_WEAK = 0.8
_LONGEST_HEADING = 200
_LONGEST_NAME = 90
_WORD = re.compile(r"[^\W_]+|[%#$€]")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_SMALL_WORDS = """
    de del la el los las lo of the for du des le les l d da do dos das della di dei il y e et and o ou or"""
_FILLERS = frozenset(_SMALL_WORDS.split())
_PLURALS = (
    *(("ciones", "cion"), ("siones", "sion"), ("dades", "dad"), ("tades", "tad"), ("dores", "dor")),
    *(("coes", "cao"), ("ies", "y"), ("s", "")),
)


@dataclass(frozen=True)
class TargetField:
    """One thing a caller looks for among the columns.

    `headings` are its names in any language. `check` says of a cell's value whether it looks like this
    field (None: cannot tell); `is_content_enough` lets a column without a fitting name be proposed when
    its cells pass the check. `is_many`: several columns may serve the field, its value is then a tuple.
    `is_item`: the field that names the row; its columns are levels, and a row with a deeper level filled
    is a sub-item. `weak_headings` name the field only where no other column does. `in_heading` gives the
    value that a column's heading (its levels, outermost first) itself stands for, empty when it is none:
    such columns hold only marks, "In progress" or "T3" with an X below.
    """

    name: str
    headings: tuple[str, ...]
    check: Callable[[object], bool | None] | None = None
    is_many: bool = False
    is_item: bool = False
    is_content_enough: bool = False
    weak_headings: tuple[str, ...] = ()
    in_heading: Callable[[Sequence[str]], str] | None = None


class HeadingNames:
    """Scores headings against the names of the wanted fields, each text once."""

    def __init__(self, wanted: Sequence[TargetField]) -> None:
        self._names = [
            (field.name, tuple({key for name in headings if (key := heading_key(name))}), weight)
            for field in wanted
            for headings, weight in ((field.headings, 1.0), (field.weak_headings, _WEAK))
            if headings
        ]
        self._known: dict[str, dict[str, float]] = {}

    def scores(self, text: str) -> dict[str, float]:
        """Give for each field that a heading may name how well it does, from 0 to 1."""
        if text not in self._known:
            self._known[text] = self._scored(text)
        return self._known[text]

    def _scored(self, text: str) -> dict[str, float]:
        if len(text) > _LONGEST_HEADING:
            return {}
        found: dict[str, float] = {}
        for key, weight in _variants(text):
            for name, names, strength in self._names:
                best = max((_likeness(key, other) for other in names), default=0.0) * weight * strength
                if best > found.get(name, 0.0):
                    found[name] = best
        return found


@lru_cache(maxsize=20_000)
def heading_key(text: str) -> str:
    """Give a heading in a form in which case, accents, plurals and small words do not count."""
    words = _WORD.findall(fold_words(text))
    if words[:2] == ["n", "o"]:
        words[:2] = ["no"]
    kept = [word for word in words if word not in _FILLERS] or words
    return " ".join(map(_singular, kept))


def _singular(word: str) -> str:
    """Give a word without the endings of plurals; both sides of a comparison go through this."""
    for ending, single in _PLURALS:
        if len(word) > len(ending) + 2 and word.endswith(ending):
            return word.removesuffix(ending) + single
    return word


def _variants(text: str) -> list[tuple[str, float]]:
    """Give a heading whole, without brackets, and its first line: the rest is often an explanation."""
    first_line = text.strip().partition("\n")[0]
    texts = ((text, 1.0), (_BRACKETS.sub(" ", text), 0.98), (_BRACKETS.sub(" ", first_line), 0.95))
    keys: dict[str, float] = {}
    for variant, weight in texts:
        key = heading_key(variant) if len(variant) <= _LONGEST_NAME else ""
        if key:
            keys.setdefault(key, weight)
    return list(keys.items())


def _likeness(key: str, name: str) -> float:
    if key == name:
        return 1.0
    if len(name) < 3 or f" {name} " not in f" {key} ":
        return 0.0
    return 0.45 + 0.5 * len(name) / len(key) + (0.04 if key.startswith(name) else 0.0)
