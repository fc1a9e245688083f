"""Where texts stand in the present records, whatever field they were typed into."""

from __future__ import annotations

from collections.abc import Collection

from db.fields import Kind, stored_fields
from db.schema import LOGGED
from db.unit_of_work import Reader

_KINDS = (Kind.TEXT, Kind.LONG_TEXT)

Mention = tuple[str, str, str]
"""Entity, row id and field name."""


def mentions(reader: Reader, texts: Collection[str], *, most: int) -> list[Mention]:
    """The first fields of records that hold one of these texts."""
    found: list[Mention] = []
    if not texts:
        return found
    for entity, table in LOGGED.items():
        for name, field in stored_fields(table).items():
            if field.kind in _KINDS and len(found) < most:
                holds = " OR ".join([f'instr(t."{name}", ?)'] * len(texts))
                sql = (
                    f'SELECT t.id FROM {reader.schema}."{entity}" t WHERE {holds} ORDER BY t.id LIMIT {most}'
                )
                found += [(entity, row_id, name) for (row_id,) in reader.raw(sql, list(texts))]
    return found[:most]
