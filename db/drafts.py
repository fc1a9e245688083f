"""Drafts: text typed and not yet saved, kept in the file against a crash; beside the change log, not in it.

A draft is written while a person types, so it is one short write of one unlogged row: no change set, nothing
told to listeners.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert

from db.database import UNWRITTEN, Database, translated_errors
from db.log_records import storable
from db.schema import Draft
from db.unit_of_work import Reader


class DraftRow(NamedTuple):
    """One draft: where it was typed, the text, and when (UTC, ISO 8601)."""

    place: str
    content: str
    typed_at: str


def keep_draft(database: Database, place: str, content: str) -> None:
    """Note what stands in an editor now; call on the database's thread.

    A file that cannot be written just now - read only, locked, moved away - keeps no draft, and nothing is
    said of it: whoever types learns it when the text is handed over.
    """
    if database.is_read_only or database.line.is_locked or not database.line.is_in_place:
        return
    typed_at = datetime.fromtimestamp(database.ids.clock() / 1000, UTC).isoformat(timespec="milliseconds")
    row = {"place": storable(place), "content": storable(content), "typed_at": typed_at}
    with _writing(database) as connection:
        connection.execute(insert(Draft).prefix_with("OR REPLACE"), [row])


def drop_drafts(database: Database, places: Sequence[str]) -> None:
    """Forget drafts: their texts were saved or given up; call on the database's thread."""
    if database.is_read_only or database.line.is_locked or not database.line.is_in_place:
        return
    with _writing(database) as connection:
        connection.execute(delete(Draft).where(Draft.place.in_([storable(place) for place in places])))


def kept_drafts(reader: Reader) -> list[DraftRow]:
    """All drafts of the file, the oldest first."""
    rows = reader.raw("SELECT place, content, typed_at FROM main.draft ORDER BY typed_at, place")
    return [DraftRow(*row) for row in rows]


@contextmanager
def _writing(database: Database) -> Iterator[Connection]:
    """A writing transaction that leaves no change set."""
    connection = database.connection
    connection.info["is_writing"] = True
    try:
        with translated_errors(UNWRITTEN), connection.begin():
            yield connection
    finally:
        connection.info["is_writing"] = False
