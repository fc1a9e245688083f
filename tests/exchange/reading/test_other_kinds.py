from __future__ import annotations

import re
import struct
import zipfile
import zlib
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from desktop.base.errors import UserError
from desktop.exchange.reading import (
    CellError,
    Limits,
    NoCachedValue,
    Request,
    Workbook,
    excel,
    kinds,
    old_excel,
    read_workbook,
    run_here,
)
from tests.exchange.reading.workbooks import (
    compound_file,
    docx_file,
    ods_cell,
    ods_file,
    ole_file,
    plain_xlsx,
    word_cell,
    word_table,
    xls_file,
)

FILES = Path(__file__).parent / "files"


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
            (b"<!DOCTYPE html><p>Please sign in</p>", "holds no table"),
            ("<html><table/></html>".encode("utf-16"), "holds no table"),
            (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "an XML text"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "an XML text"),
            (bytes(range(1, 256)) * 9, "is not a workbook"),
            (bytes(3000), "is not a workbook"),
            (b"SQLite format 3\x00" + bytes(99), "is not a workbook"),
            (b"BEGIN:VCARD\nVERSION:3.0\nFN:Ana\nEND:VCARD\n", "contact cards"),
            (b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "is not a workbook"),
            (b'{"rows": [{"number": "1"}]}', "is not a workbook"),
            (b'\n[\n {"number": "1"}]', "is not a workbook"),
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


class TestNames:
    """What a file is called says nothing."""

    @pytest.mark.parametrize("name", ["a.xls", "a.xlsb", "a.ods", "a.csv", "a.docx", "a"])
    @pytest.mark.parametrize("reader", ["calamine", "openpyxl"])
    def test_new_workbook(self, tmp_path, name, reader):
        path = plain_xlsx(tmp_path / "a.xlsx", [["N", "x"]]).rename(tmp_path / name)
        book = run_here(Request(path, kinds.ZIP, Limits(), (reader,)))
        assert book.sheets[0].rows == [["N", "x"]]

    @pytest.mark.parametrize("name", ["a.xlsx", "a.ods", "a.csv"])
    @pytest.mark.parametrize("reader", ["xlrd", "calamine"])
    def test_old_workbook(self, tmp_path, name, reader):
        path = xls_file(tmp_path / name, [["N", "x"]])
        assert run_here(Request(path, kinds.OLE, Limits(), (reader,))).sheets[0].rows == [["N", "x"]]


