"""Plans in the layouts that ministries use come in as an official reads them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from db.queries import plan as queries
from db.records import PlanItemRecord
from desktop.services.import_outcome import ImportOutcome
from desktop.services.import_plan import import_plan_file
from tests.builders import new_database


@pytest.fixture
def database(tmp_path):
    made = new_database(tmp_path)
    yield made
    made.close()


def cells(text: str) -> list[list[object]]:
    """Rows of cells from lines: `|` between cells, `~` a line end, bare digits a number, nothing a blank."""
    return [[_cell(cell) for cell in line.split("|")] for line in text.strip().splitlines()]


def _cell(text: str) -> object:
    bare = text.strip().replace("~", "\n")
    return int(bare) if bare.isdecimal() else bare or None


def workbook(path: Path, sheets: dict[str, str], merges: Sequence[str] = ()) -> Path:
    book = Workbook()
    book.remove(book.active)
    for name, text in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(cells(text), start=1):
            for column, value in enumerate(row, start=1):
                sheet.cell(number, column, value)
        for merge in merges:
            sheet.merge_cells(merge)
    book.save(path)
    return path


def bring_in(database, path: Path) -> tuple[ImportOutcome, list[PlanItemRecord]]:
    """Import a file; a second import must find all of it again."""
    outcome = import_plan_file(database, "Ana", path, state="X01")
    assert not outcome.refused
    again = import_plan_file(database, "Ana", path, state="X01")
    assert (again.unchanged, again.read) == (outcome.added, outcome.read)
    with database.read() as unit:
        return outcome, queries.items(unit)


def names(refs) -> list[str]:
    return [ref.text for ref in refs]


class TestMarks:
    STATUSES = """
N°|Acción|Estado|||Plazo
||No iniciada|En proceso|Concluida|
1|Ley de precursores||X||2026
2|Registro de operadores|x|||2027
3|Plan de respuesta|||✔|2025
4|Ventanilla única|X|X||2025
Total||2|2|1|
"""

    def test_a_mark_below_a_status_is_that_status(self, database, tmp_path):
        merges = ["C1:E1", "A1:A2", "B1:B2", "F1:F2"]
        path = workbook(tmp_path / "plan.xlsx", {"Plan": self.STATUSES}, merges)
        outcome, items = bring_in(database, path)
        assert [item.status for item in items] == ["in_progress", "not_started", "completed", None]
        assert [item.due for item in items] == ["2026", "2027", "2025", "2025"]
        assert [doubt.text for doubt in outcome.doubtful] == ["No iniciada / En proceso"]

    def test_statuses_in_one_row_of_headings(self, database, tmp_path):
        text = "#|Activity|Not started|In progress|Completed\n1|Draft law||✓|\n2|Train customs|✓||"
        outcome, items = bring_in(database, workbook(tmp_path / "plan.xlsx", {"Plan": text}))
        assert [(item.number, item.status) for item in items] == [("1", "in_progress"), ("2", "not_started")]
        assert not outcome.doubtful

    def test_a_column_of_words_goes_before_columns_of_marks(self, database, tmp_path):
        text = "Action|Status|Completed|Cancelled\nDraft law|On hold|x|\nTrain staff|Completed||x"
        _, items = bring_in(database, workbook(tmp_path / "plan.xlsx", {"Plan": text}))
        assert [item.status for item in items] == ["on_hold", "completed"]

    CHART = """
