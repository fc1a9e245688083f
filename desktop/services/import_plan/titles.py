"""What stands above a workbook's table: the plan's title, and whether another State is named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from desktop.base.reference import shipped_reference
from desktop.base.text import fold
from desktop.exchange.layout import RowInfo
from desktop.exchange.layout.words import is_objective
from desktop.exchange.reading.grid import Sheet
from desktop.exchange.values import clean_text

Judged = Sequence[tuple[Sheet, Sequence[RowInfo]]]
_LEAST_LETTERS = 8
_AS_OF = re.compile(r"^[^:]{1,40}:|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}")
_PLAN = re.compile(
    r"\b(?:planes|plan|plano|piano|plans|roadmap|road map|hoja de ruta|feuille de route|matriz de|strategy|"
    r"estrategia|strategie|strategia|programa|programme|logframe|"
    r"logical framework|marco logico|cadre logique)\b"
)
_LABEL = re.compile(
    r"(?:(?:name|nombre|nom|nome|title|titulo|titre) (?:of the |del |de la |de |du |do )?)?"
    r"(?:plan|plano|piano|project|proyecto|projet|projeto|titulo|title|titre|nombre)(?: name| title)?\s*:?"
)
_WORDS = re.compile(r"[:;,()\n]|\s[-–—]\s")


def workbook_title(tables: Judged) -> str:
    """The line above the table that speaks of a plan, else one that reads like a title, else nothing."""
    if labelled := _labelled_title(tables):
        return labelled
    texts = [text.split("\n")[0] for text in _texts_above(tables) if _may_be_title(text)]
    return next((text for text in texts if _PLAN.search(fold(text))), texts[0] if texts else "")


def _labelled_title(tables: Judged) -> str:
    """The text beside "Name of the plan", empty when there is none."""
    pairs = (cells for cells in _rows_above(tables) if len(cells) == 2)
    return next((cells[1] for cells in pairs if _LABEL.fullmatch(fold(cells[0]))), "")


def _may_be_title(text: str) -> bool:
    letters = sum(map(str.isalpha, text))
    return letters >= _LEAST_LETTERS and not _AS_OF.search(text) and not is_objective(text)


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
        yield from sheet.above
        for cells in _rows_above([(sheet, rows)]):
            yield from cells


def _rows_above(tables: Judged) -> Iterable[list[str]]:
    for sheet, rows in tables:
        for info in rows:
            if info.is_data:
                break
            if info.kind == "title" and info.row < _first_header(rows):
                cells = [clean_text(cell) for cell in sheet.row(info.row) if cell is not None]
                yield [text for text in cells if text]


def _first_header(rows: Sequence[RowInfo]) -> int:
    from desktop.exchange.layout.rows import HEADINGS

    return next((info.row for info in rows if info.reason == HEADINGS), 0)
