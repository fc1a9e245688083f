"""Small parts that the pages of the assistant share."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.base.text import visible_controls
from desktop.shell.value_texts import tooltip
from desktop.widgets.labels import PlainLabel

_LEAST_WIDTH = 90


class ElidedLabel(PlainLabel):
    """One line of plain text that is cut to the room there is; its tooltip has the whole text."""

    def __init__(self, text: str, parent: QWidget | None = None, *, is_quiet: bool = False) -> None:
        super().__init__("", parent)
        self._whole = visible_controls(" ".join(text.split("\n")))
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
