"""Headings that stand across a list of contacts: the State or the institution of the rows below them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop.base.reference import shipped_reference
from desktop.base.reference_rows import State
from desktop.exchange.layout import TableLayout
from desktop.exchange.reading.grid import Sheet
from desktop.exchange.values import clean_text
from desktop.services.import_contacts.targets import looks_like_office

_NUMBERING = re.compile(r"^(?:\(?(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}|[a-zA-Z])[.)]\s+|\d{1,2}\s*[-–]\s*)")
_COUNT = re.compile(r"\s*[(\[]\d+[)\]]\s*$|\s*:\s*$")
_BETWEEN = re.compile(r"\s+[-–—/|]\s+|\s*:\s+")
_MISSION = re.compile(
    r"^.{0,30}\b(?:missi[oó]n|mission|miss[aã]o|embassy|embajada|ambassade|embaixada|consul\w+)\b.*?"
    r"\b(?:of|de l['’]|de la|del|de|du|da|do) ?(.+?)"
    r"(?: +(?:to|ante|aupr[eè]s|junto|en|in|chez|près)\b.*|,.*|)$",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"^(?:pa[ií]s|country|pays|(?:member )?state|estado(?: miembro)?|[eé]tat)\s*:\s*", re.IGNORECASE
)
_ACRONYM = re.compile(r"(?=.*[A-ZÀ-Þ].*[A-ZÀ-Þ])[A-ZÀ-Þ0-9][A-ZÀ-Þ0-9.&/-]{1,14}")


class HeadingsAcross:
    """What the headings above a row say: `state` a code, `institution` a name, `remark` what is neither."""

    def __init__(self) -> None:
        self.state = ""
        self.institution = ""
        self.remark = ""
        self._path: tuple[str, ...] = ()

    def follow(self, path: tuple[str, ...]) -> None:
        """Take the headings above a row, outermost first."""
        if path and path != self._path:
            kept = len(path) > 1 and path[: len(self._path)] == self._path
            for place, text in enumerate(path[len(self._path) :] if kept else path):
                self.enter(text, is_below=kept or place > 0)
            self._path = path

    def enter(self, text: str, *, is_below: bool = False) -> None:
        """Take a heading; what it leaves open stays as it was only below another heading."""
        bare = _COUNT.sub("", _NUMBERING.sub("", text.strip()))
        if not is_below:
            self.remark = ""
        state, office = find_state(bare), ""
        if state is None:
            first, *others = _BETWEEN.split(bare, maxsplit=1)
            state = find_state(first) if others else None
            office = others[0] if state is not None else bare
        if state is not None:
            self.state, self.institution = state.code, ""
        elif not is_below:
            self.institution = ""
        if office and is_office_heading(office):
            self.institution = office
        elif office:
            self.remark = office


def find_state(text: str) -> State | None:
    """The State that a text names, None for none."""
    bare = _LABELLED.sub("", text)
    return shipped_reference().find_state(bare) if bare else None


def state_of_mission(name: str) -> str:
    """The State whose mission or embassy a name says, by its code: "Permanent Mission of Chile to the UN"."""
    match = _MISSION.search(name)
    state = find_state(match[1]) if match else None
    return state.code if state is not None else ""


def is_office_heading(text: str) -> bool:
    """Whether a lone text names an institution: by its words, or as an acronym."""
    return bool(looks_like_office(text)) or _ACRONYM.fullmatch(text) is not None


def lone_heading(sheet: Sheet, layout: TableLayout, number: int) -> str:
    """The text of a row that only heads the rows below: a lone State or institution among full rows."""
    filled = _filled(sheet, number)
    if len(filled) != 1 or len(layout.columns) < 2:
        return ""
    column, text = filled[0]
    below = next(
        (cells for row in range(number + 1, number + 4) if len(cells := _filled(sheet, row)) > 1), []
    )
    if not below:
        return ""
    institutions = layout.columns.get("institution", ())
    if column in institutions:
        # An institution alone is an office, unless the rows below it leave the column to it.
        is_head = not {place for place, _ in below} & set(institutions)
        return text if is_head and not find_state(text) else ""
    bare = _COUNT.sub("", _NUMBERING.sub("", text))
    is_named = find_state(bare) or is_office_heading(bare) or find_state(_BETWEEN.split(bare)[0])
    return text if is_named else ""


def _filled(sheet: Sheet, number: int) -> list[tuple[int, str]]:
    cells = enumerate(sheet.row(number))
    return [(column, text) for column, cell in cells if cell is not None and (text := clean_text(cell))]


def state_above(sheet: Sheet, layout: TableLayout) -> str:
    """The State that the sheet's name or a line above the table names, by its code."""
    texts = [sheet.name, *_texts_above(sheet, layout)]
    return next((state.code for text in texts if len(text) > 2 and (state := find_state(text))), "")


def _texts_above(sheet: Sheet, layout: TableLayout) -> Iterator[str]:
    for number in range(sheet.first_row, layout.header_rows[0] if layout.header_rows else sheet.first_row):
        texts = [text for _, text in _filled(sheet, number)]
        yield from texts
        yield from (
            _BETWEEN.split(text)[-1] for text in texts if ":" in text or " - " in text or " – " in text
        )
