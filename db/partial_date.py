"""Partial dates: a year, half, quarter, month, day, an interval of these, or "continuous", as one type."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, total_ordering
from typing import Literal

Kind = Literal["year", "half", "quarter", "month", "day", "interval", "continuous"]

CONTINUOUS_TEXT = "continuous"
_SIDE = re.compile(r"([0-9]{4})(?:-(?:H([12])|Q([1-4])|([0-9]{2})(?:-([0-9]{2}))?))?")
_AFTER_ALL_DATES = date.max.toordinal() + 1


def _months(year: int, start: int, end: int) -> tuple[date, date]:
    return date(year, start, 1), date(year, end, calendar.monthrange(year, end)[1])


def _side_span(text: str) -> tuple[date, date]:
    match = _SIDE.fullmatch(text)
    if match is None:
        raise ValueError(f"not a canonical partial date: {text!r}")
    year, half, quarter, month, day = (int(part) if part else 0 for part in match.groups())
    if year < 1 or (match[4] and not 1 <= month <= 12):
        raise ValueError(f"no such year or month: {text!r}")
    if match[5]:
        only = date(year, month, day)
        return only, only
    if month:
        return _months(year, month, month)
    if quarter:
        return _months(year, 3 * quarter - 2, 3 * quarter)
    if half:
        return _months(year, 6 * half - 5, 6 * half)
    return _months(year, 1, 12)


def _span(text: str) -> tuple[date, date]:
    left, slash, right = text.partition("/")
    first, first_end = _side_span(left)
    if not slash:
        return first, first_end
    last_start, last = _side_span(right)
    if left == right or first > last_start or first_end > last:
        raise ValueError(f"an interval goes from an earlier to a later side: {text!r}")
    return first, last


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as exact as it is known, written in one canonical form.

    `text` is "2027", "2027-H1", "2027-Q3", "2027-09", "2027-09-15", "2025/2027" (each side any of these)
    or "continuous". `first` and `last` are its days, None when continuous. Equal means equal text;
    the order is by first, then last day, continuous after all dates.
    """

    text: str
    first: date | None = field(init=False, compare=False, repr=False)
    last: date | None = field(init=False, compare=False, repr=False)
    sort_key: tuple[int, int] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        first, last, key = None, None, (_AFTER_ALL_DATES, _AFTER_ALL_DATES)
        if self.text != CONTINUOUS_TEXT:
            first, last = _span(self.text)
            key = first.toordinal(), last.toordinal()
        object.__setattr__(self, "first", first)
        object.__setattr__(self, "last", last)
        object.__setattr__(self, "sort_key", key)

    def __lt__(self, other: PartialDate) -> bool:
        return (self.sort_key, self.text) < (other.sort_key, other.text)

    def __str__(self) -> str:
        return self.text

    @staticmethod
    def parse(text: str) -> PartialDate:
        """Read the canonical form; anything else raises ValueError."""
        return _parse(text)

    @staticmethod
    def of_day(day: date) -> PartialDate:
        """Give the partial date of one full day."""
        return _parse(f"{day.year:04}-{day.month:02}-{day.day:02}")

    @staticmethod
    def between(start: PartialDate, end: PartialDate) -> PartialDate:
        """Give the interval from one date to another; the date itself when they are equal."""
        if CONTINUOUS_TEXT in (start.text, end.text):
            raise ValueError("an interval has two dates")
        left, right = start.sides[0], end.sides[-1]
        return left if left == right else _parse(f"{left.text}/{right.text}")

    @property
    def sides(self) -> tuple[PartialDate, ...]:
        """The two sides of an interval; otherwise the date itself alone."""
        return tuple(_parse(side) for side in self.text.split("/"))

    @property
    def is_continuous(self) -> bool:
        """Whether this is an action without an end."""
        return self.text == CONTINUOUS_TEXT

    @property
    def kind(self) -> Kind:
        """How exact the date is."""
        if self.is_continuous:
            return "continuous"
        if "/" in self.text:
            return "interval"
        if "H" in self.text:
            return "half"
        if "Q" in self.text:
            return "quarter"
        by_length: dict[int, Kind] = {4: "year", 7: "month", 10: "day"}
        return by_length[len(self.text)]


@lru_cache(maxsize=16_384)
def _parse(text: str) -> PartialDate:
    return PartialDate(text)


CONTINUOUS = PartialDate(CONTINUOUS_TEXT)
