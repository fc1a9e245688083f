"""Creating, opening, locking and verifying a file: what is not sound is refused with one sentence.

Before any query of ours a file is looked at from outside: its head (kind, version), its schema (exactly our
tables, no trigger, no view), SQLite's integrity check. One process writes; a second is told who.
"""

from __future__ import annotations

import os
import shutil
import stat
import struct
import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert
from sqlalchemy.exc import DatabaseError

from db.database import Database
from db.engine import APPLICATION_ID, KeyHook, driver_errors, make_engine, raw, take_lock
from db.errors import DatabaseProblem
from db.held import hold, let_go, reading
from db.held import is_held as is_held_here
from db.holder import FileHeld, held_elsewhere, leave_note
from db.ids import IdSource
from db.messages import N_
from db.migrations import migrate
from db.runners import Runner, SynchronousRunner
from db.schema import SCHEMA_VERSION, FileHead, FileSettings, Site
from db.schema.base import Base

_SQLITE_MAGIC = b"SQLite format 3\0"
_HEAD_BYTES = 100


class OnlyReadable(DatabaseProblem):
    """The file lies where it cannot be changed."""


def create(
    path: Path,
    *,
    state: str,
    author: str,
    language: str = "en",
    is_exercise: bool = False,
    runner: Runner | None = None,
    ids: IdSource | None = None,
) -> Database:
    """Make a new file for a State and open it; refuses to overwrite.

    Raises DatabaseProblem when something is there already or the folder cannot be written.
    """
    made_ids = ids or IdSource()
    path = path.absolute()
    settings = {"state": state, "language": language, "is_exercise": int(is_exercise)}
    _claim_name(path)
    try:
        migrate(path)
        _write_identity(path, made_ids)
        database = open_file(path, runner=runner, ids=made_ids)
        try:
            database.call(partial(_write_settings, database, author, settings))
        except BaseException:
            database.close()
            raise
    except BaseException as error:
        path.unlink(missing_ok=True)
        if isinstance(error, (DatabaseError, *driver_errors())):
            raise _not_made(path, str(getattr(error, "orig", error))) from error
        raise
    return database


def _write_settings(database: Database, author: str, settings: dict[str, Any]) -> None:
    with database.write(author, N_("Create the file")) as unit:
        unit.insert(FileSettings, [settings])
        unit.commit()


def _claim_name(path: Path) -> None:
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        raise DatabaseProblem(N_("{name} exists already; nothing was written."), name=path.name) from None
    except OSError as error:
        raise _not_made(path, error.strerror or str(error)) from error


def _not_made(path: Path, detail: str) -> DatabaseProblem:
    return DatabaseProblem(
        N_("{name} cannot be made here. The system says: {detail}"), name=path.name, detail=detail
    )


def _write_identity(path: Path, ids: IdSource) -> None:
    engine = make_engine(path)
    with engine.connect() as connection:
        connection.info["is_writing"] = True
        with connection.begin():
            made_at = datetime.fromtimestamp(ids.clock() / 1000, UTC).isoformat(timespec="milliseconds")
            connection.execute(insert(Site), [{"number": 1, "id": ids.new(), "name": ""}])
            connection.execute(insert(FileHead), [{"id": ids.new(), "created_at": made_at, "site": 1}])
    engine.dispose()


def open_file(
    path: Path, *, runner: Runner | None = None, ids: IdSource | None = None, key: KeyHook | None = None
) -> Database:
    """Open a file for reading and writing and take its lock.

    Raises FileHeld when another process writes in it, DatabaseProblem when it is not a sound file of ours.
    """
    made_runner = runner or SynchronousRunner()
    work = partial(_open, real_path(path), made_runner, ids or IdSource(), key)
    return made_runner.submit(work).result()


def _open(path: Path, runner: Runner, ids: IdSource, key: KeyHook | None) -> Database:
    version = check_head(path)
    if not hold(path):
        raise FileHeld(N_("{name} is open in this program already."), name=path.name)
    try:
        if not _can_be_written(path):
            raise _only_readable(path)
        if version < SCHEMA_VERSION:
            _migrate_old(path, version, key)
        database = _connect(path, runner, ids, key)
    except BaseException as error:
        let_go(path)
        if isinstance(error, (DatabaseError, UnicodeError, *driver_errors())):
            raise _explain(error, path) from error
        raise
    # A file of somebody else, or on a stick, has no rights of ours to set.
    with suppress(OSError):
        path.chmod(stat.S_IRUSR | stat.S_IWUSR)
    database.on_close(partial(let_go, path))
    database.on_close(partial(_remove, leave_note(path)))
    return database


def _connect(path: Path, runner: Runner, ids: IdSource, key: KeyHook | None) -> Database:
    engine = make_engine(path, key=key)
    try:
        connection = engine.connect()
        take_lock(connection)
        check_schema(connection, path.name)
        return Database(path, engine, connection, runner, ids)
    except BaseException:
        engine.dispose()
        raise


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()


def real_path(path: Path) -> Path:
    """The path behind links; a circle of links, which `resolve` takes for a bug of ours, stays as it is."""
    return Path(os.path.realpath(path))


