"""One edit of an item, durable: the service against the bare driver."""

from __future__ import annotations

import shutil
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.data import AUTHOR, exercise_file
from tests.benchmarks.pairs import Pair, timed

if TYPE_CHECKING:
    from db.encryption import FileKey

EDITS = 100
"""So many edits are one run; its seconds are those of one edit."""


def prepare(folder: Path, size: int) -> Pair:
    """Both work on copies of the same file."""
    return on_copies_of(exercise_file(folder, size))


def on_copies_of(source: Path, key: FileKey | None = None) -> Pair:
    """One edit of a file, plain or under a key, against the same of the bare driver."""
    ours, floor = _Service(source, key), _Driver(source, key)
    return Pair(ours.run, floor.run)


def _copy(source: Path, name: str) -> Path:
    return Path(shutil.copy(source, source.with_name(f"{name}-{source.name}")))


class _Service:
    """Edits titles of items in turn through the service."""

    def __init__(self, source: Path, key: FileKey | None) -> None:
        from db.opening import open_file
        from db.queries.plan import item_ids

        self._database = open_file(_copy(source, "service"), secret=key)
        with self._database.read() as unit:
            self._ids = item_ids(unit)
        self._number = count()

    def run(self) -> float:
        return timed(lambda: [self._edit(next(self._number)) for _ in range(EDITS)]) / EDITS

    def _edit(self, number: int) -> None:
        from desktop.services.plans import update_items

        text = f"Se informó en la reunión del comité sobre el avance de la acción, número {number}"
        update_items(self._database, AUTHOR, {self._ids[number * 7 % len(self._ids)]: {"remarks": text}})


class _Driver:
    """Writes rows of the same size straight through the driver, its pragmas and its lock the same."""

    def __init__(self, source: Path, key: FileKey | None) -> None:
        from db.engine import PRAGMAS, connect_raw

        self._driver = connect_raw(_copy(source, "driver"), key)
        for name, value in PRAGMAS.items():
            self._driver.execute(f"PRAGMA {name} = {value}").fetchall()
        self._ids = [row[0] for row in self._driver.execute("SELECT id FROM plan_item")]
        row = "SELECT max(number), max(at_ms), heading, hash FROM change_set"
        self._set, self._time, self._heading, self._hash = self._driver.execute(row).fetchone()
        self._number = count()

    def run(self) -> float:
        return timed(lambda: [self._edit(next(self._number)) for _ in range(EDITS)]) / EDITS

    def _edit(self, number: int) -> None:
        execute = self._driver.execute
        text = f"Se informó en la reunión del comité sobre el avance de la acción, número {number}"
        row_id = self._ids[number * 7 % len(self._ids)]
        self._set += 1
        execute("BEGIN IMMEDIATE")
        execute("UPDATE plan_item SET remarks = ? WHERE id = ?", (text, row_id))
        values = (self._set, self._heading, self._time + number, f'"{number}"', self._hash)
        execute(
            "INSERT INTO change_set (number, heading, at_ms, summary_values, hash) VALUES (?, ?, ?, ?, ?)",
            values,
        )
        change = (self._set, 1, 0, f'1,"{text}"')
        execute("INSERT INTO change (set_number, row, operation, content) VALUES (?, ?, ?, ?)", change)
        execute("COMMIT")
