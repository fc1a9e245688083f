"""Backups by SQLite's backup API, under the key of the file, verified after writing."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func as sql
from sqlalchemy import insert, select

from db.database import UNWRITTEN, Database, translated_errors
from db.durable import replace_durably
from db.encryption import FileKey
from db.engine import connect_raw, driver_errors, raw
from db.errors import DatabaseProblem
from db.guard import page_problems
from db.held import is_held
from db.log_records import storable
from db.messages import N_
from db.schema import BackupEntry
from db.schema.base import Base


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
        replace_durably(part, target)
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
    copy = connect_raw(part, database.key)
    try:
        raw(database.connection).backup(copy)
    finally:
        copy.close()


def _verify(database: Database, part: Path, target: Path) -> BackupResult:
    rows = rows_when_equal(database, part, database.key)
    if rows is None:
        part.unlink()
        raise DatabaseProblem(
            N_("The backup {name} does not equal the file; it was removed."), name=target.name
        )
    return BackupResult(target, part.stat().st_size, rows, database.head.number)


def rows_when_equal(database: Database, copy: Path, key: FileKey | None) -> int | None:
    """The rows of a copy when it is sound and holds what the open file holds, to its newest entry."""
    expected = count_rows(raw(database.connection))
    driver = connect_raw(copy, key)
    try:
        is_sound = not page_problems(driver, is_encrypted=key is not None)
        is_equal = is_sound and count_rows(driver) == expected
        newest = driver.execute("SELECT hash FROM change_set ORDER BY number DESC LIMIT 1").fetchone()
    finally:
        driver.close()
    if not is_equal or (newest is not None and bytes(newest[0]) != database.head.hash):
        return None
    return sum(expected.values())


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
