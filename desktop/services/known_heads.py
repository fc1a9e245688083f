"""Remembers how each copy of a file was last left on this computer, to recognise one that went its own way.

A copied file has the same id and, once both copies are worked in, two futures: their chains differ.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from db.database import Database
from desktop.base.i18n import N_
from desktop.base.settings import Settings, SettingsStore
from desktop.services.import_outcome import Message

_KEPT_FILES = 40
_KEPT_COPIES = 12


def file_id(database: Database) -> str:
    """The id that a file and all its copies share."""
    with database.read() as unit:
        return str(unit.raw("SELECT id FROM main.file_head")[0][0])


def remember_head(store: SettingsStore, database: Database, path: Path | None = None) -> None:
    """Note how the file is left now; call before it is closed. Raises UserError when it cannot be noted."""
    made_id, head = file_id(database), database.head
    where = str((path or database.path).resolve())
    day = datetime.fromtimestamp(database.ids.clock() / 1000, UTC).date().isoformat()
    noted = [head.number, head.hash.hex(), day]
    heads = dict(store.current.heads)
    copies = dict(heads.pop(made_id, {}))
    if copies.get(where, [None, None])[:2] == noted[:2]:
        return
    copies.pop(where, None)
    copies[where] = noted
    heads[made_id] = dict(list(copies.items())[-_KEPT_COPIES:])
    store.change(heads=dict(list(heads.items())[-_KEPT_FILES:]))


def stray_copies(settings: Settings, database: Database, path: Path | None = None) -> list[Message]:
    """One sentence for each known copy whose newest entry is not in this file; call when it was opened."""
    own = str((path or database.path).resolve())
    found = []
    for where, noted in settings.heads.get(file_id(database), {}).items():
        match noted:
            case [int() as number, str() as hashed, str() as day]:
                if number and _hash_at(database, number) != hashed:
                    found.append(_sentence(own, where, number, day))
            case _:
                continue
    return found


def _sentence(own: str, where: str, number: int, day: str) -> Message:
    values: dict[str, Any] = {"number": number, "day": day}
    if own == where:
        return Message(
            N_(
                "{name} is not as it was left here on {day}: its entry {number} is missing or another one. "
                "Perhaps an older copy was put in its place."
            ),
            {**values, "name": Path(own).name},
        )
    return Message(
        N_(
            "A copy of this file went its own way: {path} has the entry {number} of {day}, which is not "
            "here. Both copies are kept as they are."
        ),
        {**values, "path": where},
    )


def _hash_at(database: Database, number: int) -> str | None:
    with database.read() as unit:
        rows = unit.raw("SELECT hash FROM main.change_set WHERE number = ?", [number])
    return bytes(rows[0][0]).hex() if rows else None
