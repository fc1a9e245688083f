"""The change log as people use it: change sets, what each did, what changed since, and what it gives.

Every function takes the unit of work it runs in; nothing here opens a transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from db import log_reading
from db.batches import chunks, marks
from db.chain import links
from db.checking import differences, register_differs
from db.log_reading import SETS, LogReading, info_of
from db.log_records import ChangeSetInfo, RowChange
from db.unit_of_work import Reader


def change_sets(
    reader: Reader, *, row_id: str | None = None, limit: int | None = None, before: int | None = None
) -> list[ChangeSetInfo]:
    """Change sets, newest first: all, or those that touched one row."""
    if row_id is not None:
        numbers = (each for each in numbers_of(reader, [row_id]) if before is None or each < before)
        return sets_of(reader, list(numbers)[:limit])
    where, values = ("", []) if before is None else ("WHERE s.number < ?", [before])
    sql = f"{SETS} {where} ORDER BY s.number DESC LIMIT ?"
    return [info_of(row) for row in reader.raw(sql, [*values, -1 if limit is None else limit])]


def numbers_of(reader: Reader, row_ids: Sequence[str]) -> list[int]:
    """The numbers of the change sets that touched any of these rows, newest first."""
    rows = LogReading(reader.driver).rows_of(row_ids).values()
    return sorted({number for _, sets in rows for number in sets}, reverse=True)


def sets_of(reader: Reader, numbers: Sequence[int]) -> list[ChangeSetInfo]:
    """The change sets of these numbers, in their order."""
    found: dict[int, ChangeSetInfo] = {}
    for part in chunks(numbers):
        for row in reader.raw(f"{SETS} WHERE s.number IN {marks(part)}", part):
            found[row[0]] = info_of(row)
    return [found[number] for number in numbers if number in found]


def find_set(reader: Reader, number: int) -> ChangeSetInfo | None:
    """The change set of that number."""
    return next(iter(sets_of(reader, [number])), None)


def changes_of(reader: Reader, number: int) -> list[RowChange]:
    """The changes of one change set."""
    return log_reading.changes_of_set(reader.driver, number)


def changes_of_row(reader: Reader, row_id: str) -> list[tuple[int, RowChange]]:
    """Every change of one row with its change set's number, newest first."""
    return log_reading.changes_of_row(reader.driver, row_id)


def since(reader: Reader, number: int) -> list[RowChange]:
    """The net difference between the state after change set `number` and now."""
    return log_reading.net_changes(reader.driver, number)


_DAY_MS = 86_400_000


def number_at(reader: Reader, day: date) -> int:
    """The number of the last change set made up to the end of that day (UTC); 0 before the first entry."""
    # Counted in days: the last day of all has no next one.
    limit_ms = (day.toordinal() - date(1970, 1, 1).toordinal() + 1) * _DAY_MS
    sql = "SELECT number FROM main.change_set WHERE at_ms < ? ORDER BY number DESC LIMIT 1"
    found = reader.raw(sql, [limit_ms])
    return int(found[0][0]) if found else 0


def verify_chain(reader: Reader) -> list[int]:
    """Numbers of the change sets at which the chain does not close; empty when it is whole."""
    return [link.number for link in links(reader) if not link.closes]


def tables_differ(reader: Reader) -> list[str]:
    """Tables that are not what the log says; empty when every row agrees."""
    found = dict.fromkeys(each.entity for each in differences(reader))
    return [*found, *(["log_row"] if register_differs(reader) else [])]
