"""What people do with whole files: make, back up, restore, check."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from db import backup, changes
from db.backup import BackupResult
from db.database import Database
from db.errors import DatabaseProblem
from db.holder import FileHeld
from db.ids import IdSource
from db.opening import OnlyReadable, check_head, create, integrity_problems, open_file, open_reading
from db.targets import checked_copy_target, is_folder
from db.unit_of_work import Reader
from desktop.base.errors import UserError
from desktop.base.i18n import N_
from desktop.base.reference import Reference, shipped_reference
from desktop.base.reference_rows import State
from desktop.base.settings import SettingsStore
from desktop.services.completeness import Incomplete, to_complete
from desktop.services.import_outcome import Message
from desktop.services.known_heads import remember_head, stray_copies

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check saw: damage (empty when sound), copies that went their own way, data to complete.

    `entries` counts the change sets, `rows` the rows of all tables.
    """

    damage: tuple[Message, ...]
    strays: tuple[Message, ...] = ()
    to_complete: dict[str, list[Incomplete]] = field(default_factory=dict)
    entries: int = 0
    rows: int = 0

    @property
    def is_sound(self) -> bool:
        """Whether nothing is damaged; data to complete is no damage."""
        return not self.damage


def find_state(code: str, reference: Reference | None = None) -> State:
    """The State of a code or name; raises UserError for an unknown one."""
    found = (reference or shipped_reference()).find_state(code)
    if found is None:
        raise UserError(N_("No State has the code {code}; “list states” shows them."), code=code)
    return found


def new_file(path: Path, *, state: str, author: str, language: str, ids: IdSource | None = None) -> Database:
    """Make a new file for a State and open it; a file of a fictional State is an exercise."""
    found = find_state(state)
    return create(
        checked_copy_target(path),
        state=found.code,
        author=author,
        language=language,
        is_exercise=found.is_fictional,
        ids=ids,
    )


def back_up_file(path: Path, target: Path) -> BackupResult:
    """Write a verified backup of a closed file, or of one that a window holds, as it is now.

    A folder takes a backup named by sequence and time. Raises a Problem, also when the target exists or its
    folder is missing: made unasked it would lie on this computer when the stick it should be on is not there.
    """
    into_folder = is_folder(target)
    if not into_folder:
        checked_copy_target(target)
    database = _open_or_copy(path)
    try:
        if into_folder:
            return database.call(lambda: backup.back_up_into(database, target, reason="asked"))
        return database.call(lambda: backup.back_up(database, target))
    finally:
        database.close()


def _open_or_copy(path: Path) -> Database:
    """The file itself, else a sound copy: another one holds it, or it lies where nothing can be written."""
    try:
        return open_file(path)
    except (FileHeld, OnlyReadable):
        return open_reading(path)


def restore_file(store: SettingsStore, source: Path, target: Path) -> tuple[Path | None, int]:
    """Put a backup in a file's place; gives where the old file is kept, and the newest entry."""
    if source.resolve() == target.resolve():
        raise UserError(N_("{name} cannot be restored onto itself; nothing was changed."), name=source.name)
    _refuse_damaged(source)
    kept, head = backup.restore(source, target)
    database = open_file(target)
    try:
        remember_head(store, database)
    finally:
        database.close()
    return kept, head


def _refuse_damaged(backup_file: Path) -> None:
    """Refuse a backup whose records or history are not as they were written, though its pages are sound."""
    result = check_file(backup_file, datetime.now(UTC).date())
    if not result.is_sound:
        raise UserError(N_("{name} is damaged; nothing was restored."), name=backup_file.name)


@contextmanager
def backed_up(database: Database, folder: Path, *, reason: str) -> Iterator[None]:
    """Back the file up before a long change; the backup is dropped when nothing was changed after all."""
    before = database.head.number
    made = backup.back_up_into(database, folder, reason=reason, is_registered=False)
    try:
        yield
    finally:
        if database.head.number == before:
            made.path.unlink(missing_ok=True)
        else:
            backup.register(database, made, reason)


