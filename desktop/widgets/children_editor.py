"""Rows that belong to a record, edited in its form: a card for each, or a line where all fields are short.

Built from the declarations of the rows' table, with what belongs to them in turn (an indicator's values).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from db.fields import Field, Kind, fields_of
from db.queries.children import Child
from db.records import record_class
from db.schema import LOGGED
from desktop.base.errors import UserError
from desktop.base.i18n import N_
from desktop.shell.value_texts import tooltip
from desktop.shell.written_values import WrittenValues
from desktop.widgets.editors import LineEditor
from desktop.widgets.field_editors import FieldEditors
from desktop.widgets.labels import named_label, plain_label

Lock = Callable[[Field], UserError | None]
ADD, CHANGE, DELETE = "add", "change", "delete"
_CARD_LINES = 2
_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class ChildEdit:
    """What is asked for: `field` of the owner says which rows; `row_id` is empty for a new one."""

    kind: str
    field: str
    table: str
    owner_id: str
    row_id: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


class ChildrenEditor(QWidget):
    """The rows of one field of one record.

    Signals:
        asked: a `ChildEdit`.
    """

    asked = Signal(object)

    def __init__(self, declared: Field, written: WrittenValues, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = declared
        self._written = written
        self._texts = written.values.texts
        self._table = LOGGED[declared.target]
        self._owner_id = ""
        self._lock: Lock = _is_open
        self._rows: dict[str, ChildForm] = {}
        self._draft: ChildForm | None = None
        self.is_short = not any(each.kind is Kind.LONG_TEXT for each in fields_of(self._table).values())
        self._build()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(2 if self.is_short else 8)
        if self.is_short:
            layout.addWidget(plain_label(self._written.values.label(self._field), self))
        self._list = QVBoxLayout()
        self._list.setSpacing(layout.spacing())
        layout.addLayout(self._list)
        what = self._texts.gettext(self._table.title_label)
        self.add_button = QPushButton(self._texts.fill(N_("Add: {what}"), {"what": what}), self)
        self.add_button.clicked.connect(self._on_add_clicked)
        layout.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeading)
        self.add_button.setVisible(not self.is_short)

    # What is shown

    def clear(self) -> None:
        """Show nothing: another record comes."""
        self.commit_open()
        self._owner_id = ""
        self._drop_draft()
        self.set_rows("", ())

    def set_lock(self, lock: Lock) -> None:
        """Say which fields cannot be changed now."""
        self._lock = lock
        locked = next(filter(None, map(lock, self._locking())), None)
        self.add_button.setEnabled(locked is None)
        self.add_button.setToolTip(tooltip("" if locked is None else self._texts.sentence(locked)))
        for form in self._forms():
            form.set_lock(lock, can_delete=locked is None)

    def _locking(self) -> list[Field]:
        return [each for each in fields_of(self._table).values() if each.is_locked_when_adopted]

    def set_rows(self, owner_id: str, rows: Sequence[Child]) -> None:
        """Show the rows of a record; what is being typed in one of them is left alone."""
        self._owner_id = owner_id
        wanted = {child.record.id for child in rows}
        for row_id in self._rows.keys() - wanted:
            _drop(self._rows.pop(row_id))
        for place, child in enumerate(rows):
            form = self._rows.get(child.record.id)
            if form is None:
                form = self._rows[child.record.id] = self._make_form()
                form.edited.connect(partial(self._on_edited, child.record.id))
                form.delete_asked.connect(partial(self._on_delete_asked, child.record.id))
            if self._list.indexOf(form) != place:
                self._list.insertWidget(place, form)
            form.show_child(child)
        if self.is_short and owner_id and self._draft is None:
            self._add_draft()
        self.set_lock(self._lock)

    def _make_form(self) -> ChildForm:
        form = ChildForm(self._table, self._written, self, is_short=self.is_short)
        form.asked.connect(self.asked)
        return form

    def _forms(self) -> list[ChildForm]:
        return [*self._rows.values(), *([self._draft] if self._draft is not None else [])]

    # A new row: it is asked for once its required fields are there

    def _on_add_clicked(self) -> None:
        if self._draft is None:
            self._add_draft()
        assert self._draft is not None
        self._draft.focus_first()

    def _add_draft(self) -> None:
        draft = self._draft = self._make_form()
        draft.edited.connect(partial(self._on_draft_edited, draft))
        draft.delete_asked.connect(self._on_draft_dropped)
        self._list.addWidget(draft)
        draft.show_child(Child(record_class(self._table)(id=""), {}))
        draft.set_lock(self._lock, can_delete=True)

    def _on_draft_edited(self, draft: ChildForm, _name: str, _value: object) -> None:
        if draft is not self._draft:
            return
        values = draft.values()
        if values is None:
            return
        needed = [
            f.name for f in fields_of(self._table).values() if f.is_required and f.label and f.is_stored
        ]
        if all(values.get(name) for name in needed if fields_of(self._table)[name].initial in (None, "")):
            had_focus = draft.isAncestorOf(self.focusWidget() or self)
            self._drop_draft()
            self._ask(ADD, values=values)
            if self.is_short:
                self._add_draft()
                if had_focus:
                    assert self._draft is not None
                    self._draft.focus_first()

    def _on_draft_dropped(self) -> None:
        self._drop_draft()
        if self.is_short:
            self._add_draft()
        else:
            self.add_button.setFocus()

    def _drop_draft(self) -> None:
        if self._draft is not None:
            draft, self._draft = self._draft, None
            _drop(draft)

    # What people do

    def _ask(self, kind: str, row_id: str = "", values: Mapping[str, Any] | None = None) -> None:
        name = self._table.__tablename__
        self.asked.emit(ChildEdit(kind, self._field.name, name, self._owner_id, row_id, values or {}))

    def _on_edited(self, row_id: str, name: str, value: object) -> None:
        self._ask(CHANGE, row_id, {name: value})

    def _on_delete_asked(self, row_id: str) -> None:
        self._ask(DELETE, row_id)

    def commit_open(self) -> None:
        """Take what stands in the editor that has the focus."""
        for form in self._forms():
            form.commit_open()


class ChildForm(QFrame):
    """One row: its editors, what belongs to it, and the button that deletes it.

    Signals:
        edited: name of a field and its new value.
        delete_asked: the row is to be deleted.
        asked: a `ChildEdit` of what belongs to the row.
    """

    edited = Signal(str, object)
    delete_asked = Signal()
    asked = Signal(object)

    def __init__(self, table: Any, written: WrittenValues, parent: QWidget, *, is_short: bool) -> None:
        super().__init__(parent)
        self._table = table
        self._written = written
        self._lock: Lock = _is_open
        self._is_draft = True
        declared = fields_of(table).values()
        own = [f for f in declared if f.is_shown and f.is_stored]
        self.fields = FieldEditors(own, written, self._lock_reason, self)
        self.fields.edited.connect(self.edited)
        self.below: dict[str, ChildrenEditor] = {}
        self.delete_button = self._make_delete_button()
        if is_short:
            self._build_line(own)
        else:
            self._build_card(own, [f for f in declared if f.kind is Kind.CHILDREN])

    def _make_delete_button(self) -> QToolButton:
        texts = self._written.values.texts
        button = QToolButton(self)
        button.setText("×")
        button.setAutoRaise(True)
        what = texts.gettext(self._table.title_label)
        button.setAccessibleName(texts.fill(N_("Delete: {what}"), {"what": what}))
        button.setToolTip(tooltip(button.accessibleName()))
        button.clicked.connect(self.delete_asked)
        return button

    def _build_line(self, own: list[Field]) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(1)
        line = QHBoxLayout()
        line.setSpacing(4)
        problems = []
        for each in own:
            editor, problem = self.fields.make(each, self, _CARD_LINES)
            line.addWidget(editor, 1)
            editor.setMinimumWidth(60)
            if isinstance(editor, LineEditor):
                editor.setPlaceholderText(self._written.values.label(each))
            problems.append(problem)
        line.addWidget(self.delete_button)
        layout.addLayout(line)
        for problem in problems:
            layout.addWidget(problem)

    def _build_card(self, own: list[Field], below: list[Field]) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setObjectName("card")
        self.setStyleSheet("#card { border: 1px solid palette(mid); border-radius: 4px; }")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.setSpacing(3)
        long_fields = [f for f in own if f.kind is Kind.LONG_TEXT]
        for place, each in enumerate(long_fields):
            editor, problem = self.fields.make(each, self, _CARD_LINES)
            head = QHBoxLayout()
            head.addWidget(named_label(self._written.values.label(each), editor, self), 1)
            if place == 0:
                head.addWidget(self.delete_button)
            layout.addLayout(head)
            layout.addWidget(editor)
            layout.addWidget(problem)
        grid = QGridLayout()
        grid.setSpacing(3)
        for place, each in enumerate(f for f in own if f not in long_fields):
            editor, problem = self.fields.make(each, self, _CARD_LINES)
            row, column = 3 * (place // _COLUMNS), place % _COLUMNS
            label = named_label(self._written.values.label(each), editor, self)
            label.setWordWrap(True)
            editor.setMinimumWidth(40)
            grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignBottom)
            grid.addWidget(editor, row + 1, column)
            grid.addWidget(problem, row + 2, column)
            grid.setColumnStretch(column, 1)
        layout.addLayout(grid)
        for each in below:
            self.below[each.name] = ChildrenEditor(each, self._written, self)
            self.below[each.name].asked.connect(self.asked)
            layout.addWidget(self.below[each.name])

    def _lock_reason(self, _record: Any, declared: Field) -> UserError | None:
        return self._lock(declared)

    def set_lock(self, lock: Lock, *, can_delete: bool) -> None:
        """Say which fields cannot be changed now, and whether the row may go."""
        self._lock = lock
        is_empty_line = self._is_draft and not self.below
        self.delete_button.setVisible(can_delete and not is_empty_line)
        self.fields.set_record(self.fields.record)
        for editor in self.below.values():
            editor.set_lock(lock)

    def show_child(self, child: Child) -> None:
        """Show a row and what belongs to it."""
        self.fields.set_record(child.record)
        self._is_draft = not child.record.id
        for name, editor in self.below.items():
            editor.setVisible(bool(child.record.id))
            editor.set_rows(child.record.id, child.children.get(name, ()))

    def values(self) -> dict[str, Any] | None:
        """What stands in the editors; None while one of them cannot be read and says so."""
        try:
            found = {name: editor.value() for name, editor in self.fields.editors.items()}
        except UserError:
            return None
        return {name: value for name, value in found.items() if value}

    def focus_first(self) -> None:
        """Go to the first editor."""
        first = next(iter(self.fields.editors.values()))
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def commit_open(self) -> None:
        """Take what stands in the editor that has the focus."""
        self.fields.commit_open()
        for editor in self.below.values():
            editor.commit_open()


def _is_open(_field: Field) -> UserError | None:
    return None


def _drop(widget: QWidget) -> None:
    # Hiding takes the focus away, which would hand over what stands in an editor of a row that is gone.
    widget.blockSignals(True)
    widget.hide()
    widget.setParent(None)
    widget.deleteLater()
