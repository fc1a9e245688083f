"""The desk: screens hand it reads and services; the answer comes back on the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from db.database import Database
from desktop.base.errors import Problem

Then = Callable[[Any], None]


@dataclass(frozen=True, slots=True)
class _Answer:
    """What came of one request, and who waits for it."""

    future: Future[Any]
    then: Then | None
    refused: Then | None


class Desk(QObject):
    """Posts work to the database's thread and delivers what came of it.

    `then` gets the result, `refused` the `Problem` of an expected failure; both run on the GUI thread, and
    not at all when the object they belong to is gone. Any other failure is a bug and is raised there.

    Signals:
        refused: a `Problem` that nobody else takes.
        busy_changed: whether work is queued or running.
    """

    refused = Signal(object)
    busy_changed = Signal(bool)
    _answered = Signal(object)

    def __init__(self, database: Database, author: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.author = author
        self._database = database
        self._open = 0
        self._answered.connect(self._on_answered, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """Whether work is queued or running."""
        return self._open > 0

    def read(
        self, query: Callable[..., Any], *args: Any, then: Then, refused: Then | None = None, **named: Any
    ) -> None:
        """Run `query(reader, *args, **named)` in a reading transaction."""
        self.ask(partial(_run_query, query, args, named), then, refused)

    def write(
        self,
        service: Callable[..., Any],
        *args: Any,
        then: Then | None = None,
        refused: Then | None = None,
        **named: Any,
    ) -> None:
        """Run `service(database, author, *args, **named)`."""
        self.ask(partial(_run_service, service, self.author, args, named), then, refused)

    def ask(
        self, work: Callable[[Database], Any], then: Then | None = None, refused: Then | None = None
    ) -> None:
        """Run `work(database)` on the database's thread."""
        self._open += 1
        if self._open == 1:
            self.busy_changed.emit(True)
        future = self._database.post(partial(work, self._database))
        future.add_done_callback(partial(self._answer, then, refused))

    def _answer(self, then: Then | None, refused: Then | None, future: Future[Any]) -> None:
        """On the database's thread: hand the answer over to ours."""
        self._answered.emit(_Answer(future, then, refused))

    def _on_answered(self, answer: _Answer) -> None:
        self._open -= 1
        if self._open == 0:
            self.busy_changed.emit(False)
        error = answer.future.exception()
        if error is None:
            deliver(answer.then, answer.future.result())
        elif not isinstance(error, Problem):
            raise error
        elif answer.refused is None:
            self.refused.emit(error)
        else:
            deliver(answer.refused, error)


def deliver(receiver: Then | None, value: object) -> None:
    """Call a receiver unless it is a method of a Qt object that is gone."""
    if receiver is None:
        return
    bare = receiver.func if isinstance(receiver, partial) else receiver
    owner = getattr(bare, "__self__", None)
    if not isinstance(owner, QObject) or isValid(owner):
        receiver(value)


def _run_query(query: Callable[..., Any], args: Any, named: Any, database: Database) -> Any:
    with database.read() as unit:
        return query(unit, *args, **named)


def _run_service(service: Callable[..., Any], author: str, args: Any, named: Any, database: Database) -> Any:
    return service(database, author, *args, **named)
