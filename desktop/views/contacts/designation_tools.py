"""The buttons over the form of a designation: confirm it, pass the post on, end it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop.base.i18n import N_, Texts
from desktop.shell.value_texts import tooltip


class DesignationTools(QWidget):
    """What is done with a designation as a whole.

    Signals:
        verify_asked: person and details were confirmed today.
        change_asked: another person takes the post.
        end_asked: the designation is to be ended.
    """

    verify_asked = Signal()
    change_asked = Signal()
    end_asked = Signal()

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _ = texts.gettext
        self.verify_button = QPushButton(_(N_("&Verified today")), self)
        self.verify_button.setToolTip(tooltip(_(N_("Record that person and details were confirmed today"))))
        self.change_button = QPushButton(_(N_("Change of &holder…")), self)
        self.change_button.setToolTip(tooltip(_(N_("End this designation and begin that of another person"))))
        self.end_button = QPushButton(_(N_("&End…")), self)
        self.end_button.setToolTip(tooltip(_(N_("End the designation; the post stays vacant"))))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 6)
        for button, asked in (
            (self.verify_button, self.verify_asked),
            (self.change_button, self.change_asked),
            (self.end_button, self.end_asked),
        ):
            row.addWidget(button)
            button.clicked.connect(asked)
        row.addStretch(1)

    def show_held(self, is_held: bool) -> None:
        """Offer the end of a designation that has none yet."""
        self.change_button.setEnabled(is_held)
        self.end_button.setEnabled(is_held)
