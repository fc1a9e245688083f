"""A check names what another program did to a file: one sentence each, with its place."""

from datetime import date

import pytest
from sqlalchemy import insert
from sqlcipher3 import dbapi2

from db.opening import open_file
from db.schema import (
    Attachment,
    AttachmentBytes,
    Institution,
    ItemMatrixRow,
    LogSeal,
    MatrixCell,
    MatrixVersion,
    Submission,
    TreatyStatus,
)
from desktop.base.errors import Cancelled
from desktop.base.i18n import available_languages, texts_for
from desktop.services.checking import check_copy, check_database, check_file
from tests.services.filled import filled

TODAY = date(2026, 6, 1)


@pytest.fixture
def path(tmp_path):
    database = filled(tmp_path)
    with database.write("Ana", "Matrix") as unit:
        (version,) = unit.insert(MatrixVersion, [{"state": "X01", "template": "2017", "kind": "approved"}])
        cell = {"row_key": "op2.manufacture", "weapon": "NW", "side": "legal", "value": "X"}
        unit.insert(MatrixCell, [{"version_id": version, **cell}])
        item = unit.raw("SELECT id FROM plan_item ORDER BY number")[0][0]
        unit.insert(ItemMatrixRow, [{"item_id": item, "row_key": "op2.manufacture"}])
        unit.insert(TreatyStatus, [{"state": "X01", "treaty_key": "op1.npt", "status": "signed"}])
        unit.insert(Submission, [{"state": "X01", "kind": "action_plan", "title": "Plan", "baseline": 3}])
        unit.commit()
    database.close()
    return database.path


def tamper(path, *statements):
    driver = dbapi2.connect(str(path))
    driver.execute("PRAGMA ignore_check_constraints = ON")
    for statement in statements:
        driver.execute(statement)
    driver.commit()
    driver.close()


def damage(path, language="en"):
    return [message.shown(texts_for(language)) for message in check_file(path, TODAY).damage]


def test_the_filled_file_is_sound(path):
    assert damage(path) == []


ITEM = "WHERE number = '1.1'"


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        (f"UPDATE plan_item SET title = 'Otra' {ITEM}", "Action 1.1 Otra ({id}): Title is not what"),
        (f"UPDATE plan_item SET plan_id = 'nobody' {ITEM}", "Plan names a record that is not in the file."),
        (f"UPDATE plan_item SET due = '2026-Q9' {ITEM}", "Due cannot be “2026-Q9”."),
        (f"UPDATE plan_item SET status = 'done' {ITEM}", "Status cannot be “done”."),
        (f"UPDATE plan_item SET position = 'V0' {ITEM}", "Order cannot be “V0”."),
        (f"UPDATE plan_item SET progress = 400 {ITEM}", "Progress cannot be “400.0”."),
        (f"UPDATE plan_item SET budget = '-1' {ITEM}", "Budget cannot be “-1”."),
        ("UPDATE institution SET state = 'nowhere'", "State cannot be “nowhere”."),
        ("INSERT INTO institution_alias VALUES ('x', 'y', 'z')", "in the file, but not in the history"),
        ("DELETE FROM progress_note", "Se remitió el proyecto. ({id}): it is in the history, but not"),
        ("UPDATE change_set SET at_ms = at_ms + 1 WHERE number = 3",
         "broken at entry 3, of 2026-01-01 00:00 UTC by Ana"),
        ("UPDATE site SET name = 'Another office'", "changed what the file says of its own making"),
        ("UPDATE file_head SET created_at = '2020-01-01T00:00:00+00:00'", "says of its own making"),
        ("UPDATE file_head SET created_at = ''", "not as the program writes it"),
        ("DELETE FROM change_set WHERE number = 3", "entry 3 is missing. Links broken: 2."),
        ("UPDATE change_set SET number = 900 WHERE number = 3", "entry 3 is missing"),
        ("UPDATE log_heading SET author = 'Eva'", "broken at entry 1, of"),
        ("UPDATE log_heading SET summary = '7' WHERE number = 2", "broken at entry 2"),
        ("UPDATE log_heading SET shift = 'x' WHERE number = 2", "broken at entry 2"),
        ("UPDATE change_set SET content = 'no json' WHERE number = 4", "Entry 4 of the history cannot"),
        ("UPDATE change_set SET content = 'no json' WHERE number = 4", "cannot be compared with the history"),
        ("UPDATE change_set SET hash = 7 WHERE number = 4", "broken at entry 4"),
        ("UPDATE change_set SET at_ms = 'x' WHERE number = 4", "broken at entry 4. Links"),
        ("UPDATE change_set SET at_ms = 9e18 WHERE number = 4", "broken at entry 4. Links"),
        ("DELETE FROM log_row WHERE number = 4", "history names something that is not in the file: change"),
        ("UPDATE log_row SET sets = zeroblob(1) WHERE number = 4", "list of records does not fit"),
        ("UPDATE matrix_cell SET weapon = NULL", "no place “op2.manufacture / legal / X”"),
        ("UPDATE matrix_cell SET value = 'Y'", "no place “op2.manufacture / NW / legal / Y”"),
        ("UPDATE matrix_cell SET row_key = 'op2.dance'", "no place “op2.dance"),
        ("UPDATE matrix_version SET template = '1999'", "no place “1999”"),
        ("UPDATE item_matrix_row SET row_key = 'op2.dance'", "Matrix row of an action"),
        ("UPDATE treaty_status SET treaty_key = 'peace'", "there is no treaty “peace”"),
        ("UPDATE submission SET baseline = 77", "it rests on entry 77, which the history does not have"),
        ("UPDATE change_set SET heading = 77 WHERE number = 3", "broken at entry 3."),
    ],
)  # fmt: skip
def test_what_was_done_behind_the_log_is_named_with_its_place(path, sql, said):
    driver = dbapi2.connect(str(path))
    table, where = ("progress_note", "") if "progress_note" in sql else ("plan_item", ITEM)
    row = driver.execute(f"SELECT id FROM {table} {where}").fetchone()[0]
    driver.close()
    tamper(path, sql)
    found = damage(path)
    assert said.format(id=row) in "\n".join(found)
    for language in available_languages():
        assert len(damage(path, language)) == len(found)


