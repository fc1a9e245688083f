"""Backups in the window: kept once the file is known to be sound, brought back when the person wants one.

What the windows need is read in when they are first asked for: the first paint does not wait for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from db.database import Database
from db.encryption import Secret
from db.queries.backups import BackupRecord, backups
from desktop.base.errors import Problem
from desktop.base.i18n import N_, Texts
from desktop.base.settings import SettingsStore
from desktop.jobs.runner import JobRunner
from desktop.services.backup_list import Asked, asked_for, has_backups
from desktop.services.known_heads import file_id
from desktop.services.opening import OpenedFile
from desktop.shell.state_names import StateNames
from desktop.shell.translators import locale_of
from desktop.shell.value_texts import ValueTexts
from desktop.views.checking.opener import SEE_DAMAGE
from desktop.views.workplace import Workplace

if TYPE_CHECKING:
    from desktop.views.backups.restore_dialog import RestoreDialog, Surroundings
    from desktop.views.main_window import MainWindow

RESTORE = N_("Restore from a backup…")
_DAMAGED = N_("The file is damaged; nothing more is written into it.")


class BackupFlow(QObject):
    """What the program does about backups, file by file; `root` is where all of them lie.

    Signals:
        restore_asked: a file, the backup that is to take its place, and what opens that.
        copy_asked: the path of a backup to be read, and what opens it.
    """

    restore_asked = Signal(object, object, object)
    copy_asked = Signal(object, object)

    def __init__(
        self,
        store: SettingsStore,
        jobs: JobRunner,
        root: Path,
        texts: Callable[[], Texts],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._jobs = jobs
        self._root = root
        self._texts = texts
        self._failure = ""
        self._place: Workplace | None = None
        self._window: MainWindow | None = None
        self.dialog: RestoreDialog | None = None

    def attach(self, place: Workplace, window: MainWindow, opened: OpenedFile) -> None:
        """Serve the window of a file that was just opened."""
        self._place, self._window = place, window
        place.backups.failed.connect(self._on_failed)
        place.backups.changed.connect(self._on_backups_changed)
        window.restore_asked.connect(self.show)
        window.backups_asked.connect(self._on_settings_asked)
        if opened.restored is not None:
            window.notice.say(self._texts().fill(opened.restored.text_id, opened.restored.values))

    def go_on(self, problems: Sequence[str], *, keeps: bool) -> None:
        """Keep backups of a file found sound from now on, a copy excepted; offer those of a damaged one."""
        place, window = self._place, self._window
        if place is None or window is None:
            return
        if problems:
            window.saving.show_read_only(N_("Damaged: nothing is written into it"))
            place.messages.offer(_DAMAGED, SEE_DAMAGE, window.check_asked.emit)
        elif keeps and not place.file.is_copy:
            place.backups.start()

    def _on_failed(self, problem: Problem) -> None:
        if self._window is not None:
            self._failure = self._texts().sentence(problem)
            self._window.notice.say(self._failure)

    def _on_backups_changed(self) -> None:
        """What failed and works again need not stand there any longer."""
        place, window = self._place, self._window
        if place is None or window is None or place.backups.has_failed:
            return
        if self._failure and window.notice.text == self._failure:
            window.notice.clear()
        self._failure = ""

    def _on_settings_asked(self) -> None:
        from desktop.views.backups.settings_dialog import BackupSettingsDialog

        if self._place is not None:
            BackupSettingsDialog(self._place, self._window).open()

    # Bringing one back

    def show(self) -> None:
        """Show the backups of the file that is open."""
        place = self._place
        if place is not None:
            place.desk.ask(_noted, then=self._on_noted, refused=self._on_not_noted)

    def _on_noted(self, noted: tuple[str, Sequence[BackupRecord]]) -> None:
        if self._place is not None:
            second = self._place.backups.second
            self._open(Asked(self._place.file.path, *noted, second), self._window)

    def _on_not_noted(self, _problem: Problem) -> None:
        """A file that is too damaged to be read is known by what this computer remembers."""
        if self._place is not None:
            self._open(asked_for(self._place.file.path, self._store.current), self._window)

    def has_any(self, path: Path) -> bool:
        """Whether there are backups of a file that cannot be opened."""
        return has_backups(asked_for(path, self._store.current), self._root)

    def show_for(self, path: Path, above: QWidget | None) -> None:
        """Show the backups of a file that cannot be opened."""
        self._open(asked_for(path, self._store.current), above)

    def _open(self, asked: Asked, above: QWidget | None) -> None:
        from desktop.views.backups.restore_dialog import RestoreDialog

        self.dialog = RestoreDialog(self._surroundings(), asked, above)
        self.dialog.restore_asked.connect(partial(self._on_restore_asked, asked.path))
        self.dialog.copy_asked.connect(self.copy_asked)
        self.dialog.open()

    def _surroundings(self) -> Surroundings:
        from desktop.views.backups.restore_dialog import Surroundings

        texts = self._texts()
        if self._place is not None:
            return Surroundings(texts, self._place.values, self._jobs, self._root, self._place.desk)
        values = ValueTexts(texts, locale_of(texts.language), StateNames(texts.language).name)
        return Surroundings(texts, values, self._jobs, self._root)

    def _on_restore_asked(self, path: Path, backup: Path, secret: Secret | None) -> None:
        self.restore_asked.emit(path, backup, secret)

    def detach(self) -> None:
        """The file is being closed."""
        if self._place is not None:
            self._place.backups.stop()
        self._place = self._window = None


def _noted(database: Database) -> tuple[str, Sequence[BackupRecord]]:
    made_id = file_id(database)
    with database.read() as unit:
        return made_id, backups(unit)
