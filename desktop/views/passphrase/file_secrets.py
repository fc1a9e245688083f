"""What the window does with the passphrase of its file: the entries of the menus and what they open."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QApplication

from desktop.base.i18n import N_
from desktop.base.settings import LOCK_MINUTES
from desktop.shell.idle_watch import IdleWatch
from desktop.views.main_window import MainWindow
from desktop.views.passphrase.change_dialog import ChangeDialog
from desktop.views.passphrase.locker import Locker
from desktop.views.passphrase.sheet_dialog import SheetDialog
from desktop.views.workplace import Workplace

_AFTER, _NEVER = N_("After {count} minutes without input"), N_("Never")
LOCKS_LATER = N_("The file is locked as soon as the work that goes on has ended.")


class FileSecrets(QObject):
    """The passphrase, the recovery sheet and the lock of one open file.

    Signals:
        close_asked: the program is to be closed although the file is locked.
    """

    close_asked = Signal()

    def __init__(self, app: QApplication, place: Workplace, window: MainWindow, watch: IdleWatch) -> None:
        super().__init__(window)
        self._place = place
        self._window = window
        self.locker = Locker(app, place, window, watch)
        self._build_menu()
        self._connect()

    def _build_menu(self) -> None:
        _ = self._place.texts.gettext
        before = self._window.quit_action
        self.passphrase_action = self._add(_(N_("&Passphrase…")), self.change_passphrase)
        self.sheet_action = self._add(_(N_("Recovery &sheet…")), self.show_sheet)
        self.lock_action = self._add(_(N_("&Lock now")), self.locker.lock)
        self.lock_action.setShortcut(QKeySequence("Ctrl+L"))
        self._window.file_menu.insertSeparator(before)
        self._build_choices()

    def _add(self, text: str, slot: Callable[..., object]) -> QAction:
        action = QAction(text, self._window)
        action.triggered.connect(slot)
        self._window.file_menu.insertAction(self._window.quit_action, action)
        return action

    def _build_choices(self) -> None:
        """The choice after how long the file locks by itself."""
        texts = self._place.texts
        menu = self._window.settings_menu.addMenu(texts.gettext(N_("&Lock by itself")))
        self.choices = QActionGroup(menu)
        for minutes in LOCK_MINUTES:
            text = texts.fill(_AFTER, {"count": minutes}) if minutes else texts.gettext(_NEVER)
            action = QAction(text, menu)
            action.setCheckable(True)
            action.setData(minutes)
            action.setChecked(minutes == self._place.settings.current.lock_minutes)
            self.choices.addAction(action)
            menu.addAction(action)

    def _connect(self) -> None:
        self.locker.close_asked.connect(self.close_asked)
        self.locker.unlocked.connect(self._on_unlocked)
        self.locker.waited.connect(self._on_lock_waited)
        self.choices.triggered.connect(self._on_minutes_chosen)
        self._window.file_menu.aboutToShow.connect(self._renew)
        self._place.navigator.sheet_asked.connect(self.show_sheet)
        self._renew()

    def _renew(self) -> None:
        """What a copy, or a file without a passphrase, cannot do is not offered."""
        self.lock_action.setEnabled(self._place.desk.is_encrypted)
        self.passphrase_action.setEnabled(not self._place.file.is_copy)
        self.sheet_action.setEnabled(self._place.desk.is_encrypted and not self._place.file.is_copy)

    def change_passphrase(self) -> None:
        """Open the dialog that gives, changes or removes the passphrase."""
        self._open_change(is_by_sheet=False)

    def offer_new_passphrase(self) -> None:
        """Offer another passphrase at once to whoever had to use the recovery sheet."""
        if not self._place.file.is_copy:
            self._open_change(is_by_sheet=True)

    def show_sheet(self) -> None:
        """Open the dialog that prints the recovery sheet and has it confirmed."""
        dialog = SheetDialog(self._place, self._window)
        dialog.confirmed.connect(self._place.navigator.sheet_changed)
        dialog.open()

    def _open_change(self, *, is_by_sheet: bool) -> None:
        dialog = ChangeDialog(self._place, self._window, is_by_sheet=is_by_sheet)
        dialog.changed.connect(self._renew)
        dialog.changed.connect(self._place.navigator.sheet_changed)
        dialog.open()

    def _on_unlocked(self, is_by_sheet: bool) -> None:
        if is_by_sheet:
            self.offer_new_passphrase()

    def _on_lock_waited(self) -> None:
        self._place.messages.info(LOCKS_LATER)

    def _on_minutes_chosen(self, action: QAction) -> None:
        self._place.settings.change(lock_minutes=action.data())
