from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.exchange.layout import RowInfo, classify_rows, find_layouts
from desktop.exchange.reading import CellError, NoCachedValue, Sheet, Workbook
from tests.exchange.layout.wanted import PLAN

HEADINGS = ["N°", "Objetivo", "Acción", "Responsable", "Plazo", "Estado", "Observaciones"]


def item(number: str, title: str | None, objective: str | None = None, **others) -> list:
    return [
        number,
        objective,
        title,
        others.get("lead", "Aduanas"),
        others.get("due", "2027"),
        others.get("status", "En curso"),
        others.get("remarks"),
    ]


def rows_of(rows: list, **facts) -> list[RowInfo]:
    sheet = Sheet("Plan", rows, **facts)
    layout = find_layouts(Workbook([sheet], "test"), PLAN)[0]
    return classify_rows(sheet, layout)


def kinds_of(rows: list, **facts) -> list[str]:
    return [info.kind for info in rows_of(rows, **facts)]


def titles_of(rows: list, **facts) -> list[tuple]:
    return [info.values["title"] for info in rows_of(rows, **facts) if info.is_data]


ITEMS = [item("1.1", "Elaborar el inventario"), item("1.2", "Capacitar"), item("1.3", "Firmar acuerdos")]


class TestAboveAndBelow:
    def test_every_row_is_said(self):
        rows = [["PLAN NACIONAL"], [], HEADINGS, *ITEMS, [], ["Total de acciones", None, 3]]
        assert kinds_of(rows) == ["title", "empty", "title", "data", "data", "data", "empty", "total"]

    def test_positions_are_the_sheets_own(self):
        found = rows_of([HEADINGS, *ITEMS], first_row=4)
        assert [info.row for info in found] == [4, 5, 6, 7]

    def test_blank_rows_are_one_block(self):
        found = rows_of([HEADINGS, ITEMS[0], [], [], [], ITEMS[1]])
        assert [(info.row, info.last_row) for info in found if info.kind == "empty"] == [(2, 4)]

    def test_repeated_headings(self):
        assert kinds_of([HEADINGS, ITEMS[0], HEADINGS, ITEMS[1]]) == ["title", "data", "title", "data"]

    def test_notes_below(self):
        rows = [HEADINGS, *ITEMS, ["Fuente: Ministerio de Relaciones Exteriores"], ["Elaborado en 2026"]]
        assert kinds_of(rows)[-2:] == ["guidance", "guidance"]


class TestTotals:
    @pytest.mark.parametrize(
        "text",
        ["Total", "TOTAL GENERAL", "Subtotal", "Total de acciones: 3", "Sous-total", "Totaux", "3 acciones"],
    )
    def test_total_lines(self, text):
        assert kinds_of([HEADINGS, *ITEMS, [text, None, None, None, 12]])[-1] == "total"

    def test_total_in_another_column(self):
        assert kinds_of([HEADINGS, *ITEMS, [None, None, "Total", None, None, 3]])[-1] == "total"

    def test_total_whose_count_was_not_saved(self):
        assert kinds_of([HEADINGS, *ITEMS, ["Total de acciones", None, NoCachedValue()]])[-1] == "total"

    def test_an_item_may_speak_of_totals(self):
        rows = [HEADINGS, item("1", "Total eliminación de existencias"), *ITEMS]
        assert kinds_of(rows)[1] == "data"