def check_file(path: Path, today: date, store: SettingsStore | None = None) -> CheckResult:
    """Check a closed file, or one that a window holds, on a copy of it; nothing in it changes.

    Raises DatabaseProblem when it is no file of ours at all.
    """
    with _copy_to_check(path.resolve()) as copy:
        try:
            database = open_file(copy)
        except DatabaseProblem as problem:
            return CheckResult((Message(problem.text_id, {**problem.values, "name": path.name}),))
        try:
            return check_database(database, today, store, path)
        finally:
            database.close()


@contextmanager
def _copy_to_check(path: Path) -> Iterator[Path]:
    """A private copy, sound where the file is, else page by page as it lies there."""
    import shutil

    check_head(path, is_held=True)
    with tempfile.TemporaryDirectory(prefix="desk1540-", ignore_cleanup_errors=True) as folder:
        try:
            copy = backup.copy_while_held(path, Path(folder))
        except DatabaseProblem:
            copy = Path(folder) / path.name
            try:
                shutil.copyfile(path, copy)
                with suppress(FileNotFoundError):
                    shutil.copyfile(f"{path}-journal", f"{copy}-journal")
            except OSError as error:
                raise DatabaseProblem(
                    N_("{name} cannot be read. The system says: {detail}"),
                    name=path.name,
                    detail=error.strerror,
                ) from error
        yield copy


def check_database(
    database: Database, today: date, store: SettingsStore | None = None, path: Path | None = None
) -> CheckResult:
    """Check an open file; call on the database's thread."""
    said = integrity_problems(database)
    if said:
        # A log read from damaged pages would only repeat the damage in other words.
        return CheckResult(tuple(_damage_of(line) for line in said))
    damage: list[Message] = []
    for look in (_chain_damage, _table_damage, _attachment_damage):
        damage += _seen(database, look)
    missing = _unless_unreadable(partial(_to_complete, database, today)) or {}
    rows = sum(backup.count_rows(database.connection.connection.dbapi_connection).values())
    strays = () if store is None else tuple(stray_copies(store.current, database, path))
    return CheckResult(tuple(damage), strays, missing, database.head.number, rows)


def _damage_of(line: str) -> Message:
    return Message(N_("The file is damaged. The database says: {detail}"), {"detail": line})


def _to_complete(database: Database, today: date) -> dict[str, list[Incomplete]]:
    with database.read() as unit:
        return to_complete(unit, today)


def _seen(database: Database, look: Callable[[Reader], list[Message]]) -> list[Message]:
    try:
        with database.read() as unit:
            return look(unit)
    except DatabaseProblem as problem:
        return [Message(problem.text_id, problem.values)]


def _chain_damage(unit: Reader) -> list[Message]:
    broken = _unless_unreadable(lambda: changes.verify_chain(unit))
    if broken is None:
        return [Message(N_("The history cannot be read: an entry is not as the program writes it."))]
    if not broken:
        return []
    return [
        Message(
            N_("The chain of the history is broken at entry {number}; {count} entries do not close."),
            {"number": broken[0], "count": len(broken)},
        )
    ]


def _table_damage(unit: Reader) -> list[Message]:
    differing = _unless_unreadable(lambda: changes.tables_differ(unit))
    return [
        Message(N_("The records of {table} are not what the history says."), {"table": name})
        for name in differing or []
    ]


def _unless_unreadable(read: Callable[[], T]) -> T | None:
    """What a reading gives, or None when a row or a logged entry does not have the shape of one."""
    try:
        return read()
    except (DatabaseProblem, ValueError, KeyError, TypeError, AttributeError, IndexError):
        return None


def _attachment_damage(unit: Reader) -> list[Message]:
    """Attachments whose bytes are missing or are not those of their hash."""
    s = unit.schema
    rows = unit.raw(
        f"SELECT a.name, a.sha256, b.content FROM {s}.attachment a "
        f"LEFT JOIN {s}.attachment_bytes b ON b.sha256 = a.sha256 ORDER BY a.id"
    )
    return [
        Message(N_("The attachment {name} is missing or not as it was put in."), {"name": name})
        for name, sha256, content in rows
        if not isinstance(content, bytes) or hashlib.sha256(content).hexdigest() != sha256
    ]
