"""Gives the open file a passphrase, another one, or takes it away."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from db.database import Database
from desktop.base.errors import Problem
from desktop.base.i18n import N_
from desktop.base.text import visible_controls
from desktop.services.passphrases import (
    ANYBODY,
    FormerBackup,
    change_and_list,
    refuse_other_passphrase,
)
from desktop.views.workplace import Workplace
from desktop.widgets.fitted_dialog import FittedDialog
from desktop.widgets.labels import hint, named_label, plain_label
from desktop.widgets.new_passphrase import NewPassphrase
from desktop.widgets.passphrase_field import PassphraseField

_BY_SHEET = N_("The recovery sheet opened the file. Give it a new passphrase now; the sheet is void then.")
_FIRST = N_("From now on the file opens with this passphrase only. Without it nobody can help.")
_ANOTHER = N_(
    "From now on the file opens with the new passphrase only. The recovery sheet of before is void."
)
_WORKING = N_("The file is written anew under its new key…")
_GIVEN = N_("The file has its new passphrase. A recovery sheet of before is void; print a new one.")
_GIVEN_FIRST = N_("The file has its passphrase. Print its recovery sheet: without either nobody can open it.")
_REMOVED = N_("The file has no passphrase any more. A recovery sheet of before is void.")
_OLD_BACKUPS = N_("These backups still open as before the change:")
_NO_BACKUPS = N_("No backup from before the change was found.")


class ChangeDialog(FittedDialog):
    """Asks for the present passphrase, where there is one, and for the new one.

    Signals:
        changed: the file is under its new key, or under none.
    """

    changed = Signal()

    def __init__(self, place: Workplace, parent: QWidget | None = None, *, is_by_sheet: bool = False) -> None:
        super().__init__(parent)
        self._place = place
        self._texts = place.texts
        self._is_encrypted = place.desk.is_encrypted
        self._asks_present = place.desk.is_encrypted and not is_by_sheet
        self._is_working = False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._build(_BY_SHEET if is_by_sheet else _ANOTHER if self._asks_present else _FIRST)
        self.set_button.clicked.connect(self._on_set_clicked)
        self.fields.finished.connect(self._on_set_clicked)
        self.present.finished.connect(self.fields.first.select_all)
        self.copy_button.clicked.connect(self._on_copy_clicked)
        self.close_button.clicked.connect(self.reject)

    def _build(self, explained: str) -> None:
        _ = self._texts.gettext
        self.setWindowTitle(_(N_("Passphrase of this file")))
        self.present = PassphraseField(self._texts, self)
        present_label = named_label(_(N_("Prese&nt passphrase")), self.present, self)
        for widget in (present_label, self.present):
            widget.setVisible(self._asks_present)
        self.fields = NewPassphrase(self._texts, self, label_id=N_("New &passphrase"))
        self.said = plain_label("", self, wraps=True)
        self.list = QPlainTextEdit(self)
        self.list.setReadOnly(True)
        self.list.setAccessibleName(_(N_("Backups from before the change")))
        self.copy_button = QPushButton(_(N_("&Copy this list")), self)
        self.set_button = QPushButton(_(N_("&Set")), self)
        self.set_button.setDefault(True)
        self.close_button = QPushButton(_(N_("Cancel")), self)
        row = QHBoxLayout()
        row.addWidget(self.copy_button)
        row.addStretch(1)
        row.addWidget(self.set_button)
        row.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        self.explained = hint(_(explained), self)
        for each in (self.explained, present_label, self.present, self.fields, self.said, self.list):
            column.addWidget(each)
        column.addLayout(row)
        for each in (self.said, self.list, self.copy_button):
            each.hide()
        self.setMinimumWidth(520)

    def _on_set_clicked(self) -> None:
        missing = self.fields.missing()
        if missing or self._is_working:
            self._say(missing or _WORKING)
            return
        self._set_working(True)
        self._say(_WORKING)
        present = self.present.text() if self._asks_present else None
        work = partial(_change, present, self.fields.passphrase(), self._place)
        self._place.desk.ask(work, self._on_changed, self._on_refused)

    def _set_working(self, is_working: bool) -> None:
        self._is_working = is_working
        for widget in (self.present, self.fields, self.set_button, self.close_button):
            widget.setEnabled(not is_working)

    def _on_refused(self, problem: Problem) -> None:
        self._set_working(False)
        self._show_said(self._texts.sentence(problem))
        if self._asks_present:
            self.present.select_all()

    def _on_changed(self, backups: Sequence[FormerBackup]) -> None:
        self._set_working(False)
        given = _GIVEN if self._is_encrypted else _GIVEN_FIRST
        said = _REMOVED if self.fields.passphrase() is None else given
        for widget in (self.present, self.fields):
            widget.clear()
        for widget in (*self.findChildren(PassphraseField), self.fields, self.explained, self.set_button):
            widget.hide()
        listed = _OLD_BACKUPS if backups else _NO_BACKUPS
        self.list.setPlainText("\n".join(map(self._line, backups)))
        self.list.setVisible(bool(backups))
        self.copy_button.setVisible(bool(backups))
        self._show_said(f"{self._texts.gettext(said)}\n\n{self._texts.gettext(listed)}")
        self.close_button.setText(self._texts.gettext(N_("Close")))
        self.close_button.setFocus()
        self.changed.emit()

    def _line(self, backup: FormerBackup) -> str:
        shown = visible_controls(str(backup.path))
        return f"{shown} ({self._texts.gettext(ANYBODY)})" if backup.is_open else shown

    def _say(self, text_id: str) -> None:
        self._show_said(self._texts.gettext(text_id))

    def _show_said(self, sentence: str) -> None:
        self.said.setText(sentence)
        self.said.show()
        self.fit()
        QAccessible.updateAccessibility(QAccessibleEvent(self.said, QAccessible.Event.Alert))

    def _on_copy_clicked(self) -> None:
        self._place.clipboard.copy(self.list.toPlainText())

    def reject(self) -> None:
        """Not in the middle of the change."""
        if not self._is_working:
            super().reject()


def _change(
    present: str | None, passphrase: str | None, place: Workplace, database: Database
) -> list[FormerBackup]:
    if present is not None:
        refuse_other_passphrase(database, present)
    return change_and_list(database, passphrase, place.file.path, place.backups.root, place.settings)
