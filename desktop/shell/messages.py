"""What the program says to the person: one place that shows it, logs that it did, and can be recorded."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop.base.errors import Problem
from desktop.base.i18n import N_, Texts
from desktop.base.logs import Safe

_log = logging.getLogger(__name__)
_Icon = QMessageBox.Icon
_LONGEST_DETAILS = 10_000


class Messages(QObject):
    """Shows sentences, given as message ids with their values, in boxes that never block the program."""

    def __init__(self, texts: Texts, window: QWidget | None = None) -> None:
        super().__init__(window)
        self._texts = texts
        self.window = window
        self._open: set[QMessageBox] = set()

    def info(self, text_id: str, **values: object) -> None:
        """Say what happened."""
        self._say(_Icon.Information, text_id, values)

    def warn(self, text_id: str, **values: object) -> None:
        """Say what needs attention."""
        self._say(_Icon.Warning, text_id, values)

    def error(self, text_id: str, details: str = "", **values: object) -> None:
        """Say what could not be done; details wait behind a button."""
        self._say(_Icon.Critical, text_id, values, details)

    def problem(self, problem: Problem) -> None:
        """Say an expected failure in its own sentence."""
        self._say(_Icon.Warning, problem.text_id, problem.values)

    def ask(
        self,
        text_id: str,
        action_id: str,
        on_yes: Callable[[], None],
        *,
        on_no: Callable[[], None] | None = None,
        **values: object,
    ) -> None:
        """Ask before doing something; `action_id` names the button that does it."""
        self._offer(_Icon.Question, text_id, action_id, on_yes, N_("Cancel"), values, on_no)

    def offer(self, text_id: str, action_id: str, on_yes: Callable[[], None], **values: object) -> None:
        """Say what could not be done, with a way on; `action_id` names its button."""
        self._offer(_Icon.Warning, text_id, action_id, on_yes, N_("Close"), values)

    def _offer(
        self,
        icon: _Icon,
        text_id: str,
        action_id: str,
        on_yes: Callable[[], None],
        no_id: str,
        values: dict[str, Any],
        on_no: Callable[[], None] | None = None,
    ) -> None:
        box = self._box(icon, text_id, values)
        yes = box.addButton(self._texts.gettext(action_id), QMessageBox.ButtonRole.AcceptRole)
        no = box.addButton(self._texts.gettext(no_id), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(no)
        box.setEscapeButton(no)
        box.accepted.connect(on_yes)
        if on_no is not None:
            box.rejected.connect(on_no)
        yes.setObjectName("yes")
        self.open_box(box)

    def _say(self, icon: _Icon, text_id: str, values: dict[str, Any], details: str = "") -> None:
        box = self._box(icon, text_id, values)
        close = box.addButton(self._texts.gettext(N_("Close")), QMessageBox.ButtonRole.AcceptRole)
        box.setEscapeButton(close)
        if details:
            box.setDetailedText(details[:_LONGEST_DETAILS])
        self.open_box(box)

    def _box(self, icon: _Icon, text_id: str, values: dict[str, Any]) -> QMessageBox:
        _log.info("shown: %s", Safe(text_id))
        box = QMessageBox(self.window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setIcon(icon)
        box.setWindowTitle("Desk1540")
        box.setText(self._texts.fill(text_id, values))
        return box

    def open_box(self, box: QMessageBox) -> None:
        """Show a box; tests put their record here."""
        # Without a window nobody else holds it.
        self._open.add(box)
        box.finished.connect(partial(self._on_finished, box))
        box.open()

    def _on_finished(self, box: QMessageBox, _result: int) -> None:
        self._open.discard(box)


class RecordedMessages(Messages):
    """Keeps the sentences instead of showing them; questions are answered by `answer`."""

    def __init__(self, texts: Texts, window: QWidget | None = None) -> None:
        super().__init__(texts, window)
        self.shown: list[str] = []
        self.answer = True

    def open_box(self, box: QMessageBox) -> None:
        """Note the sentence; a question is answered at once."""
        self.shown.append(box.text())
        if box.findChild(QWidget, "yes") is not None:
            (box.accepted if self.answer else box.rejected).emit()
        box.deleteLater()

    def take(self) -> list[str]:
        """The sentences since the last time."""
        taken, self.shown = self.shown, []
        return taken
