"""Whether a file that was just opened can be trusted: its pages, and all of it when its bytes were changed.

The pages are looked at every time. History, records and attachments are looked at - which takes seconds -
when a plain file is not as this computer left it: there a flipped bit leaves pages that look sound.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from db.database import Database
from db.holder import FileHeld, refuse_when_held
from db.opening import mended_or_problems
from desktop.base.errors import UserError
from desktop.base.i18n import N_
from desktop.base.settings import SettingsStore
from desktop.services.checking import check_database
from desktop.services.known_heads import is_as_left, note_content

_DAMAGED = N_(
    "{name} is damaged; nothing was changed. “check” names what, “restore” brings back a backup, “salvage” "
    "writes what can be read into a new file."
)


def refuse_damaged(store: SettingsStore, database: Database, path: Path, today: date) -> None:
    """Raise UserError when an open file is damaged."""
    if database.call(lambda: mended_or_problems(database)):
        raise UserError(_DAMAGED, name=path.name)
    refuse_altered(store, database, path, today)


def refuse_altered(store: SettingsStore, database: Database, path: Path, today: date) -> None:
    """Raise UserError when the bytes of a file were changed outside the program, and not for good.

    `database` is the file at `path` or a copy of it. What another process is just writing is left to that.
    """
    try:
        refuse_when_held(path)
    except FileHeld:
        return
    if database.call(lambda: is_as_left(store.current, database)):
        return
    if not database.call(lambda: check_database(database, today)).is_sound:
        raise UserError(_DAMAGED, name=path.name)
    note_content(store, database, path)
