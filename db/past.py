"""An earlier state of the file, rebuilt beside it: tables copied, later changes undone backwards there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select

from db.engine import PAST, raw
from db.log_records import DELETE, INSERT, RowChange, Values, from_json, merge_changes
from db.schema import LOGGED
from db.schema.base import Base
from db.schema.log import Change
from db.unit_of_work import whole_row, with_empty


def rebuild_past(connection: Connection, number: int) -> None:
    """Fill the attached database `past` with the tables as they were after change set `number`."""
    driver = raw(connection)
    for name in LOGGED:
        driver.execute(f'CREATE TABLE {PAST}."{name}" AS SELECT * FROM main."{name}"')
        driver.execute(f'CREATE INDEX {PAST}."past_{name}" ON "{name}" (id)')
    by_entity: dict[str, list[RowChange]] = {}
    for change in net_changes(connection, number):
        by_entity.setdefault(change.entity, []).append(change)
    for entity, changes in by_entity.items():
        if entity in LOGGED:
            _undo(driver, LOGGED[entity], changes)


def net_changes(connection: Connection, number: int) -> list[RowChange]:
    """What later change sets did in all to each row: an edit undone is not in it."""
    net: dict[tuple[str, str], RowChange | None] = {}
    for change in logged_changes(connection, after=number):
        place = (change.entity, change.row_id)
        old = net.get(place)
        net[place] = change if old is None else merge_changes(old, change)
    return [change for change in net.values() if change is not None]


def logged_changes(connection: Connection, *, after: int = 0, only: int | None = None) -> Iterable[RowChange]:
    """The log's changes in their order, behind a number or of one change set."""
    query = select(Change.entity, Change.row_id, Change.operation, Change.before, Change.after).order_by(
        Change.set_number, Change.position
    )
    query = query.where(Change.set_number > after) if only is None else query.where(Change.set_number == only)
    for entity, row_id, operation, before, after_text in connection.execute(query):
        yield RowChange(
            entity,
            row_id,
            operation,
            None if before is None else from_json(before),
            None if after_text is None else from_json(after_text),
        )


def _undo(driver: Any, table: type[Base], changes: list[RowChange]) -> None:
    name = table.__tablename__
    added = [(change.row_id,) for change in changes if change.operation == INSERT]
    driver.executemany(f'DELETE FROM {PAST}."{name}" WHERE id = ?', added)
    gone = [
        whole_row(table, change.row_id, change.before or {})
        for change in changes
        if change.operation == DELETE
    ]
    if gone:
        columns = list(gone[0])
        listed = ", ".join(f'"{column}"' for column in columns)
        marks = ", ".join("?" for _ in columns)
        sql = f'INSERT INTO {PAST}."{name}" ({listed}) VALUES ({marks})'
        driver.executemany(sql, [[row[column] for column in columns] for row in gone])
    for change in changes:
        if change.operation not in (INSERT, DELETE):
            _restore_fields(driver, name, change.row_id, with_empty(table, change.before or {}))


def _restore_fields(driver: Any, name: str, row_id: str, values: Values) -> None:
    if values:
        assignments = ", ".join(f'"{column}" = ?' for column in values)
        driver.execute(f'UPDATE {PAST}."{name}" SET {assignments} WHERE id = ?', [*values.values(), row_id])
