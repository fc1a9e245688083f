"""How numbers, dates, money and paper are written for one language and one State.

Months stand in letters, so no reader has to guess which figure is the day. Only Babel's words and signs
are used, not its date patterns: some of its locales (es_PA) put the month first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from db.partial_date import PartialDate

if TYPE_CHECKING:
    from babel import Locale
    from babel.numbers import NumberPattern

Paper = Literal["A4", "Letter", "Legal"]

LETTER_TERRITORIES = frozenset(
    (
        "BO",
        "BZ",
        "CA",
        "CL",
        "CO",
        "CR",
        "CU",
        "DO",
        "GT",
        "HN",
        "HT",
        "MX",
        "NI",
        "PA",
        "PH",
        "PR",
        "SV",
        "US",
        "VE",
    )
)
NO_BREAK_SPACE = "\u00a0"
DEFAULT_LOCALES = {"es": "es_419", "en": "en_001", "pt": "pt_BR"}
"""How a language is written where no State says otherwise."""


@dataclass(frozen=True, slots=True)
class _DateWords:
    """The patterns of one language: whole dates, their parts, and what joins two of them."""

    day: str
    month: str
    quarter: Callable[[int], str]
    half: Callable[[int], str]
    of_year: str
    short_day: str
    short_month: str
    short_quarter: str
    short_half: str
    between: str
    continuous: str


def _spanish_quarter(number: int) -> str:
    return f"{number}.{'er' if number in (1, 3) else 'º'} trimestre"


def _spanish_half(number: int) -> str:
    return ("primer semestre", "segundo semestre")[number - 1]


def _english_quarter(number: int) -> str:
    return ("first quarter", "second quarter", "third quarter", "fourth quarter")[number - 1]


def _english_half(number: int) -> str:
    return ("first half", "second half")[number - 1]


def _french_ordinal(word: str) -> Callable[[int], str]:
    return lambda number: f"{number}{'er' if number == 1 else 'e'} {word}"


def _portuguese_ordinal(word: str) -> Callable[[int], str]:
    return lambda number: f"{number}.º {word}"


_WORDS = {
    "es": _DateWords(
        "{day} de {month} de {year}", "{month} de {year}", _spanish_quarter, _spanish_half,
        "{part} de {year}", "{day} {month} {year}", "{month} {year}", "T{part} {year}", "S{part} {year}",
        "{first} a {last}", "Permanente",
    ),
    "en": _DateWords(
        "{day} {month} {year}", "{month} {year}", _english_quarter, _english_half,
        "{part} of {year}", "{day} {month} {year}", "{month} {year}", "Q{part} {year}", "H{part} {year}",
        "{first} to {last}", "Continuous",
    ),
    "fr": _DateWords(
        "{day} {month} {year}", "{month} {year}", _french_ordinal("trimestre"), _french_ordinal("semestre"),
        "{part} {year}", "{day} {month} {year}", "{month} {year}", "T{part} {year}", "S{part} {year}",
        "{first} à {last}", "Permanente",
    ),
    "pt": _DateWords(
        "{day} de {month} de {year}", "{month} de {year}",
        _portuguese_ordinal("trimestre"), _portuguese_ordinal("semestre"),
        "{part} de {year}", "{day} {month} {year}", "{month} {year}", "T{part} {year}", "S{part} {year}",
        "{first} a {last}", "Permanente",
    ),
}  # fmt: skip
_OTHER_WORDS = _DateWords(
    "{day} {month} {year}", "{month} {year}", lambda number: f"Q{number}", lambda number: f"H{number}",
    "{part} {year}", "{day} {month} {year}", "{month} {year}", "Q{part} {year}", "H{part} {year}",
    "{first} – {last}", "∞",
)  # fmt: skip


@lru_cache(maxsize=256)
def territory_of(state_code: str) -> str:
    """The two letters of a State's code of two or three; "" for a fictional or unknown State."""
    code = state_code.upper()
    if len(code) == 2 and code.isalpha():
        return code
    if len(code) != 3 or not code.isalpha():
        return ""
    from babel.core import get_global

    return str(next(iter(get_global("territory_aliases").get(code, ())), ""))


def paper_of(state_code: str) -> Paper:
    """The paper that offices of a State print on unless told otherwise."""
    return "Letter" if territory_of(state_code) in LETTER_TERRITORIES else "A4"


@lru_cache(maxsize=64)
def _locale(language: str, state_code: str) -> Locale:
    from babel import Locale, UnknownLocaleError

    base = language.replace("-", "_").split("_")[0]
    for name in (f"{base}_{territory_of(state_code)}", DEFAULT_LOCALES.get(base, base), base):
        try:
            return Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("en_001")


@lru_cache(maxsize=16)
def _months(language: str, width: Literal["wide", "abbreviated"]) -> tuple[str, ...]:
    names = _locale(language, "").months["format"][width]
    if language.startswith(("es", "en")) and width == "abbreviated":
        return tuple(names[month][:3] for month in range(1, 13))
    return tuple(str(names[month]) for month in range(1, 13))


