"""Where files may be written, and under which names; all writers at all targets: `tests.trust.targets`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from db.errors import UserError
from db.file_names import name_problem, safe_name
from db.targets import checked_copy_target, checked_target, writing_to

LOST = [
    *("con", "NUL.pdf", "Aux.tar.gz", "COM1", "lpt9.txt", "COM².pdf", "CONIN$", "nul .txt"),
    *("a.", "a ", "a\tb.pdf", "a\u202efdp.exe", "x" * 256, "é" * 128),
    *("a:b.pdf", 'a"b', "a?b", "*.pdf", "a<b", "a>b", "a|b", "a\\b", "a/b"),
]
GOOD = ["console.pdf", "com.pdf", "com10.pdf", "nul1", "Informe 1540 — Panamá.pdf", ".a", "x" * 255]
TEXTS = [
    *("", "..", "...", " . ", "a.", ".pdf", "CON", "con.txt", "COM¹.pdf", "../../etc/passwd"),
    *("C:\\Windows\\x.dll", "a\x00b", "a\nb.pdf", "a\u202efdp.exe", "\ud800.pdf"),
    *("x" * 999 + ".pdf", "漢" * 400, "a." + "b" * 300),
]


@pytest.mark.parametrize("name", LOST)
def test_a_name_that_some_system_loses_is_refused_everywhere(name):
    assert name_problem(name)


@pytest.mark.parametrize("name", GOOD)
def test_a_good_name_is_none(name):
    assert name_problem(name, is_windows=False) is None


@pytest.mark.parametrize("name", ["x" * 256, "\U0001f600" * 128])
def test_windows_has_rules_of_its_own(name):
    assert name_problem(name, is_windows=True)
    assert name_problem("é" * 255, is_windows=True) is None


def test_what_the_program_adds_to_the_name_of_a_file_of_ours_has_room(tmp_path):
    names = [letter * count + ".desk1540" for letter, size in (("x", 1), ("é", 2))
             for count in range(180 // size, 250 // size)]  # fmt: skip
    for name in names:
        longest = name.replace(".desk1540", " (before restore 20260101T000000Z 99).desk1540.part-journal")
        if len(os.fsencode(longest)) <= 255:
            assert checked_copy_target(tmp_path / name)
            continue
        with pytest.raises(UserError, match="too long"):
            checked_copy_target(tmp_path / name)


@pytest.mark.parametrize("text", TEXTS)
def test_any_text_makes_a_name_that_every_system_keeps(text):
    name = safe_name(text)
    assert name
    assert not any(part in name for part in ("/", "\\", ".."))
    assert name_problem(name, is_windows=True) is None
    assert len(name.encode()) < 200
    assert safe_name(name) == name


def test_the_ending_of_a_long_name_is_kept():
    assert safe_name("x" * 999 + ".pdf").endswith("x.pdf")


def test_a_part_that_another_program_writes_is_neither_taken_nor_removed(tmp_path):
    target, part = tmp_path / "a.json", tmp_path / "a.json.part"

    def write() -> None:
        with writing_to(target) as stream:
            stream.write(b"mine")
            part.unlink()
            part.write_bytes(b"theirs")

    with pytest.raises(UserError, match="another program"):
        write()
    assert (part.read_bytes(), target.exists()) == (b"theirs", False)


def test_what_lies_beside_the_exported_file_is_refused_whatever_that_is_called(tmp_path):
    source = tmp_path / "work.db"
    source.touch()
    for suffix in ("-journal", "-wal", "-shm"):
        with pytest.raises(UserError, match="holds data"):
            checked_target(source.with_name(source.name + suffix), source=source)
    assert checked_target(tmp_path / "work.db.pdf", source=source)
    assert checked_target(tmp_path / "plan.desk1540.pdf")


def test_a_name_that_cannot_be_asked_for_is_refused():
    with pytest.raises(UserError):
        checked_target(Path("/tmp/a\0b/c.pdf"))


def test_the_name_a_file_is_written_under_first_is_readable_by_its_owner_only(tmp_path):
    before = os.umask(0)
    try:
        with writing_to(tmp_path / "a.json") as stream:
            stream.write(b"x")
            assert (tmp_path / "a.json.part").stat().st_mode & 0o777 == 0o600
    finally:
        os.umask(before)
