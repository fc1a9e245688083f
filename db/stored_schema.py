"""The schema as a file of each version stores it, word by word: what a file from outside is compared with.

Names are not enough: a planted default, check, generated column or partial index runs when rows are read,
checked or written, and stands under names of ours. `python -m db.stored_schema` writes what a new file stores
under `migrations/schemas` after a migration was added; that of a released version is never written again.
"""

from __future__ import annotations

import json
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from db.schema import SCHEMA_VERSION

FOLDER = Path(__file__).parent / "migrations" / "schemas"
_ALL = "SELECT type, name, tbl_name, sql FROM sqlite_master"

StoredObject = tuple[str, str, str, str | None]
"""Kind, name, table and statement of one table or index; indexes that SQLite makes itself have none."""


def is_ours(driver: Any, version: int) -> bool:
    """Whether a file stores exactly what a file of this version does."""
    return {_plain(found) for found in driver.execute(_ALL)} == expected(version)


@cache
def expected(version: int) -> frozenset[StoredObject]:
    """What a file of this version stores."""
    listed = json.loads(_path(version).read_text(encoding="utf-8"))
    return frozenset(_plain(each) for each in listed)


def _plain(found: Any) -> Any:
    """The same with single spaces: where a library breaks its lines says nothing."""
    kind, name, table, statement = found
    return kind, name, table, " ".join(statement.split()) if isinstance(statement, str) else statement


def _path(version: int) -> Path:
    return FOLDER / f"{version:04}.json"


def stored_in(path: Path) -> list[StoredObject]:
    """What a plain file stores, in a fixed order."""
    from sqlcipher3 import dbapi2

    driver = dbapi2.connect(str(path))
    try:
        found: list[StoredObject] = driver.execute(f"{_ALL} ORDER BY type, name").fetchall()
    finally:
        driver.close()
    return found


def write() -> Path:
    """Write what a new file of the newest version stores."""
    from db.migrations import migrate

    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "new.desk1540"
        migrate(made)
        lines = ",\n".join(json.dumps(each) for each in stored_in(made))
    target = _path(SCHEMA_VERSION)
    target.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    return target


if __name__ == "__main__":
    sys.stdout.write(f"{write()}\n")
