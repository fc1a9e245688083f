"""Whole files: made, backed up, restored, checked; copies that went their own way are named."""

import shutil
from datetime import date

import pytest
from sqlalchemy import insert

from db.errors import DatabaseProblem
from db.holder import FileHeld
from db.opening import open_file
from db.schema import Attachment, AttachmentBytes, PlanItem
from desktop.base.errors import UserError
from desktop.base.i18n import texts_for
from desktop.base.settings import SettingsStore
from desktop.services import files
from desktop.services.checking import check_file
from desktop.services.files import (
    backed_up,
    find_state,
    new_file,
    restore_file,
)
from desktop.services.known_heads import close_known, stray_copies
from tests.builders import fixed_ids
from tests.services.filled import filled

TODAY = date(2026, 6, 1)


def back_up_file(path, target):
    database = open_file(path)
    try:
        return files.back_up_file(database, target)
    finally:
        database.close()


@pytest.fixture
def store(tmp_path):
    return SettingsStore(tmp_path / "settings" / "settings.json")


@pytest.fixture
def path(tmp_path):
    database = filled(tmp_path)
    database.close()
    return database.path


def edit(path, remarks="other"):
    database = open_file(path)
    with database.write("Ana", "Edit") as unit:
        item = unit.raw("SELECT id FROM plan_item ORDER BY number")[0][0]
        unit.update(PlanItem, {item: {"remarks": remarks}})
        unit.commit()
    database.close()


@pytest.mark.parametrize(("code", "found"), [("x01", "X01"), ("PRT", "PRT"), ("Marenta", "X01")])
def test_a_state_is_found_by_code_or_name(code, found):
    assert find_state(code).code == found


def test_an_unknown_state_is_refused():
    with pytest.raises(UserError, match="XKX"):
        find_state("XKX")


@pytest.mark.parametrize(("state", "is_exercise"), [("X07", 1), ("PRT", 0)])
def test_a_file_of_a_fictional_state_is_an_exercise(tmp_path, state, is_exercise):
    made = new_file(tmp_path / "a.desk1540", state=state, author="Ana", language="es", ids=fixed_ids())
    with made.read() as unit:
        assert unit.raw("SELECT state, language, is_exercise FROM file_settings") == [
            (state, "es", is_exercise)
        ]
    made.close()


def test_a_backup_refuses_to_overwrite_and_takes_a_folder(path, tmp_path):
    target = tmp_path / "copy.desk1540"
    assert back_up_file(path, target).path == target
    before = target.read_bytes()
    with pytest.raises(DatabaseProblem, match="exists already"):
        back_up_file(path, target)
    assert target.read_bytes() == before
    folder = tmp_path / "backups"
    folder.mkdir()
    assert back_up_file(path, folder).path.parent == folder


def test_restore_keeps_what_was_there_also_when_it_is_damaged(path, tmp_path, store):
    backup = tmp_path / "copy.desk1540"
    back_up_file(path, backup)
    edit(path, "work after the backup")
    later = path.read_bytes()
    kept, head = restore_file(store, backup, path)
    assert kept is not None
    assert kept.read_bytes() == later
    assert check_file(path, TODAY).is_sound
    path.write_bytes(b"no file of ours any more")
    kept, again = restore_file(store, backup, path)
    assert kept.read_bytes() == b"no file of ours any more"
    assert again == head
    assert check_file(path, TODAY).is_sound


def test_restore_refuses_itself_and_what_is_no_backup(path, tmp_path, store):
    before = path.read_bytes()
    with pytest.raises(UserError):
        restore_file(store, path, path)
    picture = tmp_path / "picture.desk1540"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    with pytest.raises(DatabaseProblem):
        restore_file(store, picture, path)
    assert path.read_bytes() == before


def test_a_backup_before_an_import_is_kept_only_when_something_changed(path, tmp_path):
    folder = tmp_path / "backups"
    before = path.read_bytes()
    database = open_file(path)
    with backed_up(database, folder, reason="import"):
        pass
    database.close()
    assert list(folder.rglob("*.desk1540")) == []
    assert path.read_bytes() == before
    database = open_file(path)
    with backed_up(database, folder, reason="import"), database.write("Ana", "Edit") as unit:
        unit.insert(PlanItem, [{"plan_id": unit.raw("SELECT id FROM plan")[0][0], "title": "New"}])
        unit.commit()
    with database.read() as unit:
        assert unit.raw("SELECT reason FROM backup_entry") == [("import",)]
    database.close()
    (kept,) = folder.rglob("*.desk1540")
    assert check_file(kept, TODAY).is_sound


def test_a_sound_file_is_said_sound_and_not_touched(path):
    before = path.read_bytes()
    result = check_file(path, TODAY)
    assert result.is_sound
    assert result.entries > 5
    assert [each.title for each in result.to_complete["no_lead"]] == ["1.2 Capacitar"]
    assert path.read_bytes() == before


