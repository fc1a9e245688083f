"""Makes the things of the reference data from rows of texts."""

from __future__ import annotations

from datetime import date
from typing import Literal, cast

from desktop.base.reference_rows import (
    LANGUAGES,
    CalendarEntry,
    GlossaryTerm,
    MatrixCellValue,
    MatrixRow,
    MatrixSection,
    Provider,
    Resolution,
    State,
    Treaty,
    Worded,
)

Row = dict[str, str]
# CLDR's list of territories whose paper is US Letter.
_LETTER = frozenset(
    ("BLZ", "CAN", "CHL", "COL", "CRI", "GTM", "MEX", "NIC", "PAN", "PHL", "SLV", "USA", "VEN")
)


def _worded(row: Row, prefix: str) -> Worded:
    words = ((code, row.get(prefix + code, "")) for code in LANGUAGES)
    return Worded({code: word for code, word in words if word})


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def read_state(row: Row) -> State:
    """Make a State of its row."""
    code = row["iso3"]
    name = _worded(row, "name_")
    paper = row.get("paper") or ("letter" if code in _LETTER else "a4")
    return State(
        code=code,
        iso2=row["iso2"],
        status=cast("Literal['member', 'observer', 'fictional']", row["status"]),
        name=name,
        # A language without formal names is better served by its short name than by English.
        formal=Worded({**name.by_language, **_worded(row, "formal_").by_language}),
        un_group=row["un_group"],
        organisations=tuple(row["organisations"].split()),
        official_languages=tuple(row["official_languages"].split()),
        paper=cast("Literal['a4', 'letter']", paper),
        note=row["note_en"],
    )


def read_section(row: Row) -> MatrixSection:
    """Make a section of the matrix of its row."""
    return MatrixSection(
        template=row["template"],
        code=row["section_code"],
        order=int(row["order"]),
        title=_worded(row, "title_"),
        short=_worded(row, "short_"),
    )


def read_matrix_row(row: Row) -> MatrixRow:
    """Make a row of the matrix of its row."""
    return MatrixRow(
        template=row["template"],
        section=row["section_code"],
        number=int(row["row_no"]),
        key=row["key"],
        label=_worded(row, "label_"),
        weapons=tuple(row["weapon_types"].split()),
        has_legal=row["has_legal"] == "1",
        has_enforcement=row["has_enforcement"] == "1",
        provenance=row["provenance"],
    )


def read_cell_value(row: Row) -> MatrixCellValue:
    """Make a sign of the matrix of its row."""
    value = "" if row["value"] == "blank" else row["value"]
    return MatrixCellValue(row["template"], value, _worded(row, "meaning_"), row["provenance"])


def read_resolution(row: Row) -> Resolution:
    """Make a resolution of its row."""
    return Resolution(
        number=row["number"],
        adopted_on=date.fromisoformat(row["adopted_on"]),
        symbol=row["s_symbol"],
        title=_worded(row, "title_"),
        mandate_until=_day(row["mandate_until"]),
        note=row["note_en"],
    )


def read_calendar_entry(row: Row) -> CalendarEntry:
    """Make an entry of the calendar of its row."""
    rhythm = row["recurrence"].removeprefix("yearly ")
    month, _, day = rhythm.partition("-")
    return CalendarEntry(
        key=row["key"],
        day=_day(row["date"]),
        yearly=(int(month), int(day)) if rhythm else None,
        precision=cast("Literal['on', 'by', 'before']", row["precision"]),
        title=_worded(row, "title_"),
        source=row["source"],
        provenance=row["provenance"],
    )


def read_treaty(row: Row) -> Treaty:
    """Make an instrument of its row."""
    return Treaty(
        key=row["key"],
        short_name=row["short_name"],
        name=_worded(row, "name_"),
        opened_on=_day(row["opened_on"]),
        entered_into_force_on=_day(row["entered_into_force_on"]),
        depositary=row["depositary"],
        note=row["note_en"],
    )


def read_provider(row: Row) -> Provider:
    """Make a provider of its row."""
    return Provider(
        code=row["code"],
        name=_worded(row, "name_"),
        kind=row["kind"],
        areas=tuple(row["areas"].split()),
        note=row["note_en"],
        provenance=row["provenance"],
    )


def read_term(row: Row) -> GlossaryTerm:
    """Make a word of the glossary of its row."""
    return GlossaryTerm(row["key"], _worded(row, ""), row["note_en"])
