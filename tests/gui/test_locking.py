"""The lock of the window: everything is covered, the key is gone, and all comes back as it was."""

import threading
from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QLineEdit, QMenu

from db.queries.plan import items
from db.recovery import groups_of
from desktop.app import screens
from desktop.base.i18n import texts_for
from desktop.jobs.runner import JobRunner
from desktop.services.passphrases import change_passphrase
from desktop.services.plans import update_items
from desktop.shell.idle_watch import IdleWatch
from desktop.views.main_window import MainWindow
from desktop.views.passphrase.file_secrets import LOCKS_LATER, FileSecrets
from desktop.views.passphrase.lock_page import LockPage
from tests.gui.naming import nameless
from tests.gui.places import bury, make_place, settle

PASSPHRASE = "lluvia mesa tren ázul"


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def place(qapp, database, tmp_path):
    database.call(partial(change_passphrase, database, PASSPHRASE))
    made = make_place(database, tmp_path)
    yield made
    settle(made)
    made.desk.deleteLater()


@pytest.fixture
def window(place):
    made = MainWindow(place, screens())
    made.show_screen("plan")
    made.show()
    settle(place)
    made.activateWindow()
    yield made
    bury(made)


@pytest.fixture
def secrets(qapp, place, window, clock):
    watch = IdleWatch(qapp, clock)
    made = FileSecrets(qapp, place, window, watch)
    made.watch = watch
    yield made
    locker = made.locker
    if locker.is_locked:
        unlock(place, made)
    bury(locker.page)
    watch.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def locker(secrets):
    return secrets.locker


def unlock(place, secrets, secret=PASSPHRASE):
    secrets.locker.page.panel.passphrase.line.setText(secret)
    secrets.locker.page.panel.open_button.click()
    settle(place)


def first_item(database):
    with database.read() as unit:
        return items(unit)[0]


def shown_windows():
    return [each for each in QApplication.topLevelWidgets() if each.isVisible()]


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)
def test_the_lock_covers_everything_and_drops_the_key(place, window, secrets, database, qtbot):
    menu = QMenu(window)
    menu.addAction("x")
    menu.popup(window.pos())
    assert secrets.lock_action.shortcut().toString() == "Ctrl+L"
    secrets.lock_action.trigger()
    settle(place)
    assert shown_windows() == [secrets.locker.page]
    assert secrets.locker.page.windowTitle() == "Desk1540 - locked"
    assert not menu.isVisible()
    assert database.key is None
    assert database.line.is_locked
    assert not database.line.is_open


def test_nothing_of_the_file_stands_on_the_lock_page(place, locker, window):
    locker.lock()
    settle(place)
    parts = [*locker.page.findChildren(QLabel), *locker.page.findChildren(QAbstractButton)]
    said = " ".join([locker.page.windowTitle(), *(each.text() for each in parts)])
    assert "Locked" in said
    assert "file.desk1540" not in said
    assert "Marenta" not in said


def test_a_wrong_passphrase_stays_locked_and_the_right_one_opens(place, window, secrets, database):
    secrets.locker.lock()
    settle(place)
    unlock(place, secrets, "otra")
    panel = secrets.locker.page.panel
    assert secrets.locker.is_locked
    assert panel.said.text().startswith("The passphrase does not open")
    assert panel.passphrase.line.selectedText()
    told = []
    secrets.locker.unlocked.connect(told.append)
    unlock(place, secrets)
    assert told == [False]
    assert window in shown_windows()
    assert secrets.locker.page not in shown_windows()
    assert panel.passphrase.text() == ""
    assert first_item(database).number == "1.1"


def test_the_recovery_sheet_unlocks_too(place, window, secrets, database):
    groups = groups_of(database.key)
    secrets.locker.lock()
    settle(place)
    told = []
    secrets.locker.unlocked.connect(told.append)
    panel = secrets.locker.page.panel
    panel.sheet_button.click()
    panel.sheet.text.setPlainText(" ".join(groups))
    panel.open_button.click()
    settle(place)
    assert told == [True]


def test_an_open_cell_editor_with_its_text_comes_back(place, window, secrets, database, qtbot):
    table = window.stack.currentWidget().table
    index = table.model().index(0, 1)
    table.setCurrentIndex(index)
    table.edit(index)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    editor.setText("a medias")
    editor.setSelection(2, 3)
    before = first_item(database)
    secrets.locker.lock()
    settle(place)
    unlock(place, secrets)
    assert QApplication.focusWidget() is editor
    assert (editor.text(), editor.selectedText()) == ("a medias", "med")
    assert first_item(database) == before
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    settle(place)
    assert first_item(database).title == "a medias"


