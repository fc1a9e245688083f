"""What people do with the passphrase of a file: give, change and remove it, and keep its recovery sheet."""

from __future__ import annotations

from pathlib import Path

from db import rekeying
from db.database import Database
from db.queries.backups import backups


def change_passphrase(database: Database, passphrase: str | None) -> list[Path]:
    """Put an open file under a passphrase, or under none; gives the backups that still open as before.

    Call on the database's thread. Raises DatabaseProblem when the file could not be written anew; it is as
    it was then.
    """
    rekeying.change_passphrase(database, passphrase)
    with database.read() as unit:
        return [backup.path for backup in backups(unit) if backup.path.is_file()]
