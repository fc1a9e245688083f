"""Whole tables read a page at a time, the change log in plain words: for exports that leave nothing out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from db.changes import change_sets, changes_of
from db.log_records import to_json
from db.schema.base import Base
from db.unit_of_work import Reader

PAGE = 2_000
WITHOUT = ("attachment_bytes", "log_heading", "log_key", "log_name", "log_row", "log_seal")
"""Not exported as they are: bytes of attachments become files, numbers of the log what they mean."""
_LOG = {
    "change_set": (
        *("number", "id", "site", "counter", "at_ms", "author", "summary", "origin", "schema_version"),
        *("reverts", "hash"),
    ),
    "change": ("set_number", "position", "entity", "row_id", "operation", "before", "after"),
}
"""The columns of the change log in plain words; values are JSON."""


def table_names() -> list[str]:
    """Every table by name."""
    return sorted(name for name in Base.metadata.tables if name not in WITHOUT)


def column_names(name: str) -> list[str]:
    """The columns of a table in their order in the file."""
    if name in _LOG:
        return list(_LOG[name])
    return [column.name for column in Base.metadata.tables[name].columns]


def whole_table(reader: Reader, name: str) -> Iterator[tuple[Any, ...]]:
    """All rows of a table by its key; no more than a page or a change set of them is held."""
    if name in _LOG:
        yield from (_change_sets if name == "change_set" else _changes)(reader)
        return
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


def _change_sets(reader: Reader) -> Iterator[tuple[Any, ...]]:
    sites = {
        number: (site, number + shift, version, hashed)
        for number, site, shift, version, hashed in reader.raw(
            "SELECT s.number, i.id, h.shift, h.schema_version, s.hash FROM main.change_set s "
            "JOIN main.log_heading h ON h.number = s.heading JOIN main.site i ON i.number = h.site"
        )
    }
    for info in reversed(change_sets(reader)):
        site, counter, version, hashed = sites[info.number]
        summary = to_json([info.summary_id, info.summary_values])
        yield (
            *(info.number, info.id, site, counter, info.at_ms, info.author, summary, info.origin, version),
            *(info.reverts, hashed),
        )


def _changes(reader: Reader) -> Iterator[tuple[Any, ...]]:
    for info in reversed(change_sets(reader)):
        for position, each in enumerate(changes_of(reader, info.number)):
            sides = (None if side is None else to_json(side) for side in (each.before, each.after))
            yield info.number, position, each.entity, each.row_id, each.operation, *sides


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
