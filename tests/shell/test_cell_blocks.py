"""Blocks of cells through the clipboard and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.shell.cell_blocks import block_text, read_block

cell = st.text(st.characters(blacklist_characters="\r\x00", blacklist_categories=("Cs",)), max_size=12)
blocks = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(cell, min_size=width, max_size=width), min_size=1, max_size=5)
)


@given(blocks)
def test_what_was_copied_is_what_is_pasted(cells):
    # Empty last lines are the line end that Excel puts behind the last row.
    found = read_block(block_text(cells))
    while cells and cells[-1] == [""]:
        cells = cells[:-1]
    while found and found[-1] == [""]:
        found = found[:-1]
    assert found == cells


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", []),
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ('"two\nlines"\tx\n', [["two\nlines", "x"]]),
        ('say ""\tx', [['say ""', "x"]]),
        ("\n\n", [[""], [""]]),
    ],
)
def test_what_excel_writes(text, cells):
    assert read_block(text) == cells


def test_a_cell_over_every_limit_is_taken_as_it_lies_there():
    long = "x" * 200_000
    assert read_block(f"{long}\ty\n") == [[long, "y"]]
