"""Backups by SQLite's backup API, under the key of the file, verified after writing.

A backup is made in three steps, so that the database's thread is busy only for the first and the last:
`write_copy` there, `verify` on any thread - the copy is a file of its own -, `register` there again.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert

from db.backup_folder import NamedBackup, next_name
from db.database import UNWRITTEN, Database, translated_errors
from db.durable import replace_durably
from db.encryption import FileKey
from db.engine import connect_raw, driver_errors, raw
from db.errors import DatabaseProblem
from db.held import is_held
from db.log_records import storable
from db.messages import N_
from db.pages import look_at_pages
from db.schema import BackupEntry
from db.schema.base import Base
from db.unfinished import noted, part_of, remove_part


@dataclass(frozen=True, slots=True)
class BackupResult:
    """A verified backup: where it lies, its size in bytes, rows in all tables, newest change set."""

    path: Path
    size: int
    rows: int
    head: int
    head_hash: bytes


@dataclass(frozen=True, slots=True)
class WrittenCopy:
    """A copy that is not verified yet: where it lies, where it shall lie, and what must be found in it."""

    part: Path
    target: Path
    key: FileKey | None = field(repr=False)
    rows: dict[str, int]
    head: int
    head_hash: bytes
    note: ExitStack = field(default_factory=ExitStack, repr=False, compare=False)

    def discard(self) -> None:
        """Remove the copy; after it was verified nothing is left to remove."""
        remove_part(self.part)
        self.note.close()


def back_up(
    database: Database, target: Path, *, reason: str = "asked", is_registered: bool = True
) -> BackupResult:
    """Write a verified backup of an open file; call on the database's thread.

    With `is_registered` the file notes where the backup lies, else the caller does (`register`).
    Raises DatabaseProblem when it cannot be written or does not equal the file.
    """
    result = verify(write_copy(database, target))
    if is_registered:
        register(database, result, reason)
    return result


def write_copy(database: Database, target: Path) -> WrittenCopy:
    """Copy an open file beside `target`, with what a copy must hold; call on the database's thread.

    `verify` gives the copy its name. Raises DatabaseProblem when it cannot be written.
    """
    if is_held(target.resolve()):
        raise DatabaseProblem(
            N_("{name} is open; a backup is not written over it. Choose another name."), name=target.name
        )
    part = part_of(target)
    driver, head = raw(database.connection), database.head
    copy = WrittenCopy(part, target, database.key, count_rows(driver), head.number, head.hash)
    try:
        copy.note.enter_context(noted(part))
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
        _copy_pages(driver, part, database.key)
    except BaseException as error:
        copy.discard()
        if isinstance(error, (OSError, *driver_errors())):
            raise _unwritten(target, error) from error
        raise
    return copy


def _copy_pages(driver: Any, part: Path, key: FileKey | None) -> None:
    copy = connect_raw(part, key)
    try:
        driver.backup(copy)
    finally:
        copy.close()


def verify(copy: WrittenCopy) -> BackupResult:
    """Check a written copy, pages, rows and end of the log, and give it its name; call on any thread.

    Raises DatabaseProblem when it does not equal the file or cannot be read; then it is removed.
    """
    try:
        if not _holds(copy.part, copy.key, copy.rows, copy.head_hash):
            raise DatabaseProblem(
                N_("The backup {name} does not equal the file; it was removed."), name=copy.target.name
            )
        size = copy.part.stat().st_size
        replace_durably(copy.part, copy.target)
    except (OSError, *driver_errors()) as error:
        raise _unwritten(copy.target, error) from error
    finally:
        copy.discard()
    return BackupResult(copy.target, size, sum(copy.rows.values()), copy.head, copy.head_hash)


def _unwritten(target: Path, error: Exception) -> DatabaseProblem:
    return DatabaseProblem(
        N_("The backup {name} could not be written. The system says: {detail}"),
        name=target.name,
        detail=getattr(error, "strerror", None) or str(error),
    )


def rows_when_equal(database: Database, copy: Path, key: FileKey | None) -> int | None:
    """The rows of a copy when it is sound and holds what the open file holds, to its newest entry."""
    expected = count_rows(raw(database.connection))
    return sum(expected.values()) if _holds(copy, key, expected, database.head.hash) else None


def _holds(copy: Path, key: FileKey | None, rows: dict[str, int], head_hash: bytes) -> bool:
    driver = connect_raw(copy, key)
    try:
        if look_at_pages(driver, key).problems or count_rows(driver) != rows:
            return False
        newest = driver.execute("SELECT hash FROM change_set ORDER BY number DESC LIMIT 1").fetchone()
    finally:
        driver.close()
    return newest is None or bytes(newest[0]) == head_hash


def vacuum(database: Database) -> None:
    """Write the file anew, so that nothing deleted or erased stays in it; call on the database's thread."""
    try:
        raw(database.connection).execute("VACUUM")
    except driver_errors() as error:
        raise DatabaseProblem(
            N_("The file could not be written anew, so that traces stay in it. The system says: {detail}"),
            detail=str(error),
        ) from error


def count_rows(driver: Any) -> dict[str, int]:
    """Rows of every table but the register of backups, which a backup itself lengthens."""
    names = [name for name in Base.metadata.tables if name != BackupEntry.__tablename__]
    return {name: driver.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}


def register(
    database: Database,
    made: BackupResult,
    reason: str,
    *,
    outside: Path | None = None,
    gone: Iterable[Path] = (),
) -> None:
    """Note in the file where a backup of it lies: an erasure names the backups that still hold the data.

    `outside` is a further copy of it, outside this computer; `gone` are backups that were thinned out.
    """
    places = [(made.path, reason), *([] if outside is None else [(outside, OUTSIDE)])]
    made_at = datetime.fromtimestamp(database.ids.clock() / 1000, UTC)
    head = made.head_hash.hex()
    _change_register(database, [_entry(path, made_at, why, head) for path, why in places], gone)


def register_found(database: Database, found: Iterable[NamedBackup]) -> None:
    """Note backups in the folder of a file that it does not know; nor is their newest entry known."""
    entries = [_entry(each.path, each.stamp.at, FOUND, "") for each in found]
    if entries:
        _change_register(database, entries, ())


def _entry(path: Path, made_at: datetime, reason: str, head: str) -> dict[str, str]:
    return {
        "path": _stored(path),
        "made_at": made_at.isoformat(timespec="seconds"),
        "reason": reason,
        "head": head,
    }


def _change_register(database: Database, entries: list[dict[str, str]], gone: Iterable[Path]) -> None:
    connection = database.connection
    connection.info["is_writing"] = True
    try:
        with translated_errors(UNWRITTEN), connection.begin():
            connection.execute(insert(BackupEntry), entries)
            for path in gone:
                connection.execute(delete(BackupEntry).where(BackupEntry.path == _stored(path)))
    finally:
        connection.info["is_writing"] = False


OUTSIDE, FOUND = "outside", "found"
"""The reasons under which copies outside this computer are noted, and backups that were found."""


def _stored(path: Path) -> str:
    # Whoever reads the register stands in another folder.
    return storable(str(path.absolute()))


def back_up_into(
    database: Database, folder: Path, *, reason: str, is_registered: bool = True
) -> BackupResult:
    """Write a backup into a folder of backups, named by sequence and UTC time."""
    return back_up(database, folder / next_name(database, folder), reason=reason, is_registered=is_registered)
