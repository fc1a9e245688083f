"""The main window: navigation, undo in the menu, who is at work, and what is kept when it closes."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from db.queries.plan import items
from desktop.app import screens
from desktop.base.errors import Cancelled
from desktop.jobs.runner import JobRunner
from desktop.services.plans import update_items
from desktop.views.closing import STOP, Closing
from desktop.views.first_run.author_dialog import AuthorDialog
from desktop.views.main_window import MainWindow
from tests.gui.places import bury, settle


@pytest.fixture
def window(place):
    made = MainWindow(place, screens())
    made.show_screen("start")
    made.show()
    settle(place)
    yield made
    bury(made)


def first_item(database):
    with database.read() as unit:
        return items(unit)[0]


def status_texts(window):
    return [label.text() for label in window.statusBar().findChildren(QLabel) if label.isVisibleTo(window)]


def test_screens_are_made_when_first_shown(window, place):
    assert list(window._made) == ["start"]
    window.navigation.setCurrentRow(1)
    settle(place)
    assert list(window._made) == ["start", "plan"]
    assert window.stack.currentWidget() is window._made["plan"]


def test_the_status_bar_says_who_where_and_that_all_is_saved(window):
    said = status_texts(window)
    assert {"At work: Ana", "Marenta", "file.desk1540", "All changes are saved"} <= set(said)


def test_undo_and_redo_in_the_menu_name_the_thing(window, place, database):
    item = first_item(database)
    assert not window.undo_action.isEnabled()
    place.desk.write(update_items, {item.id: {"remarks": "uno"}})
    settle(place)
    assert window.undo_action.text() == "&Undo: Change Remarks of 1.1"
    window.undo_action.trigger()
    settle(place)
    assert first_item(database).remarks == item.remarks
    assert window.redo_action.text() == "&Redo: Change Remarks of 1.1"
    window.redo_action.trigger()
    settle(place)
    assert first_item(database).remarks == "uno"


def test_the_busy_word_comes_and_goes(window, place, database):
    place.desk.read(items, then=lambda _found: None)
    assert window.saving.text() == "Working…"
    settle(place)
    assert window.saving.text() == "All changes are saved"


def test_a_record_is_shown_on_the_screen_of_its_table(window, place, database):
    item = first_item(database)
    place.navigator.record_asked.emit("plan_item", item.id)
    settle(place)
    assert window.stack.currentWidget().table.current_id() == item.id
    place.navigator.screen_asked.emit("start")
    assert window.navigation.currentRow() == 0


def test_another_author_signs_from_now_on(window, place, database):
    window._on_author_asked()
    dialog = window.findChild(AuthorDialog)
    dialog.author.setText("  ")
    dialog.done_button.click()
    assert dialog.isVisible()
    dialog.author.setText("Eva Ruiz")
    dialog.done_button.click()
    assert place.settings.current.author == "Eva Ruiz"
    assert "At work: Eva Ruiz" in status_texts(window)
    told = []
    place.feed.changed.connect(told.append)
    place.desk.write(update_items, {first_item(database).id: {"remarks": "x"}})
    settle(place)
    assert told[0].author == "Eva Ruiz"


def test_closing_hands_over_what_is_being_typed(window, place, database, qtbot):
    screen = window.show_screen("plan")
    settle(place)
    editor = screen.detail.form.editors["remarks"]
    window.activateWindow()
    editor.setFocus()
    qtbot.waitUntil(editor.hasFocus)
    editor.setPlainText("a medias")
    window.close()
    settle(place)
    assert first_item(database).remarks == "a medias"
    assert place.settings.current.window["main"]


def test_a_window_stands_where_it_stood(window, place):
    window.resize(780, 600)
    window.close()
    again = MainWindow(place, screens())
    assert (again.width(), again.height()) == (780, 600)
    bury(again)


def test_ctrl_and_number_goes_to_a_screen(window, place, qtbot):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    settle(place)
    assert window.navigation.currentRow() == 1


def test_a_long_work_says_so(window, place, qtbot, database):
    window.saving.show_busy(True)
    window.saving.say_long()
    assert window.saving.text() == "Still working; what is changed meanwhile is saved after it"
    window.saving.show_busy(False)
    assert window.saving.text() == "All changes are saved"


def test_the_window_closes_when_everything_is_saved(window, place, database):
    closed = []
    window.closed.connect(lambda: closed.append(place.desk.is_busy))
    place.desk.write(update_items, {first_item(database).id: {"remarks": "late"}})
    assert not window.close()
    settle(place)
    assert closed == [False]
    assert first_item(database).remarks == "late"


def test_closing_asks_before_a_job_is_stopped(window, place, monkeypatch):
    gate = threading.Event()
    jobs = JobRunner()
    object.__setattr__(place, "jobs", jobs)
    window._closing = Closing(place, window)

    def work(progress):
        while not gate.wait(0.01):
            progress(0, 1)

    stopped = []
    jobs.start("report", work, refused=stopped.append)
    place.messages.answer = False
    assert not window.close()
    assert place.messages.take() == [STOP]
    assert not stopped
    place.messages.answer = True
    assert not window.close()
    settle(place)
    jobs.close()
    settle(place)
    assert [type(each) for each in stopped] == [Cancelled]
    assert not window.isVisible()


def test_f6_goes_round_the_parts_of_the_window(window, place, qtbot):
    screen = window.show_screen("contacts")
    settle(place)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.navigation.setFocus()
    window._parts.go_on()
    assert screen.table.hasFocus()
    window._parts.go_on()
    assert screen.side.isAncestorOf(window.focusWidget())
    window._parts.go_on()
    assert window.navigation.hasFocus()
    window._parts.go_back()
    assert screen.side.isAncestorOf(window.focusWidget())
    reports = window.show_screen("reports")
    window.navigation.setFocus()
    window._parts.go_on()
    assert reports.isAncestorOf(window.focusWidget())
