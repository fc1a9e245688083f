"""Sharing in the window: for whom, what would leave and stay before it does, and sharing many at once."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from db.queries.plan import items
from desktop.services.plans import update_items
from desktop.views.contacts.screen import ContactsScreen
from desktop.views.plan.screen import PlanScreen
from desktop.views.recipient_field import RecipientField
from desktop.views.reports.screen import ReportsScreen
from tests.gui.naming import nameless
from tests.gui.places import bury, settle


def choose(chooser, code):
    chooser.choose(code)
    assert chooser.code == code
    chooser.activated.emit(chooser.currentIndex())


@pytest.fixture
def reports(place, tmp_path):
    (tmp_path / "out").mkdir()
    place.settings.remember_choices("report", {"folder": str(tmp_path / "out")})
    made = ReportsScreen(place)
    made.show()
    settle(place)
    yield made
    bury(made)


@pytest.fixture
def contacts(place, qtbot):
    made = ContactsScreen(place)
    made.show()
    settle(place)
    yield made
    bury(made)


def test_a_report_is_for_this_office_unless_said_otherwise(reports):
    field = reports.form.recipient
    assert field.recipient is None
    assert field.chooser.currentText() == "This office"
    assert "no record is held back" in field.said.text()
    assert reports.form.request().recipient is None
    assert [field.chooser.itemText(row) for row in range(3)] == [
        "This office", "1540 Committee", "UN regional centre"
    ]  # fmt: skip
    assert nameless(reports) == []


def test_the_report_screen_says_what_would_leave_before_it_does(reports, place, database):
    choose(reports.form.recipient.chooser, "committee")
    settle(place)
    said = reports.form.recipient.said.text()
    assert said.startswith("Nothing of this is shared with 1540 Committee yet: set “Sharing”")
    assert reports.form.recipient.chooser.accessibleDescription() == said
    share_first(database)
    settle(place)
    said = reports.form.recipient.said.text()
    assert "For 1540 Committee: actions 1, persons 0, institutions 2." in said
    assert "Stays in this office: actions 3, persons 1" in said
    assert "always the private details of persons" in said


def share_first(database, sharing="committee"):
    with database.read() as unit:
        first = items(unit)[0].id
    update_items(database, "Ana", {first: {"sharing": sharing}})


def test_the_recipient_is_remembered_and_goes_into_the_paper(reports, place, database, qtbot):
    share_first(database)
    choose(reports.form.recipient.chooser, "committee")
    settle(place)
    qtbot.mouseClick(reports.make_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not reports._is_busy)
    assert reports.result.isVisibleTo(reports)
    again = ReportsScreen(place)
    assert again.form.recipient.recipient == "committee"
    bury(again)


def test_a_state_is_offered_when_something_is_shared_with_it(reports, place, database):
    share_first(database, "state:PAN")
    reports._read_choices()
    settle(place)
    choose(reports.form.recipient.chooser, "state:PAN")
    settle(place)
    assert "For Panama: actions 1" in reports.form.recipient.said.text()


def test_a_remembered_recipient_that_occurs_nowhere_stays_chosen(place):
    field = RecipientField(place.texts, "state:PAN")
    assert field.recipient == "state:PAN"
    field.show_known(["provider:1540_GOE"])
    assert field.recipient == "state:PAN"
    bury(field)


def test_contacts_are_exported_from_the_side_with_what_would_leave(contacts, place, tmp_path, database):
    contacts.tools.export_shown.trigger()
    settle(place)
    panel = contacts.side.entry
    assert contacts.side.currentWidget() is panel
    assert panel.recipient.chooser.hasFocus() or not contacts.isActiveWindow()
    choose(panel.recipient.chooser, "oas")
    settle(place)
    assert "Nothing of this is shared with OAS yet" in panel.recipient.said.text()
    assert nameless(panel) == []
    panel.export_to(str(tmp_path / "c.csv"))
    settle(place)
    assert "0 contacts were written" in contacts.notice.text
    assert (tmp_path / "c.csv").read_text("utf-8-sig").count("\n") == 1
    contacts.tools.export_shown.trigger()
    settle(place)
    assert contacts.side.entry.recipient.recipient == "oas"


def test_escape_leaves_the_export_and_a_file_is_asked_for(contacts, place, qtbot):
    contacts.tools.export_shown.trigger()
    settle(place)
    contacts.side.entry.export_button.click()
    dialog = contacts.side.entry.findChild(QFileDialog)
    assert dialog.defaultSuffix() == "vcf"
    dialog.reject()
    qtbot.keyClick(contacts.side.entry, Qt.Key.Key_Escape)
    settle(place)
    assert contacts.side.currentWidget() is contacts.side.panel


def test_many_actions_are_shared_at_once_and_undone_at_once(place, database, qtbot):
    screen = PlanScreen(place)
    screen.show()
    settle(place)
    screen.table.selectAll()
    trigger(screen.tools.more_button.menu(), "S&hare with", "OAS")
    settle(place)
    assert sharings(database) == {"oas"}
    trigger(screen.tools.more_button.menu(), "S&hare with", "1540 Committee")
    settle(place)
    assert sharings(database) == {"committee oas"}
    assert place.undo.undoText() == "Share with 1540 Committee (records: 4)"
    trigger(screen.tools.more_button.menu(), "Share no longer &with", "OAS")
    settle(place)
    assert sharings(database) == {"committee"}
    place.undo.undo()
    settle(place)
    assert sharings(database) == {"committee oas"}
    bury(screen)


def sharings(database):
    with database.read() as unit:
        return {item.sharing for item in items(unit)}


def trigger(menu, title, name):
    menu.aboutToShow.emit()
    (below,) = (action.menu() for action in menu.actions() if action.text() == title)
    (chosen,) = (action for action in below.actions() if action.text() == name)
    chosen.trigger()


def test_chosen_contacts_are_shared_with_person_and_post(contacts, place, database, tmp_path):
    contacts.table.selectAll()
    trigger(contacts.tools.export_button.menu(), "S&hare with", "OAS")
    settle(place)
    with database.read() as unit:
        rows = unit.raw("SELECT sharing FROM person UNION SELECT sharing FROM post")
    assert rows == [("oas",)]
    contacts.tools.export_shown.trigger()
    settle(place)
    panel = contacts.side.entry
    choose(panel.recipient.chooser, "oas")
    settle(place)
    assert "For OAS: persons 1, institutions 1." in panel.recipient.said.text()
    assert "without recorded consent for this recipient: 1." in panel.recipient.said.text()
    panel.export_to(str(tmp_path / "c.vcf"))
    settle(place)
    card = (tmp_path / "c.vcf").read_text("utf-8")
    assert "Ana Ejemplo" in card
    assert "+999 77" not in card
