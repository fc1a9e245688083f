"""Folding of text for search and comparison, the same everywhere in the program."""

from __future__ import annotations

from db.folding import fold_words as fold

__all__ = ["fold"]
