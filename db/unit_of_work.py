"""The unit of work: reading, and the only three verbs that write - each leaves its changes in the log.

A `Writer` collects what it did in a `ChangeBuffer`; `commit` writes rows, change set and changes in one
transaction. Leaving the unit without `commit` rolls everything back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, Executable, Row, Table, bindparam, delete, insert, select, update

from db.batches import chunks, marks
from db.engine import PAST, raw
from db.errors import RecordGone
from db.fields import Kind, fields_of, stored_fields
from db.ids import IdSource
from db.log_records import (
    DELETE,
    INSERT,
    UPDATE,
    ChangeBuffer,
    ChangeSetInfo,
    RowChange,
    Values,
    is_erased,
    storable,
)
from db.log_writing import Head, write_change_set
from db.schema import LOGGED
from db.schema.base import Base


class Reader:
    """Reads within one transaction, from the file or from an earlier state rebuilt beside it."""

    def __init__(self, connection: Connection, *, is_past: bool = False) -> None:
        self._connection = connection
        self.schema = PAST if is_past else "main"
        self._options = {"schema_translate_map": {None: PAST}} if is_past else {}

    @property
    def connection(self) -> Connection:
        """The connection of this transaction; for `db` itself only."""
        return self._connection

    @property
    def driver(self) -> Any:
        """The driver's own connection; for `db` itself only."""
        return raw(self._connection)

    def all(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> Sequence[Row[Any]]:
        """All rows of a statement."""
        result = self._connection.execute(statement, parameters, execution_options=self._options)
        return result.all()

    def first(self, statement: Executable) -> Row[Any] | None:
        """The first row of a statement, or None."""
        return self._connection.execute(statement, execution_options=self._options).first()

    def scalar(self, statement: Executable) -> Any:
        """The first value of the first row, or None."""
        return self._connection.execute(statement, execution_options=self._options).scalar()

    def raw(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Rows of hand-written SQL, straight from the driver: for the long reads of lists, 3 x faster.

        Tables are named with `self.schema` before them, so that an earlier state is read as it was.
        """
        return self.driver.execute(sql, parameters).fetchall()  # type: ignore[no-any-return]

    def rows_by_id(self, table: type[Base], ids: Iterable[str]) -> dict[str, Values]:
        """Whole stored rows by id; unknown ids are left out."""
        return self.values_by_id(table, ids, tuple(table.__table__.columns.keys()))

    def row(self, table: type[Base], row_id: str) -> Values:
        """One whole stored row; raises RecordGone when there is none of that id."""
        found = self.rows_by_id(table, [row_id])
        if row_id not in found:
            raise RecordGone
        return found[row_id]

    def values_by_id(self, table: type[Base], ids: Iterable[str], names: Sequence[str]) -> dict[str, Values]:
        """The named stored values of rows by id; unknown ids are left out."""
        listed = ", ".join(f'"{name}"' for name in ("id", *names))
        start = f'SELECT {listed} FROM {self.schema}."{table.__tablename__}" WHERE id IN'
        found: dict[str, Values] = {}
        for part in chunks(ids):
            for row_id, *values in self.raw(f"{start} {marks(part)}", part):
                found[row_id] = dict(zip(names, values, strict=True))
        return found


class Writer(Reader):
    """Reads and writes within one transaction; every write is noted for the log.

    `leaves_entry`: a change set is written also when no row changed; an erasure may concern the log alone.
    """

    def __init__(
        self,
        connection: Connection,
        ids: IdSource,
        head: Head,
        *,
        author: str,
        summary_id: str,
        summary_values: Mapping[str, Any],
        origin: str = "edit",
        reverts: int | None = None,
    ) -> None:
        super().__init__(connection)
        self.ids = ids
        self.head = head
        self.author = storable(author)
        self.origin = origin
        self.reverts = reverts
        self.summary_id = summary_id
        self.summary_values = dict(summary_values)
        self.committed: ChangeSetInfo | None = None
        self.leaves_entry = False
        self._buffer = ChangeBuffer()

    @property
    def has_changes(self) -> bool:
        """Whether anything would be logged by a commit now."""
        return bool(self._buffer.changes)

    def insert(self, table: type[Base], rows: Iterable[Mapping[str, Any]]) -> list[str]:
        """Insert rows; missing ids are made, missing fields get their initial values. Returns the ids.

        Raises KeyError for a name that is no stored field of the table.
        """
        made: list[str] = []
        for part in chunks(rows):
            complete = [self._complete(table, row) for row in part]
            insert_rows(self._connection, table, complete)
            for whole in complete:
                after = without_empty(table, whole)
                self._buffer.add(RowChange(table.__tablename__, whole["id"], INSERT, None, after))
                made.append(whole["id"])
        return made

    def _complete(self, table: type[Base], row: Mapping[str, Any]) -> Values:
        initial = _initial_values(table)
        whole = {**initial, **row}
        if len(whole) != len(initial):
            raise KeyError(f"{table.__tablename__}: {sorted(set(row) - set(initial))}")
        whole["id"] = whole["id"] or self.ids.new()
        return whole

    def update(self, table: type[Base], changes: Mapping[str, Mapping[str, Any]]) -> list[str]:
        """Set fields of rows by id; values already there are left alone. Returns the ids really changed.

        Raises RecordGone for an unknown id, KeyError for an unknown field or for the id itself.
        """
        names = {name for wanted in changes.values() for name in wanted}
        unknown = names - (stored_fields(table).keys() - {"id"})
        if unknown:
            raise KeyError(f"{table.__tablename__}: {sorted(unknown)}")
        stored = self.values_by_id(table, changes, sorted(names))
        pending: list[tuple[str, Values]] = []
        for row_id, wanted in changes.items():
            if row_id not in stored:
                raise RecordGone
            present = stored[row_id]
            new = {name: value for name, value in wanted.items() if present[name] != value}
            if new:
                before = {name: present[name] for name in new}
                self._buffer.add(RowChange(table.__tablename__, row_id, UPDATE, before, new))
                pending.append((row_id, new))
        self._execute_updates(table, pending)
        return [row_id for row_id, _ in pending]

    def _execute_updates(self, table: type[Base], pending: list[tuple[str, Values]]) -> None:
        def names(entry: tuple[str, Values]) -> tuple[str, ...]:
            return tuple(sorted(entry[1]))

        for group, entries in groupby(sorted(pending, key=names), key=names):
            sql, in_order = _update_statement(self._connection.dialect, table, group)
            rows = [in_order({**new, _ROW_KEY: row_id}) for row_id, new in entries]
            self._connection.exec_driver_sql(sql, rows)

    def delete(self, table: type[Base], ids: Iterable[str]) -> int:
        """Delete rows with all that depends on them; returns how many rows went.

        A required or owning reference takes its row along; an optional one is emptied. All of it is logged.
        """
        doomed = self.rows_by_id(table, ids)
        if not doomed:
            return 0
        gone = len(doomed)
        for row_id, row in doomed.items():
            before = without_empty(table, row)
            self._buffer.add(RowChange(table.__tablename__, row_id, DELETE, before, None))
        made: Table = table.__table__  # type: ignore[assignment]
        for part in chunks(doomed):
            self._connection.execute(delete(made).where(made.c.id.in_(part)))
        for reference in references_to(table.__tablename__):
            found = reference.rows(self, doomed)
            if reference.is_owning:
                gone += self.delete(reference.table, found)
            else:
                self.update(reference.table, {row_id: {reference.column: None} for row_id in found})
        return gone

    def commit(self) -> ChangeSetInfo | None:
        """Write the change set and end the transaction; None when nothing changed."""
        if not (self._buffer.changes or self.leaves_entry):
            self._connection.rollback()
            return None
        changes = list(self._buffer.changes.values())
        info, self.head = write_change_set(self.driver, self.ids, self.head, self._draft(), changes)
        self._connection.commit()
        self._buffer = ChangeBuffer()
        self.committed = info
        return info

    def _draft(self) -> ChangeSetInfo:
        return ChangeSetInfo(
            number=0,
            id="",
            at_ms=0,
            author=self.author,
            summary_id=self.summary_id,
            summary_values=self.summary_values,
            origin=self.origin,
            reverts=self.reverts,
            touched=self._buffer.touched(),
        )

    def execute(self, statement: Executable, parameters: Sequence[Mapping[str, Any]] | None = None) -> None:
        """Run a statement on an unlogged table; logged tables are written by the three verbs only."""
        named = getattr(statement, "table", None)
        if named is None or named.name in LOGGED:
            raise ValueError("logged tables are written by the three verbs only")
        self._connection.execute(statement, parameters)


InOrder = Callable[[Mapping[str, Any]], tuple[Any, ...]]
"""Puts the values of a row into the order of a statement's marks."""
_ROW_KEY = "row_key"


def insert_rows(connection: Connection, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows of stored values that all have the same columns.

    They go to the driver as they are: of a large import, preparing each value again took half the time.
    """
    if rows:
        sql, in_order = _insert_statement(connection.dialect, table, tuple(rows[0]))
        connection.exec_driver_sql(sql, list(map(in_order, rows)))


@lru_cache(maxsize=256)
def _insert_statement(dialect: Dialect, table: type[Base], names: tuple[str, ...]) -> tuple[str, InOrder]:
    made: Table = table.__table__  # type: ignore[assignment]
    compiled: Any = insert(made).compile(dialect=dialect, column_keys=list(names))
    return str(compiled), itemgetter(*compiled.positiontup)


@lru_cache(maxsize=1024)
def _update_statement(dialect: Dialect, table: type[Base], names: tuple[str, ...]) -> tuple[str, InOrder]:
    made: Table = table.__table__  # type: ignore[assignment]
    statement = update(made).where(made.c.id == bindparam(_ROW_KEY))
    compiled: Any = statement.compile(dialect=dialect, column_keys=list(names))
    return str(compiled), itemgetter(*compiled.positiontup)


def without_empty(table: type[Base], row: Mapping[str, Any]) -> Values:
    """The stored values of a row that say something, without the id."""
    empty = empty_values(table)
    return {name: value for name, value in row.items() if name != "id" and value != empty[name]}


@cache
def _initial_values(table: type[Base]) -> Mapping[str, Any]:
    return {name: field.initial for name, field in stored_fields(table).items()}


@cache
def empty_values(table: type[Base]) -> Mapping[str, Any]:
    """What each stored field of a table holds when nothing is recorded."""
    return {name: field.empty for name, field in stored_fields(table).items()}


def with_empty(table: type[Base], values: Mapping[str, Any]) -> Values:
    """Logged values as the table stores them: nothing recorded becomes the column's own empty value."""
    fields = stored_fields(table)
    return {
        name: fields[name].empty if value is None or is_erased(value) else value
        for name, value in values.items()
        if name in fields
    }


def whole_row(table: type[Base], row_id: str, values: Mapping[str, Any]) -> Values:
    """A stored row from what the log kept of it."""
    fields = stored_fields(table)
    return {
        **{name: field.empty for name, field in fields.items()},
        **with_empty(table, values),
        "id": row_id,
    }


@dataclass(frozen=True, slots=True)
class Reference:
    """A column that points to another table: what a delete or a revert has to look after."""

    table: type[Base]
    column: str
    is_owning: bool
    entity_column: str = ""
    entity: str = ""

    def rows(self, reader: Reader, ids: Iterable[str]) -> list[str]:
        """The ids of rows that point to any of the given ids."""
        return [row_id for row_id, _ in self.pairs(reader, ids)]

    def pairs(self, reader: Reader, ids: Iterable[str]) -> list[tuple[str, str]]:
        """The rows that point to any of the given ids, each with the id it points to."""
        made = self.table.__table__
        found: list[tuple[str, str]] = []
        for part in chunks(ids):
            column = made.c[self.column]
            query = select(made.c.id, column.label("target")).where(column.in_(part))
            if self.entity_column:
                query = query.where(made.c[self.entity_column] == self.entity)
            found += [(row.id, row.target) for row in reader.all(query)]
        return found


def references_to(entity: str) -> list[Reference]:
    """All columns that point to the given table."""
    if entity not in _references:
        _references[entity] = list(_find_references(entity))
    return _references[entity]


_references: dict[str, list[Reference]] = {}


def _find_references(entity: str) -> Iterator[Reference]:
    for table in LOGGED.values():
        for name, field in fields_of(table).items():
            is_link = field.kind in (Kind.LINK, Kind.TECHNICAL) and field.target == entity
            if field.is_stored and is_link:
                yield Reference(table, name, field.is_required or field.is_owner)
    if entity != "attachment":
        yield Reference(LOGGED["attachment"], "owner_id", True, "owner_entity", entity)
