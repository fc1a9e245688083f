"""Reads dates as people write them in Spanish, English, French and Portuguese, and never guesses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from db import date_words as words
from db.date_grammar import NOT_A_DATE, YEARS, Doubt, date_of, read_words
from db.folding import fold_words, has_odd_digits
from db.messages import N_
from db.partial_date import CONTINUOUS, PartialDate

NOT_A_YEAR = N_("This number is neither a year nor a date.")

_SERIALS = range(15_001, 73_051)
_FIRST_CELL_DAY = date(1941, 1, 25)
_DAYS_BETWEEN_EPOCHS = 1462


@dataclass(frozen=True, slots=True)
class DateReading:
    """What a written date means.

    `value` is None where nothing is certain. `is_exact`: the canonical form says all that was written, so
    that the text need not be kept beside it. `reason` is a message id, empty when certain.
    """

    value: PartialDate | None
    is_certain: bool
    is_exact: bool
    reason: str = ""


_NOTHING = DateReading(None, is_certain=True, is_exact=True)


def read_date(
    value: object,
    *,
    day_first: bool | None = None,
    epoch_1904: bool = False,
    has_short_years: bool = False,
) -> DateReading:
    """Read one cell: text, number, date or nothing; what is not certain comes back without a value.

    `day_first` and `has_short_years` ("Dec-27" is December 2027) are what a column's cells have decided.
    """
    try:
        if value is None:
            return _NOTHING
        if isinstance(value, str):
            return _read_text(value, day_first, epoch_1904, has_short_years)
        if isinstance(value, date):
            return _read_day(value)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return _read_number(value, epoch_1904)
        raise Doubt(NOT_A_DATE)
    except Doubt as doubt:
        return DateReading(None, is_certain=False, is_exact=False, reason=str(doubt))


def decide_day_first(texts: Iterable[object]) -> bool | None:
    """Decide a column's order of day and month by its cells; None when none or both orders are certain."""
    orders = {
        int(first) > 12
        for text in texts
        if isinstance(text, str)
        for first, _, second in _TWO_THEN_YEAR.findall(text)
        if (int(first) > 12) != (int(second) > 12)
    }
    return orders.pop() if len(orders) == 1 else None


def decide_short_years(texts: Iterable[object]) -> bool:
    """Decide whether the numbers of "Dec-27" are years: one that is surely a year, or all near each other."""
    found = [
        (match["month"], int(match["number"]), bool(match["day"]))
        for text in texts
        if isinstance(text, str) and len(text) <= _LONGEST_SHORT and text[-1:].isdigit()
        if (match := _SHORT_YEAR.fullmatch(fold_words(text))) and match["month"] in words.MONTHS
    ]
    if not all(number in _SHORT_YEARS for _, number, _ in found):
        return False
    if any(has_day or number > 31 or month not in words.ENGLISH_MONTHS for month, number, has_day in found):
        return True
    numbers = [number for _, number, _ in found]
    return len(numbers) >= _ENOUGH and max(numbers) - min(numbers) <= _NEAR


_TWO_THEN_YEAR = re.compile(r"(?<!\d)(\d{1,2})([-/.])(\d{1,2})\2(?:\d{4}|\d{2})(?!\d)")


def _certain(value: PartialDate, is_exact: bool = True) -> DateReading:
    return DateReading(value, is_certain=True, is_exact=is_exact)


def _read_day(value: date) -> DateReading:
    moment = value.time() if isinstance(value, datetime) else time()
    # A year or a small number typed into a cell with a date format arrives as a day of long ago.
    if value.year not in YEARS or date(value.year, value.month, value.day) < _FIRST_CELL_DAY:
        raise Doubt(NOT_A_YEAR)
    return _certain(PartialDate.of_day(value), is_exact=moment == time())


