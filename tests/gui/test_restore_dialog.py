"""The restore window: the list, the preview, the passphrase of a backup, one question, and the way back."""

# ruff: noqa: F811 - fixtures of the program are taken by their names

from __future__ import annotations

import shutil
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit
from shiboken6 import isValid

from db.errors import DatabaseProblem
from db.opening import create, open_file, open_reading
from db.queries.backups import backups
from db.queries.plan import plans
from desktop.services.backup_list import Asked
from desktop.services.known_heads import file_id
from desktop.services.plans import add_plan
from desktop.shell.messages import RecordedMessages
from desktop.views.backups.outside import OutsideLine
from desktop.views.backups.restore_dialog import RestoreDialog, Surroundings
from desktop.views.backups.settings_dialog import BackupSettingsDialog
from desktop.views.checking.dialog import CheckDialog
from tests.builders import fixed_ids
from tests.gui.places import bury, make_place, settle
from tests.gui.test_backup_keeper import wait
from tests.gui.test_program import close, file, opened, program, store  # noqa: F401 - fixtures
from tests.services.test_backups import make

SECRET = "a long passphrase"


@pytest.fixture
def root(tmp_path):
    return tmp_path / "backups"


def record(database):
    with database.read() as unit:
        return backups(unit)


@pytest.fixture
def show(qapp, place, root):
    """Shows the window over the backups of the open file, or of a file that is not open."""
    shown = []

    def make_dialog(asked=None, *, at=place, is_open=True):
        database = at.desk._database
        known = asked or Asked(at.file.path, file_id(database), record(database))
        around = Surroundings(at.texts, at.values, at.jobs, root, at.desk if is_open else None)
        dialog = RestoreDialog(around, known)
        dialog.show()
        settle(at)
        shown.append(dialog)
        return dialog

    yield make_dialog
    for dialog in shown:
        bury(dialog)


def cells(dialog):
    tree = dialog.frame.list
    rows = [tree.topLevelItem(row) for row in range(tree.topLevelItemCount())]
    return [[row.text(column) for column in range(5)] for row in rows]


def test_the_list_and_the_preview_of_the_newest(show, database, place, root):
    make(database, root)
    make(database, root)
    add_plan(database, "Eva", {"state": "X01", "title": "Late plan"})
    dialog = show()
    assert [row[2:] for row in cells(dialog)] == [["During work", "", "This computer"]] * 2
    text = dialog.frame.preview.text.toPlainText()
    assert "Actions: 4" in text
    assert "Newest entry: number" in text
    assert "In the present file and not in this backup, entries: 1" in text
    assert "Late plan" in text
    assert dialog.frame.restore_button.isEnabled()


def test_nothing_found_is_said(show):
    dialog = show()
    assert dialog.frame.said.text().startswith("No backup of this file was found.")
    assert not dialog.frame.restore_button.isEnabled()


def test_one_question_says_what_is_kept_and_can_be_taken_back(show, database, place, root):
    backup = make(database, root).result.path
    dialog = show()
    asked = []
    dialog.restore_asked.connect(lambda *given: asked.append(given))
    dialog.frame.restore_button.click()
    assert "stays beside it as “file (before restore …)”" in dialog.frame.asked.text()
    dialog.frame.back_button.click()
    assert dialog.frame.buttons.isVisible()
    assert asked == []
    dialog.frame.restore_button.click()
    dialog.frame.now_button.click()
    assert not dialog.frame.back_button.isEnabled()
    settle(place)
    assert asked == [(backup, None)]
    assert not isValid(dialog)


def test_a_copy_is_opened_to_read(show, database, root):
    backup = make(database, root).result.path
    dialog = show()
    asked = []
    dialog.copy_asked.connect(lambda *given: asked.append(given))
    dialog.frame.copy_button.click()
    assert asked == [(backup, None)]


def test_damaged_backups_are_marked_and_cannot_be_restored(show, database, place, root):
    make(database, root)
    cut, broken = make(database, root).result.path, make(database, root).result.path
    cut.write_bytes(cut.read_bytes()[:-8192])
    with broken.open("r+b") as bytes_of:
        bytes_of.seek(4096 * 6)
        bytes_of.write(b"\xff" * 4096)
    dialog = show()
    assert [row[3] for row in cells(dialog)] == ["Damaged", "Damaged", ""]
    assert "is damaged" in dialog.frame.preview.said.text()
    dialog.frame.choose_row(1)
    settle(place)
    assert "cannot be restored" in dialog.frame.preview.said.text()
    assert not dialog.frame.restore_button.isEnabled()
    dialog.frame.choose_row(2)
    settle(place)
    assert dialog.frame.restore_button.isEnabled()


def test_records_changed_behind_the_history_are_noticed_before_anything_is_replaced(
    show, database, place, root
):
    backup = make(database, root).result.path
    import sqlcipher3.dbapi2 as driver

    behind = driver.connect(str(backup))
    behind.execute("UPDATE plan_item SET title = 'changed behind'")
    behind.commit()
    behind.close()
    dialog = show()
    asked = []
    dialog.restore_asked.connect(lambda *given: asked.append(given))
    dialog.frame.restore_button.click()
    dialog.frame.now_button.click()
    settle(place)
    assert asked == []
    assert cells(dialog)[0][3] == "Damaged"
    assert "is damaged; nothing was restored" in dialog.frame.preview.said.text()
    assert dialog.frame.list.isEnabled()
    assert not dialog.frame.restore_button.isEnabled()


