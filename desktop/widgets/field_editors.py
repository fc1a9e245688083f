"""The editors of one record: made from declarations, shown, locked, read, and asked to say what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from db.fields import Field, Kind
from desktop.base.errors import UserError
from desktop.base.i18n import N_
from desktop.shell.draft_places import mark_record
from desktop.shell.value_texts import tooltip
from desktop.shell.written_values import DateAsWritten, WrittenValues, words_of_date
from desktop.widgets.editors import CodesEditor, LineEditor, LongTextEditor, make_editor
from desktop.widgets.labels import hint
from desktop.widgets.links_editor import LinksEditor

LockReason = Callable[[Any, Field], UserError | None]
_BESIDE = "{}_text"
READ_ONLY_STYLE = """
QLineEdit[readOnly="true"], QPlainTextEdit[readOnly="true"] { background: palette(window); }
"""
"""What cannot be changed here looks like the page it stands on."""


def words_beside(fields: Sequence[Field]) -> dict[str, str]:
    """Dates whose words have a field of their own (`due` and `due_text`): both are one editor."""
    names = {field.name for field in fields}
    dates = (field.name for field in fields if field.kind is Kind.PARTIAL_DATE)
    return {name: _BESIDE.format(name) for name in dates if _BESIDE.format(name) in names}


class FieldEditors(QObject):
    """Holds the editors of one record and hands each change over as soon as an editor is left.

    A text that cannot be read stays in its editor with a sentence below it, and comes back with its record.

    Signals:
        edited: name of a field and its new value.
        left_unread: a `UserError`: the person went to another record while a text could not be read.
    """

    edited = Signal(str, object)
    left_unread = Signal(object)

    def __init__(
        self,
        fields: Sequence[Field],
        written: WrittenValues,
        lock_reason: LockReason | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._beside = words_beside(fields)
        self.fields = [field for field in fields if field.name not in self._beside.values()]
        self._written = written
        self._lock_reason = lock_reason
        self._record: Any = None
        self._unread: dict[tuple[str, str], str] = {}
        self.editors: dict[str, Any] = {}
        self.problems: dict[str, QLabel] = {}

    def make(self, field: Field, parent: QWidget, lines: int) -> tuple[QWidget, QLabel]:
        """The editor of a field and the place of its sentence; a long text shows so many lines."""
        if field.kind is Kind.LINKS:
            editor: Any = LinksEditor(field, self._written, parent)
        else:
            editor = make_editor(field, self._written, parent)
        editor.committed.connect(partial(self._on_committed, field))
        if isinstance(editor, LongTextEditor):
            editor.setFixedHeight(editor.fontMetrics().lineSpacing() * lines + 12)
        if field.kind is Kind.PARTIAL_DATE:
            editor.textEdited.connect(partial(self._on_date_typed, field))
        # What is chosen may be long: it is cut, and the form keeps its width.
        wide = QSizePolicy.Policy.Ignored if isinstance(editor, CodesEditor) else QSizePolicy.Policy.Expanding
        editor.setSizePolicy(wide, editor.sizePolicy().verticalPolicy())
        self.editors[field.name] = editor
        problem = self.problems[field.name] = hint("", parent)
        problem.setVisible(False)
        return editor, problem

    @property
    def record(self) -> Any:
        """The record that is shown, or None."""
        return self._record

    def set_record(self, record: Any) -> None:
        """Show a record, or nothing; what is being typed in the same record is left alone."""
        is_same = record is not None and self._record is not None and self._record.id == record.id
        if not is_same:
            self.commit_open()
            self._keep_unread()
        self._record = record
        for field in self.fields:
            mark_record(self.editors[field.name], "" if record is None else record.id)
            self._show(field, is_same=is_same)
            self._lock(field)

    def _show(self, field: Field, *, is_same: bool) -> None:
        editor, value = self.editors[field.name], self._value_of(field)
        if is_same and self._is_typed(field, value):
            return
        editor.set_value(() if value is None and field.kind is Kind.LINKS else value)
        editor.setProperty("shown", _known(value))
        self._say(field, None)
        unread = self._unread.pop((self._record.id, field.name), None) if self._record is not None else None
        if unread is not None:
            editor.setText(unread)
            self._on_committed(field)

    def _value_of(self, field: Field) -> Any:
        """What the record holds; a date with the words that stand beside it."""
        if self._record is None:
            return field.empty
        value = getattr(self._record, field.name)
        beside = self._beside.get(field.name)
        words = getattr(self._record, beside) if beside else ""
        return DateAsWritten(value, words) if words else value

    def _is_typed(self, field: Field, value: Any) -> bool:
        """Whether the editor holds something that it was not given and that the record does not have."""
        editor = self.editors[field.name]
        try:
            is_other = _known(editor.value()) not in (editor.property("shown"), _known(value))
        except UserError:
            return True
        return is_other and editor.hasFocus()

    def commit_open(self) -> None:
        """Take what stands in the editor that has the focus; for when the window goes elsewhere."""
        if self._record is None:
            return
        for field in self.fields:
            if self.editors[field.name].hasFocus():
                self._on_committed(field)

    def _keep_unread(self) -> None:
        """What could not be read waits for its record; the person is told what was not taken."""
        if self._record is None:
            return
        for field in self.fields:
            editor = self.editors[field.name]
            if isinstance(editor, LineEditor):
                try:
                    editor.value()
                except UserError as problem:
                    self._unread[self._record.id, field.name] = editor.text()
                    self.left_unread.emit(problem)

    def _lock(self, field: Field) -> None:
        editor = self.editors[field.name]
        reason = None
        if self._record is not None and self._lock_reason is not None:
            reason = self._lock_reason(self._record, field)
        is_locked = reason is not None
        if isinstance(editor, QLineEdit | QPlainTextEdit | LinksEditor):
            if isinstance(editor, LinksEditor) or editor.isReadOnly() != is_locked:
                editor.setReadOnly(is_locked)
                editor.style().unpolish(editor)
                editor.style().polish(editor)
        else:
            editor.setEnabled(not is_locked)
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
        if _known(value) != _known(self._value_of(field)):
            self.edited.emit(field.name, value)

    def _on_date_typed(self, field: Field, _text: str) -> None:
        """Say what a date means as it is typed, where it is written in another way."""
        try:
            value = self.editors[field.name].value()
        except UserError:
            value = None
        self._say_date(field, value)

    def _say(self, field: Field, problem: UserError | None) -> None:
        if problem is None and field.kind is Kind.PARTIAL_DATE:
            self._say_date(field, self.editors[field.name].value())
            return
        label = self.problems[field.name]
        label.setText("" if problem is None else self._written.values.texts.sentence(problem))
        label.setVisible(problem is not None)

    def _say_date(self, field: Field, value: Any) -> None:
        label, editor = self.problems[field.name], self.editors[field.name]
        said, texts = "", self._written.values.texts
        if value:
            shown = self._written.values.date(str(value))
            if shown != editor.text().strip():
                said = texts.fill(N_("Read as: {date}"), {"date": shown})
        elif words_of_date(value):
            said = texts.gettext(N_("Kept as it was written; it is not read as a date."))
        label.setText(said)
        label.setVisible(bool(said))


def _known(value: Any) -> str:
    """What two values are compared by: dates with their words, empty ones all alike."""
    return repr((value or None, words_of_date(value)))
