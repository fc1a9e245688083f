"""The dialog that says who is at work."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from desktop.base.i18n import N_, Texts
from desktop.widgets.fitted_dialog import FittedDialog
from desktop.widgets.labels import hint, named_label


class AuthorDialog(FittedDialog):
    """Asks for the name that signs every change from now on.

    Signals:
        chosen: the name.
    """

    chosen = Signal(str)

    def __init__(self, texts: Texts, author: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        _ = texts.gettext
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_(N_("Who is at work")))
        self.author = QLineEdit(author, self)
        self.author.selectAll()
        self.said = hint(_(N_("The name signs every change from now on; earlier ones keep theirs.")), self)
        buttons = QDialogButtonBox(self)
        self.done_button = buttons.addButton(_(N_("&Keep")), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(_(N_("Cancel")), QDialogButtonBox.ButtonRole.RejectRole)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.addWidget(named_label(_(N_("&Who is at work")), self.author, self))
        for widget in (self.author, self.said, buttons):
            layout.addWidget(widget)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        self.setMinimumWidth(420)

    def _on_accepted(self) -> None:
        name = " ".join(self.author.text().split())
        if not name:
            self.said.setText(self._texts.gettext(N_("Say who is at work: the name signs every change.")))
            return
        self.chosen.emit(name)
        self.accept()
