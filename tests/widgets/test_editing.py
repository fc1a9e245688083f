"""Editing in cells and forms by keyboard: every kind of field, and nothing typed is lost."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QComboBox, QTableView, QWidget

from db.fields import Field, Kind, Ref, fields_of
from db.schema import PlanItem
from desktop.base.errors import UserError
from desktop.base.i18n import texts_for
from desktop.shell.roles import Role
from desktop.shell.state_names import StateNames
from desktop.shell.translators import locale_of
from desktop.shell.value_texts import ValueTexts
from desktop.shell.written_values import WrittenValues
from desktop.widgets.cell_delegate import CellDelegate
from desktop.widgets.editors import make_editor
from desktop.widgets.filter_field import FilterField
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.record_form import RecordForm

FIELDS = fields_of(PlanItem)
REFS = [Ref("1", "Aduanas"), Ref("2", "Ministerio de Salud"), Ref("3", "Ministerio de Salud")]
VALUES = {
    "title": "Revisar la ley",
    "description": "una\ndos",
    "due": "2027-Q3",
    "status": "on_hold",
    "progress": 40.0,
    "budget": "12500.50",
    "lead": (REFS[2],),
    "sharing": "committee public",
    "is_translation_outdated": 1,
}


@pytest.fixture
def written():
    names = StateNames("en")
    values = ValueTexts(texts_for("en"), locale_of("en"), names.name)
    return WrittenValues(values, lambda _table: REFS, names.find, names.names)


@pytest.mark.parametrize("name", VALUES)
def test_an_editor_gives_back_what_it_was_given(qtbot, written, name):
    editor = make_editor(FIELDS[name], written)
    qtbot.addWidget(editor)
    editor.set_value(VALUES[name])
    assert editor.value() == VALUES[name]
    assert editor.accessibleName() == FIELDS[name].label


@pytest.mark.parametrize("name", [name for name in VALUES if not FIELDS[name].is_required])
def test_an_editor_gives_nothing_for_nothing(qtbot, written, name):
    field = FIELDS[name]
    editor = make_editor(field, written)
    qtbot.addWidget(editor)
    empty = () if field.kind is Kind.LINKS else field.empty
    editor.set_value(empty)
    assert editor.value() == empty


def test_a_state_is_chosen_by_its_name(qtbot, written):
    editor = make_editor(Field("State", Kind.STATE, name="state"), written)
    qtbot.addWidget(editor)
    editor.setText("Panama")
    assert editor.value() == "PAN"
    editor.names.offer("pana")
    assert "Panama" in editor.names.offered


def test_names_are_completed_one_after_the_other(qtbot, written):
    editor = make_editor(FIELDS["lead"], written)
    qtbot.addWidget(editor)
    completer = editor.names
    editor.setText("Aduanas; MINIS")
    completer.offer(editor.text())
    chosen = completer.completionModel().index(0, 0)
    assert completer.pathFromIndex(chosen) == "Aduanas; Ministerio de Salud"
    completer.offer("Aduanas; Nuevo")
    assert completer.completionModel().index(0, 0).data() == "New: Nuevo"
    assert completer.pathFromIndex(completer.completionModel().index(0, 0)) == "Aduanas; Nuevo"


def test_a_wheel_over_a_choice_changes_nothing(qtbot, written):
    editor = make_editor(FIELDS["status"], written)
    qtbot.addWidget(editor)
    editor.set_value("on_hold")
    wheel = QWheelEvent(
        QPointF(1, 1), QPointF(1, 1), QPoint(0, -120), QPoint(0, -120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    editor.wheelEvent(wheel)
    assert editor.value() == "on_hold"
    assert not wheel.isAccepted()


def test_codes_are_ticked_in_a_menu(qtbot, written):
    editor = make_editor(FIELDS["sharing"], written)
    qtbot.addWidget(editor)
    editor.set_value("provider:IAEA public")
    with qtbot.waitSignal(editor.committed):
        editor._actions["public"].trigger()
    with qtbot.waitSignal(editor.committed):
        editor._actions["oas"].trigger()
    assert editor.value() == "oas provider:IAEA"


class Grid:
    """A one-column table of one field under the delegate."""

    def __init__(self, qtbot, written, field, value):
        self.model = QStandardItemModel(2, 1)
        item = QStandardItem()
        item.setData(value, Qt.ItemDataRole.EditRole)
        self.model.setItem(0, 0, item)
        self.model.setHeaderData(0, Qt.Orientation.Horizontal, field, Role.FIELD)
        self.table = QTableView()
        self.delegate = CellDelegate(written, self.table)
        self.table.setItemDelegate(self.delegate)
        self.table.setModel(self.model)
        self.table.resize(500, 300)
        self.table.show()
        qtbot.addWidget(self.table)
        self.table.setCurrentIndex(self.index)
        self.table.edit(self.index)
        self.editor = self.table.indexWidget(self.index) or self.table.viewport().findChild(QWidget)

    @property
    def index(self):
        return self.model.index(0, 0)

    @property
    def value(self):
        return self.index.data(Qt.ItemDataRole.EditRole)

    @property
    def is_editing(self):
        return self.table.state() is QTableView.State.EditingState


def test_return_takes_the_typed_text(qtbot, written):
    grid = Grid(qtbot, written, FIELDS["due"], "2026")
    qtbot.keyClicks(grid.editor, "T3 2027")
    qtbot.keyClick(grid.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: grid.value == "2027-Q3")


def test_an_unreadable_text_stays_open_to_be_mended(qtbot, written):
    grid = Grid(qtbot, written, FIELDS["due"], "2026")
    qtbot.keyClicks(grid.editor, "soon")
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Tab):
        qtbot.keyClick(grid.editor, key)
        assert grid.is_editing
        assert grid.editor.text() == "soon"
    grid.editor.setText("2028")
    qtbot.keyClick(grid.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: grid.value == "2028")


def test_an_unreadable_text_that_is_left_by_mouse_is_said(qtbot, written):
    grid = Grid(qtbot, written, FIELDS["due"], "2026")
    grid.editor.setText("soon")
    with qtbot.waitSignal(grid.delegate.refused) as told:
        grid.delegate.setModelData(grid.editor, grid.model, grid.index)
    assert isinstance(told.args[0], UserError)
    assert grid.value == "2026"


def test_escape_takes_nothing(qtbot, written):
    grid = Grid(qtbot, written, FIELDS["title"], "Antes")
    qtbot.keyClicks(grid.editor, "Otro")
    qtbot.keyClick(grid.editor, Qt.Key.Key_Escape)
    assert grid.value == "Antes"


def test_a_long_text_gets_lines_with_alt_return_and_ends_with_return(qtbot, written):
    grid = Grid(qtbot, written, FIELDS["remarks"], "")
    assert grid.editor.height() > 100
    qtbot.keyClicks(grid.editor, "una")
    qtbot.keyClick(grid.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClicks(grid.editor, "dos")
    assert grid.is_editing
    qtbot.keyClick(grid.editor, Qt.Key.Key_Return)
    assert grid.value == "una\ndos"


def test_a_refreshed_row_leaves_the_open_editor_alone(qtbot, written):
    grid = Grid(qtbot, written, FIELDS["title"], "Antes")
    qtbot.keyClicks(grid.editor, "Escrito")
    grid.model.dataChanged.emit(grid.index, grid.index)
    grid.delegate.setEditorData(grid.editor, grid.index)
    assert grid.editor.text() == "Escrito"


def test_a_choice_is_edited_in_a_box(qtbot, written):
    grid = Grid(qtbot, written, FIELDS["status"], "on_hold")
    assert isinstance(grid.editor, QComboBox)
    grid.editor.set_value("completed")
    grid.delegate.setModelData(grid.editor, grid.model, grid.index)
    assert grid.value == "completed"


class Item(dict):
    """A record of two fields."""

    __getattr__ = dict.__getitem__


def form_of(qtbot, written, lock=None):
    form = RecordForm([FIELDS["title"], FIELDS["due"], FIELDS["status"]], written, lock)
    qtbot.addWidget(form)
    form.show()
    return form


def item(**values):
    return Item({"id": "1", "title": "Antes", "due": None, "status": None, **values})


def test_a_form_asks_for_what_changed_and_only_that(qtbot, written):
    form, asked = form_of(qtbot, written), []
    form.edited.connect(lambda name, value: asked.append((name, value)))
    form.set_record(item())
    form.editors["title"].committed.emit()
    form.editors["due"].setText("2027")
    form.editors["due"].committed.emit()
    assert asked == [("due", "2027")]


def test_a_form_without_a_record_is_empty_and_asks_nothing(qtbot, written):
    form, asked = form_of(qtbot, written), []
    form.edited.connect(lambda name, value: asked.append(name))
    form.set_record(item())
    form.set_record(None)
    form.commit_open()
    assert (form.record_id, form.editors["title"].text(), asked) == (None, "", [])
    assert not form.isEnabled()


def test_what_is_typed_survives_a_refresh_and_goes_out_with_the_next_record(qtbot, written):
    form, asked = form_of(qtbot, written), []
    form.edited.connect(lambda name, value: asked.append((form.record_id, name, value)))
    form.set_record(item())
    form.activateWindow()
    editor = form.editors["title"]
    editor.setFocus()
    qtbot.waitUntil(editor.hasFocus)
    editor.setText("Escrito")
    form.set_record(item(status="on_hold"))
    assert editor.text() == "Escrito"
    assert form.editors["status"].value() == "on_hold"
    form.set_record(item(id="2", title="Otra"))
    assert asked == [("1", "title", "Escrito")]
    assert editor.text() == "Otra"


def test_a_locked_field_says_why(qtbot, written):
    reason = UserError("{field} is locked.", field="Title")

    def lock(_record, field):
        return reason if field.name in ("title", "status") else None

    form = form_of(qtbot, written, lock)
    form.set_record(item())
    assert form.editors["title"].isReadOnly()
    assert not form.editors["status"].isEnabled()
    assert not form.editors["due"].isReadOnly()
    assert form.editors["title"].accessibleDescription() == "Title is locked."


def test_the_filter_field_empties_with_escape(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    field = FilterField("Filter", parent)
    field.setText("x")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""


def test_a_notice_is_plain_text_and_can_be_closed(qtbot):
    bar = NoticeBar(texts_for("en"))
    qtbot.addWidget(bar)
    assert bar.text == ""
    bar.say("<b>x</b>")
    assert bar.text == "<b>x</b>"
    bar.clear()
    assert bar.text == ""
