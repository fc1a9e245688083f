"""Keeps what is being typed against a crash: the open text is noted in the file whenever the keys rest.

One keeper serves every window of the program: it follows the focus, so that a new screen falls under it by
using the common editors.
"""

from __future__ import annotations

import json
from functools import partial
from uuid import uuid4

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from db.database import Database
from db.drafts import drop_drafts, keep_draft
from desktop.shell.desk import Desk
from desktop.shell.draft_places import DraftPlace, TextEditor, place_of, text_editor, typed_text

REST_MS = 2_000
"""How long the keys must rest before a text is noted."""


class _Watch(QObject):
    """One editor that had the focus: what it was given, and what of it is noted.

    Signals:
        rested: something was typed, and then nothing for a while.
        emptied: what stands there was given to it: all that was typed was handed over or given up.
    """

    rested = Signal(object)
    emptied = Signal()

    def __init__(self, editor: TextEditor, rest_ms: int, parent: QObject) -> None:
        super().__init__(parent)
        self.editor = editor
        self.noted: tuple[DraftPlace, str] | None = None
        self._given = _text(editor)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(rest_ms)
        self._timer.timeout.connect(self._on_timeout)
        editor.textChanged.connect(self._on_text_changed)

    def typed(self) -> str | None:
        """What was typed and is still there; None when there is nothing of it, or the editor is gone."""
        # A cell's editor is hidden as soon as it is done with, and goes a little later.
        if not isValid(self.editor) or self.editor.isHidden():
            return None
        text = typed_text(self.editor)
        return None if text is None or text == self._given else text

    def _on_text_changed(self) -> None:
        if self.typed() is None:
            self._given = _text(self.editor)
            self._timer.stop()
            self.emptied.emit()
        else:
            self._timer.start()

    def _on_timeout(self) -> None:
        self.rested.emit(self)


def _text(editor: TextEditor) -> str:
    whole = getattr(editor, "toPlainText", None) or editor.text  # type: ignore[union-attr]
    return str(whole())


class DraftKeeper(QObject):
    """Follows the focus of the program and notes what is typed in the editors of records.

    A note is dropped once the text was handed over and written, or given up. While the desk holds edits that
    could not be written, nothing is dropped.

    Signals:
        noted: the texts that were typed until now are in the file.
    """

    noted = Signal()

    def __init__(
        self, app: QApplication, desk: Desk, parent: QObject | None = None, *, rest_ms: int = REST_MS
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._rest_ms = rest_ms
        self._watches: list[_Watch] = []
        self._doomed: list[str] = []
        self.run = uuid4().hex
        self._review_timer = QTimer(self)
        self._review_timer.setSingleShot(True)
        self._review_timer.setInterval(0)
        self._review_timer.timeout.connect(self._review)
        app.focusChanged.connect(self._on_focus_changed)
        desk.busy_changed.connect(self._on_busy_changed)
        desk.gave_up.connect(self._on_gave_up)

    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        editor = text_editor(now)
        if editor is not None and all(watch.editor is not editor for watch in self._watches):
            watch = _Watch(editor, self._rest_ms, self)
            watch.rested.connect(self._note)
            watch.emptied.connect(self._review_timer.start)
            editor.destroyed.connect(self._review_timer.start)
            self._watches.append(watch)
        self._review_timer.start()

    def _on_gave_up(self) -> None:
        """What was typed and not written in the end is offered at the next opening."""
        self._doomed.clear()

    def _on_busy_changed(self, is_busy: bool) -> None:
        if not is_busy:
            self._review_timer.start()

    def _note(self, watch: _Watch) -> None:
        """Note a text, with the place that its editor writes now."""
        text = watch.typed()
        if text is None:
            return
        place = place_of(watch.editor)
        if watch.noted == (place, text):
            return
        if watch.noted is not None and watch.noted[0] != place:
            self._doom(watch.noted[0])
        watch.noted = (place, text)
        work = partial(_keep, self._key(place), text)
        self._desk.ask(work, then=self._on_noted, refused=_say_nothing)

    def _on_noted(self, _done: object) -> None:
        self.noted.emit()

    def _key(self, place: DraftPlace) -> str:
        return written_place(self.run, place)

    def _doom(self, place: DraftPlace) -> None:
        self._doomed.append(self._key(place))
        self._review_timer.start()

    def _review(self) -> None:
        """Find what is no longer being typed; what was asked of the desk before is written by then."""
        for watch in list(self._watches):
            if watch.noted is not None and watch.typed() is None:
                self._doom(watch.noted[0])
                watch.noted = None
            if not isValid(watch.editor):
                self._watches.remove(watch)
                watch.deleteLater()
        if self._doomed and not self._desk.held:
            doomed, self._doomed = self._doomed, []
            # Behind what was asked before: once this is answered, the edits of these texts are.
            self._desk.ask(_do_nothing, then=partial(self._on_settled, doomed), refused=_say_nothing)

    def _on_settled(self, doomed: list[str], _done: object) -> None:
        """Drop what was written or given up; texts that could not be written stay until they are."""
        if self._desk.held:
            self._doomed += doomed
        else:
            self._desk.ask(partial(_drop, doomed), refused=_say_nothing)


def written_place(run: str, place: DraftPlace) -> str:
    """A place as the table of drafts holds it; each run of the window has its own."""
    return json.dumps([run, place.table, place.row_id, place.field, place.name], ensure_ascii=False)


def _keep(key: str, text: str, database: Database) -> None:
    keep_draft(database, key, text)


def _do_nothing(_database: Database) -> None:
    """Marks a place in the queue."""


def _drop(keys: list[str], database: Database) -> None:
    drop_drafts(database, keys)


def _say_nothing(_problem: object) -> None:
    """Nobody waits for a note; what cannot be written is said when it is handed over."""
