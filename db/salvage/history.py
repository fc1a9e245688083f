"""What the log of a damaged file still tells: brought into the new file, judged, and kept as far as it holds.

The log holds every value, so it is a second copy of all rows. A row's history is proven when its register
names no change set that is missing, and the chain closes at each of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from db.chain import links
from db.log_reading import ENTRIES, LogReading, Place
from db.log_records import INSERT, Values, packed_sets, unpacked_sets
from db.salvage.pages import Row, TableRows
from db.schema.base import Base
from db.unit_of_work import Reader

LOG_TABLES = (
    "site", "log_name", "log_heading", "log_row", "change_set", "change", "log_key", "log_seal",
)  # fmt: skip
"""The tables of the log, those first that others refer to."""
INDEXES = {"log_name": "name", "log_row": "id, entity"}
"""Columns of indexes that hold nearly all of a table of the log."""


class RowHistory(NamedTuple):
    """What the log tells of one row: its last values (None when deleted), and how far that can be relied on.

    `has_begun`: its insert is among what could be read. `is_complete`: so is everything after. `is_proven`:
    and the chain closes at each of these entries.
    """

    state: Values | None
    has_begun: bool
    is_complete: bool
    is_proven: bool


def columns_of(table: str) -> tuple[str, ...]:
    """The columns of a table in the order in which they are read and written."""
    return tuple(Base.metadata.tables[table].columns.keys())


def load(driver: Any, table: str, rows: Iterable[Sequence[Any]]) -> None:
    """Put rows into a table of the new file as they are; what no such table can hold is left out."""
    columns = columns_of(table)
    listed = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join("?" * len(columns))
    driver.executemany(f'INSERT OR IGNORE INTO "{table}" ({listed}) VALUES ({marks})', rows)


def load_log(driver: Any, found: Mapping[str, TableRows]) -> None:
    """Put what was read of the log into the new file."""
    for table in LOG_TABLES:
        load(driver, table, found[table].rows.values())
    load(driver, "log_name", _left_of_index(found["log_name"], lambda number, key: (number, key[0])))
    # Which change sets touched such a row is not known: its history is never complete.
    rows = _left_of_index(found["log_row"], lambda number, key: (number, key[1], key[0], b""))
    load(driver, "log_row", rows)


def _left_of_index(found: TableRows, row_of: Any) -> Iterable[Row]:
    return [row_of(number, key) for number, key in (found.indexed or {}).items() if number not in found.rows]


def histories(reader: Reader) -> dict[Place, RowHistory]:
    """What the log in the new file tells of every row that it knows."""
    reading = LogReading(reader.driver)
    closing = {link.number for link in links(reader) if link.closes}
    known = _registered(reader, reading)
    entries = [entry for _, entry in reading.readable_entries() if entry is not None]
    told = {place: RowHistory(None, False, False, False) for place, _ in known.values()}
    entries.sort(key=lambda entry: (entry.row, entry.set_number))
    for row, each in groupby(entries, key=lambda entry: entry.row):
        changes = list(each)
        state: Values | None = None
        for entry in changes:
            state = entry.applied(state)
        numbers = [entry.set_number for entry in changes]
        has_begun = changes[0].operation == INSERT
        is_complete = has_begun and known.get(row, (None, []))[1] == numbers
        is_proven = is_complete and closing.issuperset(numbers)
        told[changes[0].place] = RowHistory(state, has_begun, is_complete, is_proven)
    return told


def _registered(reader: Reader, reading: LogReading) -> dict[int, tuple[Place, list[int]]]:
    """The rows of the log's register by number: which row it is, and the change sets that touched it."""
    found = {}
    for number, place, sets in reading.register():
        found[number] = place, unpacked_sets(sets)
    return found


def keep_what_holds(reader: Reader) -> int:
    """Cut the log in the new file off behind the last entry up to which the chain closes; gives its number.

    What an entry behind that had erased may be named there: without it the chain ends before the erasure's
    hole, so it is looked at again until all of it closes.
    """
    while True:
        last, is_whole = _closes_up_to(reader)
        if is_whole:
            _tidy(reader, last)
            return last
        _cut_off(reader.driver, last)


def _closes_up_to(reader: Reader) -> tuple[int, bool]:
    last = 0
    for link in links(reader):
        if not link.closes:
            return last, False
        last = link.number
    return last, True


def _cut_off(driver: Any, last: int) -> None:
    for table, column in (
        ("change_set", "number"), ("change", "set_number"), ("log_seal", "set_number"),
    ):  # fmt: skip
        driver.execute(f'DELETE FROM "{table}" WHERE "{column}" > ?', [last])


def _tidy(reader: Reader, last: int) -> None:
    """Take out of the log's registers what no entry that was kept needs."""
    driver = reader.driver
    _cut_off(driver, last)
    # A change set of several changes makes the key of the next one, too.
    driver.execute("DELETE FROM log_key WHERE first > ?", [last + 1])
    driver.execute("DELETE FROM log_heading WHERE number NOT IN (SELECT heading FROM change_set)")
    if not last:
        driver.execute("DELETE FROM log_name")
        driver.execute("DELETE FROM log_key")
    touched: dict[int, list[int]] = {}
    for number, row in reader.raw(f"SELECT set_number, row FROM {ENTRIES} ORDER BY set_number"):
        touched.setdefault(row, []).append(number)
    driver.execute(f"DELETE FROM log_row WHERE number NOT IN (SELECT row FROM {ENTRIES})")
    sets = ((packed_sets(numbers), row) for row, numbers in touched.items())
    driver.executemany("UPDATE log_row SET sets = ? WHERE number = ?", sets)
