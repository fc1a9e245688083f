"""Small parts that the pages of the assistant share."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.shell.value_texts import tooltip, visible_controls

_LEAST_WIDTH = 90


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
            self.addItem(text, code)
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


class ElidedLabel(QLabel):
    """One line of plain text that is cut to the room there is; its tooltip has the whole text."""

    def __init__(self, text: str, parent: QWidget | None = None, *, is_quiet: bool = False) -> None:
        super().__init__(parent)
        self._whole = visible_controls(" ".join(text.split("\n")))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(_LEAST_WIDTH)
        self.setToolTip(tooltip(self._whole))
        self.setAccessibleName(self._whole)
        if is_quiet:
            self.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.setText(self._whole)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the text anew."""
        super().resizeEvent(event)
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width()))


def scrolled(body: QWidget, parent: QWidget) -> QScrollArea:
    """A body that scrolls up and down when it is too tall."""
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(body)
    return area


def clear_layout(layout: QVBoxLayout) -> None:
    """Take everything out of a layout that holds widgets only."""
    while (entry := layout.takeAt(0)) is not None:
        widget = entry.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
