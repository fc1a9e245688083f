"""Lets an open file rest while nobody is there, so that a colleague or a copying program can have it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from desktop.base.errors import Problem
from desktop.base.settings import SettingsStore
from desktop.jobs.runner import JobRunner
from desktop.services.known_heads import rest_known
from desktop.shell.desk import Desk
from desktop.shell.idle_watch import IdleWatch

REST_MINUTES = 10
"""So many minutes without input, and the lock is let go; the next read or edit takes it again."""


class RestKeeper(QObject):
    """Watches one open file; never while something is being done with it."""

    def __init__(self, desk: Desk, jobs: JobRunner, settings: SettingsStore, watch: IdleWatch) -> None:
        super().__init__(desk)
        self._desk = desk
        self._jobs = jobs
        self._settings = settings
        watch.idle.connect(self._on_idle)

    def _on_idle(self, minutes: int) -> None:
        if minutes >= REST_MINUTES and not self._desk.is_busy and not self._jobs.is_busy:
            self._desk.ask(partial(rest_known, self._settings), refused=self._on_refused)

    def _on_refused(self, _problem: Problem) -> None:
        """Nobody is there to read it; the next closing says what cannot be noted."""
