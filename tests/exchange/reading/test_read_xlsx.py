from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest

from desktop.base.errors import UserError
from desktop.exchange.reading import (
    CellError,
    Limits,
    NoCachedValue,
    Request,
    Workbook,
    read_workbook,
    run_here,
    run_in_child,
)
from tests.exchange.reading.workbooks import (
    MAIN,
    RELATIONS,
    plain_xlsx,
    raw_xlsx,
    sheet_xml,
    strict_copy,
    text_cell,
)

FIRST = f'<row r="1">{text_cell("A1", "N")}{text_cell("B1", "Action")}</row>'


def read(path: Path) -> Workbook:
    return read_workbook(path, runner=run_here)


def read_second(path: Path) -> Workbook:
    return run_here(Request(path, "zip", Limits(), ("openpyxl",)))


def rows_of(path: Path) -> list:
    return read(path).sheets[0].rows


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Plan"
    sheet["B2"] = "Título"
    sheet["B3"] = "uno_x000D_\ndos\r\ntres"
    sheet["C3"] = datetime(2026, 1, 2, 3, 4)
    sheet["D3"] = date(2026, 1, 2)
    sheet["E3"] = 0.4
    sheet["E3"].number_format = "0.0%"
    sheet["F3"] = True
    sheet["G3"] = 2025
    sheet["H3"] = 1.5
    sheet["I3"] = "   "
    sheet["J3"] = time(3, 4)
    sheet["K3"] = timedelta(hours=30)
    sheet["L3"] = 715442927553622702
    sheet["B4"] = "#REF!"
    sheet["B4"].data_type = "e"
    sheet["C5"] = "=1+1"
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["G"].hidden = True
    sheet.merge_cells("B6:C7")
    hidden = book.create_sheet("Oculta")
    hidden["A1"] = "x"
    hidden.sheet_state = "hidden"
    path = tmp_path / "mixed.xlsx"
    book.save(path)
    return path


class TestValues:
    def test_each_kind(self, mixed):
        sheet = read(mixed).sheets[0]
        assert sheet.row(1) == [None, "Título"]
        assert sheet.row(2)[1:] == [
            "uno\ndos\ntres",
            datetime(2026, 1, 2, 3, 4),
            date(2026, 1, 2),
            0.4,
            True,
            2025,
            1.5,
            None,
            "03:04",
            "30:00",
            7.154429275536227e17,
        ]
        assert isinstance(sheet.value(2, 6), int)

    def test_errors_and_formulas_without_value(self, mixed):
        book = read(mixed)
        assert book.sheets[0].value(3, 1) == CellError("#REF!")
        assert book.sheets[0].value(4, 2) == NoCachedValue()
        said = [values for text, values in book.notices if "without their results" in text]
        assert said == [{"sheet": "Plan", "count": 1}]

    def test_percent_format_is_known(self, mixed):
        assert read(mixed).sheets[0].percent_cells == {(2, 4)}

    def test_hidden_things_are_known_and_said(self, mixed):
        book = read(mixed)
        assert [sheet.is_hidden for sheet in book.sheets] == [False, True]
        assert book.sheets[0].hidden_rows == {3}
        assert book.sheets[0].hidden_columns == {6}
        said = " ".join(text.format(**values) for text, values in book.notices)
        assert "sheet Oculta is hidden" in said
        assert "Plan that were read as well: 1." in said
        assert "read as well: G." in said

    def test_merges(self, mixed):
        assert read(mixed).sheets[0].merges == ((5, 1, 6, 2),)

    def test_values_under_a_merge_are_not_data(self, tmp_path):
        rows = (
            f"{FIRST}<row r='2'>{text_cell('A2', 'x')}{text_cell('B2', 'under')}</row>"
            f"<row r='3'>{text_cell('A3', 'under')}{text_cell('C3', 'beside')}</row>"
        )
        path = raw_xlsx(
            tmp_path / "a.xlsx", sheet_xml(rows, after='<mergeCells><mergeCell ref="A2:B3"/></mergeCells>')
        )
        assert rows_of(path)[1:] == [["x"], [None, None, "beside"]]

    def test_1904_dates(self, tmp_path):
        book = openpyxl.Workbook()
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        book.active["A1"] = date(2027, 9, 15)
        book.save(tmp_path / "a.xlsx")
        assert rows_of(tmp_path / "a.xlsx") == [[date(2027, 9, 15)]]
        assert read_second(tmp_path / "a.xlsx").sheets[0].rows == [[date(2027, 9, 15)]]

    def test_formula_with_an_empty_result_is_blank(self, tmp_path):
        formula = "<row r='{0}'><c r='A{0}' t='str'><f>B1</f><v></v></c></row>"
        path = raw_xlsx(tmp_path / "a.xlsx", sheet_xml(FIRST + "".join(map(formula.format, range(2, 50)))))
        sheet = read(path).sheets[0]
        assert (sheet.end_row, sheet.blank_formula_rows) == (1, set(range(1, 49)))

    def test_formula_with_a_result(self, tmp_path):
        cell = "<row r='2'><c r='A2'><f>1+1</f><v>2</v></c><c r='B2' t='e'><f>1/0</f><v>#DIV/0!</v></c></row>"
        path = raw_xlsx(tmp_path / "a.xlsx", sheet_xml(FIRST + cell))
        assert rows_of(path)[1] == [2, CellError("#DIV/0!")]


