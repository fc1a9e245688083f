"""The registered backups of the file, each with the newest change set it holds."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from db.queries.backups import backups
from db.unit_of_work import Reader


class CopyOfFile(NamedTuple):
    """A backup as it was registered; `head` is None when its newest change set is none of this file's."""

    path: str
    made_at: datetime
    head: int | None


def registered_copies(reader: Reader) -> list[CopyOfFile]:
    """The register of backups, newest first; what was written again to the same place counts once."""
    noted = backups(reader)
    numbers = {}
    if noted:
        sql = "SELECT number, hash FROM main.change_set"
        numbers = {bytes(made).hex(): number for number, made in reader.raw(sql)}
    newest = {each.path: each for each in reversed(noted)}
    return [
        CopyOfFile(str(each.path), each.made_at, numbers.get(each.head))
        for each in sorted(newest.values(), reverse=True)
    ]
