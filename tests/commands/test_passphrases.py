"""Encrypted files by command: every command opens them with a passphrase, and refuses without."""

from __future__ import annotations

import io
import json
import shutil
from types import SimpleNamespace

import pytest

from db.encryption import is_plain
from db.engine import raw
from db.opening import open_file
from desktop.base.paths import find_places
from desktop.base.settings import SettingsStore
from desktop.cli import DONE, REFUSED
from desktop.services.backups import SecondPlace, choose_second_place
from desktop.services.known_heads import file_id
from tests.commands.samples import ROWS, workbook
from tests.services.test_backups import make

SECRET = "corcho azul é 27"


@pytest.fixture
def secret_file(desk, tmp_path, monkeypatch):
    monkeypatch.setenv("DESK1540_PASSWORD", SECRET)
    path = tmp_path / "secret.desk1540"
    assert desk("new", path, "--state", "X01").code == DONE
    first = workbook(tmp_path / "plan.xlsx", ROWS)
    assert desk("import", "plan", first, "--into", path, "--state", "X01", "--author", "Ana").code == DONE
    return path


def commands(path, tmp_path):
    plan = workbook(tmp_path / "more.xlsx", [("3.1", "Formar inspectores", "", "2028", "")])
    return [
        ["list", "plans", "--from", path],
        ["history", path],
        ["check", path],
        ["export", "all", "--from", path, "--out", tmp_path / "all.zip"],
        ["report", "status", "--from", path, "--state", "X01", "--out", tmp_path / "s.pdf"],
        ["backup", path, "--to", tmp_path / "copy.desk1540"],
        ["restore", path, "--to", tmp_path / "restored.desk1540"],
        ["import", "plan", plan, "--into", path, "--state", "X01", "--author", "Ana"],
        ["import", "plan", plan, "--into", path, "--state", "X01", "--dry-run"],
    ]


def test_nothing_of_the_file_is_readable(secret_file):
    content = secret_file.read_bytes()
    assert not content.startswith(b"SQLite")
    assert b"plan_item" not in content


@pytest.mark.parametrize("number", range(9))
def test_every_command_needs_the_passphrase(desk, secret_file, tmp_path, monkeypatch, number):
    words = commands(secret_file, tmp_path)[number]
    before = secret_file.read_bytes()
    monkeypatch.delenv("DESK1540_PASSWORD")
    without = desk(*words)
    assert (without.code, len(without.err.splitlines())) == (REFUSED, 1)
    assert "passphrase" in without.err
    monkeypatch.setenv("DESK1540_PASSWORD", "another one")
    wrong = desk(*words)
    assert (wrong.code, len(wrong.err.splitlines())) == (REFUSED, 1)
    assert "does not open" in wrong.err
    assert secret_file.read_bytes() == before
    file = tmp_path / "passphrase.txt"
    file.write_text(f"{SECRET}\nsecond line\n", "utf-8")
    right = desk(*words, "--password-file", file)
    assert (right.code, right.err) == (DONE, "")


def test_copies_open_with_the_same_passphrase(desk, secret_file, tmp_path):
    copy, restored = tmp_path / "copy.desk1540", tmp_path / "restored.desk1540"
    assert desk("backup", secret_file, "--to", copy).code == DONE
    assert desk("restore", copy, "--to", restored).code == DONE
    for path in (copy, restored):
        assert path.read_bytes()[:16] == secret_file.read_bytes()[:16]
        assert json.loads(desk("check", path, "--json").out)["sound"]


def test_a_passphrase_is_given_changed_and_removed(desk, path, tmp_path, monkeypatch):
    said = desk("history", path).out
    monkeypatch.delenv("DESK1540_PASSWORD", raising=False)
    refused = desk("password", path)
    assert (refused.code, "--remove" in refused.err) == (REFUSED, True)
    monkeypatch.setattr("sys.stdin", io.StringIO("first\n"))
    assert "new passphrase" in desk("password", path, "--new-password").out
    assert desk("history", path).code == REFUSED
    monkeypatch.setenv("DESK1540_PASSWORD", "first")
    monkeypatch.setenv("DESK1540_NEW_PASSWORD", "second")
    assert desk("password", path).code == DONE
    assert "does not open" in desk("history", path).err
    monkeypatch.setenv("DESK1540_PASSWORD", "second")
    assert desk("history", path).out == said
    assert desk("password", path, "--remove").code == DONE
    monkeypatch.delenv("DESK1540_PASSWORD")
    assert desk("history", path).out == said
    assert desk("check", path).code == DONE
    assert list(path.parent.iterdir()) == [path]


