"""Who holds a file: the note beside it for the message, and a look at the lock that costs next to nothing."""

from __future__ import annotations

import getpass
import json
import os
import platform
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from db.errors import DatabaseProblem
from db.held import is_held
from db.messages import N_

BUSY_SECONDS = 0.25


class FileHeld(DatabaseProblem):
    """Another window or program writes in the file."""


def held_elsewhere(path: Path) -> FileHeld:
    """The refusal that names who holds a file."""
    return FileHeld(
        N_("{name} is open elsewhere: {holder}. It can be read as a copy, not changed."),
        name=path.name,
        holder=_holder(path),
    )


def refuse_when_held(path: Path) -> None:
    """Raise FileHeld when another process holds the file; says nothing of any other trouble with it.

    Opening finds it out too, once everything it needs has been read in; whoever waits is told at once.
    """
    from sqlcipher3 import dbapi2

    path = Path(os.path.realpath(path))
    # A handle of ours on a file that this process holds would let its lock go.
    if is_held(path) or not os.path.isfile(path):  # noqa: PTH113 - of any name, too long ones too
        return
    driver = None
    try:
        driver = dbapi2.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS)
        driver.execute("SELECT count(*) FROM sqlite_master")
    except (dbapi2.Error, UnicodeError) as error:
        if "locked" in str(error):
            raise held_elsewhere(path) from error
    finally:
        if driver is not None:
            driver.close()


def leave_note(path: Path) -> Path:
    """Write beside the file who holds it: for the message of a second process only, never as a lock."""
    note = note_path(path)
    content = {
        "name": getpass.getuser() if _has_user() else "",
        "machine": platform.node(),
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    with suppress(OSError):
        handle = os.open(note, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(content, file)
    return note


def _has_user() -> bool:
    try:
        getpass.getuser()
    except (KeyError, OSError, ImportError):
        return False
    return True


def note_path(path: Path) -> Path:
    """Where the note on the holder of a file lies."""
    return path.with_name(f".{path.name}.open")


def _holder(path: Path) -> str:
    try:
        note: dict[str, Any] = json.loads(note_path(path).read_text(encoding="utf-8"))
        since = str(note["since"])[:16].replace("T", " ")
        return f"{note['name']} ({note['machine']}, {since} UTC)"
    except (OSError, ValueError, KeyError, TypeError):
        return "?"
