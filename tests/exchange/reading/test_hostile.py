"""Hostile workbooks: each ends in one sentence or a right import, most of them in the real child process."""

from __future__ import annotations

import multiprocessing
import os
import zipfile
from pathlib import Path

import pytest

from desktop.base.errors import UserError
from desktop.exchange.reading import Limits, read_workbook, run_here, run_in_child
from desktop.exchange.reading import child as child_module
from tests.exchange.reading.children import Serving, die, hang, hoard
from tests.exchange.reading.workbooks import (
    MAIN,
    RELATIONS,
    docx_file,
    ods_cell,
    ods_file,
    plain_xlsx,
    raw_xlsx,
    sheet_xml,
    text_cell,
    word_cell,
    word_table,
)

FIRST = f'<row r="1">{text_cell("A1", "N")}{text_cell("B1", "Action")}</row>'
ALL = '<mergeCell ref="A1:XFD1048576"/>'


def with_part(kind: str, name: str, text: str) -> dict[str, str | bytes]:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{RELATIONS}/{kind}" Target="{name}"/></Relationships>'
    )
    return {"xl/_rels/workbook.xml.rels": relations, f"xl/{name}": text}


def refusal(path: Path, runner=run_here, **limits) -> str:
    with pytest.raises(UserError) as caught:
        read_workbook(path, runner=runner, limits=Limits(**limits))
    return str(caught.value)


class TestTooLarge:
    def test_merged_range_over_everything_is_harmless(self, tmp_path):
        path = raw_xlsx(tmp_path / "a.xlsx", sheet_xml(FIRST, after=f"<mergeCells>{ALL}</mergeCells>"))
        book = read_workbook(path, runner=run_in_child)
        assert book.sheets[0].rows == [["N"]]

    def test_too_many_merges(self, tmp_path):
        path = raw_xlsx(tmp_path / "a.xlsx", sheet_xml(FIRST, after=f"<mergeCells>{ALL * 300}</mergeCells>"))
        assert "unpacks to more" in refusal(path, merges=200)

    def test_row_numbered_a_thousand_million(self, tmp_path):
        row = f'<row r="1000000000">{text_cell("A1000000000", "x")}</row>'
        said = refusal(raw_xlsx(tmp_path / "a.xlsx", sheet_xml(FIRST + row)), run_in_child)
        assert said.startswith("The sheet Sheet1 reaches to row 1000000000 and column B")

    def test_far_row_of_cells_without_references(self, tmp_path):
        row = '<row r="1000000000"><c><v>1</v></c></row>'
        assert "1000000000" in refusal(raw_xlsx(tmp_path / "a.xlsx", sheet_xml(FIRST + row)))

    def test_far_corner(self, tmp_path):
        row = f'<row r="1048576">{text_cell("XFD1048576", "x")}</row>'
        assert "column XFD" in refusal(raw_xlsx(tmp_path / "a.xlsx", sheet_xml(FIRST + row)))

    def test_more_rows_than_allowed(self, tmp_path):
        path = plain_xlsx(tmp_path / "a.xlsx", [[1], [], [2], [3]])
        assert read_workbook(path, runner=run_here, limits=Limits(filled_rows=3)).sheets[0].end_row == 4
        assert "has 3 rows; at most 2" in refusal(path, filled_rows=2)

    def test_more_cells_than_allowed(self, tmp_path):
        path = plain_xlsx(tmp_path / "a.xlsx", [[1] * 10] * 100)
        assert "reaches to row 100" in refusal(path, cells=1500, columns=9)
        assert "unpacks to more" in refusal(path, cells=900)

    def test_shared_texts_that_unpack_without_end(self, tmp_path):
        texts = f'<sst xmlns="{MAIN}"><si><t>{"a" * 3_000_000}</t></si></sst>'
        parts = with_part("sharedStrings", "sharedStrings.xml", texts)
        assert "unpacks to more" in refusal(
            raw_xlsx(tmp_path / "a.xlsx", sheet_xml(FIRST), parts=parts), part=2_000_000
        )

    def test_one_row_without_end(self, tmp_path):
        path = raw_xlsx(tmp_path / "a.xlsx", sheet_xml(FIRST + "x" * 40_000_000))
        assert "unpacks to more" in refusal(path)

    def test_many_cells_in_one_row(self, tmp_path):
        path = raw_xlsx(tmp_path / "a.xlsx", sheet_xml(FIRST + '<c r="A1"><v>1</v></c>' * 200_000))
        assert read_workbook(path, runner=run_here).sheets[0].rows == [[1, "Action"]]

    def test_cells_that_never_close(self, tmp_path):
        path = raw_xlsx(tmp_path / "a.xlsx", sheet_xml(FIRST + '<c r="A1"><f>' * 200_000))
        assert "damaged" in refusal(path)

    def test_too_many_sheets(self, tmp_path):
        assert "unpacks" in refusal(raw_xlsx(tmp_path / "a.xlsx", *[sheet_xml(FIRST)] * 6), sheets=5)

    def test_too_many_members(self, tmp_path):
        assert "unpacks" in refusal(raw_xlsx(tmp_path / "a.xlsx", sheet_xml(FIRST)), members=3)

    def test_workbook_part_too_large(self, tmp_path):
        parts = {"xl/workbook.xml": f'<workbook xmlns="{MAIN}">{" " * 5_000_000}</workbook>'}
        assert "unpacks" in refusal(raw_xlsx(tmp_path / "a.xlsx", sheet_xml(FIRST), parts=parts))

    def test_million_cell_styles(self, tmp_path):
        styles = (
            f'<styleSheet xmlns="{MAIN}"><cellXfs>{"<xf numFmtId=&quot;9&quot;/>" * 9}</cellXfs></styleSheet>'
        )
        styles = styles.replace("&quot;", '"').replace(
            "</cellXfs>", '<xf numFmtId="9"/>' * 100_000 + "</cellXfs>"
        )
        path = raw_xlsx(
            tmp_path / "a.xlsx", sheet_xml(FIRST), parts=with_part("styles", "styles.xml", styles)
        )
        assert read_workbook(path, runner=run_here).sheets[0].rows == [["N", "Action"]]


