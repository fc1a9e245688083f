"""The field one types into to narrow a list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget


class FilterField(QLineEdit):
    """Emits `textChanged` at each keystroke; Escape empties it, Ctrl+F comes to it."""

    def __init__(self, prompt: str, parent: QWidget, reach: QWidget | None = None) -> None:
        """`reach` is the widget within which the key leads here; the parent unless said otherwise."""
        super().__init__(parent)
        self.setPlaceholderText(prompt)
        self.setAccessibleName(prompt)
        self.setClearButtonEnabled(True)
        self._shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), reach or parent)
        self._shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._shortcut.activated.connect(self._on_find_asked)

    def _on_find_asked(self) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Empty the field with Escape."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)