def open_reading(path: Path, *, runner: Runner | None = None, ids: IdSource | None = None) -> Database:
    """Open a file for reading: itself when free, else a verified copy in the private temporary folder.

    Reading never leaves a trace in the original; a copy is removed when it is closed.
    """
    from db.backup import copy_while_held

    path = real_path(path)
    check_head(path, is_held=True)
    folder = Path(tempfile.mkdtemp(prefix="desk1540-"))
    remove = partial(shutil.rmtree, folder, ignore_errors=True)
    try:
        database = open_file(copy_while_held(path, folder), runner=runner, ids=ids)
    except BaseException:
        remove()
        raise
    database.is_read_only = True
    database.on_close(remove)
    return database


def check_head(path: Path, *, is_held: bool = False) -> int:
    """The schema version in a file's head; refuses what is no plain file of ours, or a newer one."""
    if is_held_here(path) and not is_held:
        raise FileHeld(N_("{name} is open in this program already."), name=path.name)
    head = _read_head(path)
    if not head:
        raise DatabaseProblem(N_("{name} is empty: it is not a Desk1540 file."), name=path.name)
    if not head.startswith(_SQLITE_MAGIC):
        raise DatabaseProblem(
            N_("{name} is not a Desk1540 file, or it is protected by a password."), name=path.name
        )
    version, application = _head_numbers(head)
    if application != APPLICATION_ID or version < 1:
        raise DatabaseProblem(N_("{name} is not a Desk1540 file."), name=path.name)
    if version > SCHEMA_VERSION:
        raise DatabaseProblem(
            N_("{name} was made by a newer version of Desk1540; update the program to open it."),
            name=path.name,
        )
    return version


def _read_head(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise DatabaseProblem(
                N_("{name} is no plain file, so it is not a Desk1540 file."), name=path.name
            )
        if not path.is_file():
            raise DatabaseProblem(N_("There is no file {name}."), name=path.name)
        with reading(path) as file:
            return file.read(_HEAD_BYTES)
    except OSError as error:
        raise DatabaseProblem(
            N_("{name} cannot be read. The system says: {detail}"), name=path.name, detail=error.strerror
        ) from error


def _head_numbers(head: bytes) -> tuple[int, int]:
    if len(head) < _HEAD_BYTES:
        return 0, 0
    version, application = struct.unpack(">I4xI", head[60:72])
    return version, application


def _migrate_old(path: Path, version: int, key: KeyHook | None) -> None:
    """Bring an older file up to date; the file as it was stays beside it."""
    from db.backup import copy_while_held

    kept = path.with_name(f"{path.stem} (version {version}){path.suffix}")
    if not kept.exists():
        copy_while_held(path, path.parent, name=kept.name)
    migrate(path, key=key)


def check_schema(connection: Connection, name: str) -> None:
    """Refuse a file whose schema is not exactly ours: a planted trigger or view acts when it is read."""
    found = raw(connection).execute("SELECT type, name FROM sqlite_master").fetchall()
    strangers = [entry for kind, entry in found if kind not in ("table", "index")]
    tables, indexes = (
        {entry for kind, entry in found if kind == wanted and not str(entry).startswith("sqlite_")}
        for wanted in ("table", "index")
    )
    if (
        strangers
        or tables != {*Base.metadata.tables, "alembic_version"}
        or indexes - _OUR_INDEXES
        or _columns(connection) != _OURS
    ):
        raise DatabaseProblem(
            N_("{name} does not have the tables of a Desk1540 file; it was not opened."), name=name
        )


_OURS = {(name, column.name) for name, table in Base.metadata.tables.items() for column in table.columns} | {
    ("alembic_version", "version_num")
}
_OUR_INDEXES = {index.name for table in Base.metadata.tables.values() for index in table.indexes}


def _columns(connection: Connection) -> set[tuple[str, str]]:
    sql = (
        "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_xinfo(m.name) c "
        "WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"
    )
    return set(raw(connection).execute(sql).fetchall())


def integrity_problems(database: Database) -> list[str]:
    """What SQLite's integrity check and foreign key check say; empty when the file is sound."""
    driver = raw(database.connection)
    try:
        said = [row[0] for row in driver.execute("PRAGMA integrity_check").fetchall()]
        said += [f"foreign key: {row[0]} {row[1]}" for row in driver.execute("PRAGMA foreign_key_check")]
    except driver_errors() as error:
        return [str(error)]
    return [line for line in said if line != "ok"]


def _can_be_written(path: Path) -> bool:
    """Whether file and journal can be written: SQLite takes the lock of a file it can only read, too."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _only_readable(path: Path) -> OnlyReadable:
    """The refusal of a file that lies where nothing can be written."""
    return OnlyReadable(N_("{name} can only be read here; it was not changed."), name=path.name)


def _explain(error: Exception, path: Path) -> DatabaseProblem:
    said = str(getattr(error, "orig", error))
    if "locked" in said or "busy" in said:
        return held_elsewhere(path)
    if "readonly" in said:
        return _only_readable(path)
    if "malformed" in said or "not a database" in said:
        return DatabaseProblem(N_("{name} is damaged; open a backup. Nothing was changed."), name=path.name)
    return DatabaseProblem(
        N_("{name} cannot be opened. The system says: {detail}"), name=path.name, detail=said
    )
