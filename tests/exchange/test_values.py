from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.exchange import status_words, values

# Texts


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a\r\nb\rc_x000D_\nd_x000D_e\x0bf", "a\nb\nc\nd\ne\nf"),
        ("\ufeffTitle \u00a0", "Title"),
        ("one  \ntwo\u00a0\n\n", "one\ntwo"),
        ("in\u00a0side  stays", "in\u00a0side  stays"),
        ("a\ud800b\x00c\ufffed\uffff", "abcd"),
        ("e\u0301", "\u00e9"),
        ("tab\tstays", "tab\tstays"),
        ("# 5", "# 5"),
        ("_x0041_", "_x0041_"),
        (12.0, "12"),
        (12.5, "12.5"),
        (7.15442927553622702e17, "7.154429275536227e+17"),
        (Decimal("3.00"), "3"),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
        (12, "12"),
        (True, "TRUE"),
        (False, "FALSE"),
        (None, ""),
        (date(2027, 9, 15), "2027-09-15"),
        (datetime(2027, 9, 15), "2027-09-15"),
        (datetime(2027, 9, 15, 10, 30), "2027-09-15 10:30"),
        (time(10, 30), "10:30:00"),
    ],
)
def test_every_cell_becomes_clean_text(value, text):
    assert values.clean_text(value) == text


awkward = st.one_of(
    st.characters(), st.sampled_from(["_x000D_", "_x000d_", "\r", "\n", "\ufeff", "\u00a0", "_x00", "0D_"])
)


@given(st.lists(awkward, max_size=20).map("".join))
def test_cleaning_a_clean_text_changes_nothing(text):
    once = values.clean_text(text)
    assert values.clean_text(once) == once
    assert "\r" not in once
    assert all(sign in "\t\n" or sign >= " " for sign in once)
    once.encode("utf-8")


@pytest.mark.parametrize(
    "text", ["#REF!", "#N/A", " #DIV/0! ", "#¡REF!", "#¿NOMBRE?", "#N/D", "#VALEUR!", "#name?"]
)
def test_error_values_are_no_values(text):
    assert values.is_error_value(text)
    assert values.clean_text(text) == ""


@pytest.mark.parametrize("value", ["#1", "# REF", "REF!", "", None, 5, "see #REF!"])
def test_other_texts_are_no_error_values(value):
    assert not values.is_error_value(value)


# Names

KNOWN = {"COB", "APO", "EMG", "Ministerio de Ciencia y Tecnología", "Aduanas", "Salud", "A/B", "NA"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("COB ", ["COB"]),
        ("COB; Otra;COB", ["COB", "Otra"]),
        ("Una\nOtra\r\n\nTercera", ["Una", "Otra", "Tercera"]),
        ("- COB\n• Oficina de Enlace -\n2. Tercera", ["COB", "Oficina de Enlace", "Tercera"]),
        ("APO/EMG", ["APO", "EMG"]),
        ("APO / DAL", ["APO / DAL"]),
        ("A/B", ["A/B"]),
        ("A/B, COB", ["A/B", "COB"]),
        (
            "Ministerio de Ciencia y Tecnología, Aduanas y Salud",
            ["Ministerio de Ciencia y Tecnología", "Aduanas", "Salud"],
        ),
        ("Ministerio de Energía y Minas", ["Ministerio de Energía y Minas"]),
        ("COB and APO", ["COB", "APO"]),
        ("COB et APO", ["COB", "APO"]),
        ("Aduanas (líder), Salud", ["Aduanas", "Salud"]),
        ("MRE, MD y PF", ["MRE", "MD", "PF"]),
        ("MRE / MD", ["MRE / MD"]),
        ("Ministerio de Minas y Ministerio de Obras", ["Ministerio de Minas", "Ministerio de Obras"]),
        ("Customs Service / National Police", ["Customs Service / National Police"]),
        ("Ministry of Trade / National Police", ["Ministry of Trade", "National Police"]),
        ("Attorney General's Office, Salud", ["Attorney General's Office", "Salud"]),
        ("Ministry of Trade, Industry and Tourism", ["Ministry of Trade, Industry and Tourism"]),
        ("Dirección de Impuestos y Aduanas", ["Dirección de Impuestos y Aduanas"]),
        ("Agricultura, Salud y Trabajo", ["Agricultura, Salud y Trabajo"]),
        ("COB e APO,", ["COB", "APO"]),
        ("NA", ["NA"]),
        (", ".join(["COB"] * 40), [", ".join(["COB"] * 40)]),
        (None, []),
        ("", []),
    ],
)
def test_a_cell_of_names_is_taken_apart_only_where_it_is_sure(text, names):
    split = values.split_names(text, KNOWN.__contains__)
    assert (list(split.names), split.placeholders) == (names, ())


