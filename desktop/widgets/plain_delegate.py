"""Paints the texts of a list that is edited in place: direction marks are shown, and edited as they are."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QStyledItemDelegate

from desktop.base.text import visible_controls


class PlainDelegate(QStyledItemDelegate):
    """For lists whose items hold one text both to show and to edit."""

    def displayText(self, value: Any, locale: QLocale | QLocale.Language) -> str:
        """The text with its direction marks shown."""
        return visible_controls(super().displayText(value, locale))