def test_an_end_cut_off_leaves_traces_unless_what_it_did_goes_too(path):
    driver = dbapi2.connect(str(path))
    last = driver.execute("SELECT max(number) FROM change_set").fetchone()[0]
    driver.close()
    tamper(
        path, f"DELETE FROM change_set WHERE number = {last}", f"DELETE FROM change WHERE set_number = {last}"
    )
    found = "\n".join(damage(path))
    assert "list of records does not fit" in found
    assert "not in the history" in found


def test_many_findings_of_one_table_are_counted(path):
    database = open_file(path)
    with database.write("Ana", "Add") as unit:
        unit.insert(Institution, [{"name": f"Office {number}"} for number in range(40)])
        unit.commit()
    database.close()
    tamper(path, "UPDATE institution SET note = 'x'")
    found = [line for line in damage(path) if line.startswith("Institution")]
    assert len(found) == 26
    assert found[-1] == "Institution: 17 more records like these."


def test_attachments_are_compared_with_their_hash(path):
    database = open_file(path)
    owner = database.call(lambda: _first_plan(database))
    with database.write("Ana", "Attach") as unit:
        row = {"owner_entity": "plan", "owner_id": owner, "name": "a.txt", "size": 3, "sha256": "00"}
        unit.insert(Attachment, [row, {**row, "name": "b.txt", "owner_id": "gone", "sha256": "01"}])
        unit.execute(insert(AttachmentBytes), [{"sha256": "00", "content": b"abc"}])
        unit.execute(insert(AttachmentBytes), [{"sha256": "ff", "content": b"abc"}])
        unit.commit()
    database.close()
    found = "\n".join(damage(path))
    assert "The attachment a.txt is missing or not as it was put in." in found
    assert "The attachment b.txt is missing" in found
    assert "The bytes kept under ff are not those." in found
    assert "Record names a record that is not in the file." in found


def _first_plan(database):
    with database.read() as unit:
        return unit.raw("SELECT id FROM plan")[0][0]


def test_a_seal_that_no_erasure_names_breaks_the_chain(path):
    database = open_file(path)
    with database.write("Ana", "Seal") as unit:
        unit.execute(insert(LogSeal), [{"set_number": 2, "row": 0, "digest": bytes(32)}])
        unit.update(Institution, {unit.raw("SELECT id FROM institution")[0][0]: {"note": "n"}})
        unit.commit()
    database.close()
    assert "broken at entry 2" in damage(path)[0]


def test_a_check_can_be_stopped(path):
    said = []

    def stop(done, total):
        said.append((done, total))
        if done == 2:
            raise Cancelled

    database = open_file(path)
    try:
        with pytest.raises(Cancelled):
            check_database(database, TODAY, progress=stop)
    finally:
        database.close()
    assert said[-1] == (2, 8)


def test_a_copy_that_cannot_be_opened_is_said_of_the_file(path, tmp_path):
    copy = tmp_path / "copy"
    copy.write_bytes(path.read_bytes()[:8192])
    (message,) = check_copy(copy, path, TODAY).damage
    assert message.values["name"] == path.name
