from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.exchange.reading import Sheet, Workbook, cell_name, column_letter, column_number
from desktop.exchange.reading.grid import read_range, read_reference


@given(st.integers(0, 16_383), st.integers(0, 2_000_000))
def test_references_come_back(column, row):
    assert column_number(column_letter(column)) == column
    assert read_reference(cell_name(row, column)) == (row, column)


def test_names_as_on_the_sheet():
    assert [column_letter(number) for number in (0, 25, 26, 16_383)] == ["A", "Z", "AA", "XFD"]
    assert cell_name(6, 3) == "D7"


def test_ranges():
    assert read_range("B2:A1") == (0, 0, 1, 1)
    assert read_range("$C$3") == (2, 2, 2, 2)
    assert read_range("A1:") == (0, 0, 0, 0)
    assert read_range("A:B") is None


def test_sheet_outside_its_grid():
    sheet = Sheet("A", [["x"], []], first_row=3)
    assert (sheet.value(3, 0), sheet.value(0, 0), sheet.value(3, 5), sheet.value(9, 0)) == (
        "x",
        None,
        None,
        None,
    )
    assert (sheet.end_row, sheet.width) == (5, 1)


def test_sheet_by_name():
    book = Workbook([Sheet("Plan ", []), Sheet("Otra", [])], "test")
    assert book.sheet(" plan") is book.sheets[0]
    assert book.sheet("none") is None
