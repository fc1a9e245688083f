"""Reads what is left of the tables of a damaged file: around pages that cannot be read, and by its indexes.

A table is read from both ends; what lies between is halved until every row stands alone that cannot be read.
Rows on sound pages that only a broken inner page led to stay out of reach, as does a whole file of which not
even the list of tables can be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from db.encryption import FileKey
from db.engine import driver_errors

Row = tuple[Any, ...]
Connect = Callable[[], Any]
"""Gives a fresh driver connection to the private copy of the damaged file."""

_FIRST, _LAST = 1, 2**62
_STRIDE = 1.1
_MOST_FAILURES = 50_000
"""So many failed readings of one table; the rest of it is given up, so that nothing takes for ever."""


@dataclass(slots=True)
class TableRows:
    """What could be read of one table: rows under their row numbers, and whether that is all of it.

    `indexed` are the keys that an index still knows, by row number; None where the index cannot be read
    wholly. `missing` counts row numbers between readable rows that could not be read; `has_open_end`: nobody
    knows how many more there were. `absent` are columns that the file, of an older version, does not have:
    they read as nothing.
    """

    rows: dict[int, Row] = field(default_factory=dict)
    indexed: dict[int, Row] | None = None
    is_whole: bool = True
    missing: int = 0
    has_open_end: bool = False
    absent: frozenset[str] = frozenset()


def damaged_connection(path: Path, key: FileKey | None = None) -> Any:
    """A connection to a damaged file, as forgiving as SQLite can be: letters that are none stay bytes."""
    from sqlcipher3 import dbapi2

    driver = dbapi2.connect(str(path), isolation_level=None)
    if key is not None:
        key.send(driver)
    driver.text_factory = _text
    # Without a schema that may be written SQLite refuses a file that was cut off, wholly.
    for pragma in ("writable_schema = ON", "trusted_schema = OFF", "cell_size_check = OFF"):
        driver.execute(f"PRAGMA {pragma}")
    return driver


def _text(stored: bytes) -> str | bytes:
    try:
        return stored.decode("utf-8")
    except UnicodeDecodeError:
        return stored


class DamagedFile:
    """A private copy of a damaged file, `size` bytes long.

    With an encrypted file one bad page spoils the connection for all others (`is_spoiled_by_errors`); then it
    is made anew.
    """

    def __init__(self, connect: Connect, size: int, *, is_spoiled_by_errors: bool = False) -> None:
        self.size = size
        self._connect = connect
        self._is_spoiled_by_errors = is_spoiled_by_errors
        self._driver: Any = None
        self._errors = driver_errors()
        self._tables: frozenset[str] | None = None

    def close(self) -> None:
        """Let the copy go."""
        if self._driver is not None:
            with suppress(*self._errors):
                self._driver.close()
            self._driver = None

    def opens(self) -> bool:
        """Whether its first page can be read, with the key where it has one."""
        return None not in list(self.rows("PRAGMA user_version", []))

    def tables(self) -> frozenset[str]:
        """The names of the tables that it lists; views and the like, which could do harm, are never read."""
        if self._tables is None:
            sql = "SELECT name, rootpage FROM sqlite_master WHERE type = 'table'"
            found = list(self.rows(sql, []))
            # Without the whole list SQLite answers no question at all.
            listed = [row for row in found if row is not None] if None not in found else []
            self._tables = frozenset(str(name) for name, root in listed if isinstance(root, int) and root > 0)
        return self._tables

    def first(self, table: str, columns: Sequence[str]) -> Row | None:
        """Any readable row of a table, or None."""
        listed = ", ".join(columns)
        for order in ("", "ORDER BY rowid DESC "):
            for row in self.rows(f'SELECT {listed} FROM "{table}" {order}LIMIT 1', []):
                if row is not None:
                    return row
        return None

    def read(self, table: str, columns: Sequence[str], *, key: str = "rowid", index: str = "") -> TableRows:
        """All that is readable of a table; `index` are the columns of an index that has all of them."""
        if table not in self.tables():
            return TableRows(is_whole=False, has_open_end=True)
        present = self._columns(table)
        reading = _Reading(self, table, [name if name in present else None for name in columns], key)
        reading.found.absent = frozenset(columns) - present
        if index:
            reading.found.indexed = self._index(table, index, key)
        reading.read()
        return reading.found

    def _columns(self, table: str) -> frozenset[str]:
        found = self.rows("SELECT name FROM pragma_table_xinfo(?)", [table])
        return frozenset(row[0] for row in found if row is not None)

    def _index(self, table: str, columns: str, key: str) -> dict[int, Row] | None:
        """The keys that an index holds; None when it cannot be read to its end."""
        sql = f'SELECT {key}, {columns} FROM "{table}" ORDER BY {columns}'
        try:
            return {row[0]: row[1:] for row in self._execute(sql) if isinstance(row[0], int)}
        except self._errors:
            self._recover()
            return None

    def rows(self, sql: str, values: Sequence[Any]) -> Iterator[Row | None]:
        """Rows as they come; None at the end when an error broke it off."""
        try:
            yield from self._execute(sql, values)
        except self._errors:
            self._recover()
            yield None

    def _recover(self) -> None:
        if self._is_spoiled_by_errors:
            self.close()

    def _execute(self, sql: str, values: Sequence[Any] = ()) -> Any:
        if self._driver is None:
            self._driver = self._connect()
        return self._driver.execute(sql, values)


class _Reading:
    """One table being read; keys are row numbers, or the first column of a table without them."""

    def __init__(self, file: DamagedFile, table: str, columns: Sequence[str | None], key: str) -> None:
        self.found = TableRows()
        self._file = file
        self._failures = self._latest = 0
        self._key = key
        listed = ", ".join("NULL" if column is None else f'"{column}"' for column in columns)
        self._sql = f'SELECT {key}, {listed} FROM "{table}" WHERE {key} BETWEEN ? AND ? ORDER BY {key}'

    def read(self) -> None:
        """Read from both ends, then what lies between."""
        reached = self._scan(_FIRST, _LAST)
        if reached is None:
            return
        self.found.is_whole = False
        ended = self._scan(reached + 1, _LAST, is_backward=True)
        if ended is not None and ended <= _LAST:
            self._between(reached + 1, ended - 1)
        elif ended is not None:
            self.found.has_open_end = True
            self._stride(reached)
        self._known_by_index()

    def _scan(self, low: int, high: int, *, is_backward: bool = False, most: int = -1) -> int | None:
        """Read a range; gives where an error broke it off (the last key that was read), None at its end."""
        last = high + 1 if is_backward else low - 1
        sql = f"{self._sql} {'DESC' if is_backward else ''} LIMIT {most}"
        for row in self._file.rows(sql, [low, high]):
            if row is None:
                self._failures += 1
                return last
            if isinstance(row[0], int):
                last = self._latest = row[0]
                place = row[0] if self._key == "rowid" else len(self.found.rows)
                self.found.rows[place] = row[1:]
        return None

    def _between(self, low: int, high: int) -> None:
        """Halve a range that could not be read from either side until only single rows are left of it."""
        waiting = [(low, high)]
        while waiting:
            low, high = waiting.pop()
            if low > high or self._failures > _MOST_FAILURES:
                continue
            reached = self._scan(low, high)
            if reached is None:
                continue
            ended = self._scan(reached + 1, high, is_backward=True)
            first, last = reached + 1, high if ended is None else ended - 1
            if first >= last:
                self.found.missing += 1
            else:
                middle = (first + last) // 2
                waiting += [(middle + 1, last), (first, middle)]

    def _stride(self, reached: int) -> None:
        """Look behind the last readable row for further ones, in ever longer steps: its end is unknown."""
        distance = 1.0
        while self._failures <= _MOST_FAILURES:
            start = reached + int(distance)
            distance *= _STRIDE
            self._latest = 0
            self._scan(start, _LAST, most=1)
            if self._latest:
                found = self._latest
                self._between(reached + 1, found - 1)
                again = self._scan(found, _LAST)
                if again is None:
                    return
                # The driver reads one row ahead: an error behind a row takes that row along.
                reached, distance = max(again, found), 1.0
            elif distance > self._file.size:
                return

    def _known_by_index(self) -> None:
        """Try each row alone that an index knows and no range gave."""
        for number in sorted((self.found.indexed or {}).keys() - self.found.rows.keys()):
            if self._failures <= 2 * _MOST_FAILURES:
                self._scan(number, number)