def test_a_held_file_can_be_checked(path):
    held = open_file(path)
    try:
        assert check_file(path, TODAY).is_sound
    finally:
        held.close()


def tamper(path, sql):
    from sqlcipher3 import dbapi2

    raw = dbapi2.connect(str(path))
    raw.execute(sql)
    raw.commit()
    raw.close()


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE plan_item SET title = 'Otra' WHERE number = '1.1'", "Title is not what the history"),
        ("UPDATE change_set SET at_ms = at_ms + 1 WHERE number = 3", "entry 3"),
        ("UPDATE log_heading SET author = 'Eva'", "entry 1"),
        ("DELETE FROM log_row WHERE number = 4", "The history names something"),
        ("UPDATE change_set SET content = 'no json' WHERE number = 4", "cannot be read"),
        ("UPDATE plan_item SET plan_id = 'nobody' WHERE number = '1.1'", "Plan names a record that is not"),
    ],
)
def test_what_was_changed_behind_the_log_is_damage(path, sql, said):
    tamper(path, sql)
    result = check_file(path, TODAY)
    assert not result.is_sound
    assert said in " ".join(message.shown(texts_for("en")) for message in result.damage)


def test_broken_pages_are_damage_not_a_trace(path):
    content = bytearray(path.read_bytes())
    for place in range(8192, len(content) - 100, 4096):
        content[place : place + 40] = bytes(40)
    path.write_bytes(content)
    assert not check_file(path, TODAY).is_sound


def test_an_attachment_must_be_what_its_hash_says(path):
    database = open_file(path)
    with database.write("Ana", "Attach") as unit:
        row = {"owner_entity": "plan", "owner_id": "x", "name": "a.txt", "size": 3, "sha256": "00"}
        unit.insert(Attachment, [row])
        unit.execute(insert(AttachmentBytes), [{"sha256": "00", "content": b"abc"}])
        unit.commit()
    database.close()
    assert "a.txt" in str(check_file(path, TODAY).damage)


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n\x1a\n" + bytes(300), b"SQLite format 3\0" + bytes(300)]
)
def test_what_is_no_file_of_ours_is_refused(tmp_path, content):
    (tmp_path / "a.desk1540").write_bytes(content)
    with pytest.raises(DatabaseProblem):
        check_file(tmp_path / "a.desk1540", TODAY)


def left(path, store):
    close_known(store, open_file(path))


def strays(path, store):
    database = open_file(path)
    found = stray_copies(SettingsStore(store._path).current, database)
    database.close()
    return found


def test_a_copy_that_went_its_own_way_is_named(path, tmp_path, store):
    other = tmp_path / "copy of file.desk1540"
    shutil.copyfile(path, other)
    left(path, store)
    left(other, store)
    assert strays(path, store) == strays(other, store) == []
    edit(other)
    left(other, store)
    (found,) = strays(path, store)
    assert found.values["path"] == str(other)
    edit(path, "something else")
    left(path, store)
    assert [message.values["path"] for message in strays(other, store)] == [str(path)]
    assert check_file(path, TODAY, store).strays == (found,)


def test_a_copy_that_only_lags_behind_is_not_named(path, tmp_path, store):
    other = tmp_path / "old.desk1540"
    shutil.copyfile(path, other)
    left(other, store)
    edit(path)
    left(path, store)
    assert strays(path, store) == []


def test_an_older_copy_in_the_place_of_the_file_is_noticed(path, tmp_path, store):
    shutil.copyfile(path, tmp_path / "old")
    edit(path)
    left(path, store)
    shutil.copyfile(tmp_path / "old", path)
    (found,) = strays(path, store)
    assert found.values["name"] == path.name


def test_a_restored_backup_is_expected(path, tmp_path, store):
    back_up_file(path, tmp_path / "copy.desk1540")
    edit(path)
    left(path, store)
    restore_file(store, tmp_path / "copy.desk1540", path)
    assert strays(path, store) == []


def test_settings_do_not_grow_without_end(path, store):
    store.change(heads={str(number): {"a": [1, "b", "2026-01-01"]} for number in range(100)})
    left(path, store)
    assert len(store.current.heads) == 40
    assert list(store.current.heads)[-1] not in map(str, range(100))


@pytest.mark.parametrize("noted", [[], [1], ["1", 2, 3], {"number": 1}, None, "text"])
def test_odd_notes_in_the_settings_are_passed_over(path, store, noted):
    left(path, store)
    (file_id,) = store.current.heads
    store.change(heads={file_id: {"elsewhere": noted}})
    assert strays(path, store) == []


def test_a_second_writer_is_refused(path):
    held = open_file(path)
    with pytest.raises(FileHeld):
        open_file(path)
    held.close()
