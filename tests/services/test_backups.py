"""Automatic backups: three steps, a folder of the file's own, thinning, and a compared copy outside."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from db.backup import register
from db.backup_folder import backups_in, own_folder
from db.database import Database
from db.errors import DatabaseProblem
from db.opening import create, open_file
from db.queries.backups import backups
from db.schema import Institution
from desktop.base.settings import SettingsStore
from desktop.services.backups import (
    SecondPlace,
    backup_state,
    begin,
    choose_second_place,
    finish,
    first_state,
    note,
    second_place,
)
from desktop.services.files import backed_up
from tests.builders import fixed_ids, new_database


@pytest.fixture
def database(tmp_path):
    made = new_database(tmp_path)
    yield made
    made.close()


@pytest.fixture
def root(tmp_path):
    return tmp_path / "backups"


def add(database: Database, name: str) -> None:
    with database.write("Ana", "Add") as unit:
        unit.insert(Institution, [{"name": name}])
        unit.commit()


def make(database: Database, root: Path, second: SecondPlace | None = None):
    copy = begin(database, root)
    assert copy is not None
    finished = finish(copy, database.path, root, second)
    note(finished, "automatic", database)
    return finished


def registered(database: Database) -> list[tuple[str, str]]:
    with database.read() as unit:
        return [(each.path.name, each.reason) for each in backups(unit)]


def test_work_between_copy_and_note_is_not_said_to_be_in_the_backup(database, root):
    add(database, "Customs")
    copy = begin(database, root)
    add(database, "Health")
    finished = finish(copy, database.path, root)
    note(finished, "automatic", database)
    assert not backup_state(database).is_current
    make(database, root)
    assert backup_state(database).is_current


def test_each_file_has_a_folder_of_its_own_and_numbers_go_on_above_what_is_there(database, root, tmp_path):
    first = make(database, root).result.path
    assert first.parent == own_folder(root, database)
    assert first.parent.name.startswith("file-")
    kept = first.with_name(first.name.replace("-00001-", "-00041-"))
    first.rename(kept)
    assert "-00042-" in make(database, root).result.path.name
    (tmp_path / "other").mkdir()
    other = new_database(tmp_path / "other", seed=2)
    assert own_folder(root, other) != first.parent
    other.close()


def test_what_a_restored_file_forgot_is_not_numbered_again(database, root):
    for _ in range(3):
        make(database, root)
    with database.read() as unit:
        paths = [each.path for each in backups(unit)]
    (found,) = [path for path in paths if "-00001-" in path.name]
    older = open_file(_copied(found, database.path.with_name("older") / database.path.name))
    assert registered(older) == []
    assert "-00004-" in make(older, root).result.path.name
    older.close()


def _copied(source: Path, target: Path) -> Path:
    target.parent.mkdir()
    target.write_bytes(source.read_bytes())
    return target


def test_a_copy_that_was_damaged_on_its_way_is_no_backup(database, root):
    copy = begin(database, root)
    with copy.part.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"\xff" * 4096)
    with pytest.raises(DatabaseProblem):
        finish(copy, database.path, root)
    assert [path for path in root.rglob("*") if path.is_file()] == []
    assert registered(database) == []


def test_a_copy_of_other_work_is_no_backup(database, root):
    add(database, "Customs")
    copy = begin(database, root)
    with pytest.raises(DatabaseProblem, match="does not equal"):
        finish(replace(copy, head_hash=b"x" * 32), database.path, root)
    assert [path for path in root.rglob("*") if path.is_file()] == []


def test_thinning_forgets_what_it_removed_and_touches_nothing_else(database, root):
    folder = make(database, root).result.path.parent
    strangers = [
        folder / name
        for name in (
            "notes.txt",
            "file-00002.desk1540",
            "other-00003-20260101T000000Z.desk1540",
            "file.desk1540",
        )
    ]
    for stranger in strangers:
        stranger.write_text("not ours")
    for _ in range(30):
        make(database, root)
    names = {found.path.name for found in backups_in(folder, database.path)}
    assert 12 <= len(names) < 31
    assert {name for name, _ in registered(database)} == names
    assert all(stranger.read_text() == "not ours" for stranger in strangers)


def test_an_import_leaves_its_backup_among_the_others(database, root):
    make(database, root)
    with backed_up(database, root, reason="import"):
        add(database, "Customs")
    assert [reason for _, reason in registered(database)] == ["import", "automatic"]
    assert len(backups_in(own_folder(root, database), database.path)) == 2


def test_a_copy_goes_to_the_second_place_and_is_compared(database, root, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    finished = make(database, root, SecondPlace(stick, is_other_disk=False))
    assert finished.problem is None
    assert finished.outside.read_bytes() == finished.result.path.read_bytes()
    assert finished.outside.stat().st_mode & 0o777 == 0o600
    assert finished.outside.parent.parent == stick
    assert {reason for _, reason in registered(database)} == {"automatic", "outside"}
    assert backup_state(database).outside_at is not None
    open_file(finished.outside).close()


def test_a_second_place_that_is_gone_is_not_made(database, root, tmp_path):
    stick = tmp_path / "stick"
    finished = make(database, root, SecondPlace(stick, is_other_disk=False))
    assert (finished.outside, finished.problem) == (None, None)
    assert not stick.exists()


def test_the_empty_folder_a_stick_leaves_behind_is_not_written_into(database, root, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    assert make(database, root, SecondPlace(stick, is_other_disk=True)).outside is None
    assert list(stick.iterdir()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="everything can be written")
def test_a_second_place_that_cannot_be_written_is_said_and_the_backup_stays(database, root, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir(mode=0o500)
    finished = make(database, root, SecondPlace(stick, is_other_disk=False))
    assert "could not be copied" in str(finished.problem)
    assert finished.result.path.exists()


def test_a_full_second_place_leaves_nothing_half(database, root, tmp_path, monkeypatch):
    stick = tmp_path / "stick"
    stick.mkdir()

    def full(_source, part):
        part.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("desktop.services.backups.copy_private", full)
    finished = make(database, root, SecondPlace(stick, is_other_disk=False))
    assert "No space left" in str(finished.problem)
    assert finished.outside is None
    assert [path for path in stick.rglob("*") if path.is_file()] == []


def test_a_copy_that_arrived_otherwise_is_removed_and_said(database, root, tmp_path, monkeypatch):
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr("desktop.services.backups.copy_private", lambda _, part: part.write_bytes(b"other"))
    finished = make(database, root, SecondPlace(stick, is_other_disk=False))
    assert "could not be copied" in str(finished.problem)
    assert [path for path in stick.rglob("*") if path.is_file()] == []


def test_a_locked_file_is_left_alone_and_a_resting_one_rests_again(tmp_path, root):
    database = create(
        tmp_path / "secret.desk1540", state="X01", author="Ana", ids=fixed_ids(1), secret="pass phrase"
    )
    database.rest()
    copy = begin(database, root)
    assert not database.line.is_open
    finished = finish(copy, database.path, root)
    database.rest(forgets_key=True)
    note(finished, "automatic", database)
    assert begin(database, root) is None
    database.unlock("pass phrase")
    assert not backup_state(database).is_current
    database.close()
    open_file(finished.result.path, secret="pass phrase").close()


def test_a_register_that_cannot_be_written_says_so(database, root):
    finished = make(database, root)
    database.close()
    with pytest.raises(DatabaseProblem):
        database.call(partial(register, database, finished.result, "automatic"))


def test_the_second_place_is_remembered_for_each_file(tmp_path):
    store = SettingsStore(tmp_path / "settings.json")
    choose_second_place(store, "one", tmp_path, tmp_path)
    choose_second_place(store, "two", tmp_path / "gone", tmp_path)
    fresh = SettingsStore(tmp_path / "settings.json")
    assert second_place(fresh, "one") == SecondPlace(tmp_path, is_other_disk=False)
    assert second_place(fresh, "three") is None
    choose_second_place(fresh, "one", None, tmp_path)
    assert second_place(fresh, "one") is None
    assert second_place(fresh, "two") is not None


def test_backups_that_a_restored_file_forgot_are_noted_when_it_is_opened(database, root):
    for _ in range(3):
        make(database, root)
    folder = own_folder(root, database)
    oldest = backups_in(folder, database.path)[-1].path
    restored = open_file(_copied(oldest, database.path.with_name("older") / database.path.name))
    assert registered(restored) == []
    assert not first_state(restored, root).is_current
    names = [found.path.name for found in backups_in(folder, restored.path)]
    assert registered(restored) == [(name, "found") for name in names]
    first_state(restored, root)
    assert len(registered(restored)) == 3
    make(restored, root)
    assert first_state(restored, root).is_current
    restored.close()


def test_folders_of_backups_are_private(database, root, tmp_path):
    (tmp_path / "stick").mkdir()
    finished = make(database, root, SecondPlace(tmp_path / "stick", is_other_disk=False))
    for path in (finished.result.path, finished.outside):
        assert path.parent.stat().st_mode & 0o777 == 0o700
