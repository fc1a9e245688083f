"""csv that a spreadsheet takes as text."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.exchange.csv_files import guarded, unguarded, write_csv


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\tx", "\rx"])
def test_no_cell_begins_a_formula(text):
    assert guarded(text) == f"'{text}"


@given(st.one_of(st.text(), st.from_regex(r"'*[=+@-].*")))
def test_a_guarded_text_comes_back(text):
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unguarded(guarded(text)) == text


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2)))
def test_rows_come_back_as_they_went(rows):
    stream = io.BytesIO()
    assert write_csv(stream, ["a", "b"], rows) == len(rows)
    stream.seek(0)
    read = list(csv.reader(io.TextIOWrapper(stream, "utf-8-sig", newline="")))
    assert read == [["a", "b"], *([guarded(cell) for cell in row] for row in rows)]
