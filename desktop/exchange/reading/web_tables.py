"""Reads the tables of web pages, which portals hand out as .xls. Runs in the reading process only.

A page may stand in an archive of Excel's (.mht); its sheets are then read in their order.
"""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from desktop.base.errors import UserError
from desktop.exchange.reading.cells import plain_value
from desktop.exchange.reading.encodings import decode
from desktop.exchange.reading.grid import CellValue, Merge, Sheet, Workbook, clear_under_merges, trimmed
from desktop.exchange.reading.limits import Limits
from desktop.exchange.reading.packages import DAMAGED, TOO_LARGE
from desktop.exchange.reading.word_tables import NO_TABLE

_READER = "html"
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,30})", re.IGNORECASE)
_SILENT = {"script", "style", "title", "noscript", "template", "comment"}
_LINES = {"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table"}
_SPACES = re.compile(r"[ \t\r\n\f]+")
_MOST_LINES = 8
_LONGEST_LINE = 300
_MOST_SPAN = 10_000
_MOST_UNCLOSED = 1_000


@dataclass
class _Table:
    """A table while it is read; `covered` says down to which row a cell above covers each column."""

    above: tuple[str, ...]
    rows: list[list[CellValue]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    covered: dict[int, int] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    texts: list[str] | None = None
    spans: tuple[int, int] = (1, 1)

    def start_row(self, is_hidden: bool) -> None:
        """Begin a row."""
        if is_hidden:
            self.hidden_rows.add(len(self.rows))
        self.rows.append([])

    def end_cell(self) -> int:
        """Put the text read so far into the row; gives how many columns the cell takes."""
        if self.texts is None:
            return 0
        row, cells = len(self.rows) - 1, self.rows[-1]
        while self.covered.get(len(cells), -1) >= row:
            cells.append(None)
        column, (down, across) = len(cells), self.spans
        if down > 1 or across > 1:
            self.merges.append((row, column, row + down - 1, column + across - 1))
            self.covered.update(dict.fromkeys(range(column, column + across), row + down - 1))
        cells.append(plain_value(_shown("".join(self.texts))))
        cells.extend([None] * (across - 1))
        self.texts = None
        return across


class _Reader(HTMLParser):
    """Where the pass stands: the tables still open, those that are done, the lines between them."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.limits = limits
        self.done: list[_Table] = []
        self._open: list[_Table] = []
        self._lines: list[str] = []
        self._line: list[str] = []
        self._silent = self._cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the start of an element; cells and rows need no end."""
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            self._end_line()
            table = _Table(tuple(self._lines))
            self._lines = []
            self._open.append(table)
            self.done.append(table)
        elif self._open and tag in ("tr", "td", "th"):
            self._start_in_table(self._open[-1], tag, dict(attrs))
        elif tag == "br" or tag in _LINES:
            self._say("\n")

    def _start_in_table(self, table: _Table, tag: str, attributes: dict[str, str | None]) -> None:
        self._count(table.end_cell())
        if tag == "tr" or not table.rows:
            style = (attributes.get("style") or "").replace(" ", "").lower()
            table.start_row(tag == "tr" and ("display:none" in style or "hidden" in attributes))
        if tag != "tr":
            table.texts = []
            table.spans = (_span(attributes, "rowspan"), _span(attributes, "colspan"))

    def handle_endtag(self, tag: str) -> None:
        """Take the end of an element."""
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif self._open and tag in ("td", "th", "tr", "table"):
            self._count(self._open[-1].end_cell())
            if tag == "table":
                self._open.pop()
        elif tag in _LINES:
            self._say("\n")

    def handle_data(self, data: str) -> None:
        """Take text."""
        if not self._silent:
            self._say(_SPACES.sub(" ", data.replace("\xa0", " ")))

    def _say(self, text: str) -> None:
        if not self._open:
            self._line.append(text)
            if text == "\n":
                self._end_line()
        elif (texts := self._open[-1].texts) is not None:
            texts.append(text)

    def _end_line(self) -> None:
        """Keep the last short lines outside tables: among them are the headings of the next one."""
        text = _shown("".join(self._line))
        self._line.clear()
        if text and len(text) <= _LONGEST_LINE:
            self._lines = [*self._lines[1 - _MOST_LINES :], text]

    def _count(self, cells: int) -> None:
        self._cells += cells
        if self._cells > self.limits.cells or len(self.done) > self.limits.sheets:
            raise OverflowError

    def finished(self) -> list[_Table]:
        """Give the tables that hold anything, in the order in which they begin."""
        while self._open:
            self._count(self._open.pop().end_cell())
        return [table for table in self.done if any(map(any, table.rows))]


def _span(attributes: dict[str, str | None], name: str) -> int:
    text = (attributes.get(name) or "").strip()
    return min(int(text), _MOST_SPAN) or 1 if text.isdecimal() and len(text) < 6 else 1


def _shown(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def read_web_tables(data: bytes, path: Path, limits: Limits) -> Workbook:
    """Read every table of a web page, or of the pages in an archive."""
    tables: list[_Table] = []
    for text in map(_without_comments, _pages(data)):
        _refuse_unclosed(text, path.name)
        reader = _Reader(limits)
        try:
            reader.feed(text)
            reader.close()
            tables += reader.finished()
        except OverflowError as error:
            raise UserError(TOO_LARGE, file=path.name) from error
        except AssertionError as error:  # what html.parser raises at declarations that it does not know
            raise UserError(DAMAGED, file=path.name) from error
    if not tables:
        raise UserError(NO_TABLE, file=path.name)
    return Workbook([_sheet(number, table) for number, table in enumerate(tables, 1)], _READER)


def _without_comments(text: str) -> str:
    """Leave comments out; one that never ends, for which the parser would look again and again, ends all."""
    kept, place = [], 0
    while (start := text.find("<!--", place)) >= 0:
        kept.append(text[place:start])
        end = text.find("-->", start + 4)
        if end < 0:
            return "".join(kept)
        place = end + 3
    return "".join([*kept, text[place:]])


def _refuse_unclosed(text: str, file: str) -> None:
    """Refuse tags that never close: the parser's time for them grows with the square of their number."""
    if any(part.count("<") > _MOST_UNCLOSED for part in text.split(">")):
        raise UserError(DAMAGED, file=file)


def _pages(data: bytes) -> list[str]:
    """Give the page, or all pages of an archive."""
    if not data.lstrip()[:13].lower().startswith(b"mime-version:"):
        return [_text(data)]
    parts = email.message_from_bytes(data, policy=email.policy.default).walk()
    found = [part.get_payload(decode=True) for part in parts if part.get_content_type() == "text/html"]
    return [_text(part) for part in found if isinstance(part, bytes)]


def _text(data: bytes) -> str:
    """Read a page as it says it is written, where it does."""
    declared = _CHARSET.search(data[:4096])
    text, encoding = decode(data)
    if declared and encoding not in ("utf-8", "utf-16", "utf-32"):
        try:
            return data.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            return text
    return text


def _sheet(number: int, table: _Table) -> Sheet:
    clear_under_merges(table.rows, table.merges)
    return Sheet(
        f"Table {number}",
        trimmed(table.rows),
        hidden_rows=frozenset(table.hidden_rows),
        merges=tuple(table.merges),
        above=table.above,
    )
