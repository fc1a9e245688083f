"""The main window: navigation, the screens, the menu and the status bar. It only arranges.

A screen is added by one `ScreenEntry` in `desktop/app.py`: a key, its name (a message id), a function that
makes its widget from the `Workplace`, and the tables whose records it shows. A screen is made when it is
first shown. It may have `show_record(row_id)`, which is called when another screen asks for a record of its
tables (`workplace.navigator.record_asked`), and `commit_open()`, called before the window closes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidgetItem,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.base.i18n import N_, available_languages
from desktop.base.text import visible_controls
from desktop.views.clipboard_label import ClipboardLabel
from desktop.views.closing import Closing
from desktop.views.file_settings.dialog import FileSettingsDialog
from desktop.views.first_run.author_dialog import AuthorDialog
from desktop.views.first_run.page import LANGUAGE_NAMES
from desktop.views.navigation_list import navigation_list
from desktop.views.saving_label import SavingLabel
from desktop.views.shared_folders.flow import WorkingFlow
from desktop.views.unsaved_bar import UnsavedBar
from desktop.views.window_parts import WindowParts
from desktop.views.workplace import Workplace
from desktop.widgets.labels import plain_label
from desktop.widgets.notice_bar import NoticeBar

_WINDOW, _HISTORY = "main", "history"
_COPY = N_("A copy to read: nothing is written into it")


@dataclass(frozen=True, slots=True)
class ScreenEntry:
    """One line of the navigation."""

    key: str
    title: str
    make: Callable[[Workplace, QWidget], QWidget]
    tables: tuple[str, ...] = ()


class MainWindow(QMainWindow):
    """The window of one open file.

    Signals:
        new_asked, open_asked: the person wants another file.
        import_asked, check_asked: the person wants to import into this one, or to have it checked.
        restore_asked, backups_asked: the person wants a backup back, or to say where they go.
        language_asked: the code of another language for the screens.
        closed: the window was closed and everything typed has been handed over.
    """

    new_asked = Signal()
    open_asked = Signal()
    import_asked = Signal()
    check_asked = Signal()
    restore_asked = Signal()
    backups_asked = Signal()
    language_asked = Signal(str)
    closed = Signal()

    def __init__(self, workplace: Workplace, screens: Sequence[ScreenEntry]) -> None:
        super().__init__()
        self._place = workplace
        self._entries = {entry.key: entry for entry in screens}
        self._made: dict[str, QWidget] = {}
        self._closing = Closing(workplace, self)
        self._build()
        self._build_menu()
        self._build_status()
        self._connect()
        self._restore()

    def _build(self) -> None:
        self.setWindowTitle(_title(self._place))
        body = QWidget(self)
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        titles = {key: self._place.texts.gettext(entry.title) for key, entry in self._entries.items()}
        self.navigation = navigation_list(titles, self._place.texts.gettext(N_("Screens")), body)
        self.notice = NoticeBar(self._place.texts, body)
        self.stack = QStackedWidget(body)
        self._parts = WindowParts(self.navigation, self.stack, self)
        row.addWidget(self.navigation)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(self.stack, 1)
        row.addLayout(column, 1)
        self.setCentralWidget(body)
        self.resize(1340, 800)

    def _build_menu(self) -> None:
        _ = self._place.texts.gettext
        bar = self.menuBar()
        keys = QKeySequence.StandardKey
        file = self.file_menu = bar.addMenu(_(N_("&File")))
        self._add(file, _(N_("&New file…")), keys.New, self.new_asked.emit)
        self._add(file, _(N_("&Open…")), keys.Open, self.open_asked.emit)
        file.addSeparator()
        self.import_action = self._add(file, _(N_("&Import…")), None, self.import_asked.emit)
        self._add(file, _(N_("&Check this file…")), None, self.check_asked.emit)
        self._add(file, _(N_("&Restore from a backup…")), None, self.restore_asked.emit)
        file.addSeparator()
        self.quit_action = self._add(file, _(N_("&Quit")), keys.Quit, self.close)
        edit = bar.addMenu(_(N_("&Edit")))
        self.undo_action = self._add(edit, _(N_("&Undo")), keys.Undo, self._place.undo.undo)
        self.redo_action = self._add(edit, _(N_("&Redo")), keys.Redo, self._place.undo.redo)
        self.redo_action.setShortcuts([*QKeySequence.keyBindings(keys.Redo), QKeySequence("Ctrl+Y")])
        go = bar.addMenu(_(N_("&Go to")))
        for number, entry in enumerate(self._entries.values(), start=1):
            action = self._add(go, _(entry.title), None, self._on_go)
            action.setShortcut(QKeySequence(f"Ctrl+{number}"))
            action.setData(entry.key)
        settings = self.settings_menu = bar.addMenu(_(N_("&Settings")))
        self._add(settings, _(N_("&Who is at work…")), None, self._on_author_asked)
        self._add(settings, _(N_("Settings of this &file…")), None, self._on_file_settings_asked)
        self._add(settings, _(N_("&Backups…")), None, self.backups_asked.emit)
        languages = settings.addMenu(_(N_("&Language")))
        for code in available_languages():
            action = self._add(languages, LANGUAGE_NAMES.get(code, code), None, self._on_language_chosen)
            action.setCheckable(True)
            action.setChecked(code == self._place.texts.language)
            action.setData(code)

    def _add(
        self, menu: QWidget, text: str, key: QKeySequence.StandardKey | None, slot: Callable[..., object]
    ) -> QAction:
        action = QAction(text, self)
        if key is not None:
            action.setShortcuts(key)
        action.triggered.connect(slot)
        menu.addAction(action)
        return action

    def _build_status(self) -> None:
        texts = self._place.texts
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        bar.setContentsMargins(8, 0, 8, 0)
        file = self._place.file
        self.saving = SavingLabel(texts, bar)
        self.unsaved = UnsavedBar(self._place, self, self.saving)
        self.working = WorkingFlow(self._place, self, self._closing, self.settings_menu)
        if file.is_copy:
            self.saving.show_read_only(_COPY)
        bar.addWidget(self.saving, 1)
        bar.addPermanentWidget(ClipboardLabel(texts, self._place.clipboard, bar))
        self.author = plain_label("", bar)
        self._say_author()
        facts = [self.author]
        if file.is_exercise:
            facts.insert(0, plain_label(texts.gettext(N_("EXERCISE - fictional data")), bar))
        where = (self._place.values.state(file.state), visible_controls(file.path.name))
        facts += [plain_label(text, bar) for text in where]
        for label in facts:
            label.setContentsMargins(8, 0, 8, 0)
            bar.addPermanentWidget(label)

    def _say_author(self) -> None:
        said = self._place.texts.fill(N_("At work: {name}"), {"name": self._place.desk.author})
        self.author.setText(said)

    def _connect(self) -> None:
        self.navigation.currentItemChanged.connect(self._on_navigation_changed)
        self._place.navigator.screen_asked.connect(self.show_screen)
        self._place.navigator.record_asked.connect(self.show_record)
        self._place.navigator.history_asked.connect(self.show_history)
        undo = self._place.undo
        undo.undoTextChanged.connect(self._on_undo_text_changed)
        undo.redoTextChanged.connect(self._on_redo_text_changed)
        self._on_undo_text_changed("")
        self._on_redo_text_changed("")
        self._place.desk.busy_changed.connect(self.saving.show_busy)
        self._closing.waits_for_backup.connect(self.saving.show_last_backup)

    # Screens

    def show_screen(self, key: str) -> QWidget:
        """Show a screen, making it when it is first shown."""
        if key not in self._made:
            self._made[key] = self._entries[key].make(self._place, self.stack)
            self.stack.addWidget(self._made[key])
        self.stack.setCurrentWidget(self._made[key])
        row = list(self._entries).index(key)
        if self.navigation.currentRow() != row:
            self.navigation.setCurrentRow(row)
        return self._made[key]

    def show_record(self, table: str, row_id: str) -> None:
        """Show a record on the screen of its table."""
        for entry in self._entries.values():
            if table in entry.tables:
                show = getattr(self.show_screen(entry.key), "show_record", None)
                if show is not None:
                    show(row_id)

    def show_history(self, row_ids: Sequence[str], name: str) -> None:
        """Show what became of some records."""
        if _HISTORY in self._entries:
            screen: Any = self.show_screen(_HISTORY)
            screen.show_history_of(row_ids, name)

    def _on_navigation_changed(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.show_screen(item.data(Qt.ItemDataRole.UserRole))

    def _on_go(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.show_screen(action.data())

    # Settings

    def _on_author_asked(self) -> None:
        dialog = AuthorDialog(self._place.texts, self._place.desk.author, self)
        dialog.chosen.connect(self._on_author_chosen)
        dialog.open()

    def _on_author_chosen(self, author: str) -> None:
        self._place.settings.change(author=author)
        self._place.desk.author = author
        self._say_author()

    def _on_file_settings_asked(self) -> None:
        FileSettingsDialog(self._place, self).open()

    def _on_language_chosen(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.language_asked.emit(action.data())

    # What the menu and the status bar say

    def _on_undo_text_changed(self, text: str) -> None:
        label = self._place.texts.gettext(N_("&Undo"))
        self.undo_action.setText(f"{label}: {text.replace('&', '&&')}" if text else label)
        self.undo_action.setEnabled(bool(text))

    def _on_redo_text_changed(self, text: str) -> None:
        label = self._place.texts.gettext(N_("&Redo"))
        self.redo_action.setText(f"{label}: {text.replace('&', '&&')}" if text else label)
        self.redo_action.setEnabled(bool(text))

    # Coming and going

    def _restore(self) -> None:
        window = self._place.settings.current.window
        if window.get(_WINDOW):
            self.restoreGeometry(QByteArray.fromBase64(window[_WINDOW].encode("ascii")))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Hand over what is being typed, wait for what is being done, remember where the window stood."""
        for screen in self._made.values():
            commit = getattr(screen, "commit_open", None)
            if commit is not None:
                commit()
        if not self._closing.may_close():
            event.ignore()
            return
        geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        window = {**self._place.settings.current.window, _WINDOW: geometry}
        self._place.settings.change(window=window)
        super().closeEvent(event)
        self.closed.emit()


def _title(place: Workplace) -> str:
    mark = f" ({place.texts.gettext(N_('copy to read'))})" if place.file.is_copy else ""
    # Qt takes a lone "[*]" in a title for the sign of unsaved changes.
    name = visible_controls(place.file.path.stem).replace("[*]", "[*][*]")
    return f"{name}{mark} — Desk1540"
