"""The form of one record, built from its declarations: a group for each place, an editor for each field."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from db.fields import Field, Kind
from desktop.shell.written_values import WrittenValues
from desktop.widgets.children_editor import ChildrenEditor
from desktop.widgets.field_editors import READ_ONLY_STYLE, FieldEditors, LockReason
from desktop.widgets.labels import heading, named_label

__all__ = ["LockReason", "RecordForm"]

_LONG_TEXT_LINES = 4


class RecordForm(QScrollArea):
    """Shows one record and asks for each change as soon as an editor is left.

    Fields that are rows of their own (`Kind.CHILDREN`) are shown where `with_children` says so; the rows come
    by `children[name].set_rows`.

    Signals:
        edited: name of a field and its new value.
        left_unread: a `UserError`: a text could not be read when the person went to another record.
    """

    edited = Signal(str, object)
    left_unread = Signal(object)

    def __init__(
        self,
        fields: Sequence[Field],
        written: WrittenValues,
        lock_reason: LockReason | None = None,
        parent: QWidget | None = None,
        *,
        with_children: bool = False,
    ) -> None:
        super().__init__(parent)
        shown = [field for field in fields if field.is_shown]
        self._written = written
        self._lock_reason = lock_reason
        self._fields = FieldEditors(
            [field for field in shown if field.kind is not Kind.CHILDREN], written, lock_reason, self
        )
        self._fields.edited.connect(self.edited)
        self._fields.left_unread.connect(self.left_unread)
        self.editors = self._fields.editors
        self.problems = self._fields.problems
        self.children_editors: dict[str, ChildrenEditor] = {}
        own = {field.name for field in self._fields.fields}
        self._build([f for f in shown if f.name in own or (with_children and f.kind is Kind.CHILDREN)])

    def _build(self, fields: Sequence[Field]) -> None:
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget(self)
        body.setStyleSheet(READ_ONLY_STYLE)
        self.body_layout = QVBoxLayout(body)
        self.body_layout.setContentsMargins(16, 12, 16, 16)
        self.body_layout.setSpacing(6)
        places: dict[str, None] = dict.fromkeys(field.place for field in fields)
        ordered = sorted(fields, key=lambda field: list(places).index(field.place))
        for place, group in groupby(ordered, key=lambda field: field.place):
            self._add_group(body, place, list(group))
        self.body_layout.addStretch(1)
        self.setWidget(body)

    def _add_group(self, body: QWidget, place: str, fields: list[Field]) -> None:
        if place:
            title = heading(self._written.values.texts.gettext(place), body, level=2)
            title.setWordWrap(True)
            title.setContentsMargins(0, 10, 0, 2)
            self.body_layout.addWidget(title)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setVerticalSpacing(3)
        for field in fields:
            if field.kind is Kind.CHILDREN:
                self.children_editors[field.name] = ChildrenEditor(field, self._written, body)
                form.addRow(self.children_editors[field.name])
            else:
                editor, problem = self._fields.make(field, body, _LONG_TEXT_LINES)
                label = named_label(self._written.values.label(field), editor, body)
                label.setWordWrap(True)
                form.addRow(label, editor)
                form.addRow(problem)
        self.body_layout.addLayout(form)

    @property
    def record_id(self) -> str | None:
        """The id of the record that is shown."""
        return None if self._fields.record is None else self._fields.record.id

    def set_record(self, record: Any) -> None:
        """Show a record, or nothing; what is being typed in the same record is left alone."""
        if record is None or record.id != self.record_id:
            for editor in self.children_editors.values():
                editor.clear()
        self._fields.set_record(record)
        self.setEnabled(record is not None)
        for editor in self.children_editors.values():
            editor.set_lock(self._child_lock)

    def _child_lock(self, field: Field) -> Any:
        record = self._fields.record
        return None if record is None or self._lock_reason is None else self._lock_reason(record, field)

    def commit_open(self) -> None:
        """Take what stands in the editor that has the focus; for when the window goes elsewhere."""
        self._fields.commit_open()
        for editor in self.children_editors.values():
            editor.commit_open()
