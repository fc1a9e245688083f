"""The question where a file of a shared folder is worked on: on a copy here, or there all the same."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.base.i18n import N_, Texts
from desktop.base.text import visible_controls
from desktop.services.import_outcome import Message
from desktop.services.shared_folders import COPY, THERE
from desktop.widgets.fitted_dialog import FittedDialog
from desktop.widgets.labels import heading, hint, plain_label

_HOW = N_(
    "A working copy is kept on this computer only. It is checked and put back when the window closes, or "
    "when you say so; if somebody changed the file meanwhile, both are kept."
)
_LEFT = N_(
    "A working copy of this file is still on this computer: the program ended before it was put back. Set "
    "aside, it is kept among the backups."
)
_WIDTH = 560


class ShareQuestion(FittedDialog):
    """Asks once for a file; without an answer it is not opened.

    `danger` says why the file should not be opened where it lies; `is_left`: a working copy of it is still
    here, which comes first.

    Signals:
        chosen: COPY, or THERE; whether to remember it; whether a copy that was left is set aside.
    """

    chosen = Signal(str, bool, bool)

    def __init__(
        self,
        texts: Texts,
        path: Path,
        danger: Message | None,
        *,
        is_left: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._texts = texts
        self._is_left = is_left
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Desk1540")
        self._build(path, danger)
        self.copy_button.clicked.connect(self._on_copy_clicked)
        self.fresh_button.clicked.connect(self._on_fresh_clicked)
        self.there_button.clicked.connect(self._on_there_clicked)
        self.cancel_button.clicked.connect(self.reject)

    def _build(self, path: Path, danger: Message | None) -> None:
        _ = self._texts.gettext
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        title = heading(visible_controls(path.name), self, level=2)
        title.setWordWrap(True)
        column.addWidget(title)
        column.addWidget(hint(visible_controls(str(path.parent)), self))
        if danger is not None:
            column.addWidget(plain_label(danger.shown(self._texts), self, wraps=True))
        column.addWidget(plain_label(_(_LEFT if self._is_left else _HOW), self, wraps=True))
        go_on, copy = N_("&Go on in the working copy"), N_("&Work on a copy")
        self.copy_button = QPushButton(_(go_on if self._is_left else copy), self)
        self.copy_button.setDefault(True)
        self.fresh_button = QPushButton(_(N_("&Set it aside, take a new copy")), self)
        self.fresh_button.setVisible(self._is_left)
        self.there_button = QPushButton(_(N_("&Open it there all the same")), self)
        self.there_button.setVisible(not self._is_left)
        self.cancel_button = QPushButton(_(N_("Cancel")), self)
        self.remembers = QCheckBox(_(N_("&Remember this for the file")), self)
        self.remembers.setVisible(not self._is_left)
        column.addWidget(self.remembers)
        row = QHBoxLayout()
        for button in (self.copy_button, self.fresh_button, self.there_button):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        for button in (self.fresh_button, self.there_button, self.cancel_button):
            button.setAutoDefault(False)
        column.addLayout(row)
        self.setMinimumWidth(_WIDTH)
        self.copy_button.setFocus()

    def _on_copy_clicked(self) -> None:
        self._choose(COPY)

    def _on_fresh_clicked(self) -> None:
        self._choose(COPY, is_set_aside=True)

    def _on_there_clicked(self) -> None:
        self._choose(THERE)

    def _choose(self, way: str, *, is_set_aside: bool = False) -> None:
        self.chosen.emit(way, self.remembers.isChecked(), is_set_aside)
        self.accept()
