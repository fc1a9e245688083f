"""Plans parted over sheets, kept by task tools, closed by signatures: each comes in as a person reads it."""

from __future__ import annotations

import pytest

from db.queries import plan as queries
from db.schema import PlanItem
from desktop.base.errors import UserError
from desktop.base.i18n import texts_for
from desktop.services.import_plan import import_plan_file
from tests.builders import new_database
from tests.services.import_plan.test_layouts_met import bring_in, names, workbook


@pytest.fixture
def database(tmp_path):
    made = new_database(tmp_path)
    yield made
    made.close()


def plan(tmp_path, text: str, **more):
    return workbook(tmp_path / "plan.xlsx", {"Plan": text}, **more)


class TestNothingIsLost:
    def test_a_column_without_a_field_is_kept_under_remarks_with_its_heading(self, database, tmp_path):
        text = "N°|Acción|Plazo|Observaciones|Riesgo|Meta 2026\n1|Ley|2026|Ninguna|Falta de quórum|40\n2|Curso|2027||—|N/A"  # noqa: E501
        outcome, items = bring_in(database, plan(tmp_path, text))
        assert [item.remarks for item in items] == ["Ninguna\nRiesgo: Falta de quórum\nMeta 2026: 40", ""]
        assert not outcome.doubtful

    def test_what_a_person_added_to_the_remarks_outlives_the_next_release(self, database, tmp_path):
        text = "Acción|Notas|Riesgo|Zona\nLey|Primera|{}|Norte\nRed|||Sur"
        import_plan_file(database, "Ana", plan(tmp_path, text.format("alto")), state="X01")
        with database.read() as unit:
            first, second = queries.items(unit)
        told = "Primera\nRiesgo: alto\nZona: Norte\nConfirmado por teléfono"
        with database.write("Ana", "Change") as unit:
            unit.update(PlanItem, {first.id: {"remarks": told}, second.id: {"remarks": "Visto\nZona: Sur"}})
            unit.commit()
        assert import_plan_file(database, "Ana", tmp_path / "plan.xlsx", state="X01").unchanged == 2
        import_plan_file(database, "Ana", plan(tmp_path, text.format("bajo")), state="X01")
        with database.read() as unit:
            first, second = queries.items(unit)
        assert (first.remarks, second.remarks) == (told.replace("alto", "bajo"), "Visto\nZona: Sur")

    def test_text_that_does_not_fit_is_listed_and_refuses_no_row(self, database, tmp_path):
        text = f"Acción|Uno|Dos\nLey|{'a' * 20_000}|{'b' * 20_000}"
        outcome, (item,) = bring_in(database, plan(tmp_path, text))
        assert len(item.remarks) < 30_000
        assert [doubt.text[:6] for doubt in outcome.doubtful] == ["Dos: b"]

    def test_advice_of_several_lines_in_a_cell_of_names_is_no_institution(self, database, tmp_path):
        advice = (
            "➔ Escriba cada nombre como figura en la plataforma común.~➔ Separe los nombres con una coma."
        )
        text = f"Acción|Institución responsable\nLey|{advice}\nCurso|Salud"
        _, (first, second) = bring_in(database, plan(tmp_path, text))
        assert (names(first.lead), names(second.lead)) == ([], ["Salud"])
        assert "Separe los nombres con una coma" in first.remarks

    def test_a_key_of_the_workbook_is_the_number(self, database, tmp_path):
        mapping = tmp_path / "m.toml"
        mapping.write_text('[columns]\nid = "Codice"\ntitle = "Nome"\nremarks = "Altro"\n')
        path = plan(tmp_path, "Codice|Nome|Altro\nM1-10|Entrata in vigore|molto")
        import_plan_file(database, "Ana", path, state="X01", mapping=mapping)
        again = import_plan_file(database, "Ana", path, state="X01", mapping=mapping)
        assert (again.unchanged, again.preview[0].values["number"]) == (1, "M1-10")
        assert again.preview[0].values["remarks"] == "molto"


