"""Less usual files: parts in other places, readers that fail, what cannot be opened."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from desktop.base.errors import UserError
from desktop.exchange.reading import CellError, Limits, Request, excel, read_workbook, run_here
from desktop.exchange.reading.cells import plain_value, shows_percent
from tests.exchange.reading.workbooks import RELATIONS, plain_xlsx, raw_xlsx, sheet_xml, text_cell, xls_file

FIRST = f'<row r="1">{text_cell("A1", "N")}</row>'
_LIGHT = """
import sys
import desktop.exchange.reading.child, desktop.exchange.reading.dispatch
names = {"PySide6", "sqlalchemy", "openpyxl", "python_calamine", "docx", "lxml", "reportlab", "xlrd"}
heavy = names & set(sys.modules)
sys.exit(", ".join(heavy) or 0)
"""


def refusal(path: Path, **limits) -> str:
    with pytest.raises(UserError) as caught:
        read_workbook(path, runner=run_here, limits=Limits(**limits))
    return str(caught.value)


def without(path: Path, *names: str) -> Path:
    target = path.with_name("less.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            if name not in names:
                new.writestr(name, old.read(name))
    return target


def test_child_starts_light():
    done = subprocess.run([sys.executable, "-c", _LIGHT], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


class TestParts:
    def test_without_the_packages_own_relations(self, tmp_path):
        path = without(plain_xlsx(tmp_path / "a.xlsx", [["x"]]), "_rels/.rels")
        assert read_workbook(path, runner=run_here).sheets[0].rows == [["x"]]

    def test_without_the_workbooks_relations(self, tmp_path):
        path = without(plain_xlsx(tmp_path / "a.xlsx", [["x"]]), "xl/_rels/workbook.xml.rels")
        assert "no worksheet" in refusal(path)

    def test_without_the_workbook(self, tmp_path):
        path = without(plain_xlsx(tmp_path / "a.xlsx", [["x"]]), "xl/workbook.xml", "_rels/.rels")
        assert "damaged" in refusal(path)

    def test_without_styles(self, tmp_path):
        path = without(plain_xlsx(tmp_path / "a.xlsx", [["x"]]), "xl/styles.xml")
        assert read_workbook(path, runner=run_here).sheets[0].rows == [["x"]]

    def test_relations_to_outside_are_not_followed(self, tmp_path):
        space = "http://schemas.openxmlformats.org/package/2006/relationships"
        relations = (
            f'<Relationships xmlns="{space}"><Relationship Id="rId1" Type="{RELATIONS}/worksheet" '
            'Target="http://example.org/a.xml" TargetMode="External"/></Relationships>'
        )
        parts: dict[str, str | bytes] = {"xl/_rels/workbook.xml.rels": relations}
        assert "no worksheet" in refusal(raw_xlsx(tmp_path / "a.xlsx", sheet_xml(FIRST), parts=parts))

    def test_binary_workbook(self, tmp_path):
        path = raw_xlsx(tmp_path / "a.xlsx", sheet_xml(FIRST), parts={"xl/workbook.bin": b"x"})
        assert ".xlsb" in refusal(path)

    def test_zip_of_something_else(self, tmp_path):
        path = tmp_path / "a.xlsx"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("mimetype", "application/epub+zip")
            archive.writestr("[Content_Types].xml", "<Types/>")
        assert "zip archive" in refusal(path)


class TestSecondReader:
    def test_is_used_when_the_first_fails(self, tmp_path, monkeypatch):
        monkeypatch.setattr(excel, "fast_grids", lambda path: None)
        book = read_workbook(plain_xlsx(tmp_path / "a.xlsx", [["x"]]), runner=run_here)
        assert (book.reader, book.sheets[0].rows) == ("openpyxl", [["x"]])

    def test_counts_as_it_reads(self, tmp_path):
        path = plain_xlsx(tmp_path / "a.xlsx", [[1] * 10] * 50)
        with pytest.raises(ValueError, match="9"):
            list(excel._second_rows([(1,) * 10] * 50, Limits(cells=90)))
        assert run_here(Request(path, "zip", Limits(), ("openpyxl",))).sheets[0].end_row == 50

    @pytest.mark.parametrize(
        ("value", "plain"),
        [
            (datetime(2027, 1, 1), date(2027, 1, 1)),
            (datetime(2027, 1, 1, 5), datetime(2027, 1, 1, 5)),
            (date(2027, 1, 1), date(2027, 1, 1)),
            (time(5, 6), "05:06"),
            (None, None),
            (1e300, 1e300),
            (float("inf"), float("inf")),
            (1j, "1j"),
            (timedelta(hours=30, minutes=5), "30:05"),
            ("a\r\nb\rc\r\r\nd", "a\nb\nc\nd"),
            ("#REF!", CellError("#REF!")),
            (" #¡DIV/0! ", CellError("#¡DIV/0!")),
            ("#N/D", CellError("#N/D")),
            ("Err:502", CellError("Err:502")),
            ("########", CellError("########")),
            ("#1 is first", "#1 is first"),
            ("##", "##"),
            ("Error 5", "Error 5"),
        ],
    )
    def test_values_of_any_kind(self, value, plain):
        assert plain_value(value) == plain

    @pytest.mark.parametrize(
        ("number_format", "is_percent"),
        [
            ("0%", True),
            ("0.0 %", True),
            ('0"%"', False),
            (r"0\%", False),
            ("[Red]0", False),
            ("General", False),
        ],
    )
    def test_formats_that_show_percent(self, number_format, is_percent):
        assert shows_percent(number_format) is is_percent


class TestFiles:
    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="POSIX only")
    def test_pipe_is_not_waited_for(self, tmp_path):
        os.mkfifo(tmp_path / "a.xlsx")
        assert "not an ordinary file" in refusal(tmp_path / "a.xlsx")

    def test_unreadable_file(self, tmp_path, monkeypatch):
        path = plain_xlsx(tmp_path / "a.xlsx", [["x"]])

        def refuse(*_: object, **__: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "open", refuse)
        assert refusal(path) == "a.xlsx cannot be read: Permission denied."

    def test_old_workbook_of_nothing(self, tmp_path):
        assert "holds no rows" in refusal(xls_file(tmp_path / "a.xls", []))

    def test_reading_changes_nothing(self, tmp_path):
        path = plain_xlsx(tmp_path / "a.xlsx", [["x"]])
        before = path.read_bytes()
        read_workbook(path)
        assert path.read_bytes() == before
        assert [entry.name for entry in tmp_path.iterdir()] == ["a.xlsx"]


def test_a_part_that_only_the_second_reader_unpacks_is_damaged(tmp_path):
    """Found by fuzzing: what zlib raises is none of the errors of zips."""
    path = plain_xlsx(tmp_path / "a.xlsx", [["N"]])
    with zipfile.ZipFile(path) as archive:
        start = archive.getinfo("[Content_Types].xml").header_offset
    data = bytearray(path.read_bytes())
    place = start + 30 + len("[Content_Types].xml")
    data[place : place + 8] = b"\xff" * 8
    path.write_bytes(data)
    with pytest.raises(UserError, match="damaged"):
        run_here(Request(path, "zip", Limits(), ("openpyxl",)))
