"""Commands on whole files: new, demo, check, backup, restore, history, and files that a window holds."""

import errno
import io
import json
import os
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from db.opening import open_file
from db.schema import Institution
from desktop.base.settings import SettingsStore
from desktop.cli import DONE, REFUSED
from desktop.services import checking
from tests.commands.samples import ROWS, count_items, workbook

ROOT = Path(__file__).resolve().parents[2]


def flip_in(path, needle):
    """Change one letter of a text where it stands in the file: the pages stay sound."""
    content = path.read_bytes()
    assert needle in content
    path.write_bytes(content.replace(needle, needle[:-1] + b"#"))


@pytest.mark.parametrize("words", [["list", "plans", "--from"], ["history"], ["check"]])
def test_a_letter_changed_outside_the_program_is_noticed(desk, tmp_path, words):
    path = tmp_path / "a.desk1540"
    assert desk("new", path, "--state", "X01").code == DONE
    book = workbook(tmp_path / "plan.xlsx", ROWS)
    assert desk("import", "plan", book, "--into", path, "--state", "X01", "--author", "Ana").code == DONE
    assert desk(*words, path).code == DONE
    flip_in(path, "Revisar el Código Penal".encode())
    before = path.read_bytes()
    refused = desk(*words, path)
    assert (refused.code, "damaged" in refused.err) == (REFUSED, True)
    again = desk("import", "plan", book, "--into", path, "--state", "X01", "--author", "Ana")
    assert (again.code, "damaged" in again.err) == (REFUSED, True)
    assert path.read_bytes() == before


def test_a_change_made_elsewhere_is_looked_at_once(desk, tmp_path, monkeypatch):
    path = tmp_path / "a.desk1540"
    assert desk("new", path, "--state", "X01").code == DONE
    database = open_file(path)
    with database.write("Eva", "Rename") as unit:
        unit.insert(Institution, [{"name": "Customs"}])
        unit.commit()
    database.close()
    looked = []
    look = checking.check_database
    monkeypatch.setattr("desktop.services.soundness.check_database", lambda *a: looked.append(a) or look(*a))
    assert desk("list", "states", "--from", path).code == DONE
    assert desk("list", "states", "--from", path).code == DONE
    assert len(looked) == 1


def test_new_makes_a_file_and_never_overwrites(desk, tmp_path):
    file = tmp_path / "a.desk1540"
    assert desk("new", file, "--state", "x02", "--lang", "es", "--author", "Ana").code == DONE
    before = file.read_bytes()
    refused = desk("new", file, "--state", "X02")
    assert (refused.code, refused.out) == (REFUSED, "")
    assert len(refused.err.splitlines()) == 1
    assert file.read_bytes() == before
    assert "Ana" in desk("history", file).out
    assert "X02" in desk("list", "states", "--from", file).out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--password"], "empty"),
        (["--password-file", "no.txt"], "cannot be read"),
        (["--password-file", "e"], "empty"),
    ],
)
def test_a_file_that_should_be_protected_is_never_made_plain(desk, tmp_path, monkeypatch, words, said):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    Path("e").write_text("\nsecond line")
    file = tmp_path / "a.desk1540"
    refused = desk("new", file, "--state", "X01", *words)
    assert (refused.code, refused.out, file.exists()) == (REFUSED, "", False)
    assert said in refused.err
    assert len(refused.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "state"),
    [("a.xlsx", "X01"), ("a", "X01"), ("a.desk1540", "XKX"), ("no folder/a.desk1540", "X01")],
)
def test_new_refuses_and_leaves_nothing(desk, tmp_path, name, state):
    assert desk("new", tmp_path / name, "--state", state).code == REFUSED
    assert [entry.name for entry in tmp_path.iterdir()] == ["home"]


