"""The panel beside the plan table as people use it: objectives, institutions, indicators, dates, notes."""

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from db.queries.children import children_of
from db.queries.plan import items, objectives, plans, progress_notes
from db.schema import PlanItem
from db.trees import in_reading_order
from desktop.services.objectives import add_objective
from desktop.services.plans import update_plan
from desktop.views.plan.screen import PlanScreen
from tests.gui.places import settle, texts_of

FIRST = "=Revisar la ley"


@pytest.fixture
def screen(show):
    return show(PlanScreen)


def stored(database):
    with database.read() as unit:
        return {item.title: item for item in items(unit)}


def tree(database, screen):
    with database.read() as unit:
        rows = objectives(unit, screen.source.plan_id)
        return [
            "  " * (level - 1) + f"{row.number} {row.title}".strip() for row, level in in_reading_order(rows)
        ]


def go(screen, row, name="title"):
    index = screen.model.index(row, screen.model.column_of(name))
    how = QItemSelectionModel.SelectionFlag.ClearAndSelect
    screen.table.selectionModel().setCurrentIndex(index, how)


def write(editor, text):
    editor.setText(text)
    editor.committed.emit()


# Objectives


def test_objectives_are_made_named_and_moved_by_their_buttons(screen, place, database, qtbot):
    panel = screen.detail.objectives
    screen.detail.tabs.setCurrentWidget(panel)
    panel.buttons["add"].click()
    settle(place)
    assert panel.tree.is_editing
    assert tree(database, screen) == ["1 Marco jurídico", "New objective"]
    editor = panel.tree.viewport().findChild(QLineEdit)
    qtbot.keyClicks(editor, "Fronteras")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    settle(place)
    panel.tree.currentItem().setText(0, "2")
    settle(place)
    assert tree(database, screen) == ["1 Marco jurídico", "2 Fronteras"]
    panel.buttons["up"].click()
    settle(place)
    assert tree(database, screen) == ["2 Fronteras", "1 Marco jurídico"]
    assert not panel.buttons["up"].isEnabled()
    panel.buttons["down"].click()
    settle(place)
    panel.buttons["in"].click()
    settle(place)
    assert tree(database, screen) == ["1 Marco jurídico", "  2 Fronteras"]
    assert place.undo.undoText() == "Move the objective 2"
    panel.buttons["out"].click()
    settle(place)
    assert tree(database, screen) == ["1 Marco jurídico", "2 Fronteras"]


def test_a_deleted_objective_is_brought_back_with_its_actions(screen, place, database):
    panel = screen.detail.objectives
    before = stored(database)
    panel.tree.choose(before[FIRST].objective_id)
    panel.buttons["delete"].click()
    settle(place)
    assert stored(database)[FIRST].objective_id is None
    place.undo.undo()
    settle(place)
    assert stored(database) == before
    assert panel.tree.topLevelItem(0).text(2) == "1"


def test_an_action_gets_its_objective_by_number_or_name(screen, place, database):
    objective = stored(database)[FIRST].objective_id
    go(screen, 1)
    editor = screen.detail.form.editors["objective_id"]
    write(editor, "nothing like it")
    settle(place)
    assert "is not in the list" in screen.detail.form.problems["objective_id"].text()
    write(editor, "1")
    settle(place)
    assert stored(database)["Capacitar"].objective_id == objective
    assert editor.text() == "1 Marco jurídico"
    assert screen.model.index(1, screen.model.column_of("objective_id")).data() == "1 Marco jurídico"


def test_chosen_actions_move_to_an_objective_together(screen, place, database):
    made = add_objective(database, "Ana", screen.source.plan_id, {"title": "Fronteras", "number": "2"})
    settle(place)
    number = database.head.number
    go(screen, 0)
    select = screen.table.selectionModel()
    select.select(screen.model.index(1, 0), QItemSelectionModel.SelectionFlag.Select)
    screen.actions.move_to(made)
    settle(place)
    found = stored(database)
    assert {found[FIRST].objective_id, found["Capacitar"].objective_id} == {made}
    assert database.head.number == number + 1


def test_an_action_moves_by_key_and_says_when_sorting_is_in_the_way(screen, place):
    go(screen, 2)
    screen.actions.by_name["up"].trigger()
    settle(place)
    number = screen.model.column_of("number")
    assert texts_of(screen.model, number) == ["1.1", "1.3", "1.3.1", "1.2"]
    assert screen.model.index(screen.table.currentIndex().row(), number).data() == "1.3"
    screen.table.sorting.sort_by([(screen.model.column_of("title"), False)])
    settle(place)
    screen.actions.by_name["up"].trigger()
    settle(place)
    assert screen.notice.text.startswith("End sorting")


def test_a_refusal_goes_with_the_next_thing_that_is_done(screen, place):
    go(screen, 0)
    screen.actions.by_name["up"].trigger()
    settle(place)
    assert "already stands" in screen.notice.text
    screen.model.setData(screen.model.index(0, screen.model.column_of("remarks")), "uno")
    settle(place)
    assert screen.notice.text == ""