def _read_number(value: float, epoch_1904: bool) -> DateReading:
    if value != value or abs(value) > 99_999_999:
        raise Doubt(NOT_A_YEAR)
    whole = int(value)
    if whole == value and whole in YEARS:
        return _certain(PartialDate.parse(str(whole)))
    if whole == value and whole // 10_000 in YEARS:
        return _certain(date_of(whole // 10_000, whole // 100 % 100, whole % 100))
    if whole + _DAYS_BETWEEN_EPOCHS * epoch_1904 not in _SERIALS:
        raise Doubt(NOT_A_YEAR)
    day = date(1899, 12, 30) + timedelta(days=whole + _DAYS_BETWEEN_EPOCHS * epoch_1904)
    return _certain(PartialDate.of_day(day), is_exact=whole == value)


# Texts: first what needs no grammar, then the grammar.

_MONTH_NUMBER = re.compile(r"(?P<month>[a-z]+)\.?(?P<mark> ?[-/'] ?| )(?P<number>\d\d)")
_SHORT_YEAR = re.compile(r"(?P<day>\d{1,2}[-/ .]+)?" + _MONTH_NUMBER.pattern)
_LONGEST_SHORT = 20
_SHORT_YEARS = range(18, 61)
_ENOUGH, _NEAR = 3, 6
_NUMBER = re.compile(r"\d+(?:[.,]0+)?|\d{5}[.,]\d+")
_TIME = re.compile(
    r"(?:t|,? )(\d{1,2}[:h]\d{2}(?::\d{2}(?:[.,]\d+)?)?)"
    r" ?(?:[ap]\.? ?m\.?|h(?:rs|s)?\.?|z|[+-]\d\d:?\d\d)?$"
)
_OPENING = re.compile(
    "(?:" + "|".join(map(re.escape, sorted(words.NOT_EXACT_OPENINGS, key=len, reverse=True))) + r")\b[' ]*"
)
_WEEKDAY = re.compile(
    "^(?:" + "|".join(sorted(words.WEEKDAYS, key=len, reverse=True)) + r")(?:-feira)?\.?,? "
    r"(?=\d{1,2}([-/.])\d{1,2}\1\d|\d{1,2}(?:er|st|nd|rd|th|o|a)?[ -](?:de |of )?[a-z]{3}|"
    r"[a-z]{3,9}\.? \d{1,2},? \d{4})"
)
_MONTH_OF = re.compile(r"\b(?:mes|mois|mese|month) (?:de|of|di|d\b'?) ?")
_LONGEST = 120
_DASHES_ONLY = re.compile(r"[-_ ]*")


@lru_cache(maxsize=16_384)
def _read_text(text: str, day_first: bool | None, epoch_1904: bool, has_short_years: bool) -> DateReading:
    if len(text) > _LONGEST or has_odd_digits(text):
        raise Doubt(NOT_A_DATE)
    folded = fold_words(text.replace("\ufeff", ""))
    if _DASHES_ONLY.fullmatch(folded):
        return _NOTHING
    if _NUMBER.fullmatch(folded):
        return _read_number(float(folded.replace(",", ".")), epoch_1904)
    canonical = _canonical(folded)
    if canonical is not None:
        return _certain(canonical)
    dated, is_midnight = _without_time(_WEEKDAY.sub("", folded))
    bare, is_whole = _without_opening(dated)
    value = _month_of_short_year(bare, has_short_years) or read_words(bare, day_first)
    return _certain(value, is_exact=is_midnight and is_whole)


def _canonical(folded: str) -> PartialDate | None:
    words_only = set(re.findall(r"[a-z]+", folded.replace("on-going", "ongoing")))
    if words_only & words.CONTINUOUS and not re.search(r"[^a-z .-]", folded):
        rest = words_only - words.CONTINUOUS - words.BESIDE_CONTINUOUS
        return None if rest else CONTINUOUS
    try:
        value = PartialDate.parse(folded.upper())
    except ValueError:
        return None
    in_range = value.first and value.last and value.first.year in YEARS and value.last.year in YEARS
    return value if in_range else None


def _month_of_short_year(folded: str, has_short_years: bool) -> PartialDate | None:
    """Read "dic-27": only where English writes the day behind the month may the number be a day."""
    match = _MONTH_NUMBER.fullmatch(folded)
    month = words.MONTHS.get(match["month"]) if match else None
    if match is None or month is None or int(match["number"]) not in _SHORT_YEARS:
        return None
    is_year = has_short_years or "'" in match["mark"] or match["month"] not in words.ENGLISH_MONTHS
    return PartialDate.parse(f"20{match['number']}-{month:02}") if is_year else None


def _without_time(folded: str) -> tuple[str, bool]:
    match = _TIME.search(folded)
    if match is None or not match.start():
        return folded, True
    return folded[: match.start()], not re.search("[1-9]", match[1])


def _without_opening(folded: str) -> tuple[str, bool]:
    bare = folded = _MONTH_OF.sub("", folded)
    while (match := _OPENING.match(bare)) is not None:
        bare = bare[match.end() :]
        bare = re.sub(r"^(?:de|del|el|le|the|of|do|da|l)\b[' ]*", "", bare)
    return bare, bare == folded
