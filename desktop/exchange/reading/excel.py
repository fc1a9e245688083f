"""Reads Excel workbooks into grids: the fast reader first, openpyxl where it fails.

Runs in the reading process only; the readers themselves are imported when they are used.
"""

from __future__ import annotations

import lzma
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from db.messages import N_
from desktop.base.errors import UserError
from desktop.exchange.reading.cells import plain_value
from desktop.exchange.reading.grid import (
    CellError,
    CellValue,
    Merge,
    NoCachedValue,
    Notice,
    Sheet,
    Workbook,
    clear_under_merges,
    column_letter,
    trimmed,
)
from desktop.exchange.reading.limits import Limits
from desktop.exchange.reading.packages import DAMAGED, PASSWORD, TOO_LARGE, Package
from desktop.exchange.reading.sheet_scan import Broken, SheetFacts, TooMuch, scan_sheet
from desktop.exchange.reading.xlsx_parts import SheetPart, workbook_parts

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

T = TypeVar("T")
# What the second reader raises of itself, of XML, of zips, and of what zips are packed by.
_BROKEN = (
    *(LookupError, SyntaxError, ValueError, TypeError, AttributeError, ArithmeticError, AssertionError),
    *(OSError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error, lzma.LZMAError),
)
FAST, SECOND = "calamine", "openpyxl"
NO_SHEET = N_("{file} holds no worksheet that can be read.")
SHEET_TOO_LARGE = N_(
    "The sheet {sheet} reaches to row {row} and column {column}, more than can be read. "
    "Delete the empty rows and columns after the table and try again."
)
SECOND_READER = N_("{file} was read by the second reader, because the first could not read it.")
_UNSAVED = N_(
    "Formulas that were saved without their results on the sheet {sheet}: {count}. "
    "Open the workbook in Excel or LibreOffice, save it and import it again to have them."
)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_xlsx(package: Package, path: Path, limits: Limits, readers: tuple[str, ...]) -> Workbook:
    """Read an Open XML workbook, transitional or strict, after looking into every sheet."""
    parts = workbook_parts(package)
    if not parts.sheets:
        raise UserError(NO_SHEET, file=path.name)
    if len(parts.sheets) > limits.sheets:
        raise UserError(TOO_LARGE, file=path.name)
    facts = _scan_all(package, parts.sheets, parts.percent_styles, limits)
    for reader in readers:
        grids = fast_grids(path) if reader == FAST else _second_grids(path, limits)
        if grids is not None and all(part.name in grids for part in parts.sheets):
            break
    else:
        raise UserError(DAMAGED, file=path.name)
    sheets = [
        join_facts(part.name, part.is_hidden, grids[part.name], facts[part.part]) for part in parts.sheets
    ]
    notices: list[Notice] = [(SECOND_READER, {"file": path.name})] if reader == SECOND else []
    for sheet, part in zip(sheets, parts.sheets, strict=True):
        if count := len(facts[part.part].unsaved):
            notices.append(unsaved_notice(sheet.name, count))
    return Workbook(sheets, reader, notices)


def sheet_too_large(sheet: str, last_row: int, last_column: int) -> UserError:
    """Say how far a sheet reaches that cannot be read."""
    column = column_letter(min(last_column, 99_999))
    return UserError(SHEET_TOO_LARGE, sheet=sheet, row=last_row + 1, column=column)


def unsaved_notice(sheet: str, count: int) -> Notice:
    """Say how many formulas of a sheet came without their results."""
    return (_UNSAVED, {"count": count, "sheet": sheet})


def _scan_all(
    package: Package, parts: Iterable[SheetPart], percents: frozenset[int], limits: Limits
) -> dict[str, SheetFacts]:
    facts: dict[str, SheetFacts] = {}
    area = 0
    for part in parts:
        try:
            with closing(package.chunks(part.part)) as chunks:
                found = scan_sheet(chunks, percents, limits.cells)
        except TooMuch as error:
            raise UserError(TOO_LARGE, file=package.file) from error
        except Broken as error:
            raise UserError(DAMAGED, file=package.file) from error
        area += found.area
        if found.last_row >= limits.rows or found.last_column >= limits.columns or area > limits.cells:
            raise sheet_too_large(part.name, found.last_row, found.last_column)
        if len(found.merges) > limits.merges:
            raise UserError(TOO_LARGE, file=package.file)
        facts[part.part] = found
    return facts


