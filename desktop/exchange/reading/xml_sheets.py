"""Reads XML Spreadsheet 2003, which portals hand out as .xls. Runs in the reading process only."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from desktop.base.errors import UserError
from desktop.exchange.reading.cells import plain_value, shows_percent
from desktop.exchange.reading.excel import NO_SHEET, sheet_too_large
from desktop.exchange.reading.grid import (
    CellError,
    CellValue,
    Merge,
    Sheet,
    Workbook,
    clear_under_merges,
    trimmed,
)
from desktop.exchange.reading.limits import Limits
from desktop.exchange.reading.packages import UNSAFE_XML
from desktop.exchange.reading.xml_events import parser_for, said_in_one_sentence

SPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_EXCEL = "urn:schemas-microsoft-com:office:excel"
_READER = "xml"
_NOT_DATA = {"Comment", "PhoneticText"}
_NO_DAYS = (date(1899, 12, 30), date(1899, 12, 31))


@dataclass
class _Table:
    """One worksheet while it is read."""

    name: str
    is_hidden: bool = False
    rows: list[list[CellValue]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    covered: dict[int, int] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    percents: set[tuple[int, int]] = field(default_factory=set)
    next_column: int = 0

    def made(self) -> Sheet:
        """Give the sheet."""
        clear_under_merges(self.rows, self.merges)
        trimmed(self.rows)
        width = max(map(len, self.rows), default=0)
        return Sheet(
            name=self.name,
            rows=self.rows,
            is_hidden=self.is_hidden,
            hidden_rows=frozenset(row for row in self.hidden_rows if row < len(self.rows)),
            hidden_columns=frozenset(column for column in self.hidden_columns if column < width),
            merges=tuple(self.merges),
            percent_cells=frozenset(self.percents),
        )


class _Reader:
    """Where the pass stands: the sheet, the next column, the open cell with its type and text."""

    def __init__(self, file: str, limits: Limits) -> None:
        self.file = file
        self.limits = limits
        self.tables: list[_Table] = []
        self._percent_styles: set[str] = {"Percent"}
        self._style = self._kind = ""
        self._texts: list[str] | None = None
        self._column = self._cells = self._skipping = 0
        self._cell: dict[str, str] = {}

    def start(self, tag: str, found: dict[str, str]) -> None:
        """Take the start of an element."""
        space, _, name = tag.rpartition(" ")
        if self._skipping or name in _NOT_DATA:
            self._skipping += 1
            return
        attributes = {key.rpartition(" ")[2]: value for key, value in found.items()}
        if space == _EXCEL and name == "Visible":
            self._texts = []
        elif space == SPACE:
            self._take(name, attributes)

    def _take(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Style":
            self._style = attributes.get("ID", "")
            if attributes.get("Parent", "") in self._percent_styles:
                self._percent_styles.add(self._style)
        elif name == "NumberFormat":
            shown = attributes.get("Format", "")
            if shown == "Percent" or shows_percent(shown):
                self._percent_styles.add(self._style)
        elif name == "Worksheet":
            if len(self.tables) == self.limits.sheets:
                raise OverflowError
            self.tables.append(_Table(attributes.get("Name", "")))
        elif self.tables:
            self._take_inside(self.tables[-1], name, attributes)

    def _take_inside(self, table: _Table, name: str, attributes: dict[str, str]) -> None:
        if name == "Column":
            first = _number(attributes, "Index", table.next_column + 1) - 1
            table.next_column = first + 1 + _number(attributes, "Span", 0)
            if attributes.get("Hidden") == "1":
                table.hidden_columns.update(range(first, min(table.next_column, self.limits.columns)))
        elif name == "Row":
            self._start_row(table, attributes)
        elif name == "Cell" and table.rows:
            self._start_cell(table, attributes)
        elif name == "Data":
            self._kind, self._texts = attributes.get("Type", ""), []

    def _start_row(self, table: _Table, attributes: dict[str, str]) -> None:
        number = _number(attributes, "Index", len(table.rows) + 1) - 1
        if number >= self.limits.rows:
            raise sheet_too_large(table.name, number, 0)
        table.rows.extend([] for _ in range(number + 1 - len(table.rows)))
        if attributes.get("Hidden") == "1":
            table.hidden_rows.add(number)
        self._column = 0

    def _start_cell(self, table: _Table, attributes: dict[str, str]) -> None:
        row = len(table.rows) - 1
        if "Index" in attributes:
            self._column = _number(attributes, "Index", 1) - 1
        while table.covered.get(self._column, -1) >= row:
            self._column += 1
        if self._column >= self.limits.columns:
            raise sheet_too_large(table.name, row, self._column)
        across, down = _number(attributes, "MergeAcross", 0), _number(attributes, "MergeDown", 0)
        last = min(self._column + across, self.limits.columns - 1)
        if across or down:
            table.merges.append((row, self._column, row + down, last))
            table.covered.update(dict.fromkeys(range(self._column, last + 1), row + down))
            self._cells += last - self._column
        self._cell = {**attributes, "last": str(last)}
        self._kind = ""

    def refuse_declarations(self, *_: object) -> None:
        """Refuse what could declare entities, in whatever letters."""
        raise UserError(UNSAFE_XML, file=self.file)

    def characters(self, text: str) -> None:
        """Take text that stands in a cell's data."""
        if self._texts is not None and not self._skipping:
            self._texts.append(text)

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        name = tag.rpartition(" ")[2]
        if self._skipping:
            self._skipping -= 1
        elif name == "Data" and self._texts is not None and self.tables and self.tables[-1].rows:
            self._put(self.tables[-1], "".join(self._texts))
            self._texts = None
        elif name == "Visible" and self._texts is not None and self.tables:
            self.tables[-1].is_hidden = "Hidden" in "".join(self._texts)
            self._texts = None
        elif name == "Cell":
            self._column = int(self._cell.get("last", self._column)) + 1

    def _put(self, table: _Table, text: str) -> None:
        cells = table.rows[-1]
        self._cells += self._column + 1 - len(cells)
        if self._cells > self.limits.cells:
            raise OverflowError
        cells.extend([None] * (self._column + 1 - len(cells)))
        cells[self._column] = _value(self._kind, text)
        if self._kind == "Number" and self._cell.get("StyleID", "") in self._percent_styles:
            table.percents.add((len(table.rows) - 1, self._column))


def _value(kind: str, text: str) -> CellValue:
    """Give a value of its type; what cannot be read as such is the text that stands there."""
    try:
        if kind == "Number":
            return plain_value(float(text))
        if kind == "DateTime":
            when = datetime.fromisoformat(text)
            return plain_value(when.time() if when.date() in _NO_DAYS else when)
    except ValueError:
        return plain_value(text)
    if kind == "Boolean":
        return text.strip() == "1"
    return CellError(text) if kind == "Error" else plain_value(text)


def _number(attributes: dict[str, str], name: str, otherwise: int) -> int:
    text = attributes.get(name, "")
    return max(0, int(text)) if text.isdecimal() and len(text) < 10 else otherwise


def read_xml_sheets(data: bytes, path: Path, limits: Limits) -> Workbook:
    """Read a workbook that is one XML text."""
    reader = _Reader(path.name, limits)
    parser = parser_for(reader)
    parser.StartDoctypeDeclHandler = reader.refuse_declarations
    with said_in_one_sentence(path.name):
        parser.Parse(data, True)
    if not reader.tables:
        raise UserError(NO_SHEET, file=path.name)
    return Workbook([table.made() for table in reader.tables], _READER)