class TestOldExcel:
    def test_values_and_merges(self, tmp_path):
        rows = [["N°", "Acción"], ["1", "Elaborar"], ["under", 3.0], [None, 2.5]]
        sheet = read(xls_file(tmp_path / "a.xls", rows)).sheets[0]
        assert sheet.rows == [["N°", "Acción"], ["1", "Elaborar"], [None, 3], [None, 2.5]]
        assert (sheet.name, sheet.merges) == ("Plan", ((1, 0, 2, 0),))

    @pytest.mark.parametrize("name", ["plan-1900.xls", "plan-1904.xls"])
    def test_real_workbook(self, name):
        book = read(FILES / name)
        plan, hidden, merged = book.sheets
        assert book.reader == "xlrd"
        assert [str(cell) for cell in plan.rows[2][:3]] == ["Objetivo", "N°", "Acción"]
        assert plan.rows[3][5:12] == [
            *(0.4, date(2027, 9, 15), datetime(2026, 3, 1, 14, 30), 1234.5, "h1", "línea 1\nlínea 2", True)
        ]
        assert plan.rows[4][5:9] == [1, date(2026, 12, 31), "05:30", 0]
        assert plan.rows[4][11] == CellError("#VALUE!")
        assert plan.rows[7][3:7] == [123456789012, 1.5, 0.5, 47727]
        assert (plan.hidden_rows, plan.hidden_columns, plan.merges) == ({6}, {9}, ((3, 0, 5, 0),))
        assert plan.percent_cells == {(3, 5), (4, 5), (5, 5), (6, 5)}
        assert (plan.is_hidden, hidden.is_hidden, merged.is_hidden) == (False, True, False)
        assert merged.rows == [["a", None, "b"], [None, None, "c"]]
        said = [text_id.partition(" of")[0] for text_id, _ in book.notices]
        assert said == [
            "Hidden rows",
            "Hidden columns",
            "The sheet {sheet} is hidden and is left aside unless it is chosen.",
        ]

    def test_second_reader_is_used_and_said(self, tmp_path, monkeypatch):
        monkeypatch.setattr(old_excel, "_full_sheets", lambda *_: None)
        book = read(FILES / "plan-1900.xls")
        assert book.reader == "calamine"
        assert book.notices[0][0].startswith("{file} was read by the second reader")
        assert book.sheets[0].rows[3][6] == date(2027, 9, 15)
        assert (book.sheets[1].is_hidden, book.sheets[0].merges) == (True, ((3, 0, 5, 0),))

    @pytest.mark.parametrize("keep", [0.02, 0.1, 0.4, 0.7, 0.9, 0.99])
    def test_cut_off(self, tmp_path, keep):
        data = (FILES / "plan-1900.xls").read_bytes()
        path = tmp_path / "a.xls"
        path.write_bytes(data[: int(len(data) * keep)])
        with pytest.raises(UserError, match=r"damaged|broke off"):
            read_workbook(path)

    def test_cut_off_after_its_head(self, tmp_path):
        """Calamine gives up in its own language there; in the child that would look like a crash."""
        path = xls_file(tmp_path / "a.xls", [["a"]])
        path.write_bytes(path.read_bytes()[:512])
        assert excel.fast_grids(path) is None
        assert "damaged" in refusal(path)

    def test_container_of_nonsense(self, tmp_path):
        path = tmp_path / "a.xls"
        path.write_bytes(kinds.CONTAINER + bytes(range(256)) * 8)
        assert "damaged" in refusal(path)

    def test_book_without_sheets(self, tmp_path):
        start = struct.pack("<HHHHHHII", 0x0809, 16, 0x600, 0x05, 0xDBB, 0x7CC, 0, 6)
        path = tmp_path / "a.xls"
        path.write_bytes(compound_file(start + struct.pack("<HH", 0x0A, 0), "Workbook"))
        assert "damaged" in refusal(path) or "no worksheet" in refusal(path)

    def test_more_cells_than_allowed(self, tmp_path):
        path = xls_file(tmp_path / "a.xls", [["a"] * 20] * 20)
        with pytest.raises(UserError, match="more than can be read"):
            read_workbook(path, runner=run_here, limits=Limits(cells=300))

    @pytest.mark.parametrize(
        ("number_format", "value", "read_as"),
        [
            ("[h]:mm", 1.25, "30:00"),
            ("yyyy", 3_000_000.0, 3_000_000),
            ("yyyy", -1.0, -1),
            ("yyyy", 60.0, date(1900, 2, 28)),
            ("hh:mm", 0.5, "12:00"),
        ],
    )
    def test_dates_of_all_kinds(self, number_format, value, read_as):
        reader = old_excel._FullReader(SimpleNamespace(datemode=0), "a.xls", Limits())
        assert reader._date(value, number_format) == read_as

    def test_workbook_without_its_container(self, tmp_path):
        path = tmp_path / "a.xls"
        cell = struct.pack("<HHHH3sB", 4, 8 + 5, 0, 0, b"\0\0\0", 5) + b"hello"
        path.write_bytes(struct.pack("<HHHH", 9, 4, 2, 0x10) + cell + struct.pack("<HH", 10, 0))
        assert read(path).sheets[0].rows == [["hello"]]

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
        assert plan.rows == [[0.4, CellError("#REF!"), NoCachedValue()], ["x"], [None, None, "y"]]
        assert plan.percent_cells == {(0, 0)}
        assert (plan.merges, plan.hidden_rows, plan.hidden_columns) == (((1, 0, 2, 1),), {2}, {2})
        assert (plan.is_hidden, other.is_hidden) == (False, True)

    def one(self, tmp_path, *cells: str) -> list:
        table = (
            f'<table:table table:name="A"><table:table-row>{"".join(cells)}</table:table-row></table:table>'
        )
        return read(ods_file(tmp_path / "a.ods", table)).sheets[0].rows[0]

    def test_text_with_breaks_and_spaces(self, tmp_path):
        said = 'uno<text:line-break/>dos<text:tab/>tres<text:s text:c="2"/>x<text:s/><text:s text:c="-1"/>'
        more = "</text:p><text:p>más <text:span>rico</text:span> <text:a>enlace</text:a>"
        note = "<office:annotation><text:p>not data</text:p></office:annotation>"
        shape = "<draw:frame><text:p>not data</text:p></draw:frame>"
        inner = "<table:table><table:table-row><table:table-cell/></table:table-row></table:table>"
        cell = ods_cell(said + more).replace(
            "</table:table-cell>", f"{note}{shape}{inner}</table:table-cell>"
        )
        assert self.one(tmp_path, cell, ods_cell("\n  a\n  b ")) == [
            "uno\ndos\ttres  x  \nmás rico enlace",
            " a b ",
        ]

    def test_values_of_each_type(self, tmp_path):
        cells = [
            ods_cell("USD 5", 'office:value="5" office:currency="USD"', "currency"),
            ods_cell("x", 'office:date-value="2027-09-15"', "date"),
            ods_cell("x", 'office:date-value="2027-09-15T08:30:00.000000000"', "date"),
            ods_cell("20279", 'office:date-value="20279-01-01"', "date"),
            ods_cell("x", 'office:time-value="PT30H05M10,5S"', "time"),
            ods_cell("later", 'office:time-value="P1D"', "time"),
            ods_cell("x", 'office:boolean-value="true"', "boolean"),
            ods_cell("shown", 'office:string-value="meant"'),
            "<table:table-cell><text:p>bare</text:p></table:table-cell>",
            ods_cell("Err:502", 'office:value="0" table:formula="of:=A1"', "float"),
            ods_cell("7,5", 'office:value="x"', "float"),
            ods_cell("#N/A"),
            '<table:table-cell calcext:value-type="error" table:formula="of:=A1"/>',
            ods_cell("end"),
        ]
        assert self.one(tmp_path, *cells) == [
            *(5, date(2027, 9, 15), datetime(2027, 9, 15, 8, 30), "20279", "30:05", "later", True, "meant"),
            *("bare", CellError("Err:502"), "7,5", CellError("#N/A"), CellError("#"), "end"),
        ]

    def test_other_prefixes(self, tmp_path):
        path = ods_file(tmp_path / "a.ods", f'<table:table table:name="A"><table:table-row>{ods_cell("x")}'
                        "</table:table-row></table:table>")  # fmt: skip
        with zipfile.ZipFile(path) as archive:
            content = re.sub("([</ ])table:", r"\1t:", archive.read("content.xml").decode())
        content = content.replace("xmlns:table=", "xmlns:t=")
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr("content.xml", content)
        assert read(path).sheets[0].rows == [["x"]]

    def test_repeated_cells_and_rows(self, tmp_path):
        repeated = ods_cell("x", 'table:number-columns-repeated="2"')
        gap = '<table:table-cell table:number-columns-repeated="3"/>'
        table = (
            f'<table:table table:name="A"><table:table-row table:number-rows-repeated="2" '
            f'table:visibility="filter">{repeated}{gap}{ods_cell("y")}</table:table-row>'
            '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
            f"<table:table-row>{ods_cell('z')}</table:table-row></table:table>"
        )
        sheet = read(ods_file(tmp_path / "a.ods", table)).sheets[0]
        assert sheet.rows == [["x", "x", None, None, None, "y"]] * 2 + [[], [], [], ["z"]]
        assert sheet.hidden_rows == {0, 1}

    def test_formulas_without_results_are_counted(self, tmp_path):
        table = (
            '<table:table table:name="A"><table:table-row><table:table-cell table:formula="of:=B1" '
            'table:number-columns-repeated="2"/></table:table-row></table:table>'
        )
        book = read(ods_file(tmp_path / "a.ods", table))
        assert book.notices[0][1] == {"sheet": "A", "count": 2}

    def test_password(self, tmp_path):

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

    def test_rows_marked_as_deleted_are_gone(self, tmp_path):
        start, more = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
        rows = [
            [word_cell("a"), word_cell("b")],
            [
                "<w:trPr><w:del/></w:trPr>",
                word_cell("gone"),
                word_cell("g", properties='<w:gridSpan w:val="2"/>'),
            ],
            [word_cell("c", properties=start), word_cell("d")],
            ["<w:trPr><w:del/></w:trPr>", word_cell("", properties=more), word_cell("gone")],
            ["<w:trPr><w:ins/></w:trPr>", word_cell("", properties=more), word_cell("e")],
        ]
        sheet = read(docx_file(tmp_path / "a.docx", word_table(*rows))).sheets[0]
        assert sheet.rows == [["a", "b"], ["c", "d"], [None, "e"]]
        assert sheet.merges == ((1, 0, 2, 0),)

    def test_moved_text_and_prompts_are_no_data(self, tmp_path):
        def control(text: str, more: str = "") -> str:
            return f"<w:sdt><w:sdtPr>{more}</w:sdtPr><w:sdtContent>{text}</w:sdtContent></w:sdt>"

        run = "<w:r><w:t>{}</w:t></w:r>".format
        prompt = "<w:showingPlcHdr/>"
        cells = (
            f"<w:tc><w:p><w:moveFrom>{run('old')}</w:moveFrom><w:moveTo>{run('new')}</w:moveTo></w:p></w:tc>",
            f"<w:tc><w:p>{control(run('Click here.'), prompt)}</w:p></w:tc>",
            f"<w:tc><w:p>{control(run('chosen'))}</w:p></w:tc>",
            control(word_cell("Choose."), prompt),
            word_cell("end"),
        )
        row = control(f"<w:tr>{word_cell('Repeat.')}</w:tr>", prompt)
        path = docx_file(tmp_path / "a.docx", f"<w:tbl><w:tr>{''.join(cells)}</w:tr>{row}</w:tbl>")
        assert read(path).sheets[0].rows == [["new", None, "chosen", None, "end"]]

    def test_row_that_begins_further_right(self, tmp_path):
        rows = [
            [word_cell("a"), word_cell("b")],
            ['<w:trPr><w:gridBefore w:val="1"/></w:trPr>', word_cell("c")],
        ]
        path = docx_file(tmp_path / "a.docx", word_table(*rows))
        assert read(path).sheets[0].rows == [["a", "b"], [None, "c"]]

    def test_table_inside_a_cell_is_its_own_sheet(self, tmp_path):
        inner = word_table([word_cell("inner")])
        outer = f"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>outer</w:t></w:r></w:p>{inner}</w:tc></w:tr></w:tbl>"
        sheets = read(docx_file(tmp_path / "a.docx", outer)).sheets
        assert sorted(sheet.rows[0][0] for sheet in sheets) == ["inner", "outer"]

    def test_no_table(self, tmp_path):
        assert "holds no table" in refusal(docx_file(tmp_path / "a.docx", "<w:p/>"))
