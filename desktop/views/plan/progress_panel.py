"""An action's progress notes, newest first, and the place to write the next one."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QToolButton, QVBoxLayout, QWidget

from db.fields import fields_of
from db.queries.plan import progress_notes
from db.schema import PlanItem, ProgressNote
from desktop.base.errors import UserError
from desktop.base.i18n import N_
from desktop.base.text import visible_controls
from desktop.services.children import delete_child, update_child
from desktop.services.plans import add_progress_note
from desktop.shell.draft_places import mark_field, mark_record
from desktop.shell.value_texts import tooltip
from desktop.shell.written_values import WrittenValues
from desktop.views.workplace import Workplace
from desktop.widgets.editors import make_editor
from desktop.widgets.labels import hint, named_label, plain_label

_NOTE_LINES = 4


class ProgressNotes(QScrollArea):
    """The notes of one action; a note can be corrected where it is written, and deleted."""

    def __init__(self, place: Workplace, written: WrittenValues, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._written = written
        self._item_id: str | None = None
        self._corrected_id: str | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._build()
        self.add_button.clicked.connect(self._on_add_clicked)
        self.cancel_button.clicked.connect(self._stop_correcting)

    def _build(self) -> None:
        _ = self._place.texts.gettext
        fields = fields_of(ProgressNote)
        body = QWidget(self)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(16, 14, 16, 16)
        layout.setSpacing(6)
        self.text = make_editor(fields["text"], self._written, body)
        self.text.setPlaceholderText(_(N_("What happened, what is agreed, what comes next")))
        self.text.setFixedHeight(self.text.fontMetrics().lineSpacing() * _NOTE_LINES + 12)
        self.on_date = make_editor(fields["on_date"], self._written, body)
        self.status = make_editor(fields["status"], self._written, body)
        self.status.setItemText(0, _(N_("(status as it is)")))
        self.add_button = QPushButton(_(N_("Add &note")), body)
        self.add_button.setToolTip(tooltip(_(N_("Ctrl+Return adds the note"))))
        self.cancel_button = QPushButton(_(N_("Cancel")), body)
        self.cancel_button.setVisible(False)
        keys = QShortcut(QKeySequence("Ctrl+Return"), self.text)
        keys.setContext(Qt.ShortcutContext.WidgetShortcut)
        keys.activated.connect(self._on_add_clicked)
        self.said = hint("", body)
        self.said.setVisible(False)
        layout.addWidget(self.text)
        for label, editor in ((_(N_("Date")), self.on_date), (_(N_("Status")), self.status)):
            row = QHBoxLayout()
            row.addWidget(named_label(label, editor, body))
            row.addWidget(editor, 1)
            layout.addLayout(row)
        buttons = QHBoxLayout()
        buttons.addWidget(self.add_button)
        buttons.addWidget(self.cancel_button)
        buttons.addStretch(1)
        layout.addLayout(buttons)
        layout.addWidget(self.said)
        layout.addSpacing(6)
        self.empty = hint(_(N_("No progress is noted yet.")), body)
        layout.addWidget(self.empty)
        self._list = QVBoxLayout()
        self._list.setSpacing(10)
        layout.addLayout(self._list)
        layout.addStretch(1)
        self.setWidget(body)

    @property
    def count(self) -> int:
        """How many notes are shown."""
        return self._list.count()

    def show_item(self, record: Any) -> None:
        """Show the notes of an item."""
        item_id = None if record is None else record.id
        self.setEnabled(item_id is not None)
        if item_id != self._item_id:
            self._item_id = item_id
            self._stop_correcting()
            self._show_notes([])
        if item_id is not None:
            self._place.desk.read(_notes_of, item_id, then=self._on_read)

    def _on_read(self, answer: tuple[str, list[Any]]) -> None:
        item_id, notes = answer
        if item_id == self._item_id:
            self._show_notes(notes)

    def _show_notes(self, notes: list[Any]) -> None:
        while (entry := self._list.takeAt(0)) is not None:
            widget = entry.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for note in notes:
            self._list.addWidget(self._note_widget(note))
        self.empty.setVisible(not notes)

    def _note_widget(self, note: Any) -> QWidget:
        values, texts = self._place.values, self._place.texts
        frame = QWidget(self.widget())
        box = QVBoxLayout(frame)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(1)
        status = values.shown(fields_of(ProgressNote)["status"], note.status)
        day = values.date(note.on_date)
        head = " · ".join(part for part in (day, visible_controls(note.author), status) if part)
        line = QHBoxLayout()
        line.addWidget(hint(head, frame), 1)
        for sign, said, slot in (
            ("✎", N_("Correct the note of {date}"), self._on_correct_clicked),
            ("×", N_("Delete the note of {date}"), self._on_delete_clicked),
        ):
            button = QToolButton(frame)
            button.setText(sign)
            button.setAutoRaise(True)
            button.setAccessibleName(texts.fill(said, {"date": day}))
            button.setToolTip(tooltip(button.accessibleName()))
            button.clicked.connect(partial(slot, note))
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(line)
        box.addWidget(plain_label(visible_controls(note.text), frame, wraps=True))
        return frame

    # What people do

    def write_note(self) -> None:
        """Come to the place where a note is written."""
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.ensureVisible(0, 0)

    def _on_add_clicked(self) -> None:
        if self._item_id is None:
            return
        try:
            text, on_date, status = self.text.value(), self.on_date.value(), self.status.value()
        except UserError as problem:
            self._on_refused(problem)
            return
        on_date = on_date or self._place.today().isoformat()
        then, refused = self._on_written, self._on_refused
        if self._corrected_id is None:
            self._place.desk.write(
                add_progress_note,
                self._item_id,
                text=text,
                on_date=on_date,
                status=status,
                then=then,
                refused=refused,
            )
        else:
            values = {"text": text, "on_date": on_date, "status": status}
            note_id = self._corrected_id
            self._place.desk.write(update_child, ProgressNote, note_id, values, then=then, refused=refused)

    def _on_written(self, _info: object) -> None:
        self._stop_correcting()

    def _on_refused(self, problem: Any) -> None:
        self.said.setText(self._place.texts.sentence(problem))
        self.said.setVisible(True)

    def _on_correct_clicked(self, note: Any) -> None:
        self._corrected_id = note.id
        mark_field(self.text, fields_of(ProgressNote)["text"])
        mark_record(self.text, note.id)
        self.text.set_value(note.text)
        self.on_date.set_value(note.on_date)
        self.status.set_value(note.status)
        self.add_button.setText(self._place.texts.gettext(N_("Save the &note")))
        self.cancel_button.setVisible(True)
        self.write_note()

    def _stop_correcting(self) -> None:
        """The place is free for a new note."""
        self._corrected_id = None
        mark_field(self.text, fields_of(PlanItem)["notes"])
        mark_record(self.text, self._item_id)
        self.text.set_value("")
        self.status.set_value(None)
        self.on_date.set_value(self._place.today().isoformat())
        self.add_button.setText(self._place.texts.gettext(N_("Add &note")))
        self.cancel_button.setVisible(False)
        self.said.setVisible(False)

    def _on_delete_clicked(self, note: Any) -> None:
        self._place.desk.write(delete_child, ProgressNote, note.id, refused=self._on_refused)


def _notes_of(reader: Any, item_id: str) -> tuple[str, list[Any]]:
    return item_id, progress_notes(reader, item_id)
