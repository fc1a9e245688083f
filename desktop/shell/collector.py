"""When Python looks for memory in cycles: a little at any time, everything only while nothing runs."""

from __future__ import annotations

import gc
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

_INTERVAL_MS = 60_000
_NEVER = 1_000_000


class Collector(QObject):
    """Keeps the collector from holding the window up; `is_busy` says whether work is going on.

    A whole collection holds every thread: half a second while a report of 20,000 actions is being written.
    So it is left out of the automatic ones and made now and then, when there is little to look at.
    """

    def __init__(self, is_busy: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_busy = is_busy
        self._timer = QTimer(self)
        self._timer.setInterval(_INTERVAL_MS)
        self._timer.timeout.connect(self.collect)

    def start(self) -> None:
        """Leave alone for good what is there now, and collect from here on."""
        gc.freeze()
        first, second, _ = gc.get_threshold()
        gc.set_threshold(first, second, _NEVER)
        gc.enable()
        self._timer.start()

    def collect(self) -> None:
        """Collect everything, unless something is going on."""
        if not self._is_busy():
            gc.collect()