def test_a_change_is_named_by_its_field_and_the_new_title(screen, place):
    screen.model.setData(screen.model.index(0, screen.model.column_of("due")), "2027")
    settle(place)
    assert place.undo.undoText() == "Change Due of 1.1"
    screen.model.setData(screen.model.index(0, screen.model.column_of("number")), "")
    settle(place)
    screen.model.setData(screen.model.index(0, screen.model.column_of("title")), "Otra ley")
    settle(place)
    assert place.undo.undoText() == "Change Title of Otra ley"


def test_the_filter_is_a_key_away_from_everywhere(screen, qtbot):
    assert screen.filter._shortcut.parent() is screen


def test_the_actions_of_an_objective_are_shown(screen, place):
    panel = screen.detail.objectives
    panel.tree.setCurrentItem(panel.tree.topLevelItem(0))
    panel.buttons["show"].click()
    settle(place)
    assert texts_of(screen.model, screen.model.column_of("number")) == ["1.1"]


def test_the_words_of_an_adopted_plan_are_explained_and_locked(screen, place, database):
    update_plan(database, "Ana", screen.source.plan_id, {"status": "adopted"})
    settle(place)
    go(screen, 0)
    panel = screen.detail
    assert not panel.locked.isHidden()
    assert panel.form.editors["title"].isReadOnly()
    assert panel.form.editors["objective_id"].isReadOnly()
    assert not panel.form.editors["remarks"].isReadOnly()
    assert not any(panel.objectives.buttons[name].isEnabled() for name in ("add", "delete", "up", "rename"))
    panel.amend_button.click()
    settle(place)
    assert panel.locked.isHidden()
    assert not panel.form.editors["title"].isReadOnly()


# Institutions and persons


def test_institutions_are_added_in_order_and_a_new_one_only_when_said(screen, place, database, qtbot):
    go(screen, 0)
    editor = screen.detail.form.editors["supporting"]
    editor.line.setText("aduanas x01")
    qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    settle(place)
    assert [ref.text for ref in stored(database)[FIRST].supporting] == ["Salud X01", "Aduanas X01"]
    editor.line.setText("Instituto Nuevo")
    qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    settle(place)
    assert len(stored(database)[FIRST].supporting) == 2
    assert editor.said.text() == "“Instituto Nuevo” is not recorded yet."
    editor.new_button.click()
    settle(place)
    assert [ref.text for ref in stored(database)[FIRST].supporting][2] == "Instituto Nuevo"
    assert screen.notice.text.startswith("New names were recorded")
    editor._on_moved(2, -1)
    settle(place)
    assert [ref.text for ref in stored(database)[FIRST].supporting][1] == "Instituto Nuevo"
    editor._on_taken_out(0)
    settle(place)
    assert [ref.text for ref in stored(database)[FIRST].supporting] == ["Instituto Nuevo", "Aduanas X01"]


def test_type_ahead_finds_any_part_of_a_name_and_offers_a_new_one(screen):
    editor = screen.detail.form.editors["persons"]
    editor.names.offer("EJEMP")
    assert editor.names.offered == ["Ana Ejemplo", "EJEMP"]
    editor.names.offer("ana ejemplo")
    assert editor.names.offered == ["Ana Ejemplo"]


# Dates


@pytest.mark.parametrize(
    ("written", "stored_as", "words"),
    [
        ("T3 2027", "2027-Q3", ""),
        ("primer semestre 2026", "2026-H1", ""),
        ("15/09/2027", "2027-09-15", ""),
        ("fines de septiembre de 2027", "2027-09", "fines de septiembre de 2027"),
        ("", None, ""),
    ],
)
def test_dates_are_typed_as_people_write_them(screen, place, database, written, stored_as, words):
    go(screen, 0)
    editor = screen.detail.form.editors["due"]
    write(editor, written)
    settle(place)
    item = stored(database)[FIRST]
    assert (item.due, item.due_text) == (stored_as, words)
    if words:
        assert editor.text() == words
        assert screen.detail.form.problems["due"].text() == "Read as: Sept 2027"


def test_a_pasted_date_keeps_its_words_too(screen, place, database):
    go(screen, 0, "due")
    QGuiApplication.clipboard().setText("fines de septiembre de 2027")
    screen.table.paste()
    settle(place)
    item = stored(database)[FIRST]
    assert (item.due, item.due_text) == ("2027-09", "fines de septiembre de 2027")
    write(screen.detail.form.editors["due"], "09/2027")
    settle(place)
    assert stored(database)[FIRST].due_text == ""


def test_a_text_that_cannot_be_read_waits_for_its_action(screen, place, database):
    go(screen, 0)
    write(screen.detail.form.editors["start"], "pronto")
    go(screen, 1)
    settle(place)
    assert "“pronto” cannot be read as Start" in screen.notice.text
    assert screen.detail.form.editors["start"].text() == ""
    go(screen, 0)
    settle(place)
    assert screen.detail.form.editors["start"].text() == "pronto"
    assert "cannot be read" in screen.detail.form.problems["start"].text()
    assert stored(database)[FIRST].start is None


