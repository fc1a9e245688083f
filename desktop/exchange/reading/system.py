"""The only place that asks the system to bound the reading process, and how much memory it holds."""

from __future__ import annotations

import faulthandler
import mmap
import os
import signal
import sys
from pathlib import Path
from typing import Protocol

_JOB_LIMIT_PROCESS_TIME = 0x2
_JOB_LIMIT_ACTIVE_PROCESS = 0x8
_JOB_LIMIT_PROCESS_MEMORY = 0x100
_JOB_EXTENDED_LIMITS = 9


class Running(Protocol):
    """A process that was started here; `sentinel` is its handle on Windows."""

    @property
    def pid(self) -> int | None:
        """The number of the process."""

    @property
    def sentinel(self) -> int:
        """What becomes ready when the process ends."""


def limit_process(memory: int, seconds: float) -> bool:
    """Bound this process's memory (bytes) and processor time; False where the system offers nothing."""
    if sys.platform == "win32":
        return _limit_on_windows(memory, seconds)
    return _limit_on_posix(memory, seconds)


def end_after(seconds: float) -> None:
    """End this process then, whatever it is doing: for a parent that was killed and can end it no more."""
    faulthandler.dump_traceback_later(seconds, exit=True, file=2)


def used_memory(process: Running) -> int:
    """Give how many bytes of memory a process holds now; 0 when it has ended or the system does not tell."""
    if sys.platform == "win32":
        return _used_on_windows(process.sentinel)
    if sys.platform == "darwin":
        return _used_on_mac(process.pid or 0)
    try:
        return int(Path(f"/proc/{process.pid}/statm").read_text("ascii").split()[1]) * mmap.PAGESIZE
    except (OSError, ValueError, IndexError):
        return 0


def ignore_interrupts() -> None:
    """Leave Ctrl+C to the parent, which ends this process then."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def silence() -> None:
    """Send what native readers print about their own failures nowhere."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
    except OSError:
        return


def _limit_on_posix(memory: int, seconds: float) -> bool:
    if sys.platform == "win32":
        return False
    import resource

    try:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
    except (ValueError, OSError):
        return False
    return True


def _limit_on_windows(memory: int, seconds: float) -> bool:
    """Put this process into a job of its own that ends it when it asks for more."""
    if sys.platform != "win32":
        return False
    import ctypes
    from ctypes import wintypes

    class BasicLimits(ctypes.Structure):
        _fields_ = (
            ("process_time", wintypes.LARGE_INTEGER),
            ("job_time", wintypes.LARGE_INTEGER),
            ("flags", wintypes.DWORD),
            ("least_working_set", ctypes.c_size_t),
            ("most_working_set", ctypes.c_size_t),
            ("active_processes", wintypes.DWORD),
            ("affinity", ctypes.c_size_t),
            ("priority", wintypes.DWORD),
            ("scheduling", wintypes.DWORD),
        )

    class ExtendedLimits(ctypes.Structure):
        _fields_ = (
            ("basic", BasicLimits),
            ("counters", ctypes.c_ulonglong * 6),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("peak_process_memory", ctypes.c_size_t),
            ("peak_job_memory", ctypes.c_size_t),
        )

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.CreateJobObjectW.restype = wintypes.HANDLE
    kernel.GetCurrentProcess.restype = wintypes.HANDLE
    kernel.SetInformationJobObject.argtypes = (
        wintypes.HANDLE,
        ctypes.c_int,
        ctypes.c_void_p,
        wintypes.DWORD,
    )
    kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
    limits = ExtendedLimits()
    limits.basic.flags = _JOB_LIMIT_PROCESS_TIME | _JOB_LIMIT_ACTIVE_PROCESS | _JOB_LIMIT_PROCESS_MEMORY
    limits.basic.process_time = int((seconds + 1) * 10_000_000)
    limits.basic.active_processes = 1
    limits.process_memory = memory
    job = kernel.CreateJobObjectW(None, None)
    size = ctypes.sizeof(limits)
    return bool(
        job
        and kernel.SetInformationJobObject(job, _JOB_EXTENDED_LIMITS, ctypes.byref(limits), size)
        and kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())
    )


def _used_on_windows(handle: int) -> int:
    """Ask for what the process has committed, which its job limits as well."""
    if sys.platform != "win32":
        return 0
    import ctypes
    from ctypes import wintypes

    class Counters(ctypes.Structure):
        _fields_ = (
            ("size", wintypes.DWORD),
            ("page_faults", wintypes.DWORD),
            ("amounts", ctypes.c_size_t * 8),
            ("private_usage", ctypes.c_size_t),
        )

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.K32GetProcessMemoryInfo.argtypes = (wintypes.HANDLE, ctypes.c_void_p, wintypes.DWORD)
    counters = Counters()
    counters.size = ctypes.sizeof(counters)
    told = kernel.K32GetProcessMemoryInfo(handle, ctypes.byref(counters), counters.size)
    return int(counters.private_usage) if told else 0


def _used_on_mac(pid: int) -> int:
    """Ask for the memory of a process where limits of address space are not kept."""
    if sys.platform != "darwin":
        return 0
    import ctypes

    class Usage(ctypes.Structure):
        _fields_ = (
            ("uuid", ctypes.c_uint8 * 16),
            ("times", ctypes.c_uint64 * 6),
            ("resident", ctypes.c_uint64),
            ("footprint", ctypes.c_uint64),
            ("more", ctypes.c_uint64 * 2),
        )

    usage = Usage()
    told = ctypes.CDLL("/usr/lib/libproc.dylib").proc_pid_rusage(pid, 0, ctypes.byref(usage))
    return int(usage.footprint) if told == 0 else 0
