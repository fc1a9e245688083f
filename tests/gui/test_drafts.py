"""Typed text and a crash: what was not handed over is offered at the next opening, and nothing else is."""

import json

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from db.drafts import keep_draft, kept_drafts
from db.queries.plan import items
from desktop.services.plans import delete_items, update_items
from desktop.shell.draft_keeper import DraftKeeper, written_place
from desktop.shell.draft_places import DraftPlace
from desktop.views.contacts.screen import ContactsScreen
from desktop.views.drafts.offer import Drafts
from desktop.views.plan.screen import PlanScreen
from tests.gui.places import bury, settle

QUICK = 1


def drafts_of(database):
    with database.read() as unit:
        return kept_drafts(unit)


def texts_of(database):
    return [row.content for row in drafts_of(database)]


def item_of(database, number):
    with database.read() as unit:
        return next(item for item in items(unit) if item.number == number)


def clear(place):
    """Let what was closed go, as the program's own loop does."""
    settle(place)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    settle(place)


@pytest.fixture
def keeper(qapp, place):
    made = DraftKeeper(qapp, place.desk, rest_ms=QUICK)
    yield made
    made.deleteLater()


@pytest.fixture
def screen(qtbot, keeper, show, place):
    made = show(PlanScreen)
    made.window().activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is made.window())
    settle(place)
    return made


def open_cell(screen, name, row=0):
    screen.table.setFocus()
    screen.table.select_row(row, screen.model.column_of(name))
    screen.table.edit_current()
    return QApplication.focusWidget()


def type_and_rest(qtbot, place, keeper, editor, text):
    with qtbot.waitSignal(keeper.noted):
        QTest.keyClicks(editor, text)
    settle(place)


def test_a_text_in_a_cell_is_noted_with_its_place(qtbot, place, database, keeper, screen):
    editor = open_cell(screen, "title")
    before = database.head
    type_and_rest(qtbot, place, keeper, editor, "Half a ti")
    (draft,) = drafts_of(database)
    record = item_of(database, "1.1")
    assert draft.content == "Half a ti"
    assert json.loads(draft.place) == [keeper.run, "plan_item", record.id, "title", "Title"]
    assert database.head == before
    assert not place.undo.canUndo()


def test_a_committed_cell_leaves_none(qtbot, place, database, keeper, screen):
    editor = open_cell(screen, "title")
    type_and_rest(qtbot, place, keeper, editor, "Whole")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    clear(place)
    assert item_of(database, "1.1").title == "Whole"
    assert drafts_of(database) == []


def test_a_cell_given_up_by_escape_leaves_none(qtbot, place, database, keeper, screen):
    editor = open_cell(screen, "title")
    type_and_rest(qtbot, place, keeper, editor, "Never")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    clear(place)
    assert drafts_of(database) == []


def test_a_form_notes_changes_and_forgets_what_was_handed_over(qtbot, place, database, keeper, screen):
    editor = screen.detail.form.editors["remarks"]
    assert isinstance(editor, QPlainTextEdit)
    editor.setFocus()
    type_and_rest(qtbot, place, keeper, editor, "Agreed. ")
    assert texts_of(database) == [editor.toPlainText()]
    screen.table.setFocus()
    clear(place)
    assert drafts_of(database) == []
    assert item_of(database, "1.1").remarks.startswith("Agreed. ")


def test_escape_in_a_form_gives_the_text_up(qtbot, place, database, keeper, screen):
    editor = screen.detail.form.editors["number"]
    editor.setFocus()
    editor.selectAll()
    type_and_rest(qtbot, place, keeper, editor, "9.9")
    assert texts_of(database) == ["9.9"]
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    clear(place)
    assert drafts_of(database) == []


def test_return_in_a_form_hands_over_and_forgets(qtbot, place, database, keeper, screen):
    editor = screen.detail.form.editors["number"]
    editor.setFocus()
    editor.selectAll()
    type_and_rest(qtbot, place, keeper, editor, "9.9")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    clear(place)
    assert item_of(database, "9.9")
    assert drafts_of(database) == []


