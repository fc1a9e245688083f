"""A plan comes in whole, once, with its counts; what cannot be taken is said with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.database import Database
from db.queries import plan as queries
from db.schema import Indicator, Institution, InstitutionAlias, Plan
from desktop.base.errors import UserError
from desktop.services.history import revert_change_set
from desktop.services.import_plan import ImportOptions, import_plan, import_plan_file
from desktop.services.plans import amend_plan, update_plan
from tests.builders import new_database
from tests.services.import_plan.books import ROWS, spanish_plan


@pytest.fixture
def database(tmp_path):
    made = new_database(tmp_path)
    yield made
    made.close()


def items(database: Database) -> list:
    with database.read() as unit:
        return queries.items(unit)


def bring_in(database: Database, path: Path, **options):
    return import_plan_file(database, "Ana", path, state="X01", **options)


def test_a_plan_comes_in_with_objectives_institutions_dates_and_statuses(database, tmp_path):
    outcome = bring_in(database, spanish_plan(tmp_path / "plan.xlsx"))
    assert (outcome.read, outcome.added, outcome.refused) == (4, 4, ())
    assert (outcome.created.objectives, outcome.created.institutions) == (2, 5)
    first, second, third, fourth = items(database)
    assert (first.number, first.title, first.status) == ("1.1", "Revisar el código penal", "not_started")
    assert [ref.text for ref in first.supporting] == ["Aduanas", "Cancillería"]
    assert first.plan_title == "PLAN DE ACCIÓN NACIONAL 1540"
    assert (second.objective_title, second.due, second.progress) == ("Marco legal", "2027-Q3", 40.0)
    assert (third.due, third.status) == ("continuous", "continuous")
    assert (fourth.due, fourth.due_text, fourth.status) == (None, "inmediato", None)


def test_doubtful_cells_name_their_place_and_lose_no_word(database, tmp_path):
    outcome = bring_in(database, spanish_plan(tmp_path / "plan.xlsx"))
    places = {(doubt.sheet, doubt.row, doubt.column, doubt.text) for doubt in outcome.doubtful}
    assert places == {
        ("Plan", 9, "F", "TBD"),
        ("Plan", 9, "G", "inmediato"),
        ("Plan", 9, "H", "conculida"),
    }
    assert items(database)[3].remarks == "Estado: conculida"
    (status,) = [doubt for doubt in outcome.doubtful if doubt.column == "H"]
    assert "concluida" in str(status.message.values["word"]).casefold()


def test_rows_that_are_not_data_are_skipped_and_other_sheets_named(database, tmp_path):
    outcome = bring_in(database, spanish_plan(tmp_path / "plan.xlsx"))
    assert sorted(row.row for row in outcome.skipped) == [1, 2, 3, 5, 10]
    said = [(notice.text_id, dict(notice.values)) for notice in outcome.notices]
    assert ("These sheets were not read: {sheets}.", {"sheets": "Notas"}) in said


def test_a_second_import_of_the_same_file_changes_nothing(database, tmp_path):
    path = spanish_plan(tmp_path / "plan.xlsx")
    bring_in(database, path)
    head = database.head.number
    again = bring_in(database, path)
    assert (again.read, again.unchanged, again.change_set) == (4, 4, None)
    assert database.head.number == head


def test_changed_rows_update_their_items_and_blank_cells_take_nothing_away(database, tmp_path):
    bring_in(database, spanish_plan(tmp_path / "plan.xlsx"))
    rows = [list(row) for row in ROWS]
    rows[0][6], rows[0][4] = "Concluida", None
    rows[1][2] = "Aprobar la lista nacional de control"
    rows[1][1], rows[3][1] = "Marco legal", "Capacidades"
    outcome = bring_in(database, spanish_plan(tmp_path / "next.xlsx", rows))
    assert (outcome.added, outcome.updated, outcome.unchanged) == (0, 2, 2)
    first, second = items(database)[:2]
    assert (first.status, len(first.supporting)) == ("completed", 2)
    assert second.title == "Aprobar la lista nacional de control"


def test_one_refused_row_stops_everything_unless_it_may_be_skipped(database, tmp_path):
    rows = [[*ROWS[0]], ["1.9", "Marco legal", None, "Aduanas", None, "2027", "No iniciado", 0]]
    path = spanish_plan(tmp_path / "plan.xlsx", rows)
    head = database.head.number
    outcome = bring_in(database, path)
    assert outcome.is_stopped
    assert [(each.row, each.column) for each in outcome.refused] == [(7, "D")]
    assert database.head.number == head
    assert not items(database)
    outcome = bring_in(database, path, skips_refused=True)
    assert (outcome.read, outcome.added, len(outcome.refused)) == (2, 1, 1)
    assert len(items(database)) == 1


def test_a_dry_run_counts_the_same_and_writes_nothing(database, tmp_path):
    path = spanish_plan(tmp_path / "plan.xlsx")
    head = database.head.number
    dry = bring_in(database, path, is_dry_run=True)
    assert (dry.added, dry.change_set, database.head.number) == (4, None, head)
    assert [row.action for row in dry.preview] == ["added"] * 4
    done = bring_in(database, path)
    assert (done.added, done.created, done.doubtful) == (dry.added, dry.created, dry.doubtful)


def test_an_import_is_one_change_set_and_one_undo(database, tmp_path):
    head = database.head.number
    outcome = bring_in(database, spanish_plan(tmp_path / "plan.xlsx"))
    assert outcome.change_set == head + 1 == database.head.number
    assert not revert_change_set(database, "Ana", outcome.change_set).kept
    with database.read() as unit:
        assert not queries.plans(unit)
        assert unit.raw("SELECT count(*) FROM institution") == [(0,)]


def test_a_backup_is_made_before_the_import(database, tmp_path):
    folder = tmp_path / "backups"
    bring_in(database, spanish_plan(tmp_path / "plan.xlsx"), backup_folder=folder)
    assert len(list(folder.glob("*.desk1540"))) == 1


def test_an_adopted_plan_keeps_its_text_and_takes_progress(database, tmp_path):
    bring_in(database, spanish_plan(tmp_path / "plan.xlsx"))
    with database.read() as unit:
        (plan,) = queries.plans(unit)
    update_plan(database, "Ana", plan.id, {"status": "adopted"})
    rows = [list(row) for row in ROWS]
    rows[0][2], rows[0][6] = "Otro título", "Concluida"
    path = spanish_plan(tmp_path / "next.xlsx", rows)
    outcome = bring_in(database, path)
    assert (outcome.updated, outcome.added) == (1, 0)
    first = items(database)[0]
    assert (first.title, first.status) == ("Revisar el código penal", "completed")
    assert any(doubt.text == "Otro título" for doubt in outcome.doubtful)
    amend_plan(database, "Ana", plan.id, is_amending=True)
    bring_in(database, path)
    assert items(database)[0].title == "Otro título"


def test_a_new_row_for_an_adopted_plan_is_refused(database, tmp_path):
    bring_in(database, spanish_plan(tmp_path / "plan.xlsx"))
    with database.read() as unit:
        (plan,) = queries.plans(unit)
    update_plan(database, "Ana", plan.id, {"status": "adopted"})
    rows = [["9.9", "Otro", "Acción enteramente nueva", "Aduanas", None, "2029", "No iniciado", 0]]
    outcome = bring_in(database, spanish_plan(tmp_path / "next.xlsx", rows))
    assert (outcome.read, len(outcome.refused), outcome.is_stopped) == (1, 1, True)


def test_known_institutions_are_found_by_acronym_and_alias(database, tmp_path):
    with database.write("Ana", "Add") as unit:
        customs, health = unit.insert(
            Institution,
            [{"name": "Dirección General de Aduanas", "acronym": "Aduanas"}, {"name": "Ministerio de Salud"}],
        )
        unit.insert(InstitutionAlias, [{"institution_id": health, "name": "Salud"}])
        unit.commit()
    outcome = bring_in(database, spanish_plan(tmp_path / "plan.xlsx"))
    assert outcome.created.institutions == 3
    assert items(database)[1].lead[0].id == customs
    assert items(database)[3].lead[0].id == health


def test_names_said_to_be_aliases_are_remembered(database, tmp_path):
    from desktop.exchange.reading import read_workbook

    with database.write("Ana", "Add") as unit:
        (health,) = unit.insert(Institution, [{"name": "Ministerio de Salud Pública"}])
        unit.commit()
    path = spanish_plan(tmp_path / "plan.xlsx")
    options = ImportOptions("X01", aliases={"Salud": health})
    outcome = import_plan(database, "Ana", read_workbook(path), path.name, options)
    assert outcome.created.institutions == 4
    assert items(database)[3].lead[0].id == health
    with database.read() as unit:
        assert unit.raw("SELECT name FROM institution_alias") == [("Salud",)]


def test_a_workbook_that_names_another_state_is_a_notice(database, tmp_path):
    path = spanish_plan(tmp_path / "plan.xlsx")
    from openpyxl import load_workbook

    book = load_workbook(path)
    book["Plan"]["B2"] = "Estado: Namibia"
    book.save(path)
    outcome = bring_in(database, path)
    assert any(dict(notice.values) == {"name": "Namibia"} for notice in outcome.notices)
    assert outcome.added == 4


def test_several_plans_must_be_told_apart(database, tmp_path):
    with database.write("Ana", "Add") as unit:
        unit.insert(Plan, [{"state": "X01", "title": "Uno"}, {"state": "X01", "title": "Dos"}])
        unit.commit()
    path = spanish_plan(tmp_path / "plan.xlsx")
    with pytest.raises(UserError, match="several plans"):
        bring_in(database, path)
    assert bring_in(database, path, plan="Dos").added == 4
    assert {item.plan_title for item in items(database)} == {"Dos"}
    with pytest.raises(UserError, match="no plan"):
        bring_in(database, path, plan="Tres")


def test_a_mapping_file_names_columns_and_status_words(database, tmp_path):
    source = tmp_path / "plan.csv"
    source.write_text("Clave;Texto;Fase;Fecha\nA-1;Primera acción;Verde;03/04/2026\n", encoding="utf-8")
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(
        'day_first = true\n[columns]\nnumber = "Clave"\ntitle = "Texto"\nstatus = "Fase"\ndue = "Fecha"\n'
        '[status]\n"Verde" = "completed"\n',
        encoding="utf-8",
    )
    outcome = bring_in(database, source, mapping=mapping)
    assert (outcome.added, outcome.doubtful) == (1, ())
    (item,) = items(database)
    assert (item.number, item.status, item.due) == ("A-1", "completed", "2026-04-03")


def test_a_file_without_any_table_of_actions_is_refused(database, tmp_path):
    source = tmp_path / "letter.csv"
    source.write_text("Hello,world\n1,2\n", encoding="utf-8")
    head = database.head.number
    with pytest.raises(UserError):
        bring_in(database, source)
    assert database.head.number == head


def test_a_form_without_rows_leaves_no_empty_plan(database, tmp_path):
    outcome = bring_in(database, spanish_plan(tmp_path / "empty.xlsx", []))
    assert (outcome.read, outcome.change_set) == (0, None)
    with database.read() as unit:
        assert not queries.plans(unit)


def test_sub_actions_hang_below_their_action(database, tmp_path):
    source = tmp_path / "plan.csv"
    source.write_text(
        "Titre de l'action;Titre de la sous-action;Statut\nAction 1;;\n"
        "Action 1;Étape a;En cours\nAction 1;Étape b;Réalisé\n",
        encoding="utf-8",
    )
    outcome = bring_in(database, source)
    assert outcome.added == 3
    action, *steps = items(database)
    assert [step.parent_id for step in steps] == [action.id] * 2
    assert [step.status for step in steps] == ["in_progress", "completed"]
    assert bring_in(database, source).unchanged == 3


def test_two_states_ministries_of_the_same_name_stay_two(database, tmp_path):
    with database.write("Ana", "Add") as unit:
        unit.insert(Institution, [{"name": "Aduanas", "state": "X02"}, {"name": "Salud", "state": None}])
        unit.commit()
    outcome = bring_in(database, spanish_plan(tmp_path / "plan.xlsx"))
    assert outcome.created.institutions == 4


def test_several_indicators_in_one_cell_are_the_ones_it_was_exported_from(database, tmp_path):
    source = tmp_path / "plan.csv"
    source.write_text("Number;Action;Indicator\n1;Train staff;Courses held\n", encoding="utf-8")
    bring_in(database, source)
    with database.write("Ana", "Add") as unit:
        (item,) = queries.item_ids(unit)
        unit.insert(Indicator, [{"item_id": item, "text": "People trained", "position": "W"}])
        unit.commit()
    source.write_text(
        'Number;Action;Indicator\n1;Train staff;"Courses held\nPeople trained"\n', encoding="utf-8"
    )
    assert bring_in(database, source).unchanged == 1
