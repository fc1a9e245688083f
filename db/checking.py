"""What in a file is not as the program writes it, row by row: against the log, its links and its fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from db.database import Database
from db.engine import raw
from db.errors import DatabaseProblem
from db.fields import Field, Kind, stored_fields
from db.ids import made_at
from db.log_reading import ENTRIES, LogReading
from db.log_records import Values, packed_sets
from db.schema import LOGGED
from db.schema.base import Base
from db.stored_values import faults
from db.unit_of_work import Reader, whole_row

_BEGINNING = timedelta(seconds=1)
"""The head and its id are made within this time."""
_STEPS_BETWEEN_QUESTIONS = 200_000


class Difference(NamedTuple):
    """A row that is not what the log says: `fields` differ; none when it is in only one of the two.

    `name` is what people call the record, as far as it can be told.
    """

    entity: str
    row_id: str
    name: str
    fields: tuple[str, ...]
    is_stored: bool


class BadValue(NamedTuple):
    """A field of a stored row that holds what it cannot hold."""

    entity: str
    row_id: str
    name: str
    field: str
    value: Any


class BrokenLink(NamedTuple):
    """A field of a stored row that names a record which is not there."""

    entity: str
    row_id: str
    name: str
    field: str


def name_of(table: type[Base], row: Mapping[str, Any]) -> str:
    """What people call a record: its number and its first required words, as far as it has any."""
    required = (row.get(name) for name, field in stored_fields(table).items() if _is_word(field))
    words = (row.get("number"), next((text for text in required if isinstance(text, str) and text), None))
    return " ".join(text for text in words if isinstance(text, str) and text)


def _is_word(field: Field) -> bool:
    return field.kind in (Kind.TEXT, Kind.LONG_TEXT) and field.is_required and bool(field.label)


def stored_values(reader: Reader, table: type[Base]) -> Iterator[Values]:
    """Every stored row of a table, whole."""
    columns = tuple(table.__table__.columns.keys())
    listed = ", ".join(f'"{column}"' for column in columns)
    for row in reader.driver.execute(f'SELECT {listed} FROM main."{table.__tablename__}" ORDER BY rowid'):
        yield dict(zip(columns, row, strict=True))


def replay(reader: Reader) -> dict[str, dict[str, Values]]:
    """The tables as the log alone gives them, by entity and id; raises DatabaseProblem when unreadable."""
    state: dict[str, dict[str, Values]] = {name: {} for name in LOGGED}
    for entry in LogReading(reader.driver).entries():
        rows = state.setdefault(entry.entity, {})
        values = entry.applied(rows.get(entry.row_id))
        if values is None:
            rows.pop(entry.row_id, None)
        else:
            rows[entry.row_id] = values
    return {
        entity: {row_id: whole_row(LOGGED[entity], row_id, values) for row_id, values in rows.items()}
        for entity, rows in state.items()
        if entity in LOGGED
    }


def differences(reader: Reader) -> Iterator[Difference]:
    """Every row that is not what the log says."""
    expected = replay(reader)
    for entity, table in LOGGED.items():
        logged = expected[entity]
        for row in stored_values(reader, table):
            wanted = logged.pop(row["id"], None)
            if wanted != row:
                fields = () if wanted is None else tuple(name for name in row if row[name] != wanted[name])
                yield Difference(entity, row["id"], name_of(table, row), fields, is_stored=True)
        for row_id, row in logged.items():
            yield Difference(entity, row_id, name_of(table, row), (), is_stored=False)


def register_differs(reader: Reader) -> bool:
    """Whether the log's own register of rows does not name the change sets that touched each."""
    touched: dict[int, list[int]] = {}
    for number, row in reader.raw(f"SELECT set_number, row FROM {ENTRIES} ORDER BY set_number"):
        touched.setdefault(row, []).append(number)
    stored = dict(reader.raw("SELECT number, sets FROM main.log_row"))
    try:
        return stored != {row: packed_sets(sets) for row, sets in touched.items()}
    except (TypeError, ValueError):
        return True


def head_differs(reader: Reader) -> bool:
    """Whether what no chain holds of the file's head and sites is not as the program writes it."""
    ((file_id, created_at),) = reader.raw("SELECT id, created_at FROM main.file_head")
    return (
        abs(datetime.fromisoformat(created_at) - made_at(file_id)) >= _BEGINNING
        or reader.raw("SELECT 1 FROM main.site WHERE name IS NOT ''") != []
    )


def bad_values(reader: Reader) -> Iterator[BadValue]:
    """Every field of a stored row that holds what it cannot: no date, no choice, no key of an order."""
    for entity, table in LOGGED.items():
        for row in stored_values(reader, table):
            for field in faults(table, row):
                yield BadValue(entity, str(row["id"]), name_of(table, row), field, row[field])


def broken_links(reader: Reader) -> Iterator[BrokenLink]:
    """Every field of a stored row that names a record which is not there."""
    for entity, table in LOGGED.items():
        for name, field in stored_fields(table).items():
            if field.target:
                condition = f'NOT EXISTS (SELECT 1 FROM main."{field.target}" x WHERE x.id = t."{name}")'
                yield from _broken(reader, entity, table, name, f't."{name}" IS NOT NULL AND {condition}')
    yield from _ownerless(reader)


def _ownerless(reader: Reader) -> Iterator[BrokenLink]:
    """Attachments whose record is gone: their owner is named by table and id."""
    entity, table = "attachment", LOGGED["attachment"]
    owners = [row[0] for row in reader.raw("SELECT DISTINCT owner_entity FROM main.attachment")]
    for owner in owners:
        condition = "t.owner_entity IS ?"
        if owner in LOGGED:
            condition += f' AND NOT EXISTS (SELECT 1 FROM main."{owner}" x WHERE x.id = t.owner_id)'
        yield from _broken(reader, entity, table, "owner_id", condition, [owner])


def _broken(
    reader: Reader, entity: str, table: type[Base], name: str, condition: str, values: list[Any] | None = None
) -> Iterator[BrokenLink]:
    ids = [
        row[0] for row in reader.raw(f'SELECT t.id FROM main."{entity}" t WHERE {condition}', values or [])
    ]
    rows = reader.rows_by_id(table, ids)
    for row_id in ids:
        yield BrokenLink(entity, str(row_id), name_of(table, rows.get(row_id, {})), name)


def unreadable_entries(reader: Reader) -> list[int]:
    """The numbers of the change sets of which a change cannot be read."""
    try:
        found = LogReading(reader.driver).readable_entries()
        return list(dict.fromkeys(number for number, entry in found if entry is None))
    except DatabaseProblem:
        return [0]


@contextmanager
def stoppable(database: Database, is_stopped: Callable[[], bool]) -> Iterator[None]:
    """Ask every so often, while the database works, whether to stop; a query that is stopped fails."""
    driver = raw(database.connection)
    driver.set_progress_handler(is_stopped, _STEPS_BETWEEN_QUESTIONS)
    try:
        yield
    finally:
        driver.set_progress_handler(None, 0)
