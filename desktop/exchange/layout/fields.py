"""What a caller wants to find in a table, and how well a heading names it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from db.folding import fold_words

NAMED = 0.6
"""From here on a heading is taken to name a field."""

SURE = 0.95
"""From here on a heading says no more than the field's name."""

_WEAK = 0.8
_AT_AN_END = 0.7
_MOST_WORDS_AROUND = 5
_LONGEST_HEADING = 200
_LONGEST_NAME = 90
_WORD = re.compile(r"[^\W_]+|[%#$€]")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_UNTIL_NOW = re.compile(r"\b(?:a la fecha|to date|a ce jour|ate a data|ate o momento)\b")
_LONE_NUMBER = re.compile(r"(?<![\w.,/-])\d{1,2}(?![\w.,/%-])")
_SMALL_WORDS = """
    de del la el los las lo of the for du des le les l d da do dos das della di dei il y e et and o ou or"""
_FILLERS = frozenset(_SMALL_WORDS.split())
_OTHER_THINGS = frozenset(
    (
        *("date", "fecha", "email", "mail", "correo", "telefono", "phone", "document", "documento"),
        *("link", "enlace", "lien", "url", "evidence", "evidencia", "type", "tipo", "color", "colour"),
        *("mode", "modo", "source", "fuente", "fonte"),
    )
)
"""Words that make a heading name another thing than the field beside them: "Status date", "Task mode"."""

_LONG_ENDING = 4
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
    such columns hold only marks, "In progress" or "T3" with an X below; `is_lone_mark_enough` lets one such
    column stand alone, "Done" with checks below. `end_words` name the field at either end of a heading:
    "Risk ID", "No. of the action". `piece` says which piece of the field a cell is, where two columns beside
    each other make it up: "T4" and 2027. `translated_as` is the field that takes the same in another
    language. `is_rest`: the columns with a heading that serve no field go here, but for those that
    `left_alone` names. `is_check_final`: a column that fails the check never serves the field.
    """

    name: str
    headings: tuple[str, ...]
    check: Callable[[object], bool | None] | None = None
    is_many: bool = False
    is_item: bool = False
    is_content_enough: bool = False
    weak_headings: tuple[str, ...] = ()
    in_heading: Callable[[Sequence[str]], str] | None = None
    is_lone_mark_enough: bool = False
    end_words: frozenset[str] = frozenset()
    piece: Callable[[object], str] | None = None
    translated_as: str = ""
    is_rest: bool = False
    left_alone: frozenset[str] = frozenset()
    is_check_final: bool = False


class HeadingNames:
    """Scores headings against the names of the wanted fields, each text once."""

    def __init__(self, wanted: Sequence[TargetField]) -> None:
        self._fields: dict[str, dict[str, float]] = {}
        for field in wanted:
            for headings, weight in ((field.weak_headings, _WEAK), (field.headings, 1.0)):
                for key in filter(None, map(heading_key, headings)):
                    self._fields.setdefault(key, {})[field.name] = weight
        self._ends = [(field.name, field.end_words) for field in wanted if field.end_words]
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
            for part in _parts(key):
                for name, strength in self._fields.get(part, {}).items():
                    found[name] = max(found.get(name, 0.0), _likeness(key, part) * weight * strength)
            for name, ends in self._ends:
                words = key.split()
                if 1 < len(words) <= _MOST_WORDS_AROUND and not ends.isdisjoint((words[0], words[-1])):
                    found[name] = max(found.get(name, 0.0), _AT_AN_END * weight)
        return {name: score for name, score in found.items() if score}


@lru_cache(maxsize=20_000)
def heading_key(text: str) -> str:
    """Give a heading in a form in which case, accents, plurals and small words do not count."""
    words = _WORD.findall(_UNTIL_NOW.sub(" ", fold_words(text)))
    while ("n", "o") in (pairs := list(pairwise(words))):
        place = pairs.index(("n", "o"))
        words[place : place + 2] = ["no"]
    kept = [word for word in words if word not in _FILLERS] or words
    return " ".join(map(_singular, kept))


def _singular(word: str) -> str:
    """Give a word without the endings of plurals; both sides of a comparison go through this."""
    for ending, single in _PLURALS:
        if word.endswith(ending) and len(word) > len(ending) + (2 if len(ending) < _LONG_ENDING else 0):
            return word.removesuffix(ending) + single
    return word


def _variants(text: str) -> list[tuple[str, float]]:
    """Give a heading whole, without brackets, its first line, its parts by language, without a count.

    What stands in brackets or below the first line is often an explanation.
    """
    bare = _BRACKETS.sub(" ", text)
    texts = [(text, 1.0), (bare, 0.98), (bare.strip().partition("\n")[0], SURE)]
    parts = re.split(r"[/|\n]", bare)
    texts += [(part, SURE) for part in parts if len(parts) == 2]
    texts.append((_LONE_NUMBER.sub(" ", text), 0.93))
    keys: dict[str, float] = {}
    for variant, weight in texts:
        key = heading_key(variant) if len(variant) <= _LONGEST_NAME else ""
        if key:
            keys.setdefault(key, weight)
    return list(keys.items())


def _parts(key: str) -> set[str]:
    """Give every run of words of a heading: a name that stands in it is one of them."""
    words = key.split(" ")
    starts = range(len(words))
    return {" ".join(words[start : end + 1]) for start in starts for end in range(start, len(words))}


def _likeness(key: str, name: str) -> float:
    """Say how well a name fits a heading that contains it."""
    if key == name:
        return 1.0
    if len(name) < 3:
        return 0.0
    if not _OTHER_THINGS.isdisjoint(key.split()) and _OTHER_THINGS.isdisjoint(name.split()):
        return 0.0
    return 0.45 + 0.5 * len(name) / len(key) + (0.04 if key.startswith(name) else 0.0)
