"""csv that spreadsheets take as text: UTF-8 with its mark, and no cell that begins a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import IO

_BEGINS_FORMULA = re.compile("'*[=+@\\t\\r-]")
"""Apostrophes before it count: a text that has one of its own must come back with it."""


def guarded(text: str) -> str:
    """A text that a spreadsheet will not take for a formula."""
    return f"'{text}" if _BEGINS_FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """A cell of csv without the apostrophe that guards it."""
    return text[1:] if text.startswith("'") and _BEGINS_FORMULA.match(text) else text


def write_csv(stream: IO[bytes], head: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Write a head and rows into an open file; gives the number of rows."""
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace", newline="")
    writer = csv.writer(text)
    writer.writerow([guarded(title) for title in head])
    count = 0
    for row in rows:
        writer.writerow([guarded(value) if isinstance(value, str) else value for value in row])
        count += 1
    text.flush()
    text.detach()
    return count
