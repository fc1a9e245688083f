from __future__ import annotations

from datetime import date

import pytest

from desktop.exchange.layout import TableLayout, TargetField, find_layouts, fingerprint, heading_key
from desktop.exchange.reading import Sheet, Workbook
from tests.exchange.layout.wanted import PLAN, field

HEADINGS = ["N°", "Acción", "Institución responsable", "Plazo", "Estado"]
ITEMS = [
    ["1.1", "Elaborar el inventario", "Aduanas", "2028", "Pendiente"],
    ["1.2", "Capacitar a funcionarios", "Fiscalía", "T3 2027", "En curso"],
    ["1.3", "Firmar acuerdos", "Policía", "15-06-2027", "Cumplido"],
]


def layout_of(sheet: Sheet, wanted: list[TargetField] | None = None) -> TableLayout:
    return find_layouts(Workbook([sheet], "test"), wanted or PLAN)[0]


def columns_of(rows: list, wanted: list[TargetField] | None = None, **facts) -> dict[str, tuple[int, ...]]:
    return layout_of(Sheet("Plan", rows, **facts), wanted).columns


class TestHeaderRow:
    def test_first_row(self):
        layout = layout_of(Sheet("Plan", [HEADINGS, *ITEMS]))
        assert (layout.header_rows, layout.first_row, layout.last_row) == ((0,), 1, 3)
        assert layout.columns == {"number": (0,), "title": (1,), "lead": (2,), "due": (3,), "status": (4,)}

    def test_below_title_lines_and_right_of_blank_columns(self):
        rows = [
            [],
            [None, None, "PLAN DE ACCIÓN NACIONAL"],
            [None, None, "Estado: República de Montelindo"],
            [None, None, "Actualizado al 30 de septiembre de 2026"],
            [],
            [None, None, *HEADINGS],
            *([None, None, *item] for item in ITEMS),
        ]
        layout = layout_of(Sheet("Plan", rows))
        assert layout.header_rows == (5,)
        assert layout.columns["title"] == (3,)

    def test_metadata_above_is_not_the_header(self):
        rows = [["CSP", "System Name", "Status"], ["Text", "Text", "Low"], [], HEADINGS, *ITEMS]
        assert layout_of(Sheet("Plan", rows)).header_rows == (3,)

    def test_groups_above(self):
        rows = [
            ["Presentación", None, "Responsables", None, "Plazos", None],
            ["N°", "Acción", "Responsable", "Apoyo", "Inicio", "Fin"],
            ["1", "Elaborar", "Aduanas", "Policía", "2026", "2027"],
        ]
        layout = layout_of(Sheet("Plan", rows, merges=((0, 0, 0, 1), (0, 2, 0, 3), (0, 4, 0, 5))))
        assert layout.header_rows == (0, 1)
        assert layout.columns == {
            "number": (0,),
            "title": (1,),
            "lead": (2,),
            "supporting": (3,),
            "start": (4,),
            "due": (5,),
        }
        assert layout.headings[3] == "Responsables / Apoyo"

    def test_parts_below(self):
        rows = [
            ["N°", "Acción", "Plazo", None, "Estado"],
            [None, None, "Inicio", "Fin", None],
            ["1", "Elaborar", "2026", "2027", "En curso"],
        ]
        merges = ((0, 2, 0, 3), (0, 0, 1, 0), (0, 1, 1, 1), (0, 4, 1, 4))
        layout = layout_of(Sheet("Plan", rows, merges=merges))
        assert (layout.header_rows, layout.first_row) == ((0, 1), 2)
        assert (layout.columns["start"], layout.columns["due"]) == ((2,), (3,))

    def test_group_gives_a_plain_part_its_meaning(self):
        rows = [
            ["Acción", "Responsable", None, "Estado"],
            [None, "Entidad", "Persona", None],
            ["Elaborar", "Aduanas", "Ana", "En curso"],
        ]
        layout = layout_of(Sheet("Plan", rows, merges=((0, 1, 0, 2),)))
        assert layout.columns["persons"] == (2,)
        assert layout.columns["lead"] == (1,)

    def test_one_column_is_enough_when_its_name_is_exact(self):
        assert columns_of([["Acción"], ["Elaborar"]]) == {"title": (0,)}

    def test_header_below_the_searched_rows_is_not_sought(self):
        rows = [["foo", "bar"]] * 70 + [HEADINGS, *ITEMS]
        assert find_layouts(Workbook([Sheet("A", rows)], "test"), PLAN) == []

    def test_one_text_over_both_rows_counts_once(self):
        rows = [["Acción", "Plazo", None], ["Acción", "Inicio", "Fin"], ["a", "2026", "2027"]]
        layout = layout_of(Sheet("Plan", rows, merges=((0, 1, 0, 2), (0, 0, 1, 0))))
        assert layout.headings == ["Acción", "Plazo / Inicio", "Plazo / Fin"]

    def test_merges_outside_the_grid_are_harmless(self):
        merges = ((90, 0, 95, 0), (0, 50, 0, 60), (0, 0, 0, 0))
        assert layout_of(Sheet("Plan", [HEADINGS, *ITEMS], merges=merges)).header_rows == (0,)

    def test_nothing_known_gives_nothing(self):
        assert find_layouts(Workbook([Sheet("A", [["foo", "bar"], [1, 2]])], "test"), PLAN) == []

    def test_empty_sheet_gives_nothing(self):
        assert find_layouts(Workbook([Sheet("A", [])], "test"), PLAN) == []


