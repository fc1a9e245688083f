"""Damages files in every way a disk does, salvages them, and compares with the file as it was.

What must be in the new file is told by a naive reader that shares nothing with the salvage: it asks for each
row that was ever there by its row number, alone, in the tables and in the log.
"""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from traceback import extract_tb
from typing import Any
from unittest.mock import patch

from sqlalchemy import insert
from sqlcipher3 import dbapi2

from db.database import Database
from db.encryption import SALT_BYTES, FileKey
from db.errors import Problem
from db.log_reading import ENTRIES
from db.log_records import from_list, linked_rows, unpacked_id, unpacked_sets
from db.opening import open_file
from db.salvage.losses import Fate
from db.schema import LOGGED, Attachment, AttachmentBytes
from desktop.services.checking import check_file
from desktop.services.exercise import make_exercise
from desktop.services.plans import update_items
from desktop.services.salvaging import SalvageResult, salvage_file
from tests.trust.proof import Proof, Result

_TODAY = date(2026, 6, 1)
_ITEMS = 60
_ATTACHMENTS = 12
_EDITS = 40
_EVERY = 5
"""Every so many files one is encrypted."""
Place = tuple[str, str]


@dataclass(frozen=True)
class Truth:
    """The file before it was damaged: rows by place, their row numbers, and what the log needs for each."""

    path: Path
    key: FileKey | None
    rows: dict[Place, dict[str, Any]]
    numbers: dict[Place, int]
    needed: dict[Place, list[tuple[str, int]]]
    deleted: frozenset[Place]


def _make(path: Path, passphrase: str | None = None) -> Truth:
    make_exercise(path, states=1, items=_ITEMS, seed=7, language="es", author="Ana", secret=passphrase)
    rng = random.Random(3)
    database = open_file(path, secret=passphrase)
    with database.write("Ana", "Attach") as unit:
        owner = unit.raw("SELECT id FROM plan")[0][0]
        for number in range(_ATTACHMENTS):
            content = rng.randbytes(rng.choice((300, 9_000, 40_000)))
            named = {"owner_entity": "plan", "owner_id": owner, "name": f"{number}.pdf", "size": len(content)}
            sha256 = hashlib.sha256(content).hexdigest()
            unit.insert(Attachment, [{**named, "sha256": sha256}])
            unit.execute(insert(AttachmentBytes), [{"sha256": sha256, "content": content}])
        unit.commit()
    _edit(database, rng)
    truth = _truth(database)
    database.close()
    return truth


def _edit(database: Database, rng: random.Random) -> None:
    """Single edits, some of long texts, that lie in change sets of their own."""
    with database.read() as unit:
        ids = [row[0] for row in unit.raw("SELECT id FROM plan_item")]
    for number in range(_EDITS):
        remarks = f"Edit {number}. " + "texto " * rng.choice((1, 20, 2_000))
        update_items(database, "Ben", {rng.choice(ids): {"remarks": remarks.strip()}})


def _truth(database: Database) -> Truth:
    with database.read() as unit:
        rows, numbers = {}, {}
        for entity, table in LOGGED.items():
            columns = list(table.__table__.columns.keys())
            for number, *values in unit.raw(f'SELECT rowid, {", ".join(columns)} FROM "{entity}"'):
                row = dict(zip(columns, values, strict=True))
                rows[entity, row["id"]] = row
                numbers[entity, row["id"]] = number
        needed = dict(_needed(unit))
    places = {*rows, *needed}
    deleted = frozenset(places - rows.keys())
    return Truth(database.path, database.key, rows, numbers, needed, deleted)


def _needed(unit: Any) -> Iterator[tuple[Place, list[tuple[str, int]]]]:
    """For each row the log knows, the rows of the log's own tables that tell of it."""
    names = dict(unit.raw("SELECT number, name FROM log_name"))
    numbers = {name: number for number, name in names.items()}
    places = dict(unit.raw("SELECT set_number * 1000000 + row, rowid FROM change"))
    told: dict[int, list[tuple[str, int]]] = {}
    for number, row, _, content in unit.raw(f"SELECT * FROM {ENTRIES}"):
        held = places.get(number * 1_000_000 + row)
        parts = told.setdefault(row, [])
        parts.append(("change_set", number) if held is None else ("change", held))
        flat = [] if content is None else from_list(content)
        parts += [("log_name", name) for name in flat[::2]]
        parts += [("log_row", linked) for linked in linked_rows(flat)]
    for number, entity, row_id, sets in unit.raw("SELECT number, entity, id, sets FROM log_row"):
        assert unpacked_sets(sets)
        place = names[entity], unpacked_id(row_id)
        yield place, [("log_row", number), ("log_name", numbers[names[entity]]), *told[number]]