@pytest.fixture
def terminal(monkeypatch):
    """A terminal at which the passphrases given to it are typed; it keeps what was asked."""
    asked = []

    def at(*typed):
        answers = iter(typed)
        monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
        monkeypatch.setattr("getpass.getpass", lambda question: asked.append(question) or next(answers))
        return asked

    return at


@pytest.mark.parametrize("words", [("new", "--state", "X01"), ("demo",)])
def test_a_passphrase_for_a_made_file_is_asked_for_twice(desk, terminal, tmp_path, words):
    made = tmp_path / "made.desk1540"
    terminal(SECRET, "corcho azul é 28")
    refused = desk(words[0], made, *words[1:], "--password")
    assert (refused.code, refused.err.splitlines()) == (
        REFUSED,
        ["The two passphrases are not the same; nothing was done."],
    )
    assert not made.exists()
    asked = terminal(SECRET, SECRET)
    assert desk(words[0], made, *words[1:], "--password").code == DONE
    assert asked[-2:] == ["New passphrase: ", "The new passphrase once more: "]


def test_the_present_passphrase_is_checked_before_another_is_asked_for(desk, secret_file, terminal):
    words = ("password", secret_file, "--password", "--new-password")
    before = secret_file.read_bytes()
    asked = terminal("wrong")
    assert "does not open" in desk(*words).err
    assert asked == ["Passphrase: "]
    terminal(SECRET, "one", "other")
    assert "not the same" in desk(*words).err
    assert secret_file.read_bytes() == before
    asked.clear()
    terminal(SECRET, "other words here", "other words here")
    assert desk(*words).code == DONE
    assert asked == ["Passphrase: ", "New passphrase: ", "The new passphrase once more: "]
    terminal("other words here")
    assert desk("check", secret_file, "--password").code == DONE


