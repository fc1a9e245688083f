"""Values shown and read back: the two are inverse wherever a person may type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from db.fields import Field, Kind, Ref, fields_of
from db.partial_date import PartialDate
from db.schema import PlanItem
from desktop.base.errors import UserError
from desktop.base.i18n import texts_for
from desktop.shell.state_names import StateNames
from desktop.shell.translators import locale_of
from desktop.shell.value_texts import ValueTexts, tooltip, visible_controls
from desktop.shell.written_values import WrittenValues

REFS = [Ref("1", "Aduanas"), Ref("2", "Ministerio de Salud")]


def written(language="en", territory=""):
    names = StateNames(language)
    values = ValueTexts(texts_for(language), locale_of(language, territory), names.name)
    return WrittenValues(values, lambda _table: REFS, names.find, names.names)


FIELDS = fields_of(PlanItem)
SHARING, DUE, STATUS, LEAD = FIELDS["sharing"], FIELDS["due"], FIELDS["status"], FIELDS["lead"]
LANGUAGES = [("en", ""), ("es", ""), ("es", "PA"), ("es", "AR"), ("pt", "BR"), ("fr", "FR"), ("en", "US")]

sides = st.one_of(
    st.dates().filter(lambda day: 1950 <= day.year <= 2090).map(lambda day: day.isoformat()),
    st.integers(1950, 2090).map(str),
    st.tuples(st.integers(1950, 2090), st.integers(1, 4)).map(lambda pair: f"{pair[0]}-Q{pair[1]}"),
    st.tuples(st.integers(1950, 2090), st.integers(1, 2)).map(lambda pair: f"{pair[0]}-H{pair[1]}"),
    st.tuples(st.integers(1950, 2090), st.integers(1, 12)).map(lambda pair: f"{pair[0]}-{pair[1]:02}"),
)


def _interval(pair):
    left, right = sorted(map(PartialDate.parse, pair))
    try:
        return PartialDate.between(left, right).text
    except ValueError:
        return left.text


dates = st.one_of(sides, st.just("continuous"), st.tuples(sides, sides).map(_interval))


@pytest.mark.parametrize(("language", "territory"), LANGUAGES)
@given(value=dates)
def test_a_date_in_an_editor_is_read_back_as_itself(language, territory, value):
    pair = written(language, territory)
    assert pair.read(DUE, pair.write(DUE, value)) == value
    assert pair.read(DUE, pair.copy(DUE, value)) == value


@pytest.mark.parametrize(("language", "territory"), LANGUAGES)
@given(cents=st.integers(0, 10**12), percent=st.integers(0, 10_000))
def test_numbers_in_an_editor_are_read_back(language, territory, cents, percent):
    pair = written(language, territory)
    amount = f"{cents // 100}.{cents % 100:02}" if cents % 100 else str(cents // 100)
    assert float(pair.read(FIELDS["budget"], pair.write(FIELDS["budget"], amount))) == float(amount)
    assert pair.read(FIELDS["progress"], pair.write(FIELDS["progress"], percent / 100)) == percent / 100


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", [name for name, field in FIELDS.items() if field.kind is Kind.CHOICE])
def test_choices_are_read_by_their_label(language, name):
    pair, field = written(language), FIELDS[name]
    for code in field.choices:
        assert pair.read(field, pair.write(field, code)) == code
        assert pair.read(field, code) == code


def test_status_words_of_workbooks_are_read():
    assert written().read(STATUS, "Concluida") == "completed"


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (DUE, "when possible"),
        (STATUS, "blue"),
        (FIELDS["progress"], "many"),
        (FIELDS["progress"], "120"),
        (FIELDS["budget"], "a lot"),
        (FIELDS["is_translation_outdated"], "perhaps"),
        (SHARING, "everyone"),
        (Field("Order", Kind.INTEGER), "1.5"),
        (Field("State", Kind.STATE), "Nowhere"),
        (Field("Institution", Kind.LINK, target="institution"), "Unknown"),
    ],
)
def test_what_means_nothing_is_refused_with_the_field(field, text):
    with pytest.raises(UserError) as refused:
        written().read(field, text)
    assert refused.value.values["text"] == text
    assert refused.value.values["field"] == field.label


def test_a_long_unreadable_text_is_quoted_in_part():
    with pytest.raises(UserError) as refused:
        written().read(STATUS, "x" * 100)
    assert refused.value.values["text"] == "x" * 60 + "…"


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (DUE, "", None),
        (DUE, "-", None),
        (LEAD, "", ()),
        (LEAD, "aduanas; Nueva\nAduanas", (REFS[0], Ref("", "Nueva"))),
        (SHARING, "Public, 1540 committee", "committee public"),
        (SHARING, "state:X01", "state:X01"),
        (FIELDS["is_translation_outdated"], "yes", 1),
        (FIELDS["is_translation_outdated"], "no", 0),
        (FIELDS["title"], "  two\n lines ", "two lines"),
        (FIELDS["remarks"], "two\nlines", "two\nlines"),
        (Field("Order", Kind.INTEGER), "12", 12),
        (Field("State", Kind.STATE), "panama", "PAN"),
        (Field("Institution", Kind.LINK, target="institution"), "ADUANAS", "1"),
    ],
)
def test_what_people_write_is_read(field, text, value):
    assert written().read(field, text) == value


def test_links_and_flags_are_written_for_editors():
    pair = written()
    assert pair.write(LEAD, tuple(REFS)) == "Aduanas; Ministerio de Salud"
    assert pair.write(Field("I", Kind.LINK, target="institution"), "2") == "Ministerio de Salud"
    assert pair.write(Field("I", Kind.LINK, target="institution"), "gone") == ""
    assert pair.write(FIELDS["is_translation_outdated"], 1) == "Yes"
    assert pair.write(Field("Order", Kind.INTEGER), 1200) == "1200"


def test_a_day_is_copied_so_that_a_worksheet_takes_it_as_a_day():
    assert written("es").copy(DUE, "2027-09-15") == "2027-09-15"
    assert written("es").copy(DUE, "2027-Q3") == "T3 2027"


@pytest.mark.parametrize(
    ("value", "en"),
    [
        ("2027-09-15", "15 Sept 2027"),
        ("2027-09", "Sept 2027"),
        ("2027-Q3", "Q3 2027"),
        ("2026-H1", "H1 2026"),
        ("2027", "2027"),
        ("2025/2027", "2025–2027"),
        ("2025-03/2027", "Mar 2025 to 2027"),
        ("continuous", "Continuous"),
        ("nonsense", "nonsense"),
    ],
)
def test_dates_are_shown_as_exactly_as_they_are_known(value, en):
    assert ValueTexts(texts_for("en"), QLocale("en_GB")).date(value) == en


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        (FIELDS["budget"], "12500.50", "12,500.50"),
        (FIELDS["budget"], "12500.00", "12,500"),
        (FIELDS["progress"], 40.0, "40 %"),
        (FIELDS["progress"], None, ""),
        (SHARING, "committee state:X01 other", "1540 Committee, Marenta, other"),
        (FIELDS["is_translation_outdated"], 0, ""),
        (Field("Order", Kind.INTEGER), 1200, "1,200"),
        (LEAD, tuple(REFS), "Aduanas; Ministerio de Salud"),
    ],
)
def test_values_are_shown(field, value, shown):
    assert written().values.shown(field, value) == shown


def test_moments_are_local_times():
    assert written().values.moment("2026-01-02T03:04:05.000Z").startswith("2 Jan 2026, ")


def test_direction_marks_are_shown_and_not_obeyed():
    assert visible_controls("a\u202eb") == "a[U+202E]b"
    assert visible_controls("plain") == "plain"


def test_a_tooltip_is_never_markup():
    assert tooltip("<b>x</b>\ny") == "<span>&lt;b&gt;x&lt;/b&gt;<br>y</span>"
    assert tooltip("") == ""
    assert len(tooltip("x" * 5000)) < 2000


def test_states_have_names_and_codes():
    names = StateNames("es")
    assert names.name("PAN") == "Panamá"
    assert (names.name(""), names.name("ZZZ"), names.find("nowhere")) == ("", "ZZZ", None)
    assert (names.territory("PAN"), names.territory("ZZZ")) == ("PA", "")
    assert ("X01", names.name("X01")) in names.pairs()
    assert "X01" not in dict(names.pairs(with_fictional=False))
