"""The small form that exports contacts: for whom, in which form, and what would leave and stay."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QFormLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.base.errors import Problem
from desktop.base.i18n import N_
from desktop.base.leaving import Leaving
from desktop.views.contacts.export import read_leaving, read_recipients
from desktop.views.recipient_field import RecipientField
from desktop.views.workplace import Workplace
from desktop.widgets.chooser import Chooser
from desktop.widgets.labels import heading, hint, named_label, plain_label

_CHOICES = "contacts-export"
_FORMS = {
    "vcf": N_("vCard, for address books"),
    "csv": N_("CSV, for any program"),
    "xlsx": N_("Excel, to sort and count"),
}


class ExportPanel(QWidget):
    """Asks for whom some lines of the directory leave, and for the file.

    Signals:
        export_asked: the path of the file and the recipient, None for this office.
        cancelled: nothing is exported.
    """

    export_asked = Signal(str, object)
    cancelled = Signal()

    def __init__(self, place: Workplace, ids: Collection[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._texts = place.texts
        self._ids = frozenset(ids)
        self._kept = dict(place.settings.current.choices.get(_CHOICES, {}))
        self._build()
        self._connect()
        place.desk.read(read_recipients, then=self._on_recipients_read)

    def _build(self) -> None:
        _ = self._texts.gettext
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(heading(_(N_("Export contacts")), self, level=2))
        count = self._texts.ngettext("{count} line of the list", "{count} lines of the list", len(self._ids))
        layout.addWidget(hint(count.format(count=self._place.values.locale.toString(len(self._ids))), self))
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setVerticalSpacing(3)
        self.recipient = RecipientField(self._texts, str(self._kept.get("recipient") or ""), self)
        form.addRow(named_label(_(N_("Fo&r")), self.recipient.chooser, self), self.recipient)
        self.form = Chooser(((ending, _(text)) for ending, text in _FORMS.items()), self)
        self.form.choose(str(self._kept.get("form") or ""))
        form.addRow(named_label(_(N_("&Format")), self.form, self), self.form)
        layout.addLayout(form)
        self.said = plain_label("", self, wraps=True)
        self.said.hide()
        layout.addWidget(self.said)
        buttons = QHBoxLayout()
        self.export_button = QPushButton(_(N_("&Choose the file…")), self)
        self.export_button.setDefault(True)
        self.cancel_button = QPushButton(_(N_("Cancel")), self)
        buttons.addWidget(self.export_button)
        buttons.addWidget(self.cancel_button)
        buttons.addStretch(1)
        layout.addLayout(buttons)
        layout.addStretch(1)

    def _connect(self) -> None:
        self.recipient.changed.connect(self._preview)
        self.export_button.clicked.connect(self._on_export_clicked)
        self.cancel_button.clicked.connect(self.cancelled)

    def start(self) -> None:
        """Go to the first choice."""
        self.recipient.chooser.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        """Look at what would leave."""
        super().showEvent(event)
        self._preview()

    def _on_recipients_read(self, codes: list[str]) -> None:
        self.recipient.show_known(codes)

    def _preview(self) -> None:
        recipient = self.recipient.recipient
        if recipient is not None:
            work = partial(read_leaving, self._ids, recipient)
            self._place.desk.ask(work, then=self._on_leaving_read, refused=self.refuse)

    def _on_leaving_read(self, leaving: Leaving) -> None:
        if leaving.recipient == self.recipient.recipient:
            self.recipient.show_leaving(leaving)

    def _on_export_clicked(self) -> None:
        ending = self.form.code
        dialog = QFileDialog(self, self._texts.gettext(N_("Export contacts")))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"{ending.upper()} (*.{ending})")
        dialog.setDefaultSuffix(ending)
        dialog.fileSelected.connect(self.export_to)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def export_to(self, path: str) -> None:
        """Keep the choices for the next time, and ask for the export."""
        recipient = self.recipient.recipient
        kept = {"recipient": recipient or "", "form": self.form.code}
        self._place.settings.remember_choices(_CHOICES, kept)
        self.export_asked.emit(path, recipient)

    def refuse(self, problem: Problem) -> None:
        """Say why it could not be done."""
        self.said.setText(self._texts.sentence(problem))
        self.said.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves everything as it is."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)
