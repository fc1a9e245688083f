"""The panel beside the plan table: all fields of one item, its progress notes, and a new note."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from db.fields import Field, fields_of
from db.queries.plan import progress_notes
from db.schema import PlanItem, ProgressNote
from desktop.base.errors import UserError
from desktop.base.i18n import N_
from desktop.services.plans import add_progress_note
from desktop.shell.written_values import WrittenValues
from desktop.views.workplace import Workplace
from desktop.widgets.editors import make_editor
from desktop.widgets.labels import heading, hint, named_label, plain_label
from desktop.widgets.record_form import LockReason, RecordForm

_NOTE_LINES = 3


def form_fields() -> list[Field]:
    """The fields of an item that a person fills in."""
    return [field for field in fields_of(PlanItem).values() if not field.is_derived]


class DetailPanel(QWidget):
    """Shows one item.

    Signals:
        edited: item id, field name, new value.
    """

    edited = Signal(str, str, object)

    def __init__(
        self, place: Workplace, written: WrittenValues, lock_reason: LockReason, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._place = place
        self._texts = place.texts
        self.record: Any = None
        self.form = RecordForm(form_fields(), written, lock_reason, self)
        self.notes = ProgressNotes(place, written, self.form)
        self.form.body_layout.insertWidget(self.form.body_layout.count() - 1, self.notes)
        self.title = heading("", self, level=2)
        self.title.setWordWrap(True)
        self.title.setContentsMargins(16, 12, 16, 4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.title)
        layout.addWidget(self.form, 1)
        self.form.edited.connect(self._on_edited)
        self.setMinimumWidth(300)

    def show_record(self, record: Any) -> None:
        """Show an item, or that none is chosen."""
        self.record = record
        if record is None:
            self.title.setText(self._texts.gettext(N_("No action is chosen")))
        else:
            self.title.setText(f"{record.number} {record.title}".strip()[:160])
        self.form.set_record(record)
        self.notes.show_item(record)

    def _on_edited(self, name: str, value: object) -> None:
        if self.form.record_id is not None:
            self.edited.emit(self.form.record_id, name, value)


class ProgressNotes(QWidget):
    """An item's progress notes, newest first, and the place to write the next one."""

    def __init__(self, place: Workplace, written: WrittenValues, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._written = written
        self._item_id: str | None = None
        self._build()
        self.add_button.clicked.connect(self._on_add_clicked)

    def _build(self) -> None:
        _ = self._place.texts.gettext
        fields = fields_of(ProgressNote)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 10, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(heading(_(N_("Progress notes")), self, level=2))
        self.text = make_editor(fields["text"], self._written, self)
        self.text.setPlaceholderText(_(N_("What happened, what is agreed, what comes next")))
        self.text.setFixedHeight(self.text.fontMetrics().lineSpacing() * _NOTE_LINES + 12)
        self.on_date = make_editor(fields["on_date"], self._written, self)
        self.status = make_editor(fields["status"], self._written, self)
        self.status.setItemText(0, _(N_("(status as it is)")))
        self.add_button = QPushButton(_(N_("Add &note")), self)
        self.said = hint("", self)
        self.said.setVisible(False)
        layout.addWidget(self.text)
        row = QHBoxLayout()
        row.addWidget(named_label(_(N_("Date")), self.on_date, self))
        row.addWidget(self.on_date, 1)
        row.addWidget(self.status, 1)
        layout.addLayout(row)
        layout.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeading)
        layout.addWidget(self.said)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        layout.addLayout(self._list)

    def show_item(self, record: Any) -> None:
        """Show the notes of an item."""
        item_id = None if record is None else record.id
        if item_id != self._item_id:
            self._item_id = item_id
            self.text.set_value("")
            self.status.set_value(None)
            self.on_date.set_value(self._place.today().isoformat())
            self._clear()
        if item_id is not None:
            self._place.desk.read(_notes_of, item_id, then=self._on_read)

    def _on_read(self, answer: tuple[str, list[Any]]) -> None:
        item_id, notes = answer
        if item_id != self._item_id:
            return
        self._clear()
        for note in notes:
            self._list.addWidget(self._note_widget(note))

    def _clear(self) -> None:
        while (entry := self._list.takeAt(0)) is not None:
            widget = entry.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _note_widget(self, note: Any) -> QWidget:
        values = self._place.values
        frame = QFrame(self)
        box = QVBoxLayout(frame)
        box.setContentsMargins(0, 4, 0, 4)
        box.setSpacing(2)
        status = values.shown(fields_of(ProgressNote)["status"], note.status)
        head = " · ".join(part for part in (values.date(note.on_date), note.author, status) if part)
        box.addWidget(hint(head, frame))
        box.addWidget(plain_label(note.text, frame, wraps=True))
        return frame

    def _on_add_clicked(self) -> None:
        if self._item_id is None:
            return
        try:
            text, on_date, status = self.text.value(), self.on_date.value(), self.status.value()
        except UserError as problem:
            self._on_refused(problem)
            return
        self._place.desk.write(
            add_progress_note,
            self._item_id,
            text=text,
            on_date=on_date or self._place.today().isoformat(),
            status=status,
            then=self._on_added,
            refused=self._on_refused,
        )

    def _on_added(self, _info: object) -> None:
        self.text.set_value("")
        self.status.set_value(None)
        self.said.setVisible(False)

    def _on_refused(self, problem: Any) -> None:
        self.said.setText(self._place.texts.sentence(problem))
        self.said.setVisible(True)


def _notes_of(reader: Any, item_id: str) -> tuple[str, list[Any]]:
    return item_id, progress_notes(reader, item_id)
