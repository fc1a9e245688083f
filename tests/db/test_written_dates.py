# ruff: noqa: SIM905 - word lists read better as text
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.date_grammar import BOTH_ORDERS, END_BEFORE_START, NO_SUCH_DAY, NOT_A_DATE
from db.partial_date import PartialDate
from db.written_dates import NOT_A_YEAR, decide_day_first, decide_short_years, read_date

MONTHS = {
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
    "en": "January February March April May June July August September October November December".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro".split(),
}
ORDINALS = {
    "es": ["primer", "segundo", "tercer", "cuarto"],
    "en": ["first", "second", "third", "fourth"],
    "fr": ["premier", "deuxième", "troisième", "quatrième"],
    "pt": ["primeiro", "segundo", "terceiro", "quarto"],
}
UNITS = {
    "es": ("trimestre", "semestre"),
    "en": ("quarter", "half"),
    "fr": ("trimestre", "semestre"),
    "pt": ("trimestre", "semestre"),
}
LETTERS = {"es": "TS", "en": "QH", "fr": "TS", "pt": "TS"}
MONTH_FORMS = {
    "es": ["{m} de {y}", "{m} {y}", "{m}/{y}", "{y}, {m}", "el mes de {m} de {y}"],
    "en": ["{m} {y}", "{m}, {y}", "{m} of {y}"],
    "fr": ["{m} {y}", "en {m} {y}", "le mois de {m} {y}"],
    "pt": ["{m} de {y}", "{m}/{y}", "em {m} de {y}"],
}
DAY_FORMS = {
    "es": ["{d} de {m} de {y}", "{d} {m} {y}", "{d}-{m}-{y}", "el {d} de {m} del {y}", "{d}º de {m} de {y}"],
    "en": ["{m} {d}, {y}", "{d} {m} {y}", "{d}th of {m} {y}"],
    "fr": ["{d} {m} {y}", "le {d} {m} {y}", "{d}er {m} {y}"],
    "pt": ["{d} de {m} de {y}", "{d}º de {m} de {y}", "{d}/{m}/{y}"],
}
NUMBER_DAY_FORMS = [
    "{d:02}/{n:02}/{y}",
    "{d}.{n}.{y}",
    "{d}-{n:02}-{y}",
    "{y}-{n:02}-{d:02}",
    "{y}/{n:02}/{d:02}",
]
NUMBER_MONTH_FORMS = ["{n:02}/{y}", "{n}/{y}", "{n:02}-{y}", "{n:02}.{y}", "{y}-{n:02}"]
PART_FORMS = [
    *("{l}{k} {y}", "{k}{l} {y}", "{y} {l}{k}", "{y}-{l}{k}", "{l}{k}-{y}", "{l}{k}/{y}", "{y} - {k}° {u}"),
    *("{k}º {u} {y}", "{k}º {u} de {y}", "{o} {u} {y}", "{o} {u} de {y}", "{r} {u} {y}", "{u} {r} - {y}"),
    *("{y}: {o} {u}", "{y}, {u} {k}", "{k}.º {u} de {y}"),
]
DRESSES = [
    str,
    str.upper,
    str.title,
    lambda t: f"  {t} ",
    lambda t: t.replace(" ", "\u00a0"),
    lambda t: t + ".",
]
PERIODS = {"es": "{a} a {b}", "en": "{a} to {b}", "fr": "{a} à {b}", "pt": "{a} até {b}"}

languages = st.sampled_from(["es", "en", "fr", "pt"])
years = st.integers(1900, 2099)


