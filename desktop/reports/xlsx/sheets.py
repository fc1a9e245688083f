"""How a sheet is set up: its name, its widths and panes, how it prints."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import ceil
from typing import Any

from openpyxl.worksheet.properties import PageSetupProperties

from desktop.reports.document import Document
from desktop.reports.plain_text import plain_text
from desktop.reports.words import DRAFT, PAGE_OF
from desktop.reports.xlsx.rows import column_letter

_MOST_LETTERS = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\n\t]+")
_PAPERS = {"A4": 9, "Letter": 1, "Legal": 5}
_MOST_IN_HEAD = 70
_HEAD_SIZE = 8
_SIDE_INCHES, _END_INCHES = 0.6, 0.8
WIDEST_PAGE = 180.0
"""In characters: what a page shows across in letters that can still be read."""


class SheetNames:
    """Names of sheets that Excel takes and that differ from each other."""

    def __init__(self) -> None:
        self._taken: set[str] = {"history"}

    def name(self, wanted: str) -> str:
        """The nearest free name to the wanted one."""
        base = _NOT_IN_NAMES.sub(" ", plain_text(wanted)[0]).strip(" '") or "-"
        base = name = base[:_MOST_LETTERS].strip(" '") or "-"
        number = 1
        while name.casefold() in self._taken:
            number += 1
            end = f" {number}"
            name = base[: _MOST_LETTERS - len(end)] + end
        self._taken.add(name.casefold())
        return name


def pages_across(widths: Sequence[float]) -> int:
    """How many pages stand beside each other when columns of these widths are printed."""
    return max(ceil(sum(widths) / WIDEST_PAGE - 0.01), 1)


def set_up(
    sheet: Any, document: Document, widths: Sequence[float], *, head_row: int | None, is_landscape: bool
) -> None:
    """Set what must be known before a sheet's first row; `head_row` stays in sight and on each page."""
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[column_letter(place)].width = round(width, 1)
    sheet.sheet_view.showGridLines = False
    sheet.sheet_view.rightToLeft = document.direction == "rtl" or None
    if head_row:
        sheet.freeze_panes = f"A{head_row + 1}"
        sheet.print_title_rows = f"{head_row}:{head_row}"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.paperSize = _PAPERS[document.paper]
    sheet.page_setup.orientation = "landscape" if is_landscape else "portrait"
    across = pages_across(widths)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = across, 0
    if across > 1:
        sheet.print_title_cols = "A:B"
    margins = sheet.page_margins
    margins.left, margins.right = _SIDE_INCHES, _SIDE_INCHES
    margins.top, margins.bottom = _END_INCHES, _END_INCHES
    _set_head_and_foot(sheet, document)


def _set_head_and_foot(sheet: Any, document: Document) -> None:
    gettext = document.texts.gettext
    head, foot = sheet.oddHeader, sheet.oddFooter
    draft = gettext(DRAFT) if document.is_draft else ""
    # Three parts of a head may run into each other, so there are two: the marks and the title.
    head.left.text = _printed(" · ".join(part for part in (draft, document.exercise_text) if part))
    head.right.text = _printed(document.running_head or document.title)
    foot.left.text = _printed(document.author_organisation)
    foot.right.text = gettext(PAGE_OF).format(page="&P", pages="&N")
    for part in (head.left, head.right, foot.left, foot.right):
        part.size = _HEAD_SIZE


def _printed(text: str) -> str | None:
    """A text for head or foot, where the sign & begins a code."""
    shown = " ".join(plain_text(text)[0].split())
    if len(shown) > _MOST_IN_HEAD:
        shown = f"{shown[:_MOST_IN_HEAD].rstrip()}…"
    return shown.replace("&", "&&") or None
