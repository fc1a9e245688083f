"""The line to a file: its one connection, its lock and its key, let go and taken again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection, Engine

from db.durable import replace_durably
from db.encryption import FileKey, Secret, key_for
from db.errors import DatabaseProblem, NotSaved
from db.guard import read_head_bytes
from db.held import identity
from db.holder import leave_note
from db.messages import N_

Connect = Callable[[Path, FileKey | None], tuple[Engine, Connection]]
"""Connects to a file and takes its lock; raises DatabaseProblem."""
_Stamp = tuple[int, int, int]
_UNKNOWN = (0, 0, 0)


class Locked(DatabaseProblem):
    """The file is locked: its key was dropped."""

    def __init__(self) -> None:
        super().__init__(N_("The file is locked; nothing was changed. Its passphrase opens it again."))


class Line:
    """Opens, closes and opens again the connection to one file, on the database's thread."""

    def __init__(self, path: Path, connect: Connect, key: FileKey | None) -> None:
        self._path = path
        self._connect = connect
        self.key = key
        self.is_locked = False
        self._pair: tuple[Engine, Connection] | None = None
        self._note: Path | None = None
        self._identity: tuple[int, int] | None = None
        self._left_as: _Stamp | None = None

    @property
    def is_open(self) -> bool:
        """Whether the file and its lock are held now."""
        return self._pair is not None

    @property
    def connection(self) -> Connection:
        """The connection while the line is open."""
        if self._pair is None:
            raise DatabaseProblem(N_("The file was closed; nothing was changed."))
        return self._pair[1]

    @property
    def is_in_place(self) -> bool:
        """Whether the file that was opened still lies at its path."""
        return self._identity == identity(self._path)

    def open(self) -> bool:
        """Take the file and its lock; gives whether it was changed since it was let go."""
        if self.is_locked:
            raise Locked
        if not self._path.is_file():
            # SQLite would make an empty one.
            raise NotSaved(
                N_("{name} is not in {folder} now: it was moved, or its disk or network is away."),
                name=self._path.name,
                folder=str(self._path.parent),
            )
        self._pair = self._connect(self._path, self.key)
        self._note = leave_note(self._path)
        self._identity = identity(self._path)
        return self._left_as is not None and self._left_as != _stamp(self._path)

    def close(self) -> None:
        """Let the file and its lock go; a second time nothing happens."""
        if self._pair is None:
            return
        engine, connection = self._pair
        self._pair = None
        connection.close()
        engine.dispose()
        # Whatever lies there next is looked at when the file was away, or another one in its place.
        left_as = _stamp(self._path) if self.is_in_place else None
        self._left_as = left_as or _UNKNOWN
        if self._note is not None:
            with suppress(OSError):
                self._note.unlink()

    def forget_key(self) -> None:
        """Lock an encrypted file: without its secret the line does not open again."""
        self.is_locked = self.key is not None or self.is_locked
        self.key = None

    def remember_key(self, secret: Secret) -> None:
        """Take the secret of a locked file; whether it fits shows when the line is opened."""
        self.key = key_for(self._path.name, read_head_bytes(self._path), secret)
        self.is_locked = False

    def exchange(self, part: Path, key: FileKey | None) -> None:
        """Put another form of the file, under another key, in its place, and go on in it.

        Raises OSError when it cannot be put there; the line goes on with the file as it was.
        """
        self.close()
        try:
            replace_durably(part, self._path)
            self.key = key
        finally:
            self.open()


def _stamp(path: Path) -> _Stamp | None:
    try:
        made = path.stat()
    except OSError:
        return None
    return made.st_mtime_ns, made.st_size, made.st_ino
