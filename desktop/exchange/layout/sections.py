"""Keeps the path of headings that stand across a table, as they nest from row to row."""

from __future__ import annotations

import re

from desktop.exchange.layout.fields import heading_key

_NUMBER = re.compile(r"\b\d+(?:\.\d+)*")


class SectionPath:
    """The headings that hold for the next row, outermost first."""

    def __init__(self) -> None:
        self._open: list[tuple[str, str, int]] = []
        self._is_fresh = False

    @property
    def path(self) -> tuple[str, ...]:
        """The headings above a data row, which asks for them."""
        self._is_fresh = False
        return tuple(text for text, _, _ in self._open)

    def enter(self, text: str) -> None:
        """Take a heading: beside one of its kind, below the one directly before it, else in its place."""
        kind = heading_key(text).partition(" ")[0]
        number = _NUMBER.search(text)
        depth = number[0].count(".") if number else -1
        place = self._place(kind, depth)
        del self._open[place:]
        self._open.append((text, kind, depth))
        self._is_fresh = True

    def _place(self, kind: str, depth: int) -> int:
        for level, (_, other, other_depth) in enumerate(self._open):
            is_word = kind.isalpha() and kind == other
            if (is_word and depth == other_depth) or (depth >= 0 and depth == other_depth):
                return level
        if self._is_fresh:
            return len(self._open)
        return max(len(self._open) - 1, 0)
