from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

from desktop.base.errors import UserError
from desktop.exchange.reading import CellError, NoCachedValue, Workbook, read_workbook, run_here
from tests.exchange.reading.workbooks import (
    docx_file,
    ods_cell,
    ods_file,
    ole_file,
    word_cell,
    word_table,
    xls_file,
)


def read(path: Path) -> Workbook:
    return read_workbook(path, runner=run_here)


def refusal(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        read(path)
    return str(caught.value)


def picture() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


class TestRefusals:
    @pytest.mark.parametrize(
        ("data", "said"),
        [
            (picture(), "a picture"),
            (b"\xff\xd8\xff\xe0" + bytes(range(256)), "a picture"),
            (b"BM" + bytes(range(256)), "a picture"),
            (b"", "is empty"),
            (b"%PDF-1.7\nabc", "is a PDF"),
            (b"{\\rtf1 abc}", "rich text"),
            (b"<!DOCTYPE html><table><tr><td>x</td></tr></table>", "web page"),
            (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "web page"),
            ("<html><table/></html>".encode("utf-16"), "web page"),
            (bytes(range(1, 256)) * 9, "is not a workbook"),
            (bytes(3000), "is not a workbook"),
            (b"SQLite format 3\x00" + bytes(99), "is not a workbook"),
            (b"PK\x05\x06" + bytes(18), "is a zip archive, but"),
            (b"PK\x03\x04" + bytes(18), "damaged"),
        ],
    )
    def test_by_content(self, tmp_path, data, said):
        path = tmp_path / "plan.xlsx"
        path.write_bytes(data)
        assert said in refusal(path)

    def test_no_file(self, tmp_path):
        assert "There is no file" in refusal(tmp_path / "none.xlsx")

    def test_folder(self, tmp_path):
        assert "is a folder" in refusal(tmp_path)

    def test_name_that_no_system_takes(self):
        assert refusal(Path("a\x00b.xlsx"))

    @pytest.mark.parametrize(
        ("streams", "said"),
        [
            (["EncryptionInfo", "EncryptedPackage"], "password"),
            (["WordDocument"], "old Word document"),
            (["Other"], "not a workbook"),
            (["Workbook"], "damaged"),
        ],
    )
    def test_old_containers(self, tmp_path, streams, said):
        assert said in refusal(ole_file(tmp_path / "a.xls", *streams))

    def test_text_that_begins_like_a_picture_is_read(self, tmp_path):
        path = tmp_path / "a.csv"
        path.write_text("BMW;x\n1;2\n", "utf-8")
        assert read(path).sheets[0].rows == [["BMW", "x"], ["1", "2"]]


class TestOldExcel:
    def test_values_and_merges(self, tmp_path):
        rows = [["N°", "Acción"], ["1", "Elaborar"], ["under", 3.0], [None, 2.5]]
        sheet = read(xls_file(tmp_path / "a.xls", rows)).sheets[0]
        assert sheet.rows == [["N°", "Acción"], ["1", "Elaborar"], [None, 3], [None, 2.5]]
        assert (sheet.name, sheet.merges) == ("Plan", ((1, 0, 2, 0),))

    def test_password(self, tmp_path):
        assert "password" in refusal(xls_file(tmp_path / "a.xls", [["a"]], is_locked=True))


class TestOpenDocument:
    def test_values_and_facts(self, tmp_path):
        percent = ods_cell("40 %", 'office:value="0.4"', "percentage")
        error = ods_cell("#REF!", 'calcext:value-type="error" table:formula="of:=A1"')
        unsaved = '<table:table-cell table:formula="of:=A1"/>'
        merged = ods_cell("x", 'table:number-rows-spanned="2" table:number-columns-spanned="2"')
        covered = ods_cell("u").replace("table:table-cell", "table:covered-table-cell")
        table = (
            '<table:table table:name="Plan"><table:table-column table:number-columns-repeated="2"/>'
            '<table:table-column table:visibility="collapse"/>'
            f"<table:table-row>{percent}{error}{unsaved}</table:table-row>"
            f"<table:table-row>{merged}{covered}</table:table-row>"
            f'<table:table-row table:visibility="collapse">{covered * 2}{ods_cell("y")}</table:table-row>'
            '<table:table-row table:number-rows-repeated="1048573"><table:table-cell '
            'table:number-columns-repeated="16384"/></table:table-row></table:table>'
        )
        hidden = f'<table:table table:name="H" table:style-name="ta2"><table:table-row>{ods_cell("z")}'
        style = '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
        path = ods_file(tmp_path / "a.ods", table, hidden + "</table:table-row></table:table>", styles=style)
        plan, other = read(path).sheets
        assert plan.rows == [[0.4, CellError("#"), NoCachedValue()], ["x"], [None, None, "y"]]
        assert plan.percent_cells == {(0, 0)}
        assert (plan.merges, plan.hidden_rows, plan.hidden_columns) == (((1, 0, 2, 1),), {2}, {2})
        assert (plan.is_hidden, other.is_hidden) == (False, True)

    def test_password(self, tmp_path):
        import zipfile

        path = tmp_path / "a.ods"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr("META-INF/manifest.xml", "<m><manifest:encryption-data/></m>")
        assert "password" in refusal(path)


class TestWord:
    def test_each_table_is_a_sheet(self, tmp_path):
        first = word_table([word_cell("N°"), word_cell("Acción")], [word_cell("1"), word_cell("uno", "dos")])
        second = word_table([word_cell("x")])
        book = read(docx_file(tmp_path / "a.docx", f"<w:p/>{first}<w:p/>{second}"))
        assert [sheet.name for sheet in book.sheets] == ["Table 1", "Table 2"]
        assert book.sheets[0].rows == [["N°", "Acción"], ["1", "uno\ndos"]]

    def test_merges(self, tmp_path):
        start, more = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
        table = word_table(
            [word_cell("wide", properties='<w:gridSpan w:val="2"/>'), word_cell("c")],
            [word_cell("down", properties=start), word_cell("b"), word_cell("c")],
            [word_cell("gone", properties=more), word_cell("b"), word_cell("c")],
        )
        sheet = read(docx_file(tmp_path / "a.docx", table)).sheets[0]
        assert sheet.rows == [["wide", None, "c"], ["down", "b", "c"], [None, "b", "c"]]
        assert sheet.merges == ((0, 0, 0, 1), (1, 0, 2, 0))

    def test_breaks_deleted_text_and_alternatives(self, tmp_path):
        cell = (
            "<w:tc><w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>"
            "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
            "<mc:AlternateContent><mc:Choice><w:r><w:t>!</w:t></w:r></mc:Choice>"
            "<mc:Fallback><w:r><w:t>twice</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p></w:tc>"
        )
        path = docx_file(tmp_path / "a.docx", f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>")
        assert read(path).sheets[0].rows == [["a\tb\nc!"]]

    def test_table_inside_a_cell_is_its_own_sheet(self, tmp_path):
        inner = word_table([word_cell("inner")])
        outer = f"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>outer</w:t></w:r></w:p>{inner}</w:tc></w:tr></w:tbl>"
        sheets = read(docx_file(tmp_path / "a.docx", outer)).sheets
        assert sorted(sheet.rows[0][0] for sheet in sheets) == ["inner", "outer"]

    def test_no_table(self, tmp_path):
        assert "holds no table" in refusal(docx_file(tmp_path / "a.docx", "<w:p/>"))
