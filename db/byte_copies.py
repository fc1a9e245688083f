"""Copies of a file byte by byte, with what a crash left beside it."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from db.errors import DatabaseProblem
from db.held import reading
from db.messages import N_

_JOURNAL_SUFFIX = "-journal"


def copy_private(source: Path, target: Path) -> None:
    """Copy the bytes of a file, readable by its owner only; raises DatabaseProblem."""
    try:
        handle = os.open(target, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as out, reading(source) as file:
            shutil.copyfileobj(file, out)
    except OSError as error:
        raise DatabaseProblem(
            N_("{name} cannot be copied into {folder}. The system says: {detail}"),
            name=source.name,
            folder=str(target.parent),
            detail=error.strerror or str(error),
        ) from error


def copy_with_journal(source: Path, target: Path) -> None:
    """Copy a file with what a crash left beside it: SQLite rolls the copy back from the copied journal."""
    copy_private(source, target)
    journal, copied = journal_of(source), journal_of(target)
    copied.unlink(missing_ok=True)
    if journal.exists():
        with suppress(FileNotFoundError):
            copy_private(journal, copied)


def journal_of(path: Path) -> Path:
    """Where SQLite keeps what it needs to take back an unfinished change."""
    return Path(f"{path}{_JOURNAL_SUFFIX}")
