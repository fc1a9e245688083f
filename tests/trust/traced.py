"""Runs Python in a child process under strace and tells which files it named and which sockets it made."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_NAMED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_CALLS = "openat,open,creat,socket,connect,sendto,execve"
_MINUTES = 10


@dataclass(slots=True)
class Traced:
    """What a child did: its exit code, what it printed, and the lines of strace."""

    code: int
    out: str
    err: str
    calls: list[str] = field(default_factory=list)

    def naming(self, mark: str) -> list[str]:
        """The calls that name a file with this mark in its path; words of a command are none."""
        files = (call for call in self.calls if not call.startswith("execve("))
        return [call for call in files if any(mark in name for name in _named(call))]

    def sockets(self) -> list[str]:
        """The calls that reach for the network, other than for something on this machine."""
        return [call for call in self.calls if re.search(r"\bAF_INET6?\b|\bAF_PACKET\b", call)]

    def other_sockets(self) -> list[str]:
        """The calls about sockets that stay on this machine."""
        return [call for call in self.calls if "AF_UNIX" in call or "AF_NETLINK" in call]


def _named(call: str) -> Iterator[str]:
    yield from _NAMED.findall(call)


def as_program(module: str) -> list[str]:
    """The words that run a module's `main`. It is not `__main__`: readers of files would read it in again."""
    return ["-c", f"import sys; from {module} import main; sys.exit(main(sys.argv[1:]))"]


def has_strace() -> bool:
    """Whether this machine can trace: Linux with strace."""
    return shutil.which("strace") is not None


def can_unshare() -> bool:
    """Whether this machine lets a process leave the network."""
    if shutil.which("unshare") is None:
        return False
    return subprocess.run([*_unshared(), "true"], capture_output=True).returncode == 0


def _unshared() -> list[str]:
    return ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--net", "--map-root-user"]


def traced(
    arguments: Sequence[str],
    folder: Path,
    *,
    without_network: bool = False,
    environment: dict[str, str] | None = None,
) -> Traced:
    """Run `python ARGUMENTS` under strace; `folder` takes the trace and is the child's home."""
    trace = folder / "trace"
    trace.mkdir()
    home = folder / "home"
    home.mkdir(exist_ok=True)
    command = [
        *(_unshared() if without_network else ()),
        *("strace", "-ff", "--seccomp-bpf", "-q", "-s", "4096", "-e", f"trace={_CALLS}"),
        *("-o", str(trace / "of"), sys.executable, *arguments),
    ]
    ended = subprocess.run(
        command,
        cwd=ROOT,
        env=child_environment(home) | (environment or {}),
        capture_output=True,
        text=True,
        errors="replace",
        timeout=_MINUTES * 60,
    )
    lines = [
        line
        for part in sorted(trace.iterdir())
        for line in part.read_text("utf-8", errors="replace").splitlines()
    ]
    return Traced(ended.returncode, ended.stdout, ended.stderr, lines)


def child_environment(home: Path) -> dict[str, str]:
    """An environment in which all homes are `home` and nothing of this session's desktop is seen."""
    kept = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "VIRTUAL_ENV", "TMPDIR")
    found = {name: os.environ[name] for name in kept if name in os.environ}
    return found | {
        "HOME": str(home),
        "DESK1540_HOME": str(home / "desk1540"),
        "QT_QPA_PLATFORM": "offscreen",
    }
