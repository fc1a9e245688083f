"""How wide the columns of a table are, from what stands in its first rows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

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
_MOST_OF_A_WORD = 84.0
_MOST_OF_A_TEXT = 2000.0
_COMPACT_SHARE = 0.62


def column_widths(
    table: Table, writers: Sequence[CellText], head: Typesetter, cell: Typesetter, available: float
) -> list[float]:
    """The width of each column, padding included; together at most `available`."""
    first = list(islice(table.rows(), SAMPLE_ROWS))
    sample = [row for row in first if not isinstance(row, GroupRow)]
    measures = [
        _measure(column, [writer(row[place]) for row in sample], head, cell)
        for place, (column, writer) in enumerate(zip(table.columns, writers, strict=True))
    ]
    naturals = [natural + 2 * PADDING for natural, _, _ in measures]
    has_groups = len(sample) < len(first)
    if sum(naturals) <= available * _COMPACT_SHARE and not has_groups:
        return naturals
    return _shared(table.columns, measures, naturals, available)


def _measure(
    column: Column, texts: Sequence[str], head: Typesetter, cell: Typesetter
) -> tuple[float, float, float]:
    """Widest text, widest word and mean text of a column."""
    title = column_title(column)
    widths = [min(cell.width(text), _MOST_OF_A_TEXT) for text in texts if text]
    words = max((cell.longest_word(text) for text in texts), default=0.0)
    word = max(min(words, _MOST_OF_A_WORD), head.longest_word(title))
    natural = max([*widths, word, min(head.width(title), _MOST_OF_A_WORD)])
    return natural, word, sum(widths) / len(widths) if widths else word


def _shared(
    columns: Sequence[Column],
    measures: Sequence[tuple[float, float, float]],
    naturals: Sequence[float],
    available: float,
) -> list[float]:
    """Give the short columns what they need and share the rest among the texts."""
    widths = [0.0] * len(columns)
    shares: dict[int, float] = {}
    for place, (column, (natural, word, mean)) in enumerate(zip(columns, measures, strict=True)):
        most = _MOST_OF_KIND.get(column.kind)
        if most is not None and not column.weight:
            widths[place] = max(min(natural, most), word) + 2 * PADDING
        else:
            shares[place] = column.weight or max(mean, 12.0) ** 0.6
    floors = {place: measures[place][1] + 2 * PADDING for place in shares}
    _share_out(widths, shares, floors, available - sum(widths))
    if not shares and sum(naturals) < available:
        widths = [width + (available - sum(widths)) / len(widths) for width in widths]
    excess = available / sum(widths)
    return [width * min(excess, 1.0) for width in widths]


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
