"""What stands above a workbook's table: the plan's title, and whether another State is named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from desktop.base.reference import shipped_reference
from desktop.exchange.layout import RowInfo
from desktop.exchange.reading.grid import Sheet
from desktop.exchange.values import clean_text

Judged = Sequence[tuple[Sheet, Sequence[RowInfo]]]
_LEAST_LETTERS = 8
_AS_OF = re.compile(r"^[^:]{1,40}:|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}")
_WORDS = re.compile(r"[:;,()\n]|\s[-–—]\s")


def workbook_title(tables: Judged) -> str:
    """The first line above the table that reads like a title; empty when there is none."""
    for text in _texts_above(tables):
        letters = sum(map(str.isalpha, text))
        if letters >= _LEAST_LETTERS and not _AS_OF.search(text):
            return text.split("\n")[0]
    return ""


def other_states(tables: Judged, state: str) -> list[str]:
    """Names of States found above the table that are not the State of the import."""
    reference = shipped_reference()
    found: dict[str, str] = {}
    for text in _texts_above(tables):
        for part in (text, *_WORDS.split(text)):
            named = reference.find_state(part.strip()) if len(part.strip()) > 3 else None
            if named is not None and named.code != state:
                found.setdefault(named.code, part.strip())
    return list(found.values())


def _texts_above(tables: Judged) -> Iterable[str]:
    for sheet, rows in tables:
        for info in rows:
            if info.is_data:
                break
            if info.kind == "title" and info.row < _first_header(rows):
                cells = [clean_text(cell) for cell in sheet.row(info.row) if cell is not None]
                yield from (text for text in cells if text)


def _first_header(rows: Sequence[RowInfo]) -> int:
    from desktop.exchange.layout.rows import HEADINGS

    return next((info.row for info in rows if info.reason == HEADINGS), 0)
