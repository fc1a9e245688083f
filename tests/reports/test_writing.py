from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from desktop.base.errors import Cancelled, UserError
from desktop.reports import writing
from desktop.reports.writing import FORMATS, pages_in, rows_in, write
from tests.reports.samples import status_report


@pytest.fixture(autouse=True)
def own_temporary_folder(tmp_path, monkeypatch):
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


def read(path, count):
    with path.open("rb") as stream:
        return count(stream)


@pytest.mark.parametrize("format_", FORMATS)
def test_a_written_file_is_read_again_and_private(tmp_path, format_):
    path = tmp_path / f"informe.{format_}"
    counts = write(status_report(700), path, format_)
    assert counts.rows == 704
    assert counts.size == path.stat().st_size
    if format_ == "pdf":
        assert read(path, pages_in) == counts.pages > 20
    else:
        assert read(path, rows_in) == counts.sheet_rows > 704
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(entry.name for entry in tmp_path.iterdir()) == [path.name, "temporary"]


@pytest.mark.parametrize("format_", FORMATS)
def test_progress_goes_up_to_the_end(tmp_path, format_):
    told = []
    write(status_report(1200), tmp_path / "x", format_, lambda done, total: told.append((done, total)))
    assert told[-1] == (1204, 1204)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert all(done <= total for done, total in told)
    assert len(told) > 2


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_cancelled_write_leaves_nothing(tmp_path, format_, after):
    looks = iter(range(100))
    target = tmp_path / f"informe.{format_}"
    target.write_bytes(b"before")
    with pytest.raises(Cancelled):
        write(status_report(1500), target, format_, is_cancelled=lambda: next(looks) >= after)
    assert target.read_bytes() == b"before"
    assert sorted(entry.name for entry in tmp_path.iterdir()) == [target.name, "temporary"]


@pytest.mark.parametrize("format_", FORMATS)
def test_a_builder_that_fails_leaves_nothing(tmp_path, format_):
    def rows():
        yield from ()
        raise KeyError("broken")

    report = status_report(1)
    [section] = [each for each in report.sections if each.is_landscape]
    broken = type(section.blocks[0])(section.blocks[0].columns, rows)
    document = status_report(1, sections=(type(section)("A", (broken,)),))
    with pytest.raises(KeyError):
        write(document, tmp_path / "x", format_)
    assert [entry.name for entry in tmp_path.iterdir()] == ["temporary"]


def test_odd_targets_are_refused(tmp_path):
    (tmp_path / "folder.pdf").mkdir()
    with pytest.raises(UserError, match=r"folder\.pdf"):
        write(status_report(1), tmp_path / "folder.pdf", "pdf")
    with pytest.raises(UserError, match="missing"):
        write(status_report(1), tmp_path / "missing" / "x.pdf", "pdf")
    (tmp_path / "link.pdf").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UserError):
        write(status_report(1), tmp_path / "link.pdf", "pdf")
    assert not (tmp_path / "elsewhere").exists()


def test_a_part_left_by_a_killed_program_is_no_trap(tmp_path):
    victim = tmp_path / "victim"
    victim.write_text("kept")
    (tmp_path / "x.pdf.part").symlink_to(victim)
    write(status_report(1), tmp_path / "x.pdf", "pdf")
    assert victim.read_text() == "kept"
    assert read(tmp_path / "x.pdf", pages_in) > 0


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "no room"),
        (errno.EACCES, "Close it where it is open"),
        (errno.EIO, "could not be written"),
    ],
)
def test_failures_of_the_disk_are_one_sentence(tmp_path, monkeypatch, number, words):
    def fail(_descriptor):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(UserError, match=words):
        write(status_report(1), tmp_path / "x.pdf", "pdf")
    assert [entry.name for entry in tmp_path.iterdir()] == ["temporary"]


@pytest.mark.parametrize("format_", FORMATS)
def test_a_file_that_reads_back_otherwise_is_not_delivered(tmp_path, monkeypatch, format_):
    written = writing._written

    def damaged(document, stream, kind, pace):
        counts = written(document, stream, kind, pace)
        stream.seek(counts.size // 2)
        stream.write(b"\0" * 200)
        return counts

    monkeypatch.setattr(writing, "_written", damaged)
    with pytest.raises(UserError, match="not written correctly"):
        write(status_report(50), tmp_path / f"x.{format_}", format_)
    assert [entry.name for entry in tmp_path.iterdir()] == ["temporary"]


def test_settings_of_reportlab_in_the_home_folder_are_not_run(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    mark = home / "ran"
    (home / ".reportlab_settings").write_text(f"open({str(mark)!r}, 'w').close()\n")
    program = "import desktop.reports.pdf.writer, reportlab.rl_config as c; print(c.invariant, c.useA85)"
    run = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"HOME": str(home), "USERPROFILE": str(home), "RL_invariant": "7"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.split() == ["0", "1"]
    assert not mark.exists()


def test_heavy_libraries_are_not_loaded_before_a_report_is_written():
    program = (
        "import sys, desktop.reports.writing, desktop.reports.document\n"
        "heavy = ('reportlab', 'openpyxl', 'babel', 'PIL', 'uharfbuzz')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "[]"
