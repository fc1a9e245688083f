"""Proves that a whole run of the window needs no network, reaches for none, and writes only where it may."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.trust.planned_run import PlannedRun
from tests.trust.proof import Proof, Result
from tests.trust.traced import Traced, can_unshare, has_strace, traced

_CONTROL = """
import socket
for family in (socket.AF_INET, socket.AF_INET6):
    try:
        socket.socket(family, socket.SOCK_DGRAM)
    except OSError:
        pass
"""
_WRITES = re.compile(
    r'^(?:openat\(\w+, |open\(|creat\()"((?:[^"\\]|\\.)*)".*\b(?:O_WRONLY|O_RDWR|O_CREAT)\b.* = \d'
)
_HARMLESS = ("/dev/null", "/dev/shm/", "/dev/tty", "/proc/self/")


def prove_no_network(rounds: int, folder: Path) -> Result:
    """Open, edit, import, export, report and close where there is no network, and watch every socket."""
    if not has_strace():
        return Result({"strace": "not on this machine"}, [] if sys.platform != "linux" else ["no strace"])
    result = Result({"runs": 0, "is without network": can_unshare()})
    control = _run_control(folder)
    result.figures["sockets of the control"] = len(control.sockets())
    if not control.sockets():
        result.failures.append("a child that opens sockets was not seen: the proof would see nothing")
    for number in range(rounds):
        run = PlannedRun(folder / str(number), is_encrypted=True)
        run.prepare()
        ended = traced(run.arguments(), run.folder, without_network=can_unshare())
        result.failures += [f"run {number}: {said}" for said in _failures(run, ended)]
        result.figures["runs"] += 1
        result.figures["sockets to this machine itself"] = len(ended.other_sockets())
    return result


def _run_control(folder: Path) -> Traced:
    own = folder / "control"
    own.mkdir()
    return traced(["-c", _CONTROL], own)


def _failures(run: PlannedRun, ended: Traced) -> Iterator[str]:
    lines = ended.out.splitlines()
    if ended.code != 0:
        yield f"it ended with {ended.code}: {ended.err[-2_000:]}"
    if "import: done" not in lines or "report: pdf, True" not in lines:
        yield f"it did not do its work: {lines}"
    yield from (f"the network was reached for: {call[:300]}" for call in ended.sockets())
    for call in ended.calls:
        found = _WRITES.match(call)
        if found and not _is_allowed(run, found[1]):
            yield f"something was written elsewhere: {call[:300]}"


def _is_allowed(run: PlannedRun, name: str) -> bool:
    # What Python compiled lies beside the source; the program as it is given out has no such folder.
    return name.startswith((str(run.folder), *_HARMLESS)) or "__pycache__" in name


PROOFS = (Proof("no network", "The program never goes on the network", 5, prove_no_network),)
