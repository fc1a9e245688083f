"""Backups by SQLite's backup API, verified after writing; restore; and reading a file another holds."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import func as sql
from sqlalchemy import insert, select, update
from sqlalchemy.exc import DatabaseError

from db.database import UNWRITTEN, Database, read_head, translated_errors
from db.engine import driver_errors, make_engine, raw
from db.errors import DatabaseProblem
from db.held import is_held, reading
from db.ids import IdSource
from db.log_records import storable
from db.messages import N_
from db.schema import BackupEntry, FileHead, Site
from db.schema.base import Base

_JOURNAL_SUFFIX = "-journal"
_COPY_TRIES = 5


@dataclass(frozen=True, slots=True)
class BackupResult:
    """A verified backup: where it lies, its size in bytes, rows in all tables, newest change set."""

    path: Path
    size: int
    rows: int
    head: int


def back_up(
    database: Database, target: Path, *, reason: str = "asked", is_registered: bool = True
) -> BackupResult:
    """Write a verified backup of an open file; call on the database's thread.

    With `is_registered` the file notes where the backup lies, else the caller does (`register`).
    Raises DatabaseProblem when it cannot be written or does not equal the file.
    """
    if is_held(target.resolve()):
        raise DatabaseProblem(
            N_("{name} is open; a backup is not written over it. Choose another name."), name=target.name
        )
    part = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
        _copy_pages(database, part)
        result = _verify(database, part, target)
        part.replace(target)
    except (OSError, *driver_errors()) as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise DatabaseProblem(
            N_("The backup {name} could not be written. The system says: {detail}"),
            name=target.name,
            detail=str(error),
        ) from error
    if is_registered:
        register(database, result, reason)
    return result


def _copy_pages(database: Database, part: Path) -> None:
    from sqlcipher3 import dbapi2

    copy = dbapi2.connect(str(part))
    try:
        raw(database.connection).backup(copy)
    finally:
        copy.close()


def _verify(database: Database, part: Path, target: Path) -> BackupResult:
    expected, head = count_rows(raw(database.connection)), database.head.number
    from sqlcipher3 import dbapi2

    copy = dbapi2.connect(str(part))
    try:
        is_sound = copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        same_rows = count_rows(copy) == expected
        newest = copy.execute("SELECT hash FROM change_set ORDER BY number DESC LIMIT 1").fetchone()
    finally:
        copy.close()
    if not (is_sound and same_rows) or (newest and bytes(newest[0]) != database.head.hash):
        part.unlink()
        raise DatabaseProblem(
            N_("The backup {name} does not equal the file; it was removed."), name=target.name
        )
    return BackupResult(target, part.stat().st_size, sum(expected.values()), head)


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


def register(database: Database, result: BackupResult, reason: str) -> None:
    """Note in the file where a backup of it lies: an erasure names the backups that still hold the data."""
    connection = database.connection
    connection.info["is_writing"] = True
    try:
        with translated_errors(UNWRITTEN), connection.begin():
            entry = {
                "path": storable(str(result.path)),
                "made_at": datetime.fromtimestamp(database.ids.clock() / 1000, UTC).isoformat(
                    timespec="seconds"
                ),
                "reason": reason,
                "head": database.head.hash.hex(),
            }
            connection.execute(insert(BackupEntry), [entry])
    finally:
        connection.info["is_writing"] = False


def back_up_into(
    database: Database, folder: Path, *, reason: str, is_registered: bool = True
) -> BackupResult:
    """Write a backup into a folder of backups, named by sequence and UTC time."""
    with database.read() as unit:
        number = int(unit.scalar(select(sql.max(BackupEntry.number))) or 0) + 1
    stamp = datetime.fromtimestamp(database.ids.clock() / 1000, UTC).strftime("%Y%m%dT%H%M%SZ")
    name = f"{database.path.stem}-{number:05d}-{stamp}.desk1540"
    return back_up(database, folder / name, reason=reason, is_registered=is_registered)


def restore(backup: Path, target: Path, *, ids: IdSource | None = None) -> tuple[Path | None, int]:
    """Put a backup in a file's place; gives the path of what was there before and the newest change set.

    The backup is verified first; what stood at `target` is kept beside it; the restored file starts a new
    site, so that its future is told from that of the file it was taken from.
    """
    from db.opening import check_head, integrity_problems, open_file, real_path

    made_ids = ids or IdSource()
    backup, target = real_path(backup), real_path(target)
    check_head(backup)
    if target.exists():
        _refuse_when_held(target, made_ids)
    part = target.with_name(target.name + ".part")
    try:
        _copy_with_journal(backup, part)
        database = open_file(part, ids=made_ids)
        problems = integrity_problems(database)
        if not problems:
            _start_site(database)
        head = database.head.number
        database.close()
        if problems:
            raise DatabaseProblem(N_("{name} is damaged; nothing was restored."), name=backup.name)
    except BaseException:
        for left in (part, _journal_of(part)):
            with suppress(OSError):
                left.unlink()
        raise
    kept = _keep_beside(target, made_ids) if target.exists() else None
    part.replace(target)
    return kept, head


def _refuse_when_held(target: Path, ids: IdSource) -> None:
    """Let a file be replaced that nobody writes in; a damaged one is just what a restore is for."""
    from db.holder import FileHeld
    from db.opening import open_file

    if not target.is_file():
        raise DatabaseProblem(N_("{name} is no plain file; nothing was restored."), name=target.name)
    try:
        open_file(target, ids=ids).close()
    except FileHeld:
        raise
    except DatabaseProblem:
        return


def _copy_private(source: Path, target: Path) -> None:
    try:
        handle = os.open(target, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as out, reading(source) as file:
            shutil.copyfileobj(file, out)
    except OSError as error:
        raise DatabaseProblem(
            N_("{name} cannot be written. The system says: {detail}"),
            name=target.name.removesuffix(".part"),
            detail=error.strerror or str(error),
        ) from error


def _copy_with_journal(source: Path, target: Path) -> None:
    """Copy a file with what a crash left beside it: SQLite rolls the copy back from the copied journal."""
    _copy_private(source, target)
    journal, copied = _journal_of(source), _journal_of(target)
    copied.unlink(missing_ok=True)
    if journal.exists():
        with suppress(FileNotFoundError):
            shutil.copyfile(journal, copied)


def _journal_of(path: Path) -> Path:
    return Path(f"{path}{_JOURNAL_SUFFIX}")


def _keep_beside(target: Path, ids: IdSource) -> Path:
    """Give what stands at a place a second name there, so that the place is never empty."""
    stamp = datetime.fromtimestamp(ids.clock() / 1000, UTC).strftime("%Y%m%dT%H%M%SZ")
    again = ("" if number == 1 else f" {number}" for number in count(1))
    names = (f"{target.stem} (before restore {stamp}{each}){target.suffix}" for each in again)
    kept = next(path for path in map(target.with_name, names) if not path.exists())
    try:
        os.link(target, kept)
    except OSError:
        # Some sticks know no second names.
        target.replace(kept)
    # A journal left behind would be rolled back into the restored file.
    with suppress(FileNotFoundError):
        _journal_of(target).replace(_journal_of(kept))
    return kept


def _start_site(database: Database) -> None:
    connection = database.connection
    connection.info["is_writing"] = True
    try:
        with connection.begin():
            number = int(connection.execute(select(sql.max(Site.number))).scalar_one()) + 1
            connection.execute(insert(Site), [{"number": number, "id": database.ids.new(), "name": ""}])
            connection.execute(update(FileHead).values(site=number))
    finally:
        connection.info["is_writing"] = False


def copy_while_held(path: Path, folder: Path, *, name: str | None = None) -> Path:
    """Copy a file that another process may be writing, with its journal, until a copy is sound.

    SQLite rolls the copy back from the copied journal. Raises DatabaseProblem when no try gave a sound copy.
    """
    target = folder / (name or path.name)
    has_moved = False
    for attempt in range(_COPY_TRIES):
        if attempt:
            time.sleep(0.05 * attempt)
        before = _stamp(path)
        _copy_with_journal(path, target)
        has_moved = _stamp(path) != before
        if not has_moved and _is_sound(target):
            return target
    target.unlink(missing_ok=True)
    _journal_of(target).unlink(missing_ok=True)
    if not has_moved:
        raise DatabaseProblem(N_("{name} is damaged; open a backup. Nothing was changed."), name=path.name)
    raise DatabaseProblem(N_("{name} is being changed; try again in a moment."), name=path.name)


def _stamp(path: Path) -> tuple[int, int]:
    made = path.stat()
    return made.st_mtime_ns, made.st_size


def _is_sound(path: Path) -> bool:
    engine = make_engine(path)
    try:
        with engine.connect() as connection:
            checked = raw(connection).execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            read_head(connection)
            return bool(checked)
    except (DatabaseError, DatabaseProblem, UnicodeError, *driver_errors()):
        return False
    finally:
        engine.dispose()
