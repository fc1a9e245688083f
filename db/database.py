"""The open file: runs every unit of work on its one thread, one after the other, and tells who listens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from db.encryption import FileKey, Secret
from db.engine import attach_past, detach_past, driver_errors, raw
from db.errors import Damaged, DatabaseProblem, NotSaved, RecordGone
from db.ids import IdSource
from db.line import Connect, Line
from db.log_records import ChangeSetInfo
from db.log_writing import Head
from db.messages import N_
from db.pages import look_at_pages
from db.runners import Runner
from db.unit_of_work import Reader, Writer

T = TypeVar("T")
Listener = Callable[[ChangeSetInfo], None]


class Database:
    """One open file. Work is posted as functions; `read` and `write` are used inside them.

    Listeners are told of each committed change set on the database's thread.
    """

    def __init__(
        self, path: Path, connect: Connect, key: FileKey | None, runner: Runner, ids: IdSource
    ) -> None:
        self.path = path
        self.is_read_only = False
        self._line = Line(path, connect, key)
        self._runner = runner
        self.ids = ids
        self._listeners: list[Listener] = []
        self._closers: list[Callable[[], None]] = []
        self._is_closed = False
        self._line.open()
        try:
            self._head = read_head(self._line.connection)
        except BaseException:
            self._line.close()
            raise

    @property
    def head(self) -> Head:
        """The newest change set's number, hash and time."""
        return self._head

    @property
    def connection(self) -> Connection:
        """The file's one connection; for `db` itself only, on the database's thread."""
        self.wake()
        return self._line.connection

    @property
    def key(self) -> FileKey | None:
        """The key of an encrypted file; None for a plain one, and while the file is locked."""
        return self._line.key

    @property
    def line(self) -> Line:
        """Whether the file is held, resting or locked now."""
        return self._line

    def post(self, work: Callable[[], T]) -> Future[T]:
        """Queue work for the database's thread; once the file was closed, the future holds a problem."""
        try:
            return self._runner.submit(partial(self._run, work))
        except RuntimeError:
            if not self._is_closed:
                raise
            late: Future[T] = Future()
            late.set_exception(_closed())
            return late

    def _run(self, work: Callable[[], T]) -> T:
        if self._is_closed:
            raise _closed()
        return work()

    def call(self, work: Callable[[], T]) -> T:
        """Run work on the database's thread and wait for it; never from the GUI thread."""
        return self.post(work).result()

    def subscribe(self, listener: Listener) -> None:
        """Tell `listener` of every change set from now on."""
        self._listeners.append(listener)

    @contextmanager
    def read(self, *, as_of: int | None = None) -> Iterator[Reader]:
        """A reading transaction; with `as_of`, over the state after the change set of that number."""
        connection = self.connection
        if as_of is None or as_of >= self._head.number:
            with translated_errors(UNREADABLE), connection.begin():
                yield Reader(connection)
            return
        from db.past import rebuild_past

        attach_past(connection)
        try:
            with translated_errors(UNREADABLE), connection.begin():
                rebuild_past(connection, as_of)
                yield Reader(connection, is_past=True)
        finally:
            detach_past(connection)

    @contextmanager
    def write(
        self, author: str, summary: str, /, *, origin: str = "edit", reverts: int | None = None, **values: Any
    ) -> Iterator[Writer]:
        """A writing transaction that leaves one change set; without `commit` nothing happened.

        `summary` is a message id marked by N_, `values` fill its placeholders.
        """
        if self.is_read_only:
            raise DatabaseProblem(N_("This file is open for reading only; nothing was changed."))
        connection = self.connection
        self._refuse_when_moved()
        writer = Writer(
            connection,
            self.ids,
            self._head,
            author=author,
            summary_id=summary,
            summary_values=values,
            origin=origin,
            reverts=reverts,
        )
        connection.info["is_writing"] = True
        try:
            with translated_errors(UNWRITTEN):
                connection.begin()
                yield writer
                if writer.committed is not None:
                    self._refuse_when_moved()
        finally:
            connection.info["is_writing"] = False
            with translated_errors(UNWRITTEN):
                self._roll_back()
            if writer.committed is not None and self._line.is_in_place:
                self._head = writer.head
                self._tell(writer.committed)

    def _refuse_when_moved(self) -> None:
        """SQLite would go on writing into a file that was deleted or replaced: all of it would be lost."""
        if not self._line.is_in_place:
            raise NotSaved(
                N_("{name} was moved, deleted or replaced while it was open; nothing more is saved in it."),
                name=self.path.name,
            )

    def _roll_back(self) -> None:
        """End the transaction, also one that SQLAlchemy gave up when its COMMIT failed."""
        connection = self._line.connection
        connection.rollback()
        driver = raw(connection)
        if driver.in_transaction:
            driver.rollback()

    def _tell(self, info: ChangeSetInfo) -> None:
        # The stack runs from its end, and to its end also when a listener fails.
        with ExitStack() as stack:
            for listener in reversed(self._listeners):
                stack.callback(listener, info)

    def on_close(self, closer: Callable[[], None]) -> None:
        """Run `closer` when the file has been closed."""
        self._closers.append(closer)

    def close(self) -> None:
        """Finish what is queued and let the file go; a second time nothing happens."""
        if self._is_closed:
            return
        with ExitStack() as stack:
            for closer in reversed(self._closers):
                stack.callback(closer)
            stack.callback(self._runner.close)
            self.call(self._close_file)

    def _close_file(self) -> None:
        self._is_closed = True
        self._line.close()

    # Resting and waking

    def rest(self, *, forgets_key: bool = False) -> None:
        """Let the file and its lock go until the next unit of work; call on the database's thread.

        With `forgets_key` an encrypted file stays locked until `unlock`.
        """
        self._line.close()
        if forgets_key:
            self._line.forget_key()

    def unlock(self, secret: Secret) -> None:
        """Take a locked file again; raises WrongSecret. Call on the database's thread."""
        self._line.remember_key(secret)
        try:
            self.wake()
        except BaseException:
            self._line.close()
            self._line.forget_key()
            raise

    def wake(self) -> None:
        """Take file and lock again, as every unit of work does, and hear of what others wrote meanwhile."""
        if self._line.is_open:
            return
        was_changed = self._line.open()
        if not was_changed:
            return
        try:
            with translated_errors(UNREADABLE):
                self._head, newer = read_newer(self._line.connection, self._head, self.path.name, self.key)
        except BaseException:
            self._line.close()
            raise
        for info in newer:
            self._tell(info)


