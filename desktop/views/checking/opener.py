"""Opens the check over the main window; its modules are read when it is first asked for."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.views.workplace import Workplace


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

        dialog = CheckDialog(self._place, self._window)
        dialog.restore_asked.connect(self.restore_asked)
        dialog.open_asked.connect(self.open_asked)
        dialog.open()
