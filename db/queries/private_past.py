"""Whose private details the history holds, also of details and persons that were deleted."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from db.fields import stored_fields
from db.log_reading import Entry, LogReading
from db.log_records import is_erased, unpacked_id, unpacked_sets
from db.schema import ContactDetail, Person
from db.schema.base import Base
from db.unit_of_work import Reader


def personal_fields(table: type[Base]) -> tuple[str, ...]:
    """The fields of a table that are declared personal."""
    return tuple(name for name, field in stored_fields(table).items() if field.is_personal)


def with_private_past(reader: Reader, person_ids: Collection[str]) -> set[str]:
    """Those of the persons of whom the history holds anything private that was not erased."""
    if not person_ids:
        return set()
    reading = LogReading(reader.driver)
    wanted = frozenset(person_ids)
    found = {
        entry.row_id
        for entry in _entries(reader, reading, Person)
        if entry.row_id in wanted and _holds(entry, personal_fields(Person))
    }
    owners: dict[str, str] = {}
    private: set[str] = set()
    holding: set[str] = set()
    for entry in _entries(reader, reading, ContactDetail):
        after = entry.after or {}
        if after.get("person_id"):
            owners[entry.row_id] = after["person_id"]
        if after.get("is_private"):
            private.add(entry.row_id)
        if _holds(entry, personal_fields(ContactDetail)):
            holding.add(entry.row_id)
    return found | {owners[row_id] for row_id in private & holding & owners.keys()} & wanted


def _holds(entry: Entry, names: Collection[str]) -> bool:
    values = [(entry.after or {}).get(name) for name in names]
    return any(value and not is_erased(value) for value in values)


def _entries(reader: Reader, reading: LogReading, table: type[Base]) -> Iterator[Entry]:
    """Every entry of the rows of a table, row by row."""
    return reading.entries_of({number: sets for number, _, sets in _known_rows(reader, table)})


def _known_rows(reader: Reader, table: type[Base]) -> list[tuple[int, str, list[int]]]:
    """The rows of a table that the log knows: number there, id, and the change sets that touched each."""
    sql = (
        "SELECT r.number, r.id, r.sets FROM main.log_row r JOIN main.log_name n ON n.number = r.entity "
        "WHERE n.name = ?"
    )
    rows = reader.raw(sql, [table.__tablename__])
    return [(number, unpacked_id(row_id), unpacked_sets(sets)) for number, row_id, sets in rows]


def deleted_before(reader: Reader, table: type[Base], at_ms: int) -> list[str]:
    """The ids of rows that are gone and that nothing has touched since a moment."""
    sql = "SELECT coalesce(max(number), 0) FROM main.change_set WHERE at_ms < ?"
    newest = int(reader.raw(sql, [at_ms])[0][0])
    present = {row_id for (row_id,) in reader.raw(f'SELECT id FROM main."{table.__tablename__}"')}
    known = _known_rows(reader, table)
    return sorted(row_id for _, row_id, sets in known if row_id not in present and sets[-1] <= newest)
