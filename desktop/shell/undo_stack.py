"""Undo and redo of everything: one command around the change log, never one per feature."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from db.database import Database
from db.log_records import ChangeSetInfo
from db.revert import WAS_ERASED
from desktop.base.errors import Problem, UserError
from desktop.base.i18n import N_, Texts
from desktop.services.history import RevertResult, revert_change_set
from desktop.shell.change_feed import ChangeFeed
from desktop.shell.desk import Desk
from desktop.shell.summaries import summary_text

_CHANGED_AGAIN = N_("Nothing of “{what}” could be taken back: it was changed again.")
_ERASED = N_("Nothing of “{what}” could be taken back: what it changed was erased.")
UNDO, REDO = "undo", "redo"
_LIMIT = 200


@dataclass(slots=True)
class _Step:
    """The change set that the next undo or redo takes back; None when there is nothing left to take back.

    Read and set on the database's thread only, where the steps run in the order they were asked for.
    """

    number: int | None


class _TakeBack(QUndoCommand):
    """Takes a change set back, then takes that back, and so on."""

    def __init__(self, text: str, step: _Step, ask: Callable[[_TakeBack, str], None]) -> None:
        super().__init__(text)
        self.step = step
        self._ask = ask
        self._is_done_already = True

    def redo(self) -> None:
        """Do again; the first call comes with the push, when everything is done already."""
        if self._is_done_already:
            self._is_done_already = False
        elif not self.isObsolete():
            self._ask(self, REDO)

    def undo(self) -> None:
        """Take back."""
        if not self.isObsolete():
            self._ask(self, UNDO)


class UndoStack(QUndoStack):
    """The undo stack of one open file; it fills itself from the change feed.

    Signals:
        refused: a `Problem` when a step could not be taken back, or not wholly.
    """

    refused = Signal(object)

    def __init__(self, desk: Desk, feed: ChangeFeed, texts: Texts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._texts = texts
        self.setUndoLimit(_LIMIT)
        feed.changed.connect(self._on_feed_changed)

    def _on_feed_changed(self, info: ChangeSetInfo) -> None:
        if info.origin not in (UNDO, REDO) and not info.is_of_others:
            text = summary_text(self._texts, info)
            self.push(_TakeBack(text, _Step(info.number), self._ask))

    def _ask(self, command: _TakeBack, origin: str) -> None:
        self._desk.ask(
            partial(_take_back, command.step, self._desk.author, origin),
            then=partial(self._on_taken_back, command.step, command.text()),
            refused=partial(self._on_refused, command.step),
        )

    def _on_taken_back(self, step: _Step, text: str, result: RevertResult | None) -> None:
        if result is None:
            return
        if result.info is None:
            is_erased = {each.reason for each in result.kept} == {WAS_ERASED}
            self._on_refused(step, UserError(_ERASED if is_erased else _CHANGED_AGAIN, what=text))
        elif result.kept:
            count = len(result.kept)
            sentence = N_("“{what}” was taken back in part; {count} later changes were kept.")
            self.refused.emit(UserError(sentence, what=text, count=count))

    def _on_refused(self, step: _Step, problem: Problem) -> None:
        for place in range(self.count()):
            command = self.command(place)
            if isinstance(command, _TakeBack) and command.step is step:
                command.setObsolete(True)
                self._drop(place)
                break
        self.refused.emit(problem)

    def _drop(self, place: int) -> None:
        """Let the stack forget an obsolete command that is next in either direction."""
        if place == self.index():
            self.redo()
        elif place == self.index() - 1:
            self.undo()


def _take_back(step: _Step, author: str, origin: str, database: Database) -> RevertResult | None:
    if step.number is None:
        return None
    result = revert_change_set(database, author, step.number, origin=origin)
    step.number = result.info.number if result.info else None
    return result
