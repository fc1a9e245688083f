"""Turns the parts of a document that are not tables or charts into rows of a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from db.partial_date import PartialDate
from desktop.base.formats import Formats
from desktop.base.i18n import Texts
from desktop.reports.cells import fact_text
from desktop.reports.document import (
    Block,
    Cell,
    Distribution,
    Document,
    Fact,
    Facts,
    Groups,
    Heading,
    Note,
    Paragraph,
    SignatureBlocks,
    SignaturePlace,
)
from desktop.reports.words import DRAFT, NAME_AND_POST, PLACE_AND_DATE, SIGNATURE
from desktop.reports.xlsx.looks import (
    FACT,
    HEADING,
    LABEL,
    MARK,
    NOTE,
    RULED,
    TEXT,
    Form,
    Looks,
)
from desktop.reports.xlsx.rows import StreamSheet, column_letter, is_excel_day, is_excel_number, lines_in

_LARGE = 11
_RULED_POINTS = 30.0

Value = str | int | Decimal | date | None


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One row: values with their forms from the first column on.

    `wide_from` is the column from which the last value spreads over the rest of the sheet (0: none).
    """

    values: tuple[Value, ...] = ()
    forms: tuple[Form, ...] = ()
    wide_from: int = 0
    height: float | None = None


def lines_of(block: Block, texts: Texts, formats: Formats) -> list[SheetLine]:
    """The rows of a block; none for what has no place in a workbook."""
    match block:
        case Heading(text):
            return [SheetLine((text,), (HEADING,))]
        case Paragraph(text):
            return [SheetLine((text,), (TEXT,), wide_from=1), SheetLine()]
        case Note(text):
            return [SheetLine((text,), (NOTE,), wide_from=1), SheetLine()]
        case Facts(facts):
            return fact_lines(facts, formats)
        case Distribution(title, addressees):
            listed = [SheetLine((each,), (TEXT,), wide_from=1) for each in addressees]
            return [SheetLine((title,), (HEADING,)), *listed, SheetLine()]
        case Groups(groups):
            return [SheetLine((f"{place}. {group}",), (TEXT,)) for place, group in enumerate(groups, 1)]
        case SignatureBlocks(places, title):
            head = [SheetLine((title,), (HEADING,))] if title else []
            return [*head, *(line for place in places for line in _place_lines(place, texts))]
    return []


def fact_lines(facts: Sequence[Fact], formats: Formats) -> list[SheetLine]:
    """Labels and values as rows, and an empty one."""
    rows = [SheetLine((fact.label, _held(fact.value, formats)), (LABEL, FACT), wide_from=2) for fact in facts]
    return [*rows, SheetLine()]


def mark_lines(document: Document) -> list[SheetLine]:
    """The marks that stand on top of each sheet."""
    draft = document.texts.gettext(DRAFT) if document.is_draft else ""
    marks = " · ".join(part for part in (draft, document.exercise_text) if part)
    return [SheetLine((marks,), (MARK,))] if marks else []


def write_lines(
    sheet: StreamSheet, lines: Sequence[SheetLine], looks: Looks, widths: Sequence[float]
) -> None:
    """Write rows; long texts spread over the width of the sheet and get the height they need."""
    for line in lines:
        if not line.values:
            sheet.skip()
            continue
        row = sheet.row(_count_of_lines(line, widths), height=line.height)
        for column, (value, form) in enumerate(zip(line.values, line.forms, strict=True), 1):
            sheet.put(row, column, value, looks.of(form))
        if 0 < line.wide_from < len(widths):
            first, last = column_letter(line.wide_from), column_letter(len(widths))
            sheet.merged_cells.add(f"{first}{sheet.next_row}:{last}{sheet.next_row}")
        sheet.send(row)


def _count_of_lines(line: SheetLine, widths: Sequence[float]) -> int:
    """How many lines a row shows; large letters count for more."""
    value, form = line.values[-1], line.forms[-1]
    if line.wide_from and isinstance(value, str):
        return lines_in(value, sum(widths[line.wide_from - 1 :]))
    return 2 if form.size > _LARGE else 1


def _held(value: Cell, formats: Formats) -> Value:
    """A value behind a label: dates and numbers that Excel can hold as such, the rest written in full."""
    if isinstance(value, PartialDate):
        return fact_text(formats, value)
    if isinstance(value, date):
        return value if is_excel_day(value) else fact_text(formats, value)
    if isinstance(value, int | Decimal) and not is_excel_number(value):
        return str(value)
    return value


def _place_lines(place: SignaturePlace, texts: Texts) -> list[SheetLine]:
    who = ", ".join(part for part in (place.name, place.post) if part)
    labels = tuple(texts.gettext(label) for label in (SIGNATURE, NAME_AND_POST, PLACE_AND_DATE))
    return [
        SheetLine((place.role,), (HEADING,)),
        SheetLine(("", who, ""), (RULED, RULED, RULED), height=_RULED_POINTS),
        SheetLine(labels, (NOTE, NOTE, NOTE)),
        SheetLine(),
    ]
