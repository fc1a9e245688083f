"""The dialog that asks for the passphrase of a file that is to be opened."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.base.i18n import N_, Texts
from desktop.base.text import visible_controls
from desktop.views.passphrase.secret_panel import SecretPanel
from desktop.widgets.fitted_dialog import FittedDialog
from desktop.widgets.labels import heading, hint

_WIDTH = 480


class PassphraseDialog(FittedDialog):
    """Asks until the file is open, or the person goes elsewhere.

    Signals:
        given: the passphrase, or the key of a recovery sheet.
        another_asked: the person wants another file.
    """

    given = Signal(object)
    another_asked = Signal()

    def __init__(self, texts: Texts, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _ = texts.gettext
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Desk1540")
        said = N_("{name} is protected by a passphrase.")
        self.panel = SecretPanel(texts, self)
        self.another_button = QPushButton(_(N_("&Another file…")), self)
        self.cancel_button = QPushButton(_(N_("Cancel")), self)
        row = QHBoxLayout()
        for button in (self.another_button, self.cancel_button):
            button.setAutoDefault(False)
        row.addWidget(self.another_button)
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        title = heading(texts.fill(said, {"name": visible_controls(path.name)}), self, level=2)
        title.setWordWrap(True)
        column.addWidget(title)
        column.addWidget(hint(visible_controls(str(path.parent)), self))
        column.addWidget(self.panel)
        column.addLayout(row)
        self.setMinimumWidth(_WIDTH)
        self.panel.given.connect(self.given)
        self.panel.height_changed.connect(self.fit)
        self.another_button.clicked.connect(self.another_asked)
        self.cancel_button.clicked.connect(self.reject)
        self.panel.passphrase.setFocus()

    def refuse(self, sentence: str) -> None:
        """Say why the file did not open."""
        self.panel.refuse(sentence)
