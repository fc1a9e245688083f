"""From a path to an open file: off the GUI thread, with its passphrase, back to the former one if need be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from db.encryption import FileKey, Secret, SecretNeeded, WrongSecret
from desktop.base.errors import Problem
from desktop.base.i18n import Texts
from desktop.base.paths import find_places
from desktop.base.settings import SettingsStore
from desktop.jobs.runner import JobRunner, Progress
from desktop.services.opening import OpenedFile, open_copy, open_to_work, open_working, restore_to_work
from desktop.services.shared_folders import COPY
from desktop.views.first_run.flow import ask_for_file
from desktop.views.passphrase.passphrase_dialog import PassphraseDialog
from desktop.views.shared_folders.choice import SharingChoice

OPENING = "open a file"


@dataclass(frozen=True, slots=True, repr=False)
class Wish:
    """A file that is to be opened, to work in it or as a copy to read; with its secret when it is known.

    `backup` is to take its place before; `way` says where a file of a shared folder is worked on, empty while
    that is not known.
    """

    path: Path
    secret: Secret | None = None
    is_copy: bool = False
    backup: Path | None = None
    way: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file was not opened; `is_given_up`: the person did not give its passphrase."""

    path: Path
    problem: Problem
    is_given_up: bool = False


class FileOpener(QObject):
    """Opens one file at a time.

    `passphrase` is one that was given beforehand, as by the environment: it is tried once, before anybody is
    asked. `above` gives the window that the question belongs to, when there is one.

    Signals:
        opened: the `OpenedFile`, and whether it was its recovery sheet that opened it.
        refused: a `Refusal`, when no file is open now.
        chosen: the path of a file that the person chose.
    """

    opened = Signal(object, bool)
    refused = Signal(object)
    chosen = Signal(object)

    def __init__(
        self,
        store: SettingsStore,
        jobs: JobRunner,
        texts: Callable[[], Texts],
        above: Callable[[], QWidget | None],
        passphrase: str | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._jobs = jobs
        self._texts = texts
        self._above = above
        self._passphrase = passphrase
        self._wish = Wish(Path())
        self._unsaid: Refusal | None = None
        self._sharing = SharingChoice(store, texts, self)
        self._sharing.chosen.connect(self._on_way_chosen)
        self._sharing.refused.connect(self._on_not_opened)
        self.former: Wish | None = None
        self.may_ask = True
        self.dialog: PassphraseDialog | None = None

    @property
    def is_opening(self) -> bool:
        """Whether a file is being opened, or its passphrase asked for."""
        is_asking = self.dialog is not None or self._sharing.question is not None
        return self._jobs.is_running(OPENING) or is_asking

    def open(self, wish: Wish) -> None:
        """Open a file; `former` is the one that was let go for it and comes back when it cannot be opened."""
        if self._jobs.is_running(OPENING):
            return
        self._close_dialog()
        self._wish = wish
        is_known = wish.is_copy or wish.backup is not None or bool(wish.way)
        if self.may_ask and not is_known:
            self._sharing.decide(wish.path, self._above())
        else:
            self._try(wish.secret)

    def _on_way_chosen(self, way: str) -> None:
        self._wish = replace(self._wish, way=way)
        self._try(self._wish.secret)

    def _on_not_opened(self, problem: Problem) -> None:
        self._refuse(Refusal(self._wish.path, problem))

    def choose(self, window: QWidget | None, folder: Path | None = None) -> None:
        """Let the person choose a file in a dialog of a window."""
        ask_for_file(window, is_new=False, folder=folder).fileSelected.connect(self._on_file_selected)

    def _on_file_selected(self, name: str) -> None:
        self.chosen.emit(Path(name))

    def take_unsaid(self) -> Refusal | None:
        """Why another file was not opened, now that the former one is there again."""
        unsaid, self._unsaid = self._unsaid, None
        return unsaid

    def _try(self, secret: Secret | None) -> None:
        is_by_sheet = self.dialog is not None and isinstance(secret, FileKey)
        self._jobs.start(
            OPENING,
            partial(_open, self._wish, secret, self._store),
            then=partial(self._on_opened, is_by_sheet),
            refused=partial(self._on_refused, secret),
        )

    def _on_opened(self, is_by_sheet: bool, opened: OpenedFile) -> None:
        # No secret is kept here: a lock is to drop them all.
        self.former, self._passphrase, self._wish = None, None, Wish(opened.path)
        self.opened.emit(opened, is_by_sheet)
        self._close_dialog()

    def _on_refused(self, tried: Secret | None, problem: Problem) -> None:
        if not self.may_ask or not isinstance(problem, SecretNeeded | WrongSecret):
            self._refuse(Refusal(self._wish.path, problem))
        elif tried is None and self._passphrase is not None:
            self._try(self._passphrase)
        else:
            self._ask(problem, is_first=self.dialog is None)

    def _refuse(self, refusal: Refusal) -> None:
        former, self.former = self.former, None
        if former is not None and (former.path != refusal.path or self._wish.backup is not None):
            # The file that was let go for this one comes back.
            self._unsaid = refusal
            self._close_dialog()
            self.open(former)
            return
        self.refused.emit(refusal)
        # Only now: the program ends with its last window.
        self._close_dialog()

    # Asking for the passphrase

    def _ask(self, problem: Problem, *, is_first: bool) -> None:
        if self.dialog is None:
            self.dialog = PassphraseDialog(self._texts(), self._wish.path, self._above())
            self.dialog.given.connect(self._try)
            self.dialog.another_asked.connect(self._on_another_asked)
            self.dialog.rejected.connect(partial(self._on_rejected, problem))
            self.dialog.open()
        if isinstance(problem, WrongSecret) and not is_first:
            self.dialog.refuse(self._texts().sentence(problem))

    def _on_another_asked(self) -> None:
        self.choose(self.dialog)

    def _on_rejected(self, problem: Problem) -> None:
        self._refuse(Refusal(self._wish.path, problem, is_given_up=True))

    def _close_dialog(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.panel.clear()
            dialog.blockSignals(True)
            dialog.close()


def _open(wish: Wish, secret: Secret | None, store: SettingsStore, _progress: Progress) -> OpenedFile:
    if wish.backup is not None:
        return restore_to_work(wish.backup, wish.path, store, secret)
    if wish.is_copy:
        return open_copy(wish.path, secret)
    if wish.way == COPY:
        return open_working(wish.path, store, find_places().working, secret)
    return open_to_work(wish.path, store, secret)
