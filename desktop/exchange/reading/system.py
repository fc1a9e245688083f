"""The only place that asks the system to bound the reading process: POSIX limits, Windows job objects."""

from __future__ import annotations

import os
import sys

_JOB_LIMIT_PROCESS_TIME = 0x2
_JOB_LIMIT_ACTIVE_PROCESS = 0x8
_JOB_LIMIT_PROCESS_MEMORY = 0x100
_JOB_EXTENDED_LIMITS = 9


def limit_process(memory: int, seconds: float) -> bool:
    """Bound this process's memory (bytes) and processor time; False where the system offers nothing."""
    if sys.platform == "win32":
        return _limit_on_windows(memory, seconds)
    return _limit_on_posix(memory, seconds)


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
