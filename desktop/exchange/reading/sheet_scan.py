"""Collects from a worksheet's XML, in one pass over its bytes, what the fast reader does not tell.

It counts before anything is built: the last row and column that hold a value decide whether the sheet
can be read at all. Patterns over bytes are used because an XML parser would cost ten times the reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from desktop.exchange.reading.grid import Merge, column_number, read_range, read_reference
from desktop.exchange.reading.limits import MEGABYTE

_PREFIX = re.compile(rb"<(?:([A-Za-z_][\w.-]*):)?worksheet[\s>]")
_LONG_ROW = 2 * MEGABYTE
_KEEP = 32 * MEGABYTE
_MOST_OPEN_CELLS = 1000
_NUMBER = re.compile(rb"[0-9]+")


@dataclass
class SheetFacts:
    """What one pass over a worksheet found; positions are 0-based, last_row and last_column -1 when empty."""

    last_row: int = -1
    last_column: int = -1
    filled: int = 0
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    unsaved: set[tuple[int, int]] = field(default_factory=set)
    blank_formulas: set[int] = field(default_factory=set)
    percents: set[tuple[int, int]] = field(default_factory=set)
    unplaced_rows: int = 0

    @property
    def area(self) -> int:
        """How many cells a reader will build that keeps a full grid."""
        return (self.last_row + 1) * (self.last_column + 1)


class TooMuch(Exception):
    """A worksheet that holds more than the limits allow."""


class Broken(Exception):
    """A worksheet whose cells are not closed, on which an XML reader would pile them up."""


class _Patterns:
    """The patterns for one worksheet, made for the namespace prefix that it uses."""

    def __init__(self, prefix: bytes, percent_styles: frozenset[int]) -> None:
        self.row_start = b"<" + prefix + b"row"
        self.cell_end = b"</" + prefix + b"c>"
        self.formula_start = b"<" + prefix + b"f"
        lead = b"<" + prefix
        row, cell = self.row_start, lead + b"c"
        value = rb"<" + prefix + rb"v>([^<]*)</" + prefix + rb"v>"
        formula = lead + rb"f(?:\s[^<>]*)?(?:/>|>[^<]*</" + prefix + rb"f>)"
        blank = lead + rb"v\s*/>|" + lead + rb"v>\s*</" + prefix + rb"v>"
        self.row = re.compile(row + rb"\s([^<>]*)>")
        self.placed = re.compile(cell + rb"\s(?:[^<>]*?\s)?r=[\"']([A-Z]{1,3})([0-9]{1,10})[\"'][^<>/]*>")
        self.unplaced = re.compile(cell + rb"(?=[\s>])(?![^<>]*\sr=)[^<>]*[^/]?>")
        self.error = re.compile(
            cell + rb"(\s[^<>]*\bt=[\"']e[\"'][^<>]*)>\s*(?:" + formula + rb")?\s*" + value
        )
        self.formula = re.compile(
            cell + rb"(\s[^<>]*[^<>/])>\s*" + formula + rb"\s*(" + blank + rb")?\s*</" + prefix + rb"c>"
        )
        self.maybe_unplaced = re.compile(cell + rb"(?! r=[\"'])[\s>]")
        styles = b"|".join(str(style).encode() for style in sorted(percent_styles))
        self.percent = (
            re.compile(cell + rb"(\s[^<>]*\bs=[\"'](?:" + styles + rb")[\"'][^<>/]*)>") if styles else None
        )
        self.column = re.compile(lead + rb"col\s([^<>]*)>")
        self.merge = re.compile(lead + rb"mergeCell\s[^<>]*ref=[\"']([A-Z0-9:$]+)[\"']")


def scan_sheet(chunks: Iterable[bytes], percent_styles: frozenset[int], most_filled: int) -> SheetFacts:
    """Read a worksheet's bytes once and give what was found.

    Raises:
        TooMuch: When more cells hold something than `most_filled`.
        Broken: When cells are opened and never closed.
    """
    facts = SheetFacts()
    patterns: _Patterns | None = None
    closed = 0
    for text in _pieces(chunks):
        if patterns is None:
            found = _PREFIX.search(text, 0, 65536)
            patterns = _Patterns(found[1] + b":" if found and found[1] else b"", percent_styles)
        _scan_rows(text, patterns, facts)
        _scan_cells(text, patterns, facts)
        _scan_rest(text, patterns, facts)
        closed += text.count(patterns.cell_end)
        if facts.filled > most_filled:
            raise TooMuch
        if facts.filled > closed + _MOST_OPEN_CELLS:
            raise Broken
    return facts


def _pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Cut the stream so that no row lies in two pieces (no cell, when a row is very long)."""
    rest = b""
    for chunk in chunks:
        rest += chunk
        cut = _last_start(rest, b"row ")
        if cut <= 0 and len(rest) > _LONG_ROW:
            cut = _last_start(rest, b"c ")
        if len(rest) > _KEEP:
            raise TooMuch
        if cut > 0:
            yield rest[:cut]
            rest = rest[cut:]
    yield rest