def test_a_note_that_is_not_added_yet_stays_a_draft_while_the_person_looks_elsewhere(
    qtbot, place, database, keeper, screen
):
    screen.detail.write_note()
    type_and_rest(qtbot, place, keeper, screen.detail.notes.text, "Agreed in the meeting")
    screen.table.setFocus()
    clear(place)
    assert texts_of(database) == ["Agreed in the meeting"]
    screen.detail.notes.add_button.click()
    clear(place)
    assert drafts_of(database) == []


def test_a_filter_is_nobodys_record(qtbot, place, database, keeper, screen):
    screen.filter.setFocus()
    QTest.keyClicks(screen.filter, "ley")
    clear(place)
    assert keeper._watches == []


def test_a_hidden_text_is_never_noted(qtbot, place, database, keeper, screen):
    editor = screen.detail.form.editors["number"]
    editor.setEchoMode(QLineEdit.EchoMode.Password)
    editor.setFocus()
    QTest.keyClicks(editor, "secret")
    clear(place)
    assert keeper._watches == []


def test_a_file_that_is_read_only_keeps_no_draft(qtbot, place, database, keeper, screen):
    editor = open_cell(screen, "title")
    database.is_read_only = True
    type_and_rest(qtbot, place, keeper, editor, "Half")
    assert drafts_of(database) == []
    database.is_read_only = False


def test_a_form_of_a_contact_and_its_phone_have_places(qtbot, place, database, keeper, show):
    made = show(ContactsScreen)
    made.window().activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is made.window())
    settle(place)
    made.panel.tabs.setCurrentWidget(made.panel.person)
    editor = made.panel.person.editors["rank"]
    editor.setFocus()
    type_and_rest(qtbot, place, keeper, editor, "Minister")
    (draft,) = drafts_of(database)
    assert json.loads(draft.place)[1:4] == ["person", made.panel.facts.person.id, "rank"]
    line = made.panel.person_details.lines[0]
    line.written.setFocus()
    type_and_rest(qtbot, place, keeper, line.written, "x")
    assert ["contact_detail", line.detail_id, "written"] in [
        json.loads(row.place)[1:4] for row in drafts_of(database)
    ]


# What an earlier run left


def left(database, table, row_id, field, text, name="Field"):
    keep_draft(database, written_place("earlier", DraftPlace(table, row_id, field, name)), text)


@pytest.fixture
def offer(qapp, place, screen):
    made = []

    def make():
        drafts = Drafts(qapp, place, screen)
        made.append(drafts)
        drafts.offer_when_sound([])
        settle(place)
        return drafts.dialog

    yield make
    for each in made:
        if each.dialog is not None:
            bury(each.dialog)
        each.deleteLater()


def test_nothing_is_offered_where_nothing_was_left(offer):
    assert offer() is None


def test_a_text_is_offered_taken_over_and_taken_back(place, database, offer):
    record = item_of(database, "1.1")
    left(database, "plan_item", record.id, "title", "A better title")
    dialog = offer()
    (card,) = dialog.cards
    assert card.head.text().startswith("Text typed on ")
    assert card.head.text().endswith(f"was not saved: Title of {record.number} {record.title}")
    assert item_of(database, "1.1").title == record.title
    before = database.head.number
    card.take_button.click()
    settle(place)
    assert item_of(database, "1.1").title == "A better title"
    assert database.head.number == before + 1
    assert drafts_of(database) == []
    assert dialog.close_button.text() == "Close"
    place.undo.undo()
    settle(place)
    assert item_of(database, "1.1").title == record.title


def test_a_date_is_read_as_an_editor_reads_it(place, database, offer):
    record = item_of(database, "1.1")
    left(database, "plan_item", record.id, "due", "2027-Q3")
    (card,) = offer().cards
    card.take_button.click()
    settle(place)
    assert item_of(database, "1.1").due == "2027-Q3"


def test_a_text_that_cannot_be_read_stays_and_says_why(place, database, offer):
    record = item_of(database, "1.1")
    left(database, "plan_item", record.id, "progress", "much")
    (card,) = offer().cards
    card.take_button.click()
    settle(place)
    assert "cannot be read as Progress" in card.said.text()
    assert card.take_button.isEnabled()
    assert texts_of(database) == ["much"]


