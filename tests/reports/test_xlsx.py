from __future__ import annotations

import errno
import gc
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest

from db.partial_date import PartialDate
from desktop.base.errors import UserError
from desktop.reports.counts import Pace, never_cancelled, no_progress
from desktop.reports.document import Chart, Column, GroupRow, Kind, Paragraph, Section, Series, Table
from desktop.reports.xlsx import rows as xlsx_rows
from desktop.reports.xlsx.writer import write_xlsx
from tests.reports.readers import sheets_of, xlsx_of
from tests.reports.samples import item_table, status_report, table_of

TEXT = (Column("Texto", Kind.LONG_TEXT),)


def section(*blocks, **changes):
    return (Section("Prueba", blocks, **changes),)


def book_of(document):
    return openpyxl.load_workbook(BytesIO(xlsx_of(document)[0]))


def cell_with(sheet, value):
    return next(cell for row in sheet.iter_rows() for cell in row if cell.value == value)


def test_the_same_document_gives_the_same_bytes():
    first, _ = xlsx_of(status_report(40))
    assert xlsx_of(status_report(40))[0] == first
    assert xlsx_of(status_report(41))[0] != first
    with ZipFile(BytesIO(first)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(2027, 9, 15, 0, 0, 0)}


def test_properties_name_the_organisation_and_the_date_of_the_report():
    properties = book_of(status_report(1)).properties
    assert properties.creator == properties.lastModifiedBy == "Ministerio de Relaciones Exteriores de X01"
    assert properties.created == properties.modified == datetime(2027, 9, 15)
    assert properties.title == "Informe de situación del plan de acción nacional"


def test_a_first_sheet_has_the_facts_and_what_is_where():
    data, counts = xlsx_of(status_report(60))
    sheets = sheets_of(data)
    assert list(sheets) == ["Portada", "Resumen", "Acciones", "Puntos de contacto"]
    first = sheets["Portada"]
    assert ("Período", "2025-2029") in first
    assert ("Acciones", 1285) in first
    assert ("Acciones", 60) in first
    assert counts.sheets == 4
    assert counts.rows == 64


def test_nothing_is_hidden():
    book = book_of(status_report(60))
    for sheet in book.worksheets:
        assert sheet.sheet_state == "visible"
        assert not any(dimension.hidden for dimension in sheet.column_dimensions.values())
        assert not any(dimension.hidden for dimension in sheet.row_dimensions.values())
        assert not any(cell.comment or cell.hyperlink for row in sheet.iter_rows() for cell in row)
    assert not book.defined_names


def test_tables_are_real_ones_with_groups_as_first_column():
    sheet = book_of(status_report(100))["Acciones"]
    [table] = sheet.tables.values()
    assert table.ref == "A5:J105"
    assert table.autoFilter.ref == table.ref
    assert table.column_names == [cell.value for cell in sheet[5]]
    assert table.column_names[:2] == ["Objetivo", "N.º"]
    assert sheet["A105"].value == "Objetivo 3. Controles internos y fronterizos"
    assert sheet.freeze_panes == "A6"
    assert sheet.print_title_rows == "$5:$5"


def test_groups_without_a_name_are_a_mistake_of_the_builder():
    table = Table(TEXT, lambda: iter([GroupRow("Uno"), ("x",)]))
    with pytest.raises(ValueError, match="group_title"):
        xlsx_of(status_report(1, sections=section(table)))


def test_groups_of_two_levels_are_joined():
    rows = [GroupRow("Uno"), GroupRow("a", 2), ("x",), GroupRow("b", 2), ("y",), GroupRow("Dos"), ("z",)]
    table = Table(TEXT, lambda: iter(rows), group_title="Grupo")
    sheet = book_of(status_report(1, sections=section(table)))["Prueba"]
    found = [(row[0].value, row[1].value) for row in sheet.iter_rows(min_row=5) if row[1].value]
    assert found == [("Uno / a", "x"), ("Uno / b", "y"), ("Dos", "z")]


def test_values_keep_their_kind():
    columns = (
        Column("Código", Kind.CODE),
        Column("Número", Kind.NUMBER),
        Column("Monto", Kind.MONEY),
        Column("Avance", Kind.PERCENT),
        Column("Fecha", Kind.DATE),
        Column("Plazo", Kind.PARTIAL_DATE),
        Column("Plazo", Kind.PARTIAL_DATE),
    )
    row = (
        "3.10",
        12,
        Decimal("10.5"),
        40,
        date(2027, 9, 15),
        PartialDate.parse("2027-09-15"),
        PartialDate.parse("2027-Q3"),
    )
    sheet = book_of(status_report(1, sections=section(table_of([row], columns))))["Prueba"]
    head = next(row for row in sheet.iter_rows() if row[0].value == "Código")
    cells = [cell.offset(row=1) for cell in head]
    assert [cell.value for cell in head][-2:] == ["Plazo", "Plazo (2)"]
    assert [cell.value for cell in cells] == [
        "3.10", 12, 10.5, 0.4, datetime(2027, 9, 15), datetime(2027, 9, 15), "T3 2027",
    ]  # fmt: skip
    assert [cell.number_format for cell in cells[1:5]] == ["#,##0", "#,##0.00", "0%", "[$-580A]d mmm yyyy"]


