"""The command line from end to end: what it prints, what it writes, what it refuses, with which code."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from pypdf import PdfReader

from db.opening import open_file
from desktop.__main__ import main
from desktop.base.settings import SettingsStore
from desktop.cli import DONE, LISTS, REFUSED, WRONG, choose_language
from tests.services.filled import TITLE, filled

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    folder = tmp_path / "home"
    monkeypatch.setenv("DESK1540_HOME", str(folder))
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def path(tmp_path):
    (tmp_path / "files").mkdir()
    database = filled(tmp_path / "files")
    database.close()
    return database.path


@pytest.fixture
def desk(capsys):
    """Runs one command and gives its code with what it printed."""

    def run(*words):
        code = main([str(word) for word in words])
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err
        return SimpleNamespace(code=code, out=printed.out, err=printed.err)

    return run


def workbook(path, rows):
    book = Workbook()
    for row in (("N.º", "Acción", "Institución responsable", "Plazo", "Situación"), *rows):
        book.active.append(row)
    book.save(path)
    return path


ROWS = [
    ("2.1", "Elaborar el inventario nacional", "Dirección de Aduanas", "2027", "En ejecución"),
    ("2.2", "Revisar el Código Penal", "Fiscalía General", "T3 2027", "No iniciada"),
]


def count_items(path):
    with sqlite3.connect(path) as raw:
        return raw.execute("SELECT count(*) FROM plan_item").fetchone()[0]


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
        ["new", "a.desk1540", "--state", "X01", "--password"],
    ],
)
def test_wrong_usage_is_two_and_makes_nothing(desk, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    wrong = desk(*words)
    assert wrong.code == WRONG
    assert wrong.err.strip()
    assert wrong.out == ""
    assert {entry.name for entry in tmp_path.iterdir()} <= {"home"}


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["report", "--help"]])
def test_help_is_done(desk, words):
    asked = desk(*words)
    assert asked.code == DONE
    assert "esk1540" in asked.out


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


def test_a_plan_comes_in_and_a_second_time_changes_nothing(desk, path, tmp_path, home):
    source = workbook(tmp_path / "plan.xlsx", ROWS)
    words = ("import", "plan", source, "--into", path, "--state", "X01", "--author", "Eva", "--json")
    first = json.loads(desk(*words).out)
    assert (first["read"], first["added"], first["updated"]) == (2, 2, 0)
    assert len(list((home / "backups").iterdir())) == 1
    before = path.read_bytes()
    again = desk(*words)
    assert again.code == DONE
    assert json.loads(again.out)["unchanged"] == 2
    assert path.read_bytes() == before
    assert len(list((home / "backups").iterdir())) == 1


def test_a_dry_run_says_the_same_and_changes_nothing(desk, path, tmp_path):
    source = workbook(tmp_path / "plan.xlsx", ROWS)
    words = ("import", "plan", source, "--into", path, "--state", "X01", "--json")
    before = path.read_bytes()
    tried = json.loads(desk(*words, "--dry-run").out)
    assert path.read_bytes() == before
    assert json.loads(desk(*words).out) == tried
    keys = {"read", "added", "updated", "unchanged", "skipped", "refused", "doubtful", "created", "reader"}
    assert set(tried) == keys
    assert set(tried["created"]) == {"institutions", "objectives", "people"}


def test_a_refused_row_stops_the_import_unless_skipped(desk, path, tmp_path, home):
    rows = [*ROWS, ("2.3", "x" * 40_000, "Fiscalía General", "2027", "No iniciada")]
    source = tmp_path / "plan.csv"
    source.write_text(
        "\n".join(";".join(row) for row in [("N.º", "Acción", "Responsable", "Plazo", "Situación"), *rows])
    )
    words = ("import", "plan", source, "--into", path, "--state", "X01", "--json")
    before = path.read_bytes()
    refused = desk(*words)
    assert refused.code == REFUSED
    assert json.loads(refused.out)["refused"][0]["row"] == 4
    assert len(refused.err.splitlines()) == 1
    assert path.read_bytes() == before
    assert list((home / "backups").iterdir()) == []
    assert desk(*words, "--skip-refused").code == DONE
    assert count_items(path) == 6


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.xlsx", b""),
        ("picture.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(500)),
        ("nothing.xlsx", None),
        ("words.csv", b"hello\n"),
    ],
)
def test_a_bad_source_is_one_sentence_and_no_change(desk, path, tmp_path, name, content):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    before = path.read_bytes()
    refused = desk("import", "plan", tmp_path / name, "--into", path, "--state", "X01")
    assert refused.code == REFUSED
    assert len(refused.err.splitlines()) == 1
    assert path.read_bytes() == before


def test_contacts_come_in_and_go_out(desk, path, tmp_path):
    source = tmp_path / "people.csv"
    source.write_text("Nombre,Cargo,Institución,Correo\nEva Ejemplo,Asesora,Salud X01,eva@x01.example\n")
    words = ("import", "contacts", source, "--into", path, "--state", "X01")
    assert desk(*words).code == DONE
    for form in ("json", "csv", "vcf", "xlsx"):
        out = tmp_path / f"contacts.{form}"
        assert desk("export", "contacts", "--from", path, "--state", "X01", "--out", out).code == DONE
        assert out.stat().st_size > 100
    found = json.loads((tmp_path / "contacts.json").read_text("utf-8"))["items"]
    assert {"Ana Ejemplo", "Eva Ejemplo"} <= {row["person"] for row in found}
    assert "+999 77" not in (tmp_path / "contacts.json").read_text("utf-8")


@pytest.mark.parametrize("form", ["xlsx", "csv", "json", "ics"])
def test_a_plan_goes_out(desk, path, tmp_path, form):
    out = tmp_path / f"plan.{form}"
    assert (
        desk("export", "plan", "--from", path, "--state", "X01", "--plan", TITLE, "--out", out).code == DONE
    )
    assert out.stat().st_size > 100


def test_everything_goes_out(desk, path, tmp_path):
    assert desk("export", "all", "--from", path, "--out", tmp_path / "all.zip").code == DONE
    assert "tables/change_set.json" in ZipFile(tmp_path / "all.zip").namelist()


@pytest.mark.parametrize(
    "words",
    [
        ("export", "plan", "--out", "{file}"),
        ("export", "all", "--out", "{file}"),
        ("export", "plan", "--out", "other.desk1540"),
        ("export", "plan", "--out", "folder.json"),
        ("export", "plan", "--state", "XKX", "--out", "a.json"),
        ("export", "contacts", "--out", "a.ics"),
        ("report", "status", "--state", "X01", "--out", "{file}"),
        ("report", "status", "--state", "XKX", "--out", "a.pdf"),
        ("report", "scores", "--state", "X01", "--out", "a.pdf"),
        ("report", "status", "--group", "NOWHERE", "--out", "a.pdf"),
        ("report", "status", "--state", "X01", "--plan", "Another", "--out", "a.pdf"),
        ("report", "status", "--state", "X01", "--as-of", "1999-01-01", "--out", "a.pdf"),
        ("history", "{file}", "--record", "nobody"),
        ("history", "nothing.desk1540"),
        ("backup", "{file}", "--to", "{file}"),
        ("restore", "{file}", "--to", "{file}"),
        ("restore", "picture.desk1540", "--to", "{file}"),
    ],
)
def test_what_is_refused_is_one_sentence_and_no_change(desk, path, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "picture.desk1540").write_bytes(b"\x89PNG" + bytes(300))
    before, there = path.read_bytes(), sorted(tmp_path.iterdir())
    source = ("--from", path) if words[0] in ("export", "report") else ()
    refused = desk(*[word.format(file=path) for word in words], *source)
    assert refused.code == REFUSED
    assert len(refused.err.splitlines()) == 1
    assert refused.out == ""
    assert path.read_bytes() == before
    assert [entry for entry in sorted(tmp_path.iterdir()) if entry.name != "home"] == there


def report(desk, path, out, *more):
    return desk(
        "report", "status", "--from", path, "--state", "X01", "--date", "2026-06-01", "--out", out, *more
    )


def test_the_status_report_as_pdf_and_excel(desk, path, tmp_path):
    assert report(desk, path, tmp_path / "a.pdf").code == DONE
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(tmp_path / "a.pdf").pages).split())
    assert "=Revisar la ley" in text
    assert report(desk, path, tmp_path / "a.xlsx").code == DONE
    book = load_workbook(tmp_path / "a.xlsx")
    values = {cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    assert "=Revisar la ley" in values
    # The same words over the same file on the same day: the same bytes.
    before = (tmp_path / "a.pdf").read_bytes()
    report(desk, path, tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == before


def test_the_form_is_the_one_asked_for_else_that_of_the_ending(desk, path, tmp_path):
    assert report(desk, path, tmp_path / "a.out", "--format", "xlsx").code == DONE
    assert (tmp_path / "a.out").read_bytes().startswith(b"PK")
    assert report(desk, path, tmp_path / "plain").code == DONE
    assert (tmp_path / "plain").read_bytes().startswith(b"%PDF")
    assert report(desk, path, tmp_path / "a.docx").code == WRONG


def test_the_language_of_a_report_is_its_own(desk, path, tmp_path):
    titles = []
    for language in ("es", "en"):
        report(desk, path, tmp_path / "a.pdf", "--lang", language)
        titles.append(PdfReader(tmp_path / "a.pdf").metadata.title)
    report(desk, path, tmp_path / "a.pdf")
    assert titles[0] != titles[1]
    assert PdfReader(tmp_path / "a.pdf").metadata.title == titles[0]


def test_the_directory_of_all_states(desk, path, tmp_path):
    words = ("report", "contacts", "--from", path, "--all-states", "--final", "--out", tmp_path / "a.pdf")
    assert desk(*words).code == DONE


@pytest.mark.parametrize("what", LISTS)
def test_each_list_has_one_a_line_with_its_code_first(desk, path, what):
    listed = desk("list", what, "--from", path)
    assert listed.code == DONE
    lines = listed.out.splitlines()
    assert all(line.split("\t")[0].strip() for line in lines)
    assert len(lines) == len(set(lines))
    assert bool(lines) is (what != "submissions")


def test_lists_without_a_file(desk):
    codes = [line.split("\t")[0] for line in desk("list", "states").out.splitlines()]
    assert len(codes) > 200
    assert {"NAM", "X01"} <= set(codes)
    assert "OAS" in desk("list", "groups").out.split()
    assert {"es", "en"} <= {line.split("\t")[0] for line in desk("list", "languages").out.splitlines()}
    assert desk("list", "reports").out.startswith("status\t")


def test_history_of_the_file_and_of_a_record(desk, path):
    lines = desk("history", path).out.splitlines()
    numbers = [int(line.split("\t")[0]) for line in lines]
    assert numbers == sorted(numbers, reverse=True)
    with sqlite3.connect(path) as raw:
        record = raw.execute("SELECT id FROM plan_item WHERE number = '1.1'").fetchone()[0]
    (entry,) = json.loads(desk("history", path, "--record", record, "--json").out)["items"]
    assert ("title", "=Revisar la ley") in [(each["field"], each["after"]) for each in entry["changes"]]
    assert "Revisar" in desk("history", path, "--record", record).out


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
        refused = desk(*words)
        assert refused.code == REFUSED
        assert str(os.uname().nodename) in refused.err
        assert path.read_bytes() == before
        assert desk("check", path).code == DONE
        assert desk("backup", path, "--to", tmp_path / "kept.desk1540").code == DONE
    finally:
        holder.communicate(b"\n")


HOLDER = """
import sys
from pathlib import Path
from db.opening import open_file
database = open_file(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.readline()
database.close()
"""


def test_nothing_is_left_in_the_private_temporary_folder(desk, path, home, tmp_path):
    desk("report", "status", "--from", path, "--state", "X01", "--out", tmp_path / "a.xlsx")
    desk("check", path)
    assert {entry.name for entry in (home / "temporary").iterdir()} <= {"starting"}


def test_our_own_failure_is_a_sentence_and_a_log_without_content(desk, home, path, monkeypatch):
    def fail(*_words, **_more):
        raise RuntimeError("Ana Ejemplo")

    monkeypatch.setattr("desktop.services.files.check_file", fail)
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
        open_time=lambda path: {"first_paint_ms": 1, "usable_ms": 2, "rows": 3},
    )
    monkeypatch.setitem(sys.modules, "desktop.app", app)
    return opened


def test_without_a_command_the_window_opens(desk, window, path):
    assert desk().code == DONE
    assert desk(path).code == DONE
    assert desk("not yet there.desk1540").code == DONE
    assert window == [None, path, Path("not yet there.desk1540")]
    assert desk(path, "more").code == WRONG


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
    listed = run("list", "states", LANG="es_PA.UTF-8", PYTHONIOENCODING="ascii")
    assert (listed.returncode, b"X01" in listed.stdout) == (DONE, True)


def test_whoever_reads_only_the_first_lines_is_no_failure(path):
    program = f"{sys.executable} -m desktop history {path} --json"
    ended = subprocess.run(
        ["bash", "-c", f"{program} | head -c 1"], cwd=ROOT, capture_output=True, check=True, text=True
    )
    assert ended.stderr == ""
