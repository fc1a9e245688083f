"""Looks at what stands in windows: whether any of it would be read as markup, as a key, or turned round."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from PySide6 import QtGui
from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QAbstractTableModel,
    QLocale,
    QModelIndex,
    Qt,
)
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QStyledItemDelegate,
    QTabBar,
    QTextEdit,
    QWidget,
)

from tests.trust.hostile_texts import MNEMONIC

_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_KEY = re.compile(rf"(?<!&){MNEMONIC}")
_MOST_ROWS = 20
_TOOLTIP = "QTipLabel"
"""The label in which Qt shows tooltips: it guesses always."""

_ROOT = QModelIndex()


def found_in(window: QWidget, *, with_models: bool = True) -> Iterator[str]:
    """One sentence for each text of a window that is not shown as the text it is; of lists when asked."""
    for widget in widgets_of(window):
        cells = _of_list(widget) if with_models else ()
        for said in (*_of_widget(widget), *cells):
            yield f"{type(widget).__name__} of {type(window).__name__}: {said}"
        for action in QWidget.actions(widget):
            # A menu shows tooltips of its actions only when told to.
            is_helping = isinstance(widget, QMenu) and widget.toolTipsVisible()
            for said in (*_of_key(action.text()), *(_of_help(action) if is_helping else ())):
                yield f"action of {type(widget).__name__}: {said}"


def widgets_of(window: QWidget) -> list[QWidget]:
    """A window's widgets; the inside of Qt's own file dialog shows no text of ours."""
    if isinstance(window, QFileDialog):
        return [window]
    inside = window.findChildren(QWidget)
    foreign = {
        part for each in inside if isinstance(each, QFileDialog) for part in each.findChildren(QWidget)
    }
    return [window, *(each for each in inside if each not in foreign)]


def _of_widget(widget: QWidget) -> Iterator[str]:
    yield from _of_help(widget)
    yield from _of_direction("title", widget.windowTitle())
    match widget:
        case QLabel():
            yield from _of_label(widget)
        case QTextEdit():
            yield from _of_rich_editor(widget)
        case QAbstractButton():
            yield from _of_key(widget.text())
        case QGroupBox():
            yield from _of_key(widget.title())
        case QTabBar():
            yield from _of_tabs(widget)
        case QLineEdit() | QPlainTextEdit():
            yield from _of_direction("placeholder", widget.placeholderText())


def _of_tabs(tabs: QTabBar) -> Iterator[str]:
    for place in range(tabs.count()):
        yield from (*_of_key(tabs.tabText(place)), *_of_tooltip(tabs.tabToolTip(place)))


def _of_rich_editor(editor: QTextEdit) -> Iterator[str]:
    # The details of a message box are of Qt's own making, and plain.
    if not isinstance(editor.window(), QMessageBox):
        yield "an editor of rich text"


def _of_label(label: QLabel) -> Iterator[str]:
    if type(label).__name__ == _TOOLTIP:
        yield from _of_tooltip(label.text())
    elif label.text() and label.textFormat() is not Qt.TextFormat.PlainText:
        yield f"a label that guesses: {label.text()[:60]!r}"
    if label.buddy() is not None:
        yield from _of_key(label.text())
    yield from _of_direction("label", label.text())


def _of_key(text: str) -> Iterator[str]:
    if _KEY.search(text):
        yield f"a sign taken for a key: {text[:60]!r}"
    yield from _of_direction("words", text)


def _of_direction(what: str, text: str) -> Iterator[str]:
    if _DIRECTION.search(text):
        yield f"a direction mark obeyed in {what}: {text[:60]!r}"


def _of_help(shown: QWidget | QAction) -> Iterator[str]:
    for text in filter(None, (shown.toolTip(), shown.whatsThis(), shown.statusTip())):
        yield from _of_tooltip(text)


def _of_tooltip(text: str) -> Iterator[str]:
    if not is_plain_tooltip(text):
        yield f"a tooltip read as markup: {text[:60]!r}"
    yield from _of_direction("tooltip", text)


def is_plain_tooltip(text: str) -> bool:
    """Whether a tooltip shows no markup: it is none to Qt, or ours with everything inside escaped."""
    if not QtGui.Qt.mightBeRichText(text):
        return True
    inside = text.removeprefix("<span>").removesuffix("</span>").replace("<br>", "")
    is_ours = text.startswith("<span>") and text.endswith("</span>")
    return is_ours and not re.search(r"[<>]|&(?!\w+;|#)", inside) and unescape(inside) is not None


def _of_list(widget: QWidget) -> Iterator[str]:
    is_list = isinstance(widget, QAbstractItemView | QComboBox) and not isinstance(widget, QHeaderView)
    if is_list and widget.model() is not None:
        yield from _of_model(widget.model(), widget.itemDelegate())


def _of_model(model: QAbstractItemModel, painter: object, parent: QModelIndex = _ROOT) -> Iterator[str]:
    across = Qt.Orientation.Horizontal
    for column in range(_columns(model, parent)):
        yield from _of_direction("heading", str(model.headerData(column, across) or ""))
        yield from _of_tooltip(str(model.headerData(column, across, Qt.ItemDataRole.ToolTipRole) or ""))
    for row in range(min(model.rowCount(parent), _MOST_ROWS)):
        for column in range(_columns(model, parent)):
            index = model.index(row, column, parent)
            text = str(index.data() or "")
            if isinstance(painter, QStyledItemDelegate):
                text = painter.displayText(text, QLocale())
            yield from _of_direction("cell", text)
            yield from _of_tooltip(str(index.data(Qt.ItemDataRole.ToolTipRole) or ""))
        if not isinstance(model, QAbstractListModel | QAbstractTableModel):
            yield from _of_model(model, painter, model.index(row, 0, parent))


def _columns(model: QAbstractItemModel, parent: QModelIndex) -> int:
    return 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)