def test_what_excel_cannot_hold_is_text():
    columns = (Column("Número", Kind.NUMBER), Column("Fecha", Kind.DATE))
    rows = [(10**20, date(1850, 5, 1)), (Decimal("NaN"), date(1900, 1, 1))]
    sheet = book_of(status_report(1, sections=section(table_of(rows, columns))))["Prueba"]
    found = [(row[0].value, row[1].value) for row in sheet.iter_rows(min_row=4, max_col=2)]
    assert (str(10**20), "1 may 1850") in found
    assert ("NaN", "1 ene 1900") in found


@pytest.mark.parametrize(
    "text",
    [
        "=cmd|' /C calc'!A0",
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "{=1}",
        "#REF!",
        "'quoted",
        "http://x.org",
    ],
)
def test_text_never_becomes_a_formula(text):
    report = status_report(
        1, title=text, subtitle=text, sections=section(Paragraph(text), table_of([(text,)], TEXT))
    )
    book = book_of(report)
    cells = [
        cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value == text
    ]
    assert len(cells) == 4
    assert all(cell.data_type == "s" for cell in cells)
    assert all(bool(cell.quotePrefix) is text.startswith(("=", "+", "-", "@", "\t", "'")) for cell in cells)
    assert all(
        cell.data_type != "f" for sheet in book.worksheets for row in sheet.iter_rows() for cell in row
    )


def test_titles_that_look_like_formulas_stay_text():
    table = Table((Column("=1+1"), Column("")), lambda: iter([GroupRow("=2"), ("a", "b")]), group_title="=3")
    book = book_of(status_report(1, sections=section(table, Chart("=4", ("=5",), (Series("=6", (1,)),)))))
    sheet = book["Prueba"]
    assert [cell_with(sheet, text).data_type for text in ("=1+1", "=2", "=3", "=5", "=6")] == ["s"] * 5


@pytest.mark.parametrize(
    ("text", "expected", "removed"),
    [
        ("a\x00b\x07c", "abc", 2),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd", 0),
        ("😀 <b>&amp;</b> خطة Пример \ufffe", "😀 <b>&amp;</b> خطة Пример ", 1),
        ("n\u0303", "ñ", 0),
        ("_x000D_ _x00e9_", "_x000D_ _x00e9_", 0),
        ("  spaced  ", "  spaced  ", 0),
        ("\ud800x", "x", 1),
    ],
)
def test_text_comes_through_as_excel_reads_it(text, expected, removed):
    data, counts = xlsx_of(status_report(1, sections=section(table_of([(text,)], TEXT))))
    assert any(row[0] == expected for row in sheets_of(data)["Prueba"])
    assert counts.removed == removed


def test_a_text_too_long_for_a_cell_is_cut_and_counted():
    rows = [("x" * 32_767,), ("x" * 32_768,), ("😀" * 20_000,)]
    data, counts = xlsx_of(status_report(1, sections=section(table_of(rows, TEXT))))
    lengths = [
        len(row[0].encode("utf-16-le")) // 2
        for row in sheets_of(data)["Prueba"]
        if row[0] and len(row[0]) > 99
    ]
    assert lengths == [32_767, 32_767, 32_766]
    assert counts.cut == 2


def test_status_cells_offer_their_words():
    sheet = book_of(status_report(10))["Acciones"]
    [validation] = sheet.data_validations.dataValidation
    assert validation.formula1.startswith('"No iniciada,En ejecución')
    assert str(validation.sqref) == "G6:G15"


def test_a_foot_that_is_too_long_says_that_it_is_cut():
    name = "Ministerio de Relaciones Exteriores, Dirección General de Organismos Internacionales, Oficina"
    sheet = book_of(status_report(1, author_organisation=name))["Acciones"]
    assert sheet.oddFooter.left.text == f"{name[:70]}…"


def test_sheets_print_on_the_papers_of_the_report():
    book = book_of(status_report(10, paper="Letter", title="A & B", running_head=""))
    sheet = book["Acciones"]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (1, "landscape")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.oddHeader.left.text == "BORRADOR · EJERCICIO - datos ficticios"
    assert sheet.oddHeader.right.text == "A && B"
    assert sheet.oddFooter.right.text == "Página &P de &N"


