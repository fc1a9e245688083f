"""How long nobody has touched keyboard, mouse or screen: one watch for the whole program."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

_CHECK_MS = 20_000
_Kind = QEvent.Type
_INPUT = frozenset(
    (
        _Kind.KeyPress,
        _Kind.MouseButtonPress,
        _Kind.MouseMove,
        _Kind.Wheel,
        _Kind.TouchBegin,
        _Kind.TouchUpdate,
        _Kind.TabletPress,
        _Kind.TabletMove,
        _Kind.DragMove,
    )
)


def seconds_awake_or_asleep() -> float:
    """A clock that nobody sets and that goes on while the computer sleeps, where the system has one."""
    of_boot: int | None = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if of_boot is None else time.clock_gettime(of_boot)


class IdleWatch(QObject):
    """Counts the minutes without input to any window of the program.

    It listens at the windows themselves: a filter of every event of every widget would slow each painting.

    Signals:
        idle: so many whole minutes have passed without input; told again with every further minute.
        came_back: there is input again after at least one such minute.
    """

    idle = Signal(int)
    came_back = Signal()

    def __init__(
        self,
        app: QGuiApplication,
        clock: Callable[[], float] = seconds_awake_or_asleep,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._last = clock()
        self._told = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_CHECK_MS)
        self._timer.timeout.connect(self.check)
        self._timer.start()
        app.focusWindowChanged.connect(self.watch)
        # What an input method writes reaches no window as a key.
        app.inputMethod().cursorRectangleChanged.connect(self.note_input)

    @property
    def minutes(self) -> int:
        """The whole minutes since the last input."""
        return int((self._clock() - self._last) // 60)

    def watch(self, window: QWindow | None) -> None:
        """Listen at a window; those that get the focus are found by themselves."""
        if window is not None:
            # A filter that is there already is not set a second time.
            window.installEventFilter(self)

    def check(self) -> None:
        """Tell of the minutes that have passed; the timer does it, and so does the next input."""
        minutes = self.minutes
        if minutes > self._told:
            self._told = minutes
            self.idle.emit(minutes)

    def note_input(self) -> None:
        """Somebody is there. A computer that slept meanwhile first tells how long."""
        self.check()
        self._last = self._clock()
        if self._told:
            self._told = 0
            self.came_back.emit()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Note input and let it pass."""
        if event.type() in _INPUT:
            self.note_input()
        return False
