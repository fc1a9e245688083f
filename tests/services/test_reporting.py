"""Reports from a file: which States and plan are told of, as of when, written the same each time."""

import json
from datetime import date

import pytest
from pypdf import PdfReader

from db.schema import Submission
from desktop.base.errors import UserError
from desktop.reports.builders.data import ReportRequest
from desktop.reports.document import tables_of
from desktop.services.history import history
from desktop.services.plans import add_plan, update_items, update_plan
from desktop.services.reporting import (
    REPORTS,
    build_report,
    present_plan,
    read_report_data,
    states_of_file,
    write_report,
)
from tests.services.filled import TITLE, fill_state, filled

TODAY = date(2026, 6, 1)


@pytest.fixture
def database(tmp_path):
    made = filled(tmp_path)
    yield made
    made.close()


def request(name="status", **values):
    return ReportRequest(**{"name": name, "language": "en", "date": TODAY, "state": "X01", **values})


def data(database, **values):
    return read_report_data(database, request(**values))


def test_one_short_read_gives_plan_items_and_contacts(database):
    found = data(database)
    (state,) = found.states
    assert state.plan.plan.title == TITLE
    assert [item.number for item in state.plan.items] == ["1.1", "1.2", "1.3", "1.4"]
    assert [item.last_note for item in state.plan.items][:2] == ["Se remitió el proyecto.", ""]
    holders = [row for row in state.contacts if row.kind == "designation"]
    assert [row.person for row in holders] == ["Ana Ejemplo"]
    assert holders[0].phones == ()
    assert found.file.state.code == "X01"


@pytest.mark.parametrize("name", sorted(REPORTS))
@pytest.mark.parametrize("form", ["pdf", "xlsx"])
def test_the_same_request_gives_the_same_bytes(database, tmp_path, name, form):
    asked = request(name, format=form)
    one, two = tmp_path / f"one.{form}", tmp_path / f"two.{form}"
    for path in (one, two):
        counts = write_report(database, asked, path)
        assert counts.rows > 0
    assert one.read_bytes() == two.read_bytes()


def test_the_pdf_says_what_the_file_holds_and_no_private_detail(database, tmp_path):
    write_report(database, request(), tmp_path / "a.pdf")
    text = " ".join(page.extract_text() for page in PdfReader(tmp_path / "a.pdf").pages)
    for word in (TITLE, "=Revisar la ley", "Ana Ejemplo", "EXERCISE - fictional data", "DRAFT"):
        assert word in " ".join(text.split())
    assert "+999 77" not in text


def test_an_unknown_report_state_or_group_is_refused(database):
    for asked in ({"name": "scores"}, {"state": "XKX"}, {"state": "", "group": "NOWHERE"}):
        with pytest.raises(UserError):
            data(database, **asked)


def test_all_states_are_those_the_file_knows(database):
    fill_state(database, "X05")
    assert [state.code for state in states_of_file(database)] == ["X01", "X05"]
    assert {each.state.code for each in data(database, state="").states} == {"X01", "X05"}
    group = states_of_file(database)[0].un_group
    assert {each.state.code for each in data(database, state="", group=group).states} <= {"X01", "X05"}
    with pytest.raises(UserError, match="WEOG"):
        data(database, state="", group="WEOG")


def test_each_state_of_a_regional_report_brings_its_own_items(database):
    fill_state(database, "X05", "Plan X05")
    by_state = {each.state.code: each.plan for each in data(database, state="").states}
    assert [item.number for item in by_state["X05"].items] == ["1.1", "1.2", "1.3", "1.4"]
    assert {item.plan_id for item in by_state["X05"].items} == {by_state["X05"].plan.id}


def test_the_plan_in_force_is_reported_unless_another_is_named(database):
    new = add_plan(database, "Ana", {"title": "Plan nuevo", "state": "X01", "period": "2029/2032"})
    old = data(database, plan=TITLE).states[0].plan.plan.id
    update_plan(database, "Ana", old, {"status": "adopted"})
    assert data(database).states[0].plan.plan.id == old
    assert data(database, plan="PLAN NUEVO").states[0].plan.plan.id == new
    assert data(database, plan=new).states[0].plan.plan.id == new
    update_plan(database, "Ana", old, {"status": "superseded"})
    assert data(database).states[0].plan.plan.id == new


def test_a_plan_that_is_not_there_or_not_certain_is_refused(database):
    with pytest.raises(UserError, match="Plan de acción nacional"):
        data(database, plan="Another")
    add_plan(database, "Ana", {"title": TITLE, "state": "X01"})
    with pytest.raises(UserError, match="Several plans"):
        data(database, plan=TITLE)


def test_no_plan_is_no_error():
    assert present_plan([]) is None


def test_as_of_tells_what_the_file_had_recorded(database):
    before = data(database)
    item = before.states[0].plan.items[3]
    database.ids.clock = lambda: 1_798_761_600_000  # 2027-01-01
    update_items(database, "Ana", {item.id: {"status": "completed", "title": "Otro título"}})
    assert data(database).states[0].plan.items[3].status == "completed"
    past = data(database, as_of=date(2026, 12, 31))
    assert past.states == before.states
    with pytest.raises(UserError, match="2026-01-01"):
        data(database, as_of=date(2020, 1, 1))


def in_2027(database):
    database.ids.clock = lambda: 1_798_761_600_000


def words_of(database, **values):
    asked = request(**values)
    document = build_report(read_report_data(database, asked), asked)
    tables = [list(table.rows()) for table in tables_of(document)]
    return repr((document.facts, [part.title for part in document.sections], tables))


def test_since_tells_the_net_changes_up_to_the_report(database):
    first, second = data(database).states[0].plan.items[:2]
    in_2027(database)
    update_items(database, "Ana", {first.id: {"status": "cancelled"}, second.id: {"title": "Otro"}})
    update_items(database, "Ana", {second.id: {"title": second.title}})
    told = words_of(database, since="2026-12-31")
    assert "Changes since 31 December 2026" in told
    assert "'Cancelled'" in told
    assert "'Otro'" not in told
    for asked in ({"state": ""}, {"language": "es"}):
        assert "2026" in words_of(database, since="2026-12-31", **asked)


def test_since_a_submission_takes_its_baseline(database):
    number = history(database)[0].number
    in_2027(database)
    with database.write("Ana", "test") as unit:
        given = {"state": "X01", "kind": "national_report", "title": "Segundo informe"}
        cleared, draft = unit.insert(Submission, [{**given, "baseline": number}, given])
        unit.commit()
    assert "Changes since “Segundo informe”" in words_of(database, since=cleared)
    with pytest.raises(UserError, match="no baseline"):
        data(database, since=draft)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"since": "yesterday"}, "neither a day"),
        ({"since": "1999-01-01"}, "begins on 2026-01-01"),
        ({"since": "2027-06-01", "as_of": date(2026, 12, 31)}, "ends before"),
    ],
)
def test_since_what_cannot_be_told_is_refused(database, asked, said):
    item = data(database).states[0].plan.items[0]
    in_2027(database)
    update_items(database, "Ana", {item.id: {"status": "cancelled"}})
    with pytest.raises(UserError, match=said):
        data(database, **asked)


def test_a_file_is_spanish_when_its_report_is(database):
    document = build_report(data(database), request(language="es"))
    assert document.language == "es"
    assert document.exercise_text
    json.dumps(document.title)
