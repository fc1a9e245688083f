"""The words in the status bar that say whether everything is saved."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop.base.i18n import N_, Texts
from desktop.widgets.labels import PlainLabel

_SAVED = N_("All changes are saved")
_LAST_BACKUP = N_("Making a last backup; the window closes when it is checked")
_HELD = N_("Changes are not saved yet")
_LONG_MS = 1_500


class SavingLabel(PlainLabel):
    """Says that work is going on, after a while that it lasts, and what holds when it is done."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._texts = texts
        self._at_rest = _SAVED
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_LONG_MS)
        self._timer.timeout.connect(self.say_long)
        self.setAccessibleName(texts.gettext(N_("State of saving")))
        self.show_busy(False)

    def show_busy(self, is_busy: bool) -> None:
        """Work begins or has ended."""
        self._say(N_("Working…") if is_busy else self._at_rest)
        if is_busy:
            self._timer.start()
        else:
            self._timer.stop()

    def say_long(self) -> None:
        """The work lasts."""
        self._say(N_("Still working; what is changed meanwhile is saved after it"))

    def show_last_backup(self) -> None:
        """Say what the window waits for before it closes."""
        self._at_rest = _LAST_BACKUP
        self._say(_LAST_BACKUP)

    def show_held(self, is_held: bool) -> None:
        """Say whether changes wait for a medium that failed."""
        self._at_rest = _HELD if is_held else _SAVED
        self._say(self._at_rest)

    def show_read_only(self, reason_id: str) -> None:
        """Say from now on why nothing can be changed."""
        self._at_rest = reason_id
        self._say(reason_id)

    def _say(self, text_id: str) -> None:
        self.setText(self._texts.gettext(text_id))
