"""The form of one record, built from its declarations: a group for each place, an editor for each field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import groupby
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from db.fields import Field, Kind
from desktop.base.errors import UserError
from desktop.shell.value_texts import tooltip
from desktop.shell.written_values import WrittenValues
from desktop.widgets.editors import CodesEditor, LongTextEditor, make_editor
from desktop.widgets.labels import heading, hint, named_label

LockReason = Callable[[Any, Field], UserError | None]
_LONG_TEXT_LINES = 4


class RecordForm(QScrollArea):
    """Shows one record and asks for each change as soon as an editor is left.

    Signals:
        edited: name of a field and its new value.
    """

    edited = Signal(str, object)

    def __init__(
        self,
        fields: Sequence[Field],
        written: WrittenValues,
        lock_reason: LockReason | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._fields = [field for field in fields if field.is_shown and field.kind is not Kind.CHILDREN]
        self._written = written
        self._lock_reason = lock_reason
        self._record: Any = None
        self.editors: dict[str, Any] = {}
        self._problems: dict[str, Any] = {}
        self._build()

    def _build(self) -> None:
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget(self)
        self.body_layout = QVBoxLayout(body)
        self.body_layout.setContentsMargins(16, 12, 16, 16)
        self.body_layout.setSpacing(6)
        places: dict[str, None] = dict.fromkeys(field.place for field in self._fields)
        ordered = sorted(self._fields, key=lambda field: list(places).index(field.place))
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
            self._add_field(body, form, field)
        self.body_layout.addLayout(form)

    def _add_field(self, body: QWidget, form: QFormLayout, field: Field) -> None:
        editor = make_editor(field, self._written, body)
        editor.committed.connect(partial(self._on_committed, field))
        self.editors[field.name] = editor
        if isinstance(editor, LongTextEditor):
            editor.setFixedHeight(editor.fontMetrics().lineSpacing() * _LONG_TEXT_LINES + 12)
        # What is chosen may be long: it is cut, and the form keeps its width.
        wide = QSizePolicy.Policy.Ignored if isinstance(editor, CodesEditor) else QSizePolicy.Policy.Expanding
        editor.setSizePolicy(wide, editor.sizePolicy().verticalPolicy())
        form.addRow(named_label(self._written.values.label(field), editor, body), editor)
        problem = hint("", body)
        problem.setVisible(False)
        self._problems[field.name] = problem
        form.addRow(problem)

    @property
    def record_id(self) -> str | None:
        """The id of the record that is shown."""
        return None if self._record is None else self._record.id

    def set_record(self, record: Any) -> None:
        """Show a record, or nothing; what is being typed in the same record is left alone."""
        is_same = record is not None and self.record_id == record.id
        if not is_same:
            self.commit_open()
        self._record = record
        self.setEnabled(record is not None)
        for field in self._fields:
            editor = self.editors[field.name]
            value = field.empty if record is None else getattr(record, field.name)
            if not (is_same and editor.hasFocus() and self._is_typed(field, value)):
                editor.set_value(() if value is None and field.kind is Kind.LINKS else value)
                editor.setProperty("shown", repr(value))
                self._say(field, None)
            self._lock(field, editor)

    def _is_typed(self, field: Field, value: Any) -> bool:
        """Whether the editor holds something that it was not given and that the record does not have."""
        editor = self.editors[field.name]
        try:
            return repr(editor.value()) not in (editor.property("shown"), repr(value))
        except UserError:
            return True

    def commit_open(self) -> None:
        """Take what stands in the editor that has the focus; for when the window goes elsewhere."""
        if self._record is None:
            return
        for field in self._fields:
            if self.editors[field.name].hasFocus():
                self._on_committed(field)

    def _lock(self, field: Field, editor: Any) -> None:
        reason = None
        if self._record is not None and self._lock_reason is not None:
            reason = self._lock_reason(self._record, field)
        if isinstance(editor, QLineEdit | QPlainTextEdit):
            editor.setReadOnly(reason is not None)
        else:
            editor.setEnabled(reason is None)
        said = "" if reason is None else self._written.values.texts.sentence(reason)
        editor.setToolTip(tooltip(said))
        editor.setAccessibleDescription(said)

    def _on_committed(self, field: Field) -> None:
        if self._record is None:
            return
        try:
            value = self.editors[field.name].value()
        except UserError as problem:
            self._say(field, problem)
            return
        self._say(field, None)
        if value != getattr(self._record, field.name):
            self.edited.emit(field.name, value)

    def _say(self, field: Field, problem: UserError | None) -> None:
        label = self._problems[field.name]
        label.setText("" if problem is None else self._written.values.texts.sentence(problem))
        label.setVisible(problem is not None)
