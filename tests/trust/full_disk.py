"""A full disk: what is under way is refused with one sentence, the file is as before, and a retry works.

A small disk is filled but for a random rest, so that the room ends anywhere in the work: the disk with the
file and the target, or the one with the program's own folders.
"""

from __future__ import annotations

import lzma
import os
import random
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from db.database import Database
from db.errors import Problem
from db.opening import open_file
from desktop.services.plans import update_items
from tests.trust.long_work import KEPT, write_plan
from tests.trust.proof import Proof, Result
from tests.trust.said import run_here
from tests.trust.saving import Acknowledged, copied, damage_of, prepared
from tests.trust.small_disks import filled_but, small_disk

_DISK = 8_000_000
_SIGNED = ("--author", "Ana")
_WORKS = {
    "import": ("import", "plan", "@plan.xlsx", "--into", "@file.desk1540", "--state", "X01", *_SIGNED),
    "backup": ("backup", "@file.desk1540", "--to", "@copy.desk1540"),
    "export": ("export", "plan", "--from", "@file.desk1540", "--out", "@out.xlsx"),
    "export all": ("export", "all", "--from", "@file.desk1540", "--out", "@out.zip"),
    "report": ("report", "status", "--from", "@file.desk1540", "--state", "X01", "--out", "@out.pdf"),
    "new": ("new", "@new.desk1540", "--state", "X01", *_SIGNED),
    "migrate": ("backup", "@old.desk1540", "--to", "@copy.desk1540"),
    "check": ("check", "@file.desk1540"),
}
_MOST_ROOM = {"report": 200_000, "export": 60_000, "export all": 60_000}
_FILES = ("file.desk1540", "old.desk1540", "plan.xlsx")


class _Attack:
    """The files that are worked on, and what became of them."""

    def __init__(self, folder: Path) -> None:
        self._models = folder / "models"
        self._models.mkdir()
        self._last = prepared(self._models / "file.desk1540")
        (self._models / "old.desk1540").write_bytes(lzma.decompress(KEPT.read_bytes()))
        write_plan(self._models / "plan.xlsx")
        self.result, self.counts = Result(), Counter()

    def run(self, name: str, place: Path, disk: Path, room: int) -> None:
        """Do one work with so much room left on a disk, then again with all of it."""
        for path in place.iterdir():
            path.unlink()
        for each in _FILES:
            shutil.copyfile(self._models / each, place / each)
        words = [str(place / word[1:]) if word.startswith("@") else word for word in _WORKS[name]]
        with filled_but(disk, room):
            said = run_here(words)
        label = f"{name} with {room} bytes left on {disk.name}"
        self.counts["refused" if said.code else "had_room"] += 1
        if said.code:
            self.result.failures += said.failures(label)
            self.result.failures += [f"{label}: left {each}" for each in self._left(place)]
            self.result.failures += self._as_before(label, place / "file.desk1540")
            again = run_here(words)
            if again.code:
                self.result.failures.append(f"{label}: not possible afterwards: {again.err.strip()}")

    def _left(self, place: Path) -> list[str]:
        """What lies there that should not; an old file is kept whole before it is brought up to date."""
        kept = place / "old (version 1).desk1540"
        names = {path.name for path in place.iterdir()} - set(_FILES)
        if kept.exists() and kept.read_bytes() == (self._models / "old.desk1540").read_bytes():
            names.discard(kept.name)
        return sorted(names)

    def _as_before(self, label: str, path: Path) -> list[str]:
        try:
            database = open_file(path)
        except Problem as problem:
            return [f"{label}: then not opened: {problem}"]
        found = [f"{label}: {each}" for each in damage_of(database)]
        if Acknowledged.of(database) != self._last:
            found.append(f"{label}: the file is not as before")
        database.close()
        return found

    def save(self, place: Path, room: int) -> None:
        """Save a long text into an open file with so much room left, then again with all of it."""
        path = copied(self._models / "file.desk1540", place / "saved.desk1540")
        label = f"save with {room} bytes left"
        database = open_file(path)
        with database.read() as unit:
            items = [row[0] for row in unit.raw("SELECT id FROM plan_item")]
        with filled_but(place, room):
            refused = _refusal(database, items, "long " * 4000)
        self.counts["refused" if refused else "had_room"] += 1
        if refused:
            if "\n" in refused or Acknowledged.of(database) != self._last:
                self.result.failures.append(f"{label}: {refused}")
            if again := _refusal(database, items, "long " * 4000):
                self.result.failures.append(f"{label}: not possible afterwards: {again}")
        self.result.failures += [f"{label}: {each}" for each in damage_of(database)]
        database.close()
        path.unlink()


def _refusal(database: Database, items: list[str], text: str) -> str:
    try:
        update_items(database, "Ana", {item: {"remarks": text} for item in items})
    except Problem as problem:
        return str(problem)
    return ""


def _fill(rounds: int, folder: Path) -> Result:
    attack = _Attack(folder)
    chance = random.Random(28)
    with small_disk(folder / "disk", _DISK) as disk, small_disk(folder / "private", _DISK) as private:
        elsewhere = folder / "elsewhere"
        elsewhere.mkdir()
        names = [*_WORKS, "save"]
        for number in range(rounds):
            name = names[number % len(names)]
            room = chance.randrange(_MOST_ROOM.get(name, 1_000_000)) // 4096 * 4096
            if name == "save":
                attack.save(disk, room)
            elif number // len(names) % 2:
                with _home(private / "home"):
                    attack.run(name, elsewhere, private, room)
            else:
                with _home(folder / "home"):
                    attack.run(name, disk, disk, room)
    attack.result.figures = {"rounds": rounds, **attack.counts}
    if rounds >= len(names) and not attack.counts["refused"]:
        attack.result.failures.append("no disk was ever full")
    return attack.result


@contextmanager
def _home(folder: Path) -> Iterator[None]:
    with mock.patch.dict(os.environ, {"DESK1540_HOME": str(folder)}):
        yield
    # It would remember how each file was left, and call the next one, made anew, an older copy.
    shutil.rmtree(folder)


PROOFS = (Proof("full-disk", "A full disk costs one sentence and nothing else.", 180, _fill),)
