"""Writes csv that spreadsheets take as text: UTF-8 with its mark, and no cell that begins a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import IO

_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def guarded(text: str) -> str:
    """A text that a spreadsheet will not take for a formula."""
    return f"'{text}" if text.startswith(_BEGINS_FORMULA) else text


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