def _last_start(text: bytes, tag: bytes) -> int:
    """Give the place where the last element of this name starts, with or without a namespace prefix."""
    plain, prefixed = text.rfind(b"<" + tag), text.rfind(b":" + tag)
    return max(plain, text.rfind(b"<", 0, prefixed) if prefixed > 0 else -1)


def _attribute(attributes: bytes, name: bytes) -> bytes:
    match = re.search(rb"(?:^|\s)" + name + rb"\s*=\s*[\"']([^\"']*)[\"']", attributes)
    return match[1] if match else b""


def _scan_rows(text: bytes, patterns: _Patterns, facts: SheetFacts) -> None:
    if b"hidden=" not in text:
        return
    for attributes in patterns.row.findall(text):
        if b"hidden=" in attributes and _attribute(attributes, b"hidden") in (b"1", b"true"):
            number = _attribute(attributes, b"r")
            if _NUMBER.fullmatch(number):
                facts.hidden_rows.add(int(number) - 1)


def _scan_cells(text: bytes, patterns: _Patterns, facts: SheetFacts) -> None:
    places = patterns.placed.findall(text)
    if places:
        facts.filled += len(places)
        facts.last_column = max(facts.last_column, *map(_column, {letters for letters, _ in places}))
        facts.last_row = max(facts.last_row, *(int(number) - 1 for number in {row for _, row in places}))
    unplaced = len(patterns.unplaced.findall(text)) if patterns.maybe_unplaced.search(text) else 0
    if unplaced:
        facts.filled += unplaced
        facts.unplaced_rows += text.count(patterns.row_start)
        facts.last_row = max(facts.last_row, facts.unplaced_rows - 1, _last_row(text, patterns))
        facts.last_column = max(facts.last_column, _widest(text, patterns) - 1)
    _scan_odd_cells(text, patterns, facts)


def _last_row(text: bytes, patterns: _Patterns) -> int:
    numbers = [_attribute(attributes, b"r") for attributes in patterns.row.findall(text)]
    return max((int(number) for number in numbers if _NUMBER.fullmatch(number)), default=0) - 1


def _widest(text: bytes, patterns: _Patterns) -> int:
    return max(len(patterns.unplaced.findall(row)) for row in text.split(patterns.row_start))


def _column(letters: bytes) -> int:
    return column_number(letters.decode("ascii"))


def _place(attributes: bytes) -> tuple[int, int] | None:
    return read_reference(_attribute(attributes, b"r").decode("ascii", "replace"))


def _scan_odd_cells(text: bytes, patterns: _Patterns, facts: SheetFacts) -> None:
    if b't="e"' in text or b"t='e'" in text:
        for attributes, value in patterns.error.findall(text):
            if place := _place(attributes):
                facts.errors[place] = value.decode("utf-8", "replace")
    if patterns.formula_start in text:
        _scan_formulas(text, patterns, facts)
    if patterns.percent:
        for attributes in patterns.percent.findall(text):
            if place := _place(attributes):
                facts.percents.add(place)


def _scan_formulas(text: bytes, patterns: _Patterns, facts: SheetFacts) -> None:
    """Tell a formula whose saved result is an empty text from one that was saved without any result."""
    for attributes, blank in patterns.formula.findall(text):
        if place := _place(attributes):
            if blank and _attribute(attributes, b"t") == b"str":
                facts.blank_formulas.add(place[0])
            else:
                facts.unsaved.add(place)


def _scan_rest(text: bytes, patterns: _Patterns, facts: SheetFacts) -> None:
    for attributes in patterns.column.findall(text):
        if b"hidden=" in attributes and _attribute(attributes, b"hidden") in (b"1", b"true"):
            first, last = _attribute(attributes, b"min"), _attribute(attributes, b"max")
            if _NUMBER.fullmatch(first) and _NUMBER.fullmatch(last):
                facts.hidden_columns.append((int(first) - 1, int(last) - 1))
    for reference in patterns.merge.findall(text):
        if merge := read_range(reference.decode("ascii")):
            facts.merges.append(merge)
