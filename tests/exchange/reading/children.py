"""Reading processes that do not do what they should; put in the place of `child._serve`."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

from desktop.exchange.reading import Request, Workbook
from desktop.exchange.reading import child as child_module

_SERVE = child_module._serve


class Serving:
    """Serves like the child, with other work; it travels to the child by its class and work."""

    def __init__(self, work: Callable[[Request], Workbook], *, is_limited: bool = True) -> None:
        self.work = work
        self.is_limited = is_limited

    def __call__(self, answers, request: Request) -> None:
        child_module.run_here = self.work
        if not self.is_limited:
            child_module.system.limit_process = lambda *_: False
        _SERVE(answers, request)


def die(request: Request) -> Workbook:
    os._exit(3)


def hang(request: Request) -> Workbook:
    threading.Event().wait(60)
    raise AssertionError


def hoard(request: Request) -> Workbook:
    kept = [bytearray(b"x" * (1 << 20)) for _ in range(100_000)]
    raise AssertionError(len(kept))