class TestSheets:
    def test_a_sheet_that_is_not_there_is_said_with_those_that_are(self, database, tmp_path):
        path = plan(tmp_path, "Acción|Plazo\nLey|2026")
        with pytest.raises(UserError) as refused:
            import_plan_file(database, "Ana", path, state="X01", sheet="Hoja 2")
        assert texts_for("en").sentence(refused.value) == "There is no sheet Hoja 2. The workbook has: Plan."

    def test_sheets_of_one_plan_may_differ_by_a_column(self, database, tmp_path):
        sheets = {
            "Pilar 1 Ley": "N°|Acción|Responsable|Plazo\n1|Ley|Justicia|2026",
            "Pilar 2 Fronteras": "N°|Acción|Responsable|Plazo|Notas\n2|Escáner|Aduanas|2027|x",
            "Resumen": "Responsable|Acciones\nJusticia|1",
        }
        _, items = bring_in(database, workbook(tmp_path / "p.xlsx", sheets))
        assert [(item.title, item.objective_title) for item in items] == [
            ("Ley", "Pilar 1 Ley"),
            ("Escáner", "Pilar 2 Fronteras"),
        ]

    def test_lines_above_repeated_headings_head_their_blocks(self, database, tmp_path):
        text = "Plan 1540\n|\nLegal\nName|Owner|Due date\nDraft|Ann|2026\n|\nBorders\nName|Owner|Due date\nTrain|Joe|2027"  # noqa: E501
        _, items = bring_in(database, plan(tmp_path, text))
        assert [(item.title, item.objective_title) for item in items] == [
            ("Draft", "Legal"),
            ("Train", "Borders"),
        ]

    def test_a_heading_may_stand_alone_in_the_column_of_titles(self, database, tmp_path):
        text = "Action|Lead|Deadline\nA. Law|\nDraft|Justice|2026\nB. Borders|\nScan|Customs|2026"
        _, items = bring_in(database, plan(tmp_path, text))
        assert [(item.title, item.objective_title) for item in items] == [
            ("Draft", "A. Law"),
            ("Scan", "B. Borders"),
        ]

    def test_what_is_signed_and_explained_below_a_table_is_no_action(self, database, tmp_path):
        text = """
N°|Acción|Responsable|Plazo|Estado
1|Ley|Justicia|2026|En curso
2|Curso|Aduanas|2027|Pendiente

Leyenda:|Concluida|En curso||
Elaborado por:||Aprobado por:||
Ana Ruiz||Juan Soto||
"""
        outcome, items = bring_in(database, plan(tmp_path, text))
        assert [item.title for item in items] == ["Ley", "Curso"]
        assert sorted(row.row for row in outcome.skipped)[-3:] == [5, 6, 7]

    def test_rows_after_a_gap_that_are_like_the_others_stay(self, database, tmp_path):
        text = "N°|Acción|Responsable|Plazo\n1|Ley|Justicia|2026\n2|Curso|Aduanas|2027\n|\n3|Taller||\n|Feria|Salud|2028"  # noqa: E501
        _, items = bring_in(database, plan(tmp_path, text))
        assert [item.title for item in items] == ["Ley", "Curso", "Taller", "Feria"]


class TestHierarchy:
    @pytest.mark.parametrize(
        "text",
        [
            "N°|Acción|Plazo|Estado\n1|Reforma|2028|En curso\n1.1|Ley|2026|En curso\n1.1.1|Taller|2025|Hecho",
            "ID|Name|Outline Level|Finish\n7|Reforma|1|2028\n8|Ley|2|2026\n9|Taller|3|2025",
            "Task ID|Name|Due date|Parent task\n7|Reforma|2028|\n8|Ley|2026|Reforma\n9|Taller|2025|8",
        ],
    )
    def test_numbers_levels_and_names_tell_what_hangs_below_what(self, database, tmp_path, text):
        outcome, items = bring_in(database, plan(tmp_path, text))
        title_of = {item.id: item.title for item in items} | {None: ""}
        assert [(item.title, title_of[item.parent_id]) for item in items] == [
            ("Reforma", ""),
            ("Ley", "Reforma"),
            ("Taller", "Ley"),
        ]
        assert not outcome.doubtful

    def test_a_parent_that_is_not_there_is_kept_and_listed(self, database, tmp_path):
        text = "Task ID|Name|Parent task\n1|Ley|Otra\n2|Curso|Curso\n3|Red|1"
        outcome, items = bring_in(database, plan(tmp_path, text))
        assert [doubt.text for doubt in outcome.doubtful] == ["Otra", "Curso"]
        assert items[0].remarks == "Parent task: Otra"
        assert items[2].parent_id == items[0].id


class TestNames:
    @pytest.mark.parametrize(
        ("cell", "lead", "supporting"),
        [
            ("Lead: Justice Ministry; Support: MFA, Ministry of Health", ["Justice Ministry"], ["MFA", "Ministry of Health"]),  # noqa: E501
            ("Responsable: Aduanas~Apoyo: MINSA", ["Aduanas"], ["MINSA"]),
            ("Ministry of Health (lead), Police", ["Ministry of Health"], ["Police"]),
            ("Aduanas, con el apoyo de la OMA", ["Aduanas"], ["OMA"]),
            ("MoFA, Ministry of Health (MoH) and the Ministry of Trade, Industry", ["MoFA", "Ministry of Health (MoH)", "Ministry of Trade, Industry"], []),  # noqa: E501
            ("Ministerio de Ambiente, MA", ["Ministerio de Ambiente, MA"], []),
            ("MINISTERIO DE SALUD, TRABAJO Y AMBIENTE", ["MINISTERIO DE SALUD, TRABAJO Y AMBIENTE"], []),
            ("Ministerio de Salud.", ["Ministerio de Salud"], []),
        ],
    )  # fmt: skip
    def test_a_cell_tells_roles_and_where_names_end(self, database, tmp_path, cell, lead, supporting):
        _, (item,) = bring_in(database, plan(tmp_path, f"Action|Lead agency|Deadline\nLaw|{cell}|2026"))
        assert (names(item.lead), names(item.supporting)) == (lead, supporting)

    def test_a_name_with_its_acronym_and_the_acronym_are_one_institution(self, database, tmp_path):
        text = (
            "Acción|Responsable\nLey|MRE\nCurso|Ministerio de Relaciones (MRE)\nRed|Ministerio de Relaciones"
        )
        outcome, items = bring_in(database, plan(tmp_path, text))
        assert outcome.created.institutions == 1
        assert {ref.text for item in items for ref in item.lead} == {"Ministerio de Relaciones (MRE)"}

    def test_emails_are_kept_beside_the_person(self, database, tmp_path):
        text = "Action|Contact person\nLaw|Ann Roe (ann@x.example), Joe Doe\nCourse|kim@x.example"
        _, items = bring_in(database, plan(tmp_path, text))
        assert [names(item.persons) for item in items] == [["Ann Roe", "Joe Doe"], ["kim@x.example"]]
        assert items[0].remarks == "Contact person: ann@x.example"


