"""An earlier state of the file, rebuilt beside it: tables copied, later changes undone backwards there."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from db.engine import PAST, raw
from db.log_reading import net_changes
from db.log_records import DELETE, INSERT, RowChange, Values
from db.schema import LOGGED
from db.schema.base import Base
from db.unit_of_work import whole_row, with_empty


def rebuild_past(connection: Connection, number: int) -> None:
    """Fill the attached database `past` with the tables as they were after change set `number`."""
    driver = raw(connection)
    for name in LOGGED:
        driver.execute(f'CREATE TABLE {PAST}."{name}" AS SELECT * FROM main."{name}"')
        driver.execute(f'CREATE INDEX {PAST}."past_{name}" ON "{name}" (id)')
    by_entity: dict[str, list[RowChange]] = {}
    for change in net_changes(driver, number):
        by_entity.setdefault(change.entity, []).append(change)
    for entity, changes in by_entity.items():
        if entity in LOGGED:
            _undo(driver, LOGGED[entity], changes)


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
