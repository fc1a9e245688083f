"""The plain reads that all aggregates share: whole tables as records, straight from the driver."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from db.batches import chunks
from db.fields import Ref, stored_fields
from db.records import record_class
from db.schema.base import Base
from db.unit_of_work import Reader


def columns_of(table: type[Base], alias: str) -> str:
    """The stored columns of a table for a SELECT, in declared order."""
    return ", ".join(f'{alias}."{name}"' for name in stored_fields(table))


def stored_rows(
    reader: Reader, table: type[Base], where: str = "", parameters: Sequence[Any] = (), order: str = ""
) -> list[Any]:
    """Records of a table with only their stored fields filled; `where` and `order` are SQL over alias t."""
    names = list(stored_fields(table))
    sql = f'SELECT {columns_of(table, "t")} FROM {reader.schema}."{table.__tablename__}" t'
    sql += f" WHERE {where}" if where else ""
    sql += f" ORDER BY {order}" if order else ""
    made = record_class(table)
    blank = made()._asdict()
    return [made(**{**blank, **dict(zip(names, row, strict=True))}) for row in reader.raw(sql, parameters)]


def rows_in(reader: Reader, sql: str, ids: Iterable[str] | None) -> Iterator[tuple[Any, ...]]:
    """Rows of a query whose text holds {where}, for some ids or for all rows.

    With ids the query runs in chunks, {where} being `WHERE <column> IN (...)` with the column named in the
    text as {where:column}; without ids it is left out.
    """
    start = sql.index("{where:")
    end = sql.index("}", start)
    column = sql[start + len("{where:") : end]
    if ids is None:
        yield from reader.raw(sql[:start] + sql[end + 1 :])
        return
    for part in chunks(ids):
        marks = ", ".join("?" for _ in part)
        yield from reader.raw(f"{sql[:start]}WHERE {column} IN ({marks}){sql[end + 1 :]}", part)


def refs_by_owner(rows: Iterable[tuple[str, str, str]]) -> dict[str, tuple[Ref, ...]]:
    """Groups (owner id, target id, target text) rows, in their order."""
    found: dict[str, list[Ref]] = {}
    for owner, target, text in rows:
        found.setdefault(owner, []).append(Ref(target, text))
    return {owner: tuple(refs) for owner, refs in found.items()}
