"""A list to choose one of several codes from."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from desktop.base.text import visible_controls


class Chooser(QComboBox):
    """A list of codes with their texts, for a form: a wheel over it scrolls the form and changes nothing."""

    def __init__(self, choices: Iterable[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(18)
        self.set_choices(choices)

    def set_choices(self, choices: Iterable[tuple[str, str]]) -> None:
        """Offer these codes instead, keeping the chosen one where it is among them."""
        before = self.code
        self.blockSignals(True)
        self.clear()
        for code, text in choices:
            self.addItem(visible_controls(text), code)
        self.choose(before)
        self.blockSignals(False)

    @property
    def code(self) -> str:
        """The chosen code."""
        return str(self.currentData() or "")

    def choose(self, code: str) -> None:
        """Choose a code; the first one when it is not offered."""
        self.setCurrentIndex(max(self.findData(code), 0))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the form."""
        event.ignore()
