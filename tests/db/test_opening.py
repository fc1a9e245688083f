"""Opening refuses what is not a sound file of ours, with one sentence, and lets one process write."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlcipher3 import dbapi2

from db.database import Database
from db.engine import APPLICATION_ID, PRAGMAS, raw
from db.errors import DatabaseProblem
from db.fields import Kind, stored_fields
from db.holder import FileHeld, note_path
from db.opening import OnlyReadable, create, integrity_problems, open_file, open_reading
from db.runners import ThreadRunner
from db.schema import LOGGED, SCHEMA_VERSION, FileSettings, Institution
from db.schema.base import Base
from tests.builders import new_database

HOLDER = """
import sys, pathlib
sys.path.insert(0, {root!r})
from db.opening import open_file
database = open_file(pathlib.Path({path!r}))
print("open", flush=True)
sys.stdin.read()
database.close()
"""


@pytest.fixture
def closed(tmp_path) -> Path:
    database = new_database(tmp_path)
    database.close()
    return database.path


def alter(path: Path, *statements: str) -> None:
    driver = dbapi2.connect(str(path))
    for statement in statements:
        driver.execute(statement)
    driver.commit()
    driver.close()


def names(database: Database) -> list[str]:
    with database.read() as unit:
        return [row[0] for row in unit.raw("SELECT name FROM institution")]


def test_a_new_file_is_private_and_carries_its_marks(closed):
    assert closed.stat().st_mode & 0o777 == 0o600
    driver = dbapi2.connect(str(closed))
    assert driver.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert driver.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
    assert driver.execute("SELECT state, language FROM file_settings").fetchall() == [("X01", "es")]
    driver.close()


def test_create_refuses_to_overwrite_and_leaves_the_file_as_it_was(closed):
    before = closed.read_bytes()
    with pytest.raises(DatabaseProblem, match="exists already"):
        create(closed, state="X02", author="Ana")
    assert closed.read_bytes() == before


def test_create_in_a_missing_folder_leaves_nothing(tmp_path):
    with pytest.raises(DatabaseProblem, match="cannot be made"):
        create(tmp_path / "none" / "file.desk1540", state="X01", author="Ana")


def test_every_pragma_is_what_it_should_be(closed):
    database = open_file(closed)
    driver = raw(database.connection)
    found = {name: str(driver.execute(f"PRAGMA {name}").fetchone()[0]) for name in PRAGMAS}
    assert found == {
        "journal_mode": "delete",
        "synchronous": "3",
        "locking_mode": "exclusive",
        "foreign_keys": "1",
        "trusted_schema": "0",
        "cell_size_check": "1",
        "mmap_size": "0",
        "temp_store": "2",
    }
    database.close()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 200, "not a Desk1540 file"),
        (b"SQLite format 3\x00", "not a Desk1540 file"),
    ],
)
def test_a_file_that_is_none_of_ours_is_refused(tmp_path, content, words):
    path = tmp_path / "odd.desk1540"
    path.write_bytes(content)
    with pytest.raises(DatabaseProblem, match=words):
        open_file(path)
    assert path.read_bytes() == content


def test_another_program_s_database_is_refused(tmp_path):
    path = tmp_path / "other.db"
    alter(path, "CREATE TABLE t (a)")
    with pytest.raises(DatabaseProblem, match="not a Desk1540 file"):
        open_file(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    for path, why in ((tmp_path / "none.desk1540", "There is no file"), (tmp_path, "no plain file")):
        with pytest.raises(DatabaseProblem, match=why):
            open_file(path)


def test_a_newer_file_is_refused(closed):
    alter(closed, f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    with pytest.raises(DatabaseProblem, match="newer version"):
        open_file(closed)


@pytest.mark.parametrize(
    "planted",
    [
        "CREATE TRIGGER t AFTER INSERT ON change_set BEGIN DELETE FROM plan; END",
        "CREATE VIEW v AS SELECT 1",
        "CREATE TABLE extra (a)",
        "DROP TABLE offer",
        "ALTER TABLE offer DROP COLUMN subject",
        "ALTER TABLE offer ADD COLUMN extra",
    ],
)
def test_a_file_with_a_foreign_schema_is_refused(closed, planted):
    alter(closed, planted)
    with pytest.raises(DatabaseProblem, match="tables of a Desk1540 file"):
        open_file(closed)


def test_a_truncated_file_is_refused_or_found_damaged(closed):
    content = closed.read_bytes()
    closed.write_bytes(content[: len(content) // 2])
    try:
        database = open_file(closed)
    except DatabaseProblem:
        return
    problems = integrity_problems(database)
    database.close()
    assert problems


def test_a_second_process_is_told_who_holds_the_file(closed):
    code = HOLDER.format(root=str(Path(__file__).parents[2]), path=str(closed))
    holder = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == "open"
        note = json.loads(note_path(closed).read_text())
        with pytest.raises(FileHeld) as refusal:
            open_file(closed)
        assert note["machine"] in str(refusal.value)
        reading = open_reading(closed)
        assert reading.path != closed
        with reading.read() as unit:
            assert unit.scalar(FileSettings.__table__.select()) is not None
        with pytest.raises(DatabaseProblem, match="reading only"), reading.write("Ana", "Edit"):
            pass
        copied = reading.path
        reading.close()
        assert not copied.exists()
    finally:
        holder.communicate("")
    assert not note_path(closed).exists()
    open_file(closed).close()


def test_the_same_process_cannot_open_a_file_twice(closed):
    database = open_file(closed)
    with pytest.raises(FileHeld):
        open_file(closed)
    database.close()
    open_file(closed).close()


def test_work_runs_on_one_thread_and_errors_come_back(closed):
    database = open_file(closed, runner=ThreadRunner())

    def add() -> str:
        with database.write("Ana", "Add") as unit:
            unit.insert(Institution, [{"name": "Customs"}])
            unit.commit()
        return "done"

    heard = []
    database.subscribe(heard.append)
    assert database.post(add).result(10) == "done"
    assert heard[0].touched.keys() == {"institution"}
    assert database.call(lambda: names(database)) == ["Customs"]
    with pytest.raises(ZeroDivisionError):
        database.call(lambda: 1 / 0)
    database.close()


def test_leaving_a_write_without_commit_changes_nothing(closed):
    database = open_file(closed)
    head = database.head
    with database.write("Ana", "Add") as unit:
        unit.insert(Institution, [{"name": "Customs"}])
    with pytest.raises(KeyError), database.write("Ana", "Add") as unit:
        unit.insert(Institution, [{"name": "Customs"}, {"no such field": 1}])
    assert names(database) == []
    assert database.head == head
    database.close()


def test_a_change_time_never_runs_backwards(tmp_path):
    database = new_database(tmp_path)
    database.ids.clock = lambda: 1000
    with database.write("Ana", "Add") as unit:
        unit.insert(Institution, [{"name": "Customs"}])
        info = unit.commit()
    assert info.at_ms >= 1_767_225_600_000
    database.close()


def test_head_equals_the_declared_tables(closed):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    database = open_file(closed)
    context = MigrationContext.configure(database.connection)
    assert compare_metadata(context, Base.metadata) == []
    database.close()


def test_a_file_that_can_only_be_read_is_not_opened_to_write(closed, monkeypatch):
    before = closed.read_bytes()
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    with pytest.raises(OnlyReadable, match="only be read"):
        open_file(closed)
    monkeypatch.undo()
    assert closed.read_bytes() == before
    open_file(closed).close()


def statements(driver) -> dict[str, list[str]]:
    """What each table and index says, in any order."""
    rows = driver.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    words = {
        name: " ".join(sql.split()).removesuffix(" )") for name, sql in rows if name != "alembic_version"
    }
    return {name: sorted(sql.split(", ")) for name, sql in words.items()}


def test_a_new_file_is_made_word_by_word_as_the_tables_are_declared(closed):
    """Constraints too, which the comparison of columns and indexes does not see."""
    declared = create_engine("sqlite://", module=dbapi2)
    with declared.begin() as connection:
        Base.metadata.create_all(connection)
        expected = statements(raw(connection))
    declared.dispose()
    driver = dbapi2.connect(str(closed))
    assert statements(driver) == expected
    driver.close()


@pytest.mark.parametrize("table", LOGGED.values(), ids=list(LOGGED))
def test_every_choice_is_held_to_its_values(table):
    choices = {name for name, field in stored_fields(table).items() if field.kind is Kind.CHOICE}
    checked = {
        str(each.sqltext).split(" ")[0] for each in table.__table__.constraints if hasattr(each, "sqltext")
    }
    assert choices <= checked


def test_every_link_is_a_foreign_key_with_an_index():
    for table in LOGGED.values():
        made = table.__table__
        indexed = {column.name for index in made.indexes for column in list(index.columns)[:1]}
        for name, field in stored_fields(table).items():
            if field.target:
                assert [each.target_fullname for each in made.c[name].foreign_keys] == [f"{field.target}.id"]
                assert name in indexed, (made.name, name)


def test_a_file_that_was_never_finished_is_none_of_ours(closed):
    alter(closed, "PRAGMA user_version = 0")
    with pytest.raises(DatabaseProblem, match="not a Desk1540 file"):
        open_file(closed)
    assert list(closed.parent.iterdir()) == [closed]
