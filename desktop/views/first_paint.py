"""Notices when a window has painted: for work that must not hold it up, and to measure the start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from desktop.base.errors import Problem
from desktop.shell.process_age import process_age_ms
from desktop.views.main_window import MainWindow


class FirstPaint(QObject):
    """Calls something once, right after the first paint of a window."""

    def __init__(self, window: QWidget, then: Callable[[], None]) -> None:
        super().__init__(window)
        self._then = then
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Wait for the first paint event."""
        if event.type() == QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            QTimer.singleShot(0, self._then)
        return False


class StartWatch(QObject):
    """Notes when a window has painted first and when its plan table is usable, then ends the program."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self._app = app
        self._screen: Any = None
        self._is_loaded = False
        self.problem: Problem | None = None
        self.result = {"first_paint_ms": 0, "usable_ms": 0, "rows": 0}

    def watch(self, window: MainWindow) -> None:
        """Watch a window that was just shown."""
        self._screen = window.stack.currentWidget()
        self._screen.model.loaded.connect(self._on_loaded)
        self._screen.table.viewport().installEventFilter(self)
        FirstPaint(window, self._on_first_paint)

    def fail(self, problem: Problem) -> None:
        """Keep the reason why there is no window."""
        self.problem = problem
        self._app.quit()

    def _on_first_paint(self) -> None:
        self.result["first_paint_ms"] = round(process_age_ms())

    def _on_loaded(self) -> None:
        self._is_loaded = True

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Wait for the first painting of the table that has its rows."""
        if event.type() == QEvent.Type.Paint and self._is_loaded:
            self._is_loaded = False
            QTimer.singleShot(0, self._on_painted)
        return False

    def _on_painted(self) -> None:
        self.result["usable_ms"] = round(process_age_ms())
        self.result["rows"] = self._screen.model.rowCount()
        self._app.quit()