@pytest.mark.parametrize(
    "text", ["TBD", "N/A", "-", "--", "—", "por definir", "(Por definir)", "à définir", "T.B.D.?", "s/d", "?"]
)
def test_placeholders_are_no_names_and_are_reported(text):
    split = values.split_names(f"COB; {text}", KNOWN.__contains__)
    assert (split.names, split.placeholders) == (("COB",), (text,))


def test_a_doubtful_name_is_kept_as_written():
    split = values.split_names("HRR(?) DFO(?)", KNOWN.__contains__)
    assert split.names == split.doubtful == ("HRR(?) DFO(?)",)


def test_other_separators_replace_the_usual_ones():
    assert values.split_names("Una|Otra;x", KNOWN.__contains__, ["|"]).names == ("Una", "Otra;x")
    assert values.split_names("Una;Otra", KNOWN.__contains__, []).names == ("Una;Otra",)


# Numbers


@pytest.mark.parametrize(
    ("text", "decimal", "number"),
    [
        ("1.234,50", None, "1234.50"),
        ("1 234,5", None, "1234.5"),
        ("1\u202f234,5", ".", "1234.5"),
        ("1'234.5", None, "1234.5"),
        ("1.234.567", None, "1234567"),
        ("1.234.567,8", None, "1234567.8"),
        ("1,234", ",", "1.234"),
        ("1,234", ".", "1234"),
        ("12.5", ",", "12.5"),
        ("0,125", ".", "0.125"),
        (".5", None, "0.5"),
        ("(1,234.5)", None, "-1234.5"),
        ("−5", None, "-5"),
        ("9" * 40, None, "9" * 40),
        (12.5, None, "12.5"),
        (7, None, "7"),
        (Decimal("1.10"), None, "1.10"),
    ],
)
def test_numbers_are_read_with_the_sign_of_their_column(text, decimal, number):
    read = values.read_number(text, decimal)
    assert str(read) == number


@pytest.mark.parametrize(
    "value",
    [
        *(
            "1,234",
            "",
            "abc",
            "1e5",
            "7,15443E+17",
            "1,2,3",
            "12,34,567",
            "1 2",
            "5.",
            "(5",
            "1.234,56,7",
            "25²",
        ),
        *("1" * 90, None, True, float("nan"), float("inf"), date(2027, 1, 1), "1,234.567.8"),
    ],
)
def test_what_is_no_number_for_certain_is_none(value):
    assert values.read_number(value, None) is None


@given(
    st.decimals(0, 10**9, places=2),
    st.sampled_from([(",", "."), (".", ","), (" ", ","), ("\u00a0", "."), ("", ",")]),
)
def test_a_number_written_with_groups_reads_back(number, signs):
    group, decimal = signs
    text = f"{number:,.2f}".translate({ord(","): group, ord("."): decimal})
    assert values.read_number(text, None) == number
    assert values.decide_decimal([text, "x", 5]) == decimal


@pytest.mark.parametrize(
    ("texts", "sign"),
    [
        (["1,5", "2.000"], ","),
        (["USD 12,500.00"], "."),
        (["1.234.567"], ","),
        (["25,000"], None),
        (["1,5", "1.5"], None),
        (["4 / 10", 3, None, "12"], None),
        (["1 234,567", "0,4 %"], ","),
    ],
)
def test_a_column_decides_its_decimal_sign(texts, sign):
    assert values.decide_decimal(texts) == sign


