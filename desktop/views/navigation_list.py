"""The list of the screens at the side of the main window."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget

from desktop.shell.value_texts import tooltip


def navigation_list(titles: Mapping[str, str], name: str, parent: QWidget) -> QListWidget:
    """A list of screens by key and title, each with its number as a key; wide enough for the longest."""
    made = QListWidget(parent)
    made.setAccessibleName(name)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setObjectName("navigation")
    made.setStyleSheet(_STYLE)
    metrics = made.fontMetrics()
    for number, (key, title) in enumerate(titles.items(), start=1):
        item = QListWidgetItem(title)
        item.setData(Qt.ItemDataRole.UserRole, key)
        item.setToolTip(tooltip(f"Ctrl+{number}"))
        item.setSizeHint(QSize(0, metrics.height() + 20))
        made.addItem(item)
    made.setFixedWidth(max(180, *(metrics.horizontalAdvance(title) + 52 for title in titles.values())))
    return made


_STYLE = """
QListWidget { background: palette(alternate-base); border: none;
              padding: 10px 8px; outline: none; }
QListWidget::item { padding: 0 10px; border-radius: 5px; color: palette(text); }
QListWidget::item:focus { border: 2px solid palette(window-text); }
QListWidget::item:selected { background: palette(highlight); color: palette(highlighted-text); }
QListWidget::item:hover:!selected { background: palette(midlight); }
"""
