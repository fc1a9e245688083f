"""Builds the surroundings of a screen for tests: a real file, recorded messages, a chosen language."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from db.database import Database
from db.queries.desk import file_identity
from db.runners import SynchronousRunner
from desktop.app import build_workplace
from desktop.base.i18n import texts_for
from desktop.base.settings import SettingsStore
from desktop.jobs.runner import JobRunner
from desktop.services.opening import OpenedFile
from desktop.shell.messages import RecordedMessages
from desktop.views.workplace import Workplace

TODAY = date(2026, 5, 15)
_made: list[Workplace] = []


def make_place(
    database: Database,
    folder: Path,
    *,
    language: str = "en",
    today: date = TODAY,
    jobs: JobRunner | None = None,
) -> Workplace:
    """A workplace over an open file; jobs run at once unless told, settings lie in the test's folder."""
    texts = texts_for(language)
    _let_go_of_former()

    def read():
        with database.read() as unit:
            return file_identity(unit)

    place = build_workplace(
        OpenedFile(database, database.call(read), database.path),
        SettingsStore(folder / "settings.json"),
        texts,
        "Ana",
        jobs or JobRunner(SynchronousRunner()),
        RecordedMessages(texts),
    )
    object.__setattr__(place, "today", lambda: today)
    _made.append(place)
    return place


def _let_go_of_former() -> None:
    """As the program does when it closes a file: collected with their stack, commands are deleted twice."""
    for place in _made:
        if isValid(place.undo):
            place.undo.clear()
    _made.clear()


def settle(place: Workplace) -> None:
    """Let everything that was asked for be answered and shown."""
    quiet = 0
    while quiet < 3:
        QCoreApplication.sendPostedEvents()
        QCoreApplication.processEvents()
        quiet = 0 if place.desk.is_busy else quiet + 1


def bury(widget: QWidget) -> None:
    """Close a widget and let it go before the test ends."""
    if isValid(widget):
        widget.close()
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def texts_of(model, column: int) -> list[str]:
    """What a column of a model shows, from top to bottom."""
    return [str(model.index(row, column).data() or "") for row in range(model.rowCount())]
