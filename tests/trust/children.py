"""Children of the proofs: forked from one process that has read the program in, so that they begin at once.

A child says lines and can be killed at any moment; what it said before is still there to be read. `traced`
lets strace watch it, or end it at the entry of a system call, where no clock would hit.
"""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import shutil
import subprocess
import sys
import unittest
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import forkserver
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
READ_IN = [
    "tests.trust.saving",
    "tests.trust.children",
    "desktop.app",
    "desktop.cli",
    "desktop.commands.imports",
    "desktop.commands.exports",
    "desktop.commands.files",
    "desktop.services.import_plan",
    "desktop.services.exports",
    "desktop.services.files",
    "alembic.command",
    "openpyxl",
]
_ANYBODY = -1
_SET_PTRACER = 0x59616D61


class Child:
    """A running child: what it says, and its end."""

    def __init__(self, process: Any, link: Connection) -> None:
        self._process = process
        self._link = link
        self._said = b""

    @property
    def pid(self) -> int:
        """The number of the process."""
        return int(self._process.pid)

    def go(self) -> None:
        """Let it begin its work."""
        self._link.send_bytes(b"go")

    def runs_for(self, seconds: float) -> bool:
        """Wait so long; gives whether it still runs then."""
        return not wait([self._process.sentinel], seconds)

    def next_line(self) -> str:
        """Wait for one more line; empty when the child has ended."""
        while b"\n" not in self._said:
            heard = self._heard()
            if not heard:
                break
            self._said += heard
        line, _, self._said = self._said.partition(b"\n")
        return line.decode()

    def kill(self) -> list[str]:
        """End it as kill -9 does, and give the whole lines it had said and nobody had read yet."""
        self._process.kill()
        return self.ended()

    def ended(self) -> list[str]:
        """Wait for its end; gives the whole lines it had said and nobody had read yet."""
        while heard := self._heard():
            self._said += heard
        self._process.join()
        self._process.close()
        self._link.close()
        return self._said.decode().split("\n")[:-1]

    def _heard(self) -> bytes:
        try:
            return os.read(self._link.fileno(), 65536)
        except ConnectionResetError:
            return b""


class Speaker:
    """The child's side: each line is one write, so that it was said wholly or not at all."""

    def __init__(self, link: Connection) -> None:
        self._link = link

    def say(self, line: str) -> None:
        """Say one line."""
        os.write(self._link.fileno(), f"{line}\n".encode())

    def wait(self) -> None:
        """Wait until the other side says something or goes."""
        with contextlib.suppress(EOFError):
            self._link.recv_bytes()


def start(work: Callable[..., None], *arguments: Any) -> Child:
    """A child that runs `work(speaker, *arguments)` once it is told to go."""
    if sys.platform == "win32":
        raise unittest.SkipTest("children are forked")
    context = multiprocessing.get_context("forkserver")
    # Python reads the modules in from the folder it stands in.
    with contextlib.chdir(ROOT):
        context.set_forkserver_preload(READ_IN)
        forkserver.ensure_running()
    ours, theirs = context.Pipe()
    named = {name: os.environ[name] for name in ("DESK1540_HOME", "TMPDIR") if name in os.environ}
    process = context.Process(target=_begin, args=(work, theirs, named, arguments), daemon=True)
    process.start()
    theirs.close()
    return Child(process, ours)


def _begin(
    work: Callable[..., None], link: Connection, environment: dict[str, str], arguments: Sequence[Any]
) -> None:
    os.environ.update(environment)
    # It ends with us like every daemon, yet reads workbooks in a process of its own like the program.
    multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_SET_PTRACER, _ANYBODY)
    speaker = Speaker(link)
    speaker.wait()
    work(speaker, *arguments)


@contextlib.contextmanager
def traced(child: Child, *options: str) -> Iterator[None]:
    """Let strace hold on to a child that waits to begin, until the child ends."""
    program = shutil.which("strace")
    if program is None:
        raise unittest.SkipTest("strace is not installed")
    watcher = subprocess.Popen([program, *options, "-p", str(child.pid)], stderr=subprocess.PIPE, text=True)
    assert watcher.stderr is not None
    told = watcher.stderr.readline()
    if "attached" not in told:
        watcher.communicate()
        raise unittest.SkipTest(f"strace may not watch a process here: {told.strip()}")
    try:
        yield
    finally:
        watcher.communicate()