class TestTemplates:
    def test_type_hints_and_advice(self):
        advice = [
            "Indique el número",
            "Indique el objetivo al que sirve",
            "Describa la acción con un verbo",
            "Nombre de la institución a cargo",
            "Fecha en que debe concluir la acción",
            "Seleccione de la lista",
            "Opcional",
        ]
        types = ["Texto", "Texto", "Texto", "Texto", "dd/mm/aaaa", "Sí, No", "Texto libre"]
        assert kinds_of([HEADINGS, advice, types, *ITEMS])[1:3] == ["guidance", "type_hint"]

    def test_columns_counted(self):
        assert kinds_of([HEADINGS, [1, 2, 3, 4, 5, 6, 7], *ITEMS])[1] == "type_hint"
        letters = [f"({letter})" for letter in "abcdefg"]
        assert kinds_of([HEADINGS, letters, *ITEMS])[1] == "type_hint"

    def test_advice_inside_data_stays_data(self):
        rows = [HEADINGS, item("1", "Elaborar", remarks="Indique aquí lo que falta, sin repetir el título")]
        assert kinds_of(rows)[1] == "data"

    @pytest.mark.parametrize("number", ["Ejemplo", "V-1Example", "Exemple :", "(ejemplo)", "p. ej."])
    def test_examples(self, number):
        assert kinds_of([HEADINGS, item(number, "Puerto abierto"), *ITEMS])[1] == "example"

    def test_example_marked_in_the_title(self):
        assert kinds_of([HEADINGS, item("1", "Redactar una ley [ejemplo]"), *ITEMS])[1] == "example"

    def test_an_item_may_speak_of_examples(self):
        assert kinds_of([HEADINGS, item("1", "Reunir un ejemplo de ley por sector"), *ITEMS])[1] == "data"

    def test_rows_of_formulas_are_one_block(self):
        unsaved = [None, None, None, None, NoCachedValue()]
        found = rows_of([HEADINGS, ITEMS[0], *([unsaved] * 50)])
        assert [(info.kind, info.row, info.last_row) for info in found][2:] == [("empty", 2, 51)]

    def test_blank_formulas_below_are_one_block(self):
        found = rows_of([HEADINGS, ITEMS[0]], blank_formula_rows=frozenset(range(2, 4000)))
        assert [(info.kind, info.row, info.last_row) for info in found][2:] == [("empty", 2, 3999)]

    def test_prepared_numbers_and_words(self):
        prepared = [[str(n), None, None, None, None, "Pendiente"] for n in range(4, 30)]
        found = rows_of([HEADINGS, *ITEMS, *prepared])
        assert [info.kind for info in found] == ["title", "data", "data", "data", "empty"]

    def test_word_in_an_unused_column(self):
        rows = [[*HEADINGS, "Nota interna"], *ITEMS, *([[None] * 7 + ["Mandatory"]] * 5)]
        assert kinds_of(rows)[-1] == "empty"

    def test_row_without_a_title_but_with_substance_is_data(self):
        rows = [HEADINGS, *ITEMS, item("1.4", None, lead="Fiscalía", due="2029", status="Cumplido")]
        assert kinds_of(rows)[-1] == "data"

    def test_error_values_do_not_hide_a_row(self):
        rows = [HEADINGS, item("1.1", "Elaborar", due=CellError("#REF!"))]
        assert rows_of(rows)[1].values["due"] == (CellError("#REF!"),)


class TestOtherRows:
    def test_note_in_unused_columns(self):
        rows = [[*HEADINGS, "Interno", "Interno 2"], *ITEMS, [None] * 7 + ["texto suelto", "otro texto"]]
        assert kinds_of(rows)[-1] == "guidance"

    def test_few_cells_without_a_title_are_data_to_refuse(self):
        rows = [HEADINGS, *ITEMS, [None, None, None, "Fiscalía", "segundo semestre"]]
        assert kinds_of(rows)[-1] == "data"

    def test_table_without_an_item_field_is_all_data(self):
        sheet = Sheet("Oficinas", [["Responsable", "Estado"], ["Aduanas", "En curso"], ["Policía", None]])
        layout = find_layouts(Workbook([sheet], "test"), [field for field in PLAN if not field.is_item])[0]
        assert layout.item_columns == ()
        assert [info.kind for info in classify_rows(sheet, layout)] == ["title", "data", "data"]

    def test_caption_at_the_end_is_a_note(self):
        assert kinds_of([HEADINGS, *ITEMS, [None, "Fin del plan"]])[-1] == "guidance"

    def test_layout_that_ends_before_the_sheet(self):
        sheet = Sheet("Plan", [HEADINGS, *ITEMS])
        layout = find_layouts(Workbook([sheet], "test"), PLAN)[0]
        ends = classify_rows(sheet, replace(layout, last_row=2))
        assert [info.kind for info in ends] == ["title", "data", "data", "guidance"]

    def test_hint_texts_that_are_mostly_numbers_stay_data(self):
        assert kinds_of([HEADINGS, [1, 2.5, "Elaborar", 4, 7], *ITEMS])[1] == "data"


