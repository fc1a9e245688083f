"""Creating, opening and locking a file: what is not sound is refused with one sentence.

One process writes; a second is told who. Whether a file may be opened at all is the guard's to say.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, insert
from sqlalchemy.exc import DatabaseError

from db.copies import refuse_false_journal
from db.database import Database
from db.durable import replace_durably, take_free_place
from db.encryption import FileKey, Secret, fresh_key, wrong_secret
from db.engine import connect_raw, driver_errors, make_engine, raw, take_lock
from db.errors import Damaged, DatabaseProblem
from db.guard import check_head, check_schema, version_of
from db.held import hold, let_go, real_path
from db.holder import FileHeld, held_elsewhere, refuse_when_held
from db.ids import IdSource, made_at
from db.messages import N_
from db.migrations import migrate
from db.pages import look_at_pages
from db.runners import Runner, SynchronousRunner
from db.schema import SCHEMA_VERSION, FileHead, FileSettings, Site
from db.unfinished import part_of, remove_part, unfinished


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
    secret: Secret | None = None,
) -> Database:
    """Make a new file for a State and open it; refuses to overwrite. A passphrase or key encrypts it.

    Raises DatabaseProblem when something is there already or the folder cannot be written.
    """
    made_ids = ids or IdSource()
    path = path.absolute()
    settings = {"state": state, "language": language, "is_exercise": int(is_exercise)}
    key = fresh_key(secret) if isinstance(secret, str) else secret
    with made_whole(path) as part:
        os.close(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
        migrate(part, key=key)
        _write_identity(part, made_ids, key)
        _write_settings(part, author, settings, made_ids, key)
    return open_file(path, runner=runner, ids=made_ids, secret=key)


@contextmanager
def made_whole(path: Path) -> Iterator[Path]:
    """Where to fill a new file, which then takes its free place; until then nothing stands there.

    Raises DatabaseProblem when something is there already or the system refuses; then nothing is left.
    """
    if os.path.lexists(path):
        raise _exists_already(path)
    if not _is_left_over_removed(path):
        raise DatabaseProblem(N_("{name} is being written by another program; try again."), name=path.name)
    try:
        with unfinished(path) as part:
            yield part
            take_free_place(part, path)
    except FileExistsError:
        raise _exists_already(path) from None
    except OSError as error:
        raise _not_made(path, error.strerror or str(error)) from error
    except (DatabaseError, *driver_errors()) as error:
        said = getattr(error, "orig", error)
        # A broken constraint is a mistake of ours and stays what it is.
        if type(said) not in driver_errors():
            raise
        raise _not_made(path, str(said)) from error


def _write_settings(
    path: Path, author: str, settings: dict[str, Any], ids: IdSource, key: FileKey | None
) -> None:
    database = open_file(path, ids=ids, secret=key)
    try:
        with database.write(author, N_("Create the file")) as unit:
            unit.insert(FileSettings, [settings])
            unit.commit()
    finally:
        database.close()


def _exists_already(path: Path) -> DatabaseProblem:
    return DatabaseProblem(N_("{name} exists already; nothing was written."), name=path.name)


def _not_made(path: Path, detail: str) -> DatabaseProblem:
    return DatabaseProblem(
        N_("{name} cannot be made here. The system says: {detail}"), name=path.name, detail=detail
    )


def _write_identity(path: Path, ids: IdSource, key: FileKey | None) -> None:
    engine = make_engine(path, key=key)
    with engine.connect() as connection:
        connection.info["is_writing"] = True
        with connection.begin():
            connection.execute(insert(Site), [{"number": 1, "id": ids.new(), "name": ""}])
            file_id = ids.new()
            begun = made_at(file_id).isoformat(timespec="milliseconds")
            connection.execute(insert(FileHead), [{"id": file_id, "created_at": begun, "site": 1}])
    engine.dispose()


def open_file(
    path: Path, *, runner: Runner | None = None, ids: IdSource | None = None, secret: Secret | None = None
) -> Database:
    """Open a file for reading and writing and take its lock.

    Raises FileHeld when another process writes in it, SecretNeeded or WrongSecret for an encrypted one,
    DatabaseProblem when it is not a sound file of ours.
    """
    made_runner = runner or SynchronousRunner()
    work = partial(_open, real_path(path), made_runner, ids or IdSource(), secret)
    return made_runner.submit(work).result()


def _open(path: Path, runner: Runner, ids: IdSource, secret: Secret | None) -> Database:
    key = check_head(path, secret)
    if not hold(path):
        raise FileHeld(N_("{name} is open in this program already."), name=path.name)
    try:
        if not _can_be_written(path):
            raise _only_readable(path)
        refuse_false_journal(path, key)
        version = version_of(path, key)
        if version < SCHEMA_VERSION:
            _migrate_old(path, version, key)
        database = Database(path, connect, key, runner, ids)
    except BaseException as error:
        let_go(path)
        if isinstance(error, (DatabaseError, UnicodeError, *driver_errors())):
            raise _explain(error, path, key) from error
        raise
    # A file of somebody else, or on a stick, has no rights of ours to set.
    with suppress(OSError):
        path.chmod(stat.S_IRUSR | stat.S_IWUSR)
    _is_left_over_removed(path)
    database.on_close(partial(let_go, path))
    return database


def connect(path: Path, key: FileKey | None) -> tuple[Engine, Connection]:
    """The file's one connection, holding its lock; raises DatabaseProblem when there is none to be had."""
    engine = make_engine(path, key=key)
    try:
        connection = engine.connect()
        take_lock(connection)
        check_schema(raw(connection), path.name)
        return engine, connection
    except BaseException as error:
        engine.dispose()
        if isinstance(error, (DatabaseError, UnicodeError, *driver_errors())):
            raise _explain(error, path, key) from error
        raise


