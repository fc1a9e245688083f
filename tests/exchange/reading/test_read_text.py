from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.base.errors import UserError
from desktop.exchange.reading import CellError, Limits, read_pasted, read_workbook, run_here

TEXT = 'N°;Acción;Plazo\r\n1;"línea 1\r\nlínea 2, con; punto";2027\r\n2;;2028\r\n'
ROWS = [["N°", "Acción", "Plazo"], ["1", "línea 1\nlínea 2, con; punto", "2027"], ["2", None, "2028"]]


def rows_of(path: Path, data: bytes) -> list:
    path.write_bytes(data)
    return read_workbook(path, runner=run_here).sheets[0].rows


class TestEncodings:
    @pytest.mark.parametrize(
        ("encoding", "name"),
        [
            ("utf-8", "utf-8"),
            ("utf-8-sig", "utf-8"),
            ("utf-16", "utf-16"),
            ("utf-16-le", "utf-16"),
            ("utf-16-be", "utf-16"),
            ("utf-32", "utf-32"),
            ("utf-32-le", "utf-32"),
            ("utf-32-be", "utf-32"),
            ("latin-1", "cp1252"),
            ("cp1252", "cp1252"),
            ("mac_roman", "mac_roman"),
            ("cp850", "cp850"),
        ],
    )
    def test_each(self, tmp_path, encoding, name):
        path = tmp_path / "plan.csv"
        assert rows_of(path, TEXT.encode(encoding)) == ROWS
        assert read_workbook(path, runner=run_here).reader == f"csv ({name})"

    @pytest.mark.parametrize(
        ("mark", "encoding"), [(b"\xfe\xff", "utf-16-be"), (b"\0\0\xfe\xff", "utf-32-be")]
    )
    def test_marked_the_other_way_round(self, tmp_path, mark, encoding):
        assert rows_of(tmp_path / "a.csv", mark + TEXT.encode(encoding)) == ROWS

    def test_two_encodings_in_one_file(self, tmp_path):
        path = tmp_path / "a.csv"
        path.write_bytes("Acción;Año\nRevisión;é\n".encode() + "Más;niño\n".encode("cp1252"))
        book = read_workbook(path, runner=run_here)
        assert book.sheets[0].rows == [["Acción", "Año"], ["Revisión", "é"], ["Más", "niño"]]
        assert "two encodings" in book.notices[0][0]

    def test_bytes_that_windows_does_not_know(self, tmp_path):
        rows = rows_of(tmp_path / "a.csv", b"a;m\xe1s \xf3 as\xed\x81\n1;2\n")
        assert rows == [["a", "más ó así\x81"], ["1", "2"]]

    def test_typographic_marks_are_not_taken_for_letters(self, tmp_path):
        text = "N;Action\n1;The State’s “plan” – first…\n2;l’accord d’État\n"
        path = tmp_path / "a.csv"
        assert rows_of(path, text.encode("cp1252"))[1:] == [
            ["1", "The State’s “plan” – first…"],
            ["2", "l’accord d’État"],
        ]

    def test_marks_inside_headings(self, tmp_path):
        data = "\ufeffMissione;\ufeffAllegato\nM1;x\n".encode()
        assert rows_of(tmp_path / "a.csv", data) == [["Missione", "Allegato"], ["M1", "x"]]

    def test_nul_bytes(self, tmp_path):
        assert rows_of(tmp_path / "a.csv", b"a;b\n1\x00;2\n") == [["a", "b"], ["1", "2"]]


