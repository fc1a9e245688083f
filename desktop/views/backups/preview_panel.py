"""The side of the restore window that shows what is in the chosen backup, or asks for its passphrase."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from desktop.base.i18n import N_, Texts
from desktop.views.passphrase.secret_panel import SecretPanel
from desktop.widgets.labels import heading, plain_label


class PreviewPanel(QWidget):
    """A heading, a sentence, and below it a text or the question for a passphrase.

    Signals:
        secret_given: a passphrase or the key of a recovery sheet.
    """

    secret_given = Signal(object)

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 0, 0)
        self.title = heading("", self, level=2)
        self.title.setWordWrap(True)
        self.said = plain_label("", self, wraps=True)
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(texts.gettext(N_("What is in this backup")))
        self.secret = SecretPanel(texts, self)
        self.secret.open_button.setDefault(False)
        self.secret.open_button.setAutoDefault(False)
        self.secret.given.connect(self.secret_given)
        for widget in (self.title, self.said, self.secret):
            column.addWidget(widget)
        column.addWidget(self.text, 1)
        column.addStretch(0)
        self.say("", "")

    def say(self, title: str, sentence: str) -> None:
        """Show a sentence and nothing else."""
        self.title.setText(title)
        self._show(sentence, "", asks=False)

    def show_text(self, text: str) -> None:
        """Show what is in the backup."""
        self._show("", text, asks=False)

    def ask(self, sentence: str, refusal: str = "") -> None:
        """Ask for the passphrase; `refusal` says why the one that was given did not open it."""
        was_asking = not self.secret.isHidden()
        self._show(sentence, "", asks=True)
        if refusal and was_asking:
            self.secret.refuse(refusal)
        else:
            self.secret.clear()

    def _show(self, sentence: str, text: str, *, asks: bool) -> None:
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))
        self.text.setPlainText(text)
        self.text.setVisible(bool(text))
        self.secret.setVisible(asks)
        if not asks:
            self.secret.passphrase.clear()
