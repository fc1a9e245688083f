"""Finds controls that a screen reader cannot name."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QWidget,
)


def nameless(window: QWidget) -> list[str]:
    """The controls of a window that a screen reader cannot name; parts of other controls need no name."""
    kinds = (QAbstractButton, QComboBox, QLineEdit, QAbstractSpinBox, QAbstractItemView)
    found = [each for kind in kinds for each in window.findChildren(kind)]
    whole = [each for each in found if not each.objectName().startswith("qt_") and not is_part(each, window)]
    return [
        f"{type(each).__name__} in {type(each.parent()).__name__}"
        for each in whole
        if not (each.accessibleName() or (isinstance(each, QAbstractButton) and each.text()))
    ]


def is_part(widget: QWidget, window: QWidget) -> bool:
    above = widget.parentWidget()
    while above is not None and above is not window:
        if isinstance(above, QComboBox | QAbstractSpinBox | QAbstractItemView | QLineEdit):
            return True
        above = above.parentWidget()
    return False
