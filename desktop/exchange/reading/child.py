"""The reading process: started fresh for one file, bounded, and thrown away.

Only this module knows that there is a process; what comes back is plain grids, contact cards or one sentence.
The child bounds itself where the system helps; time and memory are watched from here as well, for where it
does not.
"""

from __future__ import annotations

import gc
import io
import multiprocessing
import pickle
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

from db.messages import N_
from desktop.base.errors import UserError
from desktop.exchange.reading import system
from desktop.exchange.reading.grid import Workbook
from desktop.exchange.reading.limits import Limits
from desktop.exchange.reading.packages import DAMAGED

if TYPE_CHECKING:
    from desktop.exchange.vcards import CardFile

TOO_LONG = N_("Reading {file} took more than {seconds} seconds and was stopped.")
TOO_MUCH_MEMORY = N_("Reading {file} needs more memory than a workbook should, and was stopped.")
_READER_FAILED = N_("{file} is damaged or too large: the reader broke off.")
_LOOK_EVERY = 0.05
_ALLOWED = {
    "desktop.exchange.reading.grid": {"Workbook", "Sheet", "CellError", "NoCachedValue"},
    "desktop.exchange.vcards.cards": {"CardFile", "ContactCard", "Detail", "CardProblem"},
    "datetime": {"date", "datetime"},
}


Reading: TypeAlias = "Workbook | CardFile"
"""What a file gives: a workbook, or contact cards."""

Watch = Callable[[], None]
"""Called again and again while a file is read; raises `Cancelled` when the person wants no more of it."""


@dataclass(frozen=True)
class Request:
    """One file to read, with its kind by content, the limits and the readers to try in order."""

    path: Path
    kind: str
    limits: Limits
    readers: tuple[str, ...]


class Runner(Protocol):
    """Carries out a reading: in a child process, or here for tests."""

    def __call__(self, request: Request, watch: Watch, /) -> Reading:
        """Read what is asked for."""


def watch_nothing() -> None:
    """Let a reading go on to its end."""


def run_here(request: Request, _watch: Watch = watch_nothing) -> Reading:
    """Read in this process: for the child itself, and for tests of the readers."""
    from desktop.exchange.reading import dispatch

    return dispatch.read(request.path, request.kind, request.limits, request.readers)


def run_in_child(request: Request, watch: Watch = watch_nothing) -> Reading:
    """Read in a process of its own; when a native reader breaks it, try the other readers in a new one."""
    deadline = time.monotonic() + request.limits.seconds
    for index in range(len(request.readers)):
        left = deadline - time.monotonic()
        limits = replace(request.limits, seconds=max(left, 0.1))
        answer = _ask_child(replace(request, limits=limits, readers=request.readers[index:]), watch)
        if answer is not None:
            return _opened(answer)
        if time.monotonic() >= deadline:
            raise UserError(TOO_LONG, file=request.path.name, seconds=round(request.limits.seconds))
    raise UserError(_READER_FAILED, file=request.path.name)


def _ask_child(request: Request, watch: Watch) -> bytes | None:
    """Give the child's answer, None when it died or was stopped; however this ends, the child has ended."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_serve, args=(theirs, request), daemon=True)
    process.start()
    theirs.close()
    # A pipe that the child filled half and then forgot would hold us for ever; its end closes the pipe.
    guard = threading.Timer(request.limits.seconds, process.kill)
    guard.daemon = True
    guard.start()
    try:
        while not ours.poll(_LOOK_EVERY):
            watch()
            _refuse_hoarding(process, request)
        return ours.recv_bytes(request.limits.memory)
    except (EOFError, OSError):
        return None
    finally:
        guard.cancel()
        guard.join()
        ours.close()
        process.kill()
        process.join()
        process.close()


def _refuse_hoarding(process: SpawnProcess, request: Request) -> None:
    if system.used_memory(process) > request.limits.memory:
        raise UserError(TOO_MUCH_MEMORY, file=request.path.name)


def _serve(answers: Connection, request: Request) -> None:
    """What the child does: bound itself, read, answer, end."""
    gc.disable()  # a process that reads one file and ends has nothing to collect
    system.ignore_interrupts()
    system.silence()
    system.limit_process(request.limits.memory, request.limits.seconds)
    system.end_after(request.limits.seconds + 1)
    try:
        answer = pickle.dumps(run_here(request), pickle.HIGHEST_PROTOCOL)
    except UserError as error:
        answer = pickle.dumps((error.text_id, _plain_values(error.values)), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        values = {"file": request.path.name}
        answer = pickle.dumps((TOO_MUCH_MEMORY, values), pickle.HIGHEST_PROTOCOL)
    answers.send_bytes(answer)


def _plain_values(values: dict[str, object]) -> dict[str, object]:
    return {key: value if isinstance(value, int | float) else str(value) for key, value in values.items()}


class _Unpickler(pickle.Unpickler):
    """Opens an answer of the child, which may hold grids or cards and nothing else."""

    def find_class(self, module: str, name: str) -> object:
        """Give one of the few classes that an answer may name."""
        if name in _ALLOWED.get(module, ()):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(name)


def _opened(answer: bytes) -> Reading:
    try:
        found = _Unpickler(io.BytesIO(answer)).load()
    except (pickle.UnpicklingError, EOFError, AttributeError, TypeError, ValueError) as error:
        raise UserError(DAMAGED, file="") from error
    if isinstance(found, tuple):
        text_id, values = found
        raise UserError(text_id, **values)
    read: Reading = found
    return read
