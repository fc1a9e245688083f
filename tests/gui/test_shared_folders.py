"""A file in a folder that is synchronised: the question, the copy, the way back, and what a crash leaves."""

import pytest
from PySide6.QtWidgets import QLabel

from db.opening import open_file
from desktop.base.paths import find_places
from desktop.services.plans import add_plan
from desktop.services.shared_folders import COPY, THERE, remember_choice, remembered_choice
from desktop.services.working_copies import left_copy, take_copy
from desktop.shell.messages import RecordedMessages
from tests.gui.test_program import opened, program, store
from tests.services.filled import filled

__all__ = ["program", "store"]


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("DESK1540_HOME", str(tmp_path / "home"))
    find_places().make()


@pytest.fixture
def origin(tmp_path):
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    made = filled(folder, name="plan.desk1540")
    made.close()
    return made.path


def asked(qtbot, program):
    qtbot.waitUntil(lambda: program.opener._sharing.question is not None)
    return program.opener._sharing.question


def add(qtbot, program, title):
    done = []
    program._place.desk.write(add_plan, {"state": "X01", "title": title}, then=done.append)
    qtbot.waitUntil(lambda: bool(done))


def titles(path):
    database = open_file(path)
    with database.read() as unit:
        found = {row[0] for row in unit.raw("SELECT title FROM plan")}
    database.close()
    return found


def closed(qtbot, program):
    program.window.close()
    qtbot.waitUntil(lambda: program.window is None)


def work_on_copy(qtbot, program, origin):
    program.messages = RecordedMessages(program.texts)
    program.start(origin)
    asked(qtbot, program).copy_button.click()
    return opened(qtbot, program)


def test_a_copy_is_worked_on_and_put_back_at_the_closing(program, qtbot, origin):
    window = work_on_copy(qtbot, program, origin)
    assert program._database.path.is_relative_to(find_places().working)
    assert program._place.file.path == origin
    assert window.working.bar.said.text().startswith("You work on a copy on this computer.")
    add(qtbot, program, "Made in the copy")
    assert "Made in the copy" not in titles(origin)
    closed(qtbot, program)
    assert "Made in the copy" in titles(origin)
    assert list(find_places().working.iterdir()) == []


def test_the_question_says_why(program, qtbot, origin):
    program.start(origin)
    question = asked(qtbot, program)
    said = [label.text() for label in question.findChildren(QLabel)]
    assert any("Dropbox synchronises" in text for text in said)
    assert question.copy_button.isDefault()
    question.reject()
    qtbot.waitUntil(lambda: program.first_run.page is not None)
    assert "Dropbox synchronises" in program.first_run.page.said.text()
    assert program.window is None


def test_it_is_opened_there_all_the_same_and_that_is_remembered(program, qtbot, origin, store):
    program.start(origin)
    question = asked(qtbot, program)
    question.remembers.setChecked(True)
    question.there_button.click()
    opened(qtbot, program)
    assert program._database.path == origin
    assert program.window.working.bar is None
    assert remembered_choice(store.current, origin) == THERE
    closed(qtbot, program)
    program.start(origin)
    opened(qtbot, program)
    assert program._database.path == origin
    program.window.working.ask_again.trigger()
    assert not program.window.working.ask_again.isEnabled()
    closed(qtbot, program)
    program.start(origin)
    asked(qtbot, program).cancel_button.click()


def test_it_is_put_back_on_the_way(program, qtbot, origin):
    window = work_on_copy(qtbot, program, origin)
    add(qtbot, program, "First")
    window.working.bar.put_button.click()
    qtbot.waitUntil(lambda: bool(program.messages.shown))
    assert "was put back to" in program.messages.take()[0]
    assert "First" in titles(origin)
    add(qtbot, program, "Second")
    closed(qtbot, program)
    assert "Second" in titles(origin)
    assert program.messages.take() == []


def test_both_are_kept_when_it_changed_there(program, qtbot, origin):
    work_on_copy(qtbot, program, origin)
    add(qtbot, program, "Ours")
    database = open_file(origin)
    add_plan(database, "Eva", {"state": "X01", "title": "Theirs"})
    database.close()
    closed(qtbot, program)
    (said,) = program.messages.take()
    assert "each has entries that the other lacks" in said
    assert "Theirs" in titles(origin)
    (kept,) = origin.parent.glob("plan (working copy *).desk1540")
    assert "Ours" in titles(kept)


def test_a_folder_that_is_away_is_said_and_the_copy_offered_at_the_next_opening(
    program, qtbot, origin, tmp_path
):
    work_on_copy(qtbot, program, origin)
    add(qtbot, program, "Ours")
    origin.parent.rename(tmp_path / "away")
    closed(qtbot, program)
    (said,) = program.messages.take()
    assert "is away now" in said
    (tmp_path / "away").rename(origin.parent)
    program.start(origin)
    question = asked(qtbot, program)
    assert question.copy_button.text() == "&Go on in the working copy"
    question.copy_button.click()
    opened(qtbot, program)
    closed(qtbot, program)
    assert "Ours" in titles(origin)
    assert left_copy(find_places().working, origin) is None


def test_a_copy_that_a_crash_left_comes_first_and_can_be_set_aside(program, qtbot, origin, store):
    remember_choice(store, origin, COPY)
    copy = take_copy(find_places().working, origin)
    database = open_file(copy.path)
    add_plan(database, "Ana", {"state": "X01", "title": "Left behind"})
    database.close()
    program.start(origin)
    asked(qtbot, program).fresh_button.click()
    opened(qtbot, program)
    closed(qtbot, program)
    assert "Left behind" not in titles(origin)
    (kept,) = find_places().backups.glob("plan (working copy *).desk1540")
    assert "Left behind" in titles(kept)


def test_a_file_of_this_computer_is_opened_unasked(program, qtbot, tmp_path):
    filled(tmp_path).close()
    program.start(tmp_path / "file.desk1540")
    opened(qtbot, program)
    assert program.window.working.bar is None


def test_the_language_changes_over_a_working_copy(program, qtbot, origin, store):
    remember_choice(store, origin, COPY)
    program.messages = RecordedMessages(program.texts)
    program.start(origin)
    first = opened(qtbot, program)
    add(qtbot, program, "Before")
    first.language_asked.emit("es")
    qtbot.waitUntil(lambda: program.window not in (None, first))
    window = opened(qtbot, program)
    assert window.working.bar.put_button.text() != "&Put it back now"
    assert "Before" in titles(origin)
