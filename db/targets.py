"""The one door through which files leave the program: whole or not at all, and never where they do harm.

What is written stands beside its target as `.part`, readable by its owner only, and takes its place when it
is complete. Never over a file of ours, never through a link, never into a device.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from db.durable import sync_folder
from db.errors import DatabaseProblem, UserError
from db.file_names import MOST_ADDED, name_problem
from db.messages import N_
from db.unfinished import PART, noted, part_of

_BESIDE = ("-journal", "-wal", "-shm", ".open", PART)
"""What lies beside a file of ours while it is open; SQLite would roll a false journal back into it."""
_OURS = re.compile(rf"\.desk1540({'|'.join(map(re.escape, _BESIDE))})?", re.IGNORECASE)
_IN_USE = frozenset((errno.EACCES, errno.EPERM, errno.EBUSY, errno.ETXTBSY))
_NOT_PLAIN = N_("{name} is not an ordinary file. Choose another name; nothing was written.")
_NO_FOLDER = N_("There is no folder {folder}; nothing was written.")


def checked_target(path: Path, *, source: Path | None = None) -> Path:
    """The path when an export may be written there; raises UserError otherwise.

    `source` is the file that is exported from, whatever it is called.
    """
    refuse_odd_target(path)
    if _holds_data(path) or (source is not None and _belongs_to(path, source)):
        raise UserError(
            N_("{name} holds data of the program; an export is not written over it."), name=path.name
        )
    return path


def checked_copy_target(path: Path) -> Path:
    """The path when a file of ours may be made there: over nothing, and not as the journal of another one."""
    refuse_odd_target(path, added=MOST_ADDED)
    if path.exists():
        raise DatabaseProblem(N_("{name} exists already; nothing was written."), name=path.name)
    part = path.with_name(path.name + PART)
    if is_folder(part):
        raise UserError(_NOT_PLAIN, name=part.name)
    if path.name.lower().endswith(_BESIDE):
        raise UserError(
            N_("{name} would be taken for a part of another file. Choose another name."), name=path.name
        )
    return path


def checked_restore_target(path: Path) -> Path:
    """The path when a backup may be put there: where nothing is, or in the place of a file, not of a link."""
    if os.path.islink(path):  # noqa: PTH114 - of any name, too long ones too
        raise UserError(_NOT_PLAIN, name=path.name)
    return path if os.path.lexists(path) else checked_copy_target(path)


def refuse_loose_link(path: Path) -> None:
    """Refuse a link that leads nowhere: what were written through it would lie where nobody looks for it."""
    if os.path.islink(path) and not os.path.exists(path):  # noqa: PTH110, PTH114 - of any name
        raise UserError(_NOT_PLAIN, name=path.name)


def is_folder(path: Path) -> bool:
    """Whether a path is that of a folder; no path is refused, not even one too long for the system."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _holds_data(path: Path) -> bool:
    found = _OURS.search(path.name)
    return found is not None and found.end() == len(path.name)


def _belongs_to(path: Path, source: Path) -> bool:
    if path.exists() and source.exists() and path.samefile(source):
        return True
    return path.name.startswith(source.name) and path.name.removeprefix(source.name) in _BESIDE


def refuse_odd_target(path: Path, *, added: str = PART) -> None:
    """Refuse a name that some system would lose, a missing folder, a folder, a link or a device.

    `added` is what will be added to the name, at least the ending of what is written first.
    """
    if sentence := name_problem(path.name, added=added):
        raise UserError(sentence, name=path.name)
    try:
        if not path.absolute().parent.is_dir():
            raise UserError(_NO_FOLDER, folder=str(path.parent))
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:
        raise _refusal(path, error) from error
    if not stat.S_ISREG(mode):
        raise UserError(_NOT_PLAIN, name=path.name)


@contextmanager
def writing_to(path: Path) -> Iterator[IO[bytes]]:
    """A stream whose content takes the place of `path` when all of it was written, else nothing happened."""
    refuse_odd_target(path)
    part = part_of(path)
    with noted(part):
        made: tuple[int, int] | None = None
        try:
            with _new_file(part) as stream:
                made = _identity(os.fstat(stream.fileno()))
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            if not _is_still(part, made):
                raise UserError(N_("{name} is being written by another program; try again."), name=path.name)
            part.replace(path)
            sync_folder(path.parent)
        except OSError as error:
            raise _refusal(path, error) from error
        finally:
            if made is not None and _is_still(part, made):
                with suppress(OSError):
                    part.unlink()


def _new_file(part: Path) -> IO[bytes]:
    """Open a file that only its owner may read, never an existing one nor the target of a link."""
    if part.is_dir() and not part.is_symlink():
        raise UserError(_NOT_PLAIN, name=part.name)
    part.unlink(missing_ok=True)
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(part, flags, 0o600), "w+b")


def _identity(made: os.stat_result) -> tuple[int, int]:
    return made.st_dev, made.st_ino


def _is_still(part: Path, made: tuple[int, int]) -> bool:
    """Whether what stands there is what was made; a second program may write to the same target."""
    try:
        return _identity(part.lstat()) == made
    except OSError:
        return False


def _refusal(path: Path, error: OSError | ValueError) -> UserError:
    """One sentence for what the system said."""
    name, number = path.name, getattr(error, "errno", None)
    if number == errno.ENOSPC:
        return UserError(N_("There is no room on the disk for {name}. Nothing was written."), name=name)
    if number in (errno.ENOENT, errno.ENOTDIR):
        return UserError(_NO_FOLDER, folder=str(path.parent))
    if number in _IN_USE:
        return UserError(
            N_(
                "{name} cannot be written. Close it where it is open, for example in Excel, "
                "or choose another folder."
            ),
            name=name,
        )
    reason = getattr(error, "strerror", None) or type(error).__name__
    return UserError(N_("{name} could not be written: {reason}."), name=name, reason=reason)