class TestDelimiters:
    @pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
    def test_each(self, tmp_path, sign):
        rows = [["N", "Acción, corta; o no", "x|y"], ["1", "a", "b"], ["2", "c", "d"]]
        out = io.StringIO()
        csv.writer(out, delimiter=sign).writerows(rows)
        assert rows_of(tmp_path / "a.csv", out.getvalue().encode()) == rows

    def test_commas_in_texts_do_not_win(self, tmp_path):
        text = "N;Acción\n1;uno, dos, tres\n2;cuatro, cinco, seis\n"
        assert rows_of(tmp_path / "a.csv", text.encode())[1] == ["1", "uno, dos, tres"]

    def test_long_files_are_judged_by_their_start(self, tmp_path):
        rows = rows_of(tmp_path / "a.csv", b"a;b\n" * 20_000 + b"c,d,e,f,g\n")
        assert (len(rows), rows[0], rows[-1]) == (20_001, ["a", "b"], ["c,d,e,f,g"])

    def test_declared(self, tmp_path):
        assert rows_of(tmp_path / "a.csv", b"sep=|\na|b,c\n1|2,3\n") == [["a", "b,c"], ["1", "2,3"]]

    @pytest.mark.parametrize("start", ["sep=;\n", '"sep=;"\r\n', "SEP=;\r", "\ufeffsep=;\n"])
    def test_declared_in_all_its_forms(self, tmp_path, start):
        data = (start + "N;Acción, una\n1;a,b\n").encode()
        assert rows_of(tmp_path / "a.csv", data) == [["N", "Acción, una"], ["1", "a,b"]]

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_line_ends(self, tmp_path, end):
        text = end.join(["N;Acción", '1;"a', 'b"', "2;c\x1a"])
        assert rows_of(tmp_path / "a.csv", text.encode()) == [["N", "Acción"], ["1", "a\nb"], ["2", "c"]]

    def test_errors_of_spreadsheets_are_no_values(self, tmp_path):
        rows = rows_of(tmp_path / "a.csv", b"N;x\n#REF!;########\n#N/D;#1 de todos\n")
        assert rows[1:] == [[CellError("#REF!"), CellError("########")], [CellError("#N/D"), "#1 de todos"]]

    def test_one_column(self, tmp_path):
        assert rows_of(tmp_path / "a.txt", b"title\nfirst\n") == [["title"], ["first"]]


class TestLimits:
    def test_long_cell_is_read(self, tmp_path):
        assert len(rows_of(tmp_path / "a.csv", b'a;b\n"' + b"x" * 90_000 + b'";2\n')[1][0]) == 90_000

    @pytest.mark.parametrize(
        ("data", "limits", "said"),
        [
            (b"a;b\n1;" + b"x" * 900, {"text": 500}, "Line 2"),
            (b"a;b\n" * 100, {"cells": 100}, "more cells"),
            (b"a;b;c\n", {"columns": 2}, "reaches to row 1 and column C"),
            (b"a;b\n" * 100, {"text_file": 50}, "too large for a text file"),
            (b"a;b\n" * 100, {"file": 50}, "larger than"),
            (b" \n;;\n\n", {}, "no rows"),
            (b'a;b\n1;"open\n2;x\n3;y\n', {}, "opens in line 2 of"),
        ],
    )
    def test_refusals(self, tmp_path, data, limits, said):
        path = tmp_path / "a.csv"
        path.write_bytes(data)
        with pytest.raises(UserError) as caught:
            read_workbook(path, limits=Limits(**limits), runner=run_here)
        assert said in str(caught.value)

    def test_empty_rows_cost_little(self, tmp_path):
        path = tmp_path / "a.csv"
        path.write_bytes(b"a;b\n1;2\n" + b";;;;;;\n" * 500)
        book = read_workbook(path, limits=Limits(cells=510), runner=run_here)
        assert book.sheets[0].rows == [["a", "b"], ["1", "2"]]


class TestPasted:
    def test_cells_of_several_lines(self):
        assert read_pasted('a\t"b\nc"\n1\t2\n').sheets[0].rows == [["a", "b\nc"], ["1", "2"]]

    def test_text_that_begins_with_a_quotation_mark(self):
        assert read_pasted('a\tb\n1\t"El plan\n2\tx\n').sheets[0].rows[1:] == [["1", "”El plan"], ["2", "x"]]

    def test_without_tabs(self):
        assert read_pasted("a;b\n1;2\n").sheets[0].rows == [["a", "b"], ["1", "2"]]

    def test_nothing(self):
        with pytest.raises(UserError, match="clipboard holds no rows"):
            read_pasted(" \n")

    def test_too_much(self):
        with pytest.raises(UserError, match="more cells"):
            read_pasted("a\tb\n" * 100, Limits(cells=100))

    @given(
        st.lists(
            st.lists(
                st.text(st.sampled_from('ab "\n,;'), min_size=1).filter(str.strip), min_size=2, max_size=4
            ),
            min_size=1,
            max_size=5,
        )
    )
    def test_what_a_sheet_copies_comes_back(self, rows):
        out = io.StringIO()
        csv.writer(out, delimiter="\t", quoting=csv.QUOTE_ALL).writerows(rows)
        assert read_pasted(out.getvalue()).sheets[0].rows == rows
