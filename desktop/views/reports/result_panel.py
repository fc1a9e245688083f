"""What came of a report: its size, what could not be shown as it was, and the way to the file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.base.i18n import N_, Texts
from desktop.reports.counts import Counts
from desktop.widgets.labels import heading, hint, plain_label


class ResultPanel(QFrame):
    """Shown once a report was written.

    Signals:
        open_asked: the path of a file or folder to show.
    """

    open_asked = Signal(object)

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._path = Path()
        self._build()
        self.open_button.clicked.connect(self._on_open_clicked)
        self.folder_button.clicked.connect(self._on_folder_clicked)
        self.hide()

    def _build(self) -> None:
        _ = self._texts.gettext
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 14)
        box.setSpacing(6)
        self.title = heading("", self, level=2)
        self.title.setWordWrap(True)
        self.counts = plain_label("", self, wraps=True)
        self.warnings = plain_label("", self, wraps=True)
        self.folder = hint("", self)
        row = QHBoxLayout()
        self.open_button = QPushButton(_(N_("&Open")), self)
        self.folder_button = QPushButton(_(N_("Open f&older")), self)
        for button in (self.open_button, self.folder_button):
            row.addWidget(button)
        row.addStretch(1)
        for widget in (self.title, self.counts, self.warnings, self.folder):
            box.addWidget(widget)
        box.addLayout(row)

    def show_result(self, path: Path, counts: Counts) -> None:
        """Say what was written."""
        self._path = path
        self.title.setText(self._texts.fill(N_("{name} is written"), {"name": path.name}))
        self.counts.setText(self._size(counts))
        sentences = [self._texts.fill(text, {"count": count}) for text, count in counts.warnings()]
        self.warnings.setText("\n".join(sentences))
        self.warnings.setVisible(bool(sentences))
        self.folder.setText(str(path.parent))
        self.setAccessibleName(f"{self.title.text()}. {self.counts.text()}")
        self.show()
        self.open_button.setFocus()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _size(self, counts: Counts) -> str:
        many = self._texts.ngettext
        rows = many("{n} row of data", "{n} rows of data", counts.rows).format(n=counts.rows)
        if counts.pages:
            size = many("{n} page", "{n} pages", counts.pages).format(n=counts.pages)
        else:
            size = many("{n} sheet", "{n} sheets", counts.sheets).format(n=counts.sheets)
        return f"{size}, {rows}"

    def _on_open_clicked(self) -> None:
        self.open_asked.emit(self._path)

    def _on_folder_clicked(self) -> None:
        self.open_asked.emit(self._path.parent)
