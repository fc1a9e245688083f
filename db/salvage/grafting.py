"""A damaged file whose own list of tables is unreadable: it gets the one of a fresh file with the same key.

Two files that one version made have their tables at the same places, unless one was written anew since. So
the pages of the list are laid over a copy, and what is then read must look like ours before any of it is
believed.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from db.encryption import FileKey
from db.log_records import HASH_BYTES, is_row_id
from db.migrations import migrate
from db.salvage.history import columns_of
from db.salvage.pages import DamagedFile, damaged_connection
from db.salvage.sealing import changed_first_page
from db.schema import LOGGED
from db.schema.base import Base
from db.stored_values import faults

_PAGE_COUNT, _FREE_PAGES = slice(28, 32), slice(32, 40)


def open_damaged(copy: Path, key: FileKey | None = None) -> DamagedFile:
    """A copy of a damaged file, with the list of tables of a fresh one where it lost its own."""
    damaged = _opened(copy, key)
    if damaged.tables() >= Base.metadata.tables.keys():
        return damaged
    grafted = copy.with_name(f"{copy.name}.grafted")
    shutil.copyfile(copy, grafted)
    graft(grafted, key)
    helped = _opened(grafted, key)
    if len(helped.tables()) > len(damaged.tables()) and _looks_ours(helped):
        damaged.close()
        return helped
    helped.close()
    return damaged


def _opened(copy: Path, key: FileKey | None = None) -> DamagedFile:
    connect = partial(damaged_connection, copy, key)
    return DamagedFile(connect, copy.stat().st_size, is_spoiled_by_errors=key is not None)


def graft(copy: Path, key: FileKey | None) -> None:
    """Lay the list of tables of a fresh file over a copy of a damaged one."""
    fresh = copy.with_name(f"{copy.name}.fresh")
    migrate(fresh, key=key)
    places, size = _pages_of_list(fresh, key)
    with fresh.open("rb") as source, copy.open("r+b") as target:
        count = max(target.seek(0, 2) // size, *places)
        for place in places:
            source.seek((place - 1) * size)
            target.seek((place - 1) * size)
            page = source.read(size)
            target.write(_with_count(page, count, key) if place == 1 else page)


def _pages_of_list(fresh: Path, key: FileKey | None) -> tuple[list[int], int]:
    """The pages of the list of tables: in a file without rows every other page is the root of one."""
    with closing(damaged_connection(fresh, key)) as driver:
        roots = {row[0] for row in driver.execute("SELECT rootpage FROM sqlite_master")}
        count = driver.execute("PRAGMA page_count").fetchone()[0]
        # Of an encrypted file it is said as text.
        size = int(driver.execute("PRAGMA page_size").fetchone()[0])
    return [place for place in range(1, count + 1) if place not in roots], size


def _with_count(page: bytes, pages: int, key: FileKey | None) -> bytes:
    """The first page for a file of so many pages, none of which is said to be free."""

    def change(content: bytearray) -> None:
        content[_PAGE_COUNT] = pages.to_bytes(4)
        content[_FREE_PAGES] = bytes(8)

    if key is not None:
        return changed_first_page(page, key, change)
    made = bytearray(page)
    change(made)
    return bytes(made)


def _looks_ours(file: DamagedFile) -> bool:
    """Whether the tables hold what they should: laid over another layout the list would mix them up."""
    looks = [_has_shape(file, table) for table in Base.metadata.tables]
    return looks.count(True) >= _FEWEST and looks.count(True) > looks.count(False) * _FEWEST


def _has_shape(file: DamagedFile, table: str) -> bool | None:
    """Whether a row of a table is one; None where none can be read, or any row would do."""
    if table in LOGGED:
        row = file.first(table, columns_of(table))
        values = dict(zip(columns_of(table), row, strict=True)) if row else {}
        return is_row_id(values["id"]) and not faults(LOGGED[table], values) if row else None
    shape = _SHAPES.get(table, {})
    row = file.first(table, list(shape)) if shape else None
    if row is None:
        return None
    return all(looks(value) for looks, value in zip(shape.values(), row, strict=True))


_FEWEST = 3
"""So many tables must be seen to be right, and so many times as many as look wrong."""


def _is_hash(value: Any) -> bool:
    return isinstance(value, bytes) and len(value) == HASH_BYTES


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and value.isidentifier()


def _is_number(value: Any) -> bool:
    return isinstance(value, int)


def _is_summary(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("[")


_SHAPES: dict[str, dict[str, Callable[[Any], bool]]] = {
    "file_head": {"id": is_row_id, "site": _is_number},
    "site": {"number": _is_number, "id": is_row_id},
    "log_name": {"name": _is_name},
    "log_heading": {"site": _is_number, "summary": _is_summary},
    "change_set": {"heading": _is_number, "hash": _is_hash},
}
