"""The guard compares a file word by word with what a file of its version stores."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from db import stored_schema
from db.byte_copies import journal_of
from db.errors import DatabaseProblem
from db.opening import open_file
from db.schema import SCHEMA_VERSION
from tests.builders import new_database
from tests.trust.planted_schemas import OUTSIDE, SCHEMA

KEPT = Path(__file__).parents[1] / "migrations" / "files"


@pytest.fixture
def closed(tmp_path) -> Path:
    database = new_database(tmp_path)
    database.close()
    return database.path


def test_a_new_file_stores_what_is_written_down(closed):
    """After a migration was added: `python -m db.stored_schema`."""
    listed = json.loads((stored_schema.FOLDER / f"{SCHEMA_VERSION:04}.json").read_text("utf-8"))
    assert [tuple(each) for each in listed] == stored_schema.stored_in(closed)


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION + 1))
def test_a_kept_file_of_every_version_stores_what_is_written_down(tmp_path, version):
    path = tmp_path / "kept.desk1540"
    path.write_bytes(lzma.decompress((KEPT / f"schema-{version}.desk1540.xz").read_bytes()))
    driver = dbapi2.connect(str(path))
    assert stored_schema.is_ours(driver, version)
    driver.close()


@pytest.mark.parametrize("name", SCHEMA)
def test_what_is_planted_is_refused_and_left_as_it_is(closed, name):
    planted = SCHEMA[name](closed)
    before = planted.read_bytes()
    with pytest.raises(DatabaseProblem):
        open_file(planted)
    assert planted.read_bytes() == before


def test_what_is_planted_in_an_older_file_does_not_act_when_it_is_brought_up_to_date(tmp_path):
    path = tmp_path / "old.desk1540"
    path.write_bytes(lzma.decompress((KEPT / "schema-1.desk1540.xz").read_bytes()))
    driver = dbapi2.connect(str(path))
    driver.execute("CREATE TRIGGER t AFTER UPDATE ON alembic_version BEGIN DELETE FROM plan_item; END")
    driver.close()
    before = path.read_bytes()
    with pytest.raises(DatabaseProblem, match="does not have the tables"):
        open_file(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_journal_that_does_not_fit_is_not_rolled_in(tmp_path):
    path = tmp_path / "file.desk1540"
    path.write_bytes(lzma.decompress((KEPT / f"schema-{SCHEMA_VERSION}.desk1540.xz").read_bytes()))
    OUTSIDE["the journal of another file"](path)
    journal = journal_of(path)
    before = path.read_bytes(), journal.read_bytes()
    with pytest.raises(DatabaseProblem, match="do not fit together"):
        open_file(path)
    assert (path.read_bytes(), journal.read_bytes()) == before