def test_both_passphrases_come_through_a_pipe_in_that_order(desk, secret_file, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{SECRET}\nanother\n"))
    assert desk("password", secret_file, "--password", "--new-password").code == DONE
    monkeypatch.setenv("DESK1540_PASSWORD", "another")
    assert desk("check", secret_file).code == DONE


def test_a_change_names_all_backups_that_open_as_before(desk, path, tmp_path, monkeypatch, home):
    monkeypatch.chdir(tmp_path)
    assert desk("backup", path, "--to", "copy.desk1540").code == DONE
    (tmp_path / "folder").mkdir()
    assert desk("backup", path, "--to", tmp_path / "folder").code == DONE
    gone = tmp_path / "gone.desk1540"
    assert desk("backup", path, "--to", gone).code == DONE
    gone.unlink()
    database = open_file(path)
    stick = tmp_path / "stick"
    stick.mkdir()
    store = SettingsStore(find_places().settings_file)
    choose_second_place(store, file_id(database), stick, home / "backups")
    kept = make(database, home / "backups", SecondPlace(stick, is_other_disk=False))
    # A restored file knows nothing of what was made after it.
    with database.connection.begin():
        raw(database.connection).execute("DELETE FROM backup_entry WHERE reason IN ('automatic', 'outside')")
    database.close()
    beside = [path.with_name(f"{path.stem} ({each}).desk1540") for each in ("before restore 1", "version 1")]
    for each in beside:
        shutil.copy(path, each)
    copies = [tmp_path / "copy.desk1540", *(tmp_path / "folder").iterdir(), *beside]
    copies += [kept.result.path, kept.outside]
    monkeypatch.chdir(home)
    monkeypatch.setenv("DESK1540_NEW_PASSWORD", "first")
    said = desk("password", path).out.splitlines()
    assert said[1] == "These backups still open as before:"
    assert sorted(said[2:]) == sorted(f"  {each}\tno passphrase: anybody can read it" for each in copies)
    monkeypatch.setenv("DESK1540_PASSWORD", "first")
    assert desk("backup", path, "--to", tmp_path / "secret.desk1540").code == DONE
    monkeypatch.setenv("DESK1540_NEW_PASSWORD", "second")
    said = desk("password", path).out.splitlines()
    assert said[1] == "A recovery sheet printed before is void."
    assert f"  {tmp_path / 'secret.desk1540'}" in said
    assert len(said) == 3 + len(copies) + 1


def test_an_empty_variable_is_no_passphrase(desk, path, tmp_path, monkeypatch):
    monkeypatch.setenv("DESK1540_PASSWORD", "")
    refused = desk("new", tmp_path / "new.desk1540", "--state", "X01")
    assert (refused.code, len(refused.err.splitlines())) == (REFUSED, 1)
    assert "DESK1540_PASSWORD is set but empty" in refused.err
    assert not (tmp_path / "new.desk1540").exists()
    assert desk("check", path).code == DONE
    monkeypatch.setenv("DESK1540_NEW_PASSWORD", "")
    assert "DESK1540_NEW_PASSWORD is set but empty" in desk("password", path).err
    assert is_plain(path.read_bytes()[:16])


def test_what_is_no_text_is_no_passphrase(desk, path, tmp_path, monkeypatch, terminal):
    made = tmp_path / "made.desk1540"
    words = ("new", made, "--state", "X01")
    monkeypatch.setenv("DESK1540_PASSWORD", "\udcff\udcfe")
    refused = desk(*words)
    assert (refused.code, refused.err) == (
        REFUSED,
        "DESK1540_PASSWORD does not hold a passphrase in UTF-8.\n",
    )
    for given in (io.TextIOWrapper(io.BytesIO(b"\xff\n"), "utf-8"), io.StringIO("\udcff\n")):
        monkeypatch.setattr("sys.stdin", given)
        refused = desk(*words, "--password")
        assert (refused.code, "no text in UTF-8" in refused.err) == (REFUSED, True)
    terminal("\udcff", "\udcff")
    assert "no text in UTF-8" in desk(*words, "--password").err
    assert not made.exists()


def test_a_made_file_says_whether_it_has_a_passphrase(desk, tmp_path, monkeypatch):
    plain = desk("new", tmp_path / "plain.desk1540", "--state", "X01")
    assert "It has no passphrase" in plain.out
    assert "It has no passphrase" in desk("demo", tmp_path / "demo.desk1540").out
    monkeypatch.setenv("DESK1540_PASSWORD", "12345")
    weak = desk("new", tmp_path / "weak.desk1540", "--state", "X01")
    assert (weak.code, "It opens with its passphrase only." in weak.out) == (DONE, True)
    assert weak.err.startswith("A common word or row of keys")
    monkeypatch.setenv("DESK1540_PASSWORD", SECRET)
    assert desk("new", tmp_path / "good.desk1540", "--state", "X01").err == ""
    monkeypatch.setenv("DESK1540_NEW_PASSWORD", "12345")
    assert desk("password", tmp_path / "good.desk1540").err.startswith("A common word")


def test_what_is_not_there_is_not_removed(desk, path):
    before = path.read_bytes()
    refused = desk("password", path, "--remove")
    assert (refused.code, refused.out) == (REFUSED, "")
    assert refused.err == f"{path.name} has no passphrase; nothing was changed.\n"
    assert path.read_bytes() == before
    assert "DESK1540_NEW_PASSWORD" in desk("password", path).err


def test_a_picture_is_not_asked_for_its_passphrase(desk, tmp_path):
    picture = tmp_path / "picture.desk1540"
    picture.write_bytes(b"\xff\xd8\xff\xe0" + bytes(5000))
    refused = desk("check", picture)
    assert (refused.code, "is not a Desk1540 file" in refused.err) == (REFUSED, True)
