"""What commands must not keep to themselves: an older copy, a replaced file, what can still be done."""

import json
import shutil
from contextlib import closing

import pytest
from sqlcipher3 import dbapi2


def test_a_reading_command_says_that_an_older_copy_lies_there(desk, path, tmp_path):
    rows = tmp_path / "rows.csv"
    rows.write_text("Name;E-mail\nEva Prueba;eva@prueba.example\n", "utf-8")
    older = shutil.copyfile(path, tmp_path / "older")
    assert desk("import", "contacts", rows, "--into", path, "--state", "X01", "--author", "Ana").code == 0
    shutil.copyfile(older, path)
    for words in (("list", "plans", "--from", path), ("history", path)):
        done = desk(*words)
        assert done.code == 0
        assert "is not as it was left here" in done.err


def test_exercise_files_of_one_seed_are_no_copies_of_each_other(desk, tmp_path):
    for name, items in (("one", 8), ("two", 12)):
        made = desk("demo", tmp_path / f"{name}.desk1540", "--items", items)
        assert made.code == 0
        assert "went its own way" not in made.err
    assert desk("backup", tmp_path / "one.desk1540", "--to", tmp_path / "b.desk1540").err == ""
    assert "went its own way" not in desk("check", tmp_path / "one.desk1540").out


@pytest.mark.parametrize("words", [("export", "plan"), ("report", "status", "--state", "X01")])
def test_a_file_that_was_replaced_is_named(desk, path, tmp_path, words):
    target = tmp_path / "plan.xlsx"
    first = desk(*words, "--from", path, "--out", target)
    assert (first.code, first.err) == (0, "")
    again = desk(*words, "--from", path, "--out", target)
    assert (again.code, again.err) == (0, "plan.xlsx was there already; it was replaced.\n")


def test_a_wiped_beginning_is_damage_and_can_be_salvaged(desk, path, tmp_path):
    path.write_bytes(bytes(100) + path.read_bytes()[100:])
    done = desk("check", path)
    assert done.code == 1
    assert "damaged at its beginning; open a backup, or salvage what can be read" in done.err
    saved = desk("salvage", path, "--to", tmp_path / "saved.desk1540", "--author", "Ana")
    assert saved.code == 0
    empty = tmp_path / "empty.desk1540"
    empty.touch()
    assert "protected" not in desk("salvage", empty, "--to", tmp_path / "x.desk1540").err


def test_a_damaged_file_says_what_can_be_done(desk, path):
    content = path.read_bytes()
    path.write_bytes(content.replace(b"Aduanas X01", b"Aduanas X#1"))
    done = desk("check", path)
    assert "“restore” brings back a backup, “salvage” writes what can be read into a new file" in done.err


def test_a_mistyped_code_says_nothing_of_the_file(desk, path):
    done = desk("check", path, "--code", "x", "--json")
    assert done.code != 0
    assert "is no control code" in done.err
    assert "damage" not in done.out


def test_a_record_that_contradicts_the_history_is_called_doubtful(desk, path, tmp_path):
    with closing(dbapi2.connect(str(path))) as driver:
        driver.execute("UPDATE institution SET name = 'Aduanas X#1' WHERE name = 'Aduanas X01'")
        # The entry that made it cannot be proven either.
        driver.execute("UPDATE change_set SET at_ms = at_ms + 1 WHERE number > 1")
        driver.commit()
    done = desk("salvage", path, "--to", tmp_path / "saved.desk1540", "--author", "Ana", "--json")
    assert done.code == 0
    told = json.loads(done.out)
    assert told["whole"] is False
    assert any("the history says something else" in loss for loss in told["losses"])
