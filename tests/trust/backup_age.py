"""Proves that a checked backup is never older than 30 minutes of work, full disks or not.

Minutes of work go by under a clock of the proof's own; in each there may be edits, the folder of backups may
become unwritable for a while, and the second place may come and go.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from PySide6.QtCore import QCoreApplication

from db.database import Database
from db.errors import DatabaseProblem
from db.opening import create, open_file
from db.queries.copies import registered_copies
from db.runners import SynchronousRunner
from db.schema import Institution
from desktop.base.settings import SettingsStore
from desktop.jobs.backup_keeper import BackupKeeper
from desktop.jobs.runner import JobRunner
from desktop.shell.change_feed import ChangeFeed
from desktop.shell.desk import Desk
from tests.trust.proof import Proof, Result

_MOST_MINUTES = 31
"""Half an hour, and the minute until the keeper looks again."""
_CONTROL_LOOKS_EVERY = 45
_OLDEST = "oldest work without backup, minutes"


class Work:
    """A file that is being worked in, minute by minute; `said` counts what the keeper complained of."""

    def __init__(self, folder: Path, seed: int) -> None:
        folder.mkdir()
        self.minute = 0
        self.random = random.Random(seed)
        self.database = create(folder / "file.desk1540", state="X01", author="Ana")
        self.stick = folder / "stick"
        self.stick.mkdir()
        self._application = _application()
        self._desk = Desk(self.database, "Ana")
        self._jobs = JobRunner(SynchronousRunner())
        feed = ChangeFeed(self.database, self._desk)
        settings = SettingsStore(folder / "settings.json")
        self.keeper = BackupKeeper(
            self._desk, feed, self._jobs, settings, self.database.path, folder / "backups", self._clock
        )
        self.said = 0
        self.keeper.failed.connect(self._on_failed)
        self._edited_at: dict[int, int] = {}
        self.keeper.start()
        self.settle()
        self.keeper.choose_second(self.stick)

    def _clock(self) -> float:
        return self.minute * 60.0

    def _on_failed(self, _problem: object) -> None:
        self.said += 1

    def settle(self) -> None:
        """Let the keeper come to its end."""
        quiet = 0
        while quiet < 3:
            QCoreApplication.sendPostedEvents()
            QCoreApplication.processEvents()
            quiet = 0 if self._desk.is_busy or self.keeper.is_working else quiet + 1

    def edit(self) -> None:
        """One change."""
        with self.database.write("Ana", "Add") as unit:
            unit.insert(Institution, [{"name": f"Institution {self.database.head.number}"}])
            unit.commit()
        self._edited_at[self.database.head.number] = self.minute

    def newest(self) -> tuple[Path, int]:
        """The newest backup that is there, and its newest entry."""
        with self.database.read() as unit:
            found = [copy for copy in registered_copies(unit) if Path(copy.path).is_file()]
        best = max(found, key=lambda copy: copy.head or 0)
        return Path(best.path), best.head or 0

    def age(self) -> int:
        """Minutes since the first change that no backup has."""
        _, head = self.newest()
        missing = [minute for number, minute in self._edited_at.items() if number > head]
        return self.minute - min(missing, default=self.minute)

    def end(self) -> None:
        """Let the file go."""
        self.keeper.stop()
        self._desk.deleteLater()
        self._jobs.close()
        self.database.close()
        QCoreApplication.sendPostedEvents()


def _application() -> QCoreApplication:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    found = QCoreApplication.instance()
    if found is not None:
        return found
    from PySide6.QtWidgets import QApplication

    return QApplication([])


def prove_age(rounds: int, folder: Path) -> Result:
    """So many minutes of work."""
    result = Result({"minutes": 0, "edits": 0, _OLDEST: 0, "minutes of trouble": 0})
    work = Work(folder / "work", rounds)
    trouble = 0
    for _ in range(rounds):
        work.minute += 1
        trouble = max(trouble - 1, 0) or (work.random.randint(2, 90) if work.random.random() < 0.01 else 0)
        _come_or_go(work)
        for _ in range(work.random.choice((0, 0, 0, 1, 2))):
            work.edit()
            result.figures["edits"] += 1
        with _full_disk(is_full=trouble > 0):
            work.keeper.look()
            work.settle()
        result.figures["minutes"] += 1
        result.figures["minutes of trouble"] += trouble > 0
        if not trouble:
            _measure(work, result)
    result.figures["complaints"] = work.said
    _compare(work, result)
    work.end()
    oldest = _control(folder)
    result.figures["the same when looked at every 45 minutes"] = oldest
    if oldest <= _MOST_MINUTES:
        result.failures.append("a keeper that looks too seldom kept the promise: the proof would see nothing")
    return result


def _come_or_go(work: Work) -> None:
    """Now and then the stick is pulled out or plugged in."""
    if work.random.random() < 0.02:
        if work.stick.exists():
            shutil.rmtree(work.stick)
        else:
            work.stick.mkdir()


def _measure(work: Work, result: Result) -> None:
    age = work.age()
    result.figures[_OLDEST] = max(result.figures[_OLDEST], age)
    if age > _MOST_MINUTES:
        result.failures.append(f"minute {work.minute}: {age} minutes of work are in no backup")


def _compare(work: Work, result: Result) -> None:
    """The newest backup opens and holds what the file held."""
    path, head = work.newest()
    copy = open_file(path)
    try:
        if copy.head.number != head or _names(copy) != _names(work.database)[: len(_names(copy))]:
            result.failures.append(f"the backup {path.name} does not hold what it is noted to hold")
    finally:
        copy.close()


def _names(database: Database) -> list[str]:
    with database.read() as unit:
        return [str(row[0]) for row in unit.raw("SELECT name FROM main.institution ORDER BY id")]


@contextmanager
def _full_disk(*, is_full: bool) -> Iterator[None]:
    if not is_full:
        yield
        return
    problem = DatabaseProblem("{detail}", detail="no space left on device")
    with mock.patch("desktop.services.backups.write_copy", side_effect=problem):
        yield


def _control(folder: Path) -> int:
    """How old work without backup gets when the keeper looks too seldom."""
    work, oldest = Work(folder / "control", 1), 0
    for _ in range(2 * _CONTROL_LOOKS_EVERY):
        work.minute += 1
        work.edit()
        if work.minute % _CONTROL_LOOKS_EVERY == 0:
            work.keeper.look()
        work.settle()
        oldest = max(oldest, work.age())
    work.end()
    return oldest


_PROMISE = "There is always a checked backup no older than 30 minutes of work"
PROOFS = (Proof("backup-age", _PROMISE, 4000, prove_age),)
