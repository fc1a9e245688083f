"""Text the same everywhere in the program: folded for search and comparison, direction marks made visible."""

from __future__ import annotations

import re

from db.folding import fold_words as fold

__all__ = ["fold", "visible_controls"]

_SHOWN_AS_NUMBERS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\ud800-\udfff]")


def visible_controls(text: str) -> str:
    """Text whose direction marks are shown and not obeyed, and half letters, which nothing can print."""
    if text.isascii():
        return text
    return _SHOWN_AS_NUMBERS.sub(lambda mark: f"[U+{ord(mark[0]):04X}]", text)
