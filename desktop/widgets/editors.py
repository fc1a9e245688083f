"""Editors of single values, one for each kind of field, the same in cells and in forms.

Every editor has `value()` (raises UserError when its text cannot be read), `set_value(value)` and the signal
`committed`: the person has finished with it.
"""

from __future__ import annotations

from typing import Any, Protocol

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QKeySequence, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QToolButton,
    QWidget,
)

from db.fields import Field, Kind
from desktop.base.i18n import N_
from desktop.shell.clipboard import mark_private
from desktop.shell.draft_places import mark_field
from desktop.shell.value_texts import tooltip
from desktop.shell.written_values import WrittenValues
from desktop.widgets.names import NameCompleter

NEW_NAME = N_("New: {name}")
_WITH_NAMES = (Kind.LINK, Kind.LINKS, Kind.STATE)


class Editor(Protocol):
    """What every editor can do."""

    committed: Any

    def value(self) -> Any:
        """The value as stored; raises UserError when the text cannot be read."""

    def set_value(self, value: Any) -> None:
        """Show a stored value."""


def make_editor(field: Field, written: WrittenValues, parent: QWidget | None = None) -> Any:
    """The editor of a field; its accessible name is the field's label."""
    match field.kind:
        case Kind.LONG_TEXT:
            made: QWidget = LongTextEditor(field, written, parent)
        case Kind.CHOICE:
            made = ChoiceEditor(field, written, parent)
        case Kind.FLAG:
            made = FlagEditor(field, written, parent)
        case Kind.CODES if field.choices:
            made = CodesEditor(field, written, parent)
        case _:
            made = LineEditor(field, written, parent)
    made.setAccessibleName(written.values.label(field))
    mark_private(made, field.is_personal)
    mark_field(made, field)
    return made