class NaiveReader:
    """Reads single rows of a damaged file by their number, whole, and nothing else."""

    def __init__(self, path: Path, truth: Truth) -> None:
        self._path, self._key = path, truth.key
        self._driver = self._connect(path)
        self._original = self._connect(truth.path)
        self._seen: dict[tuple[str, int], tuple[Any, Any]] = {}

    def _connect(self, path: Path) -> Any:
        driver = dbapi2.connect(str(path), isolation_level=None)
        if self._key is not None:
            self._key.send(driver)
        driver.text_factory = bytes
        driver.execute("PRAGMA writable_schema = ON")
        return driver

    def close(self) -> None:
        self._driver.close()
        self._original.close()

    def row(self, table: str, number: int) -> tuple[Any, Any]:
        """The row as it is and as it was; None for what cannot be read."""
        if (table, number) not in self._seen:
            sql = f'SELECT * FROM "{table}" WHERE rowid = {number}'
            try:
                found = self._driver.execute(sql).fetchone()
            except dbapi2.Error:
                found = None
                if self._key is not None:
                    # A bad page of an encrypted file spoils the connection.
                    self._driver.close()
                    self._driver = self._connect(self._path)
            self._seen[table, number] = found, self._original.execute(sql).fetchone()
        return self._seen[table, number]

    def is_as_it_was(self, table: str, number: int) -> bool:
        """Whether a row can be read and nothing of it changed."""
        found, was = self.row(table, number)
        return found is not None and found == was

    def has_bytes(self, sha256: str) -> bool:
        """Whether the bytes of an attachment can be read as they were."""
        sql = "SELECT rowid FROM attachment_bytes WHERE sha256 = ?"
        return self.is_as_it_was("attachment_bytes", self._original.execute(sql, [sha256]).fetchone()[0])


Damage = Callable[[bytearray, random.Random, int], None]
_PAGE = 4096


def _zero_page(content: bytearray, rng: random.Random, pages: int) -> None:
    start = rng.randrange(pages) * _PAGE
    content[start : start + _PAGE] = bytes(_PAGE)


def _overwrite(content: bytearray, rng: random.Random, pages: int) -> None:
    for _ in range(rng.choice((1, 4, 16))):
        length = rng.choice((1, 16, 200, 3000))
        start = rng.randrange(pages * _PAGE - length)
        content[start : start + length] = rng.randbytes(length)


