"""The backups of a file that are there: in its folder, at its second place, beside it, and where it noted."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from glob import escape
from pathlib import Path
from typing import NamedTuple

from db.backup import OUTSIDE
from db.backup_folder import ENDING, backups_in, folder_name
from db.encryption import SecretNeeded, is_plain
from db.errors import DatabaseProblem
from db.file_names import safe_name
from db.guard import check_head, read_head_bytes
from db.held import real_path
from db.queries.backups import BackupRecord
from db.restoring import kept_beside
from desktop.base.settings import Settings
from desktop.services.backups import SecondPlace

HERE, BESIDE, ELSEWHERE = "here", "beside", "elsewhere"
"""Where a backup lies, with `OUTSIDE`: in the folder of backups, beside the file, at any other place."""
BEFORE_RESTORE, BEFORE_MIGRATION = "before restore", "migration"
"""Why a file was kept beside another one."""


class FoundBackup(NamedTuple):
    """A backup that lies somewhere; `number` and `reason` are as far as they are known."""

    path: Path
    made_at: datetime
    size: int
    place: str
    number: int | None = None
    reason: str = ""
    is_encrypted: bool = False
    is_damaged: bool = False


class Asked(NamedTuple):
    """Whose backups are looked for: a file, its id when it is known, what it noted, and its second place."""

    path: Path
    file_id: str | None = None
    noted: Sequence[BackupRecord] = ()
    second: SecondPlace | None = None


def asked_for(path: Path, settings: Settings) -> Asked:
    """What is known of a file that cannot be opened: this computer remembers which one it was."""
    where = str(path.resolve())
    known = [made_id for made_id, copies in settings.heads.items() if where in copies]
    return Asked(path, known[-1] if len(known) == 1 else None)


def has_backups(asked: Asked, root: Path) -> bool:
    """Whether any backup of a file is found at first glance."""
    return next(_everywhere(asked, root), None) is not None


def find_backups(asked: Asked, root: Path) -> list[FoundBackup]:
    """All backups of a file that can be found now, the newest first; damaged ones are marked."""
    reasons = {record.path: record.reason for record in asked.noted}
    own, found = real_path(asked.path), dict[Path, FoundBackup]()
    for backup in _everywhere(asked, root):
        # One place may be noted by several names.
        where = real_path(backup.path)
        if where not in found and where != own:
            found[where] = backup._replace(reason=backup.reason or reasons.get(backup.path, ""))
    return _newest_first(found.values())


def _everywhere(asked: Asked, root: Path) -> Iterator[FoundBackup]:
    for folder in _folders(asked, root):
        yield from _in_folder(folder, asked.path, HERE)
    if asked.second is not None and asked.file_id is not None and asked.second.is_there(root):
        folder = asked.second.folder / folder_name(asked.path, asked.file_id)
        yield from _in_folder(folder, asked.path, OUTSIDE)
    for record in asked.noted:
        made = _looked_at(record.path, OUTSIDE if record.reason == OUTSIDE else ELSEWHERE, record.made_at)
        if made is not None:
            yield made
    yield from _beside(asked.path)


def _folders(asked: Asked, root: Path) -> list[Path]:
    """The file's folder below `root`; when its id is not known, those of all files of its name."""
    if asked.file_id is not None:
        return [root / folder_name(asked.path, asked.file_id)]
    stem = f"{safe_name(asked.path.stem)}-"
    with suppress(OSError):
        return sorted(
            each
            for each in root.iterdir()
            if each.name.startswith(stem) and len(each.name) == len(stem) + 8 and each.is_dir()
        )
    return []


def _in_folder(folder: Path, path: Path, place: str) -> Iterator[FoundBackup]:
    for named in backups_in(folder, path):
        made = _looked_at(named.path, place, named.stamp.at)
        if made is not None:
            yield made._replace(number=named.stamp.number)


def _beside(path: Path) -> Iterator[FoundBackup]:
    """What a restore or a newer version of the program kept beside the file."""
    with suppress(OSError):
        versions = path.parent.glob(f"{escape(path.stem)} (version *){ENDING}")
        kept = [(each, BEFORE_RESTORE) for each in kept_beside(path)]
        for each, reason in [*kept, *((each, BEFORE_MIGRATION) for each in versions)]:
            made = _looked_at(each, BESIDE, None)
            if made is not None:
                yield made._replace(reason=reason)


def look_at(path: Path) -> FoundBackup | None:
    """A file that the person named; None when there is none."""
    return _looked_at(path, ELSEWHERE, None)


def _looked_at(path: Path, place: str, made_at: datetime | None) -> FoundBackup | None:
    try:
        stat = path.stat()
        if not path.is_file():
            return None
        changed_at = datetime.fromtimestamp(stat.st_mtime, UTC)
    except (OSError, ValueError, OverflowError):
        return None
    is_encrypted, is_damaged = _outside_view(path, stat.st_size)
    return FoundBackup(path, made_at or changed_at, stat.st_size, place, None, "", is_encrypted, is_damaged)


def _outside_view(path: Path, size: int) -> tuple[bool, bool]:
    """Whether a file is encrypted, and whether its first bytes and length show already that it is damaged."""
    try:
        check_head(path, held_is_fine=True)
        head = read_head_bytes(path)
    except SecretNeeded:
        return True, False
    except DatabaseProblem:
        return False, True
    page, pages = struct.unpack(">H", head[16:18])[0], struct.unpack(">I", head[28:32])[0]
    return not is_plain(head), size < pages * (65_536 if page == 1 else page)


def _newest_first(found: Iterable[FoundBackup]) -> list[FoundBackup]:
    """By number where there is one, whatever the clock said; the others where their time puts them."""
    row = sorted(found, key=lambda each: each.made_at, reverse=True)
    numbered = iter(sorted((each for each in row if each.number is not None), key=_number, reverse=True))
    return [each if each.number is None else next(numbered) for each in row]


def _number(backup: FoundBackup) -> int:
    return backup.number or 0
