"""Walks through windows as nobody would: every tab, row, menu, editor and whatever a name with "…" opens."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QMainWindow,
    QMenu,
    QTabWidget,
    QTreeView,
    QWidget,
)
from shiboken6 import isValid

from db.fields import Kind
from desktop.base.i18n import N_
from desktop.views.workplace import Workplace
from desktop.widgets.editors import ChoiceEditor, LineEditor
from desktop.widgets.links_editor import LinksEditor
from desktop.widgets.record_table import RecordTable
from tests.gui.places import settle
from tests.trust.markup import found_in, widgets_of

_OPENS = "…"
_MOST_ROWS = 4
"""Of each list; the texts are moved from round to round, so that all come into all fields."""

_READ = (Kind.PARTIAL_DATE, Kind.MONEY, Kind.PERCENT, Kind.INTEGER, Kind.STATE)


class Walk:
    """What was seen: `findings` (texts not shown as text, and where first), `kinds` of widgets, `seconds`.

    Seconds are those of the processor: how busy the machine is otherwise says nothing about a text.
    """

    def __init__(self, place: Workplace, hostile: str) -> None:
        self.place = place
        self.findings: dict[str, str] = {}
        self.kinds: set[type] = set()
        self.seconds: dict[str, float] = {}
        self.steps = 0
        self._hostile = hostile
        self._cancel = place.texts.gettext(N_("Cancel"))
        self._opened: set[str] = set()
        self._looked: set[str] = set()

    def step(self, name: str, act: Callable[[], object]) -> None:
        """Do one thing, let everything be shown and painted, and look at every window there is."""
        begun = time.process_time()
        act()
        settle(self.place)
        for window in _foremost():
            window.grab()
        taken = time.process_time() - begun
        self.steps += 1
        self.seconds[name] = max(self.seconds.get(name, 0.0), taken)
        for window in windows():
            self.kinds.update(type(each) for each in widgets_of(window))
            found = found_in(window, with_models=name not in self._looked)
            for said in found:
                self.findings.setdefault(said, name)
        self._looked.add(name)

    def look_again(self, name: str) -> None:
        """Look at the cells of all lists once more: others are shown now."""
        self._looked.discard(name)

    def explore(self, name: str, root: QWidget) -> None:
        """Go everywhere in a screen or dialog, and into all that it opens."""
        self._rows(name, root)
        for tabs in _shown(root, QTabWidget):
            for place in range(tabs.count()):
                if tabs.isTabVisible(place):
                    self.look_again(name)
                    self.step(name, partial(tabs.setCurrentIndex, place))
                    self._type(name, tabs.widget(place))
                    self._open_all(name, tabs.widget(place))
        self._type(name, root)
        self._menus(name, root)
        for table in _shown(root, RecordTable):
            self._edit_cells(name, table)
        self._open_all(name, root)

    def choose_all(self, name: str, root: QWidget) -> None:
        """Choose every entry of the choosers of a screen; those of a form would change its record."""
        for chooser in _shown(root, QComboBox):
            if not isinstance(chooser, ChoiceEditor):
                for place in range(min(chooser.count(), _MOST_ROWS)):
                    self.look_again(name)
                    self.step(name, partial(_choose, chooser, place))

    def _rows(self, name: str, root: QWidget) -> None:
        for view in list(_shown(root, QAbstractItemView)):
            if not isValid(view) or isinstance(view, QHeaderView) or view.model() is None:
                continue
            if isinstance(view, QTreeView):
                view.expandAll()
            for row in range(min(view.model().rowCount(), _MOST_ROWS)):
                self.step(name, partial(_go_to_row, view, row))
                self._open_tabs(name, root)

    def _open_tabs(self, name: str, root: QWidget) -> None:
        """Open what one row offers and others do not."""
        self._open_all(name, root)
        for tabs in _shown(root, QTabWidget):
            for place in filter(tabs.isTabVisible, range(tabs.count())):
                tabs.setCurrentIndex(place)
                self._open_all(name, tabs.widget(place))

    def _type(self, name: str, root: QWidget) -> None:
        """Write what cannot be read into editors, so that they say why."""
        for editor in _shown(root, LineEditor):
            if editor._field.kind in _READ and not editor.isReadOnly():
                before = editor.text()
                self.step(name, partial(_leave_with, editor, self._hostile))
                editor.setText(before)
                editor.committed.emit()
        for links in _shown(root, LinksEditor):
            if links.line.isVisible():
                links.line.setText(self._hostile)
                self.step(name, links.line.returnPressed.emit)
                links.line.clear()

    def _menus(self, name: str, root: QWidget) -> None:
        for menu in root.findChildren(QMenu):
            self.step(name, menu.aboutToShow.emit)
        for widget in _shown(root, QWidget):
            if widget.contextMenuPolicy() is Qt.ContextMenuPolicy.CustomContextMenu:
                self.step(name, partial(widget.customContextMenuRequested.emit, QPoint(5, 5)))
                close_all(QMenu)

    def _edit_cells(self, name: str, table: RecordTable) -> None:
        row = max(table.currentIndex().row(), 0)
        for column in range(table.model().columnCount()):
            index = table.model().index(row, column)
            if index.isValid() and index.flags() & Qt.ItemFlag.ItemIsEditable:
                self.step(name, partial(table.edit, index))
                for editor in table.viewport().findChildren(QWidget):
                    table.closeEditor(editor, table.itemDelegate().EndEditHint.RevertModelCache)

    def _open_all(self, name: str, root: QWidget) -> None:
        # Some dialogs go when they open another.
        while isValid(root) and (opener := self._next_opener(name, root)) is not None:
            text = f"{name}/{_words(opener)}"
            before = set(windows())
            self.step(text, opener.click if isinstance(opener, QAbstractButton) else opener.trigger)
            new = [window for window in windows() if window not in before]
            for window in new:
                self._type(text, window)
                self._open_all(text, window)
            self._leave(root, filter(isValid, new))

    def _next_opener(self, name: str, root: QWidget) -> QAbstractButton | QAction | None:
        for opener in _openers(root):
            text = f"{name}/{_words(opener)}"
            if text.endswith(_OPENS) and opener.isEnabled() and text not in self._opened:
                self._opened.add(text)
                return opener
        return None

    def _leave(self, root: QWidget, new: Iterable[QWidget]) -> None:
        for window in new:
            if isinstance(window, QDialog):
                window.reject()
            else:
                window.close()
        # A panel is left by its own button; the one of a dialog would close what is being explored.
        is_panel = isValid(root) and not isinstance(root.window(), QDialog)
        for button in list(_shown(root.window(), QAbstractButton)) if is_panel else ():
            if _words(button) == self._cancel and button.isEnabled():
                button.click()
        settle(self.place)


def windows() -> list[QWidget]:
    """The windows on the screen."""
    return [each for each in QApplication.topLevelWidgets() if each.isVisible()]


def _foremost() -> list[QWidget]:
    """What lies over the rest: dialogs and menus, else the windows."""
    return [each for each in windows() if not isinstance(each, QMainWindow)] or windows()


def close_all(kind: type[QWidget]) -> None:
    """Close all windows of a kind."""
    for window in windows():
        if isinstance(window, kind):
            window.close()


def _shown(root: QWidget, kind: Any) -> Iterator[Any]:
    return (each for each in root.findChildren(kind) if each.isVisible())


def _openers(root: QWidget) -> Iterator[QAbstractButton | QAction]:
    yield from _shown(root, QAbstractButton)
    for menu in root.findChildren(QMenu):
        yield from menu.actions()
    yield from QWidget.actions(root)


def _words(opener: QAbstractButton | QAction) -> str:
    """What a button or action says, without its key and the sign of its menu."""
    return opener.text().replace("&", "").rstrip(" ▾")


def _go_to_row(view: QAbstractItemView, row: int) -> None:
    view.setCurrentIndex(view.model().index(row, 0))


def _choose(chooser: QComboBox, place: int) -> None:
    chooser.setCurrentIndex(place)
    chooser.activated.emit(place)


def _leave_with(editor: LineEditor, text: str) -> None:
    editor.setText(text)
    editor.committed.emit()