def test_the_author_is_the_one_named_or_the_one_remembered(desk, home, tmp_path):
    SettingsStore(home / "settings" / "settings.json").change(author="Eva Recordada")
    desk("new", tmp_path / "a.desk1540", "--state", "X01")
    assert "Eva Recordada" in desk("history", tmp_path / "a.desk1540").out
    desk("new", tmp_path / "b.desk1540", "--state", "X01", "--author", "Ana")
    (entry,) = json.loads(desk("history", tmp_path / "b.desk1540", "--json").out)["items"]
    assert entry["author"] == "Ana"


def test_demo_is_reproducible(desk, tmp_path):
    contents = []
    for name in ("one", "two"):
        file = tmp_path / f"{name}.desk1540"
        words = ("demo", file, "--states", 2, "--items", 20, "--seed", 7, "--author", "Ana")
        assert desk(*words).code == DONE
        assert desk("export", "all", "--from", file, "--out", tmp_path / f"{name}.zip").code == DONE
        contents.append((tmp_path / f"{name}.zip").read_bytes())
    assert contents[0] == contents[1]
    assert count_items(tmp_path / "one.desk1540") == 20
    assert desk("check", tmp_path / "one.desk1540").code == DONE


@pytest.mark.parametrize(("states", "items"), [(1, 0), (3, 0), (3, 2)])
def test_demo_makes_as_many_actions_as_asked(desk, tmp_path, states, items):
    file = tmp_path / "a.desk1540"
    assert desk("demo", file, "--states", states, "--items", items).code == DONE
    assert count_items(file) == items
    assert desk("check", file).code == DONE
    assert desk("report", "status", "--from", file, "--all-states", "--out", tmp_path / "a.pdf").code == DONE


def test_what_a_terminal_would_obey_is_shown(desk, tmp_path):
    file = tmp_path / "a.desk1540"
    desk("new", file, "--state", "X01", "--author", "Ana\nMaría\x1b[31m")
    (line,) = desk("history", file).out.splitlines()
    assert line.split("\t")[2] == "Ana María[U+001B][31m"
    missing = desk("check", tmp_path / "no\n\u202esuch.desk1540")
    assert missing.err == "There is no file no [U+202E]such.desk1540.\n"


def test_history_of_the_file_and_of_a_record(desk, path):
    lines = desk("history", path).out.splitlines()
    numbers = [int(line.split("\t")[0]) for line in lines]
    assert numbers == sorted(numbers, reverse=True)
    with sqlite3.connect(path) as raw:
        record = raw.execute("SELECT id FROM plan_item WHERE number = '1.1'").fetchone()[0]
    (entry,) = json.loads(desk("history", path, "--record", record, "--json").out)["items"]
    assert ("title", "=Revisar la ley") in [(each["field"], each["after"]) for each in entry["changes"]]
    lines = desk("history", path, "--record", record).out.splitlines()
    assert all(line.split("\t")[0].strip() for line in lines)
    assert any("Revisar" in line for line in lines if line.startswith("  "))


def test_check_says_sound_and_what_is_to_be_completed(desk, path):
    found = desk("check", path, "--json")
    assert found.code == DONE
    told = json.loads(found.out)
    assert told["sound"] is True
    assert {each["kind"]: each["count"] for each in told["to_complete"]}["no_lead"] == 1
    assert "Capacitar" in desk("check", path).out


def test_check_of_a_damaged_file_is_one(desk, path):
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE plan_item SET title = 'Otra' WHERE number = '1.1'")
    found = desk("check", path, "--json")
    assert found.code == REFUSED
    assert json.loads(found.out)["damage"]
    assert len(found.err.splitlines()) == 1


@pytest.mark.parametrize("content", [b"", b"hello" * 100, None])
def test_what_is_no_file_of_ours_is_an_object_too(desk, tmp_path, content):
    file = tmp_path / "a.desk1540"
    if content is not None:
        file.write_bytes(content)
    checked, told = desk("check", file, "--json"), desk("history", file, "--json")
    assert (checked.code, told.code) == (REFUSED, REFUSED)
    assert json.loads(checked.out)["sound"] is False
    assert json.loads(checked.out)["damage"] == [checked.err.strip()]
    assert json.loads(told.out) == {"items": []}


