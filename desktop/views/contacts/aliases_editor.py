"""The other names under which an institution was met: one line, separated by semicolons."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from db.fields import fields_of
from db.schema import Institution
from desktop.base.i18n import N_, Texts
from desktop.shell.value_texts import SEPARATOR
from desktop.widgets.labels import named_label


class AliasesEditor(QWidget):
    """Shows and edits the names.

    Signals:
        edited: all names as they shall be.
    """

    edited = Signal(object)

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._given: list[str] = []
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(texts.gettext(N_("separated by ;")))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(named_label(texts.gettext(fields_of(Institution)["aliases"].label), self.line, self))
        layout.addWidget(self.line)
        self.line.editingFinished.connect(self._on_editing_finished)

    def show_names(self, names: Sequence[str]) -> None:
        """Show the names; what is being typed is left alone."""
        if list(names) == self._given and self.line.hasFocus():
            return
        self._given = list(names)
        self.line.setText(SEPARATOR.join(names))

    def _on_editing_finished(self) -> None:
        names = [name.strip() for name in self.line.text().split(";") if name.strip()]
        if names != self._given:
            self._given = names
            self.edited.emit(names)
