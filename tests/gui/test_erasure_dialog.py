"""Erasing private details in the window: asked on the start page, shown before, told after, never undone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from db.backup import back_up
from db.queries.people import contact_details, persons
from desktop.services.contacts import DetailInput, add_person, add_post, delete_persons, designate
from desktop.views.contacts.erasure_dialog import ErasureDialog
from desktop.views.contacts.screen import ContactsScreen
from desktop.views.history.screen import HistoryScreen
from desktop.views.start.screen import StartScreen
from tests.builders import new_database
from tests.gui.places import bury, make_place, settle, texts_of

MOBILE, ADDRESS = "+999 6 555 0123", "Calle Secreta 5"


@pytest.fixture
def database(tmp_path):
    made = new_database(tmp_path)
    details = [
        DetailInput("eva@office.example", "email"),
        DetailInput(MOBILE, "phone", "mobile", is_private=True),
    ]
    made.eva = add_person(made, "Ana", {"name": "Eva Antes", "private_address": ADDRESS}, details)
    post = add_post(made, "Ana", {"name": "Directora", "state": "X01"})
    designate(made, "Ana", made.eva, post, {"from_date": "2020", "to_date": "2024-03-31"})
    yield made
    made.close()


@pytest.fixture
def backup(database, tmp_path):
    return back_up(database, tmp_path / "copies" / "before.desk1540").path


@pytest.fixture
def place(qapp, database, backup, tmp_path):
    made = make_place(database, tmp_path)
    yield made
    settle(made)
    made.desk.deleteLater()


@pytest.fixture
def screen(place, database):
    made = ContactsScreen(place)
    made.show()
    settle(place)
    made.show_record(database.eva)
    settle(place)
    yield made
    bury(made)


def open_dialog(screen, place) -> ErasureDialog:
    screen.panel.private.erase_button.click()
    settle(place)
    return screen.window().findChild(ErasureDialog)


def test_the_dialog_shows_what_would_go_and_what_still_holds_it(screen, place, backup):
    dialog = open_dialog(screen, place)
    shown = dialog.list.toPlainText()
    assert "Private address: 1 in the records, 1 in the history" in shown
    assert "Private phones and e-mails: 1 in the records, 1 in the history" in shown
    assert str(backup) in shown
    assert "still there" in shown
    assert MOBILE not in shown
    assert ADDRESS not in shown
    assert "cannot be undone" in dialog.said.text()
    assert dialog.with_office.isVisibleTo(dialog)
    assert dialog.focusWidget() is dialog.close_button
    bury(dialog)


def test_nothing_is_erased_until_it_is_asked_for(screen, place, database):
    dialog = open_dialog(screen, place)
    dialog.close_button.click()
    settle(place)
    with database.read() as unit:
        assert persons(unit)[0].private_address == ADDRESS


def test_erased_for_good_with_the_list_to_copy(screen, place, database, backup):
    dialog = open_dialog(screen, place)
    dialog.erase_button.click()
    settle(place)
    with database.read() as unit:
        assert persons(unit)[0].private_address == ""
        assert [each.written for each in contact_details(unit)[database.eva]] == ["eva@office.example"]
    assert "Eva Antes" in dialog.said.text()
    assert dialog.erase_button.isHidden()
    assert dialog.close_button.text() == "Close"
    dialog.copy_button.click()
    assert str(backup) in QGuiApplication.clipboard().text()
    assert MOBILE not in QGuiApplication.clipboard().text()
    assert screen.panel.person.editors["private_address"].toPlainText() == ""
    bury(dialog)


def test_the_office_details_only_when_they_are_ticked(screen, place, database):
    dialog = open_dialog(screen, place)
    dialog.with_office.setChecked(True)
    settle(place)
    assert "Office phones and e-mails: 1 in the records" in dialog.list.toPlainText()
    dialog.erase_button.click()
    settle(place)
    with database.read() as unit:
        assert database.eva not in contact_details(unit)
    bury(dialog)


def test_an_erasure_is_not_undone(screen, place):
    problems = []
    place.undo.refused.connect(problems.append)
    dialog = open_dialog(screen, place)
    dialog.erase_button.click()
    settle(place)
    bury(dialog)
    place.undo.undo()
    settle(place)
    assert [place.texts.sentence(each) for each in problems] == [
        "An erasure cannot be taken back: this file no longer holds what was erased."
    ]
    assert not place.undo.canUndo()


def test_a_step_from_before_says_that_its_values_are_erased(screen, place, database):
    from desktop.services.contacts import update_person

    update_person(database, "Ana", database.eva, {"private_address": "Calle Otra 7"})
    settle(place)
    problems = []
    place.undo.refused.connect(problems.append)
    dialog = open_dialog(screen, place)
    dialog.erase_button.click()
    settle(place)
    bury(dialog)
    place.undo.undo()
    settle(place)
    place.undo.undo()
    settle(place)
    assert "what it changed was erased" in place.texts.sentence(problems[-1])


def test_a_history_that_is_open_shows_no_erased_value(screen, place, show_history):
    history = show_history
    row = next(
        row for row, text in enumerate(texts_of(history.model, 2)) if text == "Add the person Eva Antes"
    )
    history.table.setCurrentIndex(history.model.index(row, 0))
    settle(place)
    assert MOBILE in shown_changes(history)
    dialog = open_dialog(screen, place)
    dialog.erase_button.click()
    settle(place)
    bury(dialog)
    assert MOBILE not in shown_changes(history)
    history.table.setCurrentIndex(history.model.index(row + 1, 0))
    settle(place)
    assert MOBILE not in shown_changes(history)
    assert "(erased)" in shown_changes(history)


def test_the_take_back_screen_refuses_an_erasure_in_one_sentence(screen, place, show_history):
    dialog = open_dialog(screen, place)
    dialog.erase_button.click()
    settle(place)
    bury(dialog)
    show_history.table.setCurrentIndex(show_history.model.index(0, 0))
    settle(place)
    show_history.panel.take_back_asked.emit()
    settle(place)
    assert show_history.take_back.said.text() == (
        "An erasure cannot be taken back: this file no longer holds what was erased."
    )
    assert not show_history.take_back.do_button.isEnabled()


@pytest.fixture
def show_history(place):
    made = HistoryScreen(place)
    made.show()
    settle(place)
    yield made
    bury(made)


def shown_changes(history) -> str:
    model = history.panel.model
    rows, columns = range(model.rowCount()), range(model.columnCount())
    return "\n".join(str(model.index(row, column).data() or "") for row in rows for column in columns)


# Kept longer than twelve months


def test_the_start_page_asks_and_leads_to_the_person(place, screen):
    start = StartScreen(place)
    start.show()
    settle(place)
    groups = [start.gaps.list.topLevelItem(row) for row in range(start.gaps.list.topLevelItemCount())]
    group = next(each for each in groups if each.text(0).startswith("Private details kept longer"))
    asked = []
    place.navigator.record_asked.connect(lambda *target: asked.append(target))
    start.gaps.list.itemActivated.emit(group.child(0), 0)
    assert group.child(0).text(0) == "Eva Antes"
    assert asked[0][0] == "person"
    bury(start)


def test_the_person_is_shown_with_both_ways_and_kept_on_purpose(place, screen, database):
    notice = screen.panel.private.notice
    assert notice.isVisibleTo(screen.panel)
    assert "31 Mar 2024" in notice.said.text()
    notice.keep_button.click()
    settle(place)
    with database.read() as unit:
        assert persons(unit)[0].details_kept_until == "2027-05-15"
    assert notice.isHidden()
    assert screen.panel.private.erase_button.isVisibleTo(screen.panel)


def test_of_a_deleted_person_the_dialog_is_offered_when_the_row_is_opened(screen, place, database):
    delete_persons(database, "Ana", [database.eva])
    settle(place)
    screen.show_record(database.eva)
    settle(place)
    dialog = screen.window().findChild(ErasureDialog)
    assert dialog.title.text() == "Eva Antes"
    assert "0 in the records, 1 in the history" in dialog.list.toPlainText()
    dialog.erase_button.click()
    settle(place)
    bury(dialog)
    screen.show_record(database.eva)
    settle(place)
    assert screen.window().findChild(ErasureDialog) is None


def test_keys_and_names(screen, place):
    dialog = open_dialog(screen, place)
    assert dialog.list.accessibleName()
    assert all("&" in button.text() for button in (dialog.copy_button, dialog.erase_button))
    assert dialog.list.tabChangesFocus() is not False
    assert dialog.erase_button.focusPolicy() & Qt.FocusPolicy.TabFocus
    bury(dialog)