N°|Actividad|2026||||2027||||Estado
||T1|T2|T3|T4|T1|T2|T3|T4|
1|Diagnóstico legal|X|X|||||||Concluido
2|Redacción de la ley|||X|X|X||||En curso
3|Difusión||||x||||x|No iniciado
4|Cierre||||||||x|No iniciado
"""

    def test_a_chart_of_quarters_gives_start_and_end(self, database, tmp_path):
        merges = ["C1:F1", "G1:J1", "A1:A2", "B1:B2", "K1:K2"]
        _, items = bring_in(database, workbook(tmp_path / "plan.xlsx", {"Plan": self.CHART}, merges))
        assert [(item.start, item.due) for item in items] == [
            ("2026-Q1", "2026-Q2"),
            ("2026-Q3", "2027-Q1"),
            ("2026-Q4", "2027-Q4"),
            ("2027-Q4", "2027-Q4"),
        ]
        assert [item.due_text for item in items] == ["", "", "T4 2026, T4 2027", ""]

    def test_a_bar_merged_over_several_months_marks_each_of_them(self, database, tmp_path):
        text = "Action|Jan 2027|Feb 2027|Mar 2027\nDraft law|x||\nTrain staff||x|"
        path = workbook(tmp_path / "plan.xlsx", {"Plan": text}, ["B2:C2", "C3:D3"])
        _, items = bring_in(database, path)
        assert [(item.start, item.due) for item in items] == [("2027-01", "2027-02"), ("2027-02", "2027-03")]

    def test_months_without_a_year_stay_text(self, database, tmp_path):
        text = "Ação|Jan|Fev|Mar\nReunião|x||x\nCurso||x|"
        outcome, items = bring_in(database, workbook(tmp_path / "plan.xlsx", {"Plan": text}))
        assert [(item.due, item.due_text) for item in items] == [(None, "Jan, Mar"), (None, "Fev")]
        assert len(outcome.doubtful) == 2

    def test_columns_of_other_things_are_no_marks(self, database, tmp_path):
        text = "Action|Status|2026|2027\nDraft law|Completed|5000|\nTrain staff|Completed||7000"
        _, items = bring_in(database, workbook(tmp_path / "plan.xlsx", {"Plan": text}))
        assert [(item.start, item.due) for item in items] == [(None, None)] * 2


class TestObjectives:
    def test_the_line_above_a_table_is_its_objective(self, database, tmp_path):
        sheets = {
            f"Hoja {number}": f"PLAN DE ACCIÓN\nObjetivo {number}. {name}\n|\nN°|Acción|Plazo\n{number}.1.|{act}|2027"  # noqa: E501
            for number, name, act in ((1, "Marco legal", "Revisar la ley"), (2, "Fronteras", "Capacitar"))
        }
        _, items = bring_in(database, workbook(tmp_path / "plan.xlsx", sheets))
        assert [item.objective_title for item in items] == [
            "Objetivo 1. Marco legal",
            "Objetivo 2. Fronteras",
        ]
        assert {item.plan_title for item in items} == {"PLAN DE ACCIÓN"}

    def test_tables_below_each_other_have_each_their_own(self, database, tmp_path):
        text = """
Plan de Acción Nacional
Objetivo 1: Legislación
N°|Acción|Plazo|Estado
1.1|Ley marco|2026|En curso

