"""The dialog of the settings that travel with the file: what its reports carry in their head."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from db.log_records import ChangeSetInfo
from db.schema.desk import PAPERS
from desktop.base.errors import Problem
from desktop.base.i18n import N_
from desktop.services.file_facts import file_settings
from desktop.services.file_settings import update_file_settings
from desktop.views.workplace import Workplace
from desktop.widgets.fitted_dialog import FittedDialog
from desktop.widgets.labels import hint, named_label


class FileSettingsDialog(FittedDialog):
    """Organisation, place, paper and emblem of the reports of this file."""

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._emblem: Path | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._build()
        place.desk.read(file_settings, then=self._show)

    def _build(self) -> None:
        _ = self._place.texts.gettext
        self.setWindowTitle(_(N_("Settings of this file")))
        self.organisation, self.place_printed = QLineEdit(self), QLineEdit(self)
        self.paper = QComboBox(self)
        self.paper.addItem(_(N_("As usual in the State")), None)
        for paper in PAPERS:
            self.paper.addItem(paper, paper)
        self.emblem_button = QPushButton(_(N_("Choose the &emblem…")), self)
        self.emblem_button.clicked.connect(self._on_emblem_asked)
        self.said = hint(
            _(N_("The emblem is the State's own arms; drafts and exercises are printed without it.")), self
        )
        buttons = QDialogButtonBox(self)
        self.done_button = buttons.addButton(_(N_("&Keep")), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(_(N_("Cancel")), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        for label, field in (
            (N_("&Organisation printed on reports"), self.organisation),
            (N_("&Place printed on reports"), self.place_printed),
            (N_("Pa&per"), self.paper),
        ):
            layout.addWidget(named_label(_(label), field, self))
            layout.addWidget(field)
        for widget in (self.emblem_button, self.said, buttons):
            layout.addWidget(widget)
        self.setMinimumWidth(460)

    def _show(self, settings: Any) -> None:
        self.organisation.setText(settings.organisation)
        self.place_printed.setText(settings.place_printed)
        self.paper.setCurrentIndex(max(self.paper.findData(settings.paper), 0))

    def _on_emblem_asked(self) -> None:
        _ = self._place.texts.gettext
        dialog = QFileDialog(self, _(N_("Choose the emblem")), "", "PNG, JPEG (*.png *.jpg *.jpeg)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.take_emblem)
        dialog.open()

    def take_emblem(self, name: str) -> None:
        """Take a picture file for the emblem; it is kept with the other settings."""
        self._emblem = Path(name)
        self.emblem_button.setText(self._emblem.name.replace("&", "&&"))

    def _on_accepted(self) -> None:
        values = {
            "organisation": self.organisation.text(),
            "place_printed": self.place_printed.text(),
            "paper": self.paper.currentData(),
        }
        self._place.desk.write(
            update_file_settings, values, emblem=self._emblem, then=self._on_kept, refused=self._on_refused
        )

    def _on_kept(self, _info: ChangeSetInfo | None) -> None:
        self.accept()

    def _on_refused(self, problem: Problem) -> None:
        self.said.setText(self._place.texts.sentence(problem))
