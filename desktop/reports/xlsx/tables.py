"""Writes a table of the document as a real table of Excel, with its groups as a first column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table as ExcelTable
from openpyxl.worksheet.table import TableColumn, TableStyleInfo

from db.partial_date import PartialDate
from desktop.base.formats import Formats
from desktop.reports.cells import cell_text, column_title
from desktop.reports.counts import Pace
from desktop.reports.document import Cell, Column, GroupRow, Kind, Table
from desktop.reports.xlsx.charts import chart_beside
from desktop.reports.xlsx.looks import HEAD, NOTE, RIGHT_HEAD, RIGHT_KINDS, Looks
from desktop.reports.xlsx.rows import (
    StreamSheet,
    Tally,
    column_letter,
    is_excel_day,
    is_excel_number,
    lines_in,
)
from desktop.reports.xlsx.sheets import WIDEST_PAGE, pages_across

_SAMPLE_ROWS = 200
_NARROWEST, _WIDEST = 9.0, 34.0
_WIDEST_OF_KIND = {Kind.LONG_TEXT: 48.0, Kind.TEXT: 30.0, Kind.STATUS: 20.0}
_NARROWEST_TEXT = 20.0
_LONGEST_LIST = 250
_HUNDRED = Decimal(100)

Value = str | int | Decimal | date | None


def shown_columns(table: Table) -> tuple[Column, ...]:
    """The columns of the table in Excel: its groups first, when it has any."""
    if table.group_title:
        return (Column(table.group_title, Kind.TEXT), *table.columns)
    return table.columns


def table_widths(table: Table, formats: Formats) -> list[float]:
    """The width of each column in characters, from the first rows."""
    writers = [cell_text(formats, column) for column in table.columns]
    longest = [_longest_word(column_title(column)) + 3.0 for column in table.columns]
    groups = [float(len(table.group_title))]
    for row in islice(table.rows(), _SAMPLE_ROWS):
        if isinstance(row, GroupRow):
            groups.append(float(len(row.text)))
            continue
        for place, (writer, value) in enumerate(zip(writers, row, strict=True)):
            longest[place] = max(longest[place], _longest_line(writer(value)) + 2.0)
    widths = [
        min(max(length, _NARROWEST), _WIDEST_OF_KIND.get(column.kind, _WIDEST))
        for column, length in zip(table.columns, longest, strict=True)
    ]
    if table.group_title:
        widths.insert(0, min(max(*groups, _NARROWEST), _WIDEST))
    return _fitted(widths)


def _fitted(widths: list[float]) -> list[float]:
    """Narrow the widest columns until the table can be printed and read: on as few pages as it takes."""
    pages = pages_across([min(width, _NARROWEST_TEXT) for width in widths])
    excess = sum(widths) - pages * WIDEST_PAGE
    spare = sum(max(width - _NARROWEST_TEXT, 0.0) for width in widths)
    if excess <= 0 or not spare:
        return widths
    share = min(excess / spare, 1.0)
    return [width - max(width - _NARROWEST_TEXT, 0.0) * share for width in widths]


def write_table(sheet: StreamSheet, table: Table, widths: Sequence[float], context: TableContext) -> int:
    """Write head and rows, and make them a table of Excel; gives the number of data rows."""
    columns = shown_columns(table)
    head = _unlike_titles(columns, context.tally)
    top = sheet.next_row
    tallest = max(lines_in(title, width - 3) for title, width in zip(head, widths, strict=False))
    _write_head(sheet, table, head, max(tallest, 2), context)
    count = _write_rows(sheet, table, widths, context)
    if not count:
        if table.empty_text:
            sheet.line([table.empty_text], context.looks.of(NOTE))
        return 0
    # The sums stand below the table of Excel, not in it: sorting must not move them.
    bottom = sheet.next_row - 1 - table.has_total
    if bottom > top:
        _make_table(sheet, table, head, (top, bottom), context)
    if table.is_editable:
        _offer_choices(sheet, columns, top + 1, bottom)
    if table.has_chart:
        chart_beside(sheet, table, top, bottom - top)
    return count


def _write_head(
    sheet: StreamSheet, table: Table, head: Sequence[str], lines: int, context: TableContext
) -> None:
    row = sheet.row(lines)
    for place, (title, column) in enumerate(zip(head, shown_columns(table), strict=True), 1):
        # The button of the filter lies over the right end of a title.
        is_right = table.has_total and column.kind in RIGHT_KINDS
        sheet.put(row, place, title, context.looks.of(RIGHT_HEAD if is_right else HEAD))
    sheet.send(row)


def _make_table(
    sheet: StreamSheet, table: Table, head: Sequence[str], rows: tuple[int, int], context: TableContext
) -> None:
    """Make the rows a table of Excel; a few sums need no filter."""
    ref = f"A{rows[0]}:{column_letter(len(head))}{rows[1]}"
    made = ExcelTable(displayName=f"Table{context.next_number()}", ref=ref)
    for number, title in enumerate(head, 1):
        made.tableColumns.append(TableColumn(id=number, name=title))
    if not table.has_total:
        made.autoFilter = AutoFilter(ref=ref)
    made.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    sheet.add_table(made)


class TableContext:
    """What all tables of one workbook share."""

    def __init__(self, formats: Formats, looks: Looks, tally: Tally, pace: Pace) -> None:
        self.formats = formats
        self.looks = looks
        self.tally = tally
        self.pace = pace
        self._count = 0

    def next_number(self) -> int:
        """A number that no other table of the workbook has."""
        self._count += 1
        return self._count


def _write_rows(sheet: StreamSheet, table: Table, widths: Sequence[float], context: TableContext) -> int:
    plain = [context.looks.of_column(column) for column in shown_columns(table)]
    bold = [context.looks.of_column(column, is_total=True) for column in shown_columns(table)]
    makers = [_value_maker(context.formats, column) for column in table.columns]
    groups: dict[int, str] = {}
    count = 0
    for entry in table.rows():
        if isinstance(entry, GroupRow):
            if not table.group_title:
                raise ValueError("a table with groups names them by group_title")
            groups = {level: text for level, text in groups.items() if level < entry.level}
            groups[entry.level] = entry.text
            continue
        values = [make(value) for make, value in zip(makers, entry, strict=True)]
        shown = [" / ".join(groups.values()), *values] if table.group_title else values
        tallest = max(
            [
                lines_in(value, width)
                for value, width in zip(shown, widths, strict=False)
                if type(value) is str
            ],
            default=1,
        )
        row = sheet.row(tallest)
        looks = bold if table.is_total(count) else plain
        for place, (value, look) in enumerate(zip(shown, looks, strict=True), 1):
            sheet.put(row, place, value, look)
        sheet.send(row)
        count += 1
        context.pace.step()
    return count


def _value_maker(formats: Formats, column: Column) -> Callable[[Cell], Value]:
    """How the cells of a column are held: full dates as dates, numbers as numbers, the rest as text."""
    write = cell_text(formats, column)
    is_percent = column.kind is Kind.PERCENT

    def value_of(cell: Cell) -> Value:
        if cell is None or isinstance(cell, str):
            return cell
        if isinstance(cell, PartialDate):
            day = cell.first if cell.kind == "day" else None
            return day if day is not None and is_excel_day(day) else write(cell)
        if isinstance(cell, date):
            return cell if is_excel_day(cell) else write(cell)
        if not is_excel_number(cell):
            return str(cell)
        return cell / _HUNDRED if is_percent else cell

    return value_of


def _longest_line(text: str) -> int:
    return max(map(len, text.split("\n")))


def _longest_word(text: str) -> int:
    return max(map(len, text.split()), default=0)


def _unlike_titles(columns: Sequence[Column], tally: Tally) -> list[str]:
    """The titles of the columns, told apart where two are alike: Excel repairs a table with two of a name."""
    titles: list[str] = []
    seen: set[str] = set()
    for column in columns:
        title = base = tally.cleaned(column_title(column)).replace("\n", " ").strip() or "-"
        number = 1
        while title.casefold() in seen:
            number += 1
            title = f"{base} ({number})"
        seen.add(title.casefold())
        titles.append(title)
    return titles


def _offer_choices(sheet: Any, columns: Sequence[Column], top: int, bottom: int) -> None:
    for place, column in enumerate(columns, 1):
        listed = ",".join(column.choices).replace('"', '""')
        if not listed or len(listed) > _LONGEST_LIST or any("," in choice for choice in column.choices):
            continue
        validation = DataValidation(
            type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=True, errorStyle="warning"
        )
        validation.add(f"{column_letter(place)}{top}:{column_letter(place)}{bottom}")
        sheet.data_validations.append(validation)