def test_a_chart_is_native_and_reads_visible_figures():
    sheet = book_of(status_report(1))["Resumen"]
    assert len(sheet._charts) == 2
    assert cell_with(sheet, "Objetivo 3. Fronteras").offset(column=2).value == 12


FIGURES = (Column("Situación", Kind.STATUS), Column("Acciones", Kind.NUMBER))


def test_sums_stand_below_their_table_and_a_chart_reads_its_cells():
    rows = [("No iniciada", 3), ("Concluida", 1), ("Total", 4)]
    figures = table_of(rows, FIGURES, has_total=True, has_chart=True, caption="Cifras")
    sheet = book_of(status_report(1, sections=section(figures, Paragraph("después"))))["Prueba"]
    [table] = sheet.tables.values()
    head = cell_with(sheet, "Situación").row
    assert table.ref == f"A{head}:B{head + 2}"
    assert table.autoFilter is None
    total = cell_with(sheet, "Total")
    assert (total.row, total.offset(column=1).value, total.font.bold) == (head + 3, 4, True)
    [chart] = sheet._charts
    [series] = chart.series
    assert series.val.numRef.f == f"'Prueba'!$B${head + 1}:$B${head + 2}"
    assert series.cat.numRef.f == f"'Prueba'!$A${head + 1}:$A${head + 2}"
    assert cell_with(sheet, "después").row > head + 6


def test_a_sheet_is_narrow_enough_to_be_printed_and_read():
    columns = tuple(Column(f"Columna {number}", Kind.LONG_TEXT) for number in range(9))
    wide = table_of([("palabra " * 30,) * 9], columns)
    sheet = book_of(status_report(1, sections=section(wide)))["Prueba"]
    widths = [dimension.width for dimension in sheet.column_dimensions.values()]
    assert len(widths) == 9
    assert sum(widths) <= 181
    assert min(widths) >= 19


def test_a_table_of_very_many_columns_is_printed_over_several_pages_with_its_first_columns():
    columns = tuple(Column(f"Columna {number}", Kind.LONG_TEXT) for number in range(25))
    wide = table_of([("palabra " * 30,) * 25], columns)
    sheet = book_of(status_report(1, sections=section(wide)))["Prueba"]
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (3, 0)
    assert sheet.print_title_cols == "$A:$B"
    assert min(dimension.width for dimension in sheet.column_dimensions.values()) > 20


def test_the_places_for_those_who_answer_are_ruled():
    sheet = book_of(status_report(1))["Puntos de contacto"]
    place = cell_with(sheet, "Lic. Eva Ejemplo, Analista")
    assert [cell.border.bottom.style for cell in sheet[place.row][:3]] == ["thin"] * 3
    assert [cell.value for cell in sheet[place.row + 1][:3]] == ["Firma", "Name and post", "Place and date"]


def test_names_of_sheets_are_mended_and_differ():
    sections = tuple(
        Section(title, (Paragraph("x"),))
        for title in ("a/b:c", "A B C", "x" * 40, "x" * 41, "History", "'''", "Portada")
    )
    names = list(sheets_of(xlsx_of(status_report(1, sections=sections))[0]))
    assert names[1:] == ["a b c", "A B C 2", "x" * 31, "x" * 29 + " 2", "History 2", "-", "Portada 2"]


def test_an_empty_table_says_so():
    empty = table_of([], TEXT, empty_text="Sin filas registradas")
    book = book_of(status_report(1, sections=section(empty)))
    assert cell_with(book["Prueba"], "Sin filas registradas")
    assert not book["Prueba"].tables


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch):
    monkeypatch.setattr(xlsx_rows, "MOST_ROWS", 20)
    with pytest.raises(UserError, match="20"):
        xlsx_of(status_report(30))


def test_a_sheet_from_right_to_left():
    book = book_of(status_report(1, direction="rtl"))
    assert all(sheet.sheet_view.rightToLeft for sheet in book.worksheets)


def test_several_tables_share_a_sheet_without_frozen_head():
    sheet = book_of(status_report(1, sections=section(item_table(5), item_table(3, with_groups=False))))[
        "Prueba"
    ]
    assert len(sheet.tables) == 2
    assert sheet.freeze_panes is None


class FullDisk(BytesIO):
    """A file on a disk that has room for some bytes only."""

    def write(self, data):
        if self.tell() + len(data) > 3000:
            raise OSError(errno.ENOSPC, "full")
        return super().write(data)


def test_a_full_disk_leaves_nothing_behind_that_still_wants_to_be_written():
    pace = Pace(0, no_progress, never_cancelled)
    with FullDisk() as stream, pytest.raises(OSError, match="full"):
        write_xlsx(status_report(400), stream, pace)
    gc.collect()
