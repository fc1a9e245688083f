from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.base.errors import UserError
from desktop.exchange.layout import (
    MappingFile,
    apply_mapping,
    classify_rows,
    find_layouts,
    mapping_of,
    mapping_to_toml,
    read_mapping_file,
)
from desktop.exchange.reading import Sheet, Workbook
from tests.exchange.layout.wanted import PLAN

HEADINGS = ["Codice univoco", "Nome Milestone", "Amministrazione", "Avanzamento", "Nome Milestone (en)"]
ROWS = [
    HEADINGS,
    ["M1C1-10", "Entrata in vigore", "PCM", "2022 - 4° trimestre", "Entry"],
    ["M1C1-11", "Altro", "MEF", "2022 - 4° trimestre", "Other"],
]
BOOK = Workbook([Sheet("piano", ROWS), Sheet("note", [["x"]])], "test")


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "plan.toml"
    path.write_text(text, "utf-8")
    return path


def mapped(tmp_path: Path, text: str, book: Workbook = BOOK):
    return apply_mapping(book, read_mapping_file(written(tmp_path, text)), PLAN)


def refusal(tmp_path: Path, text: str, book: Workbook = BOOK) -> str:
    with pytest.raises(UserError) as caught:
        mapped(tmp_path, text, book)
    return str(caught.value)


class TestReading:
    def test_all_entries(self, tmp_path):
        found = read_mapping_file(
            written(
                tmp_path,
                'sheet = "piano"\nheader_row = 1\nfirst_row = 2\nsplit = [";", "/"]\nday_first = true\n'
                'decimal = ","\n[columns]\ntitle = "Nome Milestone"\nlead = ["C", "Altro"]\n'
                '[status]\n"Fatto" = "completed"\n',
            )
        )
        assert found == MappingFile(
            file="plan.toml",
            sheet="piano",
            header_row=1,
            first_row=2,
            columns={"title": ("Nome Milestone",), "lead": ("C", "Altro")},
            status={"Fatto": "completed"},
            split=(";", "/"),
            day_first=True,
            decimal=",",
        )

    def test_empty_file_leaves_all_open(self, tmp_path):
        assert read_mapping_file(written(tmp_path, "")) == MappingFile(file="plan.toml")

    @pytest.mark.parametrize(
        ("text", "word"),
        [
            ("sheet = 3", "sheet"),
            ("header_row = 0", "header_row"),
            ("header_row = true", "header_row"),
            ('columns = "D"', "columns"),
            ("columns = {title = 4}", "columns.title"),
            ("columns = {title = []}", "columns.title"),
            ('status = {"Fatto" = "done"}', "status.Fatto"),
            ("split = [1]", "split"),
            ('day_first = "yes"', "day_first"),
            ('decimal = ";"', "decimal"),
            ("colums = {}", "colums"),
            ("sheet = ", "TOML"),
        ],
    )
    def test_what_cannot_be_used_is_named(self, tmp_path, text, word):
        assert word in refusal(tmp_path, text)

    def test_missing_file(self, tmp_path):
        with pytest.raises(UserError, match="cannot be read"):
            read_mapping_file(tmp_path / "none.toml")

    def test_too_large(self, tmp_path):
        assert "1 MB" in refusal(tmp_path, "#" * 1_000_001)

    def test_not_text(self, tmp_path):
        path = tmp_path / "plan.toml"
        path.write_bytes(b"\xff\xfe\x00")
        with pytest.raises(UserError, match="TOML"):
            read_mapping_file(path)


