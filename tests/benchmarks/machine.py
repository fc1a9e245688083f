"""Runs processes and measures them from outside; the only module here that knows the system."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MEBIBYTE = 1024 * 1024


class ChildFailed(Exception):
    """A measured process ended with an error; its text is what it said."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A process that ended well: what it printed, seconds until its first line, peak memory in MiB."""

    output: str
    seconds: float
    peak_mib: float


def run_process(arguments: Sequence[str | Path], home: Path, *, limit: float = 3600) -> Ended:
    """Run a Python process to its end with settings of its own and no screen, `limit` seconds at most.

    The peak is that of the process or of a process it started, whichever is higher. A process inherits the
    peak of the one that started it, so measure from a small one.
    """
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "DESK1540_HOME": str(home)}
    begun = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, *map(str, arguments)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        guard = threading.Timer(limit, process.kill)
        guard.start()
        first = process.stdout.readline()
        seconds = time.perf_counter() - begun
        rest, said = process.stdout.read(), process.stderr.read()
        peak = _wait_for_peak(process)
        guard.cancel()
    if process.returncode:
        raise ChildFailed(said or f"exit code {process.returncode}")
    return Ended(first + rest, seconds, round(peak / MEBIBYTE, 1))


if sys.platform == "win32":

    def _wait_for_peak(process: subprocess.Popen[str]) -> int:
        """Wait for the end; the peak working set in bytes, of the process alone."""
        import ctypes
        from ctypes import wintypes

        class Counters(ctypes.Structure):
            _fields_ = (
                ("size", wintypes.DWORD),
                ("faults", wintypes.DWORD),
                ("peak", ctypes.c_size_t),
                ("others", ctypes.c_size_t * 7),
            )

        process.wait()
        counters = Counters(size=ctypes.sizeof(Counters))
        handle = wintypes.HANDLE(int(process._handle))
        ctypes.WinDLL("kernel32").K32GetProcessMemoryInfo(handle, ctypes.byref(counters), counters.size)
        return int(counters.peak)

else:

    def _wait_for_peak(process: subprocess.Popen[str]) -> int:
        """Wait for the end; the peak resident size in bytes, also of processes it started."""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        return int(usage.ru_maxrss) * (1 if sys.platform == "darwin" else 1024)