class TestValues:
    @pytest.mark.parametrize(
        ("cell", "status", "remarks"),
        [
            ("En ejecución / In progress", "in_progress", ""),
            (
                "En ejecución; se envió al Congreso",
                "in_progress",
                "Estado: En ejecución; se envió al Congreso",
            ),
            ("Concluida; en curso", None, "Estado: Concluida; en curso"),
            ("Iniciado: no", None, "Estado: Iniciado: no"),
        ],
    )
    def test_a_status_may_be_followed_by_words(self, database, tmp_path, cell, status, remarks):
        _, (item,) = bring_in(database, plan(tmp_path, f"Acción|Estado\nLey|{cell}"))
        assert (item.status, item.remarks) == (status, remarks)

    def test_the_percentage_beside_a_status_is_the_progress(self, database, tmp_path):
        text = "Acción|Situación\nLey|En ejecución (60 %)\nRed|Concluida 100%"
        _, items = bring_in(database, plan(tmp_path, text))
        assert [(item.status, item.progress, item.remarks) for item in items] == [
            ("in_progress", 60.0, ""),
            ("completed", 100.0, ""),
        ]

    def test_one_column_of_checks_says_what_is_done(self, database, tmp_path):
        _, items = bring_in(database, plan(tmp_path, "Hecho|Tarea\n☑|Nota\n☐|Envío"))
        assert [item.status for item in items] == ["completed", None]

    def test_a_quarter_and_its_year_stand_in_two_columns(self, database, tmp_path):
        _, items = bring_in(database, plan(tmp_path, "Acción|Trimestre|Año\nLey|T4|2026\nRed|T1|2027"))
        assert [item.due for item in items] == ["2026-Q4", "2027-Q1"]

    def test_days_of_the_week_say_nothing_more(self, database, tmp_path):
        text = "Task|Start|Finish\nA|Mon 1/5/26|Fri 3/27/26\nB|martes 3 de marzo de 2026|mar 3 2026"
        outcome, items = bring_in(database, plan(tmp_path, text))
        assert [(item.start, item.due) for item in items] == [
            ("2026-01-05", "2026-03-27"),
            ("2026-03-03", "2026-03-03"),
        ]
        assert not outcome.doubtful

    def test_the_same_column_in_another_language_is_the_second_title(self, database, tmp_path):
        _, (item,) = bring_in(database, plan(tmp_path, "Acción|Action (English)|Plazo\nLey|Law|2026"))
        assert (item.title, item.second_title, item.objective_title) == ("Ley", "Law", "")

    def test_a_currency_that_may_be_many_stays_written(self, database, tmp_path):
        _, (item,) = bring_in(database, plan(tmp_path, "Acción|Presupuesto\nLey|$ 3.000.000"))
        assert (item.budget, item.currency, item.remarks) == ("3000000", "", "Presupuesto: $ 3.000.000")


class TestHeadings:
    @pytest.mark.parametrize(
        ("heading", "cells", "field", "expected"),
        [
            ("Risk ID|Mitigation action", "R1|Train", "number", "R1"),
            ("Fiche n°|Intitulé de l'action", "4|Former", "number", "4"),
            ("N.° de la acción|Acción", "7|Ley", "number", "7"),
            ("Acciones|Porcentaje de avance a la fecha", "Ley|40%", "progress", 40.0),
            ("Ações|Status date|Situação", "Lei|2/2/2026|Em andamento", "status", "in_progress"),
            ("Task|Task mode|Supporting documents", "Law|Auto|plan.docx", "title", "Law"),
            ("Finding|Recommendation|Agreed action", "None|Adopt|Make a list", "title", "Make a list"),
            ("Descripción|Responsable", "Ley marco|Justicia", "title", "Ley marco"),
        ],
    )  # fmt: skip
    def test_headings_name_what_they_say(self, database, tmp_path, heading, cells, field, expected):
        _, (item,) = bring_in(database, plan(tmp_path, f"{heading}\n{cells}"))
        assert getattr(item, field) == expected
        assert not item.supporting
