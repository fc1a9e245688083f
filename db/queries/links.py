"""Link rows read from one side: which records a field links to now, and in what order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from db.fields import Declared, declared_of
from db.queries.rows import rows_in
from db.schema.base import Base
from db.unit_of_work import Reader


def link_fields(table: type[Base]) -> dict[str, Declared[Any]]:
    """The linked fields of a table by name."""
    return {name: made for name, made in declared_of(table).items() if made.through.get("target")}


def present_links(
    reader: Reader, table: type[Base], name: str, owners: Iterable[str]
) -> dict[str, dict[str, tuple[str, str]]]:
    """For each owner the linked ids of field `name` in order, with their link row's id and position."""
    through = declared_of(table)[name].through
    wanted = list(owners)
    role = f"AND l.role = '{through['role']}' " if through["role"] else ""
    sql = (
        f"SELECT l.{through['owner']}, l.{through['target']}, l.id, l.position "
        f"FROM {reader.schema}.{through['table']} l "
        f"{{where:l.{through['owner']}}} {role}ORDER BY l.position, l.id"
    )
    found: dict[str, dict[str, tuple[str, str]]] = {owner: {} for owner in wanted}
    for owner, target, row_id, position in rows_in(reader, sql, wanted):
        found[owner][target] = (row_id, position)
    return found
