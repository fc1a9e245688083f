"""The field that a file is dropped on, chosen in, or a table pasted into."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPalette
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.base.i18n import N_
from desktop.services.import_steps.reading import ImportSource, Kind
from desktop.views.workplace import Workplace
from desktop.widgets.labels import hint, plain_label

_CHOICES = "import"
_LINES = 13
_TABLES = "*.xlsx *.xlsm *.xls *.ods *.csv *.tsv *.txt *.docx *.xml *.html *.htm *.mht"
_PLAN_FILES = N_("Excel, LibreOffice, csv, tables of Word documents, or a table copied from any of them")
_CONTACT_FILES = N_("Excel, LibreOffice, csv, tables of Word documents, contact cards, or a copied table")


class DropField(QFrame):
    """Takes one file or one text.

    Signals:
        file_chosen: the path of a file to read.
        text_pasted: a text to read.
    """

    file_chosen = Signal(object)
    text_pasted = Signal(str)

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._texts = place.texts
        self._kind: Kind = "plan"
        self._build()
        self.file_button.clicked.connect(self._on_choose_clicked)
        self.paste_button.clicked.connect(self.paste)

    def _build(self) -> None:
        _ = self._texts.gettext
        self.setAcceptDrops(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES)
        box = QVBoxLayout(self)
        box.setSpacing(10)
        self.said = plain_label("", self, wraps=True)
        self.said.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout()
        row.addStretch(1)
        self.file_button = QPushButton(_(N_("Choose a &file…")), self)
        self.paste_button = QPushButton(_(N_("Paste a &table")), self)
        for button in (self.file_button, self.paste_button):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        self.kinds = hint("", self)
        self.kinds.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(1)
        box.addWidget(self.said)
        box.addLayout(row)
        box.addWidget(self.kinds)
        box.addStretch(1)

    def show_kind(self, kind: Kind) -> None:
        """Say what can be read for this kind of import."""
        self._kind = kind
        self.kinds.setText(self._texts.gettext(_PLAN_FILES if kind == "plan" else _CONTACT_FILES))

    def show_source(self, source: ImportSource | None) -> None:
        """Say what was read, or that nothing was."""
        if source is None:
            self.said.setText(self._texts.gettext(N_("Drop a file here, or")))
        elif source.book is None:
            self.said.setText(self._texts.fill(N_("{name}: contact cards"), {"name": source.name}))
        else:
            rows = sum(len(sheet.rows) for sheet in source.book.sheets)
            values = {"name": source.name, "sheets": len(source.book.sheets), "rows": rows}
            values["reader"] = source.book.reader
            said = N_("{name}: sheets: {sheets}, rows: {rows}, read by {reader}")
            self.said.setText(self._texts.fill(said, values))

    def _on_choose_clicked(self) -> None:
        _ = self._texts.gettext
        tables = f"{_TABLES} *.vcf" if self._kind == "contacts" else _TABLES
        dialog = QFileDialog(self, _(N_("Choose the file to import")))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([f"{_(N_('Tables'))} ({tables})", f"{_(N_('All files'))} (*)"])
        folder = self._place.settings.current.choices.get(_CHOICES, {}).get("folder")
        if isinstance(folder, str) and folder:
            dialog.setDirectory(folder)
        dialog.fileSelected.connect(self._on_file_selected)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_file_selected(self, name: str) -> None:
        path = Path(name)
        self._place.settings.remember_choices(_CHOICES, {"folder": str(path.parent)})
        self.file_chosen.emit(path)

    def paste(self) -> None:
        """Read the table on the clipboard."""
        self.text_pasted.emit(self._place.clipboard.text())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file, or text."""
        data = event.mimeData()
        if data.hasText() or any(url.isLocalFile() for url in data.urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read what was dropped."""
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        if files:
            self.file_chosen.emit(Path(files[0]))
        else:
            self.text_pasted.emit(event.mimeData().text())
