"""The names in one cell of institutions or persons, each with its role, and what else was there."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from desktop.exchange.values import SplitNames, clean_text, split_persons, split_roles

ROLE_FIELDS = ("lead", "co_leads", "supporting")
NAME_FIELDS = (*ROLE_FIELDS, "persons")
LONGEST_NAME = 150
LEAST_SENTENCE_WORDS = 5
"""A longer text, or a sentence of so many words, in a cell of names is advice or an explanation."""

_EMAIL = re.compile(
    r"\s*[(<\[]?\s*(?:(?:e-?mail|mail|mailto|correo(?: electr[oó]nico)?|courriel)\s*:?\s*)?"
    r"([\w.+'-]+@[\w-]+(?:\.[\w-]+)+)\s*[)>\]]?",
    re.IGNORECASE,
)


@dataclass(slots=True)
class CellNames:
    """What one cell says: names by field, what stood for unknown names, advice, e-mails beside names."""

    names: list[tuple[str, str]] = field(default_factory=list)
    placeholders: list[str] = field(default_factory=list)
    advice: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    details: list[str] = field(default_factory=list)


def read_names(cell: object, own: str, split: Callable[[str], SplitNames]) -> CellNames:
    """Read a cell of the column for the field `own`; a role written in it goes before the column's."""
    found = CellNames()
    text = clean_text(cell)
    if "@" in text and _EMAIL.sub("", text).strip(" ;,\n-"):
        found.details = _EMAIL.findall(text)
        text = _EMAIL.sub("", text)
    pieces = split_roles(text, own) if own in ROLE_FIELDS else [(own, text)]
    for role, piece in pieces:
        parts = split(piece)
        found.placeholders += parts.placeholders
        has_advice = any(map(_reads_like_advice, parts.names))
        for written in parts.names:
            if _reads_like_advice(written) or (has_advice and _ends_a_sentence(written, piece)):
                found.advice.append(written)
                continue
            found.unsure += [written] if written in parts.doubtful else []
            found.names += [
                (role, name) for name in (split_persons(written) if own == "persons" else [written])
            ]
    return found


def _reads_like_advice(name: str) -> bool:
    words = name.split()
    is_sentence = name.endswith(".") and len(words) >= LEAST_SENTENCE_WORDS and len(words[-1]) > 5
    return len(name) > LONGEST_NAME or is_sentence


def _ends_a_sentence(name: str, piece: str) -> bool:
    """Whether a name was a sentence before the splitting: beside advice it is one more line of it."""
    return len(name.split()) >= LEAST_SENTENCE_WORDS and f"{name.removesuffix('.')}." in piece
