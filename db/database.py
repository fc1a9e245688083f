"""The open file: runs every unit of work on its one thread, one after the other, and tells who listens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import OperationalError

from db.engine import attach_past, detach_past
from db.errors import DatabaseProblem
from db.ids import IdSource
from db.log_records import ChangeSetInfo
from db.messages import N_
from db.runners import Runner
from db.schema.log import ChangeSet, FileHead, Site
from db.unit_of_work import Head, Reader, Writer

T = TypeVar("T")
Listener = Callable[[ChangeSetInfo], None]


class Database:
    """One open file. Work is posted as functions; `read` and `write` are used inside them.

    Listeners are told of each committed change set on the database's thread.
    """

    def __init__(
        self, path: Path, engine: Engine, connection: Connection, runner: Runner, ids: IdSource
    ) -> None:
        self.path = path
        self.is_read_only = False
        self._engine = engine
        self._connection = connection
        self._runner = runner
        self.ids = ids
        self._listeners: list[Listener] = []
        self._closers: list[Callable[[], None]] = []
        self._head = read_head(connection)

    @property
    def head(self) -> Head:
        """The newest change set's number, hash and time."""
        return self._head

    @property
    def connection(self) -> Connection:
        """The file's one connection; for `db` itself only, on the database's thread."""
        return self._connection

    def post(self, work: Callable[[], T]) -> Future[T]:
        """Queue work for the database's thread."""
        return self._runner.submit(work)

    def call(self, work: Callable[[], T]) -> T:
        """Run work on the database's thread and wait for it; never from the GUI thread."""
        return self._runner.submit(work).result()

    def subscribe(self, listener: Listener) -> None:
        """Tell `listener` of every change set from now on."""
        self._listeners.append(listener)

    @contextmanager
    def read(self, *, as_of: int | None = None) -> Iterator[Reader]:
        """A reading transaction; with `as_of`, over the state after the change set of that number."""
        if as_of is None or as_of >= self._head.number:
            with self._connection.begin():
                yield Reader(self._connection)
            return
        from db.past import rebuild_past

        attach_past(self._connection)
        try:
            with self._connection.begin():
                rebuild_past(self._connection, as_of)
                yield Reader(self._connection, is_past=True)
        finally:
            detach_past(self._connection)

    @contextmanager
    def write(
        self, author: str, summary: str, /, *, origin: str = "edit", reverts: int | None = None, **values: Any
    ) -> Iterator[Writer]:
        """A writing transaction that leaves one change set; without `commit` nothing happened.

        `summary` is a message id marked by N_, `values` fill its placeholders.
        """
        if self.is_read_only:
            raise DatabaseProblem(N_("This file is open for reading only; nothing was changed."))
        writer = Writer(
            self._connection,
            self.ids,
            self._head,
            author=author,
            summary_id=summary,
            summary_values=values,
            origin=origin,
            reverts=reverts,
        )
        self._connection.info["is_writing"] = True
        try:
            with translated_errors():
                self._connection.begin()
                yield writer
        finally:
            self._connection.info["is_writing"] = False
            self._connection.rollback()
            if writer.committed is not None:
                self._head = writer.head
                self._tell(writer.committed)

    def _tell(self, info: ChangeSetInfo) -> None:
        for listener in self._listeners:
            listener(info)

    def on_close(self, closer: Callable[[], None]) -> None:
        """Run `closer` when the file has been closed."""
        self._closers.append(closer)

    def close(self) -> None:
        """Finish what is queued and let the file go."""
        self.call(self._close_file)
        self._runner.close()
        for closer in self._closers:
            closer()

    def _close_file(self) -> None:
        self._connection.close()
        self._engine.dispose()


@contextmanager
def translated_errors() -> Iterator[None]:
    """Say what the world does to a write - no space, no rights, a removed medium - in one sentence."""
    try:
        yield
    except OperationalError as error:
        detail = str(error.orig)
        raise DatabaseProblem(
            N_("The change could not be saved; the file is as it was. The system says: {detail}"),
            detail=detail,
        ) from error


def read_head(connection: Connection) -> Head:
    """The end of the chain as the file has it."""
    with connection.begin():
        head = connection.execute(select(FileHead.id, FileHead.site)).one()
        site_id = connection.execute(select(Site.id).where(Site.number == head.site)).scalar_one()
        last = connection.execute(
            select(ChangeSet.number, ChangeSet.hash, ChangeSet.at_ms)
            .order_by(ChangeSet.number.desc())
            .limit(1)
        ).first()
        counter = connection.execute(
            select(func.max(ChangeSet.counter)).where(ChangeSet.site == head.site)
        ).scalar()
    if last is None:
        return Head(0, head.id.encode(), 0, head.site, site_id, 0)
    return Head(last.number, last.hash, last.at_ms, head.site, site_id, counter or 0)
