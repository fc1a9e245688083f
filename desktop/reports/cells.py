"""How the typed cells of a document read as text, the same in every format that shows text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from db.partial_date import PartialDate
from desktop.base.formats import Formats
from desktop.reports.document import Cell, Column, Kind

CellText = Callable[[Cell], str]


def cell_text(formats: Formats, column: Column) -> CellText:
    """Make the function that writes the cells of one column, for a table's narrow room."""

    def number(value: int | Decimal) -> str:
        if column.kind is Kind.PERCENT:
            return formats.percent(value)
        if column.kind is Kind.MONEY:
            return formats.money(value)
        written: str = formats.number(value)
        return written

    def text(value: Cell) -> str:
        if value is None:
            return ""
        if isinstance(value, str):
            return value
        if isinstance(value, PartialDate):
            return formats.short_partial_date(value)
        if isinstance(value, date):
            return formats.short_date(value)
        return number(value)

    return text


def fact_text(formats: Formats, value: Cell) -> str:
    """Write a value in full, as it stands behind a label."""
    if value is None:
        return ""
    if isinstance(value, PartialDate):
        full: str = formats.partial_date(value)
        return full
    if isinstance(value, date):
        return formats.full_date(value)
    if isinstance(value, int | Decimal):
        number: str = formats.number(value)
        return number
    return value


def column_title(column: Column) -> str:
    """The title of a column with its unit."""
    return f"{column.title} ({column.unit})" if column.unit else column.title