def test_a_file_from_another_place_says_that_it_is_another_file(show, database, place, root, tmp_path):
    make(database, root)
    create(tmp_path / "strange.desk1540", state="X02", author="Ana", ids=fixed_ids(7)).close()
    dialog = show()
    dialog.frame.elsewhere_button.click()
    (chooser,) = dialog.findChildren(QFileDialog)
    chooser.close()
    dialog.take_file(str(tmp_path / "strange.desk1540"))
    settle(place)
    assert cells(dialog)[0][4] == str(tmp_path)
    assert "This is a backup of another file." in dialog.frame.preview.text.toPlainText()
    dialog.take_file(str(tmp_path / "gone.desk1540"))
    dialog.take_file(str(tmp_path / "strange.desk1540"))
    assert len(cells(dialog)) == 2


def test_a_backup_under_another_passphrase_asks_for_it_here(show, database, place, root, tmp_path):
    other = create(tmp_path / "locked.desk1540", state="X01", author="Ana", ids=fixed_ids(3), secret=SECRET)
    key = other.key
    other.close()
    dialog = show()
    dialog.take_file(str(tmp_path / "locked.desk1540"))
    settle(place)
    assert cells(dialog)[0][3] == "Passphrase"
    panel = dialog.frame.preview.secret
    assert panel.isVisible()
    assert not dialog.frame.restore_button.isEnabled()
    field = panel.passphrase.findChild(QLineEdit)
    QTest.keyClicks(field, "wrong")
    QTest.keyClick(field, Qt.Key.Key_Return)
    settle(place)
    assert dialog.isVisible()
    assert "does not open" in panel.said.text()
    panel.given.emit(SECRET)
    settle(place)
    assert not panel.isVisible()
    asked = []
    dialog.restore_asked.connect(lambda *given: asked.append(given))
    dialog.frame.restore_button.click()
    dialog.frame.now_button.click()
    settle(place)
    assert asked == [(tmp_path / "locked.desk1540", key)]


def test_backups_of_an_encrypted_file_open_with_its_own_key(qapp, show, root, tmp_path):
    (tmp_path / "own").mkdir()
    database = create(
        tmp_path / "own" / "file.desk1540", state="X01", author="Ana", ids=fixed_ids(4), secret=SECRET
    )
    place = make_place(database, tmp_path / "own", language="es")
    make(database, root)
    dialog = show(at=place)
    assert "Planes: 0" in dialog.frame.preview.text.toPlainText()
    assert dialog.frame.restore_button.isEnabled()
    database.close()


def test_without_a_present_file_there_is_nothing_to_compare(show, database, place, root):
    make(database, root)
    dialog = show(Asked(place.file.path), is_open=False)
    text = dialog.frame.preview.text.toPlainText()
    assert "Newest entry" in text
    assert "present file" not in text


# Through the whole program


@pytest.fixture
def backup(file, program, qtbot):
    """The program with a file open, of which there is a backup, and work after that."""
    program.start(file)
    opened(qtbot, program)
    keeper = program._place.backups
    qtbot.waitUntil(lambda: keeper.state is not None and keeper.state.newest is not None)
    program._place.desk.write(add_plan, {"state": "X01", "title": "After the backup"})
    qtbot.waitUntil(lambda: not program._place.desk.is_busy)
    return keeper.state.newest


def titles(path, secret=None):
    database = open_reading(path, secret=secret)
    try:
        with database.read() as unit:
            return [plan.title for plan in plans(unit)]
    finally:
        database.close()


def test_a_restore_closes_keeps_replaces_and_opens_again(backup, file, program, qtbot):
    first = program.window
    first.restore_asked.emit()
    qtbot.waitUntil(lambda: program.backups.dialog is not None and program.backups.dialog._found != [])
    dialog = program.backups.dialog
    row = [each.path for each in dialog._found].index(backup)
    dialog.frame.choose_row(row)
    qtbot.waitUntil(dialog.frame.restore_button.isEnabled)
    dialog.frame.restore_button.click()
    dialog.frame.now_button.click()
    qtbot.waitUntil(lambda: program.window not in (None, first))
    window = opened(qtbot, program)
    (kept,) = file.parent.glob("file (before restore *).desk1540")
    assert kept.name in window.notice.text
    assert "After the backup" not in titles(file)
    assert "After the backup" in titles(kept)
    close(qtbot, program)
    database = open_file(file)
    with database.read() as unit:
        assert unit.raw("SELECT site FROM file_head") == [(2,)]
    database.close()


def test_a_restore_that_is_refused_brings_the_present_file_back(backup, file, program, qtbot):
    first = program.window
    program.messages = RecordedMessages(program.texts)
    with backup.open("r+b") as bytes_of:
        bytes_of.truncate(8192)
    program.backups.restore_asked.emit(file, backup, None)
    qtbot.waitUntil(lambda: program.window not in (None, first) and bool(program.messages.shown))
    opened(qtbot, program)
    assert "After the backup" in titles(file)
    assert not list(file.parent.glob("file (before restore *).desk1540"))


