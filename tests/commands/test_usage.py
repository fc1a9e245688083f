"""The command line itself: languages, wrong words, the window, our own failures, the exit codes."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from desktop.__main__ import INTERRUPTED
from desktop.base.settings import SettingsStore
from desktop.cli import DONE, REFUSED, WRONG, choose_language
from tests.services.filled import TITLE

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("chosen", "environment", "language"),
    [
        ("", {}, "en"),
        ("es", {"LANG": "en_US.UTF-8"}, "es"),
        ("", {"LANG": "es_PA.UTF-8"}, "es"),
        ("", {"LC_ALL": "C.UTF-8", "LANG": "es_ES.UTF-8"}, "es"),
        ("", {"LC_ALL": "en_GB", "LANG": "es"}, "en"),
        ("", {"LANG": "xx_YY"}, "en"),
        ("xx", {"LANG": "es"}, "es"),
    ],
)
def test_the_language_is_that_of_the_settings_then_of_the_system(chosen, environment, language):
    assert choose_language(chosen, environment) == language


def test_a_refusal_speaks_the_persons_language(desk, home, tmp_path):
    SettingsStore(home / "settings" / "settings.json").change(language="es")
    refused = desk("check", tmp_path / "nothing.desk1540")
    assert refused.code == REFUSED
    assert refused.err.startswith("No ")
    assert "nothing.desk1540" in refused.err


@pytest.mark.parametrize(
    "words",
    [
        ["check"],
        ["new", "a.desk1540"],
        ["frobnicate"],
        ["--frobnicate"],
        ["matrix"],
        ["sheets"],
        ["package", "make"],
        ["key", "a.desk1540"],
        ["partner", "list", "a.desk1540"],
        ["verify-pack", "a"],
        ["workshop", "list"],
        ["import", "matrix", "a", "--into", "b", "--state", "X01"],
        ["export", "sheets", "--from", "a", "--out", "b"],
        ["report", "status", "--from", "a", "--out", "b.pdf"],
        ["report", "status", "--from", "a", "--state", "X01", "--group", "OAS", "--out", "b.pdf"],
        ["report", "status", "--from", "a", "--state", "X01", "--format", "docx", "--out", "b"],
        ["report", "status", "--from", "a", "--state", "X01", "--date", "tomorrow", "--out", "b.pdf"],
        ["demo", "a.desk1540", "--states", "none"],
        ["list", "everything"],
        ["list", "plans"],
        ["list", "institutions"],
        ["list", "submissions"],
        ["check", "a.desk1540", "--js"],
        ["check", ""],
        ["demo", "a.desk1540", "--items", "-1"],
        ["demo", "a.desk1540", "--states", "0"],
        ["export", "all", "--from", "a", "--state", "X01", "--out", "b.zip"],
        ["export", "contacts", "--from", "a", "--plan", "P", "--out", "b.json"],
        ["export", "plan", "--from", "a", "--state", "", "--out", "b.json"],
        ["import", "contacts", "a.csv", "--into", "b", "--state", "X01", "--plan", "P"],
        ["report", "contacts", "--from", "a", "--state", "X01", "--plan", "P", "--out", "b.pdf"],
        ["report", "contacts", "--from", "a", "--state", "X01", "--since", "2026-01-01", "--out", "b.pdf"],
        ["report", "status", "--from", "a", "--state", " ", "--out", "b.pdf"],
        ["report", "status", "--from", "a", "--state", "X01", "--against", "x", "--out", "b.pdf"],
        ["report", "status", "--from", "a", "--state", "X01", "--date", "0001-01-01", "--out", "b.pdf"],
        ["report", "status", "--from", "a", "--state", "X01", "--as-of", "9999-12-31", "--out", "b.pdf"],
        ["report", "status", "--from", "a", "--state", "X01", "--format", "xlsx", "--out", "b.pdf"],
    ],
)
def test_wrong_usage_is_two_and_makes_nothing(desk, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    wrong = desk(*words)
    assert wrong.code == WRONG
    assert wrong.err.strip()
    assert wrong.out == ""
    assert {entry.name for entry in tmp_path.iterdir()} <= {"home"}


@pytest.mark.parametrize(
    "words",
    [["key", "a.desk1540"], ["workshop", "list"], ["import", "sheets", "a.xlsx", "--accept", "all"]],
)
def test_a_command_of_a_later_version_is_said_to_be_one(desk, words):
    later = desk(*words)
    assert (later.code, len(later.err.splitlines())) == (WRONG, 1)
    assert "later version" in later.err


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["report", "--help"]])
def test_help_is_done(desk, words):
    asked = desk(*words)
    assert asked.code == DONE
    assert "esk1540" in asked.out


def test_nothing_is_left_in_the_private_temporary_folder(desk, path, home, tmp_path):
    desk("report", "status", "--from", path, "--state", "X01", "--out", tmp_path / "a.xlsx")
    desk("check", path)
    assert {entry.name for entry in (home / "temporary").iterdir()} <= {"starting"}


def test_our_own_failure_is_a_sentence_and_a_log_without_content(desk, home, path, monkeypatch):
    def fail(*_words, **_more):
        raise RuntimeError("Ana Ejemplo")

    monkeypatch.setattr("desktop.services.checking.check_file", fail)
    failed = desk("check", path)
    assert failed.code == REFUSED
    assert "RuntimeError" in failed.err
    assert "Ana Ejemplo" not in failed.err
    log = (home / "logs" / "desk1540.log").read_text("utf-8")
    assert "RuntimeError" in log
    assert "Ana Ejemplo" not in log


def test_damaged_settings_are_said_and_the_command_goes_on(desk, home, path):
    (home / "settings").mkdir(parents=True)
    (home / "settings" / "settings.json").write_text("{")
    read = desk("list", "plans", "--from", path)
    assert (read.code, len(read.err.splitlines())) == (DONE, 1)
    assert TITLE in read.out


@pytest.fixture
def window(monkeypatch):
    """Stands for the window, so that no screen is needed."""
    opened = []
    app = SimpleNamespace(
        run_window=lambda path, words: opened.append(path) or 0,
        open_time=lambda path, secret: {"first_paint_ms": 1, "usable_ms": 2, "rows": 3},
    )
    monkeypatch.setitem(sys.modules, "desktop.app", app)
    return opened


def test_without_a_command_the_window_opens(desk, window, path):
    assert desk().code == DONE
    assert desk(path).code == DONE
    assert desk("not yet there.desk1540").code == DONE
    assert window == [None, path, Path("not yet there.desk1540")]
    assert desk(path, "more").code == WRONG
    assert desk("").code == WRONG
    assert desk(path.parent).code == WRONG


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_without_a_screen_the_window_is_refused_and_its_time_taken_without_one(
    desk, window, path, monkeypatch
):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    refused = desk(path)
    assert (refused.code, len(refused.err.splitlines()), window) == (REFUSED, 1, [])
    assert desk("open-time", path).code == DONE
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"


def test_open_time_prints_its_three_figures(desk, window, path):
    assert json.loads(desk("open-time", path).out) == {"first_paint_ms": 1, "usable_ms": 2, "rows": 3}


def run(*words, **environment):
    command = [sys.executable, "-m", "desktop", *map(str, words)]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, check=False
    )


def test_as_a_program_of_its_own(path, tmp_path):
    assert run("check", path, LANG="en").returncode == DONE
    assert run("check", tmp_path / "no.desk1540").returncode == REFUSED
    assert run("check").returncode == WRONG
    plain, narrow = (run("history", path, "--json", PYTHONIOENCODING=each) for each in ("utf-8", "ascii"))
    assert json.loads(plain.stdout) == json.loads(narrow.stdout)
    listed = run("list", "states", LANG="es_PA.UTF-8", PYTHONIOENCODING="ascii")
    assert (listed.returncode, b"X01" in listed.stdout) == (DONE, True)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names of files are letters")
def test_a_name_of_bytes_that_are_no_letters(tmp_path):
    file = tmp_path / "ni\udcf1o.desk1540"
    assert run("new", file, "--state", "X01").returncode == DONE
    assert run("check", file).returncode == DONE
    environment = {"DESK1540_PASSWORD": "mesa tren", "DESK1540_NEW_PASSWORD": "mesa tren"}
    for words in (("password", file), ("history", file), ("password", file, "--remove")):
        ended = run(*words, **environment)
        assert (ended.returncode, b"program failed" in ended.stderr) == (DONE, False)
    assert [entry.name for entry in tmp_path.iterdir() if entry.name != "home"] == [file.name]
    file.unlink()  # pytest could not show it


@pytest.mark.parametrize(
    "words",
    [
        ("history", "FILE", "--record", "\udcff\ud800"),
        ("check", "FILE", "--code", "\udcff\ud800"),
        ("new", "\udcff\ud800", "--state", "X01"),
        ("export", "plan", "--from", "FILE", "--state", "\udcff\ud800", "--out", "x.csv"),
        ("report", "\udcff\ud800", "--from", "FILE", "--state", "X01", "--out", "x.pdf"),
    ],
)
def test_half_letters_are_no_failure_and_are_shown_as_their_numbers(desk, path, words):
    refused = desk(*(path if word == "FILE" else word for word in words))
    assert (refused.code, len(refused.err.splitlines())) == (REFUSED, 1)
    assert "[U+DCFF][U+D800]" in refused.err


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names of files are letters")
def test_wrong_words_of_half_letters_are_shown_as_their_numbers():
    refused = run("\udcff", PYTHONIOENCODING="utf-8")
    assert (refused.returncode, b"\\udcff" in refused.stderr) == (WRONG, True)


def test_whoever_reads_only_the_first_lines_is_no_failure(path):
    program = f"{sys.executable} -m desktop history {path} --json"
    ended = subprocess.run(
        ["bash", "-c", f"{program} | head -c 1"], cwd=ROOT, capture_output=True, check=True, text=True
    )
    assert ended.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk that only Linux has")
def test_an_output_that_takes_nothing_is_said():
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "desktop", "list", "states"],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (ended.returncode, len(ended.stderr.splitlines())) == (REFUSED, 1)
    assert b"output" in ended.stderr


def test_a_program_without_an_output_does_its_work(desk, path, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    assert desk("export", "plan", "--from", path, "--out", tmp_path / "a.json").code == DONE
    assert (tmp_path / "a.json").exists()


def test_stopping_it_before_it_began_is_no_failure(desk, monkeypatch):
    def stop(_words):
        raise KeyboardInterrupt

    monkeypatch.setattr("desktop.cli.run", stop)
    stopped = desk("list", "states")
    assert (stopped.code, stopped.err) == (INTERRUPTED, "")


@pytest.mark.parametrize("at", [1, 40])
def test_stopping_it_between_two_steps_leaves_nothing(desk, tmp_path, monkeypatch, at):
    from desktop.services.exercise.maker import Maker

    write, done = Maker._write, []

    def stopped_in_the_midst(self, day, author, summary, work, *more, **named):
        def interrupted(unit):
            done.append(summary)
            if len(done) == at:
                os.kill(os.getpid(), signal.SIGINT)
            work(unit)

        write(self, day, author, summary, interrupted, *more, **named)

    monkeypatch.setattr(Maker, "_write", stopped_in_the_midst)
    (tmp_path / "made").mkdir()
    stopped = desk("demo", tmp_path / "made" / "a.desk1540")
    assert (stopped.code, stopped.err.strip()) == (REFUSED, "Stopped; nothing more was done.")
    assert (len(done), list((tmp_path / "made").iterdir())) == (at, [])
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_what_fails_because_it_was_stopped_is_no_error_of_ours(desk, tmp_path, monkeypatch):
    def stop(*_args, **_named):
        try:
            raise KeyboardInterrupt
        finally:
            raise RuntimeError("cannot roll back")

    monkeypatch.setattr("desktop.services.files.new_file", stop)
    stopped = desk("new", tmp_path / "a.desk1540", "--state", "X01")
    assert (stopped.code, stopped.err.strip()) == (REFUSED, "Stopped; nothing more was done.")
