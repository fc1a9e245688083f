"""A person brings in a plan and points of contact by the assistant, and takes it back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QRadioButton,
    QWidget,
)

from db.queries.plan import items, plans
from db.schema import Institution, Plan
from desktop.itemmodels.import_preview_model import ALL, DOUBTFUL, ImportPreviewModel, prepare_preview
from desktop.services.import_outcome import Doubtful, ImportOutcome, Message, PreviewRow, Refused, Skipped
from desktop.views.import_assistant.assistant import NOTHING_NEW, REFUSED, ImportAssistant
from desktop.views.import_assistant.frame import COLUMNS, DONE, PREVIEW, SOURCE, WORDS
from desktop.views.import_assistant.opener import ImportOpener
from tests.builders import new_database
from tests.gui.naming import nameless
from tests.gui.places import bury, make_place
from tests.services.import_contacts.sources import ANA
from tests.services.import_plan.books import HEADINGS, spanish_plan


@pytest.fixture
def database(tmp_path):
    made = new_database(tmp_path)
    yield made
    made.close()


@pytest.fixture
def place(database, tmp_path, qapp):
    made = make_place(database, tmp_path)
    yield made
    made.jobs.close()


class Person:
    """Works with an assistant as a person does."""

    def __init__(self, qtbot, assistant: ImportAssistant) -> None:
        self.qtbot = qtbot
        self.window = assistant

    def click(self, button) -> None:
        assert button.isEnabled(), self.window.said.text()
        if isinstance(button, QCheckBox | QRadioButton):
            button.click()  # their middle may lie beside their text, where a mouse does nothing
        else:
            self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.window._is_busy)

    def next(self) -> int:
        self.click(self.window.next_button)
        return self.window.page

    def back(self) -> int:
        self.click(self.window.back_button)
        return self.window.page

    def read(self, path: Path) -> None:
        self.window.read_path(path)
        self.settle()

    def paste(self, *rows: str) -> None:
        QGuiApplication.clipboard().setText("\n".join(rows))
        self.click(self.window.pages.source.drop.paste_button)

    def take(self, heading: str, field: str) -> None:
        page = self.window.pages.columns
        index = self.window._proposal.layout.headings.index(heading)
        self.choose(page.choosers[index], field)

    def choose(self, chooser, code: str) -> None:
        chooser.choose(code)
        assert chooser.code == code
        chooser.activated.emit(chooser.currentIndex())

    def counts(self) -> dict[str, int]:
        shown = self.window.pages.preview.model.preview.counts
        return {name: count for name, count in shown.items() if count}


@pytest.fixture
def person(qtbot, place, tmp_path):
    def made(kind: str = "plan") -> Person:
        assistant = ImportAssistant(place, kind, tmp_path / "backups")
        assistant.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(assistant)
        assistant.show()
        qtbot.waitUntil(lambda: not place.desk.is_busy)
        return Person(qtbot, assistant)

    return made


def all_items(database):
    with database.read() as unit:
        return items(unit)


def test_a_workbook_comes_in_and_goes_back(person, place, database, tmp_path, qtbot):
    someone = person()
    assert not someone.window.next_button.isEnabled()
    someone.read(spanish_plan(tmp_path / "plan.xlsx"))
    assert "plan.xlsx" in someone.window.pages.source.drop.said.text()
    assert someone.next() == COLUMNS
    before = database.head
    assert someone.next() == WORDS
    assert someone.next() == PREVIEW
    assert database.head == before
    assert someone.counts()["added"] == 4
    assert someone.next() == DONE
    assert [item.number for item in all_items(database)] == ["1.1", "1.2", "2.1", "2.2"]
    assert "4 added" in someone.window.pages.done.counts.text()
    assert len(list((tmp_path / "backups").iterdir())) == 1
    qtbot.waitUntil(lambda: place.undo.canUndo())
    for _ in range(3):
        place.undo.undo()
        qtbot.waitUntil(lambda: not place.desk.is_busy)
        assert all_items(database) == []
        place.undo.redo()
        qtbot.waitUntil(lambda: not place.desk.is_busy)
        assert len(all_items(database)) == 4


def test_the_same_workbook_again_has_nothing_new(person, tmp_path):
    path = spanish_plan(tmp_path / "plan.xlsx")
    someone = person()
    someone.read(path)
    for page in (COLUMNS, WORDS, PREVIEW, DONE):
        assert someone.next() == page
    again = person()
    again.read(path)
    assert again.next() == COLUMNS
    assert not again.window.pages.columns.remembered.isHidden()
    while again.window.page != PREVIEW:
        again.next()
    assert again.counts()["unchanged"] == 4
    assert again.window.said.text() == NOTHING_NEW
    assert not again.window.next_button.isEnabled()


def test_what_is_open_is_asked_and_remembered(person, database):
    with database.write("Ana", "Add") as unit:
        unit.insert(Institution, [{"name": "Dirección General de Aduanas", "state": "X01"}])
        unit.commit()
    rows = (
        "Acción\tInstitución responsable\tPlazo\tEstado\tPresupuesto",
        "Revisar\tDireccion General de Aduana\t03/04/2027\tconculida\tKWD 1,234",
        "Aprobar\tCancillería\t05/06/2027\tverde\tKWD 2",
    )
    someone = person()
    someone.paste(*rows)
    assert (someone.next(), someone.next()) == (COLUMNS, WORDS)
    words = someone.window.pages.words
    assert "03/04/2027" in "".join(label.text() for label in words.findChildren(type(someone.window.said)))
    assert words.statuses["conculida"].itemText(1).endswith("did you mean this?")
    assert not words.has_answers
    someone.choose(words.dates, "day")
    someone.choose(words.numbers, ",")
    someone.choose(words.statuses["conculida"], "completed")
    someone.choose(words.statuses["verde"], "in_progress")
    someone.choose(words.names["Direccion General de Aduana"][1], "same")
    assert words.has_answers
    assert someone.next() == PREVIEW
    assert DOUBTFUL not in someone.counts()
    assert someone.back() == WORDS
    assert words.statuses["verde"].code == "in_progress"
    assert (someone.next(), someone.next()) == (PREVIEW, DONE)
    first, second = all_items(database)
    assert (first.due, first.status, first.budget) == ("2027-04-03", "completed", "1.234")
    assert (first.lead[0].text, second.status) == ("Dirección General de Aduanas", "in_progress")
    again = person()
    again.paste(*rows, "Crear\tCancillería\t07/08/2027\tverde\t")
    assert (again.next(), again.next()) == (COLUMNS, PREVIEW)
    assert again.counts() == {"all": 3, "added": 1, "unchanged": 2, "skipped": 1}


def test_columns_that_nobody_knows_are_chosen_by_the_person(person, database):
    someone = person()
    someone.paste("Kod\tWas\tWer", "a\ttun\twir", "b\tlassen\tsie")
    assert someone.next() == COLUMNS
    assert "title" in someone.window.said.text()
    assert not someone.window.next_button.isEnabled()
    someone.take("Was", "title")
    someone.take("Wer", "lead")
    assert someone.window.said.text() == ""
    someone.take("Kod", "lead")
    someone.take("Kod", "number")
    assert someone.next() == PREVIEW
    assert someone.next() == DONE
    assert [(item.number, item.title) for item in all_items(database)] == [("a", "tun"), ("b", "lassen")]
    again = person()
    again.paste("Kod\tWas\tWer", "c\tsein\tich")
    again.next()
    assert set(again.window.pages.columns.chosen().values()) == {"number", "title", "lead"}
    assert again.window.pages.columns._sureness[0].text() == "as last time"


def test_a_field_of_one_column_is_taken_once(person):
    someone = person()
    someone.paste("Acción\tUno\tDos", "a\tb\tc")
    someone.next()
    someone.take("Uno", "number")
    someone.take("Dos", "number")
    assert "Number" in someone.window.said.text()
    assert not someone.window.next_button.isEnabled()


def test_another_sheet_and_another_row_of_headings(person, tmp_path):
    someone = person()
    someone.read(spanish_plan(tmp_path / "plan.xlsx"))
    someone.next()
    page = someone.window.pages.columns
    page.header_row.setValue(6)
    someone.settle()
    assert someone.window._proposal.header_row == 6
    assert "title" not in page.chosen().values()
    someone.choose(page.sheet, "Notas")
    someone.settle()
    assert someone.window._proposal.sheet == "Notas"
    someone.choose(page.sheet, "Plan")
    someone.settle()
    assert page.header_row.value() == 5


def test_sheets_laid_out_alike_are_taken_together_or_not(person, tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    for name, title in (("2026", "Revisar"), ("2027", "Aprobar")):
        sheet = book.create_sheet(name)
        sheet.append(HEADINGS)
        sheet.append([title, None, title, "Salud"])
    book.save(tmp_path / "two.xlsx")
    someone = person()
    someone.read(tmp_path / "two.xlsx")
    someone.next()
    assert "2027" in someone.window.pages.columns.takes_alike.text()
    someone.next()
    assert someone.counts()["added"] == 2
    someone.back()
    someone.click(someone.window.pages.columns.takes_alike)
    someone.next()
    assert someone.counts()["added"] == 1


def test_refused_rows_stop_it_until_they_are_left_out(person, database):
    someone = person()
    someone.paste("N°\tAcción\tInstitución responsable", "1\tRevisar\tSalud", "2\t\tAduanas")
    someone.next()
    someone.next()
    assert someone.counts()["refused"] == 1
    assert someone.window.said.text() == REFUSED
    assert not someone.window.next_button.isEnabled()
    someone.click(someone.window.pages.preview.buttons["refused"])
    page = someone.window.pages.preview
    assert (page.model.rowCount(), page.row_said.text() != "") == (1, True)
    someone.click(page.skips_refused)
    assert someone.next() == DONE
    assert [item.title for item in all_items(database)] == ["Revisar"]


def test_the_approved_text_changes_only_when_it_is_amended(person, database):
    with database.write("Ana", "Add") as unit:
        unit.insert(Plan, [{"state": "X01", "title": "Plan", "status": "adopted"}])
        unit.commit()
    someone = person()
    someone.paste("Acción\tInstitución responsable", "Revisar\tSalud")
    assert not someone.window.pages.source.amend.isHidden()
    someone.next()
    someone.next()
    assert someone.counts()["refused"] == 1
    someone.back()
    someone.back()
    assert someone.window.page == SOURCE
    someone.click(someone.window.pages.source.amend)
    someone.next()
    someone.next()
    assert someone.counts()["added"] == 1


def test_a_new_plan_is_made_for_a_state_that_has_none(person, database, tmp_path):
    someone = person()
    page = someone.window.pages.source
    page.state.setText("X02")
    page.state.committed.emit()
    someone.read(spanish_plan(tmp_path / "plan.xlsx"))
    while someone.window.page != DONE:
        someone.next()
    with database.read() as unit:
        assert [(plan.state, plan.title) for plan in plans(unit)] == [("X02", "PLAN DE ACCIÓN NACIONAL 1540")]


def test_without_a_state_it_does_not_go_on(person):
    someone = person()
    someone.window.pages.source.state.setText("")
    someone.window.pages.source.state.committed.emit()
    someone.paste("Acción\tPlazo", "Revisar\t2027")
    someone.next()
    assert someone.next() == COLUMNS
    assert "Choose the State" in someone.window.said.text()


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n" + b"\x00" * 60])
def test_what_cannot_be_read_is_said_and_changes_nothing(person, database, tmp_path, content):
    before = database.head
    (tmp_path / "plan.xlsx").write_bytes(content)
    someone = person()
    someone.read(tmp_path / "plan.xlsx")
    assert "plan.xlsx" in someone.window.said.text()
    assert not someone.window.next_button.isEnabled()
    someone.paste("Acción\tPlazo", "Revisar\t2027")
    assert someone.window.said.text() == ""
    assert (someone.next(), database.head) == (COLUMNS, before)


def test_contact_cards_go_straight_to_the_rows(person, place, database, tmp_path, qtbot):
    (tmp_path / "ana.vcf").write_bytes(ANA)
    someone = person("contacts")
    someone.read(tmp_path / "ana.vcf")
    assert someone.next() == PREVIEW
    assert someone.counts()["added"] == 1
    assert someone.back() == SOURCE
    assert (someone.next(), someone.next()) == (PREVIEW, DONE)
    assert "1 persons" in someone.window.pages.done.created.text()
    with qtbot.waitSignal(place.navigator.screen_asked) as asked:
        someone.window.pages.done.show_button.click()
    assert asked.args == ["contacts"]


def test_another_kind_has_other_columns(person, tmp_path):
    someone = person()
    someone.paste("Nombre\tCargo\tCorreo", "Ana Pérez\tJefa\tana@office.example")
    someone.click(someone.window.pages.source.contacts_button)
    assert someone.next() == COLUMNS
    assert set(someone.window.pages.columns.chosen().values()) == {"person", "post", "emails"}
    assert someone.next() == PREVIEW
    cards = person("contacts")
    (tmp_path / "ana.vcf").write_bytes(ANA)
    cards.read(tmp_path / "ana.vcf")
    cards.click(cards.window.pages.source.plan_button)
    assert not cards.window.next_button.isEnabled()


def test_a_file_or_a_table_is_dropped(person, tmp_path):
    someone = person()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(spanish_plan(tmp_path / "plan.xlsx")))])
    someone.window.pages.source.drop.dropEvent(_drop(data))
    someone.settle()
    assert "plan.xlsx" in someone.window.pages.source.drop.said.text()
    text = QMimeData()
    text.setText("Acción\tPlazo\nRevisar\t2027")
    someone.window.pages.source.drop.dropEvent(_drop(text))
    someone.settle()
    assert "the clipboard" in someone.window.pages.source.drop.said.text()


def _drop(data: QMimeData) -> QDropEvent:
    return QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )


def test_an_empty_clipboard_is_said(person):
    someone = person()
    QGuiApplication.clipboard().clear()
    someone.click(someone.window.pages.source.drop.paste_button)
    assert "clipboard" in someone.window.said.text()


def test_every_control_has_a_name(person, tmp_path):
    someone = person()
    someone.read(spanish_plan(tmp_path / "plan.xlsx"))
    while someone.window.page != PREVIEW:
        someone.next()
    assert nameless(someone.window) == []


def test_the_window_stays_until_the_import_is_written(person):
    someone = person()
    someone.window._work(True, is_importing=True)
    someone.window.reject()
    assert someone.window.isVisible()
    someone.window._work(False)
    someone.window.reject()
    assert not someone.window.isVisible()


class TestModel:
    OUTCOME = ImportOutcome(
        read=3,
        added=2,
        preview=[
            PreviewRow("A", 2, "added", "a", {"title": "a", "due": "2027-Q3", "lead": ("Salud", "Aduanas")}),
            PreviewRow("A", 3, "added", "b", {"title": "b\nc", "status": "completed"}),
            PreviewRow("B", 4, "refused", "", {}),
        ],
        refused=(Refused("B", 4, "C", Message("The action has no title.")),),
        doubtful=(
            Doubtful("A", 2, "D", "pronto", Message("No.")),
            Doubtful("A", 9, "", "", Message("Lost.")),
        ),
        skipped=(Skipped("A", 1, Message("Headings.")),),
    )

    @pytest.fixture
    def model(self, place):
        made = ImportPreviewModel(place.values)
        made.set_preview(prepare_preview("plan", self.OUTCOME))
        return made

    def texts(self, model) -> list[list[str]]:
        return [
            [model.index(row, column).data() for column in range(model.columnCount())]
            for row in range(model.rowCount())
        ]

    def test_it_is_a_sound_model(self, model, qtmodeltester):
        qtmodeltester.check(model)
        assert model.rowCount(model.index(0, 0)) == model.columnCount(model.index(0, 0)) == 0

    def test_cells_are_written_for_people(self, model):
        heads = [model.headerData(c, Qt.Orientation.Horizontal) for c in range(model.columnCount())]
        assert heads == ["Row", "What happens", "To look at", "Title", "Lead institution", "Due", "Status"]
        assert self.texts(model) == [
            ["A 2", "Added", "D “pronto”: No.", "a", "Salud; Aduanas", "Q3 2027", ""],
            ["A 3", "Added", "", "b · c", "", "", "Completed"],
            ["B 4", "Refused", "C: The action has no title.", "", "", "", ""],
            ["A 9", "Unchanged", "Lost.", "", "", "", ""],
        ]
        assert model.index(0, 3).data(Qt.ItemDataRole.AccessibleTextRole) == "Title: a"
        assert model.index(1, 3).data(Qt.ItemDataRole.ToolTipRole) == "<span>b<br>c</span>"

    def test_it_narrows_to_what_is_to_be_looked_at(self, model):
        assert dict(model.preview.counts) == {
            "all": 4,
            "doubtful": 2,
            "added": 2,
            "updated": 0,
            "unchanged": 1,
            "refused": 1,
            "skipped": 1,
        }
        for which, places in ((DOUBTFUL, ["A 2", "A 9"]), ("refused", ["B 4"]), ("skipped", ["A 1"])):
            model.show_only(which)
            assert [row[0] for row in self.texts(model)] == places
        model.show_only(ALL)
        assert model.said(0) == "D “pronto”: No."

    def test_contacts_have_their_own_names(self, place):
        values = {"person": "Ana", "state": "X01", "from": "2025-03-04", "note": "x"}
        outcome = ImportOutcome(read=1, added=1, preview=[PreviewRow("", 2, "added", "Ana", values)])
        model = ImportPreviewModel(place.values)
        model.set_preview(prepare_preview("contacts", outcome))
        assert self.texts(model) == [["2", "Added", "", "Ana", place.values.state("X01"), "4 Mar 2025", "x"]]


def test_it_opens_over_the_window_for_what_was_asked(place, qtbot, tmp_path):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    opener = ImportOpener(place, window, tmp_path / "backups")
    place.navigator.import_asked.emit("contacts")
    opener.open_from_menu()
    assistants = window.findChildren(ImportAssistant)
    assert [each.pages.source.kind for each in assistants] == ["contacts", "plan"]
    qtbot.waitUntil(lambda: not place.desk.is_busy)
    for each in assistants:
        bury(each)
