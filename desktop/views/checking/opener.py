"""Opens the check over a window; its modules are read when it is first asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.base.i18n import N_, Texts
from desktop.base.settings import SettingsStore
from desktop.jobs.runner import JobRunner
from desktop.views.workplace import Workplace

if TYPE_CHECKING:
    from desktop.views.checking.dialog import CheckDialog

SEE_DAMAGE = N_("See what can be done…")


class CheckOpener(QObject):
    """Answers whoever wants the open file checked.

    Signals:
        restore_asked: the person wants to open or restore a backup.
        open_asked: the path of a salvaged file that is to be opened.
    """

    restore_asked = Signal()
    open_asked = Signal(object)

    def __init__(self, place: Workplace, window: QWidget) -> None:
        super().__init__(window)
        self._place = place
        self._window = window

    def open(self) -> None:
        """Open the dialog; the check begins at once."""
        from desktop.views.checking.dialog import CheckDialog
        from desktop.views.checking.surroundings import around_open_file

        dialog = CheckDialog(around_open_file(self._place), self._window)
        dialog.restore_asked.connect(self.restore_asked)
        dialog.open_asked.connect(self.open_asked)
        dialog.open()


def check_closed_file(
    path: Path, texts: Texts, jobs: JobRunner, settings: SettingsStore, author: str, over: QWidget | None
) -> CheckDialog:
    """Check a file that cannot be opened, over the window or page that says so."""
    from desktop.views.checking.dialog import CheckDialog
    from desktop.views.checking.surroundings import around_closed_file

    around = around_closed_file(path, texts, jobs, settings, author)
    dialog = CheckDialog(around, over)
    # It has a timer: without an owner it could be collected on the thread of a job.
    around.clipboard.setParent(dialog)
    dialog.open()
    return dialog
