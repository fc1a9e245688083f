"""What people do with the passphrase of a file: give, change and remove it, and keep its recovery sheet."""

from __future__ import annotations

import hmac
from pathlib import Path

from db import rekeying
from db.database import Database
from db.encryption import derive
from db.queries.backups import backups
from desktop.base.errors import UserError
from desktop.base.i18n import N_


def change_passphrase(database: Database, passphrase: str | None) -> list[Path]:
    """Put an open file under a passphrase, or under none; gives the backups that still open as before.

    Call on the database's thread. Raises DatabaseProblem when the file could not be written anew; it is as
    it was then.
    """
    rekeying.change_passphrase(database, passphrase)
    with database.read() as unit:
        return [backup.path for backup in backups(unit) if backup.path.is_file()]


def refuse_other_passphrase(database: Database, passphrase: str) -> None:
    """Raise UserError unless this is the passphrase of the open file. Call on the database's thread."""
    key = database.key
    if key is not None and not hmac.compare_digest(derive(passphrase, key.salt).raw, key.raw):
        raise UserError(N_("The present passphrase is not right; nothing was changed."))
