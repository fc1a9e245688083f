"""What a person's form offers for private details: erase them, or keep them on purpose for longer."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.base.errors import Problem
from desktop.base.i18n import N_
from desktop.services.contacts import update_person
from desktop.services.private_details import MONTHS_KEPT, months_after
from desktop.shell.value_texts import ValueTexts
from desktop.views.contacts.erasure_dialog import ErasureDialog
from desktop.views.workplace import Workplace
from desktop.widgets.labels import plain_label
from desktop.widgets.record_form import RecordForm

_ERASE = N_("Erase p&rivate details…")
_SAID = N_(
    "The last designation of this person ended on {date}. "
    "Private details can be erased now, or kept on purpose."
)


class LongKeptNotice(QFrame):
    """Says since when, and offers both ways; hidden while there is nothing to ask.

    Signals:
        erase_asked: the private details are to be erased.
        keep_asked: they are to be kept for another year.
    """

    erase_asked = Signal()
    keep_asked = Signal()

    def __init__(self, values: ValueTexts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values = values
        _ = values.texts.gettext
        self.setFrameShape(QFrame.Shape.StyledPanel)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 10)
        self.said = plain_label("", self, wraps=True)
        column.addWidget(self.said)
        row = QHBoxLayout()
        self.erase_button = QPushButton(_(_ERASE), self)
        self.keep_button = QPushButton(_(N_("&Keep 12 more months")), self)
        for button, asked in ((self.erase_button, self.erase_asked), (self.keep_button, self.keep_asked)):
            row.addWidget(button)
            button.clicked.connect(asked)
        row.addStretch(1)
        column.addLayout(row)
        self.hide()

    def show_ended(self, ended: date | None) -> None:
        """Ask about details of a person whose last designation ended on that day, or ask nothing."""
        if ended is not None:
            day = self._values.date(ended.isoformat())
            self.said.setText(self._values.texts.fill(_SAID, {"date": day}))
        self.setVisible(ended is not None)


class PrivateTools(QObject):
    """The button at the end of a person's form, and the notice at its head when it is time to ask.

    Signals:
        refused: a `Problem`: what was asked could not be done.
    """

    refused = Signal(object)

    def __init__(self, place: Workplace, form: RecordForm) -> None:
        super().__init__(form)
        self._place = place
        self._form = form
        self._person: Any = None
        self.notice = LongKeptNotice(place.values, form)
        self.erase_button = QPushButton(place.texts.gettext(_ERASE), form)
        layout = form.body_layout
        layout.insertWidget(0, self.notice)
        layout.insertWidget(layout.count() - 1, self.erase_button, 0, Qt.AlignmentFlag.AlignLeading)
        self.erase_button.clicked.connect(self._on_erase_asked)
        self.notice.erase_asked.connect(self._on_erase_asked)
        self.notice.keep_asked.connect(self._on_keep_asked)

    def show_person(self, person: Any, ended: date | None) -> None:
        """Serve another person; `ended`: the last designation ended then, and it is time to ask."""
        self._person = person
        self.notice.show_ended(ended)
        self.erase_button.setVisible(ended is None)

    def _on_erase_asked(self) -> None:
        if self._person is not None:
            ErasureDialog(self._place, self._person.id, self._form.window()).open()

    def _on_keep_asked(self) -> None:
        if self._person is not None:
            until = {"details_kept_until": months_after(self._place.today(), MONTHS_KEPT).isoformat()}
            self._place.desk.write(update_person, self._person.id, until, refused=self._on_refused)

    def _on_refused(self, problem: Problem) -> None:
        self.refused.emit(problem)
