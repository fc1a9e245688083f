"""Private details that are copied in the window: said in the status bar, taken off again."""

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QWidget

from db.queries.people import persons
from desktop.app import screens
from desktop.services.contacts import update_person
from desktop.views.clipboard_label import ClipboardLabel
from desktop.views.main_window import MainWindow
from tests.gui.places import bury, settle

NOTE = "prefers calls at home"


@pytest.fixture
def window(place, database):
    with database.read() as unit:
        (person,) = persons(unit)
    update_person(database, "Ana", person.id, {"note": NOTE})
    made = MainWindow(place, screens())
    made.show()
    made.activateWindow()
    yield made
    place.clipboard.forget_private()
    bury(made)


def directory(window, place, qtbot):
    screen = window.show_screen("contacts")
    qtbot.waitUntil(lambda: screen.panel.facts.name == "Ana Ejemplo")
    settle(place)
    return screen


def copy(table, *names):
    table.clearSelection()
    for name in names:
        index = table.model().index(table.currentIndex().row(), table.contacts.column_of(name))
        table.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)
    table.copy()


def test_a_copied_note_on_a_person_goes_with_the_file(window, place, qtbot, qapp):
    table = directory(window, place, qtbot).table
    table.show_columns(["person", "note"])
    said = window.findChild(ClipboardLabel)
    copy(table, "person")
    settle(place)
    assert qapp.clipboard().text() == "Ana Ejemplo"
    assert said.isHidden()
    copy(table, "person", "note")
    settle(place)
    assert qapp.clipboard().text() == f"Ana Ejemplo\t{NOTE}"
    assert said.isVisibleTo(window)
    place.clipboard.forget_private()
    assert qapp.clipboard().text() == ""
    assert said.isHidden()


def test_a_private_phone_copied_in_its_editor_is_noticed(window, place, qtbot, qapp):
    panel = directory(window, place, qtbot).panel
    (private,) = [line for line in panel.person_details.lines if line.private.value()]
    (office,) = [line for line in panel.person_details.lines if not line.private.value()]
    said = window.findChild(ClipboardLabel)

    def is_said_of(line):
        # Another window may take the focus while this one is being shown.
        window.activateWindow()
        line.written.setFocus(Qt.FocusReason.OtherFocusReason)
        line.written.selectAll()
        line.written.copy()
        return line.written.hasFocus() and said.isVisibleTo(window)

    qtbot.waitUntil(lambda: is_said_of(private))
    place.clipboard.forget_private()
    qtbot.waitUntil(lambda: office.written.setFocus() or office.written.hasFocus())
    assert not is_said_of(office)


def test_every_editor_of_a_personal_field_is_marked(window, place, qtbot):
    panel = directory(window, place, qtbot).panel
    marked = {name for name, editor in panel.person.editors.items() if is_marked(editor)}
    assert marked == {"note", "private_address"}


def is_marked(editor: QWidget) -> bool:
    return bool(editor.property("is_private"))
