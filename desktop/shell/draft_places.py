"""Where an editor belongs: the record and the field of what is typed in it, as the editor itself can tell.

The factory of editors marks the field, whoever shows a record in them marks the record.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from db.fields import Field

_TABLE, _FIELD, _RECORD = "draft_table", "draft_field", "draft_record"
TextEditor = QLineEdit | QPlainTextEdit


@dataclass(frozen=True, slots=True)
class DraftPlace:
    """A field of a record; `row_id` is empty for a record that is still to be made, `name` is the label."""

    table: str
    row_id: str
    field: str
    name: str


def mark_field(editor: QWidget, field: Field) -> None:
    """Say which declared field an editor writes."""
    editor.setProperty(_TABLE, field.table)
    editor.setProperty(_FIELD, field.name)


def mark_record(editor: QWidget, row_id: str | None) -> None:
    """Say whose field an editor, or all editors within a widget, write now."""
    editor.setProperty(_RECORD, row_id or "")


def text_editor(widget: QWidget | None) -> TextEditor | None:
    """The editor of a record's text that a widget is, or has inside; None for anything else.

    What is typed hidden, as passphrases are, is none.
    """
    if isinstance(widget, QComboBox):
        found: QWidget | None = widget.lineEdit()
        if found is not None and found.property(_FIELD) is None and widget.property(_FIELD):
            for name in (_TABLE, _FIELD):
                found.setProperty(name, widget.property(name))
            found.setAccessibleName(widget.accessibleName())
        widget = found
    if not isinstance(widget, QLineEdit | QPlainTextEdit) or not widget.property(_FIELD):
        return None
    is_hidden = isinstance(widget, QLineEdit) and widget.echoMode() is not QLineEdit.EchoMode.Normal
    return None if is_hidden or widget.isReadOnly() else widget


def place_of(editor: TextEditor) -> DraftPlace:
    """The place that an editor writes now."""
    marked: QWidget | None = editor
    while marked is not None and marked.property(_RECORD) is None:
        marked = marked.parentWidget()
    row_id = "" if marked is None else str(marked.property(_RECORD))
    return DraftPlace(
        str(editor.property(_TABLE)), row_id, str(editor.property(_FIELD)), editor.accessibleName()
    )


def typed_text(editor: TextEditor) -> str | None:
    """What a person typed there and did not take back; None when all that stands there was given to it."""
    if isinstance(editor, QLineEdit):
        return editor.text() if editor.isModified() else None
    return editor.toPlainText() if editor.document().isModified() else None
