"""Rows that belong to a record - an action's indicators, their values, its notes - by their declaration."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from db.database import Database
from db.fields import Field, Kind, declared_of, stored_fields
from db.log_records import ChangeSetInfo
from db.ordering import key_between
from db.queries.children import child_table
from db.schema import LOGGED, PlanItem
from db.schema.base import Base
from db.unit_of_work import Reader
from desktop.base.i18n import N_, Word
from desktop.services.history import row_title
from desktop.services.plan_locks import refuse_when_locked
from desktop.services.validation import checked


def add_child(
    database: Database, author: str, owner: type[Base], name: str, owner_id: str, values: Mapping[str, Any]
) -> str:
    """Add a row to the field `name` of a record, behind those that are there; gives its id."""
    table, column = child_table(owner, name), declared_of(owner)[name].through["owner"]
    summary = N_("Add to {name}: {what}")
    said: dict[str, Any] = {"name": _title(database, owner, owner_id), "what": Word(table.title_label)}
    with database.write(author, summary, **said) as unit:
        row = checked(table, {column: owner_id, **values}, is_new=True)
        _refuse_when_locked(unit, table, row, None)
        for order in _order_fields(table):
            row[order] = key_between(_last(unit, table, column, owner_id, order), None)
        (child_id,) = unit.insert(table, [row])
        unit.commit()
    return child_id


def update_child(
    database: Database, author: str, table: type[Base], child_id: str, values: Mapping[str, Any]
) -> ChangeSetInfo | None:
    """Change fields of a row that belongs to a record."""
    title = _title(database, table, child_id)
    summary = N_("Change: {name}")
    said: dict[str, Any] = {"name": title}
    if len(values) == 1:
        label = stored_fields(table)[next(iter(values))].label
        summary, said = N_("Change {field} of {name}"), {"field": Word(label), "name": title}
    with database.write(author, summary, **said) as unit:
        wanted = checked(table, values)
        row = unit.row(table, child_id)
        changed = {name for name, value in wanted.items() if row[name] != value}
        _refuse_when_locked(unit, table, row, changed)
        unit.update(table, {child_id: wanted})
        return unit.commit()


def delete_child(database: Database, author: str, table: type[Base], child_id: str) -> ChangeSetInfo | None:
    """Delete a row that belongs to a record, with all that belongs to it."""
    title = _title(database, table, child_id)
    said: dict[str, Any] = {"what": Word(table.title_label), "name": title}
    with database.write(author, N_("Delete: {what} “{name}”"), **said) as unit:
        _refuse_when_locked(unit, table, unit.row(table, child_id), None)
        unit.delete(table, [child_id])
        return unit.commit()


def _refuse_when_locked(
    unit: Reader, table: type[Base], row: Mapping[str, Any], changed: set[str] | None
) -> None:
    """Refuse to make, delete or reword what belongs to the approved text; `changed` None means all of it."""
    locked = [field for field in stored_fields(table).values() if field.is_locked_when_adopted]
    touched = locked if changed is None else [field for field in locked if field.name in changed]
    if touched:
        label = table.title_label if changed is None else touched[0].label
        refuse_when_locked(unit, _plans_above(unit, table, row), label)


def _plans_above(unit: Reader, table: type[Base], row: Mapping[str, Any]) -> list[str]:
    """The plan that a row belongs to, through the records it belongs to."""
    if table is PlanItem:
        return [row["plan_id"]]
    found: list[str] = []
    for field in stored_fields(table).values():
        if _is_owner(field) and row[field.name]:
            above = LOGGED[field.target]
            found += _plans_above(unit, above, unit.row(above, row[field.name]))
    return found


def _is_owner(field: Field) -> bool:
    return field.kind is Kind.TECHNICAL and bool(field.target) and field.is_required


def _order_fields(table: type[Base]) -> list[str]:
    return [name for name, field in stored_fields(table).items() if field.kind is Kind.ORDER]


def _last(unit: Reader, table: type[Base], column: str, owner_id: str, order: str) -> str | None:
    sql = f'SELECT max("{order}") FROM {unit.schema}."{table.__tablename__}" WHERE "{column}" = ?'
    last: str | None = unit.raw(sql, [owner_id])[0][0]
    return last or None


def _title(database: Database, table: type[Base], row_id: str) -> str:
    """A record's number, else its title or text, else what it belongs to."""
    with database.read() as unit:
        row = unit.row(table, row_id)
        named = str(row.get("number") or row_title(row))[:60]
        if named:
            return named
        fields = stored_fields(table).values()
        above = [(LOGGED[f.target], row[f.name]) for f in fields if _is_owner(f) and row[f.name]]
        return " - ".join(row_title(unit.row(owner, owner_id))[:60] for owner, owner_id in above)
