"""The line on Start that reminds of the recovery sheet while there is none for the present passphrase."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from db.recovery_mark import lacks_sheet
from desktop.base.i18n import N_
from desktop.views.workplace import Workplace
from desktop.widgets.labels import plain_label

_NONE_YET = N_("No recovery sheet for the present passphrase yet.")


class SheetLine(QWidget):
    """Hidden unless a sheet is missing; its button prints one."""

    def __init__(self, place: Workplace, parent: QWidget) -> None:
        super().__init__(parent)
        self._place = place
        _ = place.texts.gettext
        self.button = QPushButton(_(N_("&Recovery sheet…")), self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 0)
        row.addWidget(plain_label(_(_NONE_YET), self))
        row.addWidget(self.button)
        row.addStretch(1)
        self.hide()
        self.button.clicked.connect(place.navigator.sheet_asked)
        place.navigator.sheet_changed.connect(self.renew)

    def renew(self) -> None:
        """Look again; a copy to read needs no sheet."""
        if not self._place.file.is_copy and self._place.desk.is_encrypted:
            self._place.desk.ask(lacks_sheet, self.setVisible)
        else:
            self.hide()
