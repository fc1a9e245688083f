"""Jobs: long work off the GUI thread, with progress, cancel, and one answer on the GUI thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from db.runners import Runner
from desktop.base.errors import Cancelled, Problem
from desktop.shell.desk import Then, deliver

T = TypeVar("T")
Progress = Callable[[int, int], None]
"""Called by a job with what is done and what there is to do; raises `Cancelled` once it was cancelled."""


class JobThreads:
    """Runs jobs on threads of their own; a `Runner` for windows, as `SynchronousRunner` is for tests."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="job")

    def submit(self, work: Callable[[], T]) -> Future[T]:
        """Queue a job."""
        return self._pool.submit(work)

    def close(self) -> None:
        """Wait for the jobs that run."""
        self._pool.shutdown(wait=True, cancel_futures=True)


class Job(QObject):
    """One running job.

    Signals:
        progressed: done and total, in units of the job's own.
        finished: the job has ended, however it ended; its answer has been delivered before.
    """

    progressed = Signal(int, int)
    finished = Signal()

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self._is_cancelled = threading.Event()

    def cancel(self) -> None:
        """Ask the job to stop at its next sign of progress."""
        self._is_cancelled.set()

    def tell(self, done: int, total: int) -> None:
        """The job's own sign of progress, on its thread."""
        if self._is_cancelled.is_set():
            raise Cancelled
        self.progressed.emit(done, total)


class JobRunner(QObject):
    """Starts jobs and delivers what came of them.

    A job is a plain function of a `Progress`; it never touches the database or a Qt object. A second job of
    a name that still runs is refused.

    Signals:
        refused: a `Problem` that nobody else takes.
        became_idle: the last job that somebody waits for has ended.
    """

    refused = Signal(object)
    became_idle = Signal()
    _ended = Signal(object, object)

    def __init__(self, runner: Runner | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner or JobThreads()
        self._running: dict[str, tuple[Job, Then | None, Then | None]] = {}
        self._quiet: set[str] = set()
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)

    def is_running(self, name: str) -> bool:
        """Whether a job of that name runs."""
        return name in self._running

    @property
    def is_busy(self) -> bool:
        """Whether a job runs that somebody waits for."""
        return not self._quiet.issuperset(self._running)

    def cancel(self) -> None:
        """Ask all jobs to stop at their next sign of progress."""
        for job, _, _ in self._running.values():
            job.cancel()

    def start(
        self,
        name: str,
        work: Callable[[Progress], Any],
        *,
        then: Then | None = None,
        refused: Then | None = None,
        progressed: Callable[[int, int], None] | None = None,
        is_quiet: bool = False,
    ) -> Job | None:
        """Start a job; None when one of this name runs already. Nobody waits for a quiet one.

        `then` gets the result; `refused` gets a `Problem`, or a `Cancelled` when the person cancelled.
        """
        if name in self._running:
            return None
        if is_quiet:
            self._quiet.add(name)
        job = Job(name, self)
        if progressed is not None:
            job.progressed.connect(progressed)
        self._running[name] = (job, then, refused)
        future = self._runner.submit(partial(work, job.tell))
        future.add_done_callback(partial(self._end, name))
        return job

    def _end(self, name: str, future: Future[Any]) -> None:
        self._ended.emit(name, future)

    def _on_ended(self, name: str, future: Future[Any]) -> None:
        was_busy = self.is_busy
        job, then, refused = self._running.pop(name)
        try:
            self._deliver(future, then, refused)
        finally:
            job.finished.emit()
            job.deleteLater()
            if was_busy and not self.is_busy:
                self.became_idle.emit()

    def _deliver(self, future: Future[Any], then: Then | None, refused: Then | None) -> None:
        if future.cancelled():
            return
        error = future.exception()
        if error is None:
            deliver(then, future.result())
        elif not isinstance(error, Problem | Cancelled):
            raise error
        elif refused is not None:
            deliver(refused, error)
        elif isinstance(error, Problem):
            self.refused.emit(error)

    def close(self) -> None:
        """Cancel what runs and wait for it."""
        self.cancel()
        self._runner.close()
