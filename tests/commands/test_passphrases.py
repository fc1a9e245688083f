"""Encrypted files by command: every command opens them with a passphrase, and refuses without."""

from __future__ import annotations

import io
import json

import pytest

from desktop.cli import DONE, REFUSED
from tests.commands.samples import ROWS, workbook

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


def test_a_change_names_the_backups_that_open_as_before(desk, path, tmp_path, monkeypatch):
    copy = tmp_path / "copy.desk1540"
    assert desk("backup", path, "--to", copy).code == DONE
    monkeypatch.setenv("DESK1540_NEW_PASSWORD", "first")
    assert str(copy) in desk("password", path).out


def test_a_picture_is_not_asked_for_its_passphrase(desk, tmp_path):
    picture = tmp_path / "picture.desk1540"
    picture.write_bytes(b"\xff\xd8\xff\xe0" + bytes(5000))
    refused = desk("check", picture)
    assert (refused.code, "is not a Desk1540 file" in refused.err) == (REFUSED, True)