@st.composite
def written(draw):
    """One date and a text that a person would write for it."""
    language = draw(languages)
    day = draw(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
    size = draw(st.sampled_from(["year", "half", "quarter", "month", "day"]))
    values = {"y": day.year, "n": day.month, "d": day.day, "m": MONTHS[language][day.month - 1]}
    if size == "year":
        return str(day.year), draw(st.sampled_from(["{y}", "año {y}", "année {y}", "en {y}"])).format(
            **values
        )
    if size == "month":
        form = draw(st.sampled_from(MONTH_FORMS[language] + NUMBER_MONTH_FORMS))
        return f"{day.year}-{day.month:02}", form.format(**values)
    if size == "day":
        form = draw(st.sampled_from(DAY_FORMS[language] + NUMBER_DAY_FORMS))
        return day.isoformat(), form.format(**values)
    months = 3 if size == "quarter" else 6
    k = (day.month - 1) // months + 1
    values |= {"l": LETTERS[language][months == 6], "u": UNITS[language][months == 6], "k": k}
    values |= {"o": ORDINALS[language][k - 1], "r": ["I", "II", "III", "IV"][k - 1]}
    form = draw(st.sampled_from(PART_FORMS))
    return f"{day.year}-{'Q' if months == 3 else 'H'}{k}", form.format(**values)


@given(written(), st.sampled_from(DRESSES))
def test_every_written_form_reads_back_to_what_it_says(pair, dress):
    canonical, text = pair
    reading = read_date(dress(text), day_first=True)
    assert (reading.value and reading.value.text, reading.is_certain) == (canonical, True), text
    assert reading.is_exact
    assert reading.reason == ""


@given(written(), written(), languages)
def test_a_written_period_reads_back_to_its_two_dates(one, other, language):
    start, end = sorted([one, other], key=lambda pair: PartialDate.parse(pair[0]))
    text = PERIODS[language].format(a=start[1], b=end[1])
    try:
        expected = PartialDate.between(PartialDate.parse(start[0]), PartialDate.parse(end[0]))
    except ValueError:
        expected = None
    assert read_date(text, day_first=True).value == expected, text


@given(written())
def test_the_canonical_text_of_a_reading_reads_the_same(pair):
    assert read_date(pair[0]).value == PartialDate.parse(pair[0])


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("T3 2027", "2027-Q3"),
        ("3T 2027", "2027-Q3"),
        ("3er trimestre 2027", "2027-Q3"),
        ("3.er trimestre de 2027", "2027-Q3"),
        ("2022 - 4° trimestre", "2022-Q4"),
        ("T4\n2021", "2021-Q4"),
        ("T3-27", "2027-Q3"),
        ("último trimestre de 2027", "2027-Q4"),
        ("dernier semestre 2027", "2027-H2"),
        ("sept. 2027", "2027-09"),
        ("Juillet 2017", "2017-07"),
        ("12/2017", "2017-12"),
        ("2018.0", "2018"),
        ("30/09/17", "2017-09-30"),
        ("12/14/20", "2020-12-14"),
        ("14/12/99", "1999-12-14"),
        ("05/05/2026", "2026-05-05"),
        ("1º/03/2027", "2027-03-01"),
        ("1er janv 2023", "2023-01-01"),
        ("15-sep-27", "2027-09-15"),
        ("20270915", "2027-09-15"),
        ("first half of 2026", "2026-H1"),
        ("primera mitad de 2026", "2026-H1"),
        ("primer cuatrimestre de 2027", "2027-01/2027-04"),
        ("2025-2027", "2025/2027"),
        ("2025 – 2027", "2025/2027"),
        ("2025/26", "2025/2026"),
        ("2026-27", "2026/2027"),
        ("de enero a marzo de 2026", "2026-01/2026-03"),
        ("from January to March 2026", "2026-01/2026-03"),
        ("entre 2025 y 2027", "2025/2027"),
        ("2025 y 2026", "2025/2026"),
        ("T1-T3 2027", "2027-Q1/2027-Q3"),
        ("primer y segundo trimestre de 2027", "2027-Q1/2027-Q2"),
        ("1 al 15 de marzo de 2027", "2027-03-01/2027-03-15"),
        ("du 1er mars au 15 avril 2027", "2027-03-01/2027-04-15"),
        ("01/01/2026 - 31/12/2026", "2026-01-01/2026-12-31"),
        ("2026-09/2027", "2026-09/2027"),
        ("2027-09-15T00:00:00", "2027-09-15"),
        ("permanente", "continuous"),
        ("en continu", "continuous"),
        ("Ongoing.", "continuous"),
        ("on-going", "continuous"),
        ("Contínuo", "continuous"),
        ("de forma continua", "continuous"),
        ("47727", "2030-09-01"),
        ("\ufeff2027", "2027"),
    ],
)
def test_what_stood_in_real_plans_is_read_exactly(text, canonical):
    reading = read_date(text)
    assert (reading.value and reading.value.text, reading.is_exact) == (canonical, True)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("a más tardar el 31 de diciembre de 2027", "2027-12-31"),
        ("au plus tard le 31/12/2027", "2027-12-31"),
        ("jusqu’à fin 2027", "2027"),
        ("d’ici fin 2027", "2027"),
        ("by the end of June 2027", "2027-06"),
        ("hasta fines de 2027", "2027"),
        ("15/09/2027 10:30 a. m.", "2027-09-15"),
        ("47727.5", "2030-09-01"),
    ],
)
def test_what_says_more_than_a_date_keeps_its_text(text, canonical):
    reading = read_date(text)
    assert (reading.value and reading.value.text, reading.is_certain, reading.is_exact) == (
        canonical,
        True,
        False,
    )


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        *(
            (text, NOT_A_DATE)
            for text in ["immédiat", "1 mois", "fait", "//", "TBD", "25-26", "N/A", "2027?"]
        ),
        *((text, NOT_A_DATE) for text in ["antes de diciembre de 2027", "a partir de 2026", "desde 2025"]),
        *(
            (text, NOT_A_DATE)
            for text in ["Sep-27", "2025 y 2027", "T1/T3 2027", "2027\n2028", "Q5 2027", "2027²"]
        ),
        *((text, NOT_A_DATE) for text in ["15/09-2027", "3 a septiembre 2027", "ongoing 2027"]),
        *((text, NOT_A_DATE) for text in ["3 meses", "1 meta 2027", "trimestre 2027", "1.234", "9" * 5000]),
        *(
            (text, NOT_A_DATE)
            for text in ["x" + "9" * 100, "a", "-/-", "2027; 2028", "mid-2027", "42º de mayo 2027"]
        ),
        *((value, NOT_A_DATE) for value in [True, time(0, 0), b"2027", "inicios y fines de 2027"]),
        *(
            (value, NOT_A_YEAR)
            for value in [27, "27", 0, -1, 2027.5, float("nan"), float("inf"), 14_000, "0027"]
        ),
        *((value, NOT_A_YEAR) for value in [date(1905, 7, 19), datetime(1900, 1, 27), date(2300, 1, 1)]),
        *((text, NO_SUCH_DAY) for text in ["31/02/2027", "31 de junio de 2027", "13/2027", 20271315]),
        *((text, BOTH_ORDERS) for text in ["03/04/2026", "3-4-26", "01/01/2026 - 01/02/2026"]),
        *((text, END_BEFORE_START) for text in ["2027-2025", "marzo 2027 - enero 2026"]),
    ],
)
def test_what_is_not_certain_has_no_value_and_a_reason(value, reason):
    reading = read_date(value)
    assert (reading.value, reading.is_certain, reading.is_exact, reading.reason) == (
        None,
        False,
        False,
        reason,
    )