# Indicators


def indicators(database, item_id):
    with database.read() as unit:
        return children_of(unit, PlanItem, "indicators", [item_id])[item_id]


def test_an_indicator_is_written_with_baseline_target_and_values(screen, place, database):
    go(screen, 0)
    item_id = stored(database)[FIRST].id
    editor = screen.detail.indicators
    editor.add_button.click()
    draft = editor._draft.fields.editors
    write_long(draft["text"], "Leyes aprobadas")
    settle(place)
    (form,) = editor._rows.values()
    write(form.fields.editors["baseline"], "0")
    write(form.fields.editors["target"], "3")
    settle(place)
    values = form.below["values"]._draft.fields.editors
    write(values["on_date"], "T1 2027")
    write(values["value"], "1")
    settle(place)
    (child,) = indicators(database, item_id)
    assert (child.record.text, child.record.baseline, child.record.target) == ("Leyes aprobadas", "0", "3")
    (value,) = child.children["values"]
    assert (value.record.on_date, value.record.value) == ("2027-Q1", "1")
    assert len(form.below["values"]._rows) == 1
    form.delete_button.click()
    settle(place)
    assert indicators(database, item_id) == ()
    place.undo.undo()
    settle(place)
    assert indicators(database, item_id) == (child,)
    assert len(editor._rows) == 1


def write_long(editor, text):
    editor.setPlainText(text)
    editor.committed.emit()


# Notes


def test_a_note_is_corrected_and_deleted(screen, place, database):
    go(screen, 0)
    item_id = stored(database)[FIRST].id
    notes = screen.detail.notes
    assert notes.count == 1
    with database.read() as unit:
        (note,) = progress_notes(unit, item_id)
    notes._on_correct_clicked(note)
    notes.text.setPlainText("Se aprobó el proyecto.")
    notes.add_button.click()
    settle(place)
    assert stored(database)[FIRST].last_note == "Se aprobó el proyecto."
    assert notes.text.toPlainText() == ""
    notes._on_delete_clicked(note)
    settle(place)
    assert (stored(database)[FIRST].last_note, notes.count) == ("", 0)
    place.undo.undo()
    settle(place)
    assert notes.count == 1


def test_a_note_is_asked_for_by_key(screen, place):
    go(screen, 0)
    screen.actions.by_name["note"].trigger()
    assert screen.detail.tabs.currentWidget() is screen.detail.notes


# The plan


def test_the_facts_of_the_plan_are_edited(screen, place, database):
    form = screen.detail.plan.form
    write(form.editors["title"], "Plan 2026-2030")
    write(form.editors["period"], "2026-2030")
    write(form.editors["instrument"], "Decreto 12")
    settle(place)
    with database.read() as unit:
        (plan,) = plans(unit)
    assert (plan.title, plan.period, plan.instrument) == ("Plan 2026-2030", "2026/2030", "Decreto 12")
    assert screen.head.chooser.currentText() == "Plan 2026-2030"
    form.editors["status"].set_value("adopted")
    form.editors["status"].committed.emit()
    settle(place)
    assert not screen.head.amend_button.isHidden()
    assert screen.detail.plan.said.text().startswith("The approved text is locked")


# What is shown of the plan


def test_a_part_of_the_plan_is_shown_and_remembered(screen, place, show):
    number = screen.model.column_of("number")
    screen.tools.choose_scope("past")
    settle(place)
    assert texts_of(screen.model, number) == ["1.1"]
    assert screen.count.text() == "1 of 4 actions"
    screen.tools.choose_scope("open")
    settle(place)
    assert texts_of(screen.model, number) == ["1.1", "1.3", "1.3.1"]
    again = show(PlanScreen)
    assert texts_of(again.model, number) == ["1.1", "1.3", "1.3.1"]


def test_an_asked_for_action_is_shown_whatever_is_hidden(screen, place, database):
    screen.tools.choose_scope("past")
    settle(place)
    screen.show_record(stored(database)["Capacitar"].id)
    settle(place)
    assert screen.table.current_id() == stored(database)["Capacitar"].id


def test_rows_are_sorted_by_several_columns_and_that_is_remembered(screen, place, show):
    status, title = screen.model.column_of("status"), screen.model.column_of("title")
    screen.table.sorting.sort_by([(status, False)])
    screen.table.sorting.sort_also(title, is_descending=True)
    settle(place)
    assert screen.model.headerData(title, Qt.Orientation.Horizontal) == "Title 2↓"
    assert texts_of(screen.model, title)[-1] == "Coordinar"
    again = show(PlanScreen)
    settle(place)
    assert again.model.sort_columns == [(status, False), (title, True)]
    again.table.sorting.sort_by([])
    settle(place)
    assert texts_of(again.model, title)[0] == FIRST


def test_a_near_date_says_so(screen, place, database):
    place_of_due = screen.model.column_of("due")
    screen.model.setData(screen.model.index(0, place_of_due), "2026-06-01")
    settle(place)
    assert screen.model.index(0, place_of_due).data() == "1 Jun 2026 · next 30 days"
