"""Files that were altered behind the program: one sentence when opened, or from the check, never a crash."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from sqlcipher3 import dbapi2

from db import changes
from db.errors import DatabaseProblem
from db.opening import open_file, open_reading
from db.queries.record_rows import rows_of_records, sets_of_rows
from db.schema import Designation, Person, Plan, PlanItem, Post
from desktop.services.checking import check_file
from tests.builders import new_database

TODAY = date(2026, 1, 1)


@pytest.fixture
def path(tmp_path):
    database = new_database(tmp_path)
    with database.write("Ana", "Add") as unit:
        (plan,) = unit.insert(Plan, [{"state": "X01", "title": "Plan"}])
        unit.insert(PlanItem, [{"plan_id": plan, "title": "One", "due": "2027"}])
        (person,) = unit.insert(Person, [{"name": "Persona"}])
        (post,) = unit.insert(Post, [{"name": "Director", "seat": "capital", "role": "main"}])
        unit.insert(Designation, [{"person_id": person, "post_id": post}])
        unit.commit()
    database.close()
    return database.path


def alter(path, *statements: str) -> None:
    driver = dbapi2.connect(str(path))
    driver.execute("PRAGMA writable_schema = ON")
    for statement in statements:
        driver.execute(statement)
    driver.commit()
    driver.close()


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM file_head",
        "INSERT INTO file_head SELECT 'x', created_at, site, recovery_mark FROM file_head",
        "UPDATE file_head SET id = x'00ff'",
        "UPDATE file_head SET site = 'x'",
        "DELETE FROM site",
        "UPDATE change_set SET hash = 'text'",
        "UPDATE change_set SET at_ms = 'yesterday'",
        "ALTER TABLE offer ADD COLUMN more TEXT GENERATED ALWAYS AS (zeroblob(9)) VIRTUAL",
        "CREATE UNIQUE INDEX more ON plan_item (status)",
        "INSERT INTO sqlite_master VALUES ('table', NULL, NULL, 0, NULL)",
        "INSERT INTO sqlite_master VALUES (x'00', x'ff', x'01', 3, 'CREATE TABLE z (a)')",
        "INSERT INTO sqlite_master VALUES ('table', 'x', 'x', 3, 'CREATE NONSENSE')",
    ],
)
def test_what_is_not_ours_is_refused_when_opened(path, statement):
    alter(path, statement)
    with pytest.raises(DatabaseProblem):
        open_file(path)
    assert not check_file(path, TODAY).is_sound


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log_heading SET summary = '{'",
        "UPDATE log_heading SET summary = '5'",
        "UPDATE log_heading SET summary = x'ff'",
        "UPDATE log_heading SET shift = 'x'",
        "UPDATE log_row SET sets = 'x'",
        "UPDATE log_row SET sets = x'ff'",
        "UPDATE log_row SET entity = 999",
        "UPDATE log_name SET name = x'ff' WHERE number = 1",
        "UPDATE log_key SET key = 'x'",
        "UPDATE change_set SET summary_values = '{'",
        "UPDATE change_set SET hash = 'x' WHERE number = 1",
        "UPDATE change SET content = '{'",
        f"UPDATE change SET content = '{'[' * 100_000}'",
        "UPDATE change SET content = '1'",
        "UPDATE change SET content = '[1],2'",
        "UPDATE change SET content = '{\"1\":2},3'",
        "UPDATE change SET operation = 'z'",
        "UPDATE change SET operation = 7",
        "UPDATE plan_item SET title = x'ff00'",
        "UPDATE plan_item SET title = CAST(x'ff00fe' AS TEXT)",
        "UPDATE plan_item SET due = 'tomorrow'",
        "UPDATE designation SET to_date = 'x'",
        "INSERT INTO attachment_bytes VALUES ('q', 'text')",
        "UPDATE plan SET id = x'00'",
    ],
)
def test_what_a_table_cannot_hold_is_said_by_the_check(path, statement):
    if "attachment_bytes" in statement:
        columns = "id, owner_entity, owner_id, name, size, sha256, language, note, sharing, classification"
        values = "'a', 'plan', 'x', 'n', 1, 'q', '', '', '', ''"
        alter(path, f"INSERT INTO attachment ({columns}) VALUES ({values})")
    alter(path, "PRAGMA foreign_keys = OFF", statement)
    assert not check_file(path, TODAY).is_sound


@pytest.mark.parametrize("statement", [
    "UPDATE log_row SET sets = 'x'",
    "UPDATE log_row SET entity = 999",
    "UPDATE change_set SET hash = 'x' WHERE number = 1",
    "UPDATE log_heading SET summary = '5'",
    "UPDATE change SET content = '{}'",
    "UPDATE change SET operation = 'z'",
    "UPDATE log_name SET name = x'ff' WHERE number = 1",
])  # fmt: skip
def test_a_history_that_is_none_of_ours_is_read_with_one_sentence(path, statement):
    alter(path, "PRAGMA foreign_keys = OFF", statement)
    database = open_file(path)
    with database.read() as unit:
        rows = [row[0] for row in unit.raw("SELECT id FROM plan_item")]
    for read in (
        changes.change_sets,
        lambda unit: changes.changes_of(unit, database.head.number),
        lambda unit: changes.changes_of_row(unit, rows[0]),
        lambda unit: changes.since(unit, 1),
        lambda unit: rows_of_records(unit, rows),
        lambda unit: sets_of_rows(unit, rows),
    ):
        with suppress(DatabaseProblem), database.read() as unit:
            read(unit)
    database.close()


def test_a_damaged_file_is_called_damaged_and_leaves_no_copy(path, tmp_path, monkeypatch):
    content = bytearray(path.read_bytes())
    content[8192:40960] = bytes(32768)
    path.write_bytes(content)
    folder = tmp_path / "private"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    with pytest.raises(DatabaseProblem, match="damaged"):
        open_reading(path)
    assert list(folder.iterdir()) == []


def test_reading_what_is_no_text_is_one_sentence(path):
    alter(path, "UPDATE plan_item SET title = CAST(x'ff00fe' AS TEXT)")
    database = open_file(path)
    with pytest.raises(DatabaseProblem, match="could not be read"), database.read() as unit:
        unit.raw("SELECT title FROM plan_item")
    database.close()