Grid = list[list[CellValue]]


def fast_grids(path: Path) -> dict[str, Grid] | None:
    """Read all worksheets by calamine, each from its row 1; None when it cannot."""
    import python_calamine

    def read() -> dict[str, Grid]:
        # By its content: from a path it would believe the name, and people rename .xlsx to .xls.
        with path.open("rb") as stream:
            book = python_calamine.CalamineWorkbook.from_filelike(stream)
            sheets = [each for each in book.sheets_metadata if each.typ == kind]
            return {each.name: _fast_grid(book.get_sheet_by_name(each.name)) for each in sheets}

    kind = python_calamine.SheetTypeEnum.WorkSheet
    return by_calamine(read, path.name)


def by_calamine(read: Callable[[], T], file: str) -> T | None:
    """What calamine reads; None when it cannot, also when it gives up in its own language."""
    import python_calamine

    try:
        return read()
    except python_calamine.PasswordError as error:
        raise UserError(PASSWORD, file=file) from error
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError):
        return None
    except BaseException as error:
        # It has no class that could be named, and is none of Python's exceptions.
        if type(error).__name__ == "PanicException":
            return None
        raise


def _fast_grid(sheet: CalamineSheet) -> Grid:
    start = sheet.start
    if start is None:
        return []
    left: list[CellValue] = [None] * start[1]
    return [
        left + [plain_value(value) for value in cells] if any(map(_is_filled, cells)) else []
        for cells in sheet.iter_rows()
    ]


def _is_filled(value: object) -> bool:
    return value != ""


def _second_grids(path: Path, limits: Limits) -> dict[str, Grid] | None:
    """Read all worksheets by openpyxl row by row, never trusting the size that a sheet declares."""
    import warnings

    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    grids: dict[str, Grid] = {}
    try:
        with warnings.catch_warnings(), path.open("rb") as stream:
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
            with closing(book):
                for sheet in book.worksheets:
                    sheet.reset_dimensions()
                    grids[sheet.title] = list(_second_rows(sheet.iter_rows(values_only=True), limits))
    except (InvalidFileException, *_BROKEN):
        return None
    return grids


def _second_rows(rows: Iterable[tuple[object, ...]], limits: Limits) -> Iterator[list[CellValue]]:
    count = 0
    for number, cells in enumerate(rows):
        count += len(cells)
        if number >= limits.rows or count > limits.cells:
            raise ValueError(number)
        yield [plain_value(_unescaped(value)) for value in cells]


def _unescaped(value: object) -> object:
    """Turn Excel's escapes such as _x000D_ into what they stand for; calamine does it by itself."""
    if isinstance(value, str) and "_x" in value:
        return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), value)
    return value


def join_facts(name: str, is_hidden: bool, rows: Grid, facts: SheetFacts) -> Sheet:
    """Join what the fast reader gave for a sheet with what the pass over its XML found."""
    marks: dict[tuple[int, int], CellValue] = {place: NoCachedValue() for place in facts.unsaved}
    marks |= {place: CellError(text) for place, text in facts.errors.items()}
    _make_room(rows, marks)
    for (number, column), mark in marks.items():
        cells = rows[number]
        cells.extend([None] * (column + 1 - len(cells)))
        cells[column] = mark
    merges = _useful_merges(facts.merges)
    clear_under_merges(rows, merges)
    trimmed(rows)
    width = max(map(len, rows), default=0)
    hidden = {
        column
        for first, last in facts.hidden_columns
        for column in range(max(first, 0), min(last + 1, width))
    }
    return Sheet(
        name=name,
        rows=rows,
        is_hidden=is_hidden,
        hidden_rows=frozenset(number for number in facts.hidden_rows if number < len(rows)),
        hidden_columns=frozenset(hidden),
        merges=merges,
        percent_cells=frozenset(facts.percents),
        blank_formula_rows=frozenset(facts.blank_formulas),
    )


def _make_room(rows: list[list[CellValue]], places: Iterable[tuple[int, int]]) -> None:
    """Add rows at the end until every place has its row."""
    last = max((number for number, _ in places), default=-1)
    rows.extend([] for _ in range(last + 1 - len(rows)))


def _useful_merges(merges: list[Merge]) -> tuple[Merge, ...]:
    return tuple(merge for merge in merges if merge[0] != merge[2] or merge[1] != merge[3])