class TestApplying:
    def test_headings_and_letters(self, tmp_path):
        layout = mapped(
            tmp_path, '[columns]\nnumber = "codice univoco"\ntitle = "Nome Milestone"\ndue = "D"\nlead = "C"'
        )
        assert layout.columns == {"number": (0,), "title": (1,), "due": (3,), "lead": (2,)}
        assert (layout.sheet_name, layout.header_rows, layout.first_row) == ("piano", (0,), 1)
        assert layout.unused == [4]
        rows = [info for info in classify_rows(BOOK.sheets[0], layout) if info.is_data]
        assert [info.values["number"] for info in rows] == ["M1C1-10", "M1C1-11"]

    def test_sheet_is_chosen_by_the_named_columns(self, tmp_path):
        book = Workbook([Sheet("note", [["a", "b"], ["c", "d"]]), Sheet("piano", ROWS)], "test")
        assert mapped(tmp_path, '[columns]\ntitle = "Nome Milestone"', book).sheet_name == "piano"

    def test_without_columns_they_are_found(self, tmp_path):
        book = Workbook([Sheet("A", [["x"], ["Acción", "Estado"], ["Elaborar", "En curso"]])], "test")
        assert mapped(tmp_path, "header_row = 2", book).columns == {"title": (0,), "status": (1,)}

    def test_first_row_leaves_out_what_stands_before(self, tmp_path):
        layout = mapped(tmp_path, 'first_row = 3\n[columns]\ntitle = "Nome Milestone"')
        assert [info.row for info in classify_rows(BOOK.sheets[0], layout) if info.is_data] == [2]

    def test_no_header_at_all(self, tmp_path):
        book = Workbook([Sheet("A", [["1", "Elaborar"], ["2", "Firmar"]])], "test")
        layout = mapped(tmp_path, 'first_row = 1\n[columns]\nnumber = "A"\ntitle = "B"', book)
        assert [info.row for info in classify_rows(book.sheets[0], layout) if info.is_data] == [0, 1]

    def test_hidden_sheet_may_be_named(self, tmp_path):
        book = Workbook([Sheet("piano", ROWS, is_hidden=True)], "test")
        assert mapped(tmp_path, 'sheet = "piano"\n[columns]\ntitle = "B"', book).sheet_name == "piano"

    def test_no_visible_sheet(self, tmp_path):
        assert "no visible sheet" in refusal(tmp_path, "", Workbook([Sheet("a", ROWS, is_hidden=True)], "t"))

    def test_unknown_sheet(self, tmp_path):
        said = refusal(tmp_path, 'sheet = "Plan"')
        assert said == "There is no sheet Plan. The workbook has: piano, note."

    def test_unknown_column(self, tmp_path):
        assert "no column Titolo" in refusal(tmp_path, '[columns]\ntitle = "Titolo"')

    def test_letter_beyond_the_sheet(self, tmp_path):
        assert "no column Z" in refusal(tmp_path, '[columns]\ntitle = "Z"')

    def test_unknown_field(self, tmp_path):
        assert "field titel" in refusal(tmp_path, '[columns]\ntitel = "B"')

    def test_row_beyond_the_sheet(self, tmp_path):
        assert "no row 40" in refusal(tmp_path, 'sheet = "piano"\nheader_row = 40')


class TestWriting:
    def test_found_layout_comes_back(self, tmp_path):
        book = Workbook([Sheet("A", [["Plan"], ["Acción", "Nota", "Nota"], ["Elaborar", "a", "b"]])], "test")
        layout = find_layouts(book, PLAN)[0]
        again = mapped(tmp_path, mapping_to_toml(mapping_of(layout)), book)
        assert (again.columns, again.header_rows) == (layout.columns, layout.header_rows)

    def test_remembered_mapping_fits_the_next_file(self):
        first = Workbook([Sheet("2025", [["Plan"], ["Acción", "Cuándo"], ["Elaborar", "2027"]])], "test")
        later = Workbook([Sheet("2026", [["Acción", "Cuándo"], ["Firmar", "2028"]])], "test")
        layout = find_layouts(first, PLAN)[0]
        remembered = mapping_of(layout, with_place=False)
        again = apply_mapping(later, remembered, PLAN)
        assert (again.sheet_name, again.header_rows, again.columns) == ("2026", (0,), layout.columns)

    @given(
        st.builds(
            MappingFile,
            sheet=st.none() | st.text(st.characters(exclude_categories=["Cs"])),
            header_row=st.none() | st.integers(1, 1000),
            columns=st.dictionaries(
                st.text(min_size=1), st.lists(st.text(min_size=1), min_size=1).map(tuple), max_size=3
            ),
            status=st.dictionaries(st.text(min_size=1), st.sampled_from(["completed", "on_hold"])),
            split=st.none() | st.lists(st.text(min_size=1), min_size=1).map(tuple),
            day_first=st.none() | st.booleans(),
            decimal=st.sampled_from([None, ",", "."]),
        )
    )
    def test_every_mapping_is_valid_toml(self, mapping):
        data = tomllib.loads(mapping_to_toml(mapping))
        columns = data.get("columns", {})
        assert data.get("sheet") == mapping.sheet
        assert data.get("status", {}) == dict(mapping.status)
        assert data.get("split") == (list(mapping.split) if mapping.split else None)
        assert set(columns) == set(mapping.columns)
        for name, texts in mapping.columns.items():
            assert columns[name] == (texts[0] if len(texts) == 1 else list(texts))
