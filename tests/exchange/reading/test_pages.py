"""Web pages and XML workbooks, which portals hand out as .xls."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from desktop.base.errors import UserError
from desktop.exchange.reading import CellError, Limits, Workbook, read_workbook, run_here

SPACE = "urn:schemas-microsoft-com:office:spreadsheet"


def read(tmp_path: Path, data: str | bytes, **limits) -> Workbook:
    path = tmp_path / "plan.xls"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_workbook(path, runner=run_here, limits=Limits(**limits))


def page(*rows: str, before: str = "") -> str:
    return f"<html><head><title>t</title></head><body>{before}<table>{''.join(rows)}</table></body></html>"


class TestPages:
    def test_table_with_its_headings(self, tmp_path):
        rows = (
            "<tr><th>N.º</th><th>Acción</th></tr>",
            "<tr><td>1</td><td>Revisar&nbsp;la <b>ley</b></td></tr>",
        )
        book = read(tmp_path, page(*rows, before="<h1>Plan de acción</h1><p>Estado X</p>"))
        sheet = book.sheets[0]
        assert (book.reader, sheet.name) == ("html", "Table 1")
        assert sheet.rows == [["N.º", "Acción"], ["1", "Revisar la ley"]]
        assert sheet.above == ("Plan de acción", "Estado X")

    def test_ends_that_nobody_wrote(self, tmp_path):
        assert read(tmp_path, "<TABLE><TR><TD>a<TD>b<TR><TD>c<TD>d").sheets[0].rows == [
            ["a", "b"],
            ["c", "d"],
        ]

    def test_page_that_is_xml(self, tmp_path):
        start = '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">'
        assert read(tmp_path, start + "<table><tr><td>a</td></tr></table></html>").sheets[0].rows == [["a"]]

    def test_cell_outside_rows(self, tmp_path):
        assert read(tmp_path, "<table><td>a</td></table>").sheets[0].rows == [["a"]]

    def test_merges(self, tmp_path):
        rows = (
            '<tr><td rowspan="2">a</td><td colspan="2">b</td></tr>',
            "<tr><td>c</td><td>d</td></tr>",
            '<tr><td rowspan="x" colspan="0">e</td></tr>',
        )
        sheet = read(tmp_path, page(*rows)).sheets[0]
        assert sheet.rows == [["a", "b"], [None, "c", "d"], ["e"]]
        assert sheet.merges == ((0, 0, 1, 0), (0, 1, 0, 2))

    def test_lines_hidden_rows_and_what_is_not_shown(self, tmp_path):
        rows = (
            "<tr><td>uno<br>dos<p>tres</p></td><td>#REF!</td></tr>",
            '<tr style="display: none"><td>x<script>y</script><style>z</style></td></tr>',
        )
        sheet = read(tmp_path, page(*rows)).sheets[0]
        assert sheet.rows == [["uno\ndos\ntres", CellError("#REF!")], ["x"]]
        assert sheet.hidden_rows == {1}

    def test_table_inside_a_cell_is_its_own_sheet(self, tmp_path):
        inner = "<table><tr><td>inner</td></tr></table>"
        book = read(tmp_path, page(f"<tr><td>outer{inner}</td></tr>"))
        assert [sheet.rows for sheet in book.sheets] == [[["outer"]], [["inner"]]]

    @pytest.mark.parametrize(
        ("declared", "encoding"),
        [
            ("iso-8859-1", "cp1252"),
            ("windows-1250", "cp1250"),
            ("utf-8", "utf-8"),
            ("no-such", "cp1252"),
            ("utf-8", "cp1252"),
        ],
    )
    def test_letters_as_declared(self, tmp_path, declared, encoding):
        head = f'<html><meta http-equiv="Content-Type" content="text/html; charset={declared}">'
        text = head + "<table><tr><td>situación</td></tr></table>"
        assert read(tmp_path, text.encode(encoding)).sheets[0].rows == [["situación"]]

    def test_archive_of_sheets(self, tmp_path):
        parts = "".join(
            "--x\r\nContent-Type: text/html; charset=utf-8\r\n"
            "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
            f"<html><table><tr><td>situaci=C3=B3n {number}</td></tr></table></html>\r\n"
            for number in (1, 2)
        )
        data = f'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n{parts}--x--\r\n'
        assert [sheet.rows for sheet in read(tmp_path, data).sheets] == [[["situación 1"]], [["situación 2"]]]

    @pytest.mark.parametrize(
        ("data", "limits", "said"),
        [
            (page("<tr>" + "<td>x</td>" * 50 + "</tr>"), {"cells": 40}, "unpacks"),
            (page('<tr><td colspan="9999">x</td></tr>' * 5), {"cells": 20_000}, "unpacks"),
            ("<html>" + "<table><tr><td>x</td></tr></table>" * 9, {"sheets": 5}, "unpacks"),
            ("<html><![what[x]]><table>", {}, "damaged"),
        ],
    )
    def test_refusals(self, tmp_path, data, limits, said):
        with pytest.raises(UserError, match=said):
            read(tmp_path, data, **limits)


def workbook(rows: str, *, styles: str = "", columns: str = "", more: str = "") -> str:
    return (
        f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="{SPACE}" '
        f'xmlns:ss="{SPACE}" xmlns:x="urn:schemas-microsoft-com:office:excel"><Styles>{styles}</Styles>'
        f'<Worksheet ss:Name="Plan"><Table>{columns}{rows}</Table>{more}</Worksheet></Workbook>'
    )


def cell(text: str, kind: str = "String", more: str = "") -> str:
    return f'<Cell {more}><Data ss:Type="{kind}">{text}</Data></Cell>'


FAR = cell("x", more='ss:Index="99999"')


class TestXmlWorkbooks:
    def test_values_of_each_type(self, tmp_path):
        styles = (
            '<Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style><Style ss:ID="q" ss:Parent="p"/>'
            '<Style ss:ID="r"><NumberFormat ss:Format="0.0%"/></Style>'
        )
        rows = "<Row>" + "".join(
            (
                *(
                    cell("texto"),
                    cell("0.4", "Number", 'ss:StyleID="p"'),
                    cell("1", "Number", 'ss:StyleID="q"'),
                ),
                *(cell("0.255", "Number", 'ss:StyleID="r"'), cell("7", "Number"), cell("x", "Number")),
                cell("2027-09-15T00:00:00.000", "DateTime"),
                cell("2026-03-01T14:30:00.000", "DateTime"),
                cell("1899-12-31T05:30:00.000", "DateTime"),
                *(cell("1", "Boolean"), cell("#DIV/0!", "Error"), cell("a&#10;b")),
            )
        )
        book = read(tmp_path, workbook(rows + "</Row>", styles=styles))
        assert book.reader == "xml"
        assert book.sheets[0].rows == [
            [
                *("texto", 0.4, 1, 0.255, 7, "x", date(2027, 9, 15), datetime(2026, 3, 1, 14, 30), "05:30"),
                *(True, CellError("#DIV/0!"), "a\nb"),
            ]
        ]
        assert book.sheets[0].percent_cells == {(0, 1), (0, 2), (0, 3)}

    def test_places_merges_and_hidden_things(self, tmp_path):
        merged, far = cell("a", more='ss:MergeDown="1"'), cell("d", more='ss:Index="3"')
        rows = (
            f'<Row>{merged}{cell("b")}</Row><Row ss:Hidden="1">{cell("c")}</Row>'
            f'<Row ss:Index="5">{far}<Cell><Comment><Data>note</Data></Comment></Cell></Row>'
        )
        columns = '<Column ss:Span="1"/><Column ss:Index="3" ss:Hidden="1" ss:Span="99999"/>'
        more = "<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>"
        sheet = read(tmp_path, workbook(rows, columns=columns, more=more)).sheets[0]
        assert sheet.rows == [["a", "b"], [None, "c"], [], [], [None, None, "d"]]
        assert (sheet.merges, sheet.hidden_rows, sheet.hidden_columns) == (((0, 0, 1, 0),), {1}, {2})
        assert sheet.is_hidden

    @pytest.mark.parametrize(
        ("data", "limits", "said"),
        [
            (workbook(f'<Row ss:Index="999999999">{cell("x")}</Row>'), {}, "row 999999999"),
            (
                workbook(f"<Row>{FAR}</Row>"),
                {},
                "column EQXC",
            ),
            (workbook(f"<Row>{cell('x') * 50}</Row>"), {"cells": 40}, "unpacks"),
            (workbook("") + "<", {}, "damaged"),
            (
                workbook("").replace("<Workbook", '<!DOCTYPE a [<!ENTITY b "c">]><Workbook'),
                {},
                "XML declarations",
            ),
            (
                workbook("").replace("<Workbook", "<!DOCTYPE a><Workbook").encode("utf-16"),
                {},
                "XML declarations",
            ),
            (f'<Workbook xmlns="{SPACE}"/>', {}, "no worksheet"),
            (
                f'<Workbook xmlns="{SPACE}">' + '<Worksheet xmlns:ss="x"/>' * 9 + "</Workbook>",
                {"sheets": 5},
                "unpacks",
            ),
        ],
    )
    def test_refusals(self, tmp_path, data, limits, said):
        with pytest.raises(UserError, match=said):
            read(tmp_path, data, **limits)