@pytest.mark.parametrize(
    ("text", "decimal", "amount", "currency"),
    [
        ("USD 12,500.00", None, "12500.00", "USD"),
        ("USD 25,000", None, "25000", "USD"),
        ("25.000 €", ",", "25000", "EUR"),
        ("$ 1,000", None, "1000", None),
        ("US$1,000.50", None, "1000.50", "USD"),
        ("U$S 5.000", None, "5000", "USD"),
        ("12 500,00 eur", None, "12500.00", "EUR"),
        ("S/. 1,200.00", None, "1200.00", "PEN"),
        ("R$ 1.000,00", None, "1000.00", "BRL"),
        ("KWD 1,234", ",", "1.234", "KWD"),
        ("(USD 500)", None, "-500", "USD"),
        ("USD -500", None, "-500", "USD"),
        ("EUR 0,125", None, "0.125", "EUR"),
        ("5 000 000 FCFA", None, "5000000", None),
        ("Bs. 1.500", None, "1500", None),
        ("MXN$ 1,500", None, "1500", "MXN"),
        ("Q 2,000.00", None, "2000.00", "GTQ"),
        ("12500", None, "12500", None),
        (500, None, "500", None),
        ("5 millones", None, "5000000", None),
        ("25k", None, "25000", None),
        ("RD$ 1.5 millones", ".", "1500000.0", "DOP"),
        ("1,2 millones de dólares", ",", "1200000.0", None),
        ("£250k", None, "250000", "GBP"),
    ],
)
def test_money_is_an_amount_and_a_currency(text, decimal, amount, currency):
    read = values.read_money(text, decimal)
    assert read is not None
    assert (str(read[0]), read[1]) == (amount, currency)


@pytest.mark.parametrize(
    "value",
    [
        "—",
        "USD",
        "USD 4 / EUR 5",
        "USD 5 EUR",
        "KWD 1,234",
        "XYZ 5",
        None,
        "Sí",
        "1-2 USD",
    ],
)
def test_what_is_no_money_for_certain_is_none(value):
    assert values.read_money(value, None) is None


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Presupuesto (USD)", ("USD", 1)),
        ("Budget in EUR", ("EUR", 1)),
        ("Costo US$", ("USD", 1)),
        ("Orçamento (R$)", ("BRL", 1)),
        ("Presupuesto (miles de USD)", ("USD", 1_000)),
        ("Budget (million EUR)", ("EUR", 1_000_000)),
        ("Coût (FCFA)", (None, 1)),
        ("TOTAL COST FOR ALL", (None, 1)),
        ("Budget (all)", (None, 1)),
        ("Costo (USD o EUR)", (None, 1)),
        ("Monto ($)", (None, 1)),
    ],
)
def test_a_heading_names_the_currency_and_what_one_counts(heading, expected):
    assert values.money_in_heading(heading) == expected


# Percentages


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([0.0, "100 %", "0%", 0.6, 1.0], True),
        ([0, 40, 0.4], True),
        (["0,4", "40 %"], True),
        ([0, 1], True),
        ([12.5, 0.5], False),
        ([0, 40, 100], False),
        ([0], False),
        (["n/a", None, "40 %"], False),
        ([], False),
    ],
)
def test_a_column_decides_whether_its_numbers_are_fractions(cells, expected):
    assert values.is_fraction_column(cells) is expected


def test_a_percent_format_decides_for_noughts():
    assert values.is_fraction_column([0], has_percent_format=True)


@pytest.mark.parametrize(
    ("value", "is_fraction", "percent"),
    [
        ("40 %", True, "40"),
        ("40%", False, "40"),
        ("0,5 %", True, "0.5"),
        ("40 por ciento", True, "40"),
        ("33,3", False, "33.3"),
        (40, True, "40"),
        (40, False, "40"),
        (0.4, True, "40"),
        ("0,4", True, "40"),
        (0.29, True, "29"),
        (0.1 + 0.2, True, "30"),
        (1, True, "100"),
        (1, False, "1"),
        (0, True, "0"),
    ],
)
def test_percentages_are_read_from_0_to_100(value, is_fraction, percent):
    assert str(values.read_percent(value, None, is_fraction)) == percent


