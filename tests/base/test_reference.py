"""Reference data: whole, read as text, corrected by overrides, found by any name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.base.reference import (
    LANGUAGES,
    TEMPLATES,
    Override,
    is_fictional_code,
    row_key,
    shipped_reference,
)

REFERENCE = shipped_reference()
TABLES = {
    "states": 195,
    "fictional_states": 30,
    "matrix_templates": 391,
    "matrix_sections": 27,
    "matrix_cell_values": 12,
    "resolutions": 9,
    "committee_calendar": 8,
    "treaties": 22,
    "providers": 36,
    "glossary": 60,
}


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_whole_and_its_keys_are_its_own(table):
    rows = list(REFERENCE.rows(table))
    assert len(rows) == TABLES[table]
    assert len({row_key(table, row) for row in rows}) == len(rows)


def test_cells_are_text():
    assert REFERENCE.state("NAM").iso2 == "NA"
    assert "na" in REFERENCE.state("NRU").official_languages
    assert REFERENCE.matrix_cell_values["2017", "NA"].value == "NA"


def test_states_have_their_names_in_every_language():
    assert all(set(state.name.by_language) == set(LANGUAGES) for state in REFERENCE.states.values())
    assert REFERENCE.state("PER").name("es_PE") == "Perú"
    assert REFERENCE.state("PER").formal("pt") == "Peru"


def test_every_name_and_code_finds_its_state():
    for state in (*REFERENCE.states.values(), *REFERENCE.fictional_states.values()):
        for name in (state.code, *state.name.by_language.values(), *state.formal.by_language.values()):
            assert REFERENCE.find_state(name) == state


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (" república  DEL PERÚ ", "PER"),
        ("bolivia", "BOL"),
        ("perou", "PER"),
        ("na", "NAM"),
        ("Marente", "X01"),
        *(("Estados Unidos", "USA"), ("U.S.A.", "USA"), ("EE. UU.", "USA"), ("Reino Unido", "GBR")),
        *(("Trinidad y Tobago", "TTO"), ("St. Kitts & Nevis", "KNA"), ("The Bahamas", "BHS")),
        *(("Rep. Dominicana", "DOM"), ("Rep. of Korea", "KOR")),
    ],
)
def test_a_state_is_found_as_people_write_it(written, code):
    assert REFERENCE.find_state(written).code == code


@pytest.mark.parametrize("written", ["", "  ", "Peruvian", "Estado", "XKX"])
def test_what_names_no_state_finds_none(written):
    assert REFERENCE.find_state(written) is None


def test_groups_have_their_members():
    sizes = {group: len(REFERENCE.states_of_group(group)) for group in REFERENCE.groups}
    assert {
        name: sizes[name] for name in ("AFRICAN", "ASIA_PACIFIC", "EASTERN_EUROPEAN", "GRULAC", "WEOG")
    } == {
        "AFRICAN": 54,
        "ASIA_PACIFIC": 54,
        "EASTERN_EUROPEAN": 23,
        "GRULAC": 33,
        "WEOG": 29,
    }
    assert min(sizes.values()) > 0
    assert "NONE" not in sizes


@pytest.mark.parametrize("code", ["X01", "X99", "XA1", "X1A"])
def test_codes_of_invented_states(code):
    assert is_fictional_code(code)
    assert REFERENCE.state(code).is_fictional


@pytest.mark.parametrize("code", ["XKX", "X1", "x01", "X012", "Y01", ""])
def test_other_codes_are_not(code):
    assert not is_fictional_code(code)
    with pytest.raises(KeyError):
        REFERENCE.state(code)


def test_invented_names_are_nobodys():
    real = {name for state in REFERENCE.states.values() for name in state.name.by_language.values()}
    invented = [state.name("es") for state in REFERENCE.fictional_states.values()]
    assert not real.intersection(invented)
    assert len(set(invented)) == len(invented)
    assert all(is_fictional_code(code) for code in REFERENCE.fictional_states)


def test_matrix_rows_stand_in_known_sections():
    for template in TEMPLATES:
        sections = {section.code for section in REFERENCE.matrix_sections[template]}
        assert {row.section for row in REFERENCE.matrix_rows[template]} == sections
    assert [len(REFERENCE.matrix_rows[template]) for template in TEMPLATES] == [206, 94, 91]


def test_an_obligation_keeps_its_key_over_the_generations():
    keys = [{row.key for row in REFERENCE.matrix_rows[template]} for template in TEMPLATES]
    assert len(keys[1] & keys[2]) > len(keys[2]) / 2
    assert "op7.assistance_poc" in keys[0] - keys[2]


def test_calendar_entries_are_a_day_or_a_rhythm():
    assert all((entry.day is None) != (entry.yearly is None) for entry in REFERENCE.calendar.values())
    assert REFERENCE.calendar["anniversary_1540"].yearly == (4, 28)
    assert REFERENCE.calendar["comprehensive_review_2027"].precision == "before"


def test_the_rest_is_read():
    assert REFERENCE.resolutions["1540"].adopted_on.isoformat() == "2004-04-28"
    assert REFERENCE.treaties["op1.npt"].short_name == "NPT"
    assert "OP2" in REFERENCE.providers["1540_COMMITTEE"].areas
    assert REFERENCE.glossary["matrix"].term("es") == "matriz"
    assert REFERENCE.version


def test_a_correction_is_laid_over_the_shipped_row_and_nothing_else():
    corrected = REFERENCE.with_overrides([("states", "PER", "formal_pt", "República do Peru")])
    assert corrected.state("PER").formal("pt") == "República do Peru"
    assert corrected.state("PER").name == REFERENCE.state("PER").name
    assert REFERENCE.state("PER").formal("pt") == "Peru"
    assert corrected.find_state("republica do peru").code == "PER"


def test_a_matrix_label_is_corrected_in_one_table_only():
    row = REFERENCE.matrix_rows["2017"][0]
    key = f"2017/{row.section}/{row.key}"
    corrected = REFERENCE.with_overrides([("matrix_templates", key, "label_es", "Otro rótulo")])
    assert corrected.matrix_rows["2017"][0].label("es") == "Otro rótulo"
    assert corrected.matrix_rows["2013"] == REFERENCE.matrix_rows["2013"]


@given(
    st.sampled_from(sorted(TABLES)),
    st.sampled_from(
        ["row_no", "order", "iso3", "status", "adopted_on", "date", "recurrence", "nothing", "note_en"]
    ),
    st.text(max_size=6),
)
def test_no_correction_can_make_a_table_unreadable(table, field, value):
    first = next(iter(REFERENCE.rows(table)))
    corrected = REFERENCE.with_overrides([Override(table, row_key(table, first), field, value)])
    assert len(list(corrected.rows(table))) == TABLES[table]
    assert len(corrected.states) == 195
    assert len(corrected.resolutions) == 9
    assert len(corrected.calendar) == 8
    assert sum(map(len, corrected.matrix_rows.values())) == 391
