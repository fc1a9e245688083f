"""Last page: what the import did, and the way to it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.base.i18n import N_
from desktop.services.import_outcome import ImportOutcome
from desktop.services.import_steps.reading import Kind
from desktop.views.workplace import Workplace
from desktop.widgets.labels import heading, hint, plain_label

_COUNTS = N_("Read {read} rows: {added} added, {updated} updated, {unchanged} unchanged, {refused} refused.")
_SHOW = {"plan": N_("&Show the plan"), "contacts": N_("&Show the points of contact")}
_CREATED = N_("New beside them: {institutions} institutions, {objectives} objectives, {people} persons.")


class DonePage(QWidget):
    """The counts of a finished import.

    Signals:
        show_asked: the screen with what was imported is wanted.
    """

    show_asked = Signal()

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = place.texts
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        self.title = heading("", self, level=2)
        self.counts = plain_label("", self, wraps=True)
        self.created = plain_label("", self, wraps=True)
        said = N_(
            "One step: “Undo” in the menu “Edit” takes the whole import back. A backup was made before it."
        )
        self.undo_hint = hint(place.texts.gettext(said), self)
        self.show_button = QPushButton(place.texts.gettext(_SHOW["plan"]), self)
        row = QHBoxLayout()
        row.addWidget(self.show_button)
        row.addStretch(1)
        for widget in (self.title, self.counts, self.created, self.undo_hint):
            layout.addWidget(widget)
        layout.addLayout(row)
        layout.addStretch(1)
        self.show_button.clicked.connect(self.show_asked)

    def show_outcome(self, kind: Kind, name: str, outcome: ImportOutcome) -> None:
        """Say what was done."""
        self.title.setText(self._texts.fill(N_("{name} is in the file"), {"name": name}))
        counts = {"read": outcome.read, "added": outcome.added, "updated": outcome.updated}
        counts |= {"unchanged": outcome.unchanged, "refused": len(outcome.refused)}
        self.counts.setText(self._texts.fill(_COUNTS, counts))
        made = outcome.created
        created = {"institutions": made.institutions, "objectives": made.objectives, "people": made.people}
        self.created.setText(self._texts.fill(_CREATED, created))
        self.created.setVisible(any(created.values()))
        self.show_button.setText(self._texts.gettext(_SHOW[kind]))
