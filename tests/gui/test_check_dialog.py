"""The open file is checked from the window while work goes on; a damaged one can be salvaged from there."""

from __future__ import annotations

from contextlib import closing

import pytest
from PySide6.QtGui import QGuiApplication
from shiboken6 import isValid
from sqlcipher3 import dbapi2

from db.opening import open_file
from db.runners import SynchronousRunner
from desktop.base.i18n import texts_for
from desktop.base.settings import SettingsStore
from desktop.jobs.runner import JobRunner
from desktop.views.checking.dialog import CheckDialog
from desktop.views.checking.opener import CheckOpener, check_closed_file
from desktop.views.checking.surroundings import around_open_file
from tests.gui.naming import nameless
from tests.gui.places import TODAY, bury, make_place, settle
from tests.services.filled import filled


class Held:
    """Runs what it is given only when told: a job that has not ended."""

    def __init__(self):
        self.waiting = []

    def submit(self, work):
        from concurrent.futures import Future

        future = Future()
        self.waiting.append((work, future))
        return future

    def run(self):
        for work, future in self.waiting:
            try:
                future.set_result(work())
            except BaseException as error:  # noqa: BLE001 - handed on as a job's runner does
                future.set_exception(error)

    def close(self):
        pass


@pytest.fixture
def open_dialog(qtbot):
    made = []

    def make(place):
        dialog = CheckDialog(around_open_file(place))
        dialog.show()
        settle(place)
        made.append(dialog)
        return dialog

    yield make
    for dialog in made:
        if isValid(dialog):
            bury(dialog)


@pytest.fixture
def damaged(qapp, tmp_path):
    """A workplace over a file that another program changed."""
    folder = tmp_path / "damaged"
    folder.mkdir()
    database = filled(folder)
    database.close()
    with closing(dbapi2.connect(str(database.path))) as driver:
        driver.execute("UPDATE plan_item SET title = 'Forged' WHERE number = '1.1'")
        driver.commit()
    database = open_file(database.path)
    place = make_place(database, tmp_path)
    yield place
    settle(place)
    place.desk.deleteLater()
    database.close()


def test_a_sound_file_is_said_sound_with_counts(open_dialog, place):
    dialog = open_dialog(place)
    assert dialog.said.text().startswith("Sound: ")
    assert "To complete: " in dialog.found.list.toPlainText()
    assert not dialog.progress.isVisible()
    assert not dialog.salvage_button.isVisible()
    assert nameless(dialog) == []


def test_damage_is_listed_and_can_be_copied_and_saved(open_dialog, damaged, tmp_path):
    dialog = open_dialog(damaged)
    assert dialog.said.text() == "Damaged: 1 problem was found."
    assert "Title is not what the history says." in dialog.found.list.toPlainText()
    assert dialog.restore_button.isVisible()
    assert dialog.salvage_button.isVisible()
    dialog.found.copy_button.click()
    assert QGuiApplication.clipboard().text() == dialog.found.text()
    dialog.found.save_as(str(tmp_path / "found.txt"))
    assert (tmp_path / "found.txt").read_text("utf-8") == dialog.found.text()
    dialog.found.save_as(str(damaged.file.path))
    assert "not written over it" in dialog.found.notice.text()


def test_a_damaged_file_is_salvaged_and_the_new_one_opened(open_dialog, damaged, tmp_path, qtbot):
    dialog = open_dialog(damaged)
    target = tmp_path / "new.desk1540"
    dialog.salvage_into(str(target))
    settle(damaged)
    assert dialog.said.text().startswith("Salvaged into new.desk1540 and checked")
    assert "The whole history was kept" in dialog.found.list.toPlainText()
    with closing(open_file(target)) as database, database.read() as unit:
        assert unit.raw("SELECT title FROM plan_item WHERE number = '1.1'") == [("=Revisar la ley",)]
    with qtbot.waitSignal(dialog.open_asked) as asked:
        dialog.open_button.click()
    assert asked.args == [target]


def test_a_name_that_is_taken_is_refused_and_another_can_be_chosen(open_dialog, damaged, tmp_path):
    dialog = open_dialog(damaged)
    (tmp_path / "there.desk1540").write_bytes(b"x")
    dialog.salvage_into(str(tmp_path / "there.desk1540"))
    settle(damaged)
    assert "exists already" in dialog.said.text()
    assert dialog.salvage_button.isVisible()


def test_a_check_can_be_stopped_and_leaves_no_copy(open_dialog, database, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    runner = Held()
    place = make_place(database, tmp_path, jobs=JobRunner(runner))
    dialog = open_dialog(place)
    assert dialog.said.text() == "The file is being checked…"
    assert list(tmp_path.glob("desk1540-*"))
    dialog.stop_button.click()
    runner.run()
    settle(place)
    assert dialog.said.text() == "Stopped; nothing was changed."
    assert not list(tmp_path.glob("desk1540-*"))
    place.desk.deleteLater()


def test_a_second_check_says_that_one_is_under_way(open_dialog, database, tmp_path):
    runner = Held()
    place = make_place(database, tmp_path, jobs=JobRunner(runner))
    open_dialog(place)
    second = open_dialog(place)
    assert "already" in second.said.text()
    runner.run()
    settle(place)
    place.desk.deleteLater()


def test_the_ways_on_lead_out_of_the_dialog(show, place, qtbot, open_dialog, damaged):
    dialog = open_dialog(damaged)
    with qtbot.waitSignal(dialog.restore_asked):
        dialog.restore_button.click()


def test_the_opener_hands_on_what_is_asked_in_the_dialog(qtbot, damaged, tmp_path):
    from PySide6.QtWidgets import QWidget

    window = QWidget()
    opener = CheckOpener(damaged, window)
    opener.open()
    settle(damaged)
    dialog = window.findChild(CheckDialog)
    with qtbot.waitSignal(opener.restore_asked):
        dialog.restore_button.click()
    bury(window)


def test_it_speaks_spanish(open_dialog, database, tmp_path):
    place = make_place(database, tmp_path, language="es", today=TODAY)
    dialog = open_dialog(place)
    assert dialog.windowTitle() == "Comprobación de file.desk1540"
    place.desk.deleteLater()


def test_a_file_that_cannot_be_opened_is_checked_and_salvaged(qtbot, tmp_path):
    database = filled(tmp_path)
    database.close()
    path = database.path
    content = bytearray(path.read_bytes())
    content[:4096] = bytes(4096)
    path.write_bytes(content)
    jobs = JobRunner(SynchronousRunner())
    store = SettingsStore(tmp_path / "settings.json")
    dialog = check_closed_file(path, texts_for("en"), jobs, store, "Ana", None)
    qtbot.waitUntil(lambda: dialog.said.text() == "Damaged: 1 problem was found.")
    assert dialog.salvage_button.isVisible()
    dialog.salvage_into(str(tmp_path / "new.desk1540"))
    qtbot.waitUntil(lambda: dialog.said.text().startswith("Salvaged into new.desk1540"))
    assert "The whole history was kept" in dialog.found.text()
    bury(dialog)
