"""The history as people use it: read it, narrow it, follow one record, take entries back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from db.queries.people import persons
from db.schema import Person
from desktop.app import screens
from desktop.services.contacts import (
    DetailInput,
    add_institution,
    add_person,
    add_post,
    delete_persons,
    designate,
    update_person,
)
from desktop.shell.roles import Role
from desktop.views.history.screen import HistoryScreen
from desktop.views.main_window import MainWindow
from tests.builders import new_database
from tests.gui.places import bury, make_place, settle


@pytest.fixture
def database(tmp_path):
    made = new_database(tmp_path)
    bea = add_person(made, "Bea", {"name": "Bea Ejemplo", "rank": "Attaché"})
    update_person(made, "Carlos", bea, {"rank": "Second Secretary", "unit": "Treaties"})
    update_person(made, "Ana", bea, {"rank": "Counsellor"})
    yield made
    made.close()


@pytest.fixture
def place(database, tmp_path, qapp):
    made = make_place(database, tmp_path)
    yield made
    settle(made)
    made.desk.deleteLater()


@pytest.fixture
def screen(place):
    made = HistoryScreen(place)
    made.resize(1000, 600)
    made.show()
    settle(place)
    yield made
    bury(made)


def column(screen, number):
    return [screen.model.index(row, number).data() for row in range(screen.model.rowCount())]


def changes(screen):
    model = screen.panel.model
    return [tuple(model.index(row, each).data() for each in range(3)) for row in range(model.rowCount())]


def choose(screen, place, row):
    screen.table.setCurrentIndex(screen.model.index(row, 0))
    settle(place)


def bea(database):
    with database.read() as unit:
        return next(each for each in persons(unit) if each.name == "Bea Ejemplo")


def test_entries_say_who_did_what_newest_first(screen):
    change = "Change the person Bea Ejemplo"
    assert column(screen, 1) == ["Ana", "Carlos", "Bea", "Ana"]
    assert column(screen, 2) == [change, change, "Add the person Bea Ejemplo", "Create the file"]
    assert screen.count.text() == "4 entries"
    assert "2026" in column(screen, 0)[0]


def test_the_chosen_entry_shows_old_and_new(screen, place):
    choose(screen, place, 1)
    assert screen.panel.title.text() == "Change the person Bea Ejemplo"
    assert "Entry 3" in screen.panel.facts.text()
    assert changes(screen) == [
        ("Person: Bea Ejemplo",) * 3,
        ("Rank", "Attaché", "Second Secretary"),
        ("Unit", "", "Treaties"),
    ]
    choose(screen, place, 2)
    assert changes(screen)[0][0] == "Person: Bea Ejemplo (added)"


def test_both_models_keep_the_rules_of_models(screen, place, database):
    modes = QAbstractItemModelTester.FailureReportingMode
    QAbstractItemModelTester(screen.model, modes.Fatal, screen)
    QAbstractItemModelTester(screen.panel.model, modes.Fatal, screen)
    screen.filter.setText("carlos")
    place.desk.write(add_person, {"name": "Dora"})
    settle(place)
    screen.filter.clear()
    choose(screen, place, 0)
    assert column(screen, 2)[0] == "Add the person Dora"


def test_typing_narrows_to_an_author_or_a_word(screen, place, qtbot):
    qtbot.keyClicks(screen.filter, "carlos")
    assert column(screen, 1) == ["Carlos"]
    settle(place)
    assert changes(screen)[1] == ("Rank", "Attaché", "Second Secretary")
    screen.filter.setText("ADD the person")
    assert column(screen, 1) == ["Bea"]
    screen.filter.setText("nothing has this")
    settle(place)
    assert screen.model.rowCount() == 0
    assert screen.panel.title.text() == "No entry is chosen"
    qtbot.keyClick(screen.filter, Qt.Key.Key_Escape)
    assert screen.model.rowCount() == 4


def test_older_entries_come_when_one_scrolls_or_looks_for_them(tmp_path, qapp):
    database = new_database(tmp_path, name="long.desk1540")
    for number in range(450):
        with database.write("Eva" if number == 3 else "Ana", f"Entry of number {number}") as unit:
            unit.insert(Person, [{"name": f"Person {number}"}])
            unit.commit()
    place = make_place(database, tmp_path)
    screen = HistoryScreen(place)
    screen.show()
    settle(place)
    assert screen.model.rowCount() == 200
    assert "older ones follow" in screen.count.text()
    screen.table.scrollToBottom()
    settle(place)
    assert screen.model.rowCount() == 400
    screen.filter.setText("eva")
    settle(place)
    assert column(screen, 2) == ["Entry of number 3"]
    screen.filter.clear()
    assert screen.model.rowCount() == 451
    assert screen.count.text() == "451 entries"
    bury(screen)
    settle(place)
    place.desk.deleteLater()
    database.close()


def test_new_entries_undo_and_redo_come_on_top_and_are_named(screen, place, database):
    place.desk.write(update_person, bea(database).id, {"unit": "Protocol"})
    settle(place)
    place.undo.undo()
    settle(place)
    what = "Change the person Bea Ejemplo"
    assert column(screen, 2)[:2] == [f"Undo: {what}", what]
    undone = screen.model.index(1, 2)
    assert undone.data(Role.IS_QUIET)
    place.undo.redo()
    settle(place)
    assert column(screen, 2)[:3] == [f"Redo: {what}", f"Undo: {what}", what]
    assert not screen.model.index(2, 2).data(Role.IS_QUIET)
    place.undo.undo()
    settle(place)
    assert screen.model.index(3, 2).data(Role.IS_QUIET)
    choose(screen, place, 3)
    assert "taken back by entry" in screen.panel.facts.text()


def test_an_entry_is_taken_back_with_what_was_ticked_and_that_is_undone(screen, place, database, qtbot):
    choose(screen, place, 1)
    qtbot.mouseClick(screen.panel.take_back_button, Qt.MouseButton.LeftButton)
    settle(place)
    panel = screen.take_back
    assert panel.said.text() == "When it is taken back: 1 record gets its earlier values."
    assert panel.kept_said.text() == "1 thing stays as it is, unless it is ticked:"
    (line,) = [panel.kept.item(row) for row in range(panel.kept.count())]
    assert line.text() == (
        "Person: Bea Ejemplo - Rank: now “Counsellor”, before “Attaché”. It was changed again later."
    )
    panel.kept.setFocus()
    qtbot.keyClick(panel.kept, Qt.Key.Key_Space)
    settle(place)
    assert panel.kept.item(0).checkState() is Qt.CheckState.Checked
    qtbot.mouseClick(panel.do_button, Qt.MouseButton.LeftButton)
    settle(place)
    assert (bea(database).rank, bea(database).unit) == ("Attaché", "")
    assert screen.notice.text == "Taken back by entry 5."
    assert screen.side.currentWidget() is screen.panel
    assert column(screen, 2)[0] == "Take back: Change the person Bea Ejemplo"
    place.undo.undo()
    settle(place)
    assert (bea(database).rank, bea(database).unit) == ("Counsellor", "Treaties")


def test_what_is_not_ticked_stays_and_is_counted(screen, place, database, qtbot):
    choose(screen, place, 1)
    screen.panel.take_back_button.click()
    settle(place)
    screen.take_back.do_button.click()
    settle(place)
    assert (bea(database).rank, bea(database).unit) == ("Counsellor", "")
    assert screen.notice.text == "Taken back by entry 5. 1 thing stayed."


def test_everything_goes_when_all_is_ticked(screen, place, database):
    choose(screen, place, 2)
    post = add_post(database, "Ana", {"name": "Main", "state": "X01"})
    designate(database, "Ana", bea(database).id, post)
    settle(place)
    choose(screen, place, screen.model.row_of(2))
    screen.panel.take_back_button.click()
    settle(place)
    panel = screen.take_back
    assert panel.said.text() == "Nothing of it can be taken back as it is."
    assert not panel.do_button.isEnabled()
    panel.all_kept.setChecked(True)
    settle(place)
    assert panel.said.text() == "When it is taken back: 1 record goes."
    panel.do_button.click()
    settle(place)
    with database.read() as unit:
        assert persons(unit) == []


def test_the_first_entry_says_why_it_stays(screen, place):
    choose(screen, place, 3)
    screen.panel.take_back_button.click()
    settle(place)
    assert screen.take_back.said.text() == "This entry made the file; it cannot be taken back."
    assert not screen.take_back.do_button.isEnabled()


def test_escape_or_another_entry_leaves_everything_as_it_is(screen, place, database, qtbot):
    before = database.head.number
    choose(screen, place, 1)
    screen.panel.take_back_button.click()
    settle(place)
    qtbot.keyClick(screen.take_back, Qt.Key.Key_Escape)
    assert screen.side.currentWidget() is screen.panel
    screen.panel.take_back_button.click()
    settle(place)
    choose(screen, place, 0)
    assert screen.side.currentWidget() is screen.panel
    assert database.head.number == before


def test_a_deletion_taken_back_brings_the_record_with_its_parts(screen, place, database):
    info = delete_persons(database, "Ana", [bea(database).id])
    settle(place)
    choose(screen, place, screen.model.row_of(info.number))
    assert changes(screen)[0][0] == "Person: Bea Ejemplo (deleted)"
    screen.panel.take_back_button.click()
    settle(place)
    assert screen.take_back.said.text() == "When it is taken back: 1 record comes back."
    screen.take_back.do_button.click()
    settle(place)
    assert bea(database).rank == "Counsellor"


def test_the_window_goes_from_a_contact_to_its_history_and_back_to_all(place, database, tmp_path):
    other = add_person(database, "Ana", {"name": "Otra Persona"}, [DetailInput("o@x.example", "email")])
    add_institution(database, "Ana", {"name": "Customs"})
    window = MainWindow(place, [entry for entry in screens() if entry.key in ("contacts", "history")])
    window.show()
    settle(place)
    place.navigator.history_asked.emit([other], "Otra Persona")
    settle(place)
    screen = window.stack.currentWidget()
    assert isinstance(screen, HistoryScreen)
    assert screen.scope.text() == "of Otra Persona"
    assert column(screen, 2) == ["Add the person Otra Persona"]
    assert {row[0] for row in changes(screen) if row[0] == row[2]} == {
        "Person: Otra Persona (added)",
        "Contact detail: Otra Persona (added)",
    }
    place.desk.write(update_person, other, {"unit": "Protocol"})
    place.desk.write(update_person, bea(database).id, {"unit": "Protocol"})
    settle(place)
    assert len(column(screen, 2)) == 2
    screen.panel.record_asked.emit("person", other)
    settle(place)
    assert window.stack.currentWidget().panel.title.text() == "Otra Persona"
    screen.all_button.click()
    settle(place)
    assert len(column(screen, 2)) == 8
    assert not screen.all_button.isVisible()
    bury(window)


def test_every_control_has_a_name_for_those_who_hear_it(screen):
    for widget in (screen.table, screen.panel.table, screen.filter, screen.take_back.kept):
        assert widget.accessibleName()
    index = screen.model.index(0, 1)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Who: Ana"
