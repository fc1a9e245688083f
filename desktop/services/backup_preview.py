"""What is in a backup, read from a verified copy of it, and what a present file has that it has not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from db.changes import change_sets, sets_of
from db.encryption import Secret
from db.log_records import ChangeSetInfo
from db.opening import open_reading
from db.unit_of_work import Reader

NAMED_CHANGES = 5
_COUNTED = ("plan", "plan_item", "person", "institution")


@dataclass(frozen=True)
class BackupPreview:
    """What a backup holds: rows by table, its newest changes, and the hashes of all its entries.

    `secret` opened it.
    """

    file_id: str
    counts: dict[str, int]
    recent: tuple[ChangeSetInfo, ...]
    hashes: frozenset[bytes] = field(repr=False)
    secret: Secret | None = field(repr=False)


class Missing(NamedTuple):
    """What a present file has that a backup has not: how many entries, and the newest of them.

    `extra` counts the entries that only the backup has; `is_other_file`: it is no backup of this file at all.
    """

    entries: int
    newest: list[ChangeSetInfo]
    extra: int
    is_other_file: bool


def preview_backup(
    path: Path, secret: Secret | None, _progress: Callable[[int, int], None] | None = None
) -> BackupPreview:
    """Look into a backup, as a job; nothing is written into it.

    Raises DatabaseProblem when it is damaged, SecretNeeded or WrongSecret when it opens with another secret.
    """
    database = open_reading(path, secret=secret)
    try:
        key = database.key
        with database.read() as unit:
            return BackupPreview(
                file_id=_file_id(unit),
                counts={
                    table: int(unit.raw(f"SELECT count(*) FROM main.{table}")[0][0]) for table in _COUNTED
                },
                recent=tuple(change_sets(unit, limit=NAMED_CHANGES)),
                hashes=frozenset(_hashes(unit).values()),
                secret=key,
            )
    finally:
        database.close()


def missing_from(reader: Reader, file_id: str, hashes: frozenset[bytes]) -> Missing:
    """What this file has that a backup of these entries has not."""
    own = _hashes(reader)
    missing = [number for number, made in own.items() if made not in hashes]
    newest = sets_of(reader, missing[:NAMED_CHANGES])
    extra = len(hashes.difference(own.values()))
    return Missing(len(missing), newest, extra, file_id != _file_id(reader))


def _file_id(reader: Reader) -> str:
    return str(reader.raw("SELECT id FROM main.file_head")[0][0])


def _hashes(reader: Reader) -> dict[int, bytes]:
    rows = reader.raw("SELECT number, hash FROM main.change_set ORDER BY number DESC")
    return {int(number): bytes(made) for number, made in rows}
