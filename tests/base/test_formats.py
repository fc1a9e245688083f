from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from db.partial_date import PartialDate
from desktop.base.formats import Formats, paper_of, territory_of


@pytest.mark.parametrize(
    ("language", "state", "number", "written"),
    [
        ("es", "PA", Decimal("1234.5"), "1,234.5"),
        ("es", "PAN", Decimal("1234.5"), "1,234.5"),
        ("es", "AR", Decimal("1234.5"), "1.234,5"),
        ("es", "X01", 1234, "1,234"),
        ("fr", "FRA", Decimal("1234.5"), "1\u00a0234,5"),
        ("pt", "BRA", 1234567, "1.234.567"),
        ("en", "IND", 1234567, "12,34,567"),
        ("es", "AR", -1234, "-1.234"),
    ],
)
def test_numbers_follow_language_and_state(language, state, number, written):
    assert Formats(language, state).number(number) == written


@pytest.mark.parametrize(
    ("language", "day", "full", "short"),
    [
        ("es", date(2027, 9, 15), "15 de septiembre de 2027", "15 sep 2027"),
        ("en", date(2027, 9, 1), "1 September 2027", "1 Sep 2027"),
        ("fr", date(2027, 9, 1), "1er septembre 2027", "1er sept. 2027"),
        ("pt", date(2027, 3, 9), "9 de março de 2027", "9 mar. 2027"),
    ],
)
def test_days_have_the_month_in_letters(language, day, full, short):
    for state in ("", "PA", "US", "X01"):
        assert Formats(language, state).full_date(day) == full
        assert Formats(language, state).short_date(day) == short


@pytest.mark.parametrize(
    ("text", "spanish", "short", "english"),
    [
        ("2027", "2027", "2027", "2027"),
        ("2026-H1", "primer semestre de 2026", "S1 2026", "first half of 2026"),
        ("2027-Q3", "3.er trimestre de 2027", "T3 2027", "third quarter of 2027"),
        ("2027-09", "septiembre de 2027", "sep 2027", "September 2027"),
        ("2027-09-15", "15 de septiembre de 2027", "15 sep 2027", "15 September 2027"),
        ("2025/2027", "2025-2027", "2025-2027", "2025-2027"),
        ("2025-03/2027", "marzo de 2025 a 2027", "mar 2025 a 2027", "March 2025 to 2027"),
        ("continuous", "Permanente", "Permanente", "Continuous"),
    ],
)
def test_partial_dates_are_written_as_exactly_as_known(text, spanish, short, english):
    value = PartialDate.parse(text)
    assert Formats("es", "PA").partial_date(value) == spanish
    assert Formats("es", "PA").short_partial_date(value) == short
    assert Formats("en", "PA").partial_date(value) == english


def test_percent_and_money():
    assert Formats("es", "PA").percent(40) == "40%"
    assert Formats("fr", "FR").percent(Decimal("40.5")) == "40,5\u00a0%"
    assert Formats("es", "AR").money(Decimal("1234.5"), "USD") == "USD\u00a01.234,50"
    assert Formats("en").money(45000, "EUR") == "EUR\u00a045,000"


def test_paper_follows_the_state():
    assert (paper_of("PAN"), paper_of("US"), paper_of("AR"), paper_of("X01")) == (
        "Letter", "Letter", "A4", "A4",
    )  # fmt: skip
    assert (territory_of("pan"), territory_of("X01"), territory_of("XY"), territory_of("")) == (
        "PA", "", "XY", "",
    )  # fmt: skip


def test_a_language_without_own_words_still_writes_dates():
    formats = Formats("zz", "X01")
    assert formats.partial_date(PartialDate.parse("2027-Q3")) == "Q3 2027"
    assert formats.number(1234) == "1,234"
