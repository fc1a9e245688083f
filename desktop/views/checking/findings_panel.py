"""The list of what a check or a salvage said, which can be copied and saved as text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from desktop.base.errors import Problem
from desktop.base.i18n import N_, Texts
from desktop.shell.clipboard import Clipboard
from desktop.views.checking.work import save_text
from desktop.widgets.labels import plain_label


class FindingsPanel(QWidget):
    """One sentence a line; hidden while there is none."""

    def __init__(self, texts: Texts, clipboard: Clipboard, source: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        self._clipboard = clipboard
        self._source = source
        self._head = ""
        self._build()
        self.copy_button.clicked.connect(self._on_copy_clicked)
        self.save_button.clicked.connect(self._on_save_clicked)

    def _build(self) -> None:
        _ = self._texts.gettext
        self.list = QPlainTextEdit(self)
        self.list.setReadOnly(True)
        self.list.setAccessibleName(_(N_("What was found")))
        # With the keyboard one reads and selects; the tabulator leads on.
        self.list.setTabChangesFocus(True)
        self.list.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.copy_button = QPushButton(_(N_("&Copy the list")), self)
        self.save_button = QPushButton(_(N_("Save as &text…")), self)
        self.notice = plain_label("", self, wraps=True)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.copy_button)
        row.addWidget(self.save_button)
        row.addWidget(self.notice, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list, 1)
        column.addLayout(row)

    def show_lines(self, head: str, lines: Sequence[str]) -> None:
        """Show what was said under a head."""
        self._head = head
        self.list.setPlainText("\n".join(lines))
        self.notice.setText("")
        self.setVisible(bool(lines))

    def text(self) -> str:
        """Everything that is said, as text."""
        return "\n".join(line for line in (self._head, self.list.toPlainText()) if line) + "\n"

    def _on_copy_clicked(self) -> None:
        # Names of persons may be among it.
        self._clipboard.copy(self.text(), is_private=True)

    def _on_save_clicked(self) -> None:
        dialog = QFileDialog(
            self, self._texts.gettext(N_("Save as text")), f"{self._source.stem}.txt", "(*.txt)"
        )
        dialog.setDefaultSuffix("txt")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_as)
        dialog.open()

    def save_as(self, name: str) -> None:
        """Save everything that is said as text."""
        try:
            path = save_text(self.text(), Path(name), self._source)
        except Problem as problem:
            self.notice.setText(self._texts.sentence(problem))
        else:
            self.notice.setText(self._texts.fill(N_("Saved: {path}"), {"path": path}))
