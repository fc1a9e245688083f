"""Where an export may be written: never over a file of ours, never into what is no plain file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from desktop.base.errors import UserError
from desktop.base.i18n import N_

_OWN_ENDING = ".desk1540"


def checked_target(path: Path, *, source: Path | None = None) -> Path:
    """The path when an export may be written there; raises UserError otherwise."""
    if path.suffix.lower() == _OWN_ENDING or (source is not None and _is_same(path, source)):
        raise UserError(
            N_("{name} holds data of the program; an export is not written over it."), name=path.name
        )
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise UserError(N_("{name} is no plain file; nothing was written."), name=path.name)
    if not path.absolute().parent.is_dir():
        raise UserError(N_("There is no folder {folder}; nothing was written."), folder=str(path.parent))
    return path


def _is_same(path: Path, source: Path) -> bool:
    return path.exists() and source.exists() and path.samefile(source)


@contextmanager
def writing_to(path: Path) -> Iterator[IO[bytes]]:
    """A stream whose content takes the place of `path` when all of it was written, else nothing happened."""
    part = path.with_name(f"{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(part, flags, 0o600), "w+b") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    except OSError as error:
        raise UserError(
            N_("{name} could not be written: {reason}. Close it where it is open, or choose another place."),
            name=path.name,
            reason=error.strerror or str(error),
        ) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
