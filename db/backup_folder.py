"""The folder in which the backups of one file lie: its name, the names in it, and what is thinned out of it.

Only files whose name this module made, in the folder it made for them, are ever removed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from db.database import Database
from db.file_names import safe_name
from db.held import is_held
from db.thinning import Stamp, superfluous

ENDING = ".desk1540"
_TIME = "%Y%m%dT%H%M%SZ"
_ID_DIGITS = 8


class NamedBackup(NamedTuple):
    """A backup found in a folder, with what its name says."""

    path: Path
    stamp: Stamp


def own_folder(root: Path, database: Database) -> Path:
    """Where the backups of an open file lie below a folder for the backups of all files."""
    with database.read() as unit:
        ((file_id,),) = unit.raw("SELECT id FROM main.file_head")
    return root / folder_name(database.path, str(file_id))


def folder_name(path: Path, file_id: str) -> str:
    """The name of the folder for a file: its own, and the digits of its id that chance alone made.

    An id begins with the time, which files made one after the other share.
    """
    return f"{_stem(path)}-{file_id[-_ID_DIGITS:]}"


def _stem(path: Path) -> str:
    """The file's name as every system keeps it, short enough for what is added."""
    return safe_name(path.stem)


def next_name(database: Database, folder: Path) -> str:
    """The name of the next backup: its number is above those of the register and of the folder."""
    with database.read() as unit:
        ((registered,),) = unit.raw("SELECT coalesce(max(number), 0) FROM main.backup_entry")
    number = max([registered, *(found.stamp.number for found in backups_in(folder, database.path))]) + 1
    made_at = datetime.fromtimestamp(database.ids.clock() / 1000, UTC)
    return f"{_stem(database.path)}-{number:05d}-{made_at.strftime(_TIME)}{ENDING}"


def backups_in(folder: Path, path: Path) -> list[NamedBackup]:
    """The backups of a file in a folder, by their names; the newest first. Other files are not ours."""
    name = re.compile(rf"{re.escape(_stem(path))}-(\d{{5,}})-(\d{{8}}T\d{{6}}Z){re.escape(ENDING)}")
    return sorted(_named(folder, name), key=lambda found: found.stamp.number, reverse=True)


def _named(folder: Path, name: re.Pattern[str]) -> Iterator[NamedBackup]:
    try:
        entries = list(folder.iterdir())
    except OSError:
        return
    for entry in entries:
        fits = name.fullmatch(entry.name)
        if fits is not None and entry.is_file() and not entry.is_symlink():
            with suppress(ValueError):
                made_at = datetime.strptime(fits[2], _TIME).replace(tzinfo=UTC)
                yield NamedBackup(entry, Stamp(int(fits[1]), made_at))


def thin(folder: Path, path: Path, *, newest: Path) -> list[Path]:
    """Remove the backups of a file that others stand for; gives those that are gone. Call on any thread.

    `newest` is the one just verified: it never goes, and where it is missing nothing goes.
    """
    found = backups_in(folder, path)
    if newest not in [backup.path for backup in found]:
        return []
    dropped = superfluous(backup.stamp for backup in found)
    return [
        backup.path
        for backup in found
        if backup.stamp in dropped and backup.path != newest and _is_removed(backup.path)
    ]


def _is_removed(path: Path) -> bool:
    if is_held(path):
        return False
    try:
        path.unlink()
    except OSError:
        # One that stays is found again by the next thinning.
        return False
    return True