class TestSections:
    def test_heading_across_the_table(self):
        rows = [HEADINGS, ["Objetivo 1. Marco legal"], *ITEMS[:2], ["Objetivo 2. Control"], ITEMS[2]]
        found = rows_of(rows, merges=((1, 0, 1, 6), (4, 0, 4, 6)))
        assert [info.kind for info in found] == ["title", "section", "data", "data", "section", "data"]
        assert [info.section for info in found if info.is_data] == [
            ("Objetivo 1. Marco legal",),
            ("Objetivo 1. Marco legal",),
            ("Objetivo 2. Control",),
        ]

    def test_lone_text_without_a_merge(self):
        rows = [HEADINGS, ["Marco legal"], ITEMS[0], ["Control de fronteras"], ITEMS[1]]
        assert [info.section for info in rows_of(rows) if info.is_data] == [
            ("Marco legal",),
            ("Control de fronteras",),
        ]

    def test_nested_headings(self):
        rows = [
            HEADINGS,
            ["Eje 1. Prevención"],
            ["Objetivo 1.1. Leyes"],
            ITEMS[0],
            ["Objetivo 1.2. Controles"],
            ITEMS[1],
            ["Eje 2. Respuesta"],
            ["Objetivo 2.1. Ejercicios"],
            ITEMS[2],
        ]
        assert [info.section for info in rows_of(rows) if info.is_data] == [
            ("Eje 1. Prevención", "Objetivo 1.1. Leyes"),
            ("Eje 1. Prevención", "Objetivo 1.2. Controles"),
            ("Eje 2. Respuesta", "Objetivo 2.1. Ejercicios"),
        ]

    def test_number_and_heading_above_its_items(self):
        rows = [HEADINGS, ["1", None, "Marco legal"], *ITEMS]
        found = rows_of(rows)
        assert found[1].kind == "section"
        assert found[2].section == ("1 Marco legal",)

    def test_item_with_a_title_alone_is_data(self):
        rows = [HEADINGS, *ITEMS, [None, None, "Vélo avec des roulettes"]]
        assert kinds_of(rows)[-1] == "data"

    def test_caption_where_items_have_their_own_text(self):
        rows = [HEADINGS, [None, "Datos"], item("1", "Elaborar", "Eje 1"), item("2", "Firmar", "Eje 1")]
        found = rows_of(rows)
        assert [info.kind for info in found] == ["title", "title", "data", "data"]
        assert found[2].section == ()


class TestMerges:
    def test_blank_under_a_merge_means_as_above(self):
        rows = [HEADINGS, item("1", "A", "Marco legal"), item("2", "B"), item("3", "C")]
        found = rows_of(rows, merges=((1, 1, 2, 1),))
        objectives = [info.values["objective"] for info in found if info.is_data]
        assert objectives == [("Marco legal",), ("Marco legal",), (None,)]

    def test_rows_under_a_merged_title_continue_it(self):
        rows = [
            HEADINGS,
            item("1", "Elaborar", lead="Aduanas", remarks="uno"),
            [None, None, None, "Fiscalía", None, None, "dos"],
            item("2", "Firmar"),
        ]
        found = rows_of(rows, merges=((1, 2, 2, 2), (1, 0, 2, 0), (1, 5, 2, 5)))
        assert [info.kind for info in found] == ["title", "data", "continuation", "data"]
        assert found[1].values["lead"] == ("Aduanas\nFiscalía",)
        assert found[1].values["remarks"] == "uno\ndos"
        assert found[1].values["status"] == "En curso"
        assert found[2].parent_row == 1


class TestSubItems:
    HEADINGS = ("Axe (x)", "Titre de l'action", "Titre de la sous-action", "Statut")

    def test_parent_is_found_by_name(self):
        rows = [
            list(self.HEADINGS),
            ["Axe 1", "Action 1", None, None],
            ["Axe 1", "Action 2", None, None],
            ["Axe 1", "Action 1", "Sous-action 1.1", "En cours"],
        ]
        found = rows_of(rows)
        assert [info.kind for info in found] == ["title", "data", "data", "sub_item"]
        assert found[3].parent_row == 1
        assert found[3].values["title"] == ("Action 1", "Sous-action 1.1")

    def test_parent_named_only_beside_its_parts(self):
        rows = [list(self.HEADINGS), ["Axe 1", "Action 1", "Sous-action 1.1", "En cours"]]
        assert rows_of(rows)[1].parent_row is None

    def test_blank_first_level_belongs_to_the_item_above(self):
        rows = [list(self.HEADINGS), ["Axe 1", "Action 1", None, None], [None, None, "Sous-action", None]]
        assert rows_of(rows)[2].parent_row == 1

    def test_titles_keep_their_levels(self):
        rows = [list(self.HEADINGS), ["Axe 1", "Action 1", None, "En cours"]]
        assert titles_of(rows) == [("Action 1", None)]
