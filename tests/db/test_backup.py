"""Backups equal the file or are not there; a restore keeps what was before and starts a new site."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from db import changes
from db.backup import back_up, back_up_into, restore
from db.errors import DatabaseProblem
from db.opening import open_file
from db.schema import FileHead, Institution
from tests.builders import fixed_ids, new_database


def add(database, name: str) -> None:
    with database.write("Ana", "Add") as unit:
        unit.insert(Institution, [{"name": name}])
        unit.commit()


def names(path) -> list[str]:
    database = open_file(path)
    with database.read() as unit:
        found = [row.name for row in unit.all(select(Institution.__table__.c.name))]
        assert changes.verify_chain(unit) == []
    database.close()
    return found


@pytest.fixture
def database(tmp_path):
    made = new_database(tmp_path)
    add(made, "Customs")
    yield made
    made.close()


def test_a_backup_opens_and_holds_the_same(database, tmp_path):
    result = back_up(database, tmp_path / "copy.desk1540")
    assert result.head == database.head.number
    assert result.size == result.path.stat().st_size
    assert result.path.stat().st_mode & 0o777 == 0o600
    assert names(result.path) == ["Customs"]
    assert not list(tmp_path.glob("*.part"))


def test_backups_in_a_folder_are_named_by_sequence_and_time(database, tmp_path):
    first = back_up_into(database, tmp_path / "backups", reason="import")
    second = back_up_into(database, tmp_path / "backups", reason="import")
    assert [path.path.name.split("-")[1] for path in (first, second)] == ["00001", "00002"]
    assert first.path.name.endswith("Z.desk1540")


def test_a_backup_to_an_impossible_place_says_so(database, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DatabaseProblem, match="could not be written"):
        back_up(database, tmp_path / "file" / "copy.desk1540")


def test_restore_brings_back_the_state_and_keeps_what_was_there(database, tmp_path):
    copy = back_up(database, tmp_path / "copy.desk1540").path
    add(database, "Health")
    path = database.path
    database.close()
    kept, head = restore(copy, path, ids=fixed_ids(9))
    assert names(path) == ["Customs"]
    assert kept is not None
    assert names(kept) == ["Customs", "Health"]
    assert head == 2
    restored = open_file(path)
    with restored.read() as unit:
        assert unit.scalar(select(FileHead.site)) == 2
    add(restored, "Police")
    with restored.read() as unit:
        assert changes.verify_chain(unit) == []
    restored.close()
    open_file(path).close()


def test_restore_of_a_file_in_use_is_refused(database, tmp_path):
    copy = back_up(database, tmp_path / "copy.desk1540").path
    with pytest.raises(DatabaseProblem, match="open in this program"):
        restore(copy, database.path)


def test_restore_of_something_else_changes_nothing(database, tmp_path):
    odd = tmp_path / "odd.desk1540"
    odd.write_bytes(b"no database at all")
    target = tmp_path / "target.desk1540"
    with pytest.raises(DatabaseProblem):
        restore(odd, target)
    assert not target.exists()
