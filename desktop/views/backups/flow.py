"""Backups of the file that is open: kept from when it is known to be sound, and said when one is not made."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from desktop.base.errors import Problem
from desktop.views.main_window import MainWindow
from desktop.views.workplace import Workplace


class BackupFlow(QObject):
    """What one window does about the backups of its file."""

    def __init__(self, place: Workplace, window: MainWindow, *, keeps: bool) -> None:
        super().__init__(window)
        self._place = place
        self._window = window
        self._keeps = keeps and not place.file.is_copy
        place.backups.failed.connect(self._on_failed)

    def start_when_sound(self, problems: Sequence[str]) -> None:
        """Keep backups from now on; of a damaged file there are none to be made."""
        if self._keeps and not problems:
            self._place.backups.start()

    def _on_failed(self, problem: Problem) -> None:
        self._window.notice.say(self._place.texts.sentence(problem))