def _is_left_over_removed(path: Path) -> bool:
    """Remove what a kill left half made beside a file; False when another program is writing it now."""
    part = part_of(path)
    try:
        refuse_when_held(part)
    except FileHeld:
        return False
    remove_part(part)
    return True


def open_reading(
    path: Path, *, runner: Runner | None = None, ids: IdSource | None = None, secret: Secret | None = None
) -> Database:
    """Open a file for reading: itself when free, else a verified copy in the private temporary folder.

    Reading never leaves a trace in the original; a copy is removed when it is closed.
    """
    from db.copies import copy_while_held

    path = real_path(path)
    key = check_head(path, secret, held_is_fine=True)
    folder = Path(tempfile.mkdtemp(prefix="desk1540-"))
    remove = partial(shutil.rmtree, folder, ignore_errors=True)
    try:
        copy = copy_while_held(path, folder, key=key)
        database = open_file(copy, runner=runner, ids=ids, secret=key)
    except BaseException:
        remove()
        raise
    database.is_read_only = True
    database.on_close(remove)
    return database


def _migrate_old(path: Path, version: int, key: FileKey | None) -> None:
    """Bring an older file up to date; the file as it was stays beside it.

    What is planted in its schema would act in the migration, so that is looked at before.
    """
    from db.copies import copy_while_held

    _check_old(path, version, key)

    kept = path.with_name(f"{path.stem} (version {version}){path.suffix}")
    if not kept.exists():
        with unfinished(kept) as part:
            copy_while_held(path, part.parent, name=part.name, key=key)
            replace_durably(part, kept)
    migrate(path, key=key)


def _check_old(path: Path, version: int, key: FileKey | None) -> None:
    driver = connect_raw(path, key)
    try:
        check_schema(driver, path.name, version)
    finally:
        driver.close()


def integrity_problems(database: Database) -> list[str]:
    """What the checks of pages and references say; empty when the file is sound."""
    return look_at_pages(raw(database.connection), database.key).problems


def mended_or_problems(database: Database) -> list[str]:
    """The same; a sound file of which a power cut left unused pages torn is written anew, without them."""
    from db.rekeying import write_anew

    found = look_at_pages(raw(database.connection), database.key)
    if found.has_torn and not found.problems and not database.is_read_only:
        # Nothing in it is lost: where there is no room for it now, the next opening tries again.
        write_anew(database)
    return found.problems


def _can_be_written(path: Path) -> bool:
    """Whether file and journal can be written: SQLite takes the lock of a file it can only read, too."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _only_readable(path: Path) -> OnlyReadable:
    """The refusal of a file that lies where nothing can be written."""
    return OnlyReadable(N_("{name} can only be read here; it was not changed."), name=path.name)


def _explain(error: Exception, path: Path, key: FileKey | None) -> DatabaseProblem:
    said = str(getattr(error, "orig", error))
    if "locked" in said or "busy" in said:
        return held_elsewhere(path)
    if "readonly" in said:
        return _only_readable(path)
    if key is not None and "not a database" in said:
        return wrong_secret(path.name)
    if "malformed" in said or "not a database" in said:
        return Damaged(N_("{name} is damaged; open a backup. Nothing was changed."), name=path.name)
    return DatabaseProblem(
        N_("{name} cannot be opened. The system says: {detail}"), name=path.name, detail=said
    )