@pytest.mark.parametrize("value", [None, "", "  ", "-", "—", "--", "\u00a0"])
def test_an_empty_cell_is_no_date_and_no_doubt(value):
    reading = read_date(value)
    assert (reading.value, reading.is_certain, reading.reason) == (None, True, "")


@pytest.mark.parametrize(
    ("value", "epoch_1904", "canonical", "is_exact"),
    [
        (2027, False, "2027", True),
        (2027.0, True, "2027", True),
        (47727, False, "2030-09-01", True),
        (46265, True, "2030-09-01", True),
        (15001, False, "1941-01-25", True),
        (73050, False, "2099-12-31", True),
        (date(2027, 1, 2), False, "2027-01-02", True),
        (datetime(2027, 1, 2), False, "2027-01-02", True),
        (datetime(2027, 1, 2, 3), False, "2027-01-02", False),
        (20270915, False, "2027-09-15", True),
    ],
)
def test_numbers_and_dates_of_cells(value, epoch_1904, canonical, is_exact):
    reading = read_date(value, epoch_1904=epoch_1904)
    assert (reading.value and reading.value.text, reading.is_exact) == (canonical, is_exact)


@given(st.dates(date(1941, 1, 25), date(2099, 12, 31)))
def test_a_serial_number_is_the_day_it_stands_for(day):
    serial = (day - date(1899, 12, 30)).days
    assert read_date(serial) == read_date(day) == read_date(str(serial)) == read_date(float(serial))


