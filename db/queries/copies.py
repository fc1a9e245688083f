"""Backups of the file that the register names, each with the newest change set it holds."""

from __future__ import annotations

from typing import NamedTuple

from db.unit_of_work import Reader


class CopyOfFile(NamedTuple):
    """A backup as it was registered; `head` is None when its newest change set is none of this file's."""

    path: str
    made_at: str
    head: int | None


def registered_copies(reader: Reader) -> list[CopyOfFile]:
    """The register of backups, newest first; what was written again to the same place counts once."""
    rows = reader.raw("SELECT path, made_at, head FROM main.backup_entry ORDER BY number DESC")
    numbers = {}
    if rows:
        numbers = {bytes(made).hex(): number for number, made in reader.raw(_HASHES)}
    newest = {path: CopyOfFile(path, made_at, numbers.get(head)) for path, made_at, head in reversed(rows)}
    return sorted(newest.values(), key=_made_at, reverse=True)


_HASHES = "SELECT number, hash FROM main.change_set"


def _made_at(copy: CopyOfFile) -> str:
    return copy.made_at