@pytest.mark.parametrize("value", [101, -1, "x", "120 %", "", None, "%", True, "-5 %"])
def test_what_is_no_percentage_is_none(value):
    assert values.read_percent(value, None, False) is None


@given(st.integers(0, 100))
def test_three_ways_to_write_a_percentage_agree(number):
    ways = [
        values.read_percent(number / 100, None, True),
        values.read_percent(f"{number} %", None, True),
        values.read_percent(number, None, False),
    ]
    assert ways == [Decimal(number)] * 3


# Statuses


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("No iniciado", "not_started"),
        ("1. No iniciada", "not_started"),
        ("Pendiente", "not_started"),
        ("À venir", "not_started"),
        ("not_started", "not_started"),
        ("Não iniciada", "not_started"),
        ("En ejecución", "in_progress"),
        ("EN EJECUCION .", "in_progress"),
        ("🟢 En cours", "in_progress"),
        ("En ejecución (60 %)", "in_progress"),
        ("Ongoing", "in_progress"),
        ("Em andamento", "in_progress"),
        ("In corso", "in_progress"),
        ("Cumplido", "completed"),
        ("Concluída", "completed"),
        ("Done", "completed"),
        ("Réalisé", "completed"),
        ("Suspendida", "on_hold"),
        ("En pause", "on_hold"),
        ("Bloqué\u00a0", "on_hold"),
        ("On-hold", "on_hold"),
        ("Abandonné", "cancelled"),
        ("Permanente", "continuous"),
        ("en continu", "continuous"),
        ("Contínua", "continuous"),
    ],
)
def test_statuses_are_read_in_the_words_of_plans(text, status):
    reading = values.read_status(text, {})
    assert (reading.value, reading.is_certain) == (status, True)


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("conculida", "completed"),
        ("in progres", "in_progress"),
        ("En ejecusion", "in_progress"),
        ("no inciado", "not_started"),
        ("En retard", "in_progress"),
        ("À discuter", "not_started"),
        ("No cumplido", ""),
        ("Incumplida", ""),
        ("zzz", ""),
        ("En ejecución desde que se firmó el convenio con la universidad", ""),
        ("✓", ""),
        ("100 %", ""),
    ],
)
def test_other_words_are_proposed_never_taken(text, suggestion):
    reading = values.read_status(text)
    assert (reading.value, reading.is_certain, reading.suggestion) == (None, False, suggestion)


@pytest.mark.parametrize("text", ["", None, " ", "-", "—"])
def test_no_status_written_is_no_doubt(text):
    assert values.read_status(text) == values.StatusReading(None, is_certain=True)


def test_the_words_of_a_mapping_come_before_the_built_in_ones():
    extra = {"Pendiente": "on_hold", "Verde": "completed"}
    assert values.read_status("pendiente", extra).value == "on_hold"
    assert values.read_status("VERDE", extra).value == "completed"
    assert values.StatusWords(extra).read("Verdi").suggested_word == "Verde"
    assert values.read_status("pendiente").value == "not_started"


def test_signs_and_numbers_of_a_mapping_are_told_apart():
    words = values.StatusWords({"✓": "completed", "1": "not_started", "2": "in_progress"})
    assert [words.read(text).value for text in ["✓", "1", "2", "3", "", "-"]] == [
        "completed",
        "not_started",
        "in_progress",
        None,
        None,
        None,
    ]
    assert words.read("").is_certain


def test_no_word_stands_for_two_statuses():
    seen = {}
    for status, words in status_words._WORDS.items():
        assert status in status_words.STATUSES
        for word in words.split(","):
            assert seen.setdefault(status_words._fold(word), status) == status, word
    assert len(seen) > 200


@given(st.text(max_size=60))
def test_no_text_breaks_a_reader(text):
    reading = values.read_status(text)
    assert reading.is_certain or reading.value is None
    percent = values.read_percent(text, ",", True)
    assert percent is None or 0 <= percent <= 100
    values.read_money(text, None)
    split = values.split_names(text, KNOWN.__contains__)
    assert all(name == name.strip() for name in split.names)
