"""Choosing a passphrase: typed twice, with a word on how long it holds, or none at all."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from desktop.base.i18n import N_, Texts
from desktop.base.passphrase_strength import SAID, strength_of
from desktop.widgets.labels import hint, named_label
from desktop.widgets.passphrase_field import PassphraseField

WITHOUT = N_("Whoever holds this computer, or a copy of the file, can read everything in it.")
EMPTY = N_("Type a passphrase, or tick that the file is to have none.")
UNEQUAL = N_("The two passphrases are not the same.")


class NewPassphrase(QWidget):
    """Two fields for a passphrase and the tick that does without.

    Signals:
        finished: Return was pressed in the last field.
    """

    finished = Signal()

    def __init__(
        self, texts: Texts, parent: QWidget | None = None, *, label_id: str, is_beside: bool = False
    ) -> None:
        super().__init__(parent)
        self._texts = texts
        self._build(label_id, is_beside=is_beside)
        self._connect()
        self._say_strength()

    def _build(self, label_id: str, *, is_beside: bool) -> None:
        _ = self._texts.gettext
        self.first, self.again = PassphraseField(self._texts, self), PassphraseField(self._texts, self)
        self.said = hint("", self)
        self.without = QCheckBox(_(N_("Without a passp&hrase")), self)
        self._labels = [named_label(_(label_id), self.first, self)]
        self._labels.append(named_label(_(N_("&Repeat")), self.again, self))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        fields = QGridLayout()
        fields.setVerticalSpacing(6)
        for place, (label, field) in enumerate(zip(self._labels, (self.first, self.again), strict=True)):
            row, at = (0, place) if is_beside else (2 * place, 0)
            fields.addWidget(label, row, at)
            fields.addWidget(field, row + 1, at, Qt.AlignmentFlag.AlignTop)
            fields.setColumnStretch(at, 1)
        column.addLayout(fields)
        column.addWidget(self.said)
        column.addWidget(self.without)

    def _connect(self) -> None:
        self.first.changed.connect(self._say_strength)
        self.first.finished.connect(self.again.select_all)
        self.again.finished.connect(self.finished)
        self.first.show_button.toggled.connect(self.again.set_shown)
        self.without.toggled.connect(self._on_without_toggled)

    def _on_without_toggled(self, is_without: bool) -> None:
        for widget in (self.first, self.again, *self._labels):
            widget.setEnabled(not is_without)
        self._say_strength()

    def _say_strength(self) -> None:
        said = WITHOUT if self.without.isChecked() else SAID[strength_of(self.first.text())]
        self.said.setText(self._texts.gettext(said))

    def passphrase(self) -> str | None:
        """The passphrase as typed; None for a file without."""
        return None if self.without.isChecked() else self.first.text()

    def missing(self) -> str:
        """The sentence on what is still to be done; empty when nothing is."""
        if self.without.isChecked():
            return ""
        if not self.first.text():
            return EMPTY
        return "" if self.first.text() == self.again.text() else UNEQUAL

    def take_from(self, other: NewPassphrase) -> None:
        """Take over what was typed in another one."""
        self.first.line.setText(other.first.text())
        self.again.line.setText(other.again.text())
        self.without.setChecked(other.without.isChecked())

    def clear(self) -> None:
        """Forget what was typed."""
        self.first.clear()
        self.again.clear()
