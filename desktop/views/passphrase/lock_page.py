"""What stands in place of the window while the file is locked: nothing of it, and the way back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.base.i18n import N_, Texts
from desktop.views.passphrase.secret_panel import SecretPanel
from desktop.widgets.labels import heading, hint, plain_label

_KEPT = N_("Everything is as you left it, also what was being typed.")
_LOST = N_("Text that was being typed and is not saved yet is lost.")
_CLOSE, _CLOSE_ALL_THE_SAME = N_("&Close the program…"), N_("&Close all the same")
_WIDTH = 460


class LockPage(QWidget):
    """Asks for the passphrase, or the recovery sheet, of the locked file.

    Signals:
        given: the passphrase, or the key of a sheet.
        close_asked: the program is to be closed without opening the file again.
    """

    given = Signal(object)
    close_asked = Signal()

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self._is_asked = False
        self._build()
        self.panel.given.connect(self.given)
        self.close_button.clicked.connect(self._on_close_clicked)

    def _build(self) -> None:
        _ = self._texts.gettext
        self.setWindowTitle(_(N_("Desk1540 - locked")))
        box = QWidget(self)
        box.setFixedWidth(_WIDTH)
        self.panel = SecretPanel(self._texts, box)
        self.said = plain_label("", box, wraps=True)
        self.said.hide()
        self.close_button = QPushButton(_(_CLOSE), box)
        self.close_button.setAutoDefault(False)
        column = QVBoxLayout(box)
        column.setSpacing(10)
        column.addWidget(heading(_(N_("Locked")), box))
        column.addWidget(hint(_(_KEPT), box))
        for widget in (self.panel, self.said):
            column.addWidget(widget)
        column.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignLeading)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(box)
        row.addStretch(1)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addLayout(row)
        outer.addStretch(3)

    def ask(self) -> None:
        """Begin anew: nothing typed, nothing said."""
        self.panel.clear()
        self._is_asked = False
        self.said.hide()
        self.close_button.setText(self._texts.gettext(_CLOSE))
        self.panel.passphrase.setFocus()

    def refuse(self, sentence: str) -> None:
        """Say why it did not open."""
        self.panel.refuse(sentence)

    def _on_close_clicked(self) -> None:
        if self._is_asked:
            self.close_asked.emit()
            return
        self._is_asked = True
        self.said.setText(self._texts.gettext(_LOST))
        self.said.show()
        self.close_button.setText(self._texts.gettext(_CLOSE_ALL_THE_SAME))

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window's own way to close asks like the button."""
        event.ignore()
        self._on_close_clicked()
