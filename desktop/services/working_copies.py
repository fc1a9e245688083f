"""Working copies: a file of a shared folder is worked on in a private folder of this computer and put back.

A copy has a note beside it: which file it was taken from, and what lay there then. The copy is put back only
over what was taken; when another one lies there now, both are kept. A copy that a crash left behind is found
by its note at the next opening of its file.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from db.backup import back_up
from db.byte_copies import copy_with_journal
from db.copies import copy_while_held
from db.database import Database
from db.encryption import Secret
from db.errors import DatabaseProblem
from db.guard import check_head
from db.held import reading, real_path
from db.holder import refuse_when_held
from db.opening import open_reading
from db.targets import writing_to
from desktop.base.i18n import N_
from desktop.base.one_system import private_folder
from desktop.base.settings import SettingsStore
from desktop.services.import_outcome import Message
from desktop.services.known_heads import note_put_back

_NOTE = "note.json"
_NAME_BYTES = 12

PUT_BACK = N_("{name} was put back to {folder} and checked.")
_UNCHANGED = N_("Nothing was changed; {name} in {folder} is as it was.")
_OURS_IS_NEWER = N_(
    "{name} was changed in {folder} meanwhile, without new entries; yours is newer, beside it: {kept}."
)
_THEIRS_IS_NEWER = N_(
    "{name} in {folder} has all your entries and newer ones, so it stays; yours was put beside it: {kept}."
)
_BOTH = N_(
    "{name} was changed in {folder} meanwhile, and so was yours: each has entries that the other lacks. Both "
    "are kept; yours was put beside it: {kept}."
)
_UNREADABLE = N_(
    "What lies at {name} in {folder} now cannot be read as this file; it stays, and your copy was put beside "
    "it: {kept}."
)


@dataclass(frozen=True, slots=True)
class Taken:
    """What lay there when the copy was taken or put back last: bytes, time of change (ns), SHA-256."""

    size: int
    changed_ns: int
    sha256: str


@dataclass(frozen=True, slots=True)
class WorkingCopy:
    """A copy to work in: its own path, the file it was taken from, and what lay there then.

    `own_sha256` is the copy as it was taken: one that is still so has nothing to be put back.
    """

    path: Path
    origin: Path
    taken: Taken
    own_sha256: str


@dataclass(frozen=True, slots=True)
class PutBack:
    """What came of putting a copy back: the copy with what lies there now, and the sentence.

    `is_whole`: the file there is what was worked on; else both are kept.
    """

    copy: WorkingCopy
    message: Message
    is_whole: bool


def left_copy(folder: Path, origin: Path) -> WorkingCopy | None:
    """The working copy of a file that an earlier run left behind, if there is one that can be read."""
    place = _place(folder, origin)
    try:
        note: Any = json.loads((place / _NOTE).read_text("utf-8"))
        taken = Taken(int(note["size"]), int(note["changed_ns"]), str(note["sha256"]))
        copy = WorkingCopy(place / str(note["name"]), _absolute(origin), taken, str(note["own_sha256"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return copy if copy.path.is_file() and copy.path.parent == place else None


def take_copy(folder: Path, origin: Path, secret: Secret | None = None) -> WorkingCopy:
    """Take a checked copy of a file to work in; one that was left behind is replaced.

    Raises FileHeld while somebody works in the file itself, SecretNeeded or WrongSecret, DatabaseProblem when
    it is no sound file.
    """
    origin = _absolute(origin)
    refuse_when_held(origin)
    key = check_head(real_path(origin), secret)
    place = _place(folder, origin)
    refuse_when_held(place / origin.name)
    shutil.rmtree(place, ignore_errors=True)
    private_folder(folder)
    private_folder(place)
    try:
        taken = _taken(origin)
        path = copy_while_held(real_path(origin), place, name=origin.name, key=key)
        copy = WorkingCopy(path, origin, taken, _sha256(path))
        _write_note(copy)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    return copy


def put_back(store: SettingsStore, copy: WorkingCopy, database: Database) -> PutBack:
    """Put an open working copy back where it was taken from; call on the database's thread.

    It is written beside, checked, and takes the place of the file in one step. Raises DatabaseProblem when it
    cannot be written there now; nothing is lost then.
    """
    facts = {"name": copy.origin.name, "folder": str(copy.origin.parent)}
    database.wake()
    if _sha256(copy.path) == copy.own_sha256 and copy.origin.is_file():
        return PutBack(copy, Message(_UNCHANGED, facts), is_whole=True)
    if not copy.origin.parent.is_dir():
        raise DatabaseProblem(
            N_("{folder} is away now, so {name} could not be put back; your work is kept on this computer."),
            **facts,
        )
    if copy.origin.exists() and not _may_be_replaced(copy, database):
        return _put_beside(copy, database, facts)
    back_up(database, copy.origin, is_registered=False)
    made = replace(copy, taken=_taken(copy.origin), own_sha256=_sha256(copy.path))
    _write_note(made)
    note_put_back(store, database, copy.origin)
    return PutBack(made, Message(PUT_BACK, facts), is_whole=True)


def _may_be_replaced(copy: WorkingCopy, database: Database) -> bool:
    """Whether what was taken lies there still, or what was put back already when the program was ended."""
    if _taken(copy.origin).sha256 == copy.taken.sha256:
        return True
    try:
        theirs = open_reading(copy.origin, secret=database.key)
    except DatabaseProblem:
        return False
    try:
        return theirs.head.hash == database.head.hash
    finally:
        theirs.close()


def _put_beside(copy: WorkingCopy, database: Database, facts: Mapping[str, str]) -> PutBack:
    """Keep both: what lies there stays, ours comes beside it under a name of its own."""
    day = datetime.fromtimestamp(database.ids.clock() / 1000, UTC).strftime("%Y-%m-%d")
    again = ("" if number == 1 else f" {number}" for number in count(1))
    names = (f"{copy.origin.stem} (working copy {day}{each}){copy.origin.suffix}" for each in again)
    kept = next(path for path in map(copy.origin.with_name, names) if not path.exists())
    sentence = _which_is_newer(copy, database)
    back_up(database, kept, is_registered=False)
    return PutBack(copy, Message(sentence, {**facts, "kept": kept.name}), is_whole=False)


def _which_is_newer(copy: WorkingCopy, database: Database) -> str:
    """The sentence that the two heads give: whose history has the other's newest entry."""
    try:
        theirs = open_reading(copy.origin, secret=database.key)
    except DatabaseProblem:
        return _UNREADABLE
    try:
        if _has(database, theirs.head.number, theirs.head.hash):
            return _OURS_IS_NEWER
        return _THEIRS_IS_NEWER if _has(theirs, database.head.number, database.head.hash) else _BOTH
    finally:
        theirs.close()