class TestUnsafeXml:
    @pytest.mark.parametrize(
        "declaration",
        ['<!DOCTYPE a [<!ENTITY b "bbbb">]>', '<!DOCTYPE a SYSTEM "file:///etc/passwd">'],
    )
    @pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "_rels/.rels"])
    def test_entities(self, tmp_path, part, declaration):
        path = raw_xlsx(tmp_path / "a.xlsx", sheet_xml(FIRST), parts={part: declaration + "<a/>"})
        assert "XML declarations" in refusal(path)

    def test_entity_across_two_pieces(self, tmp_path):
        text = " " * (2**20 - 4) + "<!DOCTYPE a>" + sheet_xml(FIRST)
        path = raw_xlsx(tmp_path / "a.xlsx", sheet_xml(FIRST), parts={"xl/worksheets/sheet1.xml": text})
        assert "XML declarations" in refusal(path)

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
    def test_encodings_that_hide_them(self, tmp_path, encoding):
        parts = {"xl/worksheets/sheet1.xml": sheet_xml(FIRST).encode(encoding)}
        path = raw_xlsx(tmp_path / "a.xlsx", sheet_xml(FIRST), parts=parts)
        assert "XML declarations" in refusal(path)

    def test_damaged_styles(self, tmp_path):
        parts = with_part("styles", "styles.xml", "<styleSheet")
        assert "damaged" in refusal(raw_xlsx(tmp_path / "a.xlsx", sheet_xml(FIRST), parts=parts))


class TestPackages:
    def test_paths_that_climb(self, tmp_path):
        path = raw_xlsx(tmp_path / "a.xlsx", sheet_xml(FIRST), parts={"../../evil.xml": "x"})
        assert "damaged" in refusal(path)

    def test_one_name_twice(self, tmp_path):
        path = raw_xlsx(tmp_path / "a.xlsx", sheet_xml(FIRST), parts={"XL/workbook.xml": "<a/>"})
        assert "damaged" in refusal(path)

    def test_locked_members(self, tmp_path):
        path = raw_xlsx(tmp_path / "a.xlsx", sheet_xml(FIRST))
        data = bytearray(path.read_bytes())
        place = data.index(b"PK\x01\x02")
        data[place + 8] |= 1
        path.write_bytes(data)
        assert "password" in refusal(path)

    @pytest.mark.parametrize("keep", [0.3, 0.6, 0.95])
    def test_cut_off(self, tmp_path, keep):
        path = plain_xlsx(tmp_path / "a.xlsx", [["x"] * 20] * 50)
        path.write_bytes(path.read_bytes()[: int(path.stat().st_size * keep)])
        assert "damaged" in refusal(path)

    def test_changed_bytes(self, tmp_path):
        path = plain_xlsx(
            tmp_path / "a.xlsx", [[f"text {row * column}" for column in range(20)] for row in range(99)]
        )
        with zipfile.ZipFile(path) as archive:
            start = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
        data = bytearray(path.read_bytes())
        data[start + 200] ^= 0xFF
        path.write_bytes(data)
        assert "damaged" in refusal(path)


