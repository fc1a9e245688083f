"""Reads OpenDocument sheets: values by calamine, what it does not tell by one pass over the content.

Runs in the reading process only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from desktop.base.errors import UserError
from desktop.exchange.reading.excel import FAST, NO_SHEET, fast_grids, join_facts, sheet_too_large
from desktop.exchange.reading.grid import Workbook
from desktop.exchange.reading.limits import Limits
from desktop.exchange.reading.packages import DAMAGED, TOO_LARGE, Package
from desktop.exchange.reading.sheet_scan import SheetFacts

_CONTENT = "content.xml"
_CELLS = {"table:table-cell", "table:covered-table-cell"}


@dataclass
class _Reader:
    """Where the pass stands: the sheet, its row, the next column, and what was found so far."""

    limits: Limits
    facts: dict[str, SheetFacts] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    hidden_styles: set[str] = field(default_factory=set)
    style: str = ""
    depth: int = 0
    sheet: SheetFacts = field(default_factory=SheetFacts)
    row: int = 0
    row_count: int = 1
    row_is_hidden: bool = False
    column: int = 0
    columns: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _CELLS:
            if self.depth == 1:
                self._cell(attributes)
        elif name == "table:table-row":
            self._row(attributes)
        elif name == "table:table-column":
            self._column(attributes)
        elif name == "table:table":
            self._table(attributes)
        elif name == "style:style":
            self.style = attributes.get("style:name", "")
        elif name == "style:table-properties" and attributes.get("table:display") == "false":
            self.hidden_styles.add(self.style)

    def end(self, name: str) -> None:
        if name == "table:table-row" and self.depth == 1:
            if self.row_is_hidden and self.row_count < 100_000:
                self.sheet.hidden_rows.update(range(self.row, self.row + self.row_count))
            self.row += self.row_count
        elif name == "table:table":
            self.depth -= 1

    def _table(self, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > 1:
            return
        name = attributes.get("table:name", "")
        self.sheet = self.facts[name] = SheetFacts()
        self.row = self.columns = 0
        if attributes.get("table:style-name", "") in self.hidden_styles:
            self.hidden.add(name)
        if len(self.facts) > self.limits.sheets:
            raise OverflowError

    def _column(self, attributes: dict[str, str]) -> None:
        count = _count(attributes, "table:number-columns-repeated")
        if attributes.get("table:visibility") in ("collapse", "filter"):
            self.sheet.hidden_columns.append((self.columns, self.columns + count - 1))
        self.columns += count

    def _row(self, attributes: dict[str, str]) -> None:
        if self.depth == 1:
            self.row_count = _count(attributes, "table:number-rows-repeated")
            self.row_is_hidden = attributes.get("table:visibility") in ("collapse", "filter")
            self.column = 0

    def _cell(self, attributes: dict[str, str]) -> None:
        count = _count(attributes, "table:number-columns-repeated")
        place = (self.row, self.column)
        kind = attributes.get("office:value-type") or attributes.get("calcext:value-type")
        if kind or "table:formula" in attributes:
            self._filled(count)
            if kind == "percentage":
                self.sheet.percents.update((self.row, self.column + step) for step in range(min(count, 64)))
            elif attributes.get("calcext:value-type") == "error":
                self.sheet.errors[place] = "#"
            elif not kind:
                self.sheet.unsaved.add(place)
        rows = _count(attributes, "table:number-rows-spanned")
        columns = _count(attributes, "table:number-columns-spanned")
        if rows > 1 or columns > 1:
            self.sheet.merges.append((*place, self.row + rows - 1, self.column + columns - 1))
            if len(self.sheet.merges) > self.limits.merges:
                raise OverflowError
        self.column += count

    def _filled(self, count: int) -> None:
        sheet = self.sheet
        sheet.last_row = max(sheet.last_row, self.row + self.row_count - 1)
        sheet.last_column = max(sheet.last_column, self.column + count - 1)
        sheet.filled += count * self.row_count
        if sheet.filled > self.limits.cells:
            raise OverflowError


def _count(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    if not text.isdecimal() or len(text) > 9:
        raise OverflowError
    return max(1, int(text))


def read_ods(package: Package, path: Path, limits: Limits) -> Workbook:
    """Read an OpenDocument workbook."""
    found = _scan(package, limits)
    area = 0
    for name, facts in found.facts.items():
        area += facts.area
        if facts.last_row >= limits.rows or facts.last_column >= limits.columns or area > limits.cells:
            raise sheet_too_large(name, facts)
    grids = fast_grids(path)
    if grids is None:
        raise UserError(DAMAGED, file=path.name)
    if not grids:
        raise UserError(NO_SHEET, file=path.name)
    sheets = [
        join_facts(name, name in found.hidden, grid, found.facts.get(name, SheetFacts()))
        for name, grid in grids.items()
    ]
    return Workbook(sheets, FAST)


def _scan(package: Package, limits: Limits) -> _Reader:
    reader = _Reader(limits)
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    try:
        package.parse(_CONTENT, parser)
    except OverflowError as error:
        raise UserError(TOO_LARGE, file=package.file) from error
    except expat.ExpatError as error:
        raise UserError(DAMAGED, file=package.file) from error
    return reader
