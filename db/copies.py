"""Copies of a file that somebody else may be writing: with its journal, until one is sound."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from db.byte_copies import copy_with_journal, journal_of
from db.database import read_head
from db.encryption import FileKey
from db.engine import driver_errors, make_engine, raw
from db.errors import DatabaseProblem
from db.guard import ForeignSchema, check_schema, version_of
from db.holder import refuse_when_held
from db.messages import N_
from db.pages import look_at_pages

_COPY_TRIES = 5


class UnsoundCopy(DatabaseProblem):
    """No copy of the file is sound, so the file is not."""


def copy_while_held(path: Path, folder: Path, *, name: str | None = None, key: FileKey | None = None) -> Path:
    """Copy a file that another process may be writing, with its journal, until a copy is sound.

    SQLite rolls the copy back from the copied journal. Raises DatabaseProblem when no try gave a sound copy,
    WrongSecret when the key does not open it.
    """
    target = folder / (name or path.name)
    fault: DatabaseProblem | None = None
    for attempt in range(_COPY_TRIES):
        if attempt:
            time.sleep(0.05 * attempt)
        before = _stamp(path)
        copy_with_journal(path, target)
        has_moved = _stamp(path) != before
        known, fault = fault, None if has_moved else _fault(target, key)
        if not (has_moved or fault):
            return target
        if isinstance(fault, ForeignSchema) or (fault and known):
            # Nobody writes in it: a third copy would be as bad as these.
            break
    target.unlink(missing_ok=True)
    journal_of(target).unlink(missing_ok=True)
    if fault is not None:
        raise type(fault)(fault.text_id, **{**fault.values, "name": path.name})
    raise DatabaseProblem(N_("{name} is being changed; try again in a moment."), name=path.name)


def _stamp(path: Path) -> tuple[int, int]:
    made = path.stat()
    return made.st_mtime_ns, made.st_size


def _fault(path: Path, key: FileKey | None) -> DatabaseProblem | None:
    """Why a copy is not sound; its schema is looked at before anything that is in it."""
    # A wrong key is no damage; here the lock that others hold is not in the way of finding it out.
    version = version_of(path, key)
    engine = make_engine(path, key=key)
    try:
        with engine.connect() as connection:
            check_schema(raw(connection), path.name, version)
            read_head(connection)
            if not look_at_pages(raw(connection), key).problems:
                return None
    except ForeignSchema as problem:
        return problem
    except (DatabaseError, DatabaseProblem, UnicodeError, *driver_errors()):
        pass
    finally:
        engine.dispose()
    return UnsoundCopy(N_("{name} is damaged; open a backup. Nothing was changed."), name=path.name)


def refuse_false_journal(path: Path, key: FileKey | None) -> None:
    """Try on a copy what a crash left beside a file: SQLite would roll in the journal of another one too.

    Raises DatabaseProblem when the two do not fit together, and leaves both as they are.
    """
    journal = journal_of(path)
    if not journal.is_file() or not journal.stat().st_size:
        return
    refuse_when_held(path)
    with tempfile.TemporaryDirectory(prefix="desk1540-") as folder:
        try:
            copy_while_held(path, Path(folder), key=key)
        except UnsoundCopy as problem:
            raise DatabaseProblem(
                N_(
                    "{name} and the unfinished change beside it, {journal}, do not fit together; nothing was "
                    "changed. Open a backup, or move {journal} elsewhere and try again."
                ),
                name=path.name,
                journal=journal.name,
            ) from problem
