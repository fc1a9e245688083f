"""Locks the open file: when asked, and by itself when nobody has been there for a while."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from db.encryption import FileKey, Secret
from desktop.base.errors import Problem
from desktop.shell.cover import Cover
from desktop.shell.idle_watch import IdleWatch
from desktop.views.passphrase.lock_page import LockPage
from desktop.views.workplace import Workplace


class Locker(QObject):
    """The lock of one open file.

    While a job runs nothing is locked: its result is to be written. It is locked as soon as the job ends.

    Signals:
        waited: the lock was asked for and comes when the work that goes on has ended.
        unlocked: the file is open again; whether it was its recovery sheet that opened it.
        close_asked: the program is to be closed although the file is locked.
    """

    waited = Signal()
    unlocked = Signal(bool)
    close_asked = Signal()

    def __init__(self, app: QApplication, place: Workplace, window: QWidget, watch: IdleWatch) -> None:
        super().__init__(window)
        self._place = place
        self._window = window
        self._watch = watch
        self._is_wanted = self._is_by_sheet = False
        self.page = LockPage(place.texts)
        self._cover = Cover(app, self.page, self)
        self.page.given.connect(self._on_given)
        self.page.close_asked.connect(self.close_asked)
        place.jobs.became_idle.connect(self._on_jobs_ended)
        watch.idle.connect(self._on_idle)
        window.destroyed.connect(self.page.deleteLater)

    @property
    def is_locked(self) -> bool:
        """Whether the file is locked."""
        return self._cover.is_up

    def lock(self) -> None:
        """Lock an encrypted file now, or as soon as the job that runs has ended."""
        if self.is_locked or not self._place.desk.is_encrypted:
            return
        self._is_wanted = self._place.jobs.is_busy
        if self._is_wanted:
            self.waited.emit()
            return
        self.page.ask()
        self._cover.raise_over(self._window)
        self._place.clipboard.forget_private()
        self._place.desk.lock()

    def _on_idle(self, minutes: int) -> None:
        limit = self._place.settings.current.lock_minutes
        if limit and minutes >= limit and not self._place.jobs.is_busy:
            self.lock()

    def _on_jobs_ended(self) -> None:
        if self._is_wanted:
            self.lock()
        else:
            self._on_idle(self._watch.minutes)

    # Back again

    def _on_given(self, secret: Secret) -> None:
        self._is_by_sheet = isinstance(secret, FileKey)
        self._place.desk.unlock(secret, self._on_unlocked, self._on_refused)

    def _on_refused(self, problem: Problem) -> None:
        self.page.refuse(self._place.texts.sentence(problem))

    def _on_unlocked(self, _done: object) -> None:
        self.page.ask()
        self._cover.lift()
        # Only now: an answer must not find the editors without the focus.
        self._place.desk.release()
        self.unlocked.emit(self._is_by_sheet)
