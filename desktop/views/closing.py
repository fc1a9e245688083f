"""Closing a window while something is still being done: nothing is cut off, no window stands dead."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.base.i18n import N_
from desktop.views.workplace import Workplace

UNSAVED = N_("Changes could not be saved yet: {count}. Close without them?")
STOP = N_("A file or report is still being worked on. Stop that and close?")


class Closing(QObject):
    """Decides whether a window may close now, and closes it as soon as it may.

    `last_steps` are asked when nothing else is being done; one that says no closes the window itself later.

    Signals:
        waits_for_backup: only a last backup is still being made.
    """

    waits_for_backup = Signal()

    def __init__(self, place: Workplace, window: QWidget) -> None:
        super().__init__(window)
        self._place = place
        self._window = window
        self._is_asked = self._is_waiting = self._goes_without = False
        self.last_steps: list[Callable[[], bool]] = []
        place.desk.busy_changed.connect(self._on_something_ended)
        place.jobs.became_idle.connect(self._on_something_ended)
        place.backups.idled.connect(self._on_something_ended)

    def may_close(self) -> bool:
        """Whether nothing is being done; else the person is asked, or the window closes later by itself."""
        if self._place.jobs.is_busy and not self._is_waiting:
            if not self._is_asked:
                self._is_asked = True
                self._place.messages.ask(STOP, N_("Stop and close"), self._on_stop, on_no=self._on_stay)
            return False
        self._is_waiting = self._place.jobs.is_busy or self._place.desk.is_busy
        if self._is_waiting or not self._may_leave_held():
            return False
        self._is_waiting = not self._place.backups.may_end()
        if self._is_waiting:
            self.waits_for_backup.emit()
        return not self._is_waiting and all(step() for step in self.last_steps)

    def _may_leave_held(self) -> bool:
        """Whether no edit waits for a medium that failed, or the person goes without these."""
        held = self._place.desk.held
        if held and not self._goes_without:
            self._place.messages.ask(UNSAVED, N_("Close without them"), self._on_go_without, count=held)
            return False
        return True

    def _on_go_without(self) -> None:
        self._goes_without = True
        QTimer.singleShot(0, self._window.close)

    def _on_stop(self) -> None:
        self._is_asked, self._is_waiting = False, True
        self._place.jobs.cancel()
        self._window.close()

    def _on_stay(self) -> None:
        self._is_asked = False

    def _on_something_ended(self, *_: object) -> None:
        if self._is_waiting and not self._place.desk.is_busy and not self._place.jobs.is_busy:
            self._window.close()
