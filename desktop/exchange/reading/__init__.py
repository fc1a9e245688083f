"""Reads any workbook, text table or Word document from outside into plain grids, and contact cards.

    book = read_workbook(Path("plan.xlsx"))
    for sheet in book.sheets:
        sheet.value(0, 2)

Files are read in a process of their own with limits on time and memory, and the person can end it. Whatever
cannot be read ends in one UserError. The child process imports this package, so it stays light.
"""

from __future__ import annotations

from itertools import chain
from pathlib import Path

from db.messages import N_
from desktop.base.errors import UserError
from desktop.exchange.reading import kinds
from desktop.exchange.reading.cards import cards_in, read_card_file
from desktop.exchange.reading.child import Request, Runner, Watch, run_here, run_in_child, watch_nothing
from desktop.exchange.reading.delimited import read_pasted
from desktop.exchange.reading.grid import (
    CellError,
    CellValue,
    NoCachedValue,
    Notice,
    Sheet,
    Workbook,
    cell_name,
    column_letter,
    column_number,
)
from desktop.exchange.reading.limits import Limits, limits_for
from desktop.exchange.reading.packages import TOO_MANY_ROWS

__all__ = [
    "CellError",
    "CellValue",
    "Limits",
    "NoCachedValue",
    "Notice",
    "Request",
    "Sheet",
    "Watch",
    "Workbook",
    "cards_in",
    "cell_name",
    "column_letter",
    "column_number",
    "read_card_file",
    "read_pasted",
    "read_workbook",
    "run_here",
    "run_in_child",
    "watch_nothing",
]

_HIDDEN_SHEET = N_("The sheet {sheet} is hidden and is left aside unless it is chosen.")
_HIDDEN_ROWS = N_("Hidden rows of the sheet {sheet} that were read as well: {count}.")
_HIDDEN_COLUMNS = N_("Hidden columns of the sheet {sheet} that were read as well: {columns}.")


def read_workbook(
    path: Path,
    *,
    limits: Limits | None = None,
    runner: Runner = run_in_child,
    watch: Watch = watch_nothing,
) -> Workbook:
    """Read a workbook, a csv file or the tables of a Word document, whatever its name says.

    Raises:
        UserError: When the file is missing, is something else, is hostile, or holds no row at all.
        Cancelled: When `watch` raises it; the reading process has ended then.
    """
    limits = limits or Limits()
    kind = kinds.kind_of(path, limits)
    allowed = limits_for(path.stat().st_size, limits)
    book = runner(Request(path.absolute(), kind, allowed, kinds.READERS[kind]), watch)
    assert isinstance(book, Workbook)
    filled = sum(map(bool, chain.from_iterable(sheet.rows for sheet in book.sheets)))
    if not filled:
        raise UserError(N_("{file} holds no rows."), file=path.name)
    if filled > limits.filled_rows:
        raise UserError(TOO_MANY_ROWS, file=path.name, count=filled, limit=limits.filled_rows)
    book.notices.extend(_hidden_notices(book))
    return book


def _hidden_notices(book: Workbook) -> list[Notice]:
    """Say what a person does not see in the workbook: hidden sheets, hidden rows and columns."""
    notices: list[Notice] = []
    for sheet in book.sheets:
        if sheet.is_hidden and sheet.rows:
            notices.append((_HIDDEN_SHEET, {"sheet": sheet.name}))
        elif not sheet.is_hidden:
            rows = sum(any(cell is not None for cell in sheet.row(number)) for number in sheet.hidden_rows)
            if rows:
                notices.append((_HIDDEN_ROWS, {"sheet": sheet.name, "count": rows}))
            if sheet.hidden_columns:
                letters = ", ".join(map(column_letter, sorted(sheet.hidden_columns)))
                notices.append((_HIDDEN_COLUMNS, {"sheet": sheet.name, "columns": letters}))
    return notices
