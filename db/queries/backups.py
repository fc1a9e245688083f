"""The register of backups: where copies of this file were written, when and why."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from db.unit_of_work import Reader


class BackupRecord(NamedTuple):
    """One backup as the file noted it; `head` is the hash of its newest entry in hexadecimal digits."""

    number: int
    path: Path
    made_at: datetime
    reason: str
    head: str


def backups(reader: Reader) -> list[BackupRecord]:
    """All noted backups, the newest first; whether they are still there is for the caller to see."""
    sql = "SELECT number, path, made_at, reason, head FROM main.backup_entry ORDER BY number DESC"
    return [
        BackupRecord(number, Path(path), datetime.fromisoformat(made_at), reason, head)
        for number, path, made_at, reason, head in reader.raw(sql)
    ]
