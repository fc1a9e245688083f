"""From the first page to a file: asks for its place, makes it off the GUI thread, says that it is there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from db.encryption import FileKey
from desktop.base.errors import Problem
from desktop.base.i18n import N_, Texts, available_languages
from desktop.base.settings import SettingsStore
from desktop.jobs.runner import JobRunner, Progress
from desktop.shell.state_names import StateNames
from desktop.views.first_run.page import FirstRunChoice, FirstRunPage

_LAST_IS_GONE = N_("The file last used, {name}, is no longer in {folder}. Open it from where it is now.")
FILE_ENDING = ".desk1540"
MAKING = "make a file"


def ask_for_file(parent: QWidget | None, *, is_new: bool, folder: Path | None = None) -> QFileDialog:
    """Open the dialog that asks for a file; connect to its `fileSelected`."""
    dialog = QFileDialog(parent)
    if folder is not None:
        dialog.setDirectory(str(folder))
    dialog.setNameFilter(f"Desk1540 (*{FILE_ENDING})")
    dialog.setDefaultSuffix(FILE_ENDING.removeprefix("."))
    if is_new:
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    else:
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


class FirstRunFlow(QObject):
    """Shows the first page and does what is chosen on it.

    Signals:
        file_chosen: the path of a file to be opened now, and its key when it was just made with one.
        language_chosen: another language for the program.
    """

    file_chosen = Signal(object, object)
    language_chosen = Signal(str)

    def __init__(self, store: SettingsStore, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._jobs = jobs
        self._choice: FirstRunChoice | None = None
        self._texts: Texts | None = None
        self.page: FirstRunPage | None = None

    def show(self, texts: Texts) -> None:
        """Show the page in a language, keeping what was typed on an earlier one."""
        if self.page is not None and self._texts is texts:
            self.page.show()
            self.page.raise_()
            return
        old = self.page
        author = self._store.current.author
        self._texts = texts
        names = StateNames(texts.language)
        self.page = FirstRunPage(texts, available_languages(), names.pairs(), author)
        if old is not None:
            self.page.take_from(old)
        self.page.chosen.connect(self._on_chosen)
        self.page.language_chosen.connect(self.language_chosen)
        self.page.show()
        if old is not None:
            # Only now: the program ends with its last window.
            old.close()
            old.deleteLater()

    def close(self) -> None:
        """Take the page away."""
        if self.page is not None:
            self.page.new_passphrase.clear()
            self.page.close()
            self.page.deleteLater()
            self.page = None
        self._choice = None

    def say(self, text: str, action_id: str = "", act: Callable[[], None] | None = None) -> None:
        """Say something on the page while it is shown, with a button that acts on it when there is one."""
        if self.page is not None and self._texts is not None:
            self.page.say(text, self._texts.gettext(action_id) if act is not None else "", act)

    def say_gone(self, path: Path) -> None:
        """Say on the page that the file last used is not where it was."""
        if self._texts is not None:
            self.say(self._texts.fill(_LAST_IS_GONE, {"name": path.name, "folder": str(path.parent)}))

    def _on_chosen(self, choice: FirstRunChoice) -> None:
        self._choice = choice
        self._store.change(language=choice.language, author=choice.author)
        dialog = ask_for_file(self.page, is_new=choice.wants != "open")
        dialog.fileSelected.connect(self.take_name)

    def take_name(self, name: str) -> None:
        """Open or make the file of the chosen name."""
        choice = self._choice
        if choice is None or self.page is None or self._texts is None:
            return
        if choice.wants == "open":
            self.file_chosen.emit(Path(name), None)
            return
        self.page.say(self._texts.gettext(N_("The file is being made…")))
        work = partial(make_file, Path(name), choice)
        self._jobs.start(MAKING, work, then=self._on_made, refused=self._on_refused)

    def _on_made(self, made: tuple[Path, FileKey | None]) -> None:
        self.file_chosen.emit(*made)

    def _on_refused(self, problem: Problem) -> None:
        if self.page is not None and self._texts is not None:
            self.page.say(self._texts.sentence(problem))


def make_file(path: Path, choice: FirstRunChoice, progress: Progress) -> tuple[Path, FileKey | None]:
    """Make a new or an exercise file; one that exists already is refused. Gives its key, if it has one."""
    if choice.wants == "exercise":
        from desktop.services.exercise import make_exercise

        make_exercise(path, language=choice.language, author=choice.author, progress=progress)
        return path, None
    from desktop.services.files import new_file

    made = new_file(
        path,
        state=choice.state,
        author=choice.author,
        language=choice.language,
        secret=choice.passphrase,
    )
    key = made.key
    made.close()
    return path, key
