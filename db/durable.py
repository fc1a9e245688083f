"""Making a change to a folder last: what was written reaches the disk before it takes a file's place."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def replace_durably(part: Path, target: Path) -> None:
    """Put a finished file in a place, so that after a power cut the old or the new one stands there."""
    sync(part)
    part.replace(target)
    sync_folder(target.parent)


def take_free_place(part: Path, target: Path) -> None:
    """Give a finished file a name that nothing has; raises FileExistsError when something has it."""
    sync(part)
    try:
        os.link(part, target)
        part.unlink()
    except FileExistsError:
        raise
    except OSError:
        # Some sticks know no second names.
        if os.path.lexists(target):
            raise FileExistsError from None
        part.rename(target)
    sync_folder(target.parent)


def sync(path: Path) -> None:
    """Wait until the bytes of a file are on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk; Windows knows no such thing and needs none."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
