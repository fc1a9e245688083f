"""Working copies: taken from a shared folder, put back over what was taken, both kept when it changed."""

import json
import shutil
import subprocess
import sys
from contextlib import contextmanager

import pytest

from db.encryption import SecretNeeded
from db.errors import DatabaseProblem
from db.holder import FileHeld
from db.opening import create, open_file
from db.schema import Plan
from desktop.base.settings import SettingsStore
from desktop.services.known_heads import is_as_left
from desktop.services.plans import add_plan
from desktop.services.shared_folders import COPY, THERE, remember_choice, remembered_choice
from desktop.services.working_copies import drop_when_closed, left_copy, put_back, set_aside, take_copy
from tests.services.filled import filled


@pytest.fixture
def store(tmp_path):
    return SettingsStore(tmp_path / "settings.json")


@pytest.fixture
def origin(tmp_path):
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    made = filled(folder, name="plan.desk1540")
    made.close()
    return made.path


@pytest.fixture
def working(tmp_path):
    return tmp_path / "working"


def worked_on(copy, title="Made in the copy", **how):
    database = open_file(copy.path, **how)
    add_plan(database, "Ana", {"state": "X01", "title": title})
    return database


def titles(path, **how):
    database = open_file(path, **how)
    with database.read() as unit:
        found = {row[0] for row in unit.raw("SELECT title FROM plan")}
    database.close()
    return found


def test_a_copy_is_private_and_leaves_the_file_alone(origin, working):
    before = origin.read_bytes()
    copy = take_copy(working, origin)
    assert copy.path.read_bytes() == before == origin.read_bytes()
    assert copy.path.parent.stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in origin.parent.iterdir()) == ["plan.desk1540"]


def test_work_is_put_back_and_the_copy_goes(store, origin, working):
    copy = take_copy(working, origin)
    database = worked_on(copy)
    done = put_back(store, copy, database)
    assert done.is_whole
    assert "was put back to" in str(done.message.text_id)
    drop_when_closed(done.copy, database)
    database.close()
    assert "Made in the copy" in titles(origin)
    assert not copy.path.parent.exists()
    assert sorted(path.name for path in origin.parent.iterdir()) == ["plan.desk1540"]


def test_it_can_be_put_back_again_and_again(store, origin, working):
    copy = take_copy(working, origin)
    database = worked_on(copy, "First")
    copy = put_back(store, copy, database).copy
    add_plan(database, "Ana", {"state": "X01", "title": "Second"})
    assert put_back(store, copy, database).is_whole
    database.close()
    assert {"First", "Second"} <= titles(origin)


def test_a_copy_that_was_put_back_and_not_noted_is_put_back_once_more(store, origin, working):
    copy = take_copy(working, origin)
    database = worked_on(copy)
    note = copy.path.with_name("note.json").read_bytes()
    put_back(store, copy, database)
    database.close()
    copy.path.with_name("note.json").write_bytes(note)
    database = open_file(copy.path)
    assert put_back(store, left_copy(working, origin), database).is_whole
    database.close()
    assert sorted(path.name for path in origin.parent.iterdir()) == ["plan.desk1540"]


def test_what_was_put_back_is_known_at_the_next_opening(store, origin, working):
    copy = take_copy(working, origin)
    database = worked_on(copy)
    put_back(store, copy, database)
    database.close()
    again = open_file(origin)
    assert is_as_left(store.current, again)
    again.close()


def test_what_was_not_changed_is_not_written_again(store, origin, working):
    copy = take_copy(working, origin)
    before = origin.stat().st_mtime_ns
    database = open_file(copy.path)
    assert put_back(store, copy, database).is_whole
    database.close()
    assert origin.stat().st_mtime_ns == before


def changed_there(origin, title="Made there"):
    database = open_file(origin)
    add_plan(database, "Eva", {"state": "X01", "title": title})
    database.close()


def test_both_are_kept_when_each_has_entries_of_its_own(store, origin, working):
    copy = take_copy(working, origin)
    database = worked_on(copy)
    changed_there(origin)
    done = put_back(store, copy, database)
    database.close()
    assert not done.is_whole
    assert "each has entries that the other lacks" in done.message.text_id
    assert "Made there" in titles(origin)
    assert "Made in the copy" not in titles(origin)
    assert "Made in the copy" in titles(origin.with_name(str(done.message.values["kept"])))


def test_the_one_there_is_newer_when_it_has_all_our_entries(store, origin, working):
    copy = take_copy(working, origin)
    database = open_file(copy.path)
    with database.write("Ana", "Nothing") as unit:
        unit.insert(Plan, [{"state": "X01", "title": "Ours"}])
        unit.commit()
    shutil.copy(copy.path, origin)
    changed_there(origin)
    done = put_back(store, copy, database)
    database.close()
    assert "has all your entries and newer ones" in done.message.text_id


