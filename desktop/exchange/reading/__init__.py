"""Reads any workbook, text table or Word document that comes from outside into plain grids.

    book = read_workbook(Path("plan.xlsx"))
    for sheet in book.sheets:
        sheet.value(0, 2)

Files that are not plain text are read in a process of their own with limits on time and memory. Whatever
cannot be read ends in one UserError. The child process imports this package, so it stays light.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from db.messages import N_
from desktop.base.errors import UserError
from desktop.exchange.reading import kinds
from desktop.exchange.reading.child import Request, run_here, run_in_child
from desktop.exchange.reading.delimited import read_csv, read_pasted
from desktop.exchange.reading.grid import (
    CellError,
    CellValue,
    NoCachedValue,
    Sheet,
    Workbook,
    cell_name,
    column_letter,
    column_number,
)
from desktop.exchange.reading.limits import Limits, limits_for

__all__ = [
    "CellError",
    "CellValue",
    "Limits",
    "NoCachedValue",
    "Request",
    "Sheet",
    "Workbook",
    "cell_name",
    "column_letter",
    "column_number",
    "read_pasted",
    "read_workbook",
    "run_here",
    "run_in_child",
]

_READERS = ("calamine", "openpyxl")


def read_workbook(
    path: Path, *, limits: Limits | None = None, runner: Callable[[Request], Workbook] = run_in_child
) -> Workbook:
    """Read a workbook, a csv file or the tables of a Word document, whatever its name says.

    Raises:
        UserError: When the file is missing, is something else, is hostile, or holds no row at all.
    """
    limits = limits or Limits()
    kind = kinds.kind_of(path, limits)
    if kind == kinds.TEXT:
        book = read_csv(path, limits)
    else:
        allowed = limits_for(path.stat().st_size, limits)
        book = runner(Request(path.absolute(), kind, allowed, _READERS))
    if not any(sheet.rows for sheet in book.sheets):
        raise UserError(N_("{file} holds no rows."), file=path.name)
    return book