class TestReaders:
    def test_both_readers_agree(self, mixed):
        first, second = read(mixed), read_second(mixed)
        assert (first.reader, second.reader) == ("calamine", "openpyxl")
        assert first.sheets == second.sheets
        assert any("second reader" in text for text, _ in second.notices)

    def test_child_gives_the_same(self, mixed):
        assert read_workbook(mixed, runner=run_in_child) == read(mixed)

    def test_strict_workbook(self, mixed, tmp_path):
        strict = strict_copy(mixed, tmp_path / "strict.xlsx")
        assert read(strict).sheets == read(mixed).sheets

    def test_name_does_not_matter(self, mixed, tmp_path):
        other = mixed.rename(tmp_path / "plan.txt")
        assert read(other).sheets[0].name == "Plan"


class TestOddParts:
    @pytest.mark.parametrize("size", ["A1", "A1:XFD1048576"])
    def test_wrong_dimension_drops_nothing(self, tmp_path, size):
        rows = f"{FIRST}<row r='2'>{text_cell('A2', 'x')}</row>"
        path = raw_xlsx(tmp_path / "a.xlsx", sheet_xml(rows, before=f'<dimension ref="{size}"/>'))
        assert rows_of(path) == [["N", "Action"], ["x"]]

    def test_prefixed_elements(self, tmp_path):
        sheet = (
            f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1" t="e"><x:v>#N/A</x:v></x:c>'
            '<x:c r="B1"><x:f>A1</x:f></x:c></x:row><x:row r="2" hidden="1"><x:c r="C2"><x:v>1</x:v></x:c>'
            '</x:row></x:sheetData><x:mergeCells><x:mergeCell ref="A4:B4"/></x:mergeCells></x:worksheet>'
        )
        found = read(raw_xlsx(tmp_path / "a.xlsx", sheet)).sheets[0]
        assert found.rows == [[CellError("#N/A"), NoCachedValue()], [None, None, 1]]
        assert (found.hidden_rows, found.merges) == ({1}, ((3, 0, 3, 1),))

    def test_cells_without_references(self, tmp_path):
        cells = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"
        assert rows_of(raw_xlsx(tmp_path / "a.xlsx", sheet_xml(cells))) == [[1, 2], [3]]

    def test_rows_across_the_pieces_of_the_pass(self, tmp_path):
        long = "é" * 30_000
        rows = "".join(
            f"<row r='{n}'><c r='A{n}' t='e'><v>#N/A</v></c>{text_cell(f'B{n}', long)}</row>"
            for n in range(1, 90)
        )
        found = read(raw_xlsx(tmp_path / "a.xlsx", sheet_xml(rows))).sheets[0]
        assert [row[0] for row in found.rows] == [CellError("#N/A")] * 89

    def test_hidden_columns_to_the_end_stay_within_the_table(self, tmp_path):
        columns = '<cols><col min="2" max="999999999" hidden="1"/></cols>'
        path = raw_xlsx(tmp_path / "a.xlsx", sheet_xml(FIRST, before=columns))
        assert read(path).sheets[0].hidden_columns == {1}

    def test_million_empty_rows(self, tmp_path):
        rows = FIRST + "".join(f'<row r="{n}"/>' for n in range(2, 1_000_002))
        assert rows_of(raw_xlsx(tmp_path / "a.xlsx", sheet_xml(rows))) == [["N", "Action"]]

    def test_chart_sheets_are_left_aside(self, tmp_path):
        book = openpyxl.Workbook()
        book.active.append(["x"])
        book.create_chartsheet("Grafico")
        book.save(tmp_path / "a.xlsx")
        assert [sheet.name for sheet in read(tmp_path / "a.xlsx").sheets] == ["Sheet"]

    def test_large_tables_keep_every_cell(self, tmp_path):
        rows = [[f"{row}.{column}" for column in range(12)] for row in range(3000)]
        assert rows_of(plain_xlsx(tmp_path / "a.xlsx", rows)) == rows


class TestRefusals:
    def refusal(self, path: Path) -> str:
        with pytest.raises(UserError) as caught:
            read(path)
        return str(caught.value)

    def test_no_rows(self, tmp_path):
        assert self.refusal(plain_xlsx(tmp_path / "a.xlsx", [])) == "a.xlsx holds no rows."

    def test_no_sheets(self, tmp_path):
        assert self.refusal(raw_xlsx(tmp_path / "a.xlsx")) == "a.xlsx holds no worksheet that can be read."

    def test_sheet_without_its_part(self, tmp_path):
        space = "http://schemas.openxmlformats.org/package/2006/relationships"
        relations = (
            f'<Relationships xmlns="{space}">'
            f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/none.xml"/>'
            "</Relationships>"
        )
        path = raw_xlsx(
            tmp_path / "a.xlsx", sheet_xml(FIRST), parts={"xl/_rels/workbook.xml.rels": relations}
        )
        assert "damaged" in self.refusal(path)

    def test_workbook_part_that_is_no_xml(self, tmp_path):
        path = raw_xlsx(tmp_path / "a.xlsx", sheet_xml(FIRST), parts={"xl/workbook.xml": "<workbook"})
        assert "damaged" in self.refusal(path)

    def test_text_that_is_not_there(self, tmp_path):
        path = raw_xlsx(tmp_path / "a.xlsx", sheet_xml("<row r='1'><c r='A1' t='s'><v>99999</v></c></row>"))
        assert "damaged" in self.refusal(path)
