"""How wide the columns of a table are, from what stands in its first rows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from desktop.reports.cells import CellText, column_title
from desktop.reports.document import Column, GroupRow, Kind, Table
from desktop.reports.pdf.typesetter import Typesetter

PADDING = 4.0
SAMPLE_ROWS = 200

_MOST_OF_KIND = {
    Kind.CODE: 46.0,
    Kind.NUMBER: 64.0,
    Kind.MONEY: 76.0,
    Kind.PERCENT: 48.0,
    Kind.DATE: 60.0,
    Kind.PARTIAL_DATE: 66.0,
    Kind.STATUS: 66.0,
}
_MOST_OF_A_WORD = (170.0, 125.0, 84.0)
"""How long a word may be that is not to be cut; the first of these with which all columns find room."""
_SHARE_OF_WORDS = 0.86
_MOST_OF_A_TEXT = 2000.0
_COMPACT_SHARE = 0.62
_SHARE_OF_THE_EMPTY = 0.5


class _Measure(NamedTuple):
    """Widest text, widest word and mean text of a column, and the widest word of its title, in points."""

    natural: float
    word: float
    mean: float
    title_word: float
    is_empty: bool

    def floor(self, most: float) -> float:
        return max(min(self.word, most), self.title_word) + 2 * PADDING


class Setters(NamedTuple):
    """The typesetters of a table's head, of its cells and of its row of sums."""

    head: Typesetter
    cell: Typesetter
    total: Typesetter


def column_widths(
    table: Table, writers: Sequence[CellText], setters: Setters, available: float
) -> list[float]:
    """The width of each column, padding included; together at most `available`."""
    first = list(islice(table.rows(), SAMPLE_ROWS))
    sample = [row for row in first if not isinstance(row, GroupRow)]
    measures = [
        _measure(column, [writer(row[place]) for row in sample], setters, has_total=table.has_total)
        for place, (column, writer) in enumerate(zip(table.columns, writers, strict=True))
    ]
    naturals = [measure.natural + 2 * PADDING for measure in measures]
    is_running = table.group_title or any(column.kind is Kind.LONG_TEXT for column in table.columns)
    if sum(naturals) <= available * _COMPACT_SHARE and not is_running:
        return naturals
    return _shared(table.columns, measures, naturals, available)


def _measure(column: Column, texts: Sequence[str], setters: Setters, *, has_total: bool) -> _Measure:
    head, cell, title = setters.head, setters.cell, column_title(column)
    widths = [min(cell.width(text), _MOST_OF_A_TEXT) for text in texts if text]
    if has_total and texts[-1:] != [""]:
        widths += [setters.total.width(text) for text in texts[-1:]]
    word = max((cell.longest_word(text) for text in texts), default=0.0)
    title_word = head.longest_word(title)
    least = max(min(word, _MOST_OF_A_WORD[-1]), title_word)
    natural = max([*widths, least, min(head.width(title), _MOST_OF_A_WORD[-1])])
    mean = sum(widths) / len(widths) if widths else title_word
    return _Measure(natural, word, mean, title_word, not widths)


def _shared(
    columns: Sequence[Column], measures: Sequence[_Measure], naturals: Sequence[float], available: float
) -> list[float]:
    """Give the short columns what they need and share the rest among the texts."""
    widths = [0.0] * len(columns)
    shares: dict[int, float] = {}
    word = _longest_kept_word(measures, available)
    for place, (column, measure) in enumerate(zip(columns, measures, strict=True)):
        most = _MOST_OF_KIND.get(column.kind)
        if most is not None and not column.weight:
            widths[place] = max(min(measure.natural + 2 * PADDING, most + 2 * PADDING), measure.floor(word))
        else:
            share = column.weight or max(measure.mean, 12.0) ** 0.6
            shares[place] = share * (_SHARE_OF_THE_EMPTY if measure.is_empty else 1)
    floors = {place: measures[place].floor(word) for place in shares}
    _share_out(widths, shares, floors, available - sum(widths))
    if not shares and sum(naturals) < available:
        widths = [width + (available - sum(widths)) / len(widths) for width in widths]
    excess = available / sum(widths)
    return [width * min(excess, 1.0) for width in widths]


def _longest_kept_word(measures: Sequence[_Measure], available: float) -> float:
    """How long the words may be that no column cuts, such as e-mail addresses."""
    for most in _MOST_OF_A_WORD:
        if sum(measure.floor(most) for measure in measures) <= available * _SHARE_OF_WORDS:
            return most
    return _MOST_OF_A_WORD[-1]


def _share_out(widths: list[float], shares: dict[int, float], floors: dict[int, float], left: float) -> None:
    """Share `left` points by weight, giving no column less than its widest word takes."""
    open_places = dict(shares)
    while open_places:
        total = sum(open_places.values())
        short = [place for place in open_places if left * open_places[place] / total < floors[place]]
        if not short:
            for place, share in open_places.items():
                widths[place] = left * share / total
            return
        for place in short:
            widths[place] = floors[place]
            left -= floors[place]
            del open_places[place]
