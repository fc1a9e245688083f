"""Reads the sources of the assistant in a job, one at a time, that the person can stop."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop.base.errors import Cancelled, Problem, UserError
from desktop.base.i18n import N_
from desktop.jobs.runner import Job, JobRunner
from desktop.views.import_assistant.work import Found, Reading, read

_READING = "read a file to import"
STOPPED = N_("Reading was stopped; nothing was taken from the file.")
STILL_READING = N_("Another file is still being read. Try again in a moment.")


class SourceReader(QObject):
    """Starts readings and stops them.

    Signals:
        found: what was read, a `Found`.
        refused: a `Problem`; that reading was stopped is one.
    """

    found = Signal(object)
    refused = Signal(object)

    def __init__(self, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._job: Job | None = None

    @property
    def is_reading(self) -> bool:
        """Whether a source is being read."""
        return self._job is not None

    def start(self, asked: Reading) -> bool:
        """Read a source; False, and said, when another one is still being read."""
        work = partial(read, asked)
        job = self._jobs.start(_READING, work, then=self._on_read, refused=self._on_refused)
        if job is None:
            self.refused.emit(UserError(STILL_READING))
            return False
        self._job = job
        return True

    def stop(self) -> None:
        """End what is being read, at once."""
        if self._job is not None:
            self._job.cancel()

    def _on_read(self, found: Found) -> None:
        self._job = None
        self.found.emit(found)

    def _on_refused(self, problem: Problem | Cancelled) -> None:
        self._job = None
        self.refused.emit(problem if isinstance(problem, Problem) else UserError(STOPPED))
