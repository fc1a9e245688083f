"""The points of contact as people use them: look, add, designate, correct, end, delete, undo, export."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLineEdit

from db.queries.people import contact_details, designations, persons
from desktop.services.contacts import DetailInput, add_institution, add_person, add_post, designate
from desktop.services.import_contacts import import_contacts
from desktop.views.contacts.screen import ContactsScreen
from tests.builders import new_database
from tests.gui.places import bury, make_place, settle

SHEET = (
    b"Name;Institution;E-mail\nEva Prueba;Aduanas;eva@aduanas.example\nIvo Muestra;Salud;ivo@salud.example\n"
)


@pytest.fixture
def database(tmp_path):
    made = new_database(tmp_path)
    customs = add_institution(
        made,
        "Ana",
        {"name": "Customs", "state": "X01"},
        details=[DetailInput("info@customs.example", "email")],
    )
    other = add_institution(made, "Ana", {"name": "Customs", "state": "X02"})
    add_institution(made, "Ana", {"name": "Health", "state": "X01"})
    main = add_post(made, "Ana", {"name": "Main point", "state": "X01", "institution_id": customs})
    add_post(
        made, "Ana", {"name": "Alternate", "state": "X01", "role": "alternate", "institution_id": customs}
    )
    details = [
        DetailInput("b@customs.example", "email"),
        DetailInput("+999 1", "phone", "home", is_private=True),
    ]
    bea = add_person(made, "Ana", {"name": "Bea Ejemplo", "institution_id": customs}, details)
    add_person(made, "Ana", {"name": "Carlos Caso", "institution_id": other})
    designate(made, "Ana", bea, main, {"from_date": "2025-01-10", "instrument": "NV 1/2025"})
    yield made
    made.close()


@pytest.fixture
def place(database, tmp_path, qapp):
    made = make_place(database, tmp_path)
    yield made
    settle(made)
    made.desk.deleteLater()


@pytest.fixture
def screen(place, qtbot):
    made = ContactsScreen(place)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    qtbot.waitUntil(lambda: made.panel.subject.ids != [])
    yield made
    settle(place)
    bury(made)


def names(screen):
    model = screen.model
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def go_to(screen, qtbot, name):
    screen.table.select_row(names(screen).index(name))
    qtbot.waitUntil(lambda: screen.panel.facts.subject == screen.panel.subject)


def type_into(qtbot, editor, text):
    editor.setFocus()
    if isinstance(editor, QLineEdit):
        editor.selectAll()
    if isinstance(editor, QLineEdit) and editor.completer() is not None:
        editor.setText(text)  # keys would open the list of names, which the offscreen platform cannot raise
    else:
        qtbot.keyClicks(editor, text)


def test_the_directory_names_persons_vacant_posts_and_offices(screen):
    assert names(screen) == ["(general contact)", "Bea Ejemplo", "(vacant)", "Carlos Caso"]
    assert screen.tools.count.text() == "4 contacts"
    assert screen.model.index(1, screen.model.column_of("emails")).data() == "b@customs.example"
    assert screen.model.index(1, screen.model.column_of("phones")).data() == ""


def test_the_model_keeps_the_rules_of_models(screen, qtbot, place, database):
    QAbstractItemModelTester(screen.model, QAbstractItemModelTester.FailureReportingMode.Fatal, screen)
    screen.tools.filter.setText("customs")
    place.desk.write(add_person, {"name": "Dora Dato"})
    screen.tools.filter.clear()
    qtbot.waitUntil(lambda: "Dora Dato" in names(screen))
    screen.model.sort(0)
    place.undo.undo()
    qtbot.waitUntil(lambda: "Dora Dato" not in names(screen))


def test_typing_narrows_the_list_whatever_case_and_accents(screen, qtbot):
    qtbot.keyClicks(screen.tools.filter, "CÁSO")
    assert names(screen) == ["Carlos Caso"]
    assert screen.tools.count.text() == "1 of 4 contacts"
    qtbot.keyClick(screen.tools.filter, Qt.Key.Key_Escape)
    assert len(names(screen)) == 4


def test_one_state_at_a_time(screen, qtbot):
    assert screen.tools.chooser.isVisible()
    screen.tools.chooser.setCurrentIndex(screen.tools.chooser.findData("X02"))
    screen.tools.chooser.activated.emit(screen.tools.chooser.currentIndex())
    qtbot.waitUntil(lambda: names(screen) == ["Carlos Caso"])


def test_a_header_sorts_by_surname_and_the_third_click_ends_it(screen, qtbot):
    screen.model.sort(screen.model.column_of("person"), Qt.SortOrder.DescendingOrder)
    assert names(screen)[:2] == ["Carlos Caso", "Bea Ejemplo"]
    screen.model.sort(-1)
    assert names(screen)[0] == "(general contact)"


def test_shown_columns_are_kept_for_the_next_time(screen, place):
    screen.table.columns_chosen.emit(["person", "phones"])
    again = ContactsScreen(place)
    assert again.table.shown_columns() == ["person", "phones"]
    settle(place)
    bury(again)


def test_the_form_shows_everything_of_a_person_private_details_too(screen, qtbot):
    go_to(screen, qtbot, "Bea Ejemplo")
    assert screen.panel.title.text() == "Bea Ejemplo"
    shown = [(line.written.text(), line.private.isChecked()) for line in screen.panel.person_details.lines]
    assert shown == [("b@customs.example", False), ("+999 1", True)]
    assert "Main point · since 10 Jan 2025" in screen.panel.held.text()
    visible = [screen.panel.tabs.isTabVisible(place) for place in range(4)]
    assert visible == [True, True, True, True]


def test_every_control_has_a_name_for_those_who_hear_it(screen, qtbot):
    from PySide6.QtWidgets import QAbstractButton, QComboBox, QPlainTextEdit, QTableView

    go_to(screen, qtbot, "Bea Ejemplo")
    controls = [
        widget
        for kind in (QLineEdit, QPlainTextEdit, QComboBox, QTableView, QAbstractButton)
        for widget in screen.findChildren(kind)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not widget.objectName().startswith("qt_")
    ]
    assert len(controls) > 30
    unnamed = [
        widget
        for widget in controls
        if not widget.accessibleName() and not (isinstance(widget, QAbstractButton) and widget.text())
    ]
    assert unnamed == []


def test_what_is_typed_into_the_form_is_written_and_undone_thrice(screen, place, database, qtbot):
    go_to(screen, qtbot, "Carlos Caso")
    editor = screen.panel.person.editors["rank"]
    type_into(qtbot, editor, "Minister Counsellor")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    column = screen.model.column_of("rank")

    def rank():
        return screen.model.index(3, column).data()

    qtbot.waitUntil(lambda: rank() == "Minister Counsellor")
    for _ in range(3):
        place.undo.undo()
        qtbot.waitUntil(lambda: rank() == "" and editor.text() == "")
        place.undo.redo()
        qtbot.waitUntil(lambda: rank() == "Minister Counsellor" and editor.text() == "Minister Counsellor")


def test_leaving_the_institution_of_a_person_untouched_changes_nothing(screen, database, qtbot):
    """Two States have a ministry of one name: the link stays with the one it was."""
    go_to(screen, qtbot, "Carlos Caso")
    editor = screen.panel.person.editors["institution_id"]
    assert editor.text() == "Customs (X02)"
    before = database.head.number
    editor.setFocus()
    screen.table.setFocus()
    assert database.head.number == before
    type_into(qtbot, editor, "Customs (X01)")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: database.head.number == before + 1)
    with database.read() as unit:
        carlos = next(each for each in persons(unit) if each.name == "Carlos Caso")
    assert carlos.institution_name == "Customs"
    qtbot.waitUntil(lambda: screen.model.record(carlos.id).state == "X01")


def test_phones_and_emails_are_added_checked_and_removed(screen, database, qtbot):
    go_to(screen, qtbot, "Bea Ejemplo")
    details = screen.panel.person_details
    qtbot.mouseClick(details.email_button, Qt.MouseButton.LeftButton)
    line = details.lines[-1]
    type_into(qtbot, line.written, "not an address")
    qtbot.keyClick(line.written, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "not an e-mail address" in details.said.text())
    type_into(qtbot, line.written, "bea@home.example")
    line.use.set_value("home")
    qtbot.keyClick(line.written, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not details.said.isVisible() and line.detail_id != "")
    assert [each.written for each in stored(database, "Bea Ejemplo")][-1] == "bea@home.example"
    assert stored(database, "Bea Ejemplo")[-1].is_private == 1
    qtbot.mouseClick(details.lines[0].remove_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(stored(database, "Bea Ejemplo")) == 2)
    qtbot.waitUntil(lambda: screen.model.index(1, screen.model.column_of("emails")).data() == "")


def stored(database, name):
    with database.read() as unit:
        person = next(each for each in persons(unit) if each.name == name)
        return contact_details(unit, [person.id]).get(person.id, ())


def test_a_new_person_comes_into_the_list_and_is_chosen(screen, database, qtbot):
    screen.table.setFocus()
    qtbot.keyClick(screen.table, Qt.Key.Key_Insert, Qt.KeyboardModifier.ControlModifier)
    entry = screen.side.entry
    assert entry is not None
    qtbot.mouseClick(entry.submit_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: entry.said.text() == "Name is missing.")
    type_into(qtbot, entry.editors["name"], "Dora Dato")
    type_into(qtbot, entry.editors["email"], "dora@customs.example")
    type_into(qtbot, entry.editors["institution_id"], "Customs (X01)")
    qtbot.keyClick(entry.editors["name"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.panel.title.text() == "Dora Dato")
    assert screen.side.entry is None
    assert screen.table.currentIndex().row() == names(screen).index("Dora Dato")
    assert [each.written for each in stored(database, "Dora Dato")] == ["dora@customs.example"]


def test_escape_leaves_the_new_person_alone(screen, database, qtbot):
    before = database.head.number
    screen.tools.add_actions["person"].trigger()
    qtbot.keyClick(screen.side.entry.editors["name"], Qt.Key.Key_Escape)
    assert screen.side.entry is None
    assert database.head.number == before


def test_an_institution_without_contact_details_is_shown_although_no_line_names_it(screen, qtbot):
    screen.tools.add_actions["institution"].trigger()
    type_into(qtbot, screen.side.entry.editors["name"], "Port Authority")
    screen.side.entry.submit()
    qtbot.waitUntil(lambda: screen.panel.title.text() == "Port Authority")
    assert len(names(screen)) == 4


def test_a_new_post_is_vacant_until_somebody_is_designated(screen, database, qtbot):
    screen.tools.add_actions["post"].trigger()
    type_into(qtbot, screen.side.entry.editors["name"], "Technical focal point")
    screen.side.entry.submit()
    qtbot.waitUntil(lambda: screen.panel.title.text() == "Technical focal point")
    assert names(screen).count("(vacant)") == 2

    qtbot.mouseClick(screen.tools.designate_button, Qt.MouseButton.LeftButton)
    entry = screen.side.entry
    assert entry.editors["post_id"].text() == "Technical focal point"
    entry.submit()
    qtbot.waitUntil(lambda: entry.said.text() == "Person is missing.")
    type_into(qtbot, entry.editors["who"], "Carlos Caso")
    type_into(qtbot, entry.editors["from_date"], "2026-02")
    entry.submit()
    qtbot.waitUntil(lambda: screen.side.entry is None and screen.panel.facts.designation is not None)
    held = screen.panel.facts.designation
    assert (held.from_date, held.instrument_state) == ("2026-02", "awaited")
    qtbot.waitUntil(lambda: names(screen).count("(vacant)") == 1)
    current = screen.table.currentIndex().row()
    assert screen.model.index(current, screen.model.column_of("post")).data() == "Technical focal point"


def test_verified_today_and_the_end_of_a_designation(screen, database, qtbot):
    go_to(screen, qtbot, "Bea Ejemplo")
    screen.panel.tabs.setCurrentWidget(screen.panel.designation)
    qtbot.mouseClick(screen.panel.tools.verify_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: screen.panel.designation.editors["verified_on"].text() == "15 May 2026")
    qtbot.mouseClick(screen.panel.tools.end_button, Qt.MouseButton.LeftButton)
    entry = screen.side.entry
    assert entry.editors["to_date"].text() == "15 May 2026"
    type_into(qtbot, entry.editors["to_date"], "2020")
    entry.submit()
    qtbot.waitUntil(lambda: "cannot end" in entry.said.text())
    type_into(qtbot, entry.editors["to_date"], "2026-03-01")
    type_into(qtbot, entry.editors["note"], "NV 9/2026")
    entry.submit()
    qtbot.waitUntil(lambda: names(screen).count("(vacant)") == 2)
    with database.read() as unit:
        (held,) = designations(unit)
    assert (held.to_date, held.note, held.verified_by) == ("2026-03-01", "NV 9/2026", "Ana")
    qtbot.waitUntil(lambda: "Bea Ejemplo" in names(screen))
    assert screen.table.currentIndex().row() == names(screen).index("Bea Ejemplo")


def test_a_post_passes_to_a_new_person_in_one_step(screen, database, qtbot, place):
    go_to(screen, qtbot, "Bea Ejemplo")
    screen.panel.tabs.setCurrentWidget(screen.panel.designation)
    qtbot.mouseClick(screen.panel.tools.change_button, Qt.MouseButton.LeftButton)
    entry = screen.side.entry
    assert entry.editors["from_date"].text() == "15 May 2026"
    type_into(qtbot, entry.editors["who"], "Dora Dato")
    type_into(qtbot, entry.editors["instrument"], "NV 7/2026")
    entry.submit()
    qtbot.waitUntil(lambda: "Dora Dato is not in the directory" in entry.said.text())
    entry.submit()
    qtbot.waitUntil(lambda: screen.panel.title.text() == "Dora Dato")
    with database.read() as unit:
        held = {each.person_name: each for each in designations(unit)}
    assert (held["Bea Ejemplo"].to_date, held["Dora Dato"].from_date) == ("2026-05-14", "2026-05-15")
    assert held["Dora Dato"].instrument_state == "received"
    qtbot.waitUntil(lambda: "Dora Dato" in names(screen))
    place.undo.undo()
    qtbot.waitUntil(lambda: "Dora Dato" not in names(screen))
    with database.read() as unit:
        (bea,) = designations(unit)
    assert bea.to_date is None


def cell(screen, name, column):
    return screen.model.index(names(screen).index(name), screen.model.column_of(column))


def open_editors(screen):
    return [each for each in screen.table.viewport().findChildren(QLineEdit) if each.isVisible()]


def type_over(screen, qtbot, index, text):
    """Type into a cell, without opening its editor first, and leave it by Return."""
    screen.table.setCurrentIndex(index)
    screen.table.setFocus()
    qtbot.keyClick(screen.table, Qt.Key.Key_F2)
    (editor,) = open_editors(screen)
    editor.setText(text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: open_editors(screen) == [])


def test_cells_of_the_list_are_edited_where_they_stand(screen, database, qtbot, place):
    screen.table.show_columns(["person", "post", "emails", "rank", "from_date"])
    type_over(screen, qtbot, cell(screen, "Bea Ejemplo", "rank"), "Consejera")
    type_over(screen, qtbot, cell(screen, "Bea Ejemplo", "emails"), "bea@customs.example; b2@customs.example")
    type_over(screen, qtbot, cell(screen, "Bea Ejemplo", "from_date"), "feb 2025")
    settle(place)
    with database.read() as unit:
        (person,) = [each for each in persons(unit) if each.name == "Bea Ejemplo"]
        (held,) = designations(unit, person_id=person.id)
    assert (person.rank, held.from_date) == ("Consejera", "2025-02")
    shown = [(each.written, bool(each.is_private)) for each in stored(database, "Bea Ejemplo")]
    assert shown == [("bea@customs.example", False), ("b2@customs.example", False), ("+999 1", True)]
    place.undo.undo()
    qtbot.waitUntil(lambda: cell(screen, "Bea Ejemplo", "from_date").data() == "10 Jan 2025")


def test_a_holder_is_not_typed_over(screen, qtbot):
    screen.table.setCurrentIndex(cell(screen, "Bea Ejemplo", "person"))
    screen.table.setFocus()
    qtbot.keyClicks(screen.table, "C")
    assert "“Change of holder…”" in screen.notice.text
    assert open_editors(screen) == []
    qtbot.keyClick(screen.table, Qt.Key.Key_Return)
    assert screen.panel.tabs.isAncestorOf(screen.focusWidget()) or screen.panel.tabs.hasFocus()


def test_cells_are_pasted_and_cleared_and_what_is_not_taken_is_said(screen, database, qtbot, place, qapp):
    screen.table.show_columns(["person", "rank", "unit"])
    screen.table.setCurrentIndex(cell(screen, "Carlos Caso", "person"))
    qapp.clipboard().setText("Carlos Caso Prueba\tAttaché\tUnit 4\nOther\tRank\tUnit")
    qtbot.keyClick(screen.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert screen.notice.text.startswith("3 cells were not taken:")
    settle(place)
    chosen = screen.table.selectionModel()
    chosen.setCurrentIndex(cell(screen, "Carlos Caso Prueba", "rank"), chosen.SelectionFlag.ClearAndSelect)
    qtbot.keyClick(screen.table, Qt.Key.Key_Delete)
    settle(place)
    with database.read() as unit:
        (person,) = [each for each in persons(unit) if each.name == "Carlos Caso Prueba"]
    assert (person.rank, person.unit) == ("", "Unit 4")
    assert screen.notice.text == ""


def test_a_refused_change_says_why_and_shows_what_is_recorded(screen, qtbot):
    go_to(screen, qtbot, "Bea Ejemplo")
    editor = screen.panel.person.editors["name"]
    type_into(qtbot, editor, " ")
    screen.table.setFocus()
    qtbot.waitUntil(lambda: "Name cannot be empty." in screen.notice.text)
    assert editor.text() == "Bea Ejemplo"


def test_deleting_asks_once_and_undo_brings_everything_back(screen, place, database, qtbot):
    go_to(screen, qtbot, "Bea Ejemplo")
    screen.table.setFocus()
    place.messages.answer = False
    qtbot.keyClick(screen.table, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert len(place.messages.take()) == 1
    assert "Bea Ejemplo" in names(screen)
    place.messages.answer = True
    qtbot.keyClick(screen.table, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "Bea Ejemplo" not in names(screen))
    place.undo.undo()
    qtbot.waitUntil(lambda: "Bea Ejemplo" in names(screen))
    assert len(stored(database, "Bea Ejemplo")) == 2


def test_several_persons_are_deleted_by_one_step(screen, place, database, qtbot):
    screen.table.selectAll()
    current = screen.model.index(names(screen).index("Carlos Caso"), 0)
    screen.table.selectionModel().setCurrentIndex(
        current, screen.table.selectionModel().SelectionFlag.NoUpdate
    )
    before = database.head.number
    qtbot.mouseClick(screen.tools.delete_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Carlos Caso" not in names(screen) and "Bea Ejemplo" not in names(screen))
    assert database.head.number == before + 1
    assert place.messages.take() == [
        "Delete 2 records with all that is recorded there? Undo brings them back."
    ]


def test_an_import_comes_into_the_list_and_is_undone_as_one(screen, place, database, qtbot):
    place.desk.write(import_contacts, SHEET, state="X01")
    qtbot.waitUntil(lambda: {"Eva Prueba", "Ivo Muestra"} <= set(names(screen)))
    place.undo.undo()
    qtbot.waitUntil(lambda: not {"Eva Prueba", "Ivo Muestra"} & set(names(screen)))


@pytest.mark.parametrize("ending", ["vcf", "csv", "xlsx"])
def test_the_selected_contacts_are_exported_without_private_details(screen, tmp_path, qtbot, ending):
    go_to(screen, qtbot, "Bea Ejemplo")
    path = tmp_path / f"chosen.{ending}"
    screen.export_to(screen.table.selected_ids(), str(path))

    def is_said():
        # Asserted, so that a failure shows what was said instead.
        assert screen.notice.text == f"1 contact was written to chosen.{ending}."

    qtbot.waitUntil(is_said, timeout=20_000)
    if ending != "xlsx":
        content = path.read_text("utf-8")
        assert "Bea" in content
        assert "Carlos" not in content
        assert "+999 1" not in content


def test_an_export_over_the_file_itself_is_refused(screen, database, qtbot):
    screen.export_to(list(screen.model.rows.shown), str(database.path))
    qtbot.waitUntil(lambda: "holds data of the program" in screen.notice.text)


def test_other_screens_can_ask_for_a_person_a_post_and_a_record_that_is_gone(screen, database, qtbot):
    with database.read() as unit:
        bea = next(each for each in persons(unit) if each.name == "Bea Ejemplo")
        (held,) = designations(unit)
    for row_id in (bea.id, held.id):
        screen.table.select_row(0)
        screen.tools.filter.setText("nothing has this")
        screen.show_record(row_id)
        qtbot.waitUntil(lambda: screen.table.currentIndex().data() == "Bea Ejemplo")
        qtbot.waitUntil(lambda: screen.panel.title.text() == "Bea Ejemplo")
    screen.show_record(held.post_id)
    qtbot.waitUntil(lambda: screen.panel.title.text() == "Main point")
    screen.show_record("no such record")
    qtbot.waitUntil(lambda: "was deleted" in screen.notice.text)


def test_the_history_of_a_contact_and_an_import_are_asked_for(screen, place, qtbot):
    go_to(screen, qtbot, "Bea Ejemplo")
    with qtbot.waitSignal(place.navigator.history_asked) as asked:
        qtbot.mouseClick(screen.panel.history_button, Qt.MouseButton.LeftButton)
    assert asked.args == [screen.panel.subject.ids, "Bea Ejemplo"]
    with qtbot.waitSignal(place.navigator.import_asked) as asked:
        qtbot.mouseClick(screen.tools.import_button, Qt.MouseButton.LeftButton)
    assert asked.args == ["contacts"]


def test_what_is_being_typed_is_handed_over_when_the_window_closes(screen, database, qtbot):
    go_to(screen, qtbot, "Carlos Caso")
    type_into(qtbot, screen.panel.person.editors["unit"], "Treaties")
    screen.commit_open()
    with database.read() as unit:
        assert "Treaties" in [each.unit for each in persons(unit)]


def test_an_empty_file_says_so(tmp_path, qapp):
    database = new_database(tmp_path, name="empty.desk1540")
    place = make_place(database, tmp_path)
    screen = ContactsScreen(place)
    settle(place)
    assert screen.tools.count.text() == "0 contacts"
    assert screen.panel.title.text() == "No contact is chosen"
    bury(screen)
    place.desk.deleteLater()
    database.close()
