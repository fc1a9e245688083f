"""The automatic backups of a file: made in three steps, thinned, and copied to a second place.

`begin` and `note` run on the database's thread, `finish` on any other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from db.backup import OUTSIDE, BackupResult, WrittenCopy, register, register_found, verify, write_copy
from db.backup_folder import backups_in, next_name, own_folder, thin
from db.byte_copies import copy_private
from db.database import Database
from db.durable import replace_durably
from db.errors import DatabaseProblem
from db.queries.backups import backups
from db.unfinished import noted, part_of, remove_part
from desktop.base.errors import Problem, UserError
from desktop.base.i18n import N_
from desktop.base.one_system import forget_remembered
from desktop.base.settings import SettingsStore
from desktop.services.known_heads import file_id


@dataclass(frozen=True, slots=True)
class SecondPlace:
    """The folder chosen for copies outside this computer.

    `is_other_disk`: it was on another disk than the backups when it was chosen. A stick's folder may stay
    there, empty, when the stick is gone; a copy written into it would lie on this computer.
    """

    folder: Path
    is_other_disk: bool

    def is_there(self, backups_root: Path) -> bool:
        """Whether the place can be written to now, and is still where it was chosen."""
        try:
            is_folder = self.folder.is_dir()
        except OSError:
            return False
        return is_folder and (not self.is_other_disk or is_on_other_disk(self.folder, backups_root))


def is_on_other_disk(folder: Path, backups_root: Path) -> bool:
    """Whether a folder lies on another disk, stick or share than the backups of this computer."""
    try:
        return folder.stat().st_dev != backups_root.stat().st_dev
    except OSError:
        return False


class BackupState(NamedTuple):
    """What the register of a file says of its backups.

    `is_current`: a backup that is still there holds the newest entry; `newest` is the newest one there;
    `outside_at` is when the last copy outside this computer was made.
    """

    file_id: str
    is_current: bool
    newest: Path | None
    newest_at: datetime | None
    outside_at: datetime | None


@dataclass(frozen=True, slots=True)
class Finished:
    """A verified backup, what was thinned out for it, its copy outside, and why there is none of that.

    `is_place_missing`: the second place was not there.
    """

    result: BackupResult
    gone: tuple[Path, ...] = ()
    outside: Path | None = None
    problem: Problem | None = None
    is_place_missing: bool = False


def backup_state(database: Database) -> BackupState:
    """What the register says of the backups; call on the database's thread. A resting file rests again."""
    with _resting_again(database):
        of_file = file_id(database)
        with database.read() as unit:
            noted_ones = backups(unit)
    outside = next((each.made_at for each in noted_ones if each.reason == OUTSIDE), None)
    newest = next((each for each in noted_ones if each.reason != OUTSIDE and each.path.is_file()), None)
    if newest is None:
        return BackupState(of_file, False, None, None, outside)
    is_current = newest.head == database.head.hash.hex()
    return BackupState(of_file, is_current, newest.path, newest.made_at, outside)


def first_state(database: Database, root: Path) -> BackupState:
    """The state when a file was opened; backups of it that it does not know are noted first.

    A restored file knows nothing of the backups made after the one it comes from.
    """
    with _resting_again(database):
        with database.read() as unit:
            known = {each.path for each in backups(unit)}
        found = backups_in(own_folder(root, database), database.path)
        register_found(database, [each for each in reversed(found) if each.path not in known])
        return backup_state(database)


def begin(database: Database, root: Path) -> WrittenCopy | None:
    """Copy the file into its folder of backups below `root`; None while nothing can be read from it."""
    if database.line.is_locked or database.is_read_only:
        return None
    with _resting_again(database):
        folder = own_folder(root, database)
        return write_copy(database, folder / next_name(database, folder))


def finish(copy: WrittenCopy, path: Path, root: Path, second: SecondPlace | None = None) -> Finished:
    """Verify a copy of the file at `path`, thin older ones, and copy it to the second place."""
    result = verify(copy)
    gone = thin(result.path.parent, path, newest=result.path)
    if second is None or not second.is_there(root):
        return Finished(result, tuple(gone), is_place_missing=second is not None)
    folder = second.folder / result.path.parent.name
    try:
        outside = _copy_outside(result.path, folder / result.path.name)
    except (OSError, DatabaseProblem) as error:
        return Finished(result, tuple(gone), problem=_not_outside(second.folder, error))
    gone += thin(folder, path, newest=outside)
    return Finished(result, tuple(gone), outside)


def note(finished: Finished, reason: str, database: Database) -> None:
    """Note a finished backup in the file; a resting file rests again, a locked one is left alone."""
    if database.line.is_locked:
        return
    with _resting_again(database):
        register(database, finished.result, reason, outside=finished.outside, gone=finished.gone)


@contextmanager
def _resting_again(database: Database) -> Iterator[None]:
    """Let a file that rested rest again: its lock is not taken from others for longer than it takes."""
    was_open = database.line.is_open
    try:
        yield
    finally:
        if not was_open and database.line.is_open:
            database.rest()


def _copy_outside(source: Path, target: Path) -> Path:
    """Copy a backup to another disk and compare what arrived there."""
    target.parent.mkdir(mode=0o700, exist_ok=True)
    part = part_of(target)
    with noted(part):
        try:
            copy_private(source, part)
            replace_durably(part, target)
        finally:
            remove_part(part)
    if _digest(target) != _digest(source):
        target.unlink()
        raise DatabaseProblem(N_("{name} did not arrive there as it was sent."), name=target.name)
    return target


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        forget_remembered(file.fileno())
        return hashlib.file_digest(file, "sha256").digest()


def _not_outside(folder: Path, error: OSError | DatabaseProblem) -> UserError:
    said = error.values.get("detail") if isinstance(error, DatabaseProblem) else error.strerror
    return UserError(
        N_("The backup was made here, but could not be copied to {folder}. The system says: {detail}"),
        folder=str(folder),
        detail=said or str(error),
    )


# The second place, as it is remembered on this computer


def second_place(store: SettingsStore, of_file: str) -> SecondPlace | None:
    """The second place chosen for a file, by the file's id."""
    match store.current.outside.get(of_file):
        case {"folder": str() as folder, "is_other_disk": bool() as is_other} if folder:
            return SecondPlace(Path(folder), is_other)
    return None


def choose_second_place(store: SettingsStore, of_file: str, folder: Path | None, root: Path) -> None:
    """Remember the second place of a file, or none; raises UserError when it cannot be remembered."""
    outside = {key: value for key, value in store.current.outside.items() if key != of_file}
    if folder is not None:
        is_other = is_on_other_disk(folder, root)
        outside[of_file] = {"folder": str(folder), "is_other_disk": is_other}
    store.change(outside=outside)
