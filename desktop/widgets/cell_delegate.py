"""Editing in the cell: the editor of the column's field; a text that cannot be read stays to be mended."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QPlainTextEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from db.fields import Field
from desktop.base.errors import UserError
from desktop.shell.draft_places import mark_record
from desktop.shell.roles import Role
from desktop.shell.value_texts import tooltip
from desktop.shell.written_values import WrittenValues
from desktop.widgets.editors import CodesEditor, LineEditor, LongTextEditor, make_editor

Index = QModelIndex | QPersistentModelIndex
_INDENT = 18
_LONG_TEXT_HEIGHT = 130
_LEAVING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


class CellDelegate(QStyledItemDelegate):
    """Makes editors by the column's field and paints indents and quiet texts.

    Signals:
        refused: a `UserError` of a text that was left unreadable.
    """

    refused = Signal(object)

    def __init__(self, written: WrittenValues, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._written = written

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Indent parts of a whole; mark the current row; paint quiet cells in the colour of quiet text."""
        super().initStyleOption(option, index)
        view = option.widget
        if isinstance(view, QAbstractItemView) and view.currentIndex().row() == index.row():
            option.backgroundBrush = option.palette.brush(QPalette.ColorRole.Midlight)
        indent = index.data(Role.INDENT)
        if indent:
            shift = _INDENT * indent
            if option.direction is Qt.LayoutDirection.RightToLeft:
                option.rect.setRight(option.rect.right() - shift)
            else:
                option.rect.setLeft(option.rect.left() + shift)
        if index.data(Role.IS_QUIET):
            quiet = option.palette.color(QPalette.ColorRole.PlaceholderText)
            option.palette.setColor(QPalette.ColorRole.Text, quiet)

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """The editor of the column's field."""
        field = self._field(index)
        editor: QWidget = make_editor(field, self._written, parent)
        mark_record(editor, index.data(Role.ID))
        editor.setAutoFillBackground(True)
        if isinstance(editor, CodesEditor):
            editor.committed.connect(self._on_committed)
        elif isinstance(editor, LineEditor):
            editor.setFrame(False)
        return editor

    def _on_committed(self) -> None:
        self.commitData.emit(self.sender())

    def _field(self, index: Index) -> Field:
        model = index.model()
        field: Field = model.headerData(index.column(), Qt.Orientation.Horizontal, Role.FIELD)
        return field

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the value; a text that is being typed is left alone when its row is refreshed."""
        if editor.property("is_filled"):
            return
        editor.setProperty("is_filled", True)
        editor_of: Any = editor
        editor_of.set_value(index.data(Qt.ItemDataRole.EditRole))
        if isinstance(editor, LineEditor | QPlainTextEdit):
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        """Ask the model for the change; say why when the text means nothing."""
        editor_of: Any = editor
        try:
            value = editor_of.value()
        except UserError as problem:
            self.refused.emit(problem)
            return
        model.setData(index, value, Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """Over the cell; long texts get room for some lines, inside the table."""
        rect = QRect(option.rect)
        if isinstance(editor, LongTextEditor):
            parent = editor.parentWidget()
            rect.setHeight(max(rect.height(), _LONG_TEXT_HEIGHT))
            rect.setWidth(max(rect.width(), 320))
            if parent is not None:
                rect.moveBottom(min(rect.bottom(), max(parent.height() - 1, rect.height())))
                rect.moveRight(min(rect.right(), max(parent.width() - 1, rect.width())))
        editor.setGeometry(rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Keep an unreadable text open when it is left by key; Return ends a long text as Excel does."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _LEAVING:
            if self._is_unreadable(editor):
                return True
            if isinstance(editor, LongTextEditor) and event.key() in _LEAVING[:2]:
                return self._long_text_return(editor, event)
        return super().eventFilter(editor, event)

    def _is_unreadable(self, editor: QObject) -> bool:
        if not isinstance(editor, LineEditor):
            return False
        try:
            editor.value()
        except UserError as problem:
            said = self._written.values.texts.sentence(problem)
            below = editor.mapToGlobal(editor.rect().bottomLeft())
            QToolTip.showText(below, tooltip(said), editor)
            return True
        return False

    def _long_text_return(self, editor: LongTextEditor, event: QKeyEvent) -> bool:
        held = event.modifiers() & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier)
        if held:
            editor.insertPlainText("\n")
            return True
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        return True
