"""Which rows the history of a record is about: its own, and those that belong to it, deleted ones too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from db.changes import numbers_of, sets_of
from db.fields import declared_of
from db.log_reading import LogReading
from db.log_records import ChangeSetInfo
from db.schema import LOGGED
from db.unit_of_work import Reader


def rows_of_records(reader: Reader, row_ids: Iterable[str]) -> frozenset[str]:
    """The rows of these records with their children and links, as the log knows them."""
    found = set(row_ids)
    reading = LogReading(reader.driver)
    for entity, row_id in reading.rows_of(found):
        found |= reading.rows_linked_to(row_id, frozenset(_parts_of(entity)))
    return frozenset(found)


def _parts_of(entity: str) -> Iterator[tuple[str, str]]:
    """Tables whose rows are part of a record, with the column that names it."""
    declared = declared_of(LOGGED[entity]).values() if entity in LOGGED else ()
    return ((made.through["table"], made.through["owner"]) for made in declared if "owner" in made.through)


def sets_of_rows(reader: Reader, row_ids: Iterable[str]) -> list[ChangeSetInfo]:
    """The change sets that touched any of these rows, newest first."""
    return sets_of(reader, numbers_of(reader, list(row_ids)))
