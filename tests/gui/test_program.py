"""One run of the program: first page, new file, another file, another language, and nothing left open."""

import gc
import json
import shutil
import subprocess
import sys
from contextlib import closing

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QFileDialog
from sqlcipher3 import dbapi2

from db.errors import Damaged
from db.opening import open_file
from db.runners import SynchronousRunner
from db.schema import Plan
from desktop.app import Program, screens, way_on
from desktop.base.settings import SettingsStore
from desktop.jobs.runner import JobRunner
from desktop.services.plans import add_plan
from desktop.shell.messages import RecordedMessages
from desktop.views.checking.dialog import CheckDialog
from desktop.views.checking.opener import SEE_DAMAGE
from desktop.views.file_opener import Refusal
from desktop.views.first_run.page import FirstRunChoice
from tests.builders import new_database
from tests.services.filled import filled


@pytest.fixture
def store(tmp_path):
    made = SettingsStore(tmp_path / "settings.json")
    made.change(language="en", author="Ana")
    return made


@pytest.fixture
def program(qapp, store):
    jobs = JobRunner()
    made = Program(qapp, store, jobs, screens())
    qapp.lastWindowClosed.disconnect(made._on_last_window_closed)
    yield made
    if made.window is not None:
        made.window.close()
    made.first_run.close()
    made.close_file()
    jobs.close()
    made._set_language("en")
    made.deleteLater()
    QCoreApplication.sendPostedEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def opened(qtbot, program):
    qtbot.waitUntil(lambda: program.window is not None and not program._place.desk.is_busy)
    return program.window


def close(qtbot, program):
    """Close the window, which waits for a last backup."""
    program.window.close()
    qtbot.waitUntil(lambda: program.window is None)


@pytest.fixture
def file(tmp_path):
    filled(tmp_path).close()
    return tmp_path / "file.desk1540"


def test_a_named_file_is_opened_and_remembered(program, qtbot, file, store):
    program.start(file)
    window = opened(qtbot, program)
    assert window.windowTitle() == "file — Desk1540"
    assert store.current.last_file == str(file)


def test_the_last_file_is_opened_again(program, qtbot, file, store):
    store.change(last_file=str(file))
    program.start(None)
    assert opened(qtbot, program).windowTitle() == "file — Desk1540"


def test_without_a_file_there_is_the_first_page(program, store, tmp_path):
    store.change(last_file=str(tmp_path / "gone.desk1540"))
    program.start(None)
    assert program.first_run.page.isVisible()
    assert program.window is None


def test_a_file_that_cannot_be_opened_is_said_on_the_first_page(program, qtbot, tmp_path):
    (tmp_path / "bad.desk1540").write_bytes(b"x" * 200)
    program.start(tmp_path / "bad.desk1540")
    qtbot.waitUntil(lambda: program.first_run.page is not None)
    assert "not a Desk1540 file" in program.first_run.page.said.text()


def test_the_open_file_comes_back_when_another_cannot_be_opened(program, qtbot, file, tmp_path):
    program.messages = RecordedMessages(program.texts)
    program.start(file)
    first = opened(qtbot, program)
    program.go_to(tmp_path / "gone.desk1540")
    qtbot.waitUntil(lambda: program.window not in (None, first) and bool(program.messages.shown))
    assert opened(qtbot, program).windowTitle() == "file — Desk1540"
    assert program.messages.take() == ["There is no file gone.desk1540."]


def test_a_last_file_that_is_gone_is_named_with_its_folder(program, store, tmp_path):
    store.change(last_file=str(tmp_path / "gone.desk1540"))
    program.start(None)
    page = program.first_run.page
    assert page.notice.isVisible()
    assert page.said.text().startswith(f"The file last used, gone.desk1540, is no longer in {tmp_path}.")
    assert not page.act_button.isVisible()


