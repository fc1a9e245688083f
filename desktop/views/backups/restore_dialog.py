"""The window that brings back a backup: the list, what is in the chosen one, what is to be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QTreeWidgetItem, QWidget

from db.database import Database
from db.encryption import FileKey, Secret, SecretNeeded, WrongSecret
from desktop.base.errors import Cancelled, Problem
from desktop.base.i18n import N_, Texts
from desktop.jobs.runner import JobRunner, Progress
from desktop.services.backup_list import Asked, FoundBackup, find_backups, look_at
from desktop.services.backup_preview import BackupPreview, Missing, missing_from, preview_backup
from desktop.services.files import refuse_damaged_backup
from desktop.shell.desk import Desk
from desktop.shell.value_texts import ValueTexts
from desktop.views.backups.restore_frame import RestoreFrame
from desktop.views.backups.words import preview_text, row_of, when_made

LISTING, PREVIEWING, CHECKING = "list the backups", "look into a backup", "check a backup"
_NONE = N_("No backup of this file was found. If you have one at another place, choose it.")
_LOOKING = N_("Looking for backups…")
_READING = N_("The backup is being read and checked…")
_CHECKING = N_("The backup is being checked as a whole before anything is replaced…")
_DAMAGED = N_("This backup is damaged and cannot be restored. Choose another one.")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the window needs; `desk` is of the present file while that is open, `root` holds all backups."""

    texts: Texts
    values: ValueTexts
    jobs: JobRunner
    root: Path
    desk: Desk | None = None


