"""The way back of a working copy: the bar that says so, and putting it back, now or at the closing; and of
what was remembered for a file in a shared folder.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QMenu, QPushButton, QSizePolicy, QToolBar

from db.database import Database
from desktop.base.errors import Problem
from desktop.base.i18n import N_
from desktop.base.text import visible_controls
from desktop.services.shared_folders import remember_choice, remembered_choice
from desktop.services.working_copies import PutBack, WorkingCopy, drop_when_closed, put_back
from desktop.shell.desk import Then
from desktop.views.closing import Closing
from desktop.views.workplace import Workplace
from desktop.widgets.labels import plain_label

_SAID = N_("You work on a copy on this computer. It is put back to {folder} when the window closes.")
_LEAST_WIDTH = 620
_CLOSE, _CLOSE_ALL_THE_SAME = N_("Close the window"), N_("Close; offer it at the next opening")


class WorkingFlow(QObject):
    """Puts the working copy of one window back; of one without there is nothing to put back.

    `settings_menu` gets the entry that has the person asked again where a file is worked on.
    """

    def __init__(self, place: Workplace, window: QMainWindow, closing: Closing, settings_menu: QMenu) -> None:
        super().__init__(window)
        self._place = place
        self._window = window
        self._copy = place.file.working
        self._is_putting = self._is_done = False
        self.bar: WorkingBar | None = None
        ask_again = N_("Ask &again where to work on this file")
        self.ask_again = settings_menu.addAction(place.texts.gettext(ask_again), self._on_ask_again)
        self.ask_again.setEnabled(bool(remembered_choice(place.settings.current, place.file.path)))
        if self._copy is not None:
            self.bar = WorkingBar(place, self._copy, window)
            self.bar.put_button.clicked.connect(self.put_back_now)
            closing.last_steps.append(self.may_end)

    def _on_ask_again(self) -> None:
        remember_choice(self._place.settings, self._place.file.path, "")
        self.ask_again.setEnabled(False)

    def put_back_now(self) -> None:
        """Put it back and go on working."""
        if self._copy is not None and not self._is_putting:
            self._put(self._on_put_back, self._on_refused)

    def may_end(self) -> bool:
        """Whether the window may close: the copy was put back, or the person knows that it was not."""
        if self._copy is None or self._is_done:
            return True
        if not self._is_putting:
            self._put(self._on_put_back_at_end, self._on_refused_at_end)
        return False

    def _put(self, then: Then, refused: Then) -> None:
        assert self._copy is not None
        self._is_putting = True
        work = partial(put_back, self._place.settings, self._copy)
        self._place.desk.ask(work, then=then, refused=refused)

    def _on_put_back(self, done: PutBack) -> None:
        self._is_putting = False
        self._copy = done.copy
        say = self._place.messages.info if done.is_whole else self._place.messages.warn
        say(done.message.text_id, **done.message.values)

    def _on_refused(self, problem: Problem) -> None:
        self._is_putting = False
        self._place.messages.problem(problem)

    def _on_put_back_at_end(self, done: PutBack) -> None:
        self._is_putting = False
        self._copy = done.copy
        end = partial(self._end, done.copy)
        if done.is_whole:
            end()
        else:
            self._place.messages.ask(done.message.text_id, _CLOSE, end, **done.message.values)

    def _on_refused_at_end(self, problem: Problem) -> None:
        self._is_putting = False
        self._place.messages.ask(problem.text_id, _CLOSE_ALL_THE_SAME, self._leave, **problem.values)

    def _end(self, copy: WorkingCopy) -> None:
        """The copy has served: it goes when the file is closed."""
        self._place.desk.ask(partial(_drop, copy), then=self._leave)

    def _leave(self, _done: object = None) -> None:
        self._is_done = True
        self._window.close()


def _drop(copy: WorkingCopy, database: Database) -> None:
    drop_when_closed(copy, database)


class WorkingBar(QToolBar):
    """Says above the screens that a copy is worked on, with the button that puts it back now."""

    def __init__(self, place: Workplace, copy: WorkingCopy, window: QMainWindow) -> None:
        super().__init__(window)
        texts = place.texts
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setWindowTitle(texts.gettext(N_("Working copy")))
        body = QFrame(self)
        row = QHBoxLayout(body)
        row.setContentsMargins(12, 4, 8, 4)
        self.said = plain_label(texts.fill(_SAID, {"folder": str(copy.origin.parent)}), body, wraps=True)
        self.said.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        # A bar asks how high its text is before it is as wide as the window.
        self.said.setMinimumWidth(_LEAST_WIDTH)
        self.put_button = QPushButton(texts.gettext(N_("&Put it back now")), body)
        self.put_button.setAccessibleDescription(visible_controls(self.said.text()))
        row.addWidget(self.said, 1)
        row.addWidget(self.put_button)
        self.addWidget(body)
        window.addToolBarBreak()
        window.addToolBar(self)
