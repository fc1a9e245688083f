"""What only one operating system has: private modes, the mark of a folder in use, a missing screen."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from io import BufferedRandom
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _take(stream: BufferedRandom, *, wait: bool) -> None:
        msvcrt.locking(stream.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(stream: BufferedRandom, *, wait: bool) -> None:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))


def forget_remembered(handle: int) -> None:
    """Let the next reading come from the disk, not from what the system remembers having written.

    Only Linux can be asked for it.
    """
    if sys.platform == "linux":
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)


def private_folder(path: Path) -> Path:
    """Make a folder that only its owner may enter, and mend the mode of one that is there.

    On Windows the user's own profile folder is private already and modes say nothing.
    """
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.chmod(0o700)
    return path


def private_by_default() -> None:
    """Let whatever this program makes be its owner's alone, also what libraries make for it."""
    os.umask(0o077)


def private_opener(path: str, flags: int) -> int:
    """For `open`: a new file is its owner's alone, whatever the umask."""
    return os.open(path, flags, 0o600)


def hold(mark: Path, *, wait: bool = False) -> BufferedRandom | None:
    """Hold a file as the mark of a running program; None when another one holds it and goes on holding it.

    The mark ends with the program, also when it is killed, so it never goes stale.
    """
    stream = open(mark, "a+b", opener=private_opener)  # noqa: SIM115 - `Path.open` takes no opener
    try:
        _take(stream, wait=wait)
    except OSError:
        stream.close()
        return None
    return stream


def has_screen(environment: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Whether a window can be shown: on Linux the toolkit ends the program when it finds no screen."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return platform != "linux" or any(environment.get(name) for name in names)