@given(st.one_of(st.text(max_size=40), st.text("0123456789-/. tTqQaAyYeéº°", max_size=20)))
def test_no_text_breaks_the_reader_or_leaves_a_doubt_without_reason(text):
    reading = read_date(text)
    assert reading.is_certain == (reading.reason == "")
    assert reading.is_certain or reading.value is None


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["03/04/2026", "15/04/2026", 5, None], True),
        (["03/04/2026", "04/15/2026"], False),
        (["15/04/2026", "04/15/2026"], None),
        (["03/04/2026", "2026-04-15", "abril"], None),
        (["01/02/2026-15/02/2026"], True),
        (["15/02/2026-01/03/2026"], True),
        (["30.09.17"], True),
        ([], None),
    ],
)
def test_a_column_decides_the_order_of_day_and_month(texts, expected):
    assert decide_day_first(texts) is expected


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_the_decided_order_is_used(day):
    assert (
        read_date(f"{day:%m/%d/%Y}", day_first=day.day > 12).value == PartialDate.of_day(day) or day.day <= 12
    )
    assert read_date(f"{day:%d/%m/%Y}", day_first=True).value == PartialDate.of_day(day)
    assert read_date(f"{day:%m/%d/%Y}", day_first=False).value == PartialDate.of_day(day)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        *(("dic-27", "2027-12"), ("abr/26", "2026-04"), ("ene 26", "2026-01"), ("août 27", "2027-08")),
        *(("Dec '27", "2027-12"), ("Dec’27", "2027-12"), ("fev-28", "2028-02")),
    ],
)
def test_a_month_with_a_short_year(text, canonical):
    assert read_date(text).value == PartialDate.parse(canonical)


@pytest.mark.parametrize("text", ["Dec-27", "Sep 27", "mar-26", "dic-05", "abr-99"])
def test_a_number_that_may_be_a_day_behind_its_month_is_left(text):
    assert read_date(text).value is None


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["mar-26", "dic-26"], True),
        (["Mar-26", "Jun-26", "Dec-27"], True),
        (["30-jun-26", "jul-26"], True),
        (["Dec-27", "Jun-35"], True),
        (["Mar-26", "Dec-27"], False),
        (["Mar-20", "Jun-26", "Dec-31"], False),
        (["Mar-26", "Jun-26", "Dec-05"], False),
        (["15/09/2026", 46000, None, ""], False),
        ([], False),
    ],
)
def test_a_table_decides_whether_numbers_behind_months_are_years(texts, expected):
    assert decide_short_years(texts) is expected
    assert (read_date("Dec-27", has_short_years=expected).value is not None) is expected


def test_dots_always_part_day_month_and_year_in_this_order():
    assert read_date("03.04.2026").value == PartialDate.parse("2026-04-03")
    assert read_date("04.15.2026").value == PartialDate.parse("2026-04-15")
    assert read_date("03.04.2026", day_first=False).value == PartialDate.parse("2026-03-04")
