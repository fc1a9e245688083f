"""Files that cannot be written, read or found: opened to be read, or refused with the reason, in a moment.

Modes of files do not bind root, so the program is started without the rights that let root pass them.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import time
import unittest
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from db.errors import Problem
from db.opening import open_file
from desktop.services.plans import update_items
from tests.trust.children import Speaker, start
from tests.trust.long_work import write_plan
from tests.trust.patience import is_late
from tests.trust.proof import Proof, Result
from tests.trust.said import Said, run_here
from tests.trust.saving import prepared
from tests.trust.small_disks import make_read_only, small_disk, take_away

LONGEST_WAIT = 2.0
_CAPABILITY_VERSION = 0x20080522
_PASSING = 1 << 1 | 1 << 2
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH."""


@dataclass(frozen=True)
class Case:
    """A place where a file lies badly: how it is made so, and whether it can still be read."""

    name: str
    make: Callable[[Path], None]
    can_be_read: bool


def _read_only_file(path: Path) -> None:
    path.chmod(0o444)


def _read_only_folder(path: Path) -> None:
    path.parent.chmod(0o555)


def _unreadable(path: Path) -> None:
    path.chmod(0o000)


def _folder_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()


CASES = (
    Case("read-only file", _read_only_file, can_be_read=True),
    Case("read-only folder", _read_only_folder, can_be_read=True),
    Case("unreadable file", _unreadable, can_be_read=False),
    Case("folder instead of a file", _folder_instead, can_be_read=False),
)


class _Attack:
    """The program run on badly lying files, and what is wrong with its answers."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._model = folder / "model.desk1540"
        prepared(self._model)
        write_plan(folder / "plan.xlsx")
        self.result = Result()
        self.slowest = 0.0
        self.answers = 0

    @contextmanager
    def file(self) -> Iterator[Path]:
        """A good file in a folder of its own."""
        place = self._folder / "place"
        place.mkdir()
        shutil.copyfile(self._model, place / "file.desk1540")
        try:
            yield place / "file.desk1540"
        finally:
            place.chmod(0o700)
            shutil.rmtree(place)

    def write_and_read(self, name: str, path: Path, *, can_be_read: bool) -> None:
        """Ask to write, which must be refused, and to read."""
        before = path.read_bytes() if path.is_file() else b""
        plan = str(self._folder / "plan.xlsx")
        written = self._ended(
            "import", "plan", plan, "--into", str(path), "--state", "X01", "--author", "Ana"
        )
        self._judge(f"{name}, written", written, is_refused=True)
        out = self._folder / "out.xlsx"
        out.unlink(missing_ok=True)
        read = self._ended("export", "plan", "--from", str(path), "--out", str(out))
        self._judge(f"{name}, read", read, is_refused=not can_be_read)
        if before != (path.read_bytes() if path.is_file() else b""):
            self.result.failures.append(f"{name}: the file was changed")

    def _judge(self, label: str, ended: Said, *, is_refused: bool) -> None:
        lines = ended.err.splitlines()
        if (ended.code, len(lines)) != ((1, 1) if is_refused else (0, 0)):
            self.result.failures.append(f"{label}: ended with {ended.code}: {lines}")
        if "program failed" in ended.err:
            self.result.failures.append(f"{label}: is a bug: {lines}")

    def _ended(self, *words: str) -> Said:
        """Let a child without root's rights run a command of the program."""
        child = start(command_without_rights, words)
        begun = time.perf_counter()
        child.go()
        code, out, err = json.loads(child.next_line())
        self._answered(words[0], time.perf_counter() - begun)
        child.ended()
        return Said(code, out, err)

    def _answered(self, label: str, seconds: float) -> None:
        self.slowest = max(self.slowest, seconds)
        self.answers += 1
        if is_late(seconds, LONGEST_WAIT):
            self.result.failures.append(f"{label}: answered only after {seconds:.1f} s")

    def save_after(self, name: str, path: Path, leave: Callable[[], None]) -> None:
        """Let the file go from under a child that has it open, then let the child save."""
        child = start(save_twice, path)
        child.go()
        assert child.next_line() == "saved"
        leave()
        begun = time.perf_counter()
        child.go()
        said = child.next_line()
        self._answered(name, time.perf_counter() - begun)
        if not said.startswith("refused ") or child.ended() != ["closed"]:
            self.result.failures.append(f"{name}: said {said!r}")


def command_without_rights(speaker: Speaker, words: Sequence[str]) -> None:
    """Run one command as somebody whom the modes of files bind, and say how it ended."""
    _drop_rights()
    said = run_here(words)
    speaker.say(json.dumps([said.code, said.out, said.err]))


def _drop_rights() -> None:
    """Give up what lets root pass the modes of files: two bits of its capabilities."""
    if os.geteuid() != 0:
        return
    libc = ctypes.CDLL(None, use_errno=True)
    head = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0)
    sets = (ctypes.c_uint32 * 6)()
    assert libc.capget(head, sets) == 0
    for kind in range(3):
        sets[kind] &= ~_PASSING
    assert libc.capset(head, sets) == 0


def save_twice(speaker: Speaker, path: Path) -> None:
    """Open a file and save, then save once more when told so."""
    database = open_file(path)
    with database.read() as unit:
        item = unit.raw("SELECT id FROM plan_item")[0][0]
    update_items(database, "Ana", {item: {"remarks": "once"}})
    speaker.say("saved")
    speaker.wait()
    try:
        update_items(database, "Ana", {item: {"remarks": "twice"}})
        speaker.say("saved again")
    except Problem as problem:
        speaker.say(f"refused {problem}")
    database.close()
    speaker.say("closed")


def _lie_badly(rounds: int, folder: Path) -> Result:
    attack = _Attack(folder)
    not_run = ""
    for _ in range(rounds):
        for case in CASES:
            with attack.file() as path:
                case.make(path)
                attack.write_and_read(case.name, path, can_be_read=case.can_be_read)
        with attack.file() as path:
            attack.save_after("file removed while open", path, path.unlink)
            attack.write_and_read("file removed", path, can_be_read=False)
        try:
            _media(attack, folder)
        except unittest.SkipTest as reason:
            not_run = str(reason)
    attack.result.figures = {
        "answers": attack.answers,
        "slowest_answer_s": round(attack.slowest, 3),
        "media_not_run": not_run,
    }
    return attack.result


def _media(attack: _Attack, folder: Path) -> None:
    """A stick that is switched to read only, and one that is pulled out while its file is open."""
    with small_disk(folder / "stick", 4_000_000) as disk, attack.file() as model:
        path = disk / model.name
        shutil.copyfile(model, path)
        attack.save_after("medium removed while open", path, lambda: take_away(disk))
        attack.write_and_read("medium removed", path, can_be_read=False)
    with small_disk(folder / "card", 4_000_000) as disk, attack.file() as model:
        path = disk / model.name
        shutil.copyfile(model, path)
        make_read_only(disk)
        attack.write_and_read("read-only medium", path, can_be_read=True)


PROOFS = (
    Proof("only-readable", "What cannot be written is opened to be read, or refused with the reason.", 10,
          _lie_badly),
)  # fmt: skip
