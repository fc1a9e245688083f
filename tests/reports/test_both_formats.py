"""The same document in two formats says the same, whatever was typed."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.base.formats import Formats
from desktop.reports.cells import cell_text
from desktop.reports.document import Column, Kind, Section
from desktop.reports.plain_text import plain_text
from tests.reports.readers import pdf_of, pdf_text, sheets_of, shown_texts, squeezed, xlsx_of
from tests.reports.samples import ITEM_COLUMNS, item_row, status_report, table_of

FORMATS = Formats("es", "X01")
ROWS = [item_row(number) for number in range(45)]


def document_of(rows, columns=ITEM_COLUMNS):
    return status_report(
        1, sections=(Section("Prueba", (table_of(rows, columns),), is_landscape=True),), state_code="X01"
    )


def written(row, columns=ITEM_COLUMNS):
    return [cell_text(FORMATS, column)(value) for column, value in zip(columns, row, strict=True)]


def test_the_cells_of_pdf_and_excel_are_those_of_the_document():
    document = document_of(ROWS)
    rows = [
        row for row in sheets_of(xlsx_of(document)[0])["Prueba"] if re.fullmatch(r"\d+\.\d+", str(row[0]))
    ]
    assert [
        [_as_written(value, column) for value, column in zip(row, ITEM_COLUMNS, strict=True)] for row in rows
    ] == [written(row) for row in ROWS]
    text = pdf_text(pdf_of(document)[0])
    columns_of_lines = _columns_of(shown_texts(pdf_of(document)[0]))
    for row in ROWS:
        assert row[0] in columns_of_lines
        for value in written(row):
            assert all(word in text for word in value.split())


def test_lines_of_a_cell_join_to_its_text():
    columns = (Column("A", Kind.LONG_TEXT), Column("B", Kind.LONG_TEXT))
    rows = [(row[1], row[8] or "-") for row in ROWS[:8]]
    pieces = shown_texts(pdf_of(document_of(rows, columns))[0])
    joined = squeezed(" ".join(text for _, _, text in pieces))
    for row in rows:
        for value in row:
            assert squeezed(value) in joined


def _columns_of(pieces):
    return {text for _, _, text in pieces}


def _as_written(value, column):
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return FORMATS.short_date(value.date())
    number = Decimal(str(value))
    return cell_text(FORMATS, column)(number * 100 if column.kind is Kind.PERCENT else number)


@settings(max_examples=40)
@given(st.lists(st.text(max_size=80), min_size=1, max_size=12))
def test_no_text_breaks_a_writer(found):
    columns = (Column("N", Kind.CODE), Column("Texto", Kind.LONG_TEXT))
    rows = [(f"{number}.0", text) for number, text in enumerate(found)]
    sheet = sheets_of(xlsx_of(document_of(rows, columns))[0])["Prueba"]
    cells = {row[0]: row[1] or "" for row in sheet if row[0]}
    assert [cells[code] for code, _ in rows] == [plain_text(text)[0] for _, text in rows]
    _, counts = pdf_of(document_of(rows, columns))
    assert counts.rows == len(rows)


@settings(max_examples=40)
@given(
    st.text(
        st.sampled_from("abcñÑáü çœß€Жяшλω0123456789<>&;()\\[]{}'\"=+-@#%$/.,:|~^`_–—“”«»…•°ºª½×"),
        min_size=1,
        max_size=200,
    )
)
def test_latin_greek_and_cyrillic_text_comes_out_of_the_pdf_as_it_went_in(text):
    columns = (Column("Texto", Kind.LONG_TEXT),)
    data, counts = pdf_of(document_of([(f"«{text}»",)], columns))
    expected = re.sub(r"\s", "", unicodedata.normalize("NFC", f"«{text}»"))
    assert expected in re.sub(r"\s", "", pdf_text(data))
    assert counts.missing_characters == 0


def test_full_dates_are_dates_in_excel_and_words_on_paper():
    columns = (Column("Fecha", Kind.DATE),)
    document = document_of([(date(2027, 9, 1),)], columns)
    assert (datetime(2027, 9, 1),) == sheets_of(xlsx_of(document)[0])["Prueba"][4][:1]
    assert "1 sep 2027" in pdf_text(pdf_of(document)[0])