def test_a_file_that_cannot_be_opened_is_restored_from_the_first_page(backup, file, program, qtbot):
    close(qtbot, program)
    file.write_bytes(b"\0" * 40_000)
    program.start(file)
    qtbot.waitUntil(lambda: program.first_run.page is not None)
    qtbot.waitUntil(program.first_run.page.act_button.isVisible)
    assert program.first_run.page.act_button.text() == "See what can be done…"
    program.first_run.page.act_button.click()
    checks = program.first_run.page.findChild(CheckDialog)
    qtbot.waitUntil(checks.restore_button.isVisible, timeout=8_000)
    checks.restore_button.click()
    dialog = program.backups.dialog
    qtbot.waitUntil(dialog.frame.restore_button.isEnabled)
    dialog.frame.restore_button.click()
    dialog.frame.now_button.click()
    opened(qtbot, program)
    assert program.first_run.page is None
    assert "After the backup" in titles(file)


def test_the_offer_for_a_damaged_file_that_is_open_leads_to_the_same_window(backup, program, qtbot):
    object.__setattr__(program._place, "messages", RecordedMessages(program.texts))
    program._on_checked(["row 3 missing from index"])
    checks = program.window.findChild(CheckDialog)
    checks.restore_button.click()
    qtbot.waitUntil(lambda: program.backups.dialog is not None)
    bury(program.backups.dialog)


def test_the_settings_of_the_backups_open_from_the_menu(backup, program):
    program.window.backups_asked.emit()
    dialog = program.window.findChild(BackupSettingsDialog)
    assert dialog.folder.text() == str(backup.parent)
    bury(dialog)


def test_a_present_file_that_cannot_be_read_is_known_by_what_is_remembered(backup, program, qtbot):
    flow, noted = program.backups, []
    flow._on_not_noted(DatabaseProblem("The file is locked"))
    dialog = flow.dialog
    qtbot.waitUntil(lambda: noted != dialog._found)
    assert backup in [each.path for each in dialog._found]
    bury(dialog)


# The second place


@pytest.fixture
def kept(place, root, tmp_path):
    """A place whose keeper is at work, with a folder for copies outside."""
    place.backups.root = root
    place.backups.start()
    wait(place)
    stick = tmp_path / "stick"
    stick.mkdir()
    return stick


def test_the_first_screen_says_how_old_the_copy_outside_is(place, kept):
    line = OutsideLine(place)
    assert line.said.text() == "No copy of this file is outside this computer."
    assert line.button.text() == "Choose its place…"
    line.button.click()
    (chooser,) = line.findChildren(QFileDialog)
    chooser.close()
    line.take_folder(str(kept))
    wait(place)
    assert len(list(kept.rglob("*.desk1540"))) == 1
    made_at = place.backups.state.outside_at.date()
    for days, said in ((0, "today"), (1, "1 day ago"), (12, "12 days ago")):
        object.__setattr__(place, "today", lambda days=days: made_at + timedelta(days=days))
        place.backups.changed.emit()
        assert line.said.text() == f"Last copy outside this computer: {said}"
    object.__setattr__(place, "today", lambda: date(1970, 1, 1))
    place.backups.changed.emit()
    assert str(made_at.year) in line.said.text()
    line.button.click()
    wait(place)
    assert len(list(kept.rglob("*.desk1540"))) == 2
    shutil.rmtree(kept)
    line.button.click()
    wait(place)
    assert "is not there now" in line.said.text()
    bury(line)


def test_an_exercise_needs_no_copy_outside(place, kept):
    assert place.file.is_exercise or place.backups.state is not None
    line = OutsideLine(place)
    assert line.isHidden() == place.file.is_exercise
    bury(line)


def test_the_settings_say_where_backups_go_and_who_could_read_them(place, kept):
    dialog = BackupSettingsDialog(place)
    dialog.show()
    settle(place)
    assert dialog.outside.text() == "No second place was chosen."
    assert dialog.last.text().startswith("Last backup: ")
    dialog.choose_button.click()
    (chooser,) = dialog.findChildren(QFileDialog)
    chooser.close()
    dialog.take_folder(str(kept))
    wait(place)
    assert dialog.outside.text() == str(kept)
    assert "whoever finds the stick can read everything" in dialog.warning.text()
    assert "on the same disk" in dialog.warning.text()
    assert dialog.outside_at.text().startswith("Last copy outside")
    shutil.rmtree(kept)
    dialog.now_button.click()
    wait(place)
    assert "is not there now" in dialog.warning.text()
    dialog.none_button.click()
    assert dialog.outside.text() == "No second place was chosen."
    assert dialog.warning.isHidden()
    before = len(list(place.backups.root.rglob("*.desk1540")))
    dialog.now_button.click()
    wait(place)
    assert len(list(place.backups.root.rglob("*.desk1540"))) == before + 1
    bury(dialog)
