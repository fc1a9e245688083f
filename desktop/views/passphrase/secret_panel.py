"""Asks for what opens an encrypted file: its passphrase, or its recovery sheet."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.base.i18n import N_, Texts
from desktop.views.passphrase.sheet_field import SheetField
from desktop.widgets.labels import named_label, plain_label
from desktop.widgets.passphrase_field import PassphraseField

_USE_SHEET, _USE_PASSPHRASE = N_("Use the &recovery sheet…"), N_("Use the &passphrase…")


class SecretPanel(QWidget):
    """A field, a sentence, and the button that opens; the recovery sheet takes the field's place when asked.

    Signals:
        given: the passphrase, or the key of a sheet.
        height_changed: it shows more or less than before.
    """

    given = Signal(object)
    height_changed = Signal()

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._build()
        self._connect()
        self.use_sheet(False)

    def _build(self) -> None:
        _ = self._texts.gettext
        self.passphrase = PassphraseField(self._texts, self)
        self._label = named_label(_(N_("&Passphrase")), self.passphrase, self)
        self.sheet = SheetField(self._texts, self)
        self.said = plain_label("", self, wraps=True)
        self.sheet_button = QPushButton(self)
        self.sheet_button.setAutoDefault(False)
        self.open_button = QPushButton(_(N_("&Open")), self)
        self.open_button.setDefault(True)
        self.buttons = QHBoxLayout()
        self.buttons.addWidget(self.sheet_button)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.open_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self._label, self.passphrase, self.sheet, self.said):
            column.addWidget(widget)
        column.addLayout(self.buttons)
        self.said.hide()

    def _connect(self) -> None:
        self.passphrase.changed.connect(self._on_changed)
        self.passphrase.finished.connect(self._give)
        self.sheet.changed.connect(self._on_changed)
        self.open_button.clicked.connect(self._give)
        self.sheet_button.clicked.connect(self._on_sheet_clicked)

    @property
    def is_sheet(self) -> bool:
        """Whether the recovery sheet is asked for now."""
        return not self.sheet.isHidden()

    def use_sheet(self, is_sheet: bool) -> None:
        """Ask for the recovery sheet, or for the passphrase."""
        self._label.setVisible(not is_sheet)
        self.passphrase.setVisible(not is_sheet)
        self.sheet.setVisible(is_sheet)
        self.sheet_button.setText(self._texts.gettext(_USE_PASSPHRASE if is_sheet else _USE_SHEET))
        self.say("")
        self.set_busy(False)
        (self.sheet if is_sheet else self.passphrase).setFocus()

    def _on_sheet_clicked(self) -> None:
        self.use_sheet(not self.is_sheet)

    def _secret(self) -> object:
        return self.sheet.key if self.is_sheet else self.passphrase.text()

    def _give(self) -> None:
        if self.open_button.isEnabled():
            self.set_busy(True)
            self.given.emit(self._secret())

    def _on_changed(self) -> None:
        self.set_busy(False)

    def set_busy(self, is_busy: bool) -> None:
        """While the key is made nothing can be asked again."""
        self.open_button.setEnabled(not is_busy and bool(self._secret()))

    def refuse(self, sentence: str) -> None:
        """Say why it did not open; what was typed stays, selected."""
        self.set_busy(False)
        self.say(sentence)
        if self.is_sheet:
            self.sheet.setFocus()
        else:
            self.passphrase.select_all()

    def say(self, sentence: str) -> None:
        """Show a sentence below the field; screen readers are told."""
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))
        self.height_changed.emit()
        if sentence:
            QAccessible.updateAccessibility(QAccessibleEvent(self.said, QAccessible.Event.Alert))

    def clear(self) -> None:
        """Forget what was typed and ask for the passphrase."""
        self.passphrase.clear()
        self.sheet.clear()
        self.use_sheet(False)
