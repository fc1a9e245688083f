"""The desk: screens hand it reads and services; the answer comes back on the GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from db.database import Database
from db.encryption import Secret
from db.errors import NotSaved
from desktop.base.errors import Problem
from desktop.base.i18n import N_
from desktop.shell.held_edits import Edit, Outcome, Then, may_be_saved_later, run_held

_GIVEN_UP = N_("The change was given up; the file is as it was.")
_Request = tuple[Callable[[Database], Any], Then | None, Then | None]


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

    An edit that fails because of the medium is held, in the order asked: neither `then` nor `refused` is
    called before it was tried again, or given up. A dialog that stands over the window hears of it at once:
    it has its text and its button still.

    Signals:
        refused: a `Problem` that nobody else takes.
        busy_changed: whether work is queued or running.
        held_changed: the `Problem` because of which edits are held now, or None when none is any more.
        gave_up: the held edits were given up.
    """

    refused = Signal(object)
    busy_changed = Signal(bool)
    held_changed = Signal(object)
    gave_up = Signal()
    _answered = Signal(object)

    def __init__(self, database: Database, author: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.author = author
        self._database = database
        self._open = 0
        self._held: list[Edit] = []
        self._is_trying = False
        self._waiting: list[_Request] | None = None
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
        edit = Edit(service, self.author, args, named, then, refused)
        if not self._held and not self._is_trying:
            answered, failed = partial(self._on_written, edit), partial(self._on_write_refused, edit)
            self.ask(edit.run, answered, failed)
            return
        # Behind those that wait; who asks for the same again, by the same button, wants it once.
        if edit not in self._held:
            self._held.append(edit)
        self.try_again()

    def _on_written(self, edit: Edit, result: object) -> None:
        deliver(edit.then, result)

    def _on_write_refused(self, edit: Edit, problem: Problem) -> None:
        if may_be_saved_later(problem) and QApplication.activeModalWidget() is None:
            self._held.append(edit)
            self.held_changed.emit(problem)
        else:
            self._refuse(edit.refused, problem)

    # Edits that are held

    @property
    def held(self) -> int:
        """How many edits wait to be tried again."""
        return len(self._held)

    def try_again(self) -> None:
        """Try the held edits in the order in which they were asked for."""
        if self._held and not self._is_trying:
            self._is_trying = True
            self.ask(partial(run_held, tuple(self._held)), self._on_tried, self._on_none_tried)

    def _on_tried(self, outcomes: Sequence[Outcome]) -> None:
        self._is_trying = False
        newer = self._held[len(outcomes) :]
        self._held = [each.edit for each in outcomes if each.is_held] + newer
        failure = next((each.problem for each in outcomes if each.is_held), None)
        self.held_changed.emit(failure)
        for each in outcomes:
            if each.problem is None:
                deliver(each.edit.then, each.result)
            elif not each.is_held:
                self._refuse(each.edit.refused, each.problem)
        if failure is None:
            self.try_again()

    def _on_none_tried(self, problem: Problem) -> None:
        self._is_trying = False
        self.held_changed.emit(problem)

    def give_up(self) -> None:
        """Refuse the held edits to whoever asked for them; what they said is not written."""
        held, self._held = self._held, []
        if held:
            self.gave_up.emit()
            self.held_changed.emit(None)
        for edit in held:
            deliver(edit.refused, NotSaved(_GIVEN_UP))

    def ask(
        self, work: Callable[[Database], Any], then: Then | None = None, refused: Then | None = None
    ) -> None:
        """Run `work(database)` on the database's thread."""
        self._open += 1
        if self._open == 1:
            self.busy_changed.emit(True)
        if self._waiting is None:
            self._post(work, then, refused)
        else:
            self._waiting.append((work, then, refused))

    def _post(self, work: Callable[[Database], Any], then: Then | None, refused: Then | None) -> None:
        future = self._database.post(partial(work, self._database))
        future.add_done_callback(partial(self._answer, then, refused))

    # A locked file

    @property
    def is_encrypted(self) -> bool:
        """Whether the file has a passphrase, so that it can be locked."""
        return self._database.key is not None or self._database.line.is_locked

    def lock(self) -> None:
        """Drop the key once what was asked is done; what is asked from now on waits until `release`."""
        if self._waiting is None:
            self.ask(_drop_key)
            self._waiting = []

    def unlock(self, secret: Secret, then: Then, refused: Then) -> None:
        """Take a locked file again; what waits goes on waiting until `release`."""
        self._open += 1
        self._post(partial(_unlock, secret), then, refused)

    def release(self) -> None:
        """Ask what waited while the file was locked, in its order."""
        waiting, self._waiting = self._waiting or [], None
        for work, then, refused in waiting:
            self._post(work, then, refused)

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
        else:
            self._refuse(answer.refused, error)

    def _refuse(self, refused: Then | None, problem: Problem) -> None:
        if refused is None:
            self.refused.emit(problem)
        else:
            deliver(refused, problem)


def _drop_key(database: Database) -> None:
    database.rest(forgets_key=True)


def _unlock(secret: Secret, database: Database) -> None:
    database.unlock(secret)


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
