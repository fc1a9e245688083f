"""Where a report is written: a name proposed until the person names one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from desktop.base.errors import UserError
from desktop.base.i18n import N_, Texts
from desktop.views.reports.work import free_path

NO_TARGET = N_("Choose where the report is written.")


class TargetField(QWidget):
    """A path and a button to choose it; `is_confirmed`: a file that is there may be replaced.

    Signals:
        edited: the person named another file.
    """

    edited = Signal()

    def __init__(self, texts: Texts, folder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._folder = folder
        self._ending = "pdf"
        self._is_own = False
        self.is_confirmed = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.line = QLineEdit(self)
        self.button = QPushButton(texts.gettext(N_("&Choose…")), self)
        row.addWidget(self.line, 1)
        row.addWidget(self.button)
        self.line.textEdited.connect(self._on_text_edited)
        self.button.clicked.connect(self._on_choose_clicked)

    def path(self) -> Path:
        """Where the report is written; raises UserError when nothing is named."""
        text = self.line.text().strip()
        if not text:
            raise UserError(NO_TARGET)
        path = Path(text).expanduser()
        return path if path.suffix else path.with_suffix(f".{self._ending}")

    def propose(self, name: str, ending: str, endings: tuple[str, ...]) -> None:
        """Propose a name in the remembered folder; of a name the person chose only the ending follows."""
        self._ending = ending
        if not self._is_own:
            self._set(free_path(self._place() / name))
            return
        named = Path(self.line.text())
        if named.suffix.lower().removeprefix(".") in endings:
            self._set(named.with_suffix(f".{ending}"))

    def written(self, path: Path) -> None:
        """Note where a report was written: the next one is proposed there and asks again."""
        self._folder = str(path.parent)
        self.is_confirmed = False

    def _place(self) -> Path:
        if self._folder and Path(self._folder).is_dir():
            return Path(self._folder)
        return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))

    def _set(self, path: Path) -> None:
        if self.line.text() != str(path):
            self.is_confirmed = False
        self.line.setText(str(path))
        self.line.setCursorPosition(len(str(path)))

    def _on_text_edited(self) -> None:
        self._is_own = bool(self.line.text().strip())
        self.is_confirmed = False
        self.edited.emit()

    def _on_choose_clicked(self) -> None:
        dialog = QFileDialog(self, self._texts.gettext(N_("Choose where the report is written")))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"{self._ending.upper()} (*.{self._ending})")
        dialog.setDefaultSuffix(self._ending)
        dialog.selectFile(self.line.text())
        dialog.fileSelected.connect(self.take)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take(self, name: str) -> None:
        """Take the file of the dialog, which has asked already whether it may be replaced."""
        self._is_own = True
        self._set(Path(name))
        self.is_confirmed = True
        self.edited.emit()
