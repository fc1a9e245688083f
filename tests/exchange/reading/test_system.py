"""What only one system offers: the POSIX branch as it is, the Windows branch on a fake kernel."""

from __future__ import annotations

import ctypes
import faulthandler
import os
import signal
import sys
from types import SimpleNamespace

import pytest

from desktop.exchange.reading import system


class FakeCall:
    def __init__(self, result: object) -> None:
        self.result = result
        self.calls: list[tuple] = []

    def __call__(self, *arguments: object) -> object:
        self.calls.append(arguments)
        return self.result


@pytest.fixture
def kernel(monkeypatch):
    fake = SimpleNamespace(
        CreateJobObjectW=FakeCall(7),
        GetCurrentProcess=FakeCall(9),
        SetInformationJobObject=FakeCall(1),
        AssignProcessToJobObject=FakeCall(1),
        K32GetProcessMemoryInfo=FakeCall(1),
    )
    monkeypatch.setattr(ctypes, "WinDLL", lambda *_, **__: fake, raising=False)
    monkeypatch.setattr(system, "sys", SimpleNamespace(platform="win32"))
    return fake


def test_windows_puts_the_process_into_a_job(kernel):
    assert system.limit_process(1 << 20, 5)
    assert kernel.AssignProcessToJobObject.calls == [(7, 9)]
    job, kind, limits, size = kernel.SetInformationJobObject.calls[0]
    assert (job, kind, limits._obj.process_memory) == (7, 9, 1 << 20)
    assert size == ctypes.sizeof(limits._obj)
    assert limits._obj.basic.process_time == 60_000_000


def test_windows_that_refuses_a_job(kernel):
    kernel.CreateJobObjectW.result = 0
    assert not system.limit_process(1 << 20, 5)


def test_memory_on_windows(kernel):
    def tell(handle, counters, size):
        assert (handle, size) == (5, ctypes.sizeof(counters._obj))
        counters._obj.private_usage = 12
        return 1

    kernel.K32GetProcessMemoryInfo = tell
    assert system.used_memory(SimpleNamespace(pid=1, sentinel=5)) == 12


def test_memory_that_windows_does_not_tell(kernel):
    kernel.K32GetProcessMemoryInfo = FakeCall(0)
    assert system.used_memory(SimpleNamespace(pid=1, sentinel=5)) == 0


def test_memory_on_a_mac(monkeypatch):
    def tell(pid, kind, usage):
        assert (pid, kind, ctypes.sizeof(usage._obj)) == (4, 0, 96)
        usage._obj.footprint = 34
        return 0

    monkeypatch.setattr(ctypes, "CDLL", lambda _: SimpleNamespace(proc_pid_rusage=tell))
    monkeypatch.setattr(system, "sys", SimpleNamespace(platform="darwin"))
    assert system.used_memory(SimpleNamespace(pid=4, sentinel=0)) == 34


@pytest.mark.skipif(sys.platform != "linux", reason="how Linux tells it")
def test_memory_on_linux():
    assert system.used_memory(SimpleNamespace(pid=os.getpid(), sentinel=0)) > 1 << 20
    assert system.used_memory(SimpleNamespace(pid=None, sentinel=0)) == 0


def test_end_is_set_in_the_process_itself(monkeypatch):
    asked: list[tuple] = []
    monkeypatch.setattr(
        faulthandler, "dump_traceback_later", lambda *given, **named: asked.append((given, named))
    )
    system.end_after(5)
    assert asked == [((5,), {"exit": True, "file": 2})]


def test_interrupts_are_left_to_the_parent(monkeypatch):
    asked: list[tuple] = []
    monkeypatch.setattr(signal, "signal", lambda *given: asked.append(given))
    system.ignore_interrupts()
    assert asked == [(signal.SIGINT, signal.SIG_IGN)]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX limits")
def test_posix_limits(monkeypatch):
    import resource

    asked: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(resource, "setrlimit", asked.__setitem__)
    assert system.limit_process(1 << 28, 5.5)
    assert asked[resource.RLIMIT_AS] == (1 << 28, 1 << 28)
    assert asked[resource.RLIMIT_CPU] == (6, 7)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX limits")
def test_posix_that_refuses(monkeypatch):
    import resource

    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(resource, "setrlimit", refuse)
    assert not system.limit_process(1 << 28, 5)


def test_silence_sends_output_nowhere(monkeypatch):
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(os, "dup2", lambda source, target: asked.append((source, target)))
    system.silence()
    assert [target for _, target in asked] == [1, 2]
    os.close(asked[0][0])