@pytest.fixture
def held(file):
    """Another process holds the file."""
    code = (
        "import sys; from pathlib import Path; from db.opening import open_file\n"
        "made = open_file(Path(sys.argv[1])); print('held', flush=True); sys.stdin.readline(); made.close()"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdout.readline().strip() == b"held"
    yield file
    child.communicate(b"go\n")


def test_a_held_file_is_read_as_a_copy(program, qtbot, held, store):
    program.start(held)
    qtbot.waitUntil(lambda: program.first_run.page is not None)
    page = program.first_run.page
    assert "is open elsewhere" in page.said.text()
    page.act_button.click()
    window = opened(qtbot, program)
    assert window.windowTitle() == "file (copy to read) — Desk1540"
    assert window.saving.text() == "A copy to read: nothing is written into it"
    assert store.current.last_file == ""
    program.messages.window = None
    refused = []
    program._place.desk.refused.disconnect()
    program._place.desk.refused.connect(refused.append)
    program._place.desk.write(add_plan, {"state": "X01", "title": "Plan"})
    qtbot.waitUntil(lambda: bool(refused))


def test_the_first_page_asks_for_what_is_missing(program):
    program.start(None)
    page = program.first_run.page
    page.author.clear()
    page.new_button.click()
    assert page.said.text() == "Say who is at work: the name signs every change."
    page.author.setText("Ana")
    page.new_button.click()
    assert page.said.text() == "Choose the State of this file from the list."


def test_a_new_file_is_made_and_opened(program, qtbot, tmp_path, store):
    program.start(None)
    page = program.first_run.page
    page.author.setText("Eva Ruiz")
    page.state.setCurrentText("Marenta")
    page.new_passphrase.without.click()
    page.new_button.click()
    (dialog,) = page.findChildren(QFileDialog)
    assert dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    dialog.close()
    program.first_run.take_name(str(tmp_path / "new.desk1540"))
    window = opened(qtbot, program)
    assert window.windowTitle() == "new — Desk1540"
    assert program._place.file.state == "X01"
    assert store.current.author == "Eva Ruiz"
    assert program.first_run.page is None


def test_an_existing_file_is_never_made_anew(program, qtbot, file):
    program.start(None)
    before = file.read_bytes()
    program.first_run._on_chosen(FirstRunChoice("new", "en", "Ana", "X01"))
    program.first_run.take_name(str(file))
    qtbot.waitUntil(lambda: "exists already" in program.first_run.page.said.text())
    assert file.read_bytes() == before


def test_an_exercise_file_is_marked_in_the_window(program, qtbot, tmp_path):
    program.start(None)
    program.first_run._on_chosen(FirstRunChoice("exercise", "es", "Ana", ""))
    program.first_run.take_name(str(tmp_path / "exercise.desk1540"))
    qtbot.waitUntil(lambda: program.window is not None, timeout=30_000)
    opened(qtbot, program)
    assert program._place.file.is_exercise


def test_an_existing_file_is_opened_from_the_first_page(program, qtbot, file):
    program.start(None)
    program.first_run._on_chosen(FirstRunChoice("open", "en", "Ana", ""))
    program.first_run.take_name(str(file))
    assert opened(qtbot, program)


def test_another_file_takes_the_place_of_the_first(program, qtbot, file, tmp_path):
    new_database(tmp_path, name="other.desk1540").close()
    program.start(file)
    opened(qtbot, program)
    program.go_to(tmp_path / "other.desk1540")
    qtbot.waitUntil(lambda: program.window is not None and program.window.windowTitle().startswith("other"))
    opened(qtbot, program)


def test_the_window_changes_its_language_and_keeps_the_file(program, qtbot, file, store):
    program.start(file)
    first = opened(qtbot, program)
    first.language_asked.emit("es")
    qtbot.waitUntil(lambda: program.window not in (None, first))
    window = opened(qtbot, program)
    assert window.navigation.item(0).text() == "Inicio"
    assert store.current.language == "es"


def test_the_first_page_changes_its_language_and_keeps_the_name(program):
    program.start(None)
    page = program.first_run.page
    page.author.setText("Eva")
    page.language.setCurrentIndex(page.language.findData("es"))
    page.language.activated.emit(page.language.currentIndex())
    new = program.first_run.page
    assert new is not page
    assert new.author.text() == "Eva"
    assert program.texts.language == "es"


def test_a_damaged_file_is_read_only_and_said(program, qtbot, file, tmp_path):
    program.start(file)
    opened(qtbot, program)
    said = RecordedMessages(program.texts)
    said.answer = False
    object.__setattr__(program._place, "messages", said)
    program._on_checked(["row 3 missing from index"])
    assert said.take() == ["The file is damaged; nothing more is written into it."]
    assert program.window.saving.text() == "Damaged: nothing is written into it"
    program._ask_for_file(tmp_path)
    (dialog,) = program.window.findChildren(QFileDialog)
    dialog.close()


def test_a_letter_changed_while_the_file_was_closed_is_noticed(program, qtbot, file):
    program.start(file)
    opened(qtbot, program)
    close(qtbot, program)
    content = file.read_bytes()
    assert b"Aduanas X01" in content
    file.write_bytes(content.replace(b"Aduanas X01", b"Aduanas X#1"))
    program.messages = RecordedMessages(program.texts)
    program.messages.answer = False
    program.start(file)
    opened(qtbot, program)
    qtbot.waitUntil(lambda: program.messages.shown != [])
    assert "is damaged" in program.messages.take()[0]
    assert program.window.saving.text() == "Damaged: nothing is written into it"


@pytest.mark.parametrize("has_backups", [False, True])
def test_a_damaged_file_that_cannot_be_opened_can_be_checked(program, qtbot, file, monkeypatch, has_backups):
    monkeypatch.setattr(program.backups, "has_any", lambda _path: has_backups)
    with closing(dbapi2.connect(str(file))) as driver:
        roots = {row[0] for row in driver.execute("SELECT rootpage FROM sqlite_master")}
    content = bytearray(file.read_bytes())
    # A page of the list of tables: a page that is no table's first one, among the first pages of a file.
    page = next(number for number in range(2, 400) if number not in roots)
    content[(page - 1) * 4096 : page * 4096] = bytes(4096)
    file.write_bytes(content)
    program.start(file)
    qtbot.waitUntil(lambda: program.first_run.page is not None and "is damaged" in page_text(program))
    program.check_closed(file)
    dialog = program.first_run.page.findChild(CheckDialog)
    qtbot.waitUntil(lambda: dialog.said.text().startswith("Damaged: "))
    assert way_on(program, Refusal(file, Damaged("{name} is damaged", name=file.name)))[0] == SEE_DAMAGE
    dialog.reject()


def page_text(program):
    return program.first_run.page.said.text()


def test_a_copy_that_went_its_own_way_is_named(program, qtbot, file, store, tmp_path):
    program.start(file)
    opened(qtbot, program)
    close(qtbot, program)
    copy = tmp_path / "copy.desk1540"
    shutil.copy(file, copy)
    for path in (file, copy):
        database = open_file(path)
        with database.write("Ana", "Add") as unit:
            unit.insert(Plan, [{"state": "X01", "title": path.stem}])
            unit.commit()
        database.close()
        program.messages = RecordedMessages(program.texts)
        program.start(path)
        qtbot.waitUntil(lambda: program.window is not None)
        opened(qtbot, program)
        qtbot.waitUntil(lambda: not program._place.desk.is_busy)
        if path is file:
            close(qtbot, program)
    qtbot.waitUntil(lambda: bool(program.messages.shown))
    assert "went its own way" in program.messages.take()[0]


def test_a_closed_file_leaves_no_steps_to_be_collected(program, qtbot, file):
    program.start(file)
    opened(qtbot, program)
    undo = program._place.undo
    program._place.desk.write(add_plan, {"state": "X01", "title": "Plan"})
    qtbot.waitUntil(lambda: undo.count() == 1)
    program.window.closed.emit()
    assert undo.count() == 0
    gc.collect()


def test_jobs_with_a_synchronous_runner_open_too(qapp, qtbot, store, file):
    program = Program(qapp, store, JobRunner(SynchronousRunner()), screens())
    qapp.lastWindowClosed.disconnect(program._on_last_window_closed)
    program.open(file)
    for _ in range(20):
        QCoreApplication.sendPostedEvents()
        QCoreApplication.processEvents()
    assert program.window is not None
    close(qtbot, program)
    program.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_open_time_runs_as_a_process(file):
    ended = subprocess.run(
        [sys.executable, "-m", "desktop", "open-time", file],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    found = json.loads(ended.stdout)
    assert found["rows"] == 4
    assert 0 < found["first_paint_ms"] <= found["usable_ms"]