class TestOpenDocument:
    def table(self, *rows: str) -> str:
        return f'<table:table table:name="A">{"".join(rows)}</table:table>'

    @pytest.mark.parametrize("count", [1048576, 999999999, 99999999999])
    def test_repeated_rows_with_values(self, tmp_path, count):
        cell = ods_cell("x", 'table:number-columns-repeated="16384"')
        row = f'<table:table-row table:number-rows-repeated="{count}">{cell}</table:table-row>'
        assert "unpacks" in refusal(ods_file(tmp_path / "a.ods", self.table(row)))

    def test_far_row(self, tmp_path):
        rows = (
            f"<table:table-row>{ods_cell('x')}</table:table-row>",
            '<table:table-row table:number-rows-repeated="999999999"><table:table-cell/></table:table-row>',
            f"<table:table-row>{ods_cell('y')}</table:table-row>",
        )
        assert "row 1000000001" in refusal(ods_file(tmp_path / "a.ods", self.table(*rows)))

    def test_too_many_sheets(self, tmp_path):
        tables = [f'<table:table table:name="{number}"/>' for number in range(6)]
        assert "unpacks" in refusal(ods_file(tmp_path / "a.ods", *tables), sheets=5)

    def test_damaged(self, tmp_path):
        assert "damaged" in refusal(ods_file(tmp_path / "a.ods", "<table:table"))

    def test_spaces_without_end(self, tmp_path):
        cell = ods_cell('a<text:s text:c="999999999"/>')
        row = f"<table:table-row>{cell}</table:table-row>"
        assert "unpacks" in refusal(ods_file(tmp_path / "a.ods", self.table(row)))

    def test_too_many_merges(self, tmp_path):
        row = "<table:table-row>" + ods_cell("x", 'table:number-rows-spanned="2"') * 3 + "</table:table-row>"
        assert "unpacks" in refusal(ods_file(tmp_path / "a.ods", self.table(row)), merges=2)

    def test_grid_larger_than_its_cells(self, tmp_path):
        far = '<table:table-cell table:number-columns-repeated="900"/>'
        rows = f"<table:table-row>{far}{ods_cell('x')}</table:table-row>" + (
            f'<table:table-row table:number-rows-repeated="50">{ods_cell("y")}</table:table-row>'
        )
        assert "row 51" in refusal(ods_file(tmp_path / "a.ods", self.table(rows)), cells=20_000)


class TestTexts:
    def test_rows_are_counted_to_the_end_but_not_kept(self, tmp_path):
        path = tmp_path / "a.csv"
        path.write_text("a;b\n" * 50)
        assert "has 50 rows; at most 10" in refusal(path, filled_rows=10)

    def test_more_rows_than_a_sheet_has(self, tmp_path):
        path = tmp_path / "a.csv"
        path.write_text("a;b\n" + "\n" * 50)
        assert "reaches to row 11" in refusal(path, rows=10)

    def test_line_ends_of_all_systems_mixed(self, tmp_path):
        path = tmp_path / "a.csv"
        path.write_bytes(b'a;b\r\n1;"x\r\ny\rz"\r2;w\n3;\x0bv\xc2\x85')
        rows = read_workbook(path, runner=run_here).sheets[0].rows
        assert rows == [["a", "b"], ["1", "x\ny\nz"], ["2", "w"], ["3", "\x0bv\x85"]]

    def test_objects_without_end(self, tmp_path):
        path = tmp_path / "a.json"
        path.write_text('{"items": [' + '{"a":1},' * 50 + '{"a":1}]}')
        assert "has 52 rows" in refusal(path, filled_rows=20)
        assert "unpacks to more" in refusal(path, filled_rows=10)

    def test_one_line_of_delimiters(self, tmp_path):
        path = tmp_path / "a.csv"
        path.write_text("a;b\n" + ";" * 5_000)
        assert "reaches to row 2" in refusal(path, text=400)

    @pytest.mark.parametrize(("inside", "said"), [("<td" * 3000, "damaged"), ("<!--" * 3000, "no table")])
    def test_tags_and_comments_that_never_close(self, tmp_path, inside, said):
        path = tmp_path / "a.html"
        path.write_text(f"<html>{inside}")
        assert said in refusal(path)

    def test_a_comment_that_never_closes_ends_a_page(self, tmp_path):
        path = tmp_path / "a.html"
        path.write_text("<table><tr><td>x</td><!-- never closed <td>y</td></tr></table>")
        assert read_workbook(path, runner=run_here).sheets[0].rows == [["x"]]

    def test_comments_are_left_out(self, tmp_path):
        path = tmp_path / "a.html"
        path.write_text("<table><!-- <td>1</td> --><tr><td>2<!----></td><!-- > -- > --><td>3</td>")
        assert read_workbook(path, runner=run_here).sheets[0].rows == [["2", "3"]]

    def test_a_cell_that_no_field_can_hold(self, tmp_path):
        path = docx_file(tmp_path / "a.docx", word_table([word_cell("N"), word_cell("x" * 600)]))
        assert "more than 500 characters in row 1" in refusal(path, text=500)