def _cut_off(content: bytearray, rng: random.Random, pages: int) -> None:
    del content[rng.randrange(pages // 2, pages) * _PAGE :]


def _several_pages(content: bytearray, rng: random.Random, pages: int) -> None:
    for _ in range(rng.choice((3, 10, 30))):
        start = rng.randrange(pages) * _PAGE
        content[start : start + _PAGE] = rng.choice((bytes(_PAGE), rng.randbytes(_PAGE)))


_DAMAGES: tuple[Damage, ...] = (_zero_page, _overwrite, _cut_off, _several_pages)


@dataclass
class _Round:
    """One damaged file and what became of it."""

    truth: Truth
    naive: NaiveReader
    rows: dict[Place, dict[str, Any]]
    found: SalvageResult
    figures: Counter[str]

    def failures(self) -> Iterator[str]:
        """Everything readable that is not in the new file, and every loss that is not listed, or wrongly."""
        losses = self.found.salvaged.losses
        fates = {(each.entity, each.row_id): each.fate for each in losses if not each.field}
        emptied = {(each.entity, each.row_id, each.field) for each in losses if each.field}
        unlisted: Counter[str] = Counter()
        for place, row in self.truth.rows.items():
            if place not in self.rows:
                self.figures["rows_lost"] += 1
                if fates.get(place) not in (Fate.LOST, Fate.LEFT_OUT):
                    unlisted[place[0]] += 1
                if self._is_readable(place) and not self._has_no_bytes(row, place):
                    yield f"{place} can be read and is not in the new file"
            else:
                yield from self._altered(place, row, fates, emptied)
        for entity, count in unlisted.items():
            self.figures["rows_lost_without_a_trace"] += count
            told = self.found.salvaged.counts[entity]
            if count > told.unknown and not told.is_uncounted:
                yield f"{count} lost rows of {entity} are not listed"
        yield from self._false(fates)

    def _is_readable(self, place: Place) -> bool:
        return self.naive.is_as_it_was(place[0], self.truth.numbers[place]) or self._is_told(place)

    def _is_told(self, place: Place) -> bool:
        return all(self.naive.is_as_it_was(*part) for part in self.truth.needed[place])

    def _has_no_bytes(self, row: dict[str, Any], place: Place) -> bool:
        return place[0] == "attachment" and not self.naive.has_bytes(row["sha256"])

    def _altered(self, place: Place, row: Any, fates: Any, emptied: Any) -> Iterator[str]:
        new = self.rows[place]
        differing = [name for name in row if row[name] != new[name]]
        differing = [name for name in differing if (*place, name) not in emptied]
        if not differing:
            return
        if self._is_readable(place):
            yield f"{place} can be read and has other values: {differing}"
        elif fates.get(place) in (Fate.OLDER, Fate.COMPLETED):
            self.figures["rows_older"] += 1
        else:
            # Bytes that were altered without a trace, where the history cannot tell any more.
            self.figures["rows_altered_unseen"] += 1

    def _false(self, fates: dict[Place, Fate]) -> Iterator[str]:
        for place, fate in fates.items():
            is_gone = fate in (Fate.LOST, Fate.LEFT_OUT)
            if is_gone and place in self.rows:
                yield f"{place} is listed as lost and is there"
            if is_gone and place not in self.truth.rows:
                self.figures["listed_though_deleted_before"] += 1
                if place not in self.truth.deleted and fate is Fate.LOST:
                    yield f"{place} is listed as lost and never was"
        for place in self.rows.keys() - self.truth.rows.keys():
            if place in self.truth.deleted:
                self.figures["deleted_rows_back"] += 1
                if fates.get(place) not in (Fate.OLDER, Fate.COMPLETED):
                    self.figures["deleted_rows_back_unlisted"] += 1
            elif fates.get(place) is not Fate.COMPLETED:
                yield f"{place} was never in the file"


def _rows_of(path: Path, key: FileKey | None) -> dict[Place, dict[str, Any]]:
    with closing(open_file(path, secret=key)) as database:
        return _truth_rows(database)


def _truth_rows(database: Database) -> dict[Place, dict[str, Any]]:
    with database.read() as unit:
        return {
            (entity, row_id): row
            for entity, table in LOGGED.items()
            for row_id, row in unit.rows_by_id(
                table, [each[0] for each in unit.raw(f'SELECT id FROM "{entity}"')]
            ).items()
        }


def _one(
    truth: Truth, number: int, folder: Path, figures: Counter[str], damage: Damage | None = None
) -> Iterator[str]:
    rng = random.Random(number)
    damaged, target = folder / f"damaged-{number}.desk1540", folder / f"new-{number}.desk1540"
    content = bytearray(truth.path.read_bytes())
    damage = damage or _DAMAGES[number % len(_DAMAGES)]
    salt = content[:SALT_BYTES]
    damage(content, rng, len(content) // _PAGE)
    if truth.key is not None:
        # Without its salt no passphrase opens a file, and nobody can read anything of it.
        content[:SALT_BYTES] = salt
    damaged.write_bytes(content)
    try:
        found = salvage_file(damaged, target, "Ana", _TODAY, secret=truth.key)
    except Problem as problem:
        figures["refused"] += 1
        if target.exists():
            yield f"{number}: a refused salvage left a file"
        yield f"{number} {damage.__name__}: {problem}"
        return
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what this proof looks for
        yield f"{number} {damage.__name__}: crashed by {error!r} in {extract_tb(error.__traceback__)[-1]}"
        return
    if damaged.read_bytes() != content:
        yield f"{number}: the damaged file was changed"
    figures["salvaged"] += 1
    figures["whole_history"] += found.salvaged.kept_entries == found.salvaged.known_entries
    figures["entries_kept"] += found.salvaged.kept_entries
    figures["nothing_lost"] += found.salvaged.has_lost_nothing
    for line in check_file(target, _TODAY, secret=truth.key).damage:
        yield f"{number}: the new file is not sound: {line}"
    with closing(NaiveReader(damaged, truth)) as naive:
        attempt = _Round(truth, naive, _rows_of(target, truth.key), found, figures)
        yield from (f"{number} {damage.__name__}: {each}" for each in attempt.failures())
    damaged.unlink()
    target.unlink()


def _run(rounds: int, folder: Path) -> Result:
    truth = _make(folder / "file.desk1540")
    encrypted = _make(folder / "encrypted.desk1540", "palabra")
    figures: Counter[str] = Counter()
    failures = []
    for number in range(rounds):
        is_encrypted = number % _EVERY == _EVERY - 1
        figures["encrypted"] += is_encrypted
        failures += _one(encrypted if is_encrypted else truth, number, folder, figures)
    control = _control(truth, folder)
    if not control:
        failures.append("the control, a salvage without the history, lost nothing that can be read")
    known = {"rows": len(truth.rows), "files": rounds, "failures_of_control_without_history": control}
    return Result({**known, **figures}, failures)


def _control(truth: Truth, folder: Path) -> int:
    """The failures of a salvage that does not look into the log, over a file that lost a table."""

    def zero_table(content: bytearray, _rng: random.Random, _pages: int) -> None:
        with closing(dbapi2.connect(str(truth.path))) as driver:
            sql = "SELECT rootpage FROM sqlite_master WHERE name = 'plan_item'"
            start = (driver.execute(sql).fetchone()[0] - 1) * _PAGE
        content[start : start + _PAGE] = bytes(_PAGE)

    with patch("db.salvage.histories", return_value={}):
        return sum(1 for _ in _one(truth, 0, folder, Counter(), zero_table))


PROOFS = (
    Proof(
        "salvage",
        "Everything readable of a damaged file comes into a new, sound one; every loss is listed.",
        100,
        _run,
    ),
)
