"""The guard at the door: what a file is by its head, whether its schema is ours, whether its pages are sound.

A file is looked at from outside before any query of ours: a planted trigger or view acts when it is read.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

from db.byte_copies import journal_of
from db.encryption import PAGE_BYTES, FileKey, Secret, is_plain, key_for, wrong_secret
from db.engine import APPLICATION_ID, connect_raw, driver_errors
from db.errors import Damaged, DatabaseProblem
from db.held import is_held, reading
from db.holder import FileHeld, held_elsewhere
from db.messages import N_
from db.schema import SCHEMA_VERSION
from db.stored_schema import is_ours

_HEAD_BYTES = 100


class ForeignSchema(DatabaseProblem):
    """The tables of a file are not exactly those that the program makes."""


def check_head(path: Path, secret: Secret | None = None, *, held_is_fine: bool = False) -> FileKey | None:
    """Look at the first bytes of a file and give the key that goes with them; None for a plain file.

    Raises DatabaseProblem for what is none of ours or of a newer program, SecretNeeded or WrongSecret for an
    encrypted file, FileHeld when this process holds it already.
    """
    if is_held(path) and not held_is_fine:
        raise FileHeld(N_("{name} is open in this program already."), name=path.name)
    head = read_some_head_bytes(path)
    if is_plain(head):
        _accepted(path, *_head_numbers(head))
    else:
        _refuse_foreign_bytes(path, head)
    return key_for(path.name, head, secret)


def needs_secret(path: Path) -> bool:
    """Whether a file opens with a passphrase only; what is no file of ours needs none."""
    try:
        head = read_head_bytes(path)
    except DatabaseProblem:
        return False
    return any(head) and not is_plain(head)


def version_of(path: Path, key: FileKey | None) -> int:
    """The version of a file's schema, read with its key; raises WrongSecret when that opens nothing."""
    if key is None and not journal_of(path).exists():
        return _accepted(path, *_head_numbers(read_head_bytes(path)))
    # The head on the disk may be that of a change which was cut off: connecting takes it back first.
    errors = driver_errors()
    try:
        driver = connect_raw(path, key)
    except errors as error:
        if "locked" in str(error):
            raise held_elsewhere(path) from error
        if key is None:
            raise
        raise wrong_secret(path.name) from error
    try:
        return _accepted(path, _number(driver, "user_version"), _number(driver, "application_id"))
    finally:
        driver.close()


def read_head_bytes(path: Path) -> bytes:
    """The first bytes of a file; raises DatabaseProblem when it is no plain file or cannot be read."""
    try:
        if path.exists() and not path.is_file():
            raise DatabaseProblem(
                N_("{name} is no plain file, so it is not a Desk1540 file."), name=path.name
            )
        if not path.is_file():
            raise DatabaseProblem(N_("There is no file {name}."), name=path.name)
        with reading(path) as file:
            return file.read(_HEAD_BYTES)
    except OSError as error:
        raise DatabaseProblem(
            N_("{name} cannot be read. The system says: {detail}"), name=path.name, detail=error.strerror
        ) from error


def read_some_head_bytes(path: Path) -> bytes:
    """The same; an empty file is refused too."""
    head = read_head_bytes(path)
    if not head:
        raise DatabaseProblem(N_("{name} is empty: it is not a Desk1540 file."), name=path.name)
    return head


def _refuse_foreign_bytes(path: Path, head: bytes) -> None:
    """Ask nobody for the passphrase of a picture: an encrypted file of ours is made of whole pages.

    Not so one that grew when the power failed: its journal takes that back.
    """
    if not any(head):
        # Wiped: neither our own first words nor a salt, which is random.
        raise Damaged(
            N_("{name} is damaged at its beginning; open a backup, or salvage what can be read of it."),
            name=path.name,
        )
    if path.stat().st_size % PAGE_BYTES and not journal_of(path).exists():
        raise DatabaseProblem(
            N_("{name} is not a Desk1540 file, or it is one with a passphrase that is damaged."),
            name=path.name,
        )


def _number(driver: Any, pragma: str) -> int:
    return int(driver.execute(f"PRAGMA {pragma}").fetchone()[0])


def _head_numbers(head: bytes) -> tuple[int, int]:
    if len(head) < _HEAD_BYTES:
        return 0, 0
    version, application = struct.unpack(">I4xI", head[60:72])
    return version, application


def _accepted(path: Path, version: int, application: int) -> int:
    if application != APPLICATION_ID or version < 1:
        raise DatabaseProblem(N_("{name} is not a Desk1540 file."), name=path.name)
    if version > SCHEMA_VERSION:
        raise DatabaseProblem(
            N_("{name} was made by a newer version of Desk1540; update the program to open it."),
            name=path.name,
        )
    return version


def check_schema(driver: Any, name: str, version: int = SCHEMA_VERSION) -> None:
    """Refuse a file whose schema is not exactly ours: what was planted in it acts when a row is read."""
    if not is_ours(driver, version):
        raise ForeignSchema(
            N_("{name} does not have the tables of a Desk1540 file; it was not opened."), name=name
        )
