"""A bug anywhere ends here: logged, shown as a report without content; then the program ends in order."""

from __future__ import annotations

import logging
import platform
import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Signal, qVersion
from PySide6.QtWidgets import QApplication, QDialog

from desktop.base.logs import describe_exception

_log = logging.getLogger(__name__)


def crash_report(error: BaseException) -> str:
    """The report: versions, kinds of exceptions and places in the code; nothing of a file's content."""
    head = [
        f"Desk1540, Python {platform.python_version()}, Qt {qVersion()}, {platform.system()}",
        "",
    ]
    return "\n".join(head + describe_exception(error))


class CrashHook(QObject):
    """Catches what nobody else does, on whatever thread it happened; shows the first report only.

    `make_dialog` makes the dialog of a report.
    """

    _crashed = Signal(str)

    def __init__(self, make_dialog: Callable[[str], QDialog], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make_dialog = make_dialog
        self._hooks: tuple[Any, Any] | None = None
        self._has_crashed = False
        self._dialog: QDialog | None = None
        self._crashed.connect(self._on_crashed)

    def install(self) -> None:
        """Set the hooks of the interpreter and of threads."""
        self._hooks = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception

    def remove(self) -> None:
        """Put the former hooks back."""
        if self._hooks is not None:
            sys.excepthook, threading.excepthook = self._hooks
            self._hooks = None

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QCoreApplication.quit()
            return
        _log.critical("a bug ended the program", exc_info=(kind, error, trace))
        self._crashed.emit(crash_report(error))

    def _on_thread_exception(self, failed: threading.ExceptHookArgs) -> None:
        if failed.exc_value is not None:
            self._on_exception(failed.exc_type, failed.exc_value, failed.exc_traceback)

    def _on_crashed(self, report: str) -> None:
        if self._has_crashed:
            return
        self._has_crashed = True
        self._dialog = self._make_dialog(report)
        self._dialog.finished.connect(_end_program)
        self._dialog.setParent(QApplication.activeWindow(), self._dialog.windowFlags())
        self._dialog.open()


def _end_program() -> None:
    QCoreApplication.exit(1)
