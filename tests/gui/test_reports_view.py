"""A person writes reports: choices, progress, what came of it, and what stands in the way."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt

from db.schema import Plan, PlanItem, Post, Submission
from desktop.jobs.runner import JobRunner
from desktop.reports.counts import Counts
from desktop.views.reports import screen as reports
from desktop.views.reports.form import ReportForm
from desktop.views.reports.result_panel import ResultPanel
from desktop.views.reports.screen import ReportsScreen
from desktop.views.reports.work import file_name, free_path
from tests.builders import new_database
from tests.gui.naming import nameless
from tests.gui.places import TODAY, make_place


@pytest.fixture
def database(tmp_path):
    made = new_database(tmp_path)
    with made.write("Ana", "Add") as unit:
        (plan_id,) = unit.insert(Plan, [{"state": "X01", "title": "Plan 2026", "status": "adopted"}])
        unit.insert(Plan, [{"state": "X01", "title": "Plan viejo", "status": "superseded"}])
        unit.insert(PlanItem, [{"plan_id": plan_id, "title": "Revisar", "position": "a", "due": "2026-02"}])
        unit.commit()
    yield made
    made.close()


@pytest.fixture
def place(database, tmp_path, qapp):
    made = make_place(database, tmp_path)
    made.settings.remember_choices("report", {"folder": str(tmp_path / "out")})
    (tmp_path / "out").mkdir()
    yield made
    made.jobs.close()


@pytest.fixture
def opened():
    return []


@pytest.fixture
def screen(place, qtbot, opened):
    def open_path(path: Path) -> bool:
        opened.append(path)
        return path.suffix != ".xlsx"

    made = ReportsScreen(place, open_path=open_path)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: bool(made.form.state.code))
    return made


def choose(chooser, code: str) -> None:
    chooser.choose(code)
    assert chooser.code == code
    chooser.activated.emit(chooser.currentIndex())


def make(screen, qtbot) -> None:
    qtbot.mouseClick(screen.make_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not screen._is_busy)


def test_a_report_is_written_where_it_says(screen, qtbot, tmp_path, opened, place):
    path = screen.form.target.path()
    assert path.parent == tmp_path / "out"
    assert path.name.endswith(f"{TODAY.isoformat()}.pdf")
    make(screen, qtbot)
    assert path.read_bytes().startswith(b"%PDF")
    assert screen.result.title.text() == f"{path.name} is written"
    assert "page" in screen.result.counts.text()
    qtbot.mouseClick(screen.result.open_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(screen.result.folder_button, Qt.MouseButton.LeftButton)
    assert opened == [path, path.parent]
    assert screen.form.target.path().name.endswith(f"{TODAY.isoformat()} (2).pdf")


def test_choices_are_remembered_but_final_is_chosen_anew(screen, qtbot, place):
    choose(screen.form.report, "contacts")
    choose(screen.form.language, "es")
    choose(screen.form.format, "xlsx")
    screen.form.is_final.click()
    assert screen.form.request().is_final
    assert not screen.form.plan.isVisible()
    make(screen, qtbot)
    assert "sheet" in screen.result.counts.text()
    again = ReportsScreen(place)
    qtbot.addWidget(again)
    qtbot.waitUntil(lambda: bool(again.form.state.code))
    request = again.form.request()
    assert (request.name, request.language, request.format, request.is_final) == (
        "contacts",
        "es",
        "xlsx",
        False,
    )
    assert "Directorio" in again.form.target.path().name


def test_the_request_says_what_was_chosen(screen, database, qtbot):
    form = screen.form
    form.date.setDate(QDate(2026, 3, 1))
    form.has_as_of.click()
    form.as_of.setDate(QDate(2026, 1, 1))
    form.prepared_by.setText(" Ana Pérez ")
    choose(form.plan, form.plan.itemData(2))
    asked = form.request()
    assert (asked.date, asked.as_of, asked.prepared_by) == (date(2026, 3, 1), date(2026, 1, 1), "Ana Pérez")
    assert (asked.state, asked.plan, form.plan.currentText()) == ("X01", form.plan.code, "Plan viejo")
    assert "2026-03-01" in form.target.path().name


def test_new_states_and_their_groups_are_offered(screen, database, qtbot, place):
    form = screen.form
    assert form.state.count() == 1
    assert form._form.labelForField(form.state).text() == "&State"
    add = {"state": "X02", "name": "Punto de contacto", "role": "main", "seat": "capital"}
    place.desk.write(_add, Post, add)
    qtbot.waitUntil(lambda: form.state.count() > 1)
    offered = [form.state.itemText(row) for row in range(form.state.count())]
    assert offered == [
        "All States of this file",
        "Latin American and Caribbean States",
        "",
        "Marenta",
        "Solvara",
    ]
    assert (form.state.code, form.plan.isVisible()) == ("X01", True)
    assert form.state.accessibleName() == "State or group"
    choose(form.state, "*")
    assert form.request().is_regional
    assert not form.plan.isVisible()


def test_changes_are_told_since_a_day_or_a_submission(screen, qtbot, place, database):
    form = screen.form
    assert form.request().since == ""
    assert not form.since.day.isVisible()
    choose(form.since.chooser, "day")
    assert form.since.day.isVisible()
    form.since.day.setDate(QDate(2026, 2, 3))
    assert form.request().since == "2026-02-03"
    number = database.head.number
    add = {"state": "X01", "kind": "addendum", "title": "Addendum", "status": "cleared", "baseline": number}
    place.desk.write(_add, Submission, add)
    qtbot.waitUntil(lambda: form.since.chooser.count() == 3)
    assert form.request().since == "2026-02-03"
    choose(form.since.chooser, form.since.chooser.itemData(2))
    assert form.since.chooser.currentText() == "Since “Addendum”"
    make(screen, qtbot)
    assert "page" in screen.result.counts.text()
    choose(form.report, "contacts")
    assert form.request().since == ""


def test_a_group_of_states_is_reported(screen, qtbot, place):
    add = {"state": "X02", "name": "Punto de contacto", "role": "main", "seat": "capital"}
    place.desk.write(_add, Post, add)
    qtbot.waitUntil(lambda: screen.form.state.count() > 1)
    choose(screen.form.state, "group:GRULAC")
    request = screen.form.request()
    assert (request.state, request.group, request.plan) == ("", "GRULAC", "")
    assert "GRULAC" in screen.form.target.path().name
    make(screen, qtbot)
    assert "page" in screen.result.counts.text()
    again = ReportsScreen(place)
    qtbot.addWidget(again)
    qtbot.waitUntil(lambda: bool(again.form.state.code))
    assert again.form.request().group == "GRULAC"


def _add(database, author, table, values):
    with database.write(author, "Add") as unit:
        unit.insert(table, [values])
        unit.commit()


def test_a_file_that_is_there_is_replaced_only_when_asked(screen, qtbot, tmp_path, place):
    path = tmp_path / "out" / "mine.pdf"
    path.write_text("keep")
    screen.form.target.line.setText(str(path))
    screen.form.target.line.textEdited.emit(str(path))
    place.messages.answer = False
    make(screen, qtbot)
    assert path.read_text() == "keep"
    assert "mine.pdf" in place.messages.take()[0]
    place.messages.answer = True
    make(screen, qtbot)
    assert path.read_bytes().startswith(b"%PDF")
    choose(screen.form.format, "xlsx")
    assert screen.form.target.path().name == "mine.xlsx"
    screen.form.target.take(str(path))
    place.messages.take()
    choose(screen.form.format, "pdf")
    make(screen, qtbot)
    assert place.messages.take() == []


def test_a_name_without_ending_gets_one_and_no_name_is_said(screen, qtbot, tmp_path):
    screen.form.target.line.setText(str(tmp_path / "out" / "short"))
    screen.form.target.line.textEdited.emit("")
    assert screen.form.target.path().name == "short.pdf"
    screen.form.target.line.setText("")
    make(screen, qtbot)
    assert screen.said.text() == "Choose where the report is written."


@pytest.mark.parametrize("name", ["missing/x.pdf", "file.desk1540"])
def test_what_cannot_be_written_is_said(screen, qtbot, tmp_path, place, name):
    before = sorted(tmp_path.iterdir())
    screen.form.target.line.setText(str(tmp_path / name))
    screen.form.target.line.textEdited.emit(str(tmp_path / name))
    make(screen, qtbot)
    assert screen.said.text()
    assert not screen.result.isVisible()
    assert sorted(tmp_path.iterdir()) == before
    screen.form.is_final.click()
    choose(screen.form.language, "en")
    assert screen.said.text() == ""


def test_before_the_first_entry_there_is_nothing_to_tell(screen, qtbot):
    screen.form.has_as_of.click()
    screen.form.as_of.setDate(QDate(2020, 1, 1))
    make(screen, qtbot)
    assert "2026-01-01" in screen.said.text()


def test_a_report_is_stopped_before_it_is_written(screen, qtbot, tmp_path):
    qtbot.mouseClick(screen.make_button, Qt.MouseButton.LeftButton)
    assert screen.cancel_button.isVisible()
    assert not screen.make_button.isEnabled()
    screen.cancel_button.click()
    qtbot.waitUntil(lambda: not screen._is_busy)
    assert screen.said.text() == reports.STOPPED
    assert list((tmp_path / "out").iterdir()) == []


def test_a_report_is_stopped_while_it_is_written(screen, qtbot, monkeypatch, place):
    begun, stopped = threading.Event(), threading.Event()

    def write(_data, _request, path, _source, progress):
        progress(1, 10)
        begun.set()
        stopped.wait(10)
        progress(2, 10)
        return path, Counts(pages=1)

    monkeypatch.setattr(reports, "write_report_file", write)
    object.__setattr__(place, "jobs", JobRunner())
    qtbot.mouseClick(screen.make_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: begun.is_set() and screen.progress.maximum() == 10)
    screen._on_make_clicked()
    screen.cancel_button.click()
    stopped.set()
    qtbot.waitUntil(lambda: not screen._is_busy)
    assert screen.said.text() == reports.STOPPED
    assert not screen.result.isVisible()


def test_a_second_report_waits_for_the_first(screen, qtbot, monkeypatch, place):
    monkeypatch.setattr(type(place.jobs), "start", lambda *_args, **_named: None)
    make(screen, qtbot)
    assert "still being written" in screen.said.text()


def test_what_nothing_opens_is_said(screen, qtbot, tmp_path):
    choose(screen.form.format, "xlsx")
    make(screen, qtbot)
    qtbot.mouseClick(screen.result.open_button, Qt.MouseButton.LeftButton)
    assert "No program" in screen.said.text()


def test_what_could_not_be_shown_is_counted(place, qtbot):
    panel = ResultPanel(place.texts)
    qtbot.addWidget(panel)
    panel.show_result(Path("a.pdf"), Counts(pages=1, rows=1, missing={"x": 2}, removed=4, cut=3))
    assert panel.counts.text() == "1 page, 1 row of data"
    assert [line[-1] for line in panel.warnings.text().split("\n")] == ["2", "4", "3"]


@pytest.mark.parametrize(("language", "shown"), [("en", "2 January 2026"), ("es", "2 de enero de 2026")])
def test_dates_have_the_month_in_letters(database, tmp_path, qtbot, qapp, language, shown):
    place = make_place(database, tmp_path, language=language)
    form = ReportForm(place)
    qtbot.addWidget(form)
    form.date.setDate(QDate(2026, 1, 2))
    assert form.date.text() == shown


def test_every_control_has_a_name(screen, qtbot):
    make(screen, qtbot)
    assert nameless(screen) == []


def test_names_of_files_are_sound(tmp_path):
    name = file_name("status", "en", 'A/B: "C"', date(2026, 1, 2), "pdf")
    assert not set('/:"') & set(name)
    assert name.endswith("A B C - 2026-01-02.pdf")
    (tmp_path / "a.pdf").touch()
    (tmp_path / "a (2).pdf").touch()
    assert free_path(tmp_path / "a.pdf").name == "a (3).pdf"
    assert free_path(tmp_path / "b.pdf").name == "b.pdf"
