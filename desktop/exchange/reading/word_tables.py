"""Reads the tables of a Word document, each a sheet with the lines above it, in the reading process only."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.parsers import expat

from db.messages import N_
from desktop.base.errors import UserError
from desktop.exchange.reading.cells import plain_value
from desktop.exchange.reading.grid import CellValue, Merge, Sheet, Workbook, clear_under_merges, trimmed
from desktop.exchange.reading.limits import Limits
from desktop.exchange.reading.packages import DAMAGED, TOO_LARGE, Package

_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_ALTERNATE = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
_MOVED_AWAY = "moveFrom"
_MOST_LINES = 8
_LONGEST_LINE = 300
NO_TABLE = N_("{file} holds no table.")
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


@dataclass
class _Table:
    """A table while it is read: rows of texts, and where vertical merges began in each column."""

    rows: list[list[CellValue]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    open_merges: dict[int, int] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    above: tuple[str, ...] = ()
    span: int = 1
    continues: bool | None = None
    is_deleted: bool = False

    def end_cell(self) -> None:
        """Put the text read so far into the row, over as many columns as the cell spans."""
        cells = self.rows[-1]
        column, row = len(cells), len(self.rows) - 1
        text = "".join(self.texts).strip("\n")
        if self.continues and column in self.open_merges:
            text = ""
            self._grow(self.open_merges[column], row)
        elif self.continues is False:
            self.open_merges[column] = len(self.merges)
            self.merges.append((row, column, row, column + self.span - 1))
        else:
            self.open_merges.pop(column, None)
            if self.span > 1:
                self.merges.append((row, column, row, column + self.span - 1))
        cells.append(plain_value(text))
        cells.extend([None] * (self.span - 1))
        self.texts, self.span, self.continues = [], 1, None

    def end_row(self) -> None:
        """Take back a row that is marked as deleted."""
        if self.is_deleted and self.rows:
            row = len(self.rows) - 1
            self.rows.pop()
            self.merges = [(top, left, min(bottom, row - 1), right)
                           for top, left, bottom, right in self.merges if top < row]  # fmt: skip
            self.open_merges = {
                column: index for column, index in self.open_merges.items() if index < len(self.merges)
            }
        self.is_deleted = False

    def _grow(self, index: int, row: int) -> None:
        top, left, _, right = self.merges[index]
        self.merges[index] = (top, left, row, right)


@dataclass
class _Reader:
    """Where the pass over the document stands: the tables still open and those that are done."""

    limits: Limits
    is_open: list[_Table] = field(default_factory=list)
    done: list[_Table] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    in_text: bool = False
    skipping: int = 0
    silent: int = 0
    controls: list[bool] = field(default_factory=list)
    in_row_properties: bool = False
    cells: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _tag(name)
        if name == _ALTERNATE:
            self.skipping += 1
        self._note_silence(tag)
        if tag == "tbl":
            self.is_open.append(_Table(above=tuple(self.lines)))
            self.lines.clear()
        elif self.is_open and not self.skipping:
            self._inside(tag, attributes)
        elif tag == "t":
            self.in_text = True

    def _note_silence(self, tag: str) -> None:
        """Leave out text that was moved away, and the prompt of a form's field that nobody filled in."""
        if tag == "sdt":
            self.controls.append(False)
        elif tag == "showingPlcHdr" and self.controls and not self.controls[-1]:
            self.controls[-1] = True
            self.silent += 1
        elif tag == _MOVED_AWAY:
            self.silent += 1

    def _inside(self, tag: str, attributes: dict[str, str]) -> None:
        table = self.is_open[-1]
        if tag == "tr":
            table.rows.append([])
        elif tag == "trPr":
            self.in_row_properties = True
        elif tag == "del" and self.in_row_properties:
            table.is_deleted = True
        elif tag == "gridBefore" and table.rows:
            count = int(_value(attributes) or 0)
            table.rows[-1].extend([None] * max(0, min(count, self.limits.columns)))
        elif tag == "gridSpan":
            table.span = max(1, min(int(_value(attributes) or 1), self.limits.columns))
        elif tag == "vMerge":
            table.continues = _value(attributes) != "restart"
        elif tag == "t":
            self.in_text = True
        elif tag in _BREAKS and not self.silent:
            table.texts.append(_BREAKS[tag])

    def end(self, name: str) -> None:
        tag = _tag(name)
        if name == _ALTERNATE:
            self.skipping -= 1
        if tag == _MOVED_AWAY or (tag == "sdt" and self.controls and self.controls.pop()):
            self.silent -= 1
        self.in_text = False
        self.in_row_properties = self.in_row_properties and tag != "trPr"
        if not self.is_open:
            if tag == "p":
                self._end_line()
            return
        table = self.is_open[-1]
        if tag == "tbl":
            self.done.append(self.is_open.pop())
        elif tag == "p":
            table.texts.append("\n")
        elif tag == "tc" and table.rows:
            self.cells += table.span
            if self.cells > self.limits.cells:
                raise OverflowError
            table.end_cell()
        elif tag == "tr":
            table.end_row()

    def _end_line(self) -> None:
        """Keep the last short lines outside tables: among them are the headings of the next one."""
        text = "".join(self.line).strip()
        self.line.clear()
        if text and len(text) <= _LONGEST_LINE:
            self.lines = [*self.lines[1 - _MOST_LINES :], text]

    def characters(self, text: str) -> None:
        if self.in_text and not self.skipping and not self.silent:
            (self.is_open[-1].texts if self.is_open else self.line).append(text)


def _tag(name: str) -> str:
    space, _, tag = name.rpartition(" ")
    return tag if space in (_SPACE, _STRICT) else ""


def _value(attributes: dict[str, str]) -> str:
    return next((value for key, value in attributes.items() if key.rpartition(" ")[2] == "val"), "")


def read_docx(package: Package, limits: Limits) -> Workbook:
    """Read every table of a Word document; of the text outside tables the last lines before each are kept."""
    reader = _Reader(limits)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    try:
        package.parse("word/document.xml", parser)
    except OverflowError as error:
        raise UserError(TOO_LARGE, file=package.file) from error
    except (expat.ExpatError, ValueError) as error:
        raise UserError(DAMAGED, file=package.file) from error
    sheets = [_sheet(number, table) for number, table in enumerate(reader.done, 1)]
    if not any(sheet.rows for sheet in sheets):
        raise UserError(NO_TABLE, file=package.file)
    return Workbook(sheets, "docx")


def _sheet(number: int, table: _Table) -> Sheet:
    merges = tuple(merge for merge in table.merges if merge[0] != merge[2] or merge[1] != merge[3])
    clear_under_merges(table.rows, merges)
    return Sheet(f"Table {number}", trimmed(table.rows), merges=merges, above=table.above)
