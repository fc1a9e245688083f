"""Ctrl-C at a moment of our choosing: in the midst of a change it could be lost, or leave half of it."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def stopped_between_steps() -> Iterator[Callable[..., None]]:
    """Let Ctrl-C wait until what is given is called, between two steps, or until the end.

    A second Ctrl-C does not wait.
    """
    before = signal.getsignal(signal.SIGINT)
    asked: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        asked.append(number)
        signal.signal(signal.SIGINT, before)

    def step(*_progress: int) -> None:
        if asked:
            raise KeyboardInterrupt

    # Whoever lets the program ignore Ctrl-C means it.
    if before is signal.default_int_handler:
        signal.signal(signal.SIGINT, note)
    try:
        yield step
        step()
    finally:
        signal.signal(signal.SIGINT, before)
