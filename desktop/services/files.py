"""What people do with whole files: make, back up, restore."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from db import backup
from db.backup import BackupResult
from db.backup_folder import own_folder, thin
from db.database import Database
from db.encryption import Secret
from db.held import real_path
from db.ids import IdSource
from db.opening import create, open_file
from db.restoring import restore
from db.targets import checked_copy_target, is_folder
from desktop.base.errors import DatabaseProblem, UserError
from desktop.base.i18n import N_
from desktop.base.reference import Reference, shipped_reference
from desktop.base.reference_rows import State
from desktop.base.settings import SettingsStore
from desktop.services.checking import check_file
from desktop.services.known_heads import close_known

_NOT_IMPORTED = N_(
    "Nothing was imported: the backup that is made before could not be written. The system says: {detail}"
)


def find_state(code: str, reference: Reference | None = None) -> State:
    """The State of a code or name; raises UserError for an unknown one."""
    found = (reference or shipped_reference()).find_state(code)
    if found is None:
        raise UserError(N_("No State has the code {code}; “list states” shows them."), code=code)
    return found


def new_file(
    path: Path,
    *,
    state: str,
    author: str,
    language: str,
    ids: IdSource | None = None,
    secret: str | None = None,
) -> Database:
    """Make a new file for a State and open it, encrypted with a passphrase when one is given.

    A file of a fictional State is an exercise.
    """
    found = find_state(state)
    return create(
        checked_copy_target(path),
        state=found.code,
        author=author,
        language=language,
        is_exercise=found.is_fictional,
        ids=ids,
        secret=secret,
    )


def back_up_file(database: Database, target: Path) -> BackupResult:
    """Write a verified backup of an open file, or of the copy of one that a window holds, as it is now.

    A folder takes a backup named by sequence and time. Raises a Problem, also when the target exists or its
    folder is missing: made unasked it would lie on this computer when the stick it should be on is not there.
    """
    into_folder = is_folder(target)
    if not into_folder:
        checked_copy_target(target)
    if into_folder:
        return database.call(lambda: backup.back_up_into(database, target, reason="asked"))
    return database.call(lambda: backup.back_up(database, target))


def restore_file(
    store: SettingsStore,
    source: Path,
    target: Path,
    *,
    secret: Secret | None = None,
    is_checked: bool = False,
) -> tuple[Path | None, int]:
    """Put a backup in a file's place; gives where the old file is kept, and the newest entry.

    With `is_checked` the backup was looked at as a whole before (`refuse_damaged_backup`), which takes time.
    """
    if real_path(source) == real_path(target):
        raise UserError(N_("{name} cannot be restored onto itself; nothing was changed."), name=source.name)
    if not is_checked:
        refuse_damaged_backup(source, secret)
    kept, head = restore(source, target, secret=secret)
    # It is restored all the same; a file that is not noted is looked at as a whole when it is opened.
    with suppress(UserError):
        close_known(store, open_file(target, secret=secret))
    return kept, head


def refuse_damaged_backup(backup_file: Path, secret: Secret | None) -> None:
    """Refuse a backup whose records or history are not as they were written, though its pages are sound."""
    result = check_file(backup_file, datetime.now(UTC).date(), secret=secret)
    if not result.is_sound:
        raise UserError(N_("{name} is damaged; nothing was restored."), name=backup_file.name)


@contextmanager
def backed_up(database: Database, root: Path, *, reason: str) -> Iterator[None]:
    """Back the file up before an import, into its folder below `root`; without a backup nothing is imported.

    The backup is dropped when nothing was changed after all.
    """
    before = database.head.number
    folder = own_folder(root, database)
    try:
        made = backup.back_up_into(database, folder, reason=reason, is_registered=False)
    except DatabaseProblem as problem:
        if "detail" not in problem.values:
            raise
        raise DatabaseProblem(_NOT_IMPORTED, detail=problem.values["detail"]) from problem
    try:
        yield
    finally:
        if database.head.number == before:
            made.path.unlink(missing_ok=True)
            with suppress(OSError):
                folder.rmdir()
        else:
            gone = thin(folder, database.path, newest=made.path)
            backup.register(database, made, reason, gone=gone)
