"""Folds text so that words are compared without case, accents and the many kinds of space and dash."""

from __future__ import annotations

import re
import unicodedata

_MARKS = str.maketrans(
    {"º": "o ", "°": "o ", "ª": "a ", "’": "'", "‘": "'", "´": "'", "`": "'"}
    | dict.fromkeys("‐‑‒–—―−﹘－", "-")
)


def fold_words(text: str) -> str:
    """Give text in small letters without accents, ordinal marks as letters, single spaces, plain dashes."""
    if text.isascii():
        return " ".join(text.lower().split())
    apart = unicodedata.normalize("NFKD", text.translate(_MARKS))
    folded = unicodedata.normalize("NFKD", apart.casefold())
    return " ".join("".join(sign for sign in folded if not unicodedata.combining(sign)).split())


_RAISED_OR_BROKEN = re.compile("[⁰¹²³⁴-⁹₀-₉¼-¾⅐-⅟]")


def has_odd_digits(text: str) -> bool:
    """Tell whether folding would join raised digits or fractions to a number: "2027²" is not 20272."""
    return not text.isascii() and _RAISED_OR_BROKEN.search(text) is not None