def _has(database: Database, number: int, hashed: bytes) -> bool:
    with database.read() as unit:
        rows = unit.raw("SELECT hash FROM main.change_set WHERE number = ?", [number])
    return [bytes(row[0]) for row in rows] == [hashed]


def set_aside(copy: WorkingCopy, folder: Path) -> Path:
    """Keep a copy that was left behind among the backups, so that its file can be taken anew.

    Raises FileHeld when it was not left: another window works in it.
    """
    refuse_when_held(copy.path)
    day = datetime.fromtimestamp(copy.path.stat().st_mtime, UTC).strftime("%Y-%m-%d")
    again = ("" if number == 1 else f" {number}" for number in count(1))
    names = (f"{copy.path.stem} (working copy {day}{each}){copy.path.suffix}" for each in again)
    kept = next(path for path in map(folder.joinpath, names) if not path.exists())
    copy_with_journal(copy.path, kept)
    drop_copy(copy)
    return kept


def drop_copy(copy: WorkingCopy) -> None:
    """Remove a working copy that was put back; call when it is closed."""
    shutil.rmtree(copy.path.parent, ignore_errors=True)


def drop_when_closed(copy: WorkingCopy, database: Database) -> None:
    """Have a working copy removed as soon as its file is closed."""
    database.on_close(partial(drop_copy, copy))


# Places, notes and what tells contents apart


def _absolute(origin: Path) -> Path:
    return Path(os.path.abspath(origin))  # noqa: PTH100 - links may lead to a network that is away


def _place(folder: Path, origin: Path) -> Path:
    """The folder of the working copy of one file."""
    named = os.fsencode(_absolute(origin))
    return folder / hashlib.sha256(named).hexdigest()[: 2 * _NAME_BYTES]


def _write_note(copy: WorkingCopy) -> None:
    note = {
        "origin": str(copy.origin),
        "name": copy.path.name,
        "size": copy.taken.size,
        "changed_ns": copy.taken.changed_ns,
        "sha256": copy.taken.sha256,
        "own_sha256": copy.own_sha256,
    }
    with writing_to(copy.path.with_name(_NOTE)) as stream:
        stream.write(json.dumps(note, indent=1).encode("utf-8", "replace"))


def _taken(path: Path) -> Taken:
    """What lies at a path; raises DatabaseProblem when it cannot be read."""
    try:
        found = path.stat()
        return Taken(found.st_size, found.st_mtime_ns, _sha256(path))
    except OSError as error:
        raise DatabaseProblem(
            N_("{name} cannot be read. The system says: {detail}"), name=path.name, detail=error.strerror
        ) from error


def _sha256(path: Path) -> str:
    with suppress(FileNotFoundError), reading(real_path(path)) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
    return ""