class TestWord:
    def test_more_columns_than_allowed(self, tmp_path):
        path = docx_file(tmp_path / "a.docx", word_table([word_cell("x")] * 30))
        assert "column AD" in refusal(path, columns=20)

    def test_too_many_cells(self, tmp_path):
        table = "<w:tbl><w:tr>" + "<w:tc/>" * 500 + "</w:tr></w:tbl>"
        assert "unpacks" in refusal(docx_file(tmp_path / "a.docx", table), cells=400)

    def test_wide_span(self, tmp_path):
        cell = '<w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr></w:tc>'
        assert "unpacks" in refusal(
            docx_file(tmp_path / "a.docx", f"<w:tbl><w:tr>{cell * 3}</w:tr></w:tbl>"), cells=5_000
        )

    def test_damaged(self, tmp_path):
        assert "damaged" in refusal(docx_file(tmp_path / "a.docx", "<w:tbl>"))


class Stopped(Exception):
    """What a watching person raises."""


class TestChild:
    """What the parent says when the child fails; `run_here` is replaced inside the child."""

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        return plain_xlsx(tmp_path / "a.xlsx", [["x"]])

    def replaced(self, monkeypatch: pytest.MonkeyPatch, work) -> None:
        monkeypatch.setattr(child_module, "_serve", Serving(work))

    def test_death(self, path, monkeypatch):
        self.replaced(monkeypatch, die)
        assert "the reader broke off" in refusal(path, run_in_child)

    def test_no_end(self, path, monkeypatch):
        self.replaced(monkeypatch, hang)
        assert "more than 1 seconds" in refusal(path, run_in_child, seconds=1.0)

    @pytest.mark.skipif(os.name == "nt", reason="ended by a job object there")
    def test_memory(self, path, monkeypatch):
        self.replaced(monkeypatch, hoard)
        assert "more memory" in refusal(path, run_in_child)

    @pytest.mark.skipif(os.name == "nt", reason="ended by a job object there")
    def test_memory_where_the_system_sets_no_limits(self, path, monkeypatch):
        monkeypatch.setattr(child_module, "_serve", Serving(hoard, is_limited=False))
        assert "more memory" in refusal(path, run_in_child)

    def test_a_person_ends_it(self, path, monkeypatch):
        self.replaced(monkeypatch, hang)
        seen: list[int | None] = []

        def watch() -> None:
            children = multiprocessing.active_children()
            seen.extend(child.pid for child in children)
            raise Stopped

        with pytest.raises(Stopped):
            read_workbook(path, watch=watch)
        assert len(seen) == 1
        assert not multiprocessing.active_children()

    def test_texts_are_read_there_as_well(self, tmp_path, monkeypatch):
        path = tmp_path / "a.csv"
        path.write_text("a;b\n1;2\n")
        assert read_workbook(path).sheets[0].rows == [["a", "b"], ["1", "2"]]
        self.replaced(monkeypatch, hang)
        assert "more than 1 seconds" in refusal(path, run_in_child, seconds=1.0)

    def test_refusals_come_back_in_words(self, tmp_path):
        path = raw_xlsx(tmp_path / "a.xlsx")
        assert refusal(path, run_in_child) == "a.xlsx holds no worksheet that can be read."

    def test_answer_may_hold_grids_only(self):
        import pickle

        with pytest.raises(UserError, match="damaged"):
            child_module._opened(pickle.dumps(Path("x")))
