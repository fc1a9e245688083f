"""What is being written beside its target: noted, so that it is removed when its run was killed.

The notes lie in the run's temporary folder, which is the run's own and private. The next start finds those of
a run that came to no end before it empties that folder. A note is written before its file is made, so that no
moment is left uncovered; it says nothing of the content.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from db.byte_copies import journal_of
from db.errors import Problem
from db.holder import note_path

_PREFIX = "unfinished-"
PART = ".part"


def part_of(target: Path) -> Path:
    """Where a file is written before it takes the place of its target."""
    return target.with_name(target.name + PART)


@contextmanager
def noted(part: Path) -> Iterator[None]:
    """Note a part that is written inside; what is still there at the end is for the caller to remove."""
    note = _leave_note(part)
    try:
        yield
    finally:
        if note is not None:
            with suppress(OSError):
                note.unlink()


@contextmanager
def unfinished(target: Path) -> Iterator[Path]:
    """Where to write a file that is to take the place of its target; what is there at the end is removed.

    A refusal that names the part names the target instead: nobody asked for a part.
    """
    part = part_of(target)
    with noted(part):
        try:
            yield part
        except Problem as problem:
            if problem.values.get("name") == part.name:
                problem.values["name"] = target.name
            raise
        finally:
            remove_part(part)


def _leave_note(part: Path) -> Path | None:
    """No place for a note is no reason to write nothing."""
    with suppress(OSError):
        handle, name = tempfile.mkstemp(prefix=_PREFIX)
        with os.fdopen(handle, "wb") as file:
            file.write(os.fsencode(part.absolute()))
        return Path(name)
    return None


def remove_unfinished(folder: Path) -> None:
    """Remove the parts noted in the temporary folder of a run that was killed."""
    for note in folder.glob(f"{_PREFIX}*"):
        with suppress(OSError, ValueError):
            remove_part(Path(os.fsdecode(note.read_bytes())))


def remove_part(part: Path) -> None:
    """Remove a part and what lies beside it while it is open as a file of ours; nothing that is no part."""
    if not part.name.endswith(PART):
        return
    for path in (part, journal_of(part), note_path(part)):
        # One name may be too long for the system to be asked for.
        with suppress(OSError):
            if path.is_file() or path.is_symlink():
                path.unlink()