class LineEditor(QLineEdit):
    """One line: text, dates and numbers as people write them, names with completion."""

    committed = Signal()

    def __init__(self, field: Field, written: WrittenValues, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self._written = written
        self._given: tuple[str, Any] | None = None
        self.names: NameCompleter | None = None
        self.setMaxLength(field.max_length)
        if field.kind in _WITH_NAMES:
            self._add_completer()
        if field.kind is Kind.PARTIAL_DATE:
            texts = written.values.texts
            self.setPlaceholderText(texts.gettext(N_("day, month, quarter or year")))
        self.editingFinished.connect(self.committed)

    def _add_completer(self) -> None:
        is_list = self._field.kind is Kind.LINKS
        self.names = NameCompleter(
            self._known_names, self, is_list=is_list, new_text=self._new_text if is_list else None
        )

    def _known_names(self) -> list[str]:
        if self._field.kind is Kind.STATE:
            return list(self._written.state_names())
        return [ref.text for ref in self._written.refs(self._field.target)]

    def _new_text(self, name: str) -> str:
        return self._written.values.texts.fill(NEW_NAME, {"name": name})

    def value(self) -> Any:
        """The value of the text; a text that was not touched means the value it was given.

        Two institutions may have one name, and names may not be read yet: neither changes a link.
        """
        if self._given is not None and self._given[0] == self.text():
            return self._given[1]
        return self._written.read(self._field, self.text())

    def set_value(self, value: Any) -> None:
        """Show a value."""
        self.setText(self._written.write(self._field, value))
        self.setCursorPosition(0)
        self._given = (self.text(), value)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Names may have been added since the editor was made."""
        if self.names is not None:
            self.names.renew()
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape brings back what stood there; when nothing was typed it is left to the window."""
        is_typed = self._given is not None and self._given[0] != self.text()
        if event.key() == Qt.Key.Key_Escape and is_typed and not self.isReadOnly():
            assert self._given is not None
            self.set_value(self._given[1])
            self.committed.emit()
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Undo belongs to the editor while it has something to take back, else to the program."""
        if leaves_undo(event, self.isUndoAvailable(), self.isRedoAvailable()):
            return False
        return super().event(event)


def leaves_undo(event: QEvent, can_undo: bool, can_redo: bool) -> bool:
    """Whether a key of undo or redo means the program's and not the editor's own."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    keys = QKeySequence.StandardKey
    is_undo = event.matches(keys.Undo) and not can_undo
    return bool(is_undo or (event.matches(keys.Redo) and not can_redo))


class LongTextEditor(QPlainTextEdit):
    """Several lines of plain text; Tab goes on to the next control."""

    committed = Signal()

    def __init__(self, field: Field, written: WrittenValues, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self._written = written
        self._given = ""
        self.setTabChangesFocus(True)

    def value(self) -> Any:
        """The text."""
        return self._written.read(self._field, self.toPlainText())

    def set_value(self, value: Any) -> None:
        """Show a text."""
        self._given = value or ""
        self.setPlainText(self._given)

    def event(self, event: QEvent) -> bool:
        """Undo belongs to the editor while it has something to take back, else to the program."""
        document = self.document()
        if leaves_undo(event, document.isUndoAvailable(), document.isRedoAvailable()):
            return False
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving the text finishes it; a menu over it does not."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.committed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Return finishes the text; Escape brings back what stood there."""
        is_return = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_return and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.committed.emit()
            return
        is_typed = self._given != self.toPlainText() and not self.isReadOnly()
        if event.key() == Qt.Key.Key_Escape and is_typed:
            self.set_value(self._given)
            self.committed.emit()
            return
        super().keyPressEvent(event)


class ChoiceEditor(QComboBox):
    """The declared values and, unless the field is required, an empty one."""

    committed = Signal()

    def __init__(self, field: Field, written: WrittenValues, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # A long label must not hold its form wider than its place.
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        if not field.is_required:
            self.addItem(written.values.texts.gettext(N_("(not stated)")), None)
        for code, label in (field.choices or {}).items():
            self.addItem(written.values.texts.gettext(label), code)
        self.activated.connect(self._on_activated)

    def _on_activated(self, _index: int) -> None:
        self.committed.emit()

    def value(self) -> Any:
        """The chosen code."""
        return self.currentData()

    def set_value(self, value: Any) -> None:
        """Choose a code."""
        self.setCurrentIndex(max(self.findData(value), 0))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel over a form scrolls the form and changes no value."""
        event.ignore()


class FlagEditor(QCheckBox):
    """Yes or no."""

    committed = Signal()

    def __init__(self, field: Field, written: WrittenValues, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        self.committed.emit()

    def value(self) -> Any:
        """1 or 0."""
        return int(self.isChecked())

    def set_value(self, value: Any) -> None:
        """Show yes or no."""
        self.setChecked(bool(value))


class CodesEditor(QToolButton):
    """A set of declared codes to tick; codes that are not declared stay as they are."""

    committed = Signal()

    def __init__(self, field: Field, written: WrittenValues, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self._written = written
        self._codes: set[str] = set()
        self._actions: dict[str, QAction] = {}
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        menu = QMenu(self)
        for code, label in (field.choices or {}).items():
            action = menu.addAction(written.values.texts.gettext(label))
            action.setCheckable(True)
            action.setData(code)
            self._actions[code] = action
        menu.triggered.connect(self._on_triggered)
        self.setMenu(menu)
        self._show()

    def _on_triggered(self, action: QAction) -> None:
        code = action.data()
        self._codes = self._codes | {code} if action.isChecked() else self._codes - {code}
        self._show()
        self.committed.emit()

    def _show(self) -> None:
        shown = self._written.values.shown(self._field, self.value())
        self.setToolTip(tooltip(shown))
        self.setText(shown or self._written.values.texts.gettext(N_("(none)")))

    def value(self) -> Any:
        """The codes, sorted, separated by a space."""
        return " ".join(sorted(self._codes))

    def set_value(self, value: Any) -> None:
        """Tick these codes."""
        self._codes = set((value or "").split())
        for code, action in self._actions.items():
            action.setChecked(code in self._codes)
        self._show()
