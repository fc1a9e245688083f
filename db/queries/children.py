"""Rows that belong to records, read by their owner's declaration, with what belongs to them in turn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from db.fields import Kind, declared_of, stored_fields
from db.queries.rows import columns_of, rows_in
from db.records import record_class
from db.schema import LOGGED
from db.schema.base import Base
from db.unit_of_work import Reader


class Child(NamedTuple):
    """A record that belongs to another one, and its own children by the name of their field."""

    record: Any
    children: Mapping[str, tuple[Child, ...]]


def child_table(owner: type[Base], name: str) -> type[Base]:
    """The table of the rows that the field `name` of a table declares."""
    return LOGGED[declared_of(owner)[name].through["table"]]


def children_fields(table: type[Base]) -> list[str]:
    """The names of a table's fields that are rows of other tables."""
    return [name for name, made in declared_of(table).items() if made.field.kind is Kind.CHILDREN]


def children_of(
    reader: Reader, owner: type[Base], name: str, owner_ids: Iterable[str]
) -> dict[str, tuple[Child, ...]]:
    """The children of some records by owner: in their own order, else by their first date."""
    table, column = child_table(owner, name), declared_of(owner)[name].through["owner"]
    names = list(stored_fields(table))
    order = next((n for n, f in stored_fields(table).items() if f.kind is Kind.ORDER), None)
    order = order or next(n for n, f in stored_fields(table).items() if f.kind is Kind.PARTIAL_DATE)
    sql = (
        f'SELECT {columns_of(table, "t")} FROM {reader.schema}."{table.__tablename__}" t '
        f"{{where:t.{column}}} ORDER BY t.{order}, t.id"
    )
    made = record_class(table)
    blank = made()._asdict()
    wanted = list(owner_ids)
    records = [
        made(**{**blank, **dict(zip(names, row, strict=True))}) for row in rows_in(reader, sql, wanted)
    ]
    ids = [record.id for record in records]
    below = {each: children_of(reader, table, each, ids) for each in children_fields(table)}
    found: dict[str, list[Child]] = {owner_id: [] for owner_id in wanted}
    for record in records:
        own = {each: rows.get(record.id, ()) for each, rows in below.items()}
        found[getattr(record, column)].append(Child(record, own))
    return {owner_id: tuple(rows) for owner_id, rows in found.items()}
