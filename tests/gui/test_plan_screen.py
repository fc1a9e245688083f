"""The plan screen as people use it: find, edit, undo, paste, amend."""

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QTableView

from db.queries.plan import items, progress_notes
from desktop.services.plans import update_plan
from desktop.shell.roles import Role
from desktop.views.plan.screen import PlanScreen
from tests.gui.places import settle, texts_of

NO_DATE = "cannot be read as Due. Write the date for example as 15 Sept 2027, Q3 2027, H1 2027 or 2027."
TITLE, NUMBER, STATUS, DUE, LEAD = "title", "number", "status", "due", "lead"


@pytest.fixture
def screen(show):
    return show(PlanScreen)


def at(screen, row, name):
    return screen.model.index(row, screen.model.column_of(name))


def shown(screen, name):
    return texts_of(screen.model, screen.model.column_of(name))


def stored(database):
    with database.read() as unit:
        return {item.title: item for item in items(unit)}


def go(screen, row, name):
    screen.table.select_row(row, screen.model.column_of(name))


@pytest.mark.parametrize("held", [Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier])
def test_the_row_that_is_gone_to_is_alone_selected_whatever_key_is_held(screen, qtbot, held):
    key = Qt.Key.Key_Control if held is Qt.KeyboardModifier.ControlModifier else Qt.Key.Key_Shift
    qtbot.keyPress(screen.table, key, held)
    try:
        go(screen, 1, NUMBER)
        assert screen.table.selected_ids() == [screen.model.index(1, 0).data(Role.ID)]
    finally:
        qtbot.keyRelease(screen.table, key)


def test_the_plan_s_items_are_listed(screen):
    assert shown(screen, NUMBER) == ["1.1", "1.2", "1.3", "1.3.1"]
    assert screen.count.text() == "4 actions"
    assert screen.head.chooser.currentText() == "Plan de acción nacional 2025-2028"


def test_the_model_keeps_qt_s_rules(screen, place, qtmodeltester):
    qtmodeltester.check(screen.model)
    tester = QAbstractItemModelTester(
        screen.model, QAbstractItemModelTester.FailureReportingMode.Warning, screen
    )
    screen.model.setData(at(screen, 0, TITLE), "Otro título")
    settle(place)
    screen.filter.setText("capacitar")
    screen.filter.clear()
    screen.model.sort(screen.model.column_of(TITLE), Qt.SortOrder.DescendingOrder)
    settle(place)
    assert tester.failureReportingMode() is QAbstractItemModelTester.FailureReportingMode.Warning


def test_past_dates_are_said_in_words(screen):
    assert shown(screen, DUE)[0] == "Q1 2026 · past its date"


def test_sub_actions_are_set_in(screen):
    assert [at(screen, row, TITLE).data(Role.INDENT) for row in range(4)] == [0, 0, 0, 1]


def test_an_edit_shows_at_once_and_is_written(screen, place, database):
    index = at(screen, 0, TITLE)
    assert screen.model.setData(index, "Revisar la ley penal")
    assert index.data() == "Revisar la ley penal"
    settle(place)
    assert index.data() == "Revisar la ley penal"
    assert index.data(Qt.ItemDataRole.FontRole) is None
    assert "Revisar la ley penal" in stored(database)


def test_do_undo_redo_three_times(screen, place, database):
    before = stored(database)
    screen.model.setData(at(screen, 0, STATUS), "completed")
    settle(place)
    after = stored(database)
    assert after != before
    for _ in range(3):
        place.undo.undo()
        settle(place)
        assert stored(database) == before
        assert shown(screen, STATUS)[0] == "In progress"
        place.undo.redo()
        settle(place)
        assert stored(database) == after
        assert shown(screen, STATUS)[0] == "Completed"


def test_quick_undos_run_in_the_order_they_were_asked_for(screen, place, database):
    before = stored(database)
    for text in ("uno", "dos", "tres"):
        screen.model.setData(at(screen, 0, "remarks"), text)
    settle(place)
    for _ in range(3):
        place.undo.undo()
    for _ in range(3):
        place.undo.redo()
    for _ in range(3):
        place.undo.undo()
    settle(place)
    assert stored(database) == before


def test_undo_names_the_thing(screen, place):
    screen.model.setData(at(screen, 0, STATUS), "on_hold")
    settle(place)
    assert place.undo.undoText() == "Change Status of 1.1"


def test_an_undo_that_would_change_nothing_says_so_and_leaves_the_stack(screen, place):
    screen.model.setData(at(screen, 0, "remarks"), "uno")
    settle(place)
    info = place.undo.count()
    screen.model.setData(at(screen, 0, "remarks"), "dos")
    settle(place)
    place.undo.setIndex(place.undo.index())
    place.undo.undo()
    settle(place)
    place.undo.undo()
    settle(place)
    assert info == 1
    assert place.undo.index() == 0
    assert place.messages.take() == []


