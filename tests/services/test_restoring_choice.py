"""Which backups of a file are found, what is in each, and what the present file has beyond it."""

from __future__ import annotations

import shutil

import pytest

from db.backup import back_up
from db.encryption import SecretNeeded, WrongSecret
from db.errors import DatabaseProblem
from db.opening import create
from db.queries.backups import backups
from desktop.base.settings import SettingsStore
from desktop.services.backup_list import Asked, asked_for, find_backups, look_at
from desktop.services.backup_preview import missing_from, preview_backup
from desktop.services.backups import SecondPlace
from desktop.services.files import restore_file
from desktop.services.known_heads import close_known, file_id
from desktop.services.plans import add_plan
from tests.builders import fixed_ids, new_database
from tests.services.test_backups import make


@pytest.fixture
def database(tmp_path):
    made = new_database(tmp_path)
    yield made
    made.close()


@pytest.fixture
def root(tmp_path):
    return tmp_path / "backups"


def asked(database, second=None):
    made_id = file_id(database)
    with database.read() as unit:
        return Asked(database.path, made_id, backups(unit), second)


def test_all_places_are_looked_at_and_each_backup_is_listed_once(database, root, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    second = SecondPlace(stick, is_other_disk=False)
    make(database, root, second)
    make(database, root)
    back_up(database, tmp_path / "by hand.desk1540")
    shutil.copy(tmp_path / "by hand.desk1540", tmp_path / "file (before restore 20260101T000000Z).desk1540")
    shutil.copy(tmp_path / "by hand.desk1540", tmp_path / "file (version 1).desk1540")
    found = find_backups(asked(database, second), root)
    assert sorted((each.place, each.reason) for each in found) == [
        ("beside", "before restore"),
        ("beside", "migration"),
        ("elsewhere", "asked"),
        ("here", "automatic"),
        ("here", "automatic"),
        ("outside", "outside"),
    ]
    numbers = [each.number for each in found if each.place == "here"]
    assert numbers == sorted(numbers, reverse=True)


def test_backups_of_a_file_that_cannot_be_opened_are_found_by_what_is_remembered(database, root, tmp_path):
    store = SettingsStore(tmp_path / "settings.json")
    (tmp_path / "other").mkdir()
    other = new_database(tmp_path / "other", seed=2)
    make(other, root)
    made = make(database, root).result.path
    for each in (database, other):
        close_known(store, each)
    database.path.write_bytes(b"\0" * 5000)
    assert [each.path for each in find_backups(asked_for(database.path, store.current), root)] == [made]
    unknown = asked_for(database.path, SettingsStore(tmp_path / "none.json").current)
    assert len(find_backups(unknown, root)) == 2


def test_without_any_folder_there_are_none(database, root):
    assert find_backups(asked(database), root) == []
    assert find_backups(Asked(root / "gone" / "file.desk1540"), root) == []


def test_a_damaged_backup_is_listed_and_marked(database, root, tmp_path):
    whole, cut, empty, foreign = (make(database, root).result.path for _ in range(4))
    cut.write_bytes(cut.read_bytes()[:-8192])
    empty.write_bytes(b"")
    foreign.write_bytes(b"\x89PNG" * 100)
    marked = {each.path: each.is_damaged for each in find_backups(asked(database), root)}
    assert marked == {whole: False, cut: True, empty: True, foreign: True}


def test_the_preview_says_what_is_in_it_and_what_is_not(database, root):
    add_plan(database, "Ana", {"state": "X01", "title": "First"})
    backup = make(database, root).result.path
    for title in ("Second", "Third"):
        add_plan(database, "Ana", {"state": "X01", "title": title})
    found = preview_backup(backup, None)
    assert found.counts["plan"] == 1
    assert found.recent[0].number == database.head.number - 2
    with database.read() as unit:
        missing = missing_from(unit, found.file_id, found.hashes)
    assert (missing.entries, missing.extra, missing.is_other_file) == (2, 0, False)
    assert [each.number for each in missing.newest] == [database.head.number, database.head.number - 1]


def test_a_backup_of_another_future_and_of_another_file_say_so(database, root, tmp_path):
    add_plan(database, "Ana", {"state": "X01", "title": "Lost"})
    newer = make(database, root).result.path
    (tmp_path / "other").mkdir()
    other = new_database(tmp_path / "other", seed=2)
    found = preview_backup(newer, None)
    with other.read() as unit:
        missing = missing_from(unit, found.file_id, found.hashes)
    other.close()
    assert missing.is_other_file
    assert (missing.entries, missing.extra) == (1, 2)


def test_an_encrypted_backup_opens_with_its_own_passphrase_only(tmp_path, root):
    made = create(
        tmp_path / "secret.desk1540", state="X01", author="Ana", ids=fixed_ids(1), secret="first one"
    )
    backup, key = make(made, root).result.path, made.key
    (found,) = find_backups(asked(made), root)
    made.close()
    assert (found.is_encrypted, found.is_damaged) == (True, False)
    with pytest.raises(SecretNeeded):
        preview_backup(backup, None)
    with pytest.raises(WrongSecret):
        preview_backup(backup, "another")
    assert preview_backup(backup, key).secret == preview_backup(backup, "first one").secret == key


def test_a_backup_whose_pages_are_damaged_is_refused_by_its_preview(database, root):
    backup = make(database, root).result.path
    with backup.open("r+b") as file:
        file.seek(4096 * 5)
        file.write(b"\xff" * 4096)
    with pytest.raises(DatabaseProblem):
        preview_backup(backup, None)


def test_a_file_from_elsewhere_is_looked_at(database, tmp_path):
    assert look_at(tmp_path / "gone.desk1540") is None
    assert look_at(tmp_path) is None
    assert look_at(database.path).place == "elsewhere"


def test_what_a_restore_kept_is_the_next_backup_to_choose(database, root, tmp_path):
    backup = make(database, root).result.path
    path = database.path
    database.close()
    kept, _ = restore_file(SettingsStore(tmp_path / "settings.json"), backup, path)
    found = find_backups(Asked(path, None), root)
    assert {each.path for each in found} == {backup, kept}
