"""The panel of texts that were typed and not saved: each with what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from db.database import Database
from db.fields import Field, Kind, fields_of
from db.schema import LOGGED
from desktop.base.errors import Problem, UserError
from desktop.base.i18n import N_
from desktop.itemmodels.contact_table_model import contact_fields
from desktop.services.contact_cells import LINE
from desktop.services.drafts import NOTES, UnsavedText, discard, take_over
from desktop.services.item_fields import item_fields
from desktop.shell.written_values import WrittenValues
from desktop.views.plan.source import with_due_text
from desktop.views.workplace import Workplace
from desktop.widgets.labels import heading, hint, plain_label

_TYPED = N_("Text typed on {when} was not saved: {field} of {record}")
_TYPED_NOWHERE = N_("Text typed on {when} was not saved: {field}")
_GONE = N_("Its record is no longer in the file, or was not made yet; the text can be copied.")
_WAYS = N_("The program ended before these texts were handed over. Nothing is taken over unless you say so.")
_TAKEN = N_("It is taken over; “Undo” takes it back.")
_COPIED = N_("It is on the clipboard.")
_MOST_LINES = 6


class DraftsDialog(QDialog):
    """Lists the texts; those that nobody decides on are offered again at the next opening."""

    def __init__(self, place: Workplace, texts: Sequence[UnsavedText], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self.cards = [DraftCard(place, text, self) for text in texts]
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._build()
        for card in self.cards:
            card.done.connect(self._on_card_done)

    def _build(self) -> None:
        _ = self._place.texts.gettext
        self.setWindowTitle(_(N_("Text that was not saved")))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(heading(_(N_("Text that was not saved")), self, level=2))
        layout.addWidget(hint(_(_WAYS), self))
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for card in self.cards:
            column.addWidget(card)
        column.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(body)
        layout.addWidget(area, 1)
        self.close_button = QPushButton(_(N_("Decide later")), self)
        self.close_button.setAutoDefault(False)
        self.close_button.clicked.connect(self.reject)
        layout.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTrailing)
        self.resize(620, 200 + 170 * min(len(self.cards), 2))

    def _on_card_done(self) -> None:
        """Nothing is left to decide: the button says that, and Escape closes as always."""
        if all(card.is_done for card in self.cards):
            self.close_button.setText(self._place.texts.gettext(N_("Close")))
            self.close_button.setFocus()


class DraftCard(QFrame):
    """One text: what it was typed into, the text itself, and the ways on.

    Signals:
        done: the text was taken over or discarded.
    """

    done = Signal()

    def __init__(self, place: Workplace, text: UnsavedText, parent: QWidget) -> None:
        super().__init__(parent)
        self._place = place
        self._text = text
        self._field = field_of(text)
        self.is_done = False
        self._build()
        self.take_button.clicked.connect(self._on_take_clicked)
        self.copy_button.clicked.connect(self._on_copy_clicked)
        self.discard_button.clicked.connect(self._on_discard_clicked)

    def _build(self) -> None:
        _ = self._place.texts.gettext
        self.setFrameShape(QFrame.Shape.StyledPanel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(6)
        self.head = plain_label(self._sentence(), self, wraps=True)
        self.shown = QPlainTextEdit(self._text.text, self)
        self.shown.setReadOnly(True)
        self.shown.setTabChangesFocus(True)
        self.shown.setAccessibleName(self._sentence())
        lines = min(max(self._text.text.count("\n") + 1, 2), _MOST_LINES)
        self.shown.setFixedHeight(self.shown.fontMetrics().lineSpacing() * lines + 14)
        self.said = hint("" if self._can_be_taken_over else _(_GONE), self)
        self.said.setVisible(not self._can_be_taken_over)
        for widget in (self.head, self.shown, self.said):
            layout.addWidget(widget)
        row = QHBoxLayout()
        self.take_button = self._button(N_("&Take it over"), row)
        self.copy_button = self._button(N_("&Copy"), row)
        row.addStretch(1)
        self.discard_button = self._button(N_("&Discard"), row)
        self.take_button.setVisible(self._can_be_taken_over)
        layout.addLayout(row)

    def _button(self, label: str, row: QHBoxLayout) -> QPushButton:
        made = QPushButton(self._place.texts.gettext(label), self)
        made.setAutoDefault(False)
        made.setAccessibleDescription(self._sentence())
        row.addWidget(made)
        return made

    @property
    def _can_be_taken_over(self) -> bool:
        return self._field is not None and self._text.can_be_taken_over

    def _sentence(self) -> str:
        text, values = self._text, self._place.values
        field = text.name if self._field is None else values.label(self._field)
        facts = {"when": values.moment(text.typed_at), "field": field, "record": text.title}
        return self._place.texts.fill(_TYPED if text.title else _TYPED_NOWHERE, facts)

    # What people do

    def _on_take_clicked(self) -> None:
        assert self._field is not None
        try:
            value = self._place.written.read(self._field, self._text.text) if self._reads else self._text.text
        except UserError as problem:
            self._on_refused(problem)
            return
        values: Any = {self._text.field: value}
        if self._text.table == "plan_item":
            values = with_due_text(values)
        self.take_button.setEnabled(False)
        self._place.desk.write(
            take_over, self._text, values, self._place.today(), then=self._on_taken, refused=self._on_refused
        )

    @property
    def _reads(self) -> bool:
        return self._text.field != NOTES

    def _on_taken(self, _info: object) -> None:
        self._end(_TAKEN)

    def _on_refused(self, problem: Problem) -> None:
        self.take_button.setEnabled(True)
        self._say(self._place.texts.sentence(problem))

    def _on_copy_clicked(self) -> None:
        is_private = self._field is not None and self._field.is_personal
        self._place.clipboard.copy(self._text.text, is_private=is_private)
        self._say(self._place.texts.gettext(_COPIED))

    def _on_discard_clicked(self) -> None:
        self._place.desk.ask(partial(_discard, self._text.key), then=self._on_discarded)

    def _on_discarded(self, _done: object) -> None:
        self._end(N_("It is discarded."))

    def _end(self, text_id: str) -> None:
        self.is_done = True
        for button in (self.take_button, self.copy_button, self.discard_button):
            button.setEnabled(False)
        self._say(self._place.texts.gettext(text_id))
        self.done.emit()

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.said.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self.said, QAccessible.Event.Alert))


def field_of(text: UnsavedText) -> Field | None:
    """The declared field that a text was typed into; None when there is none of this name."""
    if text.table == LINE:
        return next((field for field in contact_fields() if field.name == text.field), None)
    if text.table == "plan_item":
        return item_fields().get(text.field)
    declared: Any = fields_of(LOGGED[text.table]) if text.table in LOGGED else {}
    found: Field | None = declared.get(text.field)
    return found


def is_saved(written: WrittenValues, text: UnsavedText) -> bool:
    """Whether the record holds just what was typed."""
    field = field_of(text)
    if not text.is_there or field is None or field.kind is Kind.LINKS:
        return False
    if field.name == NOTES:
        return bool(text.present == text.text)
    try:
        return bool(written.read(field, text.text) == text.present)
    except UserError:
        return False


def _discard(key: str, database: Database) -> None:
    discard(database, [key])
