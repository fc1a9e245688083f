"""Reads OpenDocument sheets in one pass over their content. Runs in the reading process only.

The fast reader loses tabs, line breaks and the names of errors here, and builds whatever is said to repeat.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from desktop.base.errors import UserError
from desktop.exchange.reading.cells import known_error, plain_value
from desktop.exchange.reading.excel import NO_SHEET, sheet_too_large, unsaved_notice
from desktop.exchange.reading.grid import (
    CellError,
    CellValue,
    Merge,
    NoCachedValue,
    Notice,
    Sheet,
    Workbook,
    clear_under_merges,
    trimmed,
)
from desktop.exchange.reading.limits import Limits
from desktop.exchange.reading.packages import Package
from desktop.exchange.reading.xml_events import parser_for, said_in_one_sentence

_CONTENT = "content.xml"
_READER = "ods"
_SPACES = {
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office",
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text",
    "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "style",
    "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0": "draw",
    "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0": "calcext",
}
_NOT_SHOWN = {"office:annotation", "text:ruby-text"}
_HIDING = ("collapse", "filter")
_MOST_SPACES = 10_000
_LINE_END = re.compile(r"[ \t]*[\r\n][ \t\r\n]*")
_TIME = re.compile(r"-?PT(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:[\d.,]+S)?")


@dataclass
class _Table:
    """One sheet while it is read."""

    name: str
    is_hidden: bool
    rows: list[list[CellValue]] = field(default_factory=list)
    width: int = 0
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    percents: set[tuple[int, int]] = field(default_factory=set)
    unsaved: int = 0

    def made(self) -> Sheet:
        """Give the sheet."""
        merges = tuple(merge for merge in self.merges if merge[0] < len(self.rows))
        clear_under_merges(self.rows, merges)
        trimmed(self.rows)
        width = max(map(len, self.rows), default=0)
        hidden = {
            column for first, last in self.hidden_columns for column in range(first, min(last + 1, width))
        }
        return Sheet(
            name=self.name,
            rows=self.rows,
            is_hidden=self.is_hidden,
            hidden_rows=frozenset(row for row in self.hidden_rows if row < len(self.rows)),
            hidden_columns=frozenset(hidden),
            merges=merges,
            percent_cells=frozenset(self.percents),
        )


@dataclass
class _Cell:
    """The cell that is open: what its attributes say, and the text it shows."""

    attributes: dict[str, str]
    lines: int = 0
    texts: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """Its type of value."""
        if self.attributes.get("calcext:value-type") == "error":
            return "error"
        return self.attributes.get("office:value-type", "")

    def value(self) -> CellValue:
        """What the cell holds."""
        text = "".join(self.texts)
        has_formula = "table:formula" in self.attributes
        if self.kind == "error" or (has_formula and known_error(text)):
            return CellError(text or "#")
        if not self.kind and not text:
            return NoCachedValue() if has_formula else None
        return plain_value(_typed(self.kind, self.attributes, text))


def _typed(kind: str, attributes: dict[str, str], text: str) -> object:
    """Give a value of its type; what cannot be read as such is what the cell shows."""
    try:
        if kind in ("float", "currency", "percentage"):
            return float(attributes.get("office:value", ""))
        if kind == "date":
            return datetime.fromisoformat(attributes.get("office:date-value", ""))
        if kind == "boolean":
            return attributes.get("office:boolean-value") == "true"
    except ValueError:
        return text
    if kind == "time" and (time := _TIME.fullmatch(attributes.get("office:time-value", ""))):
        return f"{int(time[1] or 0):02}:{int(time[2] or 0):02}"
    return attributes.get("office:string-value") or text


class _Reader:
    """Where the pass stands: the sheet, its row, the next column, the open cell."""

    def __init__(self, file: str, limits: Limits) -> None:
        self.file = file
        self.limits = limits
        self.tables: list[_Table] = []
        self._names: dict[str, str] = {}
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._depth = self._skipping = self._paragraphs = 0
        self._row = self._column = self._columns = self._cells = self._area = 0
        self._row_count = 1
        self._row_is_hidden = False
        self._values: list[CellValue] = []
        self._cell: _Cell | None = None

    def start(self, tag: str, found: dict[str, str]) -> None:
        """Take the start of an element."""
        name = self._name(tag)
        if self._skipping or name in _NOT_SHOWN or name.startswith("draw:"):
            self._skipping += 1
        elif self._cell is not None:
            self._inside(self._cell, name, found)
        elif name.startswith(("table:", "style:")):
            self._around(name, {self._name(key): value for key, value in found.items()})

    def _name(self, tag: str) -> str:
        """Give an element's or attribute's name with the prefix that we know its namespace by."""
        if tag not in self._names:
            space, _, name = tag.rpartition(" ")
            self._names[tag] = f"{_SPACES.get(space, '')}:{name}"
        return self._names[tag]

    def _around(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table":
            self._start_table(attributes)
        elif name == "style:style":
            self._style = attributes.get("style:name", "")
        elif name == "style:table-properties" and attributes.get("table:display") == "false":
            self._hidden_styles.add(self._style)
        elif self._depth == 1 and name == "table:table-row":
            self._row_count = _count(attributes, "table:number-rows-repeated")
            self._row_is_hidden = attributes.get("table:visibility") in _HIDING
            self._column, self._values = 0, []
        elif self._depth == 1 and name == "table:table-column":
            self._start_column(attributes)
        elif self._depth == 1 and name in ("table:table-cell", "table:covered-table-cell"):
            self._cell = _Cell(attributes)

    def _inside(self, cell: _Cell, name: str, found: dict[str, str]) -> None:
        """Take what stands in a cell: its paragraphs and the signs that stand for spaces."""
        if name == "table:table":
            self._skipping += 1
        elif name in ("text:p", "text:h"):
            if cell.lines:
                cell.texts.append("\n")
            cell.lines += 1
            self._paragraphs += 1
        elif name == "text:s":
            count = next((value for key, value in found.items() if self._name(key) == "text:c"), "1")
            spaces = int(count) if count.isdecimal() and len(count) < 12 else 1
            if spaces > _MOST_SPACES:
                raise OverflowError
            cell.texts.append(" " * spaces)
        elif name == "text:tab":
            cell.texts.append("\t")
        elif name == "text:line-break":
            cell.texts.append("\n")

    def characters(self, text: str) -> None:
        """Take text; what stands outside paragraphs is the layout of the XML."""
        if self._cell is not None and self._paragraphs and not self._skipping:
            self._cell.texts.append(_LINE_END.sub(" ", text) if "\n" in text else text)

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        name = self._name(tag)
        if self._skipping:
            self._skipping -= 1
        elif self._cell is not None:
            if name in ("text:p", "text:h"):
                self._paragraphs -= 1
            elif name in ("table:table-cell", "table:covered-table-cell"):
                self._end_cell(self._cell)
                self._cell = None
        elif name == "table:table":
            self._depth -= 1
        elif name == "table:table-row" and self._depth == 1:
            self._end_row()

    def _start_table(self, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > 1:
            return
        if len(self.tables) == self.limits.sheets:
            raise OverflowError
        is_hidden = attributes.get("table:style-name", "") in self._hidden_styles
        self.tables.append(_Table(attributes.get("table:name", ""), is_hidden))
        self._row = self._columns = 0

    def _start_column(self, attributes: dict[str, str]) -> None:
        count = _count(attributes, "table:number-columns-repeated")
        if attributes.get("table:visibility") in _HIDING:
            self.tables[-1].hidden_columns.append((self._columns, self._columns + count - 1))
        self._columns += count

    def _end_cell(self, cell: _Cell) -> None:
        table = self.tables[-1]
        count = _count(cell.attributes, "table:number-columns-repeated")
        value = cell.value()
        place = (self._row, self._column)
        rows = _count(cell.attributes, "table:number-rows-spanned")
        columns = _count(cell.attributes, "table:number-columns-spanned")
        if rows > 1 or columns > 1:
            table.merges.append((*place, place[0] + rows - 1, place[1] + columns - 1))
            if len(table.merges) > self.limits.merges:
                raise OverflowError
        if value is not None:
            self._take(value, count)
            if cell.kind == "percentage":
                table.percents.update((self._row, self._column + step) for step in range(count))
        self._column += count

    def _take(self, value: CellValue, count: int) -> None:
        """Put a value into the row as often as it repeats, never more than may be read."""
        self._cells += count * self._row_count
        if self._cells > self.limits.cells:
            raise OverflowError
        table = self.tables[-1]
        table.width = max(table.width, self._column + count)
        if self._row + self._row_count > self.limits.rows or table.width > self.limits.columns:
            raise sheet_too_large(table.name, self._row + self._row_count - 1, self._column + count - 1)
        self._values.extend([None] * (self._column - len(self._values)))
        self._values.extend([value] * count)
        if isinstance(value, NoCachedValue):
            table.unsaved += count * self._row_count

    def _end_row(self) -> None:
        table = self.tables[-1]
        if self._values:
            table.rows.extend([] for _ in range(self._row - len(table.rows)))
            table.rows.extend(list(self._values) for _ in range(self._row_count))
            others = sum(len(other.rows) * other.width for other in self.tables[:-1])
            if others + len(table.rows) * table.width > self.limits.cells:
                raise sheet_too_large(table.name, len(table.rows) - 1, table.width - 1)
            if self._row_is_hidden:
                table.hidden_rows.update(range(self._row, self._row + self._row_count))
        self._row += self._row_count


def _count(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    if not text.isdecimal() or len(text) > 9:
        raise OverflowError
    return max(1, int(text))


def read_ods(package: Package, path: Path, limits: Limits) -> Workbook:
    """Read an OpenDocument workbook."""
    reader = _Reader(path.name, limits)
    with said_in_one_sentence(package.file):
        package.parse(_CONTENT, parser_for(reader))
    if not reader.tables:
        raise UserError(NO_SHEET, file=path.name)
    notices: list[Notice] = [
        unsaved_notice(table.name, table.unsaved) for table in reader.tables if table.unsaved
    ]
    return Workbook([table.made() for table in reader.tables], _READER, notices)
