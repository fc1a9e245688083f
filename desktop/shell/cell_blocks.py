"""Blocks of cells as the tab-separated text that Excel and Word copy and paste."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_MOST_ROWS = 200_000


def block_text(rows: Iterable[Sequence[str]]) -> str:
    """Cells as text for the clipboard; a cell of several lines is quoted as Excel does."""
    return "\n".join("\t".join(_quoted(cell) for cell in row) for row in rows)


def _quoted(cell: str) -> str:
    if any(mark in cell for mark in '\t\n\r"'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def read_block(text: str) -> list[list[str]]:
    """Cells from the clipboard's text; an empty clipboard is no cell at all."""
    if not text:
        return []
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    reader = csv.reader(io.StringIO(lines, newline=""), delimiter="\t")
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append(row or [""])
            if len(rows) >= _MOST_ROWS:
                break
    except csv.Error:
        # A mark that opens nothing, or a cell over the module's limit: take the text as it lies there.
        return [line.split("\t") for line in lines.removesuffix("\n").split("\n")]
    return rows
