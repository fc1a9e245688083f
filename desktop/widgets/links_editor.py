"""Several linked records in their order: a line for each, and a line to add one by typing its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from db.fields import Field, Ref
from desktop.base.i18n import N_, Texts
from desktop.base.text import fold, visible_controls
from desktop.shell.draft_places import mark_field
from desktop.shell.value_texts import tooltip
from desktop.shell.written_values import WrittenValues
from desktop.widgets.editors import NEW_NAME
from desktop.widgets.labels import hint, plain_label
from desktop.widgets.names import NameCompleter


class LinkRow(QWidget):
    """The name of one linked record, with buttons to move it and to take it out.

    Signals:
        moved: one step up (-1) or down (1) is asked for.
        taken_out: the record shall no longer be linked.
    """

    moved = Signal(int)
    taken_out = Signal()

    def __init__(self, ref: Ref, texts: Texts, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        self._name = visible_controls(ref.text)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(4, 0, 0, 0)
        self._line.setSpacing(0)
        label = plain_label(self._name, self, wraps=True)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._line.addWidget(label, 1)

    def add_buttons(self, *, can_go_up: bool, can_go_down: bool) -> None:
        """Let the record be moved, where there are others, and taken out."""
        if can_go_up or can_go_down:
            self._tool("↑", N_("Move up: {name}"), partial(self.moved.emit, -1)).setEnabled(can_go_up)
            self._tool("↓", N_("Move down: {name}"), partial(self.moved.emit, 1)).setEnabled(can_go_down)
        self._tool("×", N_("Take out: {name}"), self.taken_out.emit)

    def _tool(self, sign: str, said: str, slot: Callable[[], object]) -> QToolButton:
        button = QToolButton(self)
        button.setText(sign)
        button.setAutoRaise(True)
        text = self._texts.fill(said, {"name": self._name})
        button.setToolTip(tooltip(text))
        button.setAccessibleName(text)
        button.clicked.connect(slot)
        self._line.addWidget(button)
        return button


class LinksEditor(QWidget):
    """Shows linked records; each change - added, taken out, moved - is handed over at once.

    A name that nobody has yet is recorded only when the person says so.

    Signals:
        committed: the person has changed the list.
    """

    committed = Signal()

    def __init__(self, field: Field, written: WrittenValues, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self._written = written
        self._texts = written.values.texts
        self._refs: tuple[Ref, ...] = ()
        self._is_read_only = False
        self._build()

    def _build(self) -> None:
        _ = self._texts.gettext
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(1)
        layout.addLayout(self.rows)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(_(N_("type a name")))
        self.line.setAccessibleName(self._written.values.label(self._field))
        # One name of several: put in the place of the field it would take the others out.
        mark_field(self.line, replace(self._field, table=""))
        self.line.installEventFilter(self)
        self.names = NameCompleter(self._known_names, self.line, is_list=False, new_text=self._new_text)
        self.names.activated.connect(self._on_name_chosen)
        self.line.returnPressed.connect(self._on_return_pressed)
        self.line.textEdited.connect(self._on_text_edited)
        layout.addWidget(self.line)
        self.unknown = QWidget(self)
        row = QVBoxLayout(self.unknown)
        row.setContentsMargins(0, 2, 0, 2)
        self.said = hint("", self.unknown)
        self.new_button = QPushButton(_(N_("Record as new")), self.unknown)
        self.new_button.setAutoDefault(True)
        row.addWidget(self.said)
        row.addWidget(self.new_button, 0, Qt.AlignmentFlag.AlignLeading)
        self.unknown.setVisible(False)
        self.new_button.clicked.connect(self._on_new_clicked)
        layout.addWidget(self.unknown)
        self.setFocusProxy(self.line)
        # The names are read when they are first asked for: long before anybody has typed one.
        self._written.refs(self._field.target)

    def _known_names(self) -> list[str]:
        taken = {ref.id for ref in self._refs}
        return [ref.text for ref in self._written.refs(self._field.target) if ref.id not in taken]

    def _new_text(self, name: str) -> str:
        return self._texts.fill(NEW_NAME, {"name": name})

    # What is shown

    def value(self) -> tuple[Ref, ...]:
        """The records in their order; a name that is to be recorded has no id."""
        return self._refs

    def set_value(self, value: Any) -> None:
        """Show these records; a name that is being typed is left alone."""
        refs = tuple(value or ())
        if refs != self._refs or self.rows.count() != len(refs):
            self._refs = refs
            self._show_rows()
        if not self.line.hasFocus():
            self._forget_typed()

    def setReadOnly(self, is_read_only: bool) -> None:
        """Show only, or let change as well."""
        if is_read_only != self._is_read_only:
            self._is_read_only = is_read_only
            self.line.setVisible(not is_read_only)
            self._show_rows()

    def _show_rows(self) -> None:
        while (entry := self.rows.takeAt(0)) is not None:
            widget = entry.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, ref in enumerate(self._refs):
            row = LinkRow(ref, self._texts, self)
            if not self._is_read_only:
                row.add_buttons(can_go_up=place > 0, can_go_down=place < len(self._refs) - 1)
            row.moved.connect(partial(self._on_moved, place))
            row.taken_out.connect(partial(self._on_taken_out, place))
            self.rows.addWidget(row)
        if self._is_read_only and not self._refs:
            self.rows.addWidget(hint(self._texts.gettext(N_("(none)")), self))

    # What people do

    def _take(self, refs: tuple[Ref, ...]) -> None:
        self._refs = refs
        self._show_rows()
        self.names.renew()
        self.committed.emit()

    def _on_moved(self, place: int, steps: int) -> None:
        refs = list(self._refs)
        refs.insert(place + steps, refs.pop(place))
        self._take(tuple(refs))
        self.line.setFocus()

    def _on_taken_out(self, place: int) -> None:
        self._take(self._refs[:place] + self._refs[place + 1 :])
        self.line.setFocus()

    def _on_name_chosen(self, _text: str) -> None:
        # The completer writes the name into the line after it has told of it.
        text = self.names.pathFromIndex(self.names.popup().currentIndex())
        self.line.setText(text)
        if not self._add(text):
            self._add_new(text)

    def _on_return_pressed(self) -> None:
        if self.line.text().strip() and not self._add(self.line.text()):
            self._ask_for_new(with_focus=True)

    def _on_new_clicked(self) -> None:
        self._add_new(self.line.text())
        self.line.setFocus()

    def _on_text_edited(self, _text: str) -> None:
        self.unknown.setVisible(False)

    def _add(self, text: str) -> bool:
        """Add the record of a name; whether there is one."""
        wanted = fold(text)
        known = next((r for r in self._written.refs(self._field.target) if fold(r.text) == wanted), None)
        if known is None:
            return False
        self._forget_typed()
        if known.id not in {ref.id for ref in self._refs}:
            self._take((*self._refs, known))
        return True

    def _add_new(self, text: str) -> None:
        name = " ".join(text.split())
        self._forget_typed()
        if name:
            self._take((*self._refs, Ref("", name)))

    def _ask_for_new(self, *, with_focus: bool) -> None:
        name = visible_controls(" ".join(self.line.text().split()))
        self.said.setText(self._texts.fill(N_("“{name}” is not recorded yet."), {"name": name}))
        self.new_button.setAccessibleName(f"{self.new_button.text()}: {name}")
        self.unknown.setVisible(True)
        if with_focus:
            self.new_button.setFocus()

    def _forget_typed(self) -> None:
        self.names.popup().hide()
        self.line.clear()
        self.unknown.setVisible(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leaving the line takes a known name and asks about another; Escape empties it."""
        if watched is self.line and isinstance(event, QFocusEvent):
            is_left = event.lostFocus() and event.reason() is not Qt.FocusReason.PopupFocusReason
            if event.gotFocus():
                self.names.renew()
            elif is_left and self.line.text().strip() and not self._add(self.line.text()):
                self._ask_for_new(with_focus=False)
        is_key = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if is_key and event.key() == Qt.Key.Key_Escape and self.line.text():
            self._forget_typed()
            return True
        return super().eventFilter(watched, event)
