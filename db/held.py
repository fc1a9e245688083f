"""The files this process holds: by what they are told from others, and read without letting them go.

POSIX drops all locks of a process on a file when any handle of it is closed, so a handle on a held file is
closed only after the file was let go.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

_held: dict[Path, list[BufferedReader]] = {}


def hold(path: Path) -> bool:
    """Note that this process holds a file; False when it does already."""
    if path in _held:
        return False
    _held[path] = []
    return True


def is_held(path: Path) -> bool:
    """Whether this process holds the file."""
    return path in _held


def let_go(path: Path) -> None:
    """Note that this process holds the file no more."""
    for handle in _held.pop(path, ()):
        handle.close()


@contextmanager
def reading(path: Path) -> Iterator[BufferedReader]:
    """The bytes of a file, also of one that is held here."""
    handle = path.open("rb")
    try:
        yield handle
    finally:
        if path in _held:
            _held[path].append(handle)
        else:
            handle.close()


def real_path(path: Path) -> Path:
    """The path behind links; a circle of links, which `resolve` takes for a bug of ours, stays as it is."""
    return Path(os.path.realpath(path))


def identity(path: Path) -> tuple[int, int] | None:
    """What tells the file at a path from any other one put there; None where there is none."""
    try:
        made = path.stat()
    except OSError:
        return None
    return made.st_dev, made.st_ino
