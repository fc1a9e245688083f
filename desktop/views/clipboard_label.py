"""The words in the status bar that say that private details lie on the clipboard, and for how long."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QWidget

from desktop.base.i18n import N_, Texts
from desktop.shell.clipboard import PRIVATE_SECONDS, Clipboard
from desktop.widgets.labels import PlainLabel


class ClipboardLabel(PlainLabel):
    """Shown while private details lie on the clipboard."""

    def __init__(self, texts: Texts, clipboard: Clipboard, parent: QWidget | None = None) -> None:
        said = N_("Private details were copied; the clipboard is emptied after {seconds} seconds")
        super().__init__(texts.fill(said, {"seconds": PRIVATE_SECONDS}), parent)
        self.setAccessibleName(self.text())
        self.hide()
        clipboard.private_changed.connect(self._on_private_changed)

    def _on_private_changed(self, is_private: bool) -> None:
        self.setVisible(is_private)
        if is_private:
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