def test_filter_finds_without_case_and_accents(screen, place):
    screen.filter.setText("capacitar")
    settle(place)
    assert shown(screen, NUMBER) == ["1.2"]
    assert screen.count.text() == "1 of 4 actions"
    screen.filter.setText("ADUANAS")
    assert shown(screen, NUMBER) == ["1.1", "1.3.1"]
    screen.filter.clear()
    assert shown(screen, NUMBER) == ["1.1", "1.2", "1.3", "1.3.1"]


def test_filter_follows_edits(screen, place):
    screen.filter.setText("capacitar")
    settle(place)
    screen.filter.clear()
    screen.model.setData(at(screen, 0, TITLE), "Formar inspectores")
    settle(place)
    screen.filter.setText("inspectores")
    assert shown(screen, NUMBER) == ["1.1"]


def test_sorting_keeps_the_current_item_and_can_end(screen, place):
    go(screen, 0, TITLE)
    screen.table.sortByColumn(screen.model.column_of(TITLE), Qt.SortOrder.DescendingOrder)
    settle(place)
    titles = shown(screen, TITLE)
    assert titles == sorted(titles, reverse=True)
    assert screen.table.current_id() == at(screen, screen.table.currentIndex().row(), NUMBER).data(Role.ID)
    assert at(screen, screen.table.currentIndex().row(), NUMBER).data() == "1.1"
    screen.model.sort(-1)
    assert shown(screen, NUMBER) == ["1.1", "1.2", "1.3", "1.3.1"]


def test_empty_values_sort_last_in_both_directions(screen, place):
    column = screen.model.column_of(DUE)
    for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
        screen.model.sort(column, order)
        settle(place)
        dates = shown(screen, DUE)
        filled = [text for text in dates if text]
        assert dates == filled + [""] * (4 - len(filled))


def test_a_new_action_comes_behind_the_current_one_and_is_edited(screen, place, database):
    go(screen, 1, TITLE)
    screen.tools.add_button.click()
    settle(place)
    assert shown(screen, TITLE)[2] == "New action"
    assert screen.table.currentIndex().row() == 2
    assert screen.table.state() is QTableView.State.EditingState
    assert "New action" in stored(database)


def test_sub_action_belongs_to_the_current_one(screen, place, database):
    go(screen, 1, TITLE)
    parent = screen.table.current_id()
    screen.actions.by_name["part"].trigger()
    settle(place)
    assert stored(database)["New action"].parent_id == parent


def test_delete_and_undo_bring_the_rows_back(screen, place, database):
    before = stored(database)
    go(screen, 2, TITLE)
    screen.tools.delete_button.click()
    settle(place)
    assert shown(screen, NUMBER) == ["1.1", "1.2"]
    assert screen.notice.text == "2 actions were deleted; Undo brings them back."
    place.undo.undo()
    settle(place)
    assert stored(database) == before
    assert shown(screen, NUMBER) == ["1.1", "1.2", "1.3", "1.3.1"]


def test_copy_gives_tab_separated_cells(screen):
    selection = screen.table.selectionModel()
    for name in (NUMBER, TITLE, DUE):
        selection.select(at(screen, 0, name), QItemSelectionModel.SelectionFlag.Select)
    screen.table.copy()
    assert QGuiApplication.clipboard().text() == "1.1\t=Revisar la ley\tQ1 2026"


def test_paste_of_a_block_is_one_change_set(screen, place, database):
    before, number = stored(database), database.head.number
    go(screen, 0, TITLE)
    columns = screen.table.columns_from(screen.model.column_of(TITLE))
    assert [screen.model.fields[column].name for column in columns[:3]] == [TITLE, LEAD, DUE]
    QGuiApplication.clipboard().setText(
        '"Primera\ncon dos líneas"\tMinisterio Nuevo; Aduanas X01\t15/09/2027\nSegunda\t\tT3 2027\n'
    )
    screen.table.paste()
    settle(place)
    assert database.head.number == number + 1
    assert screen.notice.text.startswith("New names were recorded with this change")
    found = stored(database)
    first = found["Primera con dos líneas"]
    assert [ref.text for ref in first.lead] == ["Ministerio Nuevo", "Aduanas X01"]
    assert (first.due, found["Segunda"].due) == ("2027-09-15", "2027-Q3")
    place.undo.undo()
    settle(place)
    assert stored(database) == before