def test_a_note_becomes_a_note(place, database, offer):
    record = item_of(database, "1.1")
    left(database, "plan_item", record.id, "notes", "Agreed")
    (card,) = offer().cards
    card.take_button.click()
    settle(place)
    with database.read() as unit:
        assert ("Agreed",) in unit.raw("SELECT text FROM progress_note")


def test_a_text_of_a_record_that_is_gone_can_be_copied(place, database, offer):
    record = item_of(database, "1.2")
    left(database, "plan_item", record.id, "title", "Lost with its action")
    delete_items(database, "Ana", [record.id])
    (card,) = offer().cards
    assert card.take_button.isHidden()
    assert "no longer in the file" in card.said.text()
    card.copy_button.click()
    assert place.clipboard.text() == "Lost with its action"
    card.discard_button.click()
    settle(place)
    assert drafts_of(database) == []


def test_a_draft_of_another_making_is_offered_as_text(place, database, offer):
    keep_draft(database, "no json", "Some words")
    left(database, "no_table", "id", "title", "Others")
    dialog = offer()
    assert [card.shown.toPlainText() for card in dialog.cards] == ["Some words", "Others"]
    assert all(card.take_button.isHidden() for card in dialog.cards)


def test_a_draft_without_a_time_that_can_be_read_is_offered_all_the_same(place, database, offer):
    record = item_of(database, "1.1")
    left(database, "plan_item", record.id, "title", "When?")
    database.connection.connection.dbapi_connection.execute("UPDATE draft SET typed_at = 'then'")
    assert [card.shown.toPlainText() for card in offer().cards] == ["When?"]


def test_a_text_that_was_saved_after_all_is_not_offered(place, database, offer):
    record = item_of(database, "1.1")
    left(database, "plan_item", record.id, "title", record.title)
    assert offer() is None
    assert drafts_of(database) == []


def test_a_text_noted_before_its_cell_was_saved_is_not_offered(place, database, offer):
    record = item_of(database, "1.1")
    left(database, "plan_item", record.id, "title", "A better ti")
    update_items(database, "Ana", {record.id: {"title": "A better title"}})
    assert offer() is None
    assert drafts_of(database) == []


def test_a_text_typed_after_the_last_saving_is_offered(place, database, offer):
    record = item_of(database, "1.1")
    update_items(database, "Ana", {record.id: {"title": "A better title"}})
    left(database, "plan_item", record.id, "title", "The best ti")
    assert [card.shown.toPlainText() for card in offer().cards] == ["The best ti"]


def test_what_is_not_decided_is_offered_again(place, database, offer):
    record = item_of(database, "1.1")
    left(database, "plan_item", record.id, "title", "Later")
    offer().reject()
    assert [card.shown.toPlainText() for card in offer().cards] == ["Later"]


@pytest.mark.parametrize("table", ["person", "post", "institution", "designation"])
def test_texts_of_contacts_are_taken_over(place, database, offer, table):
    with database.read() as unit:
        row_id = unit.raw(f"SELECT id FROM {table}")[0][0]
    field = {"person": "rank", "post": "note", "institution": "note", "designation": "verified_by"}[table]
    left(database, table, row_id, field, "Typed")
    (card,) = offer().cards
    card.take_button.click()
    settle(place)
    with database.read() as unit:
        assert unit.raw(f"SELECT {field} FROM {table} WHERE id = ?", [row_id]) == [("Typed",)]


def test_a_line_of_the_directory_is_taken_over(place, database, offer):
    with database.read() as unit:
        row_id = unit.raw("SELECT id FROM designation")[0][0]
    left(database, "contact_line", row_id, "rank", "Minister")
    (card,) = offer().cards
    assert "Ana Ejemplo" in card.head.text()
    card.take_button.click()
    settle(place)
    with database.read() as unit:
        assert ("Minister",) in unit.raw("SELECT rank FROM person")
