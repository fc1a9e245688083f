"""Dialogs made of sentences and controls, exactly as large as what they show."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog


class FittedDialog(QDialog):
    """A dialog whose size follows its texts: by itself a layout guesses too narrow a width for lines that
    wrap, and leaves gaps or cuts them off.
    """

    def fit(self) -> None:
        """Be as large as what is shown; call it when something else is shown."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            # Where the dialog has a least width of its own, its layout's is not asked for.
            width = max(self.width(), layout.totalMinimumSize().width())
            self.resize(width, layout.totalHeightForWidth(width))

    def showEvent(self, event: QShowEvent) -> None:
        """Fit before the first paint."""
        super().showEvent(event)
        if not event.spontaneous():
            self.fit()
