"""Who runs the work on the file: one thread of its own, or the caller itself in tests and commands."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol, TypeVar

T = TypeVar("T")


class Runner(Protocol):
    """Runs pieces of work one after the other."""

    def submit(self, work: Callable[[], T]) -> Future[T]:
        """Take a piece of work; its result or error comes with the future."""

    def close(self) -> None:
        """Finish what was taken and take no more."""


class ThreadRunner:
    """Runs everything on one thread, in the order it came."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="database")

    def submit(self, work: Callable[[], T]) -> Future[T]:
        """Queue a piece of work."""
        return self._pool.submit(work)

    def close(self) -> None:
        """Wait for what is queued and end the thread."""
        self._pool.shutdown(wait=True)


class SynchronousRunner:
    """Runs each piece of work at once, on the caller's thread."""

    def submit(self, work: Callable[[], T]) -> Future[T]:
        """Run the work now; an error of the work is kept in the future, as a thread would."""
        future: Future[T] = Future()
        try:
            future.set_result(work())
        except BaseException as error:  # noqa: BLE001 - handed on unchanged through the future
            future.set_exception(error)
        return future

    def close(self) -> None:
        """Nothing is ever queued."""