class Formats:
    """Writes values the way one language and one State do; the same value always reads the same.

    `language` is a tag such as "es"; `state_code` has two or three letters, "" or a fictional State
    leaves it to the language alone (Spanish then as in Latin America).
    """

    def __init__(self, language: str, state_code: str = "") -> None:
        self.language = language
        self.state_code = state_code
        self._words = _WORDS.get(language.replace("_", "-").split("-")[0].lower(), _OTHER_WORDS)
        self.number = lru_cache(maxsize=8192)(self._number)
        self.partial_date = lru_cache(maxsize=8192)(self._partial_date)

    @property
    def paper(self) -> Paper:
        """The paper of this State."""
        return paper_of(self.state_code)

    @property
    def decimal_sign(self) -> str:
        """The sign before the decimals."""
        return self._sign("decimal")

    def _sign(self, name: str) -> str:
        return str(_locale(self.language, self.state_code).number_symbols["latn"][name])

    def _number(self, value: int | Decimal, decimals: int | None = None) -> str:
        """Write a number with its groups; `decimals` fixes how many, else as many as it has (at most 6)."""
        from babel.numbers import format_decimal

        pattern = "#,##0" + ("." + "0" * decimals if decimals else "" if decimals == 0 else ".######")
        locale = _locale(self.language, self.state_code)
        grouped = _with_groups_of(locale.decimal_formats[None], pattern)
        written = format_decimal(value, format=grouped, locale=locale, numbering_system="latn")
        return written.replace("\u202f", NO_BREAK_SPACE)

    def percent(self, value: int | Decimal) -> str:
        """Write 40 as "40 %" the way the language sets its sign."""
        pattern: NumberPattern = _locale(self.language, self.state_code).percent_formats[None]
        gap = NO_BREAK_SPACE if not pattern.pattern.rstrip("%\u200e\u200f\u061c").endswith("0") else ""
        return f"{self.number(value)}{gap}%"

    def money(self, value: int | Decimal, currency: str = "") -> str:
        """Write an amount, with two decimals unless it is whole, behind its currency's code."""
        is_whole = value == int(value)
        amount: str = self.number(value, 0 if is_whole else 2)
        return f"{currency}{NO_BREAK_SPACE}{amount}" if currency else amount

    def full_date(self, value: date) -> str:
        """Write a day in full: "15 de septiembre de 2027"."""
        return self._day(value, is_short=False)

    def short_date(self, value: date) -> str:
        """Write a day for a table: "15 sep 2027"."""
        return self._day(value, is_short=True)

    def short_partial_date(self, value: PartialDate) -> str:
        """Write a partial date for a table: "15 sep 2027", "T3 2027"."""
        text: str = self.partial_date(value, is_short=True)
        return text

    def _day(self, value: date, is_short: bool) -> str:
        pattern = self._words.short_day if is_short else self._words.day
        month = _months(self.language, "abbreviated" if is_short else "wide")[value.month - 1]
        is_first_in_french = value.day == 1 and self.language.startswith("fr")
        return pattern.format(day="1er" if is_first_in_french else value.day, month=month, year=value.year)

    def _month(self, value: date, is_short: bool) -> str:
        pattern = self._words.short_month if is_short else self._words.month
        month = _months(self.language, "abbreviated" if is_short else "wide")[value.month - 1]
        return pattern.format(month=month, year=value.year)

    def _partial_date(self, value: PartialDate, *, is_short: bool = False) -> str:
        """Write a partial date as exactly as it is known: "3.er trimestre de 2027", "2025-2027"."""
        if value.is_continuous or value.first is None:
            return self._words.continuous
        if value.kind == "interval":
            return self._interval(*value.sides, is_short=is_short)
        first, year = value.first, value.first.year
        quarter, half = (first.month + 2) // 3, (first.month + 5) // 6
        words = self._words
        match value.kind, is_short:
            case "day", _:
                return self._day(first, is_short)
            case "month", _:
                return self._month(first, is_short)
            case "quarter", True:
                return words.short_quarter.format(part=quarter, year=year)
            case "half", True:
                return words.short_half.format(part=half, year=year)
            case "quarter", False:
                return words.of_year.format(part=words.quarter(quarter), year=year)
            case "half", False:
                return words.of_year.format(part=words.half(half), year=year)
        return str(year)

    def _interval(self, first: PartialDate, last: PartialDate, *, is_short: bool) -> str:
        left: str = self.partial_date(first, is_short=is_short)
        right: str = self.partial_date(last, is_short=is_short)
        if first.kind == "year" and last.kind == "year":
            return f"{left}-{right}"
        return self._words.between.format(first=left, last=right)


def _with_groups_of(own: NumberPattern, pattern: str) -> NumberPattern:
    """A number pattern with the group sizes of a locale's own one (India writes 1,23,456)."""
    from babel.numbers import parse_pattern

    made = parse_pattern(pattern)
    made.grouping = own.grouping
    return made