def test_refused_cells_of_a_paste_are_listed(screen, place, database):
    go(screen, 3, STATUS)
    QGuiApplication.clipboard().setText("Completed\nDone")
    screen.table.paste()
    settle(place)
    assert screen.notice.text == "1 cell was not taken:\nrow 5: The list has no further row for it."
    go(screen, 0, DUE)
    QGuiApplication.clipboard().setText("cuando se pueda")
    screen.table.paste()
    settle(place)
    assert screen.notice.text == f"1 cell was not taken:\nrow 1: “cuando se pueda” {NO_DATE}"
    assert shown(screen, STATUS)[3] == "Completed"


def test_a_required_cell_is_not_emptied(screen, place, database):
    before = stored(database)
    go(screen, 0, TITLE)
    screen.table.clear_asked.emit([(0, screen.model.column_of(TITLE))])
    settle(place)
    assert stored(database) == before
    assert screen.notice.text == "Title cannot be empty."
    assert shown(screen, TITLE)[0] == "=Revisar la ley"


def test_columns_are_kept(screen, show, place):
    screen.table.show_columns([TITLE, NUMBER])
    screen.table.columns_chosen.emit(screen.table.shown_columns())
    again = show(PlanScreen)
    assert again.table.shown_columns() == [TITLE, NUMBER]


def test_an_adopted_plan_is_locked_until_amended(screen, place, database):
    update_plan(database, "Ana", screen.source.plan_id, {"status": "adopted"})
    settle(place)
    index = at(screen, 0, TITLE)
    assert not index.flags() & Qt.ItemFlag.ItemIsEditable
    assert "approved text" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert at(screen, 0, STATUS).flags() & Qt.ItemFlag.ItemIsEditable
    assert not screen.head.amend_button.isHidden()
    screen.head.amend_button.click()
    settle(place)
    assert place.messages.take()[0].startswith("“Plan de acción nacional 2025-2028” is adopted.")
    assert at(screen, 0, TITLE).flags() & Qt.ItemFlag.ItemIsEditable


def test_the_form_edits_and_follows(screen, place, database):
    go(screen, 0, TITLE)
    editor = screen.detail.form.editors["remarks"]
    editor.setPlainText("Nueva observación")
    editor.committed.emit()
    settle(place)
    assert stored(database)["=Revisar la ley"].remarks == "Nueva observación"
    place.undo.undo()
    settle(place)
    assert editor.toPlainText() == "línea 1\nlínea 2"


def test_an_unreadable_date_in_the_form_is_said_and_kept(screen, place, database):
    go(screen, 0, TITLE)
    form = screen.detail.form
    form.editors["due"].setText("pronto")
    form.editors["due"].committed.emit()
    settle(place)
    assert form.problems["due"].text() == f"“pronto” {NO_DATE}"
    assert form.editors["due"].text() == "pronto"
    assert stored(database)["=Revisar la ley"].due == "2026-Q1"


def test_a_progress_note_sets_the_status(screen, place, database):
    go(screen, 0, TITLE)
    notes = screen.detail.notes
    notes.text.setPlainText("Aprobada en segundo debate")
    notes.status.set_value("completed")
    notes.add_button.click()
    settle(place)
    item = stored(database)["=Revisar la ley"]
    assert item.status == "completed"
    with database.read() as unit:
        assert progress_notes(unit, item.id)[0].text == "Aprobada en segundo debate"
    assert shown(screen, STATUS)[0] == "Completed"
    assert notes.count >= 1


def test_a_note_without_text_is_refused_with_a_sentence(screen, place):
    go(screen, 0, TITLE)
    screen.detail.notes.add_button.click()
    settle(place)
    assert screen.detail.notes.said.text() == "Note cannot be empty."


def test_hostile_text_is_shown_as_text(screen, place):
    hostile = "<img src=/etc/passwd><b>x</b>"
    screen.model.setData(at(screen, 0, TITLE), hostile)
    settle(place)
    assert at(screen, 0, TITLE).data() == hostile
    assert "<img" not in at(screen, 0, TITLE).data(Qt.ItemDataRole.ToolTipRole)
    assert screen.detail.title.textFormat() is Qt.TextFormat.PlainText


def test_another_screen_can_ask_for_an_item(screen, place, database):
    wanted = stored(database)["Capacitar"].id
    screen.show_record(wanted)
    settle(place)
    assert screen.table.current_id() == wanted


def test_editing_in_the_cell_by_keyboard(screen, place, database, qtbot):
    go(screen, 1, TITLE)
    screen.table.setFocus()
    qtbot.keyClick(screen.table, Qt.Key.Key_F2)
    editor = screen.table.viewport().focusWidget() or screen.table.focusWidget()
    editor = screen.table.indexWidget(screen.table.currentIndex()) or editor
    qtbot.keyClicks(editor, "Formar")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    settle(place)
    assert "Formar" in stored(database)
