"""Runs a command of the program in a process of its own and measures it with all processes it starts."""

from __future__ import annotations

import mmap
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.trust.said import Said

ROOT = Path(__file__).resolve().parents[2]
_LOOK_EVERY = 0.01


@dataclass(frozen=True)
class Measured:
    """How a command ended: what it said, and what all its processes took together.

    `seconds` are those of the processors, `waited` those of the clock, which are more on a busy machine.
    `memory` is the most bytes held at once, pages that processes share counted for each; 0 where the system
    does not tell.
    """

    said: Said
    seconds: float
    waited: float
    memory: int


def run_measured(words: Sequence[str], *, most_seconds: float) -> Measured:
    """Run a command; it is ended when it takes longer, with the code -9."""
    begun, used = time.monotonic(), _used()
    process = subprocess.Popen(
        [sys.executable, "-m", "desktop", *words],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    watch = _Watch(process.pid)
    watch.start()
    try:
        out, err = process.communicate(timeout=most_seconds)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, 9)
        out, err = process.communicate()
    waited = time.monotonic() - begun
    return Measured(
        Said(process.returncode, out.decode("utf-8", "replace"), err.decode("utf-8", "replace")),
        _used() - used,
        waited,
        watch.most(),
    )


def _used() -> float:
    """The processor time of all children that have ended, and of theirs."""
    times = os.times()
    return times.children_user + times.children_system


class _Watch(threading.Thread):
    """Looks at a process and its descendants until it has ended."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._most = 0
        self._is_over = threading.Event()

    def run(self) -> None:
        while not self._is_over.wait(_LOOK_EVERY):
            self._most = max(self._most, sum(map(_resident, _family(self._pid))))

    def most(self) -> int:
        self._is_over.set()
        self.join()
        return self._most


def _family(pid: int) -> list[int]:
    found = [pid]
    for each in found:
        with suppress(OSError):
            for task in Path(f"/proc/{each}/task").iterdir():
                found += map(int, (task / "children").read_text("ascii").split())
    return found


def _resident(pid: int) -> int:
    with suppress(OSError, ValueError, IndexError):
        return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * mmap.PAGESIZE
    return 0