def test_typed_text_in_a_form_is_neither_saved_nor_lost(place, window, secrets, database, qtbot):
    editor = window.stack.currentWidget().detail.form.editors["remarks"]
    editor.setFocus()
    qtbot.waitUntil(editor.hasFocus)
    qtbot.keyClicks(editor, "borrador")
    typed, before = editor.toPlainText(), first_item(database).remarks
    secrets.locker.lock()
    settle(place)
    unlock(place, secrets)
    assert editor.hasFocus()
    assert editor.toPlainText() == typed
    assert first_item(database).remarks == before


def test_a_dialog_with_what_was_typed_comes_back(place, window, secrets, qtbot):
    window._on_author_asked()
    dialog = window.findChild(QDialog)
    dialog.author.setText("Eva")
    ended = []
    dialog.finished.connect(ended.append)
    secrets.locker.lock()
    settle(place)
    assert not dialog.isVisible()
    unlock(place, secrets)
    assert dialog.isVisible()
    assert dialog.isModal()
    assert (dialog.author.text(), ended) == ("Eva", [])
    dialog.done_button.click()
    assert place.settings.current.author == "Eva"


def test_what_is_asked_while_locked_waits_and_is_done_in_its_order(place, window, secrets, database):
    row = first_item(database).id
    secrets.locker.lock()
    settle_locked()
    done = []
    place.desk.write(update_items, {row: {"remarks": "uno"}}, then=lambda _: done.append(1))
    place.desk.write(update_items, {row: {"remarks": "dos"}}, then=lambda _: done.append(2))
    settle_locked()
    assert done == []
    unlock(place, secrets)
    assert done == [1, 2]
    assert first_item(database).remarks == "dos"


def settle_locked():
    for _ in range(5):
        QCoreApplication.sendPostedEvents()
        QCoreApplication.processEvents()


def test_what_wants_to_show_meanwhile_shows_afterwards(place, window, secrets):
    secrets.locker.lock()
    settle(place)
    late = QDialog(window)
    late.open()
    settle(place)
    assert late.testAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    assert not late.windowHandle() or not late.windowHandle().isVisible()
    unlock(place, secrets)
    assert late.isVisible()
    assert late.windowHandle().isVisible()
    late.close()


def test_while_a_job_runs_the_lock_waits_for_its_end(place, window, secrets, database):
    gate = threading.Event()
    jobs = JobRunner()
    object.__setattr__(place, "jobs", jobs)
    jobs.became_idle.connect(secrets.locker._on_jobs_ended)
    jobs.start("report", lambda _progress: gate.wait(10))
    secrets.locker.lock()
    assert not secrets.locker.is_locked
    assert place.messages.take() == [LOCKS_LATER]
    gate.set()
    jobs.close()
    settle(place)
    assert secrets.locker.is_locked
    assert database.line.is_locked


def test_it_locks_by_itself_after_the_chosen_minutes(place, window, secrets, clock):
    clock.now += 29 * 60
    secrets.watch.check()
    assert not secrets.locker.is_locked
    clock.now += 60
    secrets.watch.check()
    settle(place)
    assert secrets.locker.is_locked


def test_the_minutes_are_chosen_in_the_settings(place, window, secrets, clock):
    by_text = {action.text(): action for action in secrets.choices.actions()}
    assert by_text["After 30 minutes without input"].isChecked()
    by_text["Never"].trigger()
    assert place.settings.current.lock_minutes == 0
    clock.now += 600 * 60
    secrets.watch.check()
    assert not secrets.locker.is_locked
    by_text["After 5 minutes without input"].trigger()
    secrets.watch.note_input()
    clock.now += 5 * 60
    secrets.watch.check()
    settle(place)
    assert secrets.locker.is_locked


def test_private_details_leave_the_clipboard(place, window, secrets):
    place.clipboard.copy("+507 6000", is_private=True)
    secrets.locker.lock()
    settle(place)
    assert QGuiApplication.clipboard().text() == ""


def test_a_plain_file_is_not_locked(place, window, secrets, database):
    database.call(partial(change_passphrase, database, None))
    secrets._renew()
    assert not secrets.lock_action.isEnabled()
    secrets.locker.lock()
    assert not secrets.locker.is_locked


def test_closing_from_the_lock_page_asks_once(place, window, secrets):
    asked = []
    secrets.close_asked.connect(lambda: asked.append(True))
    secrets.locker.lock()
    settle(place)
    page = secrets.locker.page
    page.close()
    assert (page.isVisible(), asked) == (True, [])
    assert page.said.text() == "Text that was being typed and is not saved yet is lost."
    page.close_button.click()
    assert asked == [True]


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_lock_page_can_be_named_and_used_by_keys(qtbot, language):
    page = LockPage(texts_for(language))
    qtbot.addWidget(page, before_close_func=lambda each: each.hide())
    page.show()
    assert nameless(page) == []
    keys = [page.panel.sheet_button, page.panel.open_button, page.close_button]
    letters = [each.text()[each.text().index("&") + 1].lower() for each in keys]
    assert len(set(letters)) == len(letters)
