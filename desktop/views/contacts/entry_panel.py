"""A small form beside the directory for something new: its fields, a button that does it, and Cancel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFormLayout, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from db.fields import Field
from desktop.base.errors import Problem, UserError
from desktop.base.i18n import N_, Texts
from desktop.shell.written_values import WrittenValues
from desktop.widgets.editors import LongTextEditor, make_editor
from desktop.widgets.labels import heading, named_label, plain_label


class EntryPanel(QScrollArea):
    """Asks for the values of some fields.

    Signals:
        submitted: the values by the names of the fields, those without a value left out.
        cancelled: the person wants none of it.
    """

    submitted = Signal(object)
    cancelled = Signal()

    def __init__(
        self,
        title: str,
        action: str,
        fields: Sequence[Field],
        written: WrittenValues,
        initial: Mapping[str, Any],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._fields = fields
        self._texts: Texts = written.values.texts
        self.editors: dict[str, Any] = {}
        self._build(title, action, written)
        for field in fields:
            value = initial.get(field.name)
            self.editors[field.name].set_value(field.initial if value is None else value)
        self.submit_button.clicked.connect(self.submit)
        self.cancel_button.clicked.connect(self.cancelled)

    def _build(self, title: str, action: str, written: WrittenValues) -> None:
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget(self)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.setSpacing(8)
        head = heading(title, body, level=2)
        head.setWordWrap(True)
        layout.addWidget(head)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setVerticalSpacing(3)
        for field in self._fields:
            editor = make_editor(field, written, body)
            if isinstance(editor, LongTextEditor):
                editor.setFixedHeight(editor.fontMetrics().lineSpacing() * 3 + 12)
            self.editors[field.name] = editor
            form.addRow(named_label(written.values.label(field), editor, body), editor)
        layout.addLayout(form)
        self.said = plain_label("", body, wraps=True)
        self.said.hide()
        layout.addWidget(self.said)
        buttons = QHBoxLayout()
        self.submit_button = QPushButton(action, body)
        self.submit_button.setDefault(True)
        self.cancel_button = QPushButton(self._texts.gettext(N_("Cancel")), body)
        buttons.addWidget(self.submit_button)
        buttons.addWidget(self.cancel_button)
        buttons.addStretch(1)
        layout.addLayout(buttons)
        layout.addStretch(1)
        self.setWidget(body)

    def start(self) -> None:
        """Go to the first field that is empty."""
        empty = [field.name for field in self._fields if self.editors[field.name].value() in ("", None)]
        name = empty[0] if empty else self._fields[0].name
        self.editors[name].setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Hand over what was typed, or say what cannot be read."""
        values: dict[str, Any] = {}
        try:
            for field in self._fields:
                value = self.editors[field.name].value()
                if value not in ("", None):
                    values[field.name] = value
        except UserError as problem:
            self.refuse(problem)
            return
        self.said.hide()
        self.submitted.emit(values)

    def refuse(self, problem: Problem) -> None:
        """Say why it could not be done; what was typed stays."""
        self.said.setText(self._texts.sentence(problem))
        self.said.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape cancels, Return in a line goes ahead."""
        is_return = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape or (is_return and self.cancel_button.hasFocus()):
            self.cancelled.emit()
        elif is_return:
            self.submit()
        else:
            super().keyPressEvent(event)