class RestoreDialog(QDialog):
    """Shows the backups of one file; what is to be done with one is done by others.

    Signals:
        restore_asked, copy_asked: the path of a backup and what opens it.
    """

    restore_asked = Signal(object, object)
    copy_asked = Signal(object, object)

    def __init__(self, around: Surroundings, asked: Asked, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._around = around
        self._asked = asked
        self._found: list[FoundBackup] = []
        self._previews: dict[Path, BackupPreview] = {}
        self._keys: list[FileKey] = []
        self.frame = RestoreFrame(around.texts, asked.path.stem, self)
        self._connect()
        self.frame.say(around.texts.gettext(_LOOKING))
        if around.desk is not None:
            around.desk.ask(_key_of, then=self._on_key, refused=self._on_no_key)
        self._list()

    def _connect(self) -> None:
        frame = self.frame
        frame.list.currentItemChanged.connect(self._on_current_changed)
        frame.preview.secret_given.connect(self._on_secret_given)
        frame.elsewhere_button.clicked.connect(self._on_elsewhere_clicked)
        frame.copy_button.clicked.connect(self._on_copy_clicked)
        frame.confirmed.connect(self._on_confirmed)
        frame.close_button.clicked.connect(self.reject)

    @property
    def current(self) -> FoundBackup | None:
        """The chosen backup."""
        place = self.frame.current_row
        return self._found[place] if 0 <= place < len(self._found) else None

    # The list

    def _list(self) -> None:
        work = partial(_find, self._asked, self._around.root)
        self._around.jobs.start(f"{LISTING} {id(self)}", work, then=self._on_listed, is_quiet=True)

    def _on_listed(self, found: Sequence[FoundBackup]) -> None:
        self._found = [*self._found, *found]
        self._show_list(0)
        if not self._found:
            self.frame.say(self._around.texts.gettext(_NONE))

    def _show_list(self, row: int) -> None:
        self.frame.show_rows([row_of(self._around.values, each) for each in self._found], row)

    def _on_elsewhere_clicked(self) -> None:
        dialog = QFileDialog(self)
        dialog.setNameFilter("Desk1540 (*.desk1540)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.take_file)
        dialog.open()

    def take_file(self, name: str) -> None:
        """Add a file that the person chose to the list, and choose it."""
        path = Path(name)
        known = [place for place, each in enumerate(self._found) if each.path == path]
        made = look_at(path)
        if known:
            self.frame.choose_row(known[0])
        elif made is not None and path.resolve() != self._asked.path:
            self._found.insert(0, made)
            self._show_list(0)

    # What is in the chosen one

    def _on_current_changed(self, item: QTreeWidgetItem | None, _former: object = None) -> None:
        backup = self.current
        if item is None or backup is None:
            return
        self.frame.allow(False)
        title = when_made(self._around.values, backup)
        self.frame.preview.say(title, self._around.texts.gettext(_DAMAGED if backup.is_damaged else _READING))
        if backup.path in self._previews:
            self._on_preview(backup, self._previews[backup.path])
        elif not backup.is_damaged:
            self._read(backup, None)

    def _read(self, backup: FoundBackup, given: Secret | None) -> None:
        """Look into a backup; while another one is being read this one waits for its end."""
        self._around.jobs.start(
            f"{PREVIEWING} {id(self)}",
            partial(_look_into, backup, tuple(self._keys), given),
            then=partial(self._on_preview, backup),
            refused=partial(self._on_preview_refused, backup),
            is_quiet=True,
        )

    def _on_preview(self, backup: FoundBackup, preview: BackupPreview) -> None:
        self._previews[backup.path] = preview
        if isinstance(preview.secret, FileKey) and preview.secret not in self._keys:
            self._keys.append(preview.secret)
        if not self._is_current(backup):
            return
        if self._around.desk is None:
            self._show_preview(backup, preview, None)
            return
        self._around.desk.read(
            missing_from,
            preview.file_id,
            preview.hashes,
            then=partial(self._show_preview, backup, preview),
            refused=partial(self._on_not_compared, backup, preview),
        )

    def _on_not_compared(self, backup: FoundBackup, preview: BackupPreview, _problem: Problem) -> None:
        """A present file that is damaged cannot be read either."""
        self._show_preview(backup, preview, None)

    def _show_preview(self, backup: FoundBackup, preview: BackupPreview, missing: Missing | None) -> None:
        if self._is_current(backup):
            self.frame.preview.show_text(preview_text(self._around.values, preview, missing))
            self.frame.allow(True)

    def _on_preview_refused(self, backup: FoundBackup, problem: Problem | Cancelled) -> None:
        if not self._is_current(backup) or not isinstance(problem, Problem):
            return
        said = self._around.texts.sentence(problem)
        if isinstance(problem, SecretNeeded | WrongSecret):
            asked = N_("This backup was made under a passphrase. It is needed to look into it.")
            self.frame.preview.ask(self._around.texts.gettext(asked), said)
            return
        place = self._found.index(backup)
        self._found[place] = backup._replace(is_damaged=True)
        self.frame.set_row(place, row_of(self._around.values, self._found[place]))
        self.frame.preview.say(when_made(self._around.values, backup), said)

    def _is_current(self, backup: FoundBackup) -> bool:
        """Whether an answer is about the chosen backup; if not, the chosen one is read now."""
        current = self.current
        if current is None or current.path == backup.path:
            return current is not None
        if not current.is_damaged and current.path not in self._previews:
            self._read(current, None)
        return False

    def _on_key(self, key: FileKey | None) -> None:
        self._keys += [key] if key is not None else []

    def _on_no_key(self, _problem: Problem) -> None:
        """A locked file gives no key; its backups ask for theirs."""

    def _on_secret_given(self, secret: Secret) -> None:
        if self.current is not None:
            self._read(self.current, secret)

    # What is done with it

    def _on_copy_clicked(self) -> None:
        self._end(self.copy_asked)

    def _on_confirmed(self) -> None:
        """Look at the whole of it while the present file is still open; a large one takes seconds."""
        backup = self.current
        if backup is None or backup.path not in self._previews:
            return
        self.frame.set_busy(True)
        self.frame.say(self._around.texts.gettext(_CHECKING))
        self._around.jobs.start(
            f"{CHECKING} {id(self)}",
            partial(_check, backup.path, self._previews[backup.path].secret),
            then=self._on_sound,
            refused=partial(self._on_unsound, backup),
            is_quiet=True,
        )

    def _on_sound(self, _nothing: object) -> None:
        self._end(self.restore_asked)

    def _on_unsound(self, backup: FoundBackup, problem: Problem | Cancelled) -> None:
        self.frame.set_busy(False)
        self.frame.say("")
        self.frame.take_back()
        self.frame.allow(False)
        self._previews.pop(backup.path, None)
        self._on_preview_refused(backup, problem)

    def _end(self, signal: Signal) -> None:
        backup = self.current
        if backup is not None and backup.path in self._previews:
            secret = self._previews[backup.path].secret
            self.accept()
            signal.emit(backup.path, secret)


def _key_of(database: Database) -> FileKey | None:
    return database.key


def _find(asked: Asked, root: Path, _progress: Progress) -> list[FoundBackup]:
    return find_backups(asked, root)


def _check(path: Path, secret: Secret | None, _progress: Progress) -> None:
    refuse_damaged_backup(path, secret)


def _look_into(
    backup: FoundBackup, keys: Sequence[FileKey], given: Secret | None, _progress: Progress
) -> BackupPreview:
    """Look into a backup with what was given, else with a key of the same salt that opened another one."""
    if given is None and backup.is_encrypted:
        with backup.path.open("rb") as file:
            salt = file.read(16)
        given = next((key for key in keys if key.salt == salt), None)
    return preview_backup(backup.path, given)
