"""A file to save into, a child that saves without end, and whether a file holds what it had acknowledged.

The child works through the program's own services. After each save that returned it says the number and the
hash of the newest change set; that hash is over all that was logged before, so nothing acknowledged can be
missing from a file that has it, whose chain closes, and whose tables equal its log.
"""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from db import engine
from db.backup import back_up
from db.database import Database
from db.encryption import FileKey
from db.errors import DatabaseProblem
from db.guard import check_head
from db.opening import create, mended_or_problems, open_file
from desktop.base.i18n import texts_for
from desktop.services.checking import check_database
from desktop.services.plans import add_item, add_plan, add_progress_note, delete_items, update_items
from tests.trust.children import Speaker

ITEMS = 12
_AUTHOR = "Ana"
_SAME_REMARKS = ("Of the same remarks", "Of the same remarks, changed")
"""Titles of the actions whose remarks change together or not at all."""
_JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")
_TODAY = date(2026, 6, 1)


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The newest change set that was said to be saved."""

    number: int
    hash: str

    @classmethod
    def last(cls, lines: Iterable[str], before: Acknowledged) -> Acknowledged:
        """The last save that a child said, else the one before it began."""
        *_, found = [before, *(cls.read(line) for line in lines if line.startswith("saved "))]
        return found

    @classmethod
    def read(cls, line: str) -> Acknowledged:
        """A save from the line that said it."""
        _, number, hashed = line.split()
        return cls(int(number), hashed)

    @classmethod
    def of(cls, database: Database) -> Acknowledged:
        """What an open file holds."""
        return cls(database.head.number, database.head.hash.hex())


def prepared(path: Path, passphrase: str | None = None) -> Acknowledged:
    """Make a file with one plan of some actions, all with the same remark."""
    database = create(path, state="X01", author=_AUTHOR, secret=passphrase)
    plan = add_plan(database, _AUTHOR, {"title": "Plan", "state": "X01"})
    for number in range(ITEMS):
        add_item(
            database, _AUTHOR, plan, {"number": str(number), "title": _SAME_REMARKS[0], "remarks": "same"}
        )
    made = Acknowledged.of(database)
    database.close()
    return made


def copied(base: Path, target: Path) -> Path:
    """A copy of the prepared file to be attacked."""
    shutil.copyfile(base, target)
    target.with_name(target.name + "-journal").unlink(missing_ok=True)
    return target


def key_of(path: Path, passphrase: str | None) -> FileKey | None:
    """The key of a file and of all copies of it, made once: that takes a while on purpose."""
    return check_head(path, passphrase)


def has_hot_journal(path: Path) -> bool:
    """Whether a save was cut off in the middle: the journal beside the file still has its head."""
    journal = path.with_name(path.name + "-journal")
    return journal.exists() and journal.read_bytes()[:8] == _JOURNAL_MAGIC


def save_on(
    speaker: Speaker,
    path: Path,
    seed: int,
    key: FileKey | None = None,
    pragmas: Mapping[str, str] | None = None,
    saves: int = 1000,
) -> None:
    """Save so often, unless it is killed before; `pragmas` replace those of the program, as a control."""
    engine.PRAGMAS.update(pragmas or {})
    database = open_file(path, secret=key)
    chance = random.Random(seed)
    with database.read() as unit:
        items = [row[0] for row in unit.raw("SELECT id FROM plan_item ORDER BY number")]
        plan = unit.raw("SELECT id FROM plan")[0][0]
    for number in range(saves):
        _save(database, chance, plan, items, f"{number:06d}")
        saved = Acknowledged.of(database)
        speaker.say(f"saved {saved.number} {saved.hash}")
    database.close()


def _save(database: Database, chance: random.Random, plan: str, items: list[str], mark: str) -> None:
    kind = chance.choice(("all", "all", "note", "add", "delete"))
    if kind == "all":
        remark = mark + "x" * chance.choice((10, 400, 3000))
        update_items(database, _AUTHOR, {item: {"remarks": remark} for item in items[:ITEMS]})
    elif kind == "note":
        add_progress_note(
            database, _AUTHOR, chance.choice(items), text=mark * 50, on_date="2026-02-01", status="completed"
        )
    elif kind == "add" or len(items) == ITEMS:
        items.append(add_item(database, _AUTHOR, plan, {"number": mark, "title": "Added " * 20}))
    else:
        delete_items(database, _AUTHOR, [items.pop()])


@dataclass(frozen=True, slots=True)
class Look:
    """A file as it was found: what is wrong with it, and how long the opening took."""

    damage: tuple[str, ...]
    lost: tuple[str, ...]
    halves: tuple[str, ...]
    seconds: float

    @property
    def failures(self) -> tuple[str, ...]:
        """All that is wrong, in words."""
        return self.damage + self.lost + self.halves


def look(path: Path, last: Acknowledged, key: FileKey | None = None) -> Look:
    """Open a file as the program does, compare it with the last acknowledged save, back it up, save again."""
    begun = time.perf_counter()
    try:
        database = open_file(path, secret=key)
    except DatabaseProblem as problem:
        return Look((f"not opened: {problem}",), (), (), time.perf_counter() - begun)
    seconds = time.perf_counter() - begun
    try:
        damage = tuple(mended_or_problems(database)) or damage_of(database)
        if damage:
            return Look(damage, (), (), seconds)
        found = Look((), tuple(_lost(database, last)), tuple(_halves(database)), seconds)
        with database.read() as unit:
            item = unit.raw("SELECT id FROM plan_item LIMIT 1")[0][0]
        back_up(database, path.with_name("backup.desk1540"))
        update_items(database, _AUTHOR, {item: {"title": _SAME_REMARKS[1]}})
        return found
    except DatabaseProblem as problem:
        return Look((f"not read: {problem}",), (), (), seconds)
    finally:
        database.close()


def damage_of(database: Database) -> tuple[str, ...]:
    """What the program's own check of an open file says."""
    return tuple(each.shown(texts_for("en")) for each in check_database(database, _TODAY).damage)


def _lost(database: Database, last: Acknowledged) -> list[str]:
    """A save under way may have come through; one that was acknowledged must have."""
    with database.read() as unit:
        rows = unit.raw("SELECT hash FROM change_set WHERE number = ?", [last.number])
    has_last = [bytes(row[0]).hex() for row in rows] == [last.hash]
    if has_last and database.head.number - last.number in (0, 1):
        return []
    return [f"acknowledged up to {last.number}, found {database.head.number}"]


def _halves(database: Database) -> list[str]:
    with database.read() as unit:
        rows = unit.raw("SELECT DISTINCT remarks FROM plan_item WHERE title IN (?, ?)", _SAME_REMARKS)
    return [] if len(rows) == 1 else [f"one save changed all remarks, {len(rows)} of them differ"]
