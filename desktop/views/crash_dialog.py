"""The dialog of a crash report: what happened, what is kept, and the report to copy or to save."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QPlainTextEdit, QVBoxLayout

from desktop.base.errors import UserError
from desktop.base.i18n import N_, Texts
from desktop.services.crash_reports import save_crash_report
from desktop.shell.clipboard import Clipboard
from desktop.shell.cover import SHOWS_WHILE_LOCKED
from desktop.widgets.labels import hint, plain_label

_FILE_NAME = "desk1540-error.txt"


class CrashDialog(QDialog):
    """Shows one report; it stays open after copying or saving."""

    def __init__(self, texts: Texts, report: str, clipboard: Clipboard) -> None:
        super().__init__()
        self.setProperty(SHOWS_WHILE_LOCKED, True)
        self._texts = texts
        self._report = report
        self._clipboard = clipboard
        self._build()
        self.copy_button.clicked.connect(self._on_copy_clicked)
        self.save_button.clicked.connect(self._on_save_clicked)
        self.buttons.rejected.connect(self.reject)

    def _build(self) -> None:
        _ = self._texts.gettext
        self.setWindowTitle(_(N_("Desk1540 has to close")))
        happened = N_("An error in the program was found and it has to close. Everything you saved is kept.")
        use = N_("This report holds nothing of your file. You can send it to whoever maintains the program.")
        text = QPlainTextEdit(self._report, self)
        text.setReadOnly(True)
        text.setAccessibleName(_(N_("Report of the error")))
        self.said = plain_label("", self, wraps=True)
        self.buttons = QDialogButtonBox(self)
        roles = QDialogButtonBox.ButtonRole
        self.copy_button = self.buttons.addButton(_(N_("&Copy the report")), roles.ActionRole)
        self.save_button = self.buttons.addButton(_(N_("&Save the report…")), roles.ActionRole)
        self.buttons.addButton(_(N_("Close")), roles.RejectRole)
        layout = QVBoxLayout(self)
        for widget in (plain_label(_(happened), self, wraps=True), hint(_(use), self), text, self.said):
            layout.addWidget(widget)
        layout.addWidget(self.buttons)
        self.resize(640, 420)

    def _on_copy_clicked(self) -> None:
        self._clipboard.copy(self._report)
        self.said.setText(self._texts.gettext(N_("The report is on the clipboard.")))

    def _on_save_clicked(self) -> None:
        dialog = QFileDialog(self, self._texts.gettext(N_("Choose where the report is written")))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("txt")
        dialog.selectFile(_FILE_NAME)
        dialog.fileSelected.connect(self.save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save(self, name: str) -> None:
        """Write the report into the chosen file."""
        path = Path(name)
        try:
            save_crash_report(path, self._report)
        except UserError as problem:
            self.said.setText(self._texts.sentence(problem))
            return
        self.said.setText(self._texts.fill(N_("{name} is written"), {"name": path.name}))
