"""Folds text so that words are compared without case, accents and the many kinds of space and dash."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_MARKS = str.maketrans(
    {"º": "o ", "°": "o ", "ª": "a ", "’": "'", "‘": "'", "´": "'", "`": "'"}
    | dict.fromkeys("‐‑‒–—―−﹘－", "-")
)
_HAS_MARKS = re.compile(f"[{''.join(map(chr, _MARKS))}]")
_FIRST_COMBINING = "\u0300"
_LONGEST_KEPT = 120
"""Names and words come again and again; longer texts would only fill the memory of what was folded."""


def fold_words(text: str) -> str:
    """Give text in small letters without accents, ordinal marks as letters, single spaces, plain dashes."""
    if text.isascii():
        return " ".join(text.lower().split())
    return _fold_once(text) if len(text) <= _LONGEST_KEPT else _fold(text)


def _fold(text: str) -> str:
    marked = text.translate(_MARKS) if _HAS_MARKS.search(text) else text
    apart = unicodedata.normalize("NFKD", marked)
    folded = unicodedata.normalize("NFKD", apart.casefold())
    for sign in set(folded):
        if sign >= _FIRST_COMBINING and unicodedata.combining(sign):
            folded = folded.replace(sign, "")
    return " ".join(folded.split())


_fold_once = lru_cache(maxsize=16_384)(_fold)


_RAISED_OR_BROKEN = re.compile("[⁰¹²³⁴-⁹₀-₉¼-¾⅐-⅟]")


def has_odd_digits(text: str) -> bool:
    """Tell whether folding would join raised digits or fractions to a number: "2027²" is not 20272."""
    return not text.isascii() and _RAISED_OR_BROKEN.search(text) is not None
