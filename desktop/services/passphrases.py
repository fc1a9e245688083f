"""What people do with the passphrase of a file: give, change and remove it, and keep its recovery sheet."""

from __future__ import annotations

import hmac
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from db import rekeying
from db.database import Database
from db.encryption import SQLITE_MAGIC, derive, is_plain
from db.queries.backups import backups
from desktop.base.errors import UserError
from desktop.base.i18n import N_
from desktop.base.settings import SettingsStore
from desktop.services.backup_list import Asked, find_backups
from desktop.services.backups import second_place
from desktop.services.known_heads import file_id

ANYBODY = N_("no passphrase: anybody can read it")
"""Stands beside a backup that opens without a passphrase, whatever its file has now."""


class FormerBackup(NamedTuple):
    """A backup of before a change; `is_open`: it opens without any passphrase."""

    path: Path
    is_open: bool


def change_passphrase(database: Database, passphrase: str | None) -> None:
    """Put an open file under a passphrase, or under none; its former backups open as they did before.

    Call on the database's thread. Raises UserError when there is none to be removed, DatabaseProblem when
    the file could not be written anew; it is as it was then.
    """
    if passphrase is None and database.key is None:
        raise UserError(N_("{name} has no passphrase; nothing was changed."), name=database.path.name)
    rekeying.change_passphrase(database, passphrase)


def change_and_list(
    database: Database, passphrase: str | None, path: Path, root: Path, store: SettingsStore
) -> list[FormerBackup]:
    """The same for the file at a path; gives its backups of before, those below `root` and all others."""
    found = former_backups(database, path, root, store)
    change_passphrase(database, passphrase)
    return found


def former_backups(database: Database, path: Path, root: Path, store: SettingsStore) -> list[FormerBackup]:
    """The backups of the file at a path that can be found now, wherever they lie; the newest first.

    Call on the database's thread, before a change of passphrase.
    """
    of_file = file_id(database)
    with database.read() as unit:
        asked = Asked(path, of_file, backups(unit), second_place(store, of_file))
    found = [backup.path.absolute() for backup in find_backups(asked, root)]
    return [FormerBackup(path, _is_open(path)) for path in found]


def _is_open(backup: Path) -> bool:
    with suppress(OSError), backup.open("rb") as file:
        return is_plain(file.read(len(SQLITE_MAGIC)))
    return False


def refuse_other_passphrase(database: Database, passphrase: str) -> None:
    """Raise UserError unless this is the passphrase of the open file. Call on the database's thread."""
    key = database.key
    if key is not None and not hmac.compare_digest(derive(passphrase, key.salt).raw, key.raw):
        raise UserError(N_("The present passphrase is not right; nothing was changed."))