def test_a_backup_is_no_folder_made_on_the_way(desk, path, tmp_path):
    refused = desk("backup", path, "--to", tmp_path / "stick" / "kept.desk1540")
    assert (refused.code, (tmp_path / "stick").exists()) == (REFUSED, False)
    assert "stick" in refused.err


def test_a_backup_whose_records_were_changed_behind_the_history_is_not_restored(desk, path, tmp_path):
    kept = tmp_path / "kept.desk1540"
    assert desk("backup", path, "--to", kept, "--author", "Ana").code == DONE
    with sqlite3.connect(kept) as raw:
        raw.execute("UPDATE plan_item SET title = 'Otra' WHERE number = '1.1'")
    before, there = path.read_bytes(), sorted(path.parent.iterdir())
    refused = desk("restore", kept, "--to", path, "--author", "Ana")
    assert (refused.code, len(refused.err.splitlines())) == (REFUSED, 1)
    assert path.read_bytes() == before
    assert sorted(path.parent.iterdir()) == there


def test_a_file_that_can_only_be_read_is_backed_up(desk, path, tmp_path, monkeypatch):
    before = path.read_bytes()
    real = os.access
    monkeypatch.setattr(os, "access", lambda where, mode: Path(where) != path and real(where, mode))
    copy = tmp_path / "copy.desk1540"
    assert desk("backup", path, "--to", copy).code == DONE
    assert path.read_bytes() == before
    assert desk("check", copy).code == DONE


def test_backup_and_restore(desk, path, tmp_path):
    kept = tmp_path / "kept.desk1540"
    assert desk("backup", path, "--to", kept).code == DONE
    desk("import", "plan", workbook(tmp_path / "plan.xlsx", ROWS), "--into", path, "--state", "X01")
    later = path.read_bytes()
    restored = desk("restore", kept, "--to", path)
    assert restored.code == DONE
    assert count_items(path) == 4
    (aside,) = [entry for entry in path.parent.iterdir() if "before restore" in entry.name]
    assert aside.read_bytes() == later
    assert str(aside) in restored.out
    # The restored file is where work goes on: no command calls it a stray copy.
    assert desk("import", "plan", tmp_path / "plan.xlsx", "--into", path, "--state", "X01").err == ""


def test_a_copy_that_went_its_own_way_is_named(desk, path, tmp_path):
    copy = tmp_path / "copy.desk1540"
    copy.write_bytes(path.read_bytes())
    plan = workbook(tmp_path / "plan.xlsx", ROWS)
    assert desk("import", "plan", plan, "--into", copy, "--state", "X01").err == ""
    warned = desk("import", "plan", plan, "--into", path, "--state", "X01")
    assert (warned.code, str(copy) in warned.err) == (DONE, True)
    assert str(path) in desk("check", copy).out


READING = (
    ("check", "{file}"),
    ("history", "{file}"),
    ("list", "plans", "--from", "{file}"),
    ("export", "plan", "--from", "{file}", "--out", "{out}.json"),
    ("export", "all", "--from", "{file}", "--out", "{out}.zip"),
    ("report", "status", "--from", "{file}", "--state", "X01", "--out", "{out}.pdf"),
)


@pytest.mark.parametrize("words", READING)
@pytest.mark.parametrize("is_held", [False, True])
def test_reading_works_on_a_held_file_and_leaves_no_trace(desk, path, tmp_path, words, is_held):
    before, there = path.read_bytes(), sorted(entry.name for entry in path.parent.iterdir())
    held = open_file(path) if is_held else None
    try:
        read = desk(*[word.format(file=path, out=tmp_path / "out") for word in words])
    finally:
        if held is not None:
            held.close()
    assert (read.code, read.err) == (DONE, "")
    assert path.read_bytes() == before
    assert sorted(entry.name for entry in path.parent.iterdir()) == there


