"""Opening a file for the window: to work in, or a verified copy of it to read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from db.database import Database
from db.encryption import Secret
from db.errors import Damaged
from db.guard import ForeignSchema
from db.holder import FileHeld
from db.opening import OnlyReadable, mended_or_problems, open_file, open_reading
from db.queries.desk import FileIdentity, file_identity
from db.runners import ThreadRunner
from desktop.base.errors import Problem
from desktop.base.i18n import N_
from desktop.base.settings import SettingsStore
from desktop.services.checking import check_database
from desktop.services.files import restore_file
from desktop.services.import_outcome import Message
from desktop.services.known_heads import is_as_left, stray_copies
from desktop.services.working_copies import WorkingCopy, left_copy, take_copy

_RESTORED = N_("Restored from {name}, up to entry {number}.")
_RESTORED_AND_KEPT = N_(
    "Restored from {name}, up to entry {number}. What was there before is kept beside it: {kept}"
)


@dataclass(frozen=True)
class OpenedFile:
    """A file as it was opened: the database, whose it is, and copies that went their own way.

    `path` is the file that was asked for; `is_copy` says that the database is a copy of it to read,
    `working` that it is a copy to work in, which is put back; `restored` what is to be said of a backup that
    has just taken its place.
    """

    database: Database
    identity: FileIdentity
    path: Path
    strays: tuple[Message, ...] = ()
    is_copy: bool = False
    restored: Message | None = None
    working: WorkingCopy | None = None


def open_to_work(
    path: Path, store: SettingsStore, secret: Secret | None = None, _progress: object = None
) -> OpenedFile:
    """Open a file on a thread of its own; call off the GUI thread."""
    database = open_file(path, runner=ThreadRunner(), secret=secret)
    identity = database.call(partial(_identity, database))
    strays = database.call(partial(stray_copies, store.current, database))
    return OpenedFile(database, identity, database.path, tuple(strays))


def restore_to_work(
    backup: Path, path: Path, store: SettingsStore, secret: Secret | None = None
) -> OpenedFile:
    """Put a backup in the place of a closed file and open it; call off the GUI thread.

    `secret` opens the backup, which was looked at as a whole before. Raises a Problem when it cannot be
    restored; the file is as it was then.
    """
    kept, head = restore_file(store, backup, path, secret=secret, is_checked=True)
    values = {"name": backup.name, "number": head, "kept": "" if kept is None else kept.name}
    said = _RESTORED if kept is None else _RESTORED_AND_KEPT
    return replace(open_to_work(path, store, secret), restored=Message(said, values))


def open_working(path: Path, store: SettingsStore, folder: Path, secret: Secret | None = None) -> OpenedFile:
    """Open the working copy of a file that was left in a folder, or a fresh one; call off the GUI thread."""
    copy = left_copy(folder, path) or take_copy(folder, path, secret)
    opened = open_to_work(copy.path, store, secret)
    return replace(opened, path=copy.origin, working=copy)


def open_copy(path: Path, secret: Secret | None = None, _progress: object = None) -> OpenedFile:
    """Open a verified copy of a file to read it; call off the GUI thread."""
    database = open_reading(path, runner=ThreadRunner(), secret=secret)
    return OpenedFile(database, database.call(partial(_identity, database)), path, is_copy=True)


def can_be_salvaged(problem: Problem) -> bool:
    """Whether a file that was refused for this reason may have something in it that can be read."""
    return isinstance(problem, (Damaged, ForeignSchema))


def can_be_read(problem: Problem) -> bool:
    """Whether a file that was refused for this reason can still be read as a copy."""
    return isinstance(problem, (FileHeld, OnlyReadable))


def _identity(database: Database) -> FileIdentity:
    with database.read() as unit:
        return file_identity(unit)


def check_soundness(store: SettingsStore, today: date, database: Database) -> list[str]:
    """What is damaged; then nothing more is written. Call on the database's thread.

    The pages are looked at every time, history and records when the file is not as it was left here: that
    takes seconds for a large file, and happens after a crash or when another computer worked in it.
    """
    problems = mended_or_problems(database)
    if not problems and not is_as_left(store.current, database):
        problems = [str(message) for message in check_database(database, today).damage]
    if problems:
        database.is_read_only = True
    return problems
