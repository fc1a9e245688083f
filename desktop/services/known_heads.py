"""Remembers how each copy of a file was last left on this computer: its newest entry and its very bytes.

A copied file has the same id and, once both copies are worked in, two futures: their chains differ. A plain
file whose bytes are not as they were left was changed by another computer, by a crash - or by damage that no
check of its pages sees; it is looked at as a whole before it is trusted.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from db.database import Database
from db.held import reading
from desktop.base.i18n import N_
from desktop.base.settings import Settings, SettingsStore
from desktop.services.import_outcome import Message

_KEPT_FILES = 40
_KEPT_COPIES = 12
_MARK_BYTES = 20


def file_id(database: Database) -> str:
    """The id that a file and all its copies share."""
    with database.read() as unit:
        return str(unit.raw("SELECT id FROM main.file_head")[0][0])


def close_known(store: SettingsStore, database: Database) -> None:
    """Close a file and note how it is left; it is closed also when UserError says that it cannot be noted.

    What is noted is the newest entry and, of a plain file, its bytes.
    """
    # A file that rests was noted when it was let go; since then it may be somebody else's.
    is_ours = database.line.is_open
    try:
        made_id = database.call(partial(file_id, database)) if is_ours else ""
    finally:
        database.close()
    if is_ours:
        _note_left(store, database, made_id)


def rest_known(store: SettingsStore, database: Database) -> None:
    """Let an open file and its lock go until there is work again, and note how it is left.

    Call on the database's thread. Raises UserError when it cannot be noted; it rests then too.
    """
    if database.line.is_open and not database.is_read_only:
        made_id = file_id(database)
        database.rest()
        _note_left(store, database, made_id)


def _note_left(store: SettingsStore, database: Database, made_id: str) -> None:
    head, ms = database.head, database.ids.clock()
    day = datetime.fromtimestamp(ms / 1000, UTC).date().isoformat()
    mark = "" if database.key is not None else content_mark(database.path)
    _note(store, made_id, database.path, [head.number, head.hash.hex(), day, mark])


def note_put_back(store: SettingsStore, database: Database, path: Path) -> None:
    """Note a copy that was put in the place of its file as what was left there."""
    day = datetime.fromtimestamp(database.ids.clock() / 1000, UTC).date().isoformat()
    mark = "" if database.key is not None else content_mark(path)
    noted = [database.head.number, database.head.hash.hex(), day, mark]
    _note(store, file_id(database), path, noted)


def note_content(store: SettingsStore, database: Database, path: Path) -> None:
    """Note the bytes of a file, or of a copy of the one at `path`, as sound."""
    made_id = database.call(partial(file_id, database))
    former = store.current.heads.get(made_id, {}).get(str(path.resolve()))
    if former:
        _note(store, made_id, path, [*former[:3], content_mark(database.path)])


def _note(store: SettingsStore, made_id: str, path: Path, noted: list[Any]) -> None:
    where = str(path.resolve())
    heads = dict(store.current.heads)
    copies = dict(heads.pop(made_id, {}))
    former = copies.pop(where, [])
    if former[:2] == noted[:2] and former[3:] == noted[3:]:
        return
    copies[where] = noted
    heads[made_id] = dict(list(copies.items())[-_KEPT_COPIES:])
    store.change(heads=dict(list(heads.items())[-_KEPT_FILES:]))


def content_mark(path: Path) -> str:
    """Tells the bytes of a file from any others; empty when it cannot be read."""
    try:
        with reading(path) as file:
            return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=_MARK_BYTES)).hexdigest()
    except OSError:
        return ""


def is_as_left(settings: Settings, database: Database) -> bool:
    """Whether the bytes of an open file are as this computer left one of its copies, or it knows of none.

    The pages of an encrypted file tell by themselves; call on the database's thread.
    """
    if database.key is not None:
        return True
    copies = settings.heads.get(file_id(database), {}).values()
    marks = {mark for *_, mark in copies if len(mark) == 2 * _MARK_BYTES}
    return not marks or content_mark(database.path) in marks


def stray_copies(settings: Settings, database: Database, path: Path | None = None) -> list[Message]:
    """One sentence for each known copy whose newest entry is not in this file; call when it was opened.

    None of an exercise: those made from one seed share their id, and nobody puts them together.
    """
    if _is_exercise(database):
        return []
    own = str((path or database.path).resolve())
    found = []
    for where, noted in settings.heads.get(file_id(database), {}).items():
        match noted:
            case [int() as number, str() as hashed, str() as day, *_]:
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


def _is_exercise(database: Database) -> bool:
    with database.read() as unit:
        return unit.raw("SELECT 1 FROM main.file_settings WHERE is_exercise") != []


def _hash_at(database: Database, number: int) -> str | None:
    with database.read() as unit:
        rows = unit.raw("SELECT hash FROM main.change_set WHERE number = ?", [number])
    return bytes(rows[0][0]).hex() if rows else None
