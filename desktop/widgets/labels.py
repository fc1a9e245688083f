"""Labels that show text as text: the one factory of all labels."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QLabel, QWidget


class PlainLabel(QLabel):
    """A label that never takes its text for markup; every other kind of label is made from it."""

    def __init__(self, text: str = "", parent: QWidget | None = None, *, wraps: bool = False) -> None:
        super().__init__(parent)
        # Left to itself a label guesses: a text that looks like markup opens files and can hang the window.
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wraps)
        self.setText(text)


def plain_label(text: str, parent: QWidget | None = None, *, wraps: bool = False) -> QLabel:
    """A label that never takes its text for markup."""
    return PlainLabel(text, parent, wraps=wraps)


def heading(text: str, parent: QWidget | None = None, *, level: int = 1) -> QLabel:
    """A heading: level 1 for a screen, 2 for a part of it."""
    label = plain_label(text, parent)
    font = QFont(label.font())
    font.setPointSizeF(font.pointSizeF() * (1.55 if level == 1 else 1.12))
    font.setWeight(QFont.Weight.DemiBold)
    label.setFont(font)
    return label


def hint(text: str, parent: QWidget | None = None, *, wraps: bool = True) -> QLabel:
    """A quiet explanation."""
    label = plain_label(text, parent, wraps=wraps)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label


def named_label(text: str, buddy: QWidget, parent: QWidget | None = None) -> QLabel:
    """A label in front of a control: gives it its accessible name and, with "&", a key."""
    label = plain_label(text, parent)
    label.setBuddy(buddy)
    buddy.setAccessibleName(text.replace("&", ""))
    return label
