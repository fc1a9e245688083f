"""Backups equal the file or are not there; a restore keeps what was before and starts a new site."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from db import changes
from db.backup import back_up, back_up_into
from db.backup_folder import thin
from db.errors import DatabaseProblem, UserError
from db.opening import open_file
from db.restoring import restore
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


def test_a_backup_is_never_written_over_an_open_file(database, tmp_path):
    link = tmp_path / "link.desk1540"
    link.symlink_to(database.path)
    for target in (database.path, link):
        with pytest.raises(DatabaseProblem, match="is open"):
            back_up(database, target)
    add(database, "Health")
    assert database.path.exists()


def test_a_backup_left_by_a_crash_is_rolled_back_before_it_is_restored(database, tmp_path):
    """A file whose half-written pages lie beside their journal, as a kill leaves them."""
    path = database.path
    database.close()
    code = f"""
import os, signal, sqlcipher3.dbapi2 as driver
raw = driver.connect({str(path)!r}, isolation_level=None)
raw.execute("PRAGMA cache_size = 5")
raw.execute("BEGIN IMMEDIATE")
raw.execute("DELETE FROM change")
for number in range(300):
    raw.execute("INSERT INTO draft VALUES (?, ?, '')", (str(number), "x" * 4000))
os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", code], check=False)
    assert path.with_name(path.name + "-journal").stat().st_size > 0
    copy = tmp_path / "crashed.desk1540"
    for end in ("", "-journal"):
        shutil.copyfile(f"{path}{end}", f"{copy}{end}")
    target = tmp_path / "restored.desk1540"
    restore(copy, target, ids=fixed_ids(5))
    assert names(target) == ["Customs"]
    assert names(path) == ["Customs"]


def test_a_restore_takes_no_folder_and_two_in_one_second_keep_both(database, tmp_path):
    copy = back_up(database, tmp_path / "copy.desk1540").path
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(DatabaseProblem, match="no plain file"):
        restore(copy, folder)
    target = tmp_path / "target.desk1540"
    restore(copy, target, ids=fixed_ids(3, 0))
    kept = {restore(copy, target, ids=fixed_ids(3, 0))[0] for _ in range(3)}
    assert len(kept) == 3
    assert all(names(path) == ["Customs"] for path in kept)


def test_the_place_of_a_file_is_never_empty_while_it_is_restored(database, tmp_path, monkeypatch):
    copy = back_up(database, tmp_path / "copy.desk1540").path
    path = database.path
    database.close()

    replace = Path.replace

    def cut(moved, target):
        if moved.suffix == ".part":
            raise KeyboardInterrupt
        return replace(moved, target)

    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.replace", cut)
        with pytest.raises(KeyboardInterrupt):
            restore(copy, path)
    assert names(path) == ["Customs"]


def test_thinning_removes_only_files_whose_name_is_ours(database, tmp_path):
    folder = tmp_path / "backups"
    made = [back_up_into(database, folder, reason="automatic").path for _ in range(20)]
    link = folder / "file-00000-20260101T000000Z.desk1540"
    link.symlink_to(made[0])
    inside = folder / "file-00021-20260101T000000Z.desk1540"
    inside.mkdir()
    wrong_day = folder / "file-00022-20269999T000000Z.desk1540"
    wrong_day.write_text("no day")
    assert thin(folder, database.path, newest=folder / "gone.desk1540") == []
    gone = thin(folder, database.path, newest=made[-1])
    assert gone
    assert set(gone) <= set(made[:-12])
    assert set(folder.iterdir()) == {*made, link, inside, wrong_day} - set(gone)
    assert thin(folder, database.path, newest=made[-1]) == []


def test_a_backup_that_is_open_or_cannot_be_removed_stays(database, tmp_path, monkeypatch):
    folder = tmp_path / "backups"
    made = [back_up_into(database, folder, reason="automatic").path for _ in range(20)]
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        assert thin(folder, database.path, newest=made[-1]) == []
    held = open_file(made[0])
    thin(folder, database.path, newest=made[-1])
    assert made[0].exists()
    held.close()


def refuse(_path, *, missing_ok=False):
    raise PermissionError(missing_ok)


def test_a_restore_over_a_name_that_leaves_no_room_for_what_is_kept_is_refused(database, tmp_path):
    backup = back_up(database, tmp_path / "kept.desk1540").path
    target = tmp_path / f"{'x' * 220}.desk1540"
    target.write_bytes(b"damaged")
    with pytest.raises(UserError, match="too long"):
        restore(backup, target)
    assert target.read_bytes() == b"damaged"
    assert not list(tmp_path.glob("*.part*"))


def test_a_restore_goes_through_a_link_to_a_file_and_not_through_a_loose_one(database, tmp_path):
    backup = back_up(database, tmp_path / "kept.desk1540").path
    lost, link, loose = tmp_path / "lost.desk1540", tmp_path / "link.desk1540", tmp_path / "loose.desk1540"
    lost.write_bytes(b"damaged")
    link.symlink_to(lost)
    loose.symlink_to(tmp_path / "nowhere.desk1540")
    restore(backup, link)
    assert link.is_symlink()
    open_file(lost).close()
    with pytest.raises(UserError, match=r"no.* ordinary file"):
        restore(backup, loose)
    assert not (tmp_path / "nowhere.desk1540").exists()


def test_a_backup_that_cannot_be_written_says_so_without_words_of_python(database, tmp_path, monkeypatch):
    real = os.open

    def refuse(where, *more, **named):
        if "kept.desk1540" in str(where):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(where))
        return real(where, *more, **named)

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(DatabaseProblem) as refused:
        back_up(database, tmp_path / "kept.desk1540")
    assert str(refused.value).endswith("The system says: Read-only file system")
