"""Whole tables read as they are stored, a page at a time: for exports that leave nothing out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from db.schema.base import Base
from db.unit_of_work import Reader

PAGE = 2_000
WITHOUT = ("attachment_bytes",)
"""Tables whose rows are no text: the bytes of attachments are exported as files."""


def table_names() -> list[str]:
    """Every table by name."""
    return sorted(name for name in Base.metadata.tables if name not in WITHOUT)


def column_names(name: str) -> list[str]:
    """The columns of a table in their order in the file."""
    return [column.name for column in Base.metadata.tables[name].columns]


def whole_table(reader: Reader, name: str) -> Iterator[tuple[Any, ...]]:
    """All rows of a table by its key; no more than a page of them is held."""
    table = Base.metadata.tables[name]
    columns = column_names(name)
    key = [column.name for column in table.primary_key.columns]
    places = [columns.index(each) for each in key]
    listed, order = (", ".join(f'"{each}"' for each in names) for names in (columns, key))
    marks = ", ".join("?" for _ in key)
    start = f'SELECT {listed} FROM {reader.schema}."{name}"'
    rows = reader.raw(f"{start} ORDER BY {order} LIMIT {PAGE}")
    while rows:
        yield from rows
        last = [rows[-1][place] for place in places]
        rows = reader.raw(f"{start} WHERE ({order}) > ({marks}) ORDER BY {order} LIMIT {PAGE}", last)


def attachment_files(reader: Reader) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each attachment whose bytes are here, one after the other."""
    s = reader.schema
    for attachment_id, name in reader.raw(f"SELECT id, name FROM {s}.attachment ORDER BY name, id"):
        rows = reader.raw(
            f"SELECT b.content FROM main.attachment_bytes b JOIN {s}.attachment a ON a.sha256 = b.sha256 "
            "WHERE a.id = ?",
            [attachment_id],
        )
        if rows:
            yield name, bytes(rows[0][0])