class TestColumns:
    @pytest.mark.parametrize(
        ("cells", "name"),
        [
            (["En curso", "Cumplido", "Pendiente"], "status"),
            (["Montelindo", "Valdoria", "Montelindo"], "state"),
        ],
    )
    def test_same_heading_decided_by_its_cells(self, cells, name):
        rows = [["Acción", "Estado"], *(["Elaborar", cell] for cell in cells)]
        assert columns_of(rows)[name] == (1,)

    def test_both_meanings_beside_each_other(self):
        rows = [["Estado", "Acción", "Estado"], ["Valdoria", "Elaborar", "En curso"]]
        columns = columns_of(rows)
        assert (columns["state"], columns["status"]) == ((0,), (2,))

    def test_changed_meaning_gives_low_confidence(self):
        rows = [["Acción", "Avance"], *(["Elaborar", name] for name in ("Ana", "Berta", "Carla"))]
        layout = layout_of(Sheet("Plan", rows))
        assert layout.columns["progress"] == (1,)
        assert layout.confidence["progress"] < 0.5
        assert layout.confidence["title"] > 0.9

    def test_content_serves_where_the_name_is_wrong(self):
        rows = [["Acción", "Avance"], *(["Elaborar", f"2022 - {n}° trimestre"] for n in (1, 2, 3, 4))]
        assert columns_of(rows)["due"] == (1,)

    def test_two_levels_of_titles(self):
        rows = [["Titre de l'action", "Titre de la sous-action"], ["A", None], ["A", "B"]]
        assert columns_of(rows)["title"] == (0, 1)

    def test_a_like_name_is_no_further_level(self):
        rows = [["Titre de l'action", "Actions des plans liées"], ["A", "B"]]
        assert columns_of(rows)["title"] == (0,)

    def test_quarter_and_year(self):
        rows = [["Acción", "Trimestre", "Año"], ["Elaborar", "T4", 2021]]
        assert columns_of(rows)["due"] == (1, 2)

    def test_second_column_of_a_single_field_stays_unused(self):
        rows = [["Acción", "Observaciones", "Observaciones"], ["Elaborar", "a", "b"]]
        layout = layout_of(Sheet("Plan", rows))
        assert layout.columns["remarks"] == (1,)
        assert layout.unused == [2]

    def test_visible_column_goes_before_a_hidden_one(self):
        rows = [["Plazo", "Acción", "Plazo"], [47727, "Elaborar", "2027"]]
        wanted = [field("title", "acción", item=True), field("due", "plazo")]
        layout = layout_of(Sheet("Plan", rows, hidden_columns=frozenset({0})), wanted)
        assert layout.columns["due"] == (2,)

    @pytest.mark.parametrize(
        ("heading", "name"),
        [
            ("FECHA LÍMITE", "due"),
            ("Date de fin\n(jj/mm/aaaa)", "due"),
            ("Plazos", "due"),
            ("Nº", "number"),
            ("#", "number"),
            ("Estado de la acción", "status"),
            ("Institución (es) responsable (s)", "lead"),
            ("  observaciones:  ", "remarks"),
        ],
    )
    def test_headings_as_people_write_them(self, heading, name):
        assert columns_of([["Acción", "Prioridad", heading], ["a", "b", None]])[name] == (2,)

    def test_long_text_is_no_heading(self):
        rows = [
            ["Acción", "Prioridad", "El plazo de esta acción lo fija cada institución, " * 3],
            ["a", "b", "c"],
        ]
        assert "due" not in columns_of(rows)


class TestSheets:
    def test_best_sheet_first(self):
        lists = Sheet("Listas", [["Estado", "Prioridad"], ["En curso", "Alta"]])
        plan = Sheet("Plan", [HEADINGS, *ITEMS])
        found = find_layouts(Workbook([lists, plan], "test"), PLAN)
        assert [layout.sheet_name for layout in found] == ["Plan", "Listas"]

    def test_sheet_with_rows_before_an_empty_copy(self):
        closed = Sheet("Closed", [HEADINGS])
        found = find_layouts(Workbook([closed, Sheet("Open", [HEADINGS, *ITEMS])], "test"), PLAN)
        assert [layout.sheet_name for layout in found] == ["Open", "Closed"]

    def test_hidden_sheet_only_when_named(self):
        book = Workbook([Sheet("Plan", [HEADINGS, *ITEMS], is_hidden=True)], "test")
        assert find_layouts(book, PLAN) == []
        assert find_layouts(book, PLAN, sheet_name="plan ")[0].sheet_name == "Plan"

    def test_alike_sheets_have_one_fingerprint(self):
        first = layout_of(Sheet("Plan 2025", [HEADINGS, *ITEMS]))
        moved = layout_of(Sheet("Plan 2026", [[], ["Plan"], [text.upper() for text in HEADINGS], ITEMS[0]]))
        other = layout_of(Sheet("Plan", [[*HEADINGS, "Prioridad"], *ITEMS]))
        assert fingerprint(first) == fingerprint(moved) != fingerprint(other)


def test_heading_key_leaves_aside_what_does_not_count():
    assert heading_key("Fechas de Inicio") == heading_key("fecha inicio")
    assert heading_key("N.º") == heading_key("N°") == "no"
    assert heading_key("Inicio") != heading_key("Fin")


def test_date_cells_confirm_a_date_column():
    rows = [["Acción", "Plazo"], ["a", date(2027, 1, 1)], ["b", date(2027, 2, 1)]]
    assert layout_of(Sheet("Plan", rows)).confidence["due"] == 1.0
