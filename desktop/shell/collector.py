"""When Python looks for memory in cycles: on the thread of the windows, and everything only at rest."""

from __future__ import annotations

import gc
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

_YOUNG_MS, _WHOLE_MS = 250, 60_000
_YOUNG_OBJECTS = 2_000
_ROUNDS = 8
"""So many looks at the youngest objects, then one at those that outlived them."""


class Collector(QObject):
    """Takes the place of the automatic collector; `is_busy` says whether work is going on.

    That one runs on whatever thread makes the next object: on the thread of the database it would take a
    forgotten widget or timer with it, which Qt allows on the thread of the windows only. And a whole
    collection holds every thread: half a second while a report of 20,000 actions is being written.
    """

    def __init__(self, is_busy: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_busy = is_busy
        self._rounds = 0
        self._young, self._whole = QTimer(self), QTimer(self)
        for timer, interval, slot in (
            (self._young, _YOUNG_MS, self.collect_young),
            (self._whole, _WHOLE_MS, self.collect),
        ):
            timer.setInterval(interval)
            timer.timeout.connect(slot)

    def start(self) -> None:
        """Leave alone for good what is there now, and collect from here on."""
        gc.disable()
        gc.freeze()
        self._young.start()
        self._whole.start()

    def collect_young(self) -> None:
        """Collect among the newest objects when there are many: that takes some milliseconds."""
        if gc.get_count()[0] > _YOUNG_OBJECTS:
            self._rounds += 1
            gc.collect(0 if self._rounds % _ROUNDS else 1)

    def collect(self) -> None:
        """Collect everything, unless something is going on."""
        if not self._is_busy():
            gc.collect()
