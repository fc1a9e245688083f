"""Putting a backup in a file's place: verified first, with what stood there kept beside it."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import UTC, datetime
from glob import escape
from itertools import count
from pathlib import Path

from sqlalchemy import func as sql
from sqlalchemy import insert, select, update

from db.byte_copies import copy_with_journal, journal_of
from db.database import Database
from db.durable import replace_durably
from db.encryption import Secret
from db.errors import DatabaseProblem, UserError
from db.file_names import length_problem
from db.guard import check_head
from db.held import is_held, real_path
from db.holder import FileHeld, refuse_when_held
from db.ids import IdSource
from db.messages import N_
from db.opening import mended_or_problems, open_file
from db.schema import FileHead, Site
from db.targets import refuse_loose_link
from db.unfinished import unfinished

_KEPT = "{} (before restore {}){}"
"""The name of what stood in the place of a restored file: its stem, the time, its ending."""


def restore(
    backup: Path, target: Path, *, ids: IdSource | None = None, secret: Secret | None = None
) -> tuple[Path | None, int]:
    """Put a backup in a file's place; gives the path of what was there before and the newest change set.

    The backup is verified first; what stood at `target` is kept beside it; the restored file starts a new
    site, so that its future is told from that of the file it was taken from. `secret` opens the backup.
    """
    made_ids = ids or IdSource()
    refuse_loose_link(target)
    backup, target = real_path(backup), real_path(target)
    key = check_head(backup, secret)
    if sentence := length_problem(journal_of(target.with_name(_kept_name(target, made_ids))).name):
        raise UserError(sentence, name=target.name)
    if target.exists():
        _refuse_when_held(target)
    with unfinished(target) as part:
        copy_with_journal(backup, part)
        head = _verify(part, backup.name, made_ids, key)
        kept = _keep_beside(target, made_ids) if target.exists() else None
        replace_durably(part, target)
    return kept, head


def _verify(part: Path, name: str, ids: IdSource, key: Secret | None) -> int:
    database = open_file(part, ids=ids, secret=key)
    try:
        if mended_or_problems(database):
            raise DatabaseProblem(N_("{name} is damaged; nothing was restored."), name=name)
        _start_site(database)
        return database.head.number
    finally:
        database.close()


def _refuse_when_held(target: Path) -> None:
    """Let a file be replaced that nobody writes in; a damaged one is just what a restore is for."""
    if not target.is_file():
        raise DatabaseProblem(N_("{name} is no plain file; nothing was restored."), name=target.name)
    if is_held(target):
        raise FileHeld(N_("{name} is open in this program already."), name=target.name)
    refuse_when_held(target)


def kept_beside(path: Path) -> list[Path]:
    """What restores of this file kept beside it: no register names these copies."""
    return sorted(path.parent.glob(_KEPT.format(escape(path.stem), "*", escape(path.suffix))))


def _keep_beside(target: Path, ids: IdSource) -> Path:
    """Give what stands at a place a second name there, so that the place is never empty."""
    again = ("" if number == 1 else f" {number}" for number in count(1))
    names = (_kept_name(target, ids, each) for each in again)
    kept = next(path for path in map(target.with_name, names) if not path.exists())
    try:
        os.link(target, kept)
    except OSError:
        # Some sticks know no second names.
        target.replace(kept)
    # A journal left behind would be rolled back into the restored file.
    with suppress(FileNotFoundError):
        journal_of(target).replace(journal_of(kept))
    return kept


def _kept_name(target: Path, ids: IdSource, again: str = "") -> str:
    stamp = datetime.fromtimestamp(ids.clock() / 1000, UTC).strftime("%Y%m%dT%H%M%SZ")
    return _KEPT.format(target.stem, f"{stamp}{again}", target.suffix)


def _start_site(database: Database) -> None:
    connection = database.connection
    connection.info["is_writing"] = True
    try:
        with connection.begin():
            number = int(connection.execute(select(sql.max(Site.number))).scalar_one()) + 1
            connection.execute(insert(Site), [{"number": number, "id": database.ids.new(), "name": ""}])
            connection.execute(update(FileHead).values(site=number))
    finally:
        connection.info["is_writing"] = False
