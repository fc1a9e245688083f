"""Where the program keeps its settings, logs, backups and private temporary files."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BufferedRandom
from pathlib import Path

from desktop.base.errors import UserError
from desktop.base.i18n import N_
from desktop.base.one_system import hold, private_folder

HOME_VARIABLE = "DESK1540_HOME"
PORTABLE_MARK = "portable.txt"
_NAME = "Desk1540"
_IN_USE = "in-use"
_STARTING = "starting"


@dataclass(frozen=True)
class Places:
    """The folders of this installation; `make` brings them into being."""

    settings: Path
    logs: Path
    backups: Path
    temporary: Path
    working: Path
    is_portable: bool = False

    @property
    def settings_file(self) -> Path:
        """The file that remembers what the person chose."""
        return self.settings / "settings.json"

    def make(self) -> None:
        """Make the folders, readable by their owner only."""
        try:
            for folder in (self.settings, self.logs, self.backups, self.temporary, self.working):
                private_folder(folder)
        except OSError as error:
            raise UserError(
                N_("The folder {folder} cannot be written: {reason}. Start the program from another place."),
                folder=error.filename,
                reason=error.strerror,
            ) from error


def find_places(environment: Mapping[str, str] = os.environ, program_folder: Path | None = None) -> Places:
    """Decide where this installation keeps things, without making anything.

    In this order: the folder named by DESK1540_HOME, the program's own folder when `portable.txt` lies in
    it, the folders the system gives each user.
    """
    if named := environment.get(HOME_VARIABLE):
        return _below(Path(named))
    beside = program_folder if program_folder is not None else _frozen_folder()
    if beside is not None and (beside / PORTABLE_MARK).is_file():
        return _below(beside, is_portable=True)
    from platformdirs import PlatformDirs

    dirs = PlatformDirs(_NAME, appauthor=False, roaming=False)
    return Places(
        settings=dirs.user_config_path,
        logs=dirs.user_log_path,
        backups=dirs.user_data_path / "backups",
        temporary=dirs.user_cache_path / "temporary",
        working=dirs.user_data_path / "working",
    )


def _below(folder: Path, *, is_portable: bool = False) -> Places:
    folder = folder.absolute()
    return Places(
        settings=folder / "settings",
        logs=folder / "logs",
        backups=folder / "backups",
        temporary=folder / "temporary",
        working=folder / "working",
        is_portable=is_portable,
    )


def _frozen_folder() -> Path | None:
    """The folder of the frozen program; a checkout or a wheel is never portable."""
    return Path(sys.executable).resolve().parent if getattr(sys, "frozen", False) else None


@contextlib.contextmanager
def private_temporary_folder(places: Places) -> Iterator[Path]:
    """Give this run a temporary folder of its own and make it the one `tempfile` uses.

    What earlier runs left behind is removed first, also beside their targets; what this run leaves behind at
    its end. Folders of runs that are still going on are left alone.
    """
    own, mark = _fresh_folder(private_folder(places.temporary))
    before = tempfile.tempdir
    tempfile.tempdir = str(own)
    try:
        yield own
    finally:
        tempfile.tempdir = before
        if mark is not None:
            mark.close()
        shutil.rmtree(own, ignore_errors=True)


def _fresh_folder(root: Path) -> tuple[Path, BufferedRandom | None]:
    """Empty the root of left-overs and make a held folder in it, one starting program at a time."""
    starting = hold(root / _STARTING, wait=True)
    try:
        for entry in root.iterdir():
            if entry.name != _STARTING:
                _remove_unless_held(entry)
        own = Path(tempfile.mkdtemp(prefix="run-", dir=root))
        return own, hold(own / _IN_USE)
    finally:
        if starting is not None:
            starting.close()


def _remove_unless_held(entry: Path) -> None:
    if entry.is_symlink() or not entry.is_dir():
        entry.unlink(missing_ok=True)
        return
    mark = hold(entry / _IN_USE)
    if mark is not None:
        mark.close()
        from db.unfinished import remove_unfinished

        remove_unfinished(entry)
        shutil.rmtree(entry, ignore_errors=True)