def test_ours_is_newer_when_only_bytes_changed_there(store, origin, working):
    copy = take_copy(working, origin)
    database = worked_on(copy)
    other = open_file(origin)
    other.connection.connection.dbapi_connection.execute("VACUUM")
    with other.read() as unit:
        unit.raw("SELECT 1")
    other.close()
    assert origin.read_bytes() != copy.path.read_bytes()
    done = put_back(store, copy, database)
    database.close()
    assert "yours is newer" in done.message.text_id


def test_what_is_no_file_there_now_stays_too(store, origin, working):
    copy = take_copy(working, origin)
    database = worked_on(copy)
    origin.write_bytes(b"half synchronised")
    done = put_back(store, copy, database)
    database.close()
    assert "cannot be read" in done.message.text_id
    assert origin.read_bytes() == b"half synchronised"
    assert "Made in the copy" in titles(origin.with_name(str(done.message.values["kept"])))


def test_a_file_that_is_gone_there_is_put_back(store, origin, working):
    copy = take_copy(working, origin)
    database = worked_on(copy)
    origin.unlink()
    assert put_back(store, copy, database).is_whole
    database.close()
    assert "Made in the copy" in titles(origin)


def test_a_folder_that_is_away_loses_nothing(store, origin, working, tmp_path):
    copy = take_copy(working, origin)
    database = worked_on(copy)
    origin.parent.rename(tmp_path / "away")
    with pytest.raises(DatabaseProblem, match="is away now"):
        put_back(store, copy, database)
    assert not origin.parent.exists()
    database.close()
    assert "Made in the copy" in titles(copy.path)
    (tmp_path / "away").rename(origin.parent)
    database = open_file(copy.path)
    assert put_back(store, copy, database).is_whole
    database.close()


def test_a_copy_that_was_left_behind_is_found_by_its_file(origin, working, tmp_path):
    assert left_copy(working, origin) is None
    copy = take_copy(working, origin)
    worked_on(copy).close()
    assert left_copy(working, origin) == copy
    assert left_copy(working, tmp_path / "other.desk1540") is None


@pytest.mark.parametrize("content", ["", "{", "[]", '{"name": "x"}'])
def test_a_note_that_cannot_be_read_finds_nothing(origin, working, content):
    copy = take_copy(working, origin)
    copy.path.with_name("note.json").write_text(content)
    assert left_copy(working, origin) is None


def test_a_copy_that_another_window_works_in_is_not_taken_from_it(origin, working, tmp_path):
    copy = take_copy(working, origin)
    with held_by_another(copy.path):
        with pytest.raises(FileHeld):
            set_aside(copy, tmp_path)
        with pytest.raises(FileHeld):
            take_copy(working, origin)
    assert copy.path.is_file()


@contextmanager
def held_by_another(path):
    code = (
        "import sys; from pathlib import Path; from db.opening import open_file\n"
        "made = open_file(Path(sys.argv[1])); print('held', flush=True); sys.stdin.readline(); made.close()"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdout.readline().strip() == b"held"
    yield
    child.communicate(b"go\n")


def test_a_note_cannot_lead_elsewhere(origin, working, tmp_path):
    copy = take_copy(working, origin)
    note = copy.path.with_name("note.json")
    other = tmp_path / "other.desk1540"
    shutil.copy(origin, other)
    note.write_text(json.dumps({**json.loads(note.read_text()), "name": str(other)}))
    assert left_copy(working, origin) is None


def test_an_encrypted_file_stays_encrypted_on_its_way(store, tmp_path, working):
    path = tmp_path / "secret.desk1540"
    create(path, state="X01", author="Ana", secret="word").close()
    with pytest.raises(SecretNeeded):
        take_copy(working, path)
    assert left_copy(working, path) is None
    copy = take_copy(working, path, "word")
    database = worked_on(copy, secret="word")
    assert put_back(store, copy, database).is_whole
    database.close()
    assert b"SQLite format" not in path.read_bytes() + copy.path.read_bytes()
    assert "Made in the copy" in titles(path, secret="word")


def test_a_damaged_file_is_not_taken(origin, working):
    content = bytearray(origin.read_bytes())
    content[5000:9000] = bytes(4000)
    origin.write_bytes(content)
    with pytest.raises(DatabaseProblem):
        take_copy(working, origin)
    assert list(working.iterdir()) == []


def test_the_choice_for_a_file_is_remembered(store, origin):
    assert remembered_choice(store.current, origin) == ""
    remember_choice(store, origin, COPY)
    assert remembered_choice(store.current, origin) == COPY
    remember_choice(store, origin, THERE)
    assert remembered_choice(store.current, origin) == THERE
    remember_choice(store, origin, "")
    assert remembered_choice(store.current, origin) == ""
