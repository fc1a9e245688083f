"""One edit of an item, durable: the service against the bare driver."""

from __future__ import annotations

import shutil
from itertools import count
from pathlib import Path

from tests.benchmarks.data import AUTHOR, exercise_file
from tests.benchmarks.pairs import Pair, timed

EDITS = 100
"""So many edits are one run; its seconds are those of one edit."""


def prepare(folder: Path, size: int) -> Pair:
    """Both work on copies of the same file."""
    source = exercise_file(folder, size)
    ours, floor = _Service(source), _Driver(source)
    return Pair(ours.run, floor.run)


def _copy(source: Path, name: str) -> Path:
    return Path(shutil.copy(source, source.with_name(f"{name}-{source.name}")))


class _Service:
    """Edits titles of items in turn through the service."""

    def __init__(self, source: Path) -> None:
        from db.opening import open_file
        from db.queries.plan import item_ids

        self._database = open_file(_copy(source, "service"))
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

    def __init__(self, source: Path) -> None:
        from sqlcipher3 import dbapi2

        from db.engine import PRAGMAS

        self._driver = dbapi2.connect(str(_copy(source, "driver")), isolation_level=None)
        for name, value in PRAGMAS.items():
            self._driver.execute(f"PRAGMA {name} = {value}").fetchall()
        self._ids = [row[0] for row in self._driver.execute("SELECT id FROM plan_item")]
        query = "SELECT * FROM change_set ORDER BY number DESC LIMIT 1"
        self._set = list(self._driver.execute(query).fetchone())
        self._insert_set = f"INSERT INTO change_set VALUES ({', '.join('?' * len(self._set))})"
        columns = ("set_number", "position", "entity", "row_id", "operation", "before", "after", "salt")
        marks = ", ".join("?" * len(columns))
        self._insert_change = f"INSERT INTO change ({', '.join(columns)}) VALUES ({marks})"
        self._number = count()

    def run(self) -> float:
        return timed(lambda: [self._edit(next(self._number)) for _ in range(EDITS)]) / EDITS

    def _edit(self, number: int) -> None:
        execute = self._driver.execute
        text = f"Se informó en la reunión del comité sobre el avance de la acción, número {number}"
        row_id = self._ids[number * 7 % len(self._ids)]
        self._set[0] += 1
        self._set[1] = f"{self._set[0]:036}"
        execute("BEGIN IMMEDIATE")
        execute("UPDATE plan_item SET remarks = ? WHERE id = ?", (text, row_id))
        execute(self._insert_set, self._set)
        sides = ('{"remarks":""}', f'{{"remarks":"{text}"}}')
        execute(self._insert_change, (self._set[0], 0, "plan_item", row_id, "u", *sides, bytes(16)))
        execute("COMMIT")