def test_writing_in_a_held_file_is_refused_and_the_holder_named(desk, path, tmp_path):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert holder.stdout.readline() == b"held\n"
        before = path.read_bytes()
        words = ("import", "plan", workbook(tmp_path / "plan.xlsx", ROWS), "--into", path, "--state", "X01")
        kept = tmp_path / "old.desk1540"
        assert not loaded_by("import", "plan", words[2], "--into", path, "--state", "X01") & {"sqlalchemy"}
        kept.write_bytes(before)
        for refused in (desk(*words), desk("restore", kept, "--to", path)):
            assert refused.code == REFUSED
            assert socket.gethostname() in refused.err
            assert path.read_bytes() == before
        assert desk("check", path).code == DONE
        assert desk("backup", path, "--to", tmp_path / "kept.desk1540").code == DONE
    finally:
        holder.communicate(b"\n")


def loaded_by(*words):
    """The modules that a command has read in at its end, in a program of its own."""
    code = "import sys\nfrom desktop.__main__ import main\nmain(sys.argv[1:])\nprint(*sys.modules, sep='\\n')"
    ended = subprocess.run(
        [sys.executable, "-c", code, *map(str, words)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(ended.stdout.splitlines())


HOLDER = """
import sys
from pathlib import Path
from db.opening import open_file
from db.schema import Institution
database = open_file(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.readline()
database.close()
"""


def test_salvage_says_what_came_and_what_was_lost(desk, path, tmp_path):
    with sqlite3.connect(path) as raw:
        root = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'plan_item'").fetchone()[0]
    content = bytearray(path.read_bytes())
    content[(root - 1) * 4096 : root * 4096] = bytes(4096)
    path.write_bytes(content)
    new = tmp_path / "new.desk1540"
    found = desk("salvage", path, "--to", new, "--author", "Ana", "--json")
    assert found.code == DONE
    told = json.loads(found.out)
    assert (told["whole"], told["losses"]) == (True, [])
    assert told["tables"]["plan_item"] == {"taken": 0, "from_log": 4, "lost": 0, "unknown": 0}
    assert desk("check", new).code == DONE
    again = desk("salvage", path, "--to", new)
    assert (again.code, len(again.err.splitlines())) == (REFUSED, 1)
    told = desk("salvage", path, "--to", tmp_path / "other.desk1540")
    assert "4 from the history" in told.out


def test_check_says_whether_the_file_knows_a_code(desk, path, tmp_path):
    report = ("report", "status", "--from", path, "--state", "X01", "--control-code")
    assert desk(*report, "--out", tmp_path / "a.pdf").code == DONE
    with sqlite3.connect(path) as raw:
        number, hashed = raw.execute("SELECT number, hash FROM change_set ORDER BY number DESC").fetchone()
    code = f"{number}-{hashed.hex()[:5]}-{hashed.hex()[5:10]}"
    known = desk("check", path, "--code", code, "--json")
    assert known.code == DONE
    assert json.loads(known.out)["code"]["known"] is True
    assert f"entry {number}" in desk("check", path, "--code", code).out
    unknown = desk("check", path, "--code", f"{number}-00000-00000", "--json")
    assert (unknown.code, len(unknown.err.splitlines())) == (REFUSED, 1)
    assert json.loads(unknown.out)["code"]["known"] is False
    assert desk("check", path, "--code", "lost").code == REFUSED


@pytest.mark.parametrize(
    ("name", "said"),
    [
        *((f"{'x' * count}.desk1540", "too long") for count in (200, 231, 235, 240, 246, 300)),
        (f"{'é' * 120}.desk1540", "too long"),
        *((f"{name}.desk1540", "letter") for name in ("a:b", "a?b", "*", "a\\b", "a<b", "a>b", 'a"b', "a|b")),
        ("con.desk1540", "Windows"),
    ],
)
def test_names_that_some_system_does_not_hold_are_refused_by_all_that_make_files(
    desk, path, tmp_path, name, said
):
    folder = tmp_path / "made"
    folder.mkdir()
    target = folder / name
    for words in (
        ("new", target, "--state", "X01"),
        ("demo", target, "--items", 1),
        ("backup", path, "--to", target),
        ("restore", path, "--to", target),
        ("salvage", path, "--to", target),
    ):
        refused = desk(*words)
        assert (refused.code, len(refused.err.splitlines()), said in refused.err) == (REFUSED, 1, True), words
    assert list(folder.iterdir()) == []


def test_a_file_of_such_a_name_that_is_there_is_worked_with(desk, path, tmp_path):
    odd = path.rename(path.with_name("a:b?.desk1540"))
    kept = tmp_path / "kept.desk1540"
    assert desk("history", odd).code == DONE
    assert desk("backup", odd, "--to", kept).code == DONE
    book = workbook(tmp_path / "plan.xlsx", ROWS)
    assert desk("import", "plan", book, "--into", odd, "--state", "X01").code == DONE
    assert desk("restore", kept, "--to", odd).code == DONE


@pytest.mark.parametrize("is_loose", [True, False])
def test_a_backup_is_not_restored_through_a_link(desk, path, tmp_path, is_loose):
    victim, link = tmp_path / "victim.desk1540", tmp_path / "link.desk1540"
    if not is_loose:
        victim.write_bytes(b"precious")
    link.symlink_to(victim)
    refused = desk("restore", path, "--to", link)
    assert (refused.code, len(refused.err.splitlines())) == (REFUSED, 1)
    assert "ordinary file" in refused.err
    assert link.is_symlink()
    assert victim.exists() is not is_loose
    assert is_loose or victim.read_bytes() == b"precious"


@pytest.mark.parametrize("name", ["nofolder/", "bk", "bk.txt"])
def test_a_backup_has_the_ending_of_our_files_or_goes_into_a_folder_that_is_there(desk, path, tmp_path, name):
    refused = desk("backup", path, "--to", f"{tmp_path}/{name}")
    assert (refused.code, len(refused.err.splitlines())) == (REFUSED, 1)
    assert "no folder" in refused.err
    assert not (tmp_path / name.strip("/")).exists()
    (tmp_path / "backups").mkdir()
    assert desk("backup", path, "--to", f"{tmp_path}/backups/").code == DONE
    assert len(list((tmp_path / "backups").iterdir())) == 1


def refuse(*_args, **_named):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("words", [["new", "--state", "X01"], ["demo", "--items", "1"]])
def test_what_was_made_is_said_though_the_settings_cannot_be_saved(desk, tmp_path, monkeypatch, words):
    made = tmp_path / "a.desk1540"
    monkeypatch.setattr("desktop.base.settings._write", refuse)
    said = desk(words[0], made, *words[1:])
    assert (said.code, len(said.err.splitlines()), made.exists()) == (DONE, 1, True)
    assert "settings could not be saved" in said.err
    assert said.out.startswith("Made: ")


def test_what_was_restored_is_said_though_the_settings_cannot_be_saved(desk, path, tmp_path, monkeypatch):
    monkeypatch.setattr("desktop.base.settings._write", refuse)
    said = desk("restore", path, "--to", tmp_path / "a.desk1540")
    assert (said.code, said.out.startswith("Restored: ")) == (DONE, True)


def test_a_list_of_what_the_program_knows_needs_no_place_to_write(desk, path, monkeypatch):
    monkeypatch.setattr("desktop.base.paths.private_folder", refuse)
    assert "PAN\tPanama" in desk("list", "states").out
    refused = desk("list", "states", "--from", path)
    assert (refused.code, len(refused.err.splitlines())) == (REFUSED, 1)


def test_an_import_without_its_backup_says_that_nothing_was_imported(desk, path, tmp_path, monkeypatch):
    book, before = workbook(tmp_path / "plan.xlsx", ROWS), path.read_bytes()
    monkeypatch.setattr("db.backup._copy_pages", refuse)
    refused = desk("import", "plan", book, "--into", path, "--state", "X01")
    assert (refused.code, path.read_bytes()) == (REFUSED, before)
    assert refused.err.startswith("Nothing was imported: the backup")
    assert "No space left" in refused.err
