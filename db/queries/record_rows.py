"""Which rows the history of a record is about: its own, and those that belong to it, deleted ones too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from db.changes import find_set
from db.fields import declared_of
from db.log_records import ChangeSetInfo
from db.queries.rows import rows_in
from db.schema import LOGGED
from db.unit_of_work import Reader


def rows_of_records(reader: Reader, row_ids: Iterable[str]) -> frozenset[str]:
    """The rows of these records with their children and links, as the log knows them."""
    found = set(row_ids)
    entities = rows_in(
        reader, "SELECT DISTINCT c.row_id, c.entity FROM main.change c {where:c.row_id}", list(found)
    )
    for row_id, entity in list(entities):
        for table, owner in _parts_of(entity):
            found.update(_owned(reader, table, owner, row_id))
    return frozenset(found)


def _parts_of(entity: str) -> Iterator[tuple[str, str]]:
    """Tables whose rows are part of a record, with the column that names it."""
    declared = declared_of(LOGGED[entity]).values() if entity in LOGGED else ()
    yield from dict.fromkeys(
        (made.through["table"], made.through["owner"]) for made in declared if "owner" in made.through
    )


def _owned(reader: Reader, table: str, owner: str, row_id: str) -> list[str]:
    sql = (
        "SELECT DISTINCT c.row_id FROM main.change c WHERE c.entity = ? "
        f"AND ? IN (json_extract(c.before, '$.{owner}'), json_extract(c.after, '$.{owner}'))"
    )
    return [row[0] for row in reader.raw(sql, [table, row_id])]


def sets_of_rows(reader: Reader, row_ids: Iterable[str]) -> list[ChangeSetInfo]:
    """The change sets that touched any of these rows, newest first."""
    sql = "SELECT DISTINCT c.set_number FROM main.change c {where:c.row_id}"
    numbers = {row[0] for row in rows_in(reader, sql, list(row_ids))}
    found = (find_set(reader, number) for number in sorted(numbers, reverse=True))
    return [info for info in found if info is not None]
