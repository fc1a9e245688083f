"""Keeps backups of the open file: none older than half an hour of work, one when it is opened or closed.

It asks the database's thread for a copy, has the copy verified in a job, and has it noted in the file. The
time within a run is the monotonic one: nobody sets that back.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from db.backup import WrittenCopy
from db.log_records import ChangeSetInfo
from desktop.base.errors import Cancelled, Problem
from desktop.base.settings import SettingsStore
from desktop.jobs.runner import JobRunner, Progress
from desktop.services.backups import (
    BackupState,
    Finished,
    SecondPlace,
    backup_state,
    begin,
    choose_second_place,
    finish,
    first_state,
    note,
    second_place,
)
from desktop.shell.change_feed import ChangeFeed
from desktop.shell.desk import Desk

OPENED, WORKING, CLOSED, ASKED = "opened", "automatic", "closed", "asked"
"""Why a backup was made."""
VERIFYING = "verify a backup"
_LOOK_MS = 60_000
_MOST_SECONDS = 30 * 60


class BackupKeeper(QObject):
    """Makes the automatic backups of one open file; does nothing before `start`.

    `is_second_missing`: the second place was not there when the last backup was made.

    Signals:
        changed: `state` or the second place is another one now.
        failed: the `Problem` that kept a backup from being made; once, until one is made again.
        idled: no backup is being made any more.
    """

    changed = Signal()
    failed = Signal(object)
    idled = Signal()

    def __init__(
        self,
        desk: Desk,
        feed: ChangeFeed,
        jobs: JobRunner,
        settings: SettingsStore,
        path: Path,
        root: Path,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(desk)
        self._desk = desk
        self._jobs = jobs
        self._settings = settings
        self._path = path
        self.root = root
        self._clock = clock
        self._last = 0.0
        self._is_started = self._is_changed = self._is_due = False
        self._was_said = self._has_tried_at_end = self._is_wanted = False
        self.is_working = self.is_second_missing = False
        self.state: BackupState | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        feed.changed.connect(self._on_feed_changed)

    def start(self) -> None:
        """Begin to keep backups, with one at once when the newest entry is in none; the file is sound."""
        self._is_started = True
        self._last = self._clock()
        self._timer.start()
        state = partial(first_state, root=self.root)
        self._desk.ask(state, then=self._on_first_state, refused=self._on_state_refused)

    def stop(self) -> None:
        """The file is being closed: what was begun is not carried on."""
        self._is_started = False
        self._timer.stop()

    def _on_first_state(self, state: BackupState) -> None:
        self._on_state(state)
        if self._is_changed:
            self._make(OPENED)

    def _on_state(self, state: BackupState) -> None:
        # What was written before the copy was taken is told later than it was asked for.
        self.state, self._is_changed = state, not state.is_current
        self.changed.emit()

    def _on_state_refused(self, _problem: Problem) -> None:
        """A file that cannot be read now is asked again after the next backup."""

    def _on_feed_changed(self, _info: ChangeSetInfo) -> None:
        self._is_changed = True
        self._has_tried_at_end = False

    # When

    def look(self) -> None:
        """Make a backup when it is time; while something else is going on, later."""
        has_waited = self._is_due or self._clock() - self._last >= _MOST_SECONDS
        if self._is_changed and has_waited and not self._desk.is_busy and not self._jobs.is_busy:
            self._make(WORKING)

    def make_now(self) -> None:
        """Make a backup because the person asked for it; after the one that is on its way."""
        self._was_said, self._is_wanted = False, self.is_working
        self._make(ASKED)

    def may_end(self) -> bool:
        """Whether the file may be closed now; else a last backup is being made and `idled` follows.

        One that cannot be made keeps nobody from closing: the next opening makes it.
        """
        if self.is_working:
            return False
        if not self._is_started or not self._is_changed or self._has_tried_at_end:
            return True
        self._has_tried_at_end = True
        self._make(CLOSED)
        return False

    # The three steps

    def _make(self, reason: str) -> None:
        if self.is_working:
            return
        self.is_working, self._is_changed = True, False
        written = partial(self._on_written, reason)
        self._desk.ask(partial(begin, root=self.root), then=written, refused=self._on_failed)

    def _on_written(self, reason: str, copy: WrittenCopy | None) -> None:
        if copy is None or not self._is_started:
            self._drop(copy)
            return
        work = partial(_finish, copy, self._path, self.root, self.second)
        finished = partial(self._on_finished, reason)
        if not self._jobs.start(VERIFYING, work, then=finished, refused=self._on_failed, is_quiet=True):
            self._drop(copy)

    def _drop(self, copy: WrittenCopy | None) -> None:
        if copy is not None:
            copy.discard()
        self._end(is_made=False)

    def _on_finished(self, reason: str, finished: Finished) -> None:
        noted = partial(self._on_noted, finished)
        not_noted = partial(self._on_not_noted, finished)
        self._desk.ask(partial(note, finished, reason), then=noted, refused=not_noted)

    def _on_not_noted(self, finished: Finished, problem: Problem) -> None:
        """The backup is there, only the file does not know it; the next opening finds it."""
        self._say_once(problem)
        self._on_noted(finished, None)

    def _on_noted(self, finished: Finished, _: object) -> None:
        self.is_second_missing = finished.is_place_missing
        self._last, self._was_said = self._clock(), self._was_said and finished.problem is not None
        if finished.problem is not None:
            self._say_once(finished.problem)
        self._desk.ask(backup_state, then=self._on_state, refused=self._on_state_refused)
        self._end(is_made=True)

    def _on_failed(self, problem: Problem | Cancelled) -> None:
        if isinstance(problem, Problem):
            self._say_once(problem)
        self._end(is_made=False)

    @property
    def has_failed(self) -> bool:
        """Whether the last backup or its copy outside was not made, which was said."""
        return self._was_said

    def _say_once(self, problem: Problem) -> None:
        if not self._was_said:
            self._was_said = True
            self.failed.emit(problem)

    def _end(self, *, is_made: bool) -> None:
        self.is_working, self._is_due = False, not is_made
        self._is_changed = self._is_changed or not is_made
        wanted, self._is_wanted = self._is_wanted, False
        if wanted and self._is_started:
            self._make(ASKED)
        else:
            self.idled.emit()

    # The second place

    @property
    def second(self) -> SecondPlace | None:
        """The folder chosen for copies outside this computer."""
        return None if self.state is None else second_place(self._settings, self.state.file_id)

    def choose_second(self, folder: Path | None) -> None:
        """Copy to this folder from now on, or to none; raises UserError when it cannot be remembered."""
        if self.state is not None:
            choose_second_place(self._settings, self.state.file_id, folder, self.root)
            self.is_second_missing = False
            self.changed.emit()


def _finish(
    copy: WrittenCopy, path: Path, root: Path, second: SecondPlace | None, _progress: Progress
) -> Finished:
    return finish(copy, path, root, second)