Objetivo 2: Aduanas
N°|Acción|Plazo|Estado
2.1|Escáneres|2026|Concluido"""
        _, items = bring_in(database, workbook(tmp_path / "plan.xlsx", {"Plan": text}))
        assert [item.objective_title for item in items] == ["Objetivo 1: Legislación", "Objetivo 2: Aduanas"]

    @pytest.mark.parametrize(
        "line", ["Objetivo general: aplicar la resolución", "Programa: 1540", "Área: Defensa"]
    )
    def test_other_lines_above_are_none(self, database, tmp_path, line):
        _, items = bring_in(
            database, workbook(tmp_path / "p.xlsx", {"Plan": f"{line}\nN°|Acción|Plazo\n1|Ley marco|2026"})
        )
        assert items[0].objective_title == ""

    def test_headings_of_a_document_stand_above_its_tables(self, database, tmp_path):
        from docx import Document

        document = Document()
        document.add_heading("National Action Plan", 0)
        for number in (1, 2):
            document.add_heading(f"Objective {number}: Part {number}", 1)
            table = document.add_table(rows=2, cols=3)
            for column, text in enumerate(("Action", "Responsible agency", "Timeframe")):
                table.cell(0, column).text = text
            for column, text in enumerate((f"Do {number} things", "Customs", "2026-2027")):
                table.cell(1, column).text = text
        document.save(tmp_path / "plan.docx")
        _, items = bring_in(database, tmp_path / "plan.docx")
        assert [item.objective_title for item in items] == ["Objective 1: Part 1", "Objective 2: Part 2"]
        assert items[0].plan_title == "National Action Plan"


class TestHeadings:
    @pytest.mark.parametrize(
        ("headings", "values", "expected"),
        [
            (
                "Paragraph of resolution|Measure|Timeline|Lead agency|Supporting agencies|Status|Comments",
                "OP 2|Review the code|2026-2027|Justice|Customs; Police|Ongoing|Under review",
                ("OP 2", "Review the code", "2026/2027", ["Justice"], ["Customs", "Police"], "in_progress"),
            ),
            (
                "Por quê? (Why)|O quê? (What)|Quando? (When)|Quem? (Who)|Parceiros|Situação",
                "Cumprir|Atualizar a lista|30/09/2026|Ciência|Defesa|Em andamento",
                ("", "Atualizar a lista", "2026-09-30", ["Ciência"], ["Defesa"], "in_progress"),
            ),
            (
                "Domaine|Actions à mener|Délai|Structures responsables|Parties prenantes|État de mise en œuvre",  # noqa: E501
                "Douanes|Former|T4 2027|Douanes|Police|Réalisé",
                ("Douanes", "Former", "2027-Q4", ["Douanes"], ["Police"], "completed"),
            ),
            (
                "Asse|Azione|Scadenza|Ente responsabile|Enti coinvolti|Stato di attuazione",
                "Norme|Aggiornare la normativa|31/12/2026|Esteri|Dogane|In corso",
                ("Norme", "Aggiornare la normativa", "2026-12-31", ["Esteri"], ["Dogane"], "in_progress"),
            ),
            (
                "Ámbito|Compromiso|Fecha de término|Institución coordinadora|Involucrados|Estado de cumplimiento",  # noqa: E501
                "Control|Ley de control|2026|Defensa|Aduanas|Cumplido",
                ("Control", "Ley de control", "2026", ["Defensa"], ["Aduanas"], "completed"),
            ),
        ],
    )  # fmt: skip
    def test_plans_of_five_languages(self, database, tmp_path, headings, values, expected):
        outcome, (item,) = bring_in(
            database, workbook(tmp_path / "p.xlsx", {"Plan": f"{headings}\n{values}"})
        )
        assert not outcome.doubtful
        found = (
            item.objective_title,
            item.title,
            item.due,
            names(item.lead),
            names(item.supporting),
            item.status,
        )
        assert found == expected

    def test_a_weak_name_serves_only_where_no_better_one_stands(self, database, tmp_path):
        text = "Acción|Hito|Institución\nAprobar la ley|Ingreso al Congreso|Justicia"
        _, (item,) = bring_in(database, workbook(tmp_path / "p.xlsx", {"Plan": text}))
        assert (item.title, item.parent_id, names(item.lead)) == ("Aprobar la ley", None, ["Justicia"])

    def test_the_level_of_execution_is_a_status_or_a_percentage_by_its_cells(self, database, tmp_path):
        text = "Mesure|Niveau d'exécution\nFormer|50 %\nÉquiper|100%"
        _, items = bring_in(database, workbook(tmp_path / "p.xlsx", {"Plan": text}))
        assert [(item.status, item.progress) for item in items] == [(None, 50.0), (None, 100.0)]

    def test_words_that_only_resemble_a_status_make_no_status_column(self, database, tmp_path):
        text = (
            "Item|Título|Organismo\n1|Ratificar tratado|MRREE\n2|Enviar informe|MRREE\n3|Reunir comité|MRREE"
        )
        outcome, items = bring_in(database, workbook(tmp_path / "p.xlsx", {"Plan": text}))
        assert not outcome.doubtful
        assert names(items[0].lead) == ["MRREE"]

    def test_codes_are_no_titles(self, database, tmp_path):
        text = "ID Misura|Codice|Nome\nM1C1R1.2|M1C1-10|Entrata in vigore"
        _, (item,) = bring_in(database, workbook(tmp_path / "p.xlsx", {"Plan": text}))
        assert item.title == "Entrata in vigore"


def test_the_title_is_the_line_that_speaks_of_a_plan(database, tmp_path):
    text = "REPÚBLICA DE COSTAVERDE\nConsejo Nacional de Control\nPlan de acción 2026-2030\nN°|Acción|Plazo\n1|Ley marco|2026"  # noqa: E501
    _, (item,) = bring_in(database, workbook(tmp_path / "p.xlsx", {"Plan": text}))
    assert item.plan_title == "Plan de acción 2026-2030"


class TestDates:
    def test_one_column_shows_the_order_of_day_and_month_for_all(self, database, tmp_path):
        text = "Task|Start|Finish\nForm a group|3/1/2026|3/31/2026\nDraft|4/5/2026|9/6/2026"
        outcome, items = bring_in(database, workbook(tmp_path / "p.xlsx", {"Plan": text}))
        assert not outcome.doubtful
        assert [(item.start, item.due) for item in items] == [
            ("2026-03-01", "2026-03-31"),
            ("2026-04-05", "2026-09-06"),
        ]

    def test_columns_that_speak_against_each_other_decide_nothing(self, database, tmp_path):
        text = "Task|Start|Finish\nForm a group|31/3/2026|3/31/2026\nDraft|4/5/2026|9/6/2026\nEnd||1/2/2027"
        outcome, items = bring_in(database, workbook(tmp_path / "p.xlsx", {"Plan": text}))
        assert [(item.start, item.due) for item in items][1] == ("2026-05-04", "2026-09-06")
        assert not outcome.doubtful

    def test_short_years_are_read_where_the_table_shows_them(self, database, tmp_path):
        text = "Acción|Inicio|Fin\nLey|mar-26|dic-26\nRegistro|jun-26|nov-27"
        outcome, items = bring_in(database, workbook(tmp_path / "p.xlsx", {"Plan": text}))
        assert not outcome.doubtful
        assert [(item.start, item.due) for item in items] == [("2026-03", "2026-12"), ("2026-06", "2027-11")]


class TestCells:
    def test_names_joined_by_and_are_cut_where_each_stands_alone(self, database, tmp_path):
        text = "Acción|Responsable|Apoyo\nLey|Aduanas|Policía\nCurso|Aduanas y Policía|Minas y Energía"
        _, items = bring_in(database, workbook(tmp_path / "p.xlsx", {"Plan": text}))
        assert names(items[1].lead) == ["Aduanas", "Policía"]
        assert names(items[1].supporting) == ["Minas y Energía"]

    def test_the_heading_of_a_budget_says_its_currency(self, database, tmp_path):
        text = "Acción|Presupuesto (miles de USD)\nLey|12\nCurso|EUR 3,5"
        _, items = bring_in(database, workbook(tmp_path / "p.xlsx", {"Plan": text}))
        assert [(item.budget, item.currency) for item in items] == [("12000", "USD"), ("3500", "EUR")]

    def test_a_currency_by_name_refuses_no_row(self, database, tmp_path):
        text = "Action|Budget|Currency\nLaw|12|US$\nCourse|3|euros\nRadio|4|pesos"
        outcome, items = bring_in(database, workbook(tmp_path / "p.xlsx", {"Plan": text}))
        assert [item.currency for item in items] == ["USD", "EUR", ""]
        assert [(doubt.row, doubt.text) for doubt in outcome.doubtful] == [(4, "pesos")]