def _closed() -> DatabaseProblem:
    return DatabaseProblem(N_("The file was closed; nothing was changed."))


UNWRITTEN = N_("The change could not be saved; the file is as it was. The system says: {detail}")
UNREADABLE = N_("The file could not be read. The system says: {detail}")


@contextmanager
def translated_errors(sentence: str) -> Iterator[None]:
    """Say what the world does to a file - no space, no rights, a removed medium - in one sentence.

    A broken constraint is a mistake of ours and stays what it is; but what a person refers to may have been
    deleted meanwhile.
    """
    try:
        yield
    except (DBAPIError, *driver_errors()) as error:
        said = getattr(error, "orig", error)
        if "FOREIGN KEY" in str(said):
            raise RecordGone from error
        if type(said) not in driver_errors():
            raise
        kind = NotSaved if sentence is UNWRITTEN else DatabaseProblem
        raise kind(sentence, detail=str(said)) from error


def read_head(connection: Connection) -> Head:
    """The end of the chain as the file has it."""
    with connection.begin():
        driver = raw(connection)
        heads = driver.execute(_FILE_HEAD).fetchall()
        last = driver.execute(_LAST_SET).fetchone() or (0, b"", 0)
        counter = driver.execute(_COUNTER, [head[1] for head in heads[:1]] or [None]).fetchone() or (0,)
        key = driver.execute(_LAST_KEY).fetchone() or (0, None)
    match [*heads, last, counter, key]:
        case [
            (str(file_id), int(site), str(site_id)),
            (int(number), bytes(hashed), int(at_ms)),
            (int(count),),
            (int(first), bytes() | None as secret),
        ]:
            return Head(number, hashed or file_id.encode(), at_ms, site, site_id, count, first, secret)
    raise Damaged(N_("The file does not say which file it is. It is damaged; open a backup."))


def read_newer(
    connection: Connection, head: Head, name: str, key: FileKey | None
) -> tuple[Head, list[ChangeSetInfo]]:
    """The change sets after a head; refuses a file whose history does not go on from there."""
    found, driver = read_head(connection), raw(connection)
    is_ours = head.hash in {bytes(row[0]) for row in driver.execute(_HASHES, [head.number])}
    if not is_ours or look_at_pages(driver, key).problems:
        raise NotSaved(
            N_("{name} is not as it was left: it was replaced or damaged meanwhile. Open it anew."), name=name
        )
    with connection.begin():
        reader = Reader(connection)
        return found, [_told(reader, number) for number in range(head.number + 1, found.number + 1)]


def _told(reader: Reader, number: int) -> ChangeSetInfo:
    """A change set of others, as listeners hear of it."""
    from db.changes import changes_of, sets_of

    touched: dict[str, set[str]] = {}
    for change in changes_of(reader, number):
        touched.setdefault(change.entity, set()).add(change.row_id)
    (info,) = sets_of(reader, [number])
    frozen = {entity: frozenset(ids) for entity, ids in touched.items()}
    return replace(info, touched=frozen, is_of_others=True)


# Before its first entry a file's chain starts with its id.
_HASHES = "SELECT hash FROM change_set WHERE number = ? UNION ALL SELECT CAST(id AS BLOB) FROM file_head"
_FILE_HEAD = "SELECT f.id, f.site, s.id FROM file_head f JOIN site s ON s.number = f.site LIMIT 2"
_LAST_SET = "SELECT number, hash, at_ms FROM change_set ORDER BY number DESC LIMIT 1"
_LAST_KEY = "SELECT first, key FROM log_key ORDER BY first DESC LIMIT 1"
_COUNTER = (
    "SELECT s.number + h.shift FROM change_set s JOIN log_heading h ON h.number = s.heading "
    "WHERE h.site = ? ORDER BY s.number DESC LIMIT 1"
)
