"""Files as released versions wrote them: each still opens, verifies, goes back in time and can be taken back.

A file of a schema is kept here when that schema is released, and never made again.
"""

from __future__ import annotations

import lzma
import subprocess
import sys
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from db import changes
from db.opening import integrity_problems, open_file
from db.queries import plan as queries
from db.schema import SCHEMA_VERSION
from desktop.services.history import revert_change_set
from tests.builders import new_database

FILES = Path(__file__).parent / "files"
KEPT = {1: "schema-1.desk1540.xz", 2: "schema-2.desk1540.xz"}


def schema_of(path: Path) -> set[tuple[str, str]]:
    driver = dbapi2.connect(str(path))
    rows = driver.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    driver.close()
    return set(rows)


@pytest.fixture(params=KEPT.items(), ids=lambda pair: f"schema {pair[0]}")
def kept(request, tmp_path: Path) -> Path:
    path = tmp_path / "kept.desk1540"
    path.write_bytes(lzma.decompress((FILES / request.param[1]).read_bytes()))
    return path


def test_every_schema_has_a_kept_file():
    assert sorted(KEPT) == list(range(1, SCHEMA_VERSION + 1))


def test_a_kept_file_opens_sound_and_its_log_gives_its_tables(kept: Path):
    database = open_file(kept)
    assert integrity_problems(database) == []
    with database.read() as unit:
        assert changes.verify_chain(unit) == []
        assert changes.tables_differ(unit) == []
        assert len(queries.items(unit)) == 8
    database.close()


def test_a_kept_file_goes_back_in_time_and_its_entries_can_be_taken_back(kept: Path):
    database = open_file(kept)
    with database.read(as_of=1) as unit:
        assert queries.items(unit) == []
    newest = database.head.number
    with database.read(as_of=newest - 1) as unit:
        before = unit.raw(f"SELECT * FROM {unit.schema}.plan_item ORDER BY id")
    assert revert_change_set(database, "Ana", newest).kept == ()
    with database.read() as unit:
        assert unit.raw("SELECT * FROM plan_item ORDER BY id") == before
    database.close()


def test_a_new_file_has_the_schema_of_the_newest_kept_one(tmp_path: Path):
    kept = tmp_path / "kept.desk1540"
    kept.write_bytes(lzma.decompress((FILES / KEPT[SCHEMA_VERSION]).read_bytes()))
    database = new_database(tmp_path, name="new.desk1540")
    database.close()
    assert schema_of(database.path) == schema_of(kept)


def test_a_migration_that_was_cut_off_begins_again(tmp_path: Path):
    """The head on the disk names the new version already, the journal beside it takes that back."""
    path = tmp_path / "kept.desk1540"
    path.write_bytes(lzma.decompress((FILES / KEPT[1]).read_bytes()))
    code = f"""
import os, signal, sqlcipher3.dbapi2 as driver
raw = driver.connect({str(path)!r}, isolation_level=None)
raw.execute("PRAGMA cache_size = 5")
raw.execute("BEGIN IMMEDIATE")
raw.execute("PRAGMA user_version = {SCHEMA_VERSION}")
for number in range(300):
    raw.execute("INSERT INTO draft VALUES (?, ?, '')", (str(number), "x" * 4000))
os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", code], check=False)
    with path.open("rb+") as file:
        file.seek(60)
        file.write(SCHEMA_VERSION.to_bytes(4, "big"))
    database = open_file(path)
    assert integrity_problems(database) == []
    with database.read() as unit:
        assert changes.tables_differ(unit) == []
    database.close()
