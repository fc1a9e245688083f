"""Folds text so that words are compared without case, accents and the many kinds of space and dash."""

from __future__ import annotations

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
