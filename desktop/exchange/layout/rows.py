"""Says of every row of a sheet what it is: data, heading, guidance, example, total or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from db.messages import N_
from desktop.exchange.layout import words
from desktop.exchange.layout.fields import TargetField, heading_key
from desktop.exchange.layout.marks import is_mark
from desktop.exchange.layout.merging import Merges
from desktop.exchange.layout.sections import SectionPath
from desktop.exchange.layout.table import RowInfo, RowKind, TableLayout
from desktop.exchange.layout.tail import cut_tail
from desktop.exchange.reading.grid import CellValue, NoCachedValue, Sheet

ABOVE = N_("This row stands above the table.")
HEADINGS = N_("This row holds the column headings.")
HEADINGS_AGAIN = N_("This row repeats the column headings.")
TYPES = N_("This row tells what kind of value each column takes.")
ADVICE = N_("This row tells how to fill the columns.")
EXAMPLE = N_("This row is an example.")
TOTAL = N_("This row is a total.")
SECTION = N_("This row is a heading for the rows below it.")
SUBTITLE = N_("This row is a caption inside the table.")
NOTE = N_("This row is a note about the table.")
FORMULAS = N_("These rows hold only formulas without a value.")
TEMPLATE = N_("These rows hold only words of the template.")
BLANK = N_("These rows are empty.")
CONTINUED = N_("This row continues the row above it.")

Filled = Sequence[tuple[int, CellValue]]
_EXAMPLE_ALONE = frozenset(["example", "ejemplo", "exemple", "exemplo"])
_LEADING_ROWS = 6
_MOST_TEMPLATE_CELLS = 2
_LEAST_REPEATED = 3
_LEAST_FULL = 3
_LONGEST_COLUMN_NUMBER = 9


@dataclass
class _Table:
    """What is known while the rows of one table are judged."""

    sheet: Sheet
    layout: TableLayout
    merges: Merges
    item_columns: tuple[int, ...]
    mapped: frozenset[int]
    checked: list[tuple[int, TargetField]]
    titles: dict[str, int]
    wide: tuple[tuple[str, tuple[int, ...]], ...]
    narrow: tuple[tuple[str, int], ...]
    template_texts: frozenset[tuple[int, object]] = frozenset()
    sections: SectionPath = field(default_factory=SectionPath)
    captions: frozenset[int] = frozenset()
    has_data: bool = False
    leading: int = 0


def classify_rows(sheet: Sheet, layout: TableLayout) -> list[RowInfo]:
    """Judge every row of a sheet from its first to its last, empty rows in blocks.

    Only data, sub-items and continuations carry `values`; a continuation's texts are already joined to the
    values of the row it continues.
    """
    table = _known_table(sheet, layout)
    rows: list[RowInfo] = []
    for text in filter(words.is_objective, (sheet.name, *sheet.above)):
        table.sections.enter(text)
    for number in range(sheet.first_row, sheet.end_row):
        _append(rows, _judge(table, number))
    _append_blank_formulas(rows, table)
    if table.item_columns:
        cut_tail(rows, layout, _is_number_like, NOTE)
    _drop_empty_sections(rows)
    _join_continuations(rows, layout)
    _find_parents(rows, table)
    return rows


def _known_table(sheet: Sheet, layout: TableLayout) -> _Table:
    by_column = {column: name for name, columns in layout.columns.items() for column in columns}
    fields = layout.wanted
    checked = [
        (column, fields[name])
        for column, name in by_column.items()
        if name in fields and fields[name].check and layout.confidence.get(name, 1.0) >= 0.5
        if name not in layout.marked
    ]
    plain = {name: columns for name, columns in layout.columns.items() if name not in layout.marked}
    several = {
        name
        for name, columns in plain.items()
        if len(columns) > 1 or (name in fields and fields[name].is_many)
    }
    table = _Table(
        sheet=sheet,
        layout=layout,
        merges=Merges(sheet),
        item_columns=layout.item_columns,
        mapped=frozenset(by_column),
        checked=checked,
        titles={text.rpartition(" / ")[2]: column for column, text in enumerate(layout.headings) if text},
        wide=tuple((name, columns) for name, columns in plain.items() if name in several),
        narrow=tuple((name, columns[0]) for name, columns in plain.items() if name not in several),
    )
    table.template_texts = _template_texts(table)
    table.captions = _captions(table)
    return table


def _captions(table: _Table) -> frozenset[int]:
    """Find the lines directly above the headings where these come again: each heads its own block."""
    if not table.item_columns:
        return frozenset()
    first = table.layout.header_rows[:1]
    again = [
        number
        for number in range(table.layout.first_row, table.layout.last_row + 1)
        if _is_heading_row(table, number)
    ]
    if not first or not again:
        return frozenset()
    above = [_row_above(table, number) for number in (*first, *again)]
    # A line above the first block alone is the title of the sheet.
    if None in above[1:]:
        return frozenset()
    return frozenset(number for number in above if number is not None)


def _is_heading_row(table: _Table, number: int) -> bool:
    cells = table.sheet.row(number)
    first = next((cell for cell in cells if cell is not None), None)
    if not isinstance(first, str) or first.strip() not in table.titles:
        return False
    filled = [(column, cell) for column, cell in enumerate(cells) if cell is not None]
    return len(filled) > 1 and _repeats_headings(table, filled)


def _row_above(table: _Table, number: int) -> int | None:
    """The lone text directly above a row, blank rows between them aside."""
    for above in range(number - 1, max(number - 4, table.sheet.first_row - 1), -1):
        filled = [cell for cell in table.sheet.row(above) if cell is not None]
        if filled:
            is_caption = len(filled) == 1 and isinstance(filled[0], str) and not words.is_note(filled[0])
            return above if is_caption else None
    return None


def _template_texts(table: _Table) -> frozenset[tuple[int, object]]:
    """Find cells that repeat in rows without an item: what a template puts there beforehand."""
    if not table.item_columns:
        return frozenset()
    counts: dict[tuple[int, object], int] = {}
    for number in range(table.layout.first_row, table.layout.last_row + 1):
        cells = table.sheet.row(number)
        if not any(table.merges.value(number, column) is not None for column in table.item_columns):
            for column, cell in enumerate(cells):
                if cell is not None:
                    counts[column, cell] = counts.get((column, cell), 0) + 1
    return frozenset(place for place, count in counts.items() if count >= _LEAST_REPEATED)


def _append(rows: list[RowInfo], info: RowInfo) -> None:
    """Add a row, an empty one to the block of empty rows before it."""
    last = rows[-1] if rows else None
    if last and info.kind == "empty" == last.kind and info.reason == last.reason:
        last.last_row = info.last_row
    else:
        rows.append(info)


def _append_blank_formulas(rows: list[RowInfo], table: _Table) -> None:
    """Add in one block the rows after the last cell whose formulas gave nothing."""
    after = [number for number in table.sheet.blank_formula_rows if number >= table.sheet.end_row]
    if after:
        _append(rows, RowInfo(min(after), max(after), "empty", FORMULAS))


def _judge(table: _Table, number: int) -> RowInfo:
    """Judge one row by what stands in it and where."""
    layout = table.layout
    cells = table.sheet.row(number)
    filled = [(column, cell) for column, cell in enumerate(cells) if cell is not None]
    if number in layout.header_rows:
        return _no_data(number, "title", HEADINGS, filled)
    if not filled:
        return RowInfo(number, number, "empty", BLANK)
    if number < layout.first_row:
        text = _text_of(filled)
        if words.is_objective(text) or (number in table.captions and len(filled) == 1):
            table.sections.enter(text)
        return _no_data(number, "title", ABOVE, filled)
    if number > layout.last_row:
        return _no_data(number, "guidance", NOTE, filled)
    if found := _not_data(table, number, filled):
        kind, reason = found
        if kind == "section":
            table.sections.enter(_text_of(filled))
        return _no_data(number, kind, reason, filled)
    return _data(table, number)


def _no_data(number: int, kind: RowKind, reason: str, filled: Filled) -> RowInfo:
    return RowInfo(number, number, kind, reason, text=_text_of(filled))


def _text_of(filled: Filled) -> str:
    return " ".join(str(cell).strip() for _, cell in filled if isinstance(cell, str | int | float))[:500]


def _not_data(table: _Table, number: int, filled: Filled) -> tuple[RowKind, str] | None:
    """Give kind and reason of a row below the headings that is no data, None when it is data."""
    texts = [cell for _, cell in filled if isinstance(cell, str)]
    if all(isinstance(cell, NoCachedValue) for _, cell in filled):
        return "empty", FORMULAS
    if len(filled) > 1 and _repeats_headings(table, filled):
        return "title", HEADINGS_AGAIN
    if texts and words.is_total(texts[0]) and _is_sparse(table, filled):
        return "total", TOTAL
    if _is_marked_example(table, filled):
        return "example", EXAMPLE
    if not table.has_data and table.leading < _LEADING_ROWS:
        table.leading += 1
        if found := _leading(table, filled, texts):
            return found
    if number in table.captions:
        return "section", SECTION
    if len(filled) <= _MOST_TEMPLATE_CELLS or table.template_texts:
        return _few_cells(table, number, filled, texts)
    return None


def _repeats_headings(table: _Table, filled: Filled) -> bool:
    titles = table.titles
    if not any(isinstance(cell, str) and cell.strip() in titles for _, cell in filled[:2]):
        return False
    same = sum(isinstance(cell, str) and titles.get(cell.strip()) == column for column, cell in filled)
    return same >= 2 and same * 2 > len(filled)


def _is_sparse(table: _Table, filled: Filled) -> bool:
    """Say whether beside its first text a row has nearly only numbers: a line of totals, not an item."""
    texts = [cell for _, cell in filled if isinstance(cell, str)]
    return len(texts) <= 2 and (len(filled) <= 3 or len(texts) == 1) and len(texts[0]) <= 60


def _is_marked_example(table: _Table, filled: Filled) -> bool:
    first = filled[0][1]
    marked = [cell for column, cell in filled if column in table.item_columns] + [first]
    if any(isinstance(cell, str) and words.is_example(cell) for cell in marked):
        return True
    return any(
        isinstance(cell, str) and len(cell) < 12 and cell.strip(" :()[]").lower() in _EXAMPLE_ALONE
        for _, cell in filled
    )


def _leading(table: _Table, filled: Filled, texts: list[str]) -> tuple[RowKind, str] | None:
    """Judge a row between the headings and the first data: types, numbering of columns, advice."""
    if len(filled) >= 3 and _numbers_columns([cell for _, cell in filled]):
        return "type_hint", TYPES
    if len(texts) < 2 or len(texts) * 4 < len(filled) * 3:
        return None
    hints = sum(map(words.is_type_hint, texts))
    if hints * 2 >= len(texts):
        return "type_hint", TYPES
    advice = sum(map(words.is_advice, texts))
    judged = [
        field.check(cell) for column, field in table.checked if field.check for cell in _at(filled, column)
    ]
    fails = sum(vote is False for vote in judged)
    is_long = sum(map(len, texts)) >= 20 * len(texts)
    if advice * 5 >= len(texts) * 2 or (fails >= 2 and fails == len(judged) and is_long and advice):
        return "guidance", ADVICE
    return None


def _at(filled: Filled, column: int) -> list[CellValue]:
    return [cell for place, cell in filled if place == column]


def _numbers_columns(cells: list[CellValue]) -> bool:
    """Say whether the cells only count the columns: 1, 2, 3 or (a), (b), (c)."""
    keys = [heading_key(str(cell)) for cell in cells]
    if keys == [chr(97 + place) for place in range(len(keys))]:
        return True
    if not all(key.isdecimal() and len(key) < _LONGEST_COLUMN_NUMBER for key in keys):
        return False
    numbers = [int(key) for key in keys]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _few_cells(table: _Table, number: int, filled: Filled, texts: list[str]) -> tuple[RowKind, str] | None:
    """Judge a row with few cells: a heading across the table, a note, or words of the template."""
    has_item = any(table.merges.value(number, column) is not None for column in table.item_columns)
    columns = [column for column, _ in filled]
    is_across = any(table.merges.span(number, column) > 2 for column in columns)
    if is_across and len(filled) <= 2 and texts:
        return ("guidance", NOTE) if words.is_note(texts[-1]) else ("section", SECTION)
    if has_item and len(filled) == 1 and _is_heading_of_items(table, number, columns[0]):
        return "section", SECTION
    if has_item or not table.item_columns:
        return _number_and_heading(table, number, filled, texts)
    if len(filled) == 1 and texts and not _is_number_like(texts[0]):
        if filled[0] in table.template_texts:
            return "empty", TEMPLATE
        if words.is_note(texts[0]):
            return "guidance", NOTE
        return _lone_text(table, number, columns[0])
    if all(place in table.template_texts or _is_number_like(place[1]) for place in filled):
        return "empty", TEMPLATE
    if not table.mapped.intersection(columns):
        return "guidance", NOTE
    return None


def _is_number_like(cell: object) -> bool:
    """Say whether a cell is a number or a bare numbering such as 1.2 or A-3."""
    return not isinstance(cell, str) or not any(
        len(word) > 2 and word.strip(".:;,()").isalpha() for word in cell.split()
    )


def _lone_text(table: _Table, number: int, column: int) -> tuple[RowKind, str]:
    """Tell a heading for the next rows from a caption: rows with words of their own there need none."""
    if column in table.mapped and _next_item_has_words(table, number, column):
        return "title", SUBTITLE
    return "section", SECTION


def _next_item_has_words(table: _Table, number: int, column: int) -> bool:
    for below in range(number + 1, min(number + 8, table.layout.last_row + 1)):
        if any(table.merges.value(below, item) is not None for item in table.item_columns):
            return not _is_number_like(table.merges.value(below, column))
    return False


def _is_heading_of_items(table: _Table, number: int, column: int) -> bool:
    """Tell a heading that stands alone among the items: the next row is full and does not look like it."""
    cell = table.sheet.value(number, column)
    if len(table.item_columns) != 1 or not isinstance(cell, str):
        return False
    if table.merges.anchor(number, column) is not None or table.merges.span(number, column) > 1:
        return False
    below = _next_row(table, number)
    item = below[column] if len(below) > column else None
    if not isinstance(item, str) or sum(each is not None for each in below) < _LEAST_FULL:
        return False
    is_numbered = any(_is_number_like(each) and each is not None for each in below[:column])
    return is_numbered or (words.is_heading(cell) and not words.is_heading(item))


def _next_row(table: _Table, number: int) -> Sequence[CellValue]:
    """The next row that holds anything but the headings once more."""
    for below in range(number + 1, min(number + 4, table.layout.last_row + 1)):
        cells = table.sheet.row(below)
        filled = [(column, cell) for column, cell in enumerate(cells) if cell is not None]
        if filled and not _repeats_headings(table, filled):
            return cells
    return ()


def _number_and_heading(
    table: _Table, number: int, filled: Filled, texts: list[str]
) -> tuple[RowKind, str] | None:
    """Take "1 | Legal framework" above "1.1 | ..." with full rows as a heading, everything else as data."""
    if len(filled) != 2 or _is_number_like(filled[1][1]) or not _is_number_like(filled[0][1]):
        return None
    if table.merges.anchor(number, filled[1][0]) is not None:
        return None
    own = _numbering(filled[0][1])
    below = table.sheet.row(number + 1)
    next_number = _numbering(below[filled[0][0]] if len(below) > filled[0][0] else None)
    is_full = sum(cell is not None for cell in below) >= 4
    return ("section", SECTION) if own and is_full and next_number.startswith(f"{own}.") else None


def _numbering(cell: object) -> str:
    return str(cell).strip().rstrip(".") if isinstance(cell, str | int | float) else ""


def _data(table: _Table, number: int) -> RowInfo:
    """Give a data row with the values of its mapped fields."""
    table.has_data = True
    kind, reason = _kind_of_data(table, number)
    return RowInfo(number, number, kind, reason, _values(table, number), table.sections.path)


def row_values(sheet: Sheet, layout: TableLayout) -> Callable[[int], dict[str, object]]:
    """Give the reader of the mapped fields of any row, for rows that were judged by another layout."""
    return partial(_values, _known_table(sheet, layout))


def _values(table: _Table, number: int) -> dict[str, object]:
    """Give the cells of the mapped fields of a row, blanks under merges filled from above."""
    cells = table.merges.row(number)
    end = len(cells)
    values: dict[str, object] = {
        name: cells[column] if column < end else None for name, column in table.narrow
    }
    for name, columns in table.wide:
        values[name] = tuple(cells[column] if column < end else None for column in columns)
    for name, texts in table.layout.marked.items():
        values[name] = _marked_texts(table, number, texts)
    return values


def _marked_texts(table: _Table, number: int, texts: Mapping[int, str]) -> tuple[str, ...]:
    """Give the values of the columns that a row marks; a mark may be merged over several of them."""
    merges = table.merges
    reached: set[int] = set()
    for column in texts:
        if is_mark(merges.value(number, column)):
            reached.update(range(column, column + merges.span(number, column)))
    return tuple(dict.fromkeys(text for column, text in texts.items() if column in reached))


def _kind_of_data(table: _Table, number: int) -> tuple[RowKind, str]:
    columns = table.item_columns
    levels = [level for level, column in enumerate(columns) if table.merges.value(number, column) is not None]
    deepest = levels[-1] if levels else 0
    if levels and table.merges.anchor(number, columns[deepest]) is not None:
        return "continuation", CONTINUED
    return ("sub_item" if deepest > 0 else "data"), ""


def _drop_empty_sections(rows: list[RowInfo]) -> None:
    """Take headings after the last data row for what they are: notes."""
    for info in reversed(rows):
        if info.values:
            return
        if info.kind == "section":
            info.kind, info.reason = "guidance", NOTE


def _join_continuations(rows: list[RowInfo], layout: TableLayout) -> None:
    """Add to a row the further texts of the rows that a merge of its name covers."""
    owner: RowInfo | None = None
    for info in rows:
        if info.is_data:
            owner = info
        elif info.kind == "continuation" and owner:
            info.parent_row = owner.row
            for name, value in info.values.items():
                owner.values[name] = _joined(owner.values.get(name), value)


def _joined(first: object, more: object) -> object:
    if isinstance(first, tuple) and isinstance(more, tuple):
        return tuple(map(_joined, first, more))
    if first is None:
        return more
    if isinstance(first, str) and isinstance(more, str) and more not in first.split("\n"):
        return f"{first}\n{more}"
    return first


def _find_parents(rows: list[RowInfo], table: _Table) -> None:
    """Give each sub-item the row that carries its parent: the same name above it, else the item above."""
    if len(table.item_columns) < 2:
        return
    by_name: dict[object, int] = {}
    last: int | None = None
    for info in rows:
        if info.kind not in ("data", "sub_item"):
            continue
        name = table.merges.value(info.row, table.item_columns[0])
        if info.kind == "data":
            by_name[name] = last = info.row
        else:
            info.parent_row = by_name.get(name) if name is not None else last
