"""Decides where a file is worked on: by its place, by what was chosen for it before, else by asking."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.base.errors import DatabaseProblem, UserError
from desktop.base.i18n import N_, Texts
from desktop.base.paths import find_places
from desktop.base.settings import SettingsStore
from desktop.services.import_outcome import Message
from desktop.services.shared_folders import THERE, danger_sentence, remember_choice, remembered_choice
from desktop.services.working_copies import left_copy, set_aside
from desktop.views.shared_folders.question import ShareQuestion

NOT_OPENED = N_("The file was not opened; its working copy is kept on this computer.")


class SharingChoice(QObject):
    """Answers for one file at a time.

    Signals:
        chosen: COPY or THERE, also when nobody had to be asked.
        refused: a `Problem`: the person chose neither, or another window works in the copy that is here.
    """

    chosen = Signal(str)
    refused = Signal(object)

    def __init__(
        self, store: SettingsStore, texts: Callable[[], Texts], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._texts = texts
        self.question: ShareQuestion | None = None

    def decide(self, path: Path, window: QWidget | None) -> None:
        """Say by `chosen` where a file is worked on; a copy that was left behind is asked about first."""
        danger = danger_sentence(path)
        is_left = left_copy(find_places().working, path) is not None
        known = remembered_choice(self._store.current, path)
        if not is_left and (danger is None or known):
            self.chosen.emit(known or THERE)
            return
        self.question = ShareQuestion(self._texts(), path, danger, is_left=is_left, parent=window)
        self.question.chosen.connect(partial(self._on_chosen, path))
        self.question.rejected.connect(partial(self._on_rejected, danger))
        self.question.open()

    def _on_chosen(self, path: Path, way: str, remembers: bool, is_set_aside: bool) -> None:
        self.question = None
        if remembers:
            remember_choice(self._store, path, way)
        left = left_copy(find_places().working, path) if is_set_aside else None
        try:
            if left is not None:
                set_aside(left, find_places().backups)
        except DatabaseProblem as problem:
            self.refused.emit(problem)
            return
        self.chosen.emit(way)

    def _on_rejected(self, danger: Message | None) -> None:
        self.question = None
        if danger is not None:
            self.refused.emit(UserError(danger.text_id, **danger.values))
        else:
            self.refused.emit(UserError(NOT_OPENED))
