"""Checks a file: damage, broken links or chain, copies that went their own way, and data to complete."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from db import backup
from db.checking import stoppable
from db.copies import copy_while_held
from db.database import Database
from db.encryption import FileKey, Secret, WrongSecret
from db.errors import DatabaseProblem
from db.guard import check_head
from db.held import real_path
from db.opening import open_file
from desktop.base.errors import Cancelled
from desktop.base.i18n import N_
from desktop.base.settings import SettingsStore
from desktop.services.completeness import Incomplete, to_complete
from desktop.services.control_code import CodeAnswer, checked_code, find_code
from desktop.services.findings import LOOKS, page_findings, seen
from desktop.services.import_outcome import Message
from desktop.services.known_heads import stray_copies

Progress = Callable[[int, int], None]
"""Told what is done and what there is to do; raises `Cancelled` when the person stopped it."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check saw: damage (empty when sound), copies that went their own way, data to complete.

    `entries` counts the change sets, `rows` the rows of all tables; `code` says whether the file knows the
    control code that was asked for.
    """

    damage: tuple[Message, ...]
    strays: tuple[Message, ...] = ()
    to_complete: dict[str, list[Incomplete]] = field(default_factory=dict)
    entries: int = 0
    rows: int = 0
    code: CodeAnswer | None = None

    @property
    def is_sound(self) -> bool:
        """Whether nothing is damaged; data to complete is no damage."""
        return not self.damage


def unwatched(_done: int, _total: int) -> None:
    """The progress of a check that nobody watches."""


def check_file(
    path: Path,
    today: date,
    store: SettingsStore | None = None,
    *,
    secret: Secret | None = None,
    code: str = "",
) -> CheckResult:
    """Check a closed file, or one that a window holds, on a copy of it; nothing in it changes.

    With a control code it is also said whether the file knows it. Raises DatabaseProblem when it is no file
    of ours at all, UserError when the code is none.
    """
    code = checked_code(code) if code else ""
    with copy_to_check(real_path(path), secret) as (copy, key):
        return check_copy(copy, path, today, store, secret=key, code=code)


def check_copy(
    copy: Path,
    path: Path,
    today: date,
    store: SettingsStore | None = None,
    progress: Progress = unwatched,
    *,
    secret: Secret | None = None,
    code: str = "",
) -> CheckResult:
    """Check a private copy of the file at `path`: whatever opening it does to it, the file stays as it is."""
    try:
        database = open_file(copy, secret=secret)
    except DatabaseProblem as problem:
        return CheckResult((Message(problem.text_id, {**problem.values, "name": path.name}),))
    try:
        return check_database(database, today, store, path, progress, code=code)
    finally:
        database.close()


@contextmanager
def copy_to_check(path: Path, secret: Secret | None = None) -> Iterator[tuple[Path, FileKey | None]]:
    """A private copy, sound where the file is, else page by page as it lies there; with its key."""
    key = check_head(path, secret, held_is_fine=True)
    with tempfile.TemporaryDirectory(prefix="desk1540-", ignore_cleanup_errors=True) as folder:
        try:
            copy = copy_while_held(path, Path(folder), key=key)
        except WrongSecret:
            raise
        except DatabaseProblem:
            copy = Path(folder) / path.name
            try:
                shutil.copyfile(path, copy)
                with suppress(FileNotFoundError):
                    shutil.copyfile(f"{path}-journal", f"{copy}-journal")
            except OSError as error:
                raise DatabaseProblem(
                    N_("{name} cannot be read. The system says: {detail}"),
                    name=path.name,
                    detail=error.strerror,
                ) from error
        yield copy, key


def check_database(
    database: Database,
    today: date,
    store: SettingsStore | None = None,
    path: Path | None = None,
    progress: Progress = unwatched,
    *,
    code: str = "",
) -> CheckResult:
    """Check an open file; call on the database's thread."""
    watch = _Watch(progress, len(LOOKS) + 1)
    with stoppable(database, watch.is_stopped):
        damage, is_readable = page_findings(database)
        watch.step()
        if not is_readable:
            # A log read from damaged pages would only repeat the damage in other words.
            return CheckResult(tuple(damage))
        for look in LOOKS:
            damage += seen(database, look)
            watch.step()
    missing = _to_complete(database, today)
    rows = sum(backup.count_rows(database.connection.connection.dbapi_connection).values())
    strays = () if store is None else tuple(stray_copies(store.current, database, path))
    answer = find_code(database, code) if code else None
    return CheckResult(tuple(damage), strays, missing, database.head.number, rows, answer)


class _Watch:
    """Tells the progress of a check, and asks between steps whether the person stopped it."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._done, self._total = 0, total

    def step(self) -> None:
        """One more look is done; raises `Cancelled` when the person stopped the check."""
        self._done += 1
        self._progress(self._done, self._total)

    def is_stopped(self) -> bool:
        """Whether the person stopped the check; the next step says so."""
        try:
            self._progress(self._done, self._total)
        except Cancelled:
            return True
        return False


def _to_complete(database: Database, today: date) -> dict[str, list[Incomplete]]:
    """What is to be completed; nothing where a row has no shape that could be looked at."""
    try:
        with database.read() as unit:
            return to_complete(unit, today)
    except (DatabaseProblem, ValueError, KeyError, TypeError, AttributeError, IndexError):
        return {}
