"""The small grammar of written dates: tokens, what their row means, and periods of two dates.

A text becomes tokens of one letter each (Y year, N two digits, D one digit, O ordinal, M month, U part of a
year, T to, A and, F from); the letters in a row are looked up in a table that says what each one is.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import NamedTuple

from db import date_words as words
from db.messages import N_
from db.partial_date import CONTINUOUS, PartialDate

NOT_A_DATE = N_("This text is not a date that can be read for certain.")
BOTH_ORDERS = N_("Day and month of this date can be read in both orders.")
NO_SUCH_DAY = N_("There is no such day.")
END_BEFORE_START = N_("The end of this period does not come after its start.")

YEARS = range(1900, 2201)
"""Numbers of four digits that are years."""


class Doubt(Exception):
    """Reading stops here: the one argument is the reason, a message id."""


class _Token(NamedTuple):
    kind: str
    value: int = 0


_Parts = dict[str, int]


def read_words(folded: str, day_first: bool | None) -> PartialDate:
    """Read a folded text that is one date or a period; raises Doubt where it is not certain."""
    return _read_tokens(_tokens(folded), day_first)


def date_of(year: int, month: int, day: int) -> PartialDate:
    """Give the partial date of a day; raises Doubt when there is no such day."""
    return _parse(f"{year}-{month:02}-{day:02}")


_PIECE = re.compile(
    rf"(?P<number>\d+)(?P<ordinal>(?:{'|'.join(words.ORDINAL_SUFFIXES)})(?![a-z]))?"
    r"|(?P<word>[a-z]+)|(?P<mark>[-/.])|(?P<space>[\s,:()\[\]']+)|(?P<other>.)"
)
_DOT_OF_WORD = re.compile(r"(?<!\d)\.|\.(?!\d)")
_KNOWN_WORDS: dict[str, _Token | None] = {
    **dict.fromkeys(words.NOISE),
    **{word: _Token("M", number) for word, number in words.MONTHS.items()},
    **{word: _Token("U", months) for word, months in words.UNITS.items()},
    **{word: _Token("O", number) for word, number in words.ORDINALS.items()},
    **dict.fromkeys(words.TO_WORDS, _Token("T")),
    **dict.fromkeys(words.AND_WORDS, _Token("A")),
    **dict.fromkeys(words.FROM_WORDS, _Token("F")),
}


def _tokens(folded: str) -> list[_Token]:
    tokens: list[_Token] = []
    for match in _PIECE.finditer(_DOT_OF_WORD.sub("", folded)):
        if match["number"]:
            tokens.append(_number_token(match["number"], is_ordinal=bool(match["ordinal"])))
        elif match["mark"]:
            tokens.append(_Token(match["mark"]))
        elif match["word"] or match["other"]:
            token = _KNOWN_WORDS.get(match[0], _Token("?"))
            tokens += [token] if token else []
    return tokens


def _number_token(digits: str, *, is_ordinal: bool) -> _Token:
    if len(digits) > 4:
        return _Token("?")
    value = int(digits)
    if is_ordinal:
        return _Token("O" if 0 < value <= 31 else "?", value)
    if len(digits) == 4:
        return _Token("Y" if value in YEARS else "?", value)
    return _Token({1: "D", 2: "N"}.get(len(digits), "?"), value)


def _read_tokens(tokens: list[_Token], day_first: bool | None) -> PartialDate:
    while tokens and tokens[0].kind == "T":
        tokens = tokens[1:]
    parts = _single(tokens, day_first)
    if parts is not None:
        return _build(parts)
    short = _short_interval(tokens)
    if short is not None:
        return short
    is_between = bool(tokens) and tokens[0].kind == "F"
    tokens = tokens[is_between:]
    found = {_split_at(tokens, index, day_first, is_between) for index in range(1, len(tokens) - 1)}
    found.discard(None)
    if len(found) != 1:
        raise Doubt(NOT_A_DATE)
    return found.pop() or CONTINUOUS


# One date: the letters of its tokens and what each stands for.


def _word_patterns() -> dict[str, tuple[str, ...]]:
    patterns: dict[str, tuple[str, ...]] = {"MY": ("month", "year"), "YM": ("year", "month")}
    for day in "DNO":
        patterns[f"{day}MY"] = ("day", "month", "year")
        patterns[f"{day}MN"] = ("day", "month", "short")
        patterns[f"M{day}Y"] = ("month", "day", "year")
        patterns[f"YM{day}"] = ("year", "month", "day")
    for number in "DO":
        patterns[f"{number}UY"] = ("number", "unit", "year")
        patterns[f"U{number}Y"] = ("unit", "number", "year")
        patterns[f"Y{number}U"] = ("year", "number", "unit")
        patterns[f"YU{number}"] = ("year", "unit", "number")
        patterns[f"{number}UN"] = ("number", "unit", "short")
        patterns[f"U{number}N"] = ("unit", "number", "short")
    return patterns


_WORD_PATTERNS = _word_patterns()
_OPEN_PATTERNS: dict[str, tuple[str, ...]] = {"M": ("month",)} | {
    pattern: roles
    for number in "DNO"
    for pattern, roles in {
        number: ("count",),
        f"{number}M": ("day", "month"),
        f"M{number}": ("month", "day"),
        f"{number}U": ("number", "unit"),
        f"U{number}": ("unit", "number"),
    }.items()
}
_LACKING = {
    frozenset({"month"}): ("year",),
    frozenset({"day", "month"}): ("year",),
    frozenset({"number", "unit"}): ("year",),
    frozenset({"number"}): ("unit", "year"),
    frozenset({"day"}): ("month", "year"),
}
"""Starts of a period that take what they lack from its end: "de enero a marzo de 2026"."""

_DAY_MONTH_YEAR = re.compile(r"[DNO](?P<mark>[-/.]?)[DN](?P=mark)Y|[DNO](?P<short>[-/.])[DN](?P=short)N")
_YEAR_MONTH_DAY = re.compile(r"Y([-/.]?)[DN]\1[DN]")
_MONTH_YEAR = re.compile(r"[DN][-/.]Y")
_YEAR_MONTH = re.compile(r"Y[-/.]N")


def _single(tokens: list[_Token], day_first: bool | None) -> _Parts | None:
    kinds = "".join(token.kind for token in tokens)
    plain = [token.value for token in tokens if token.kind not in "-/."]
    roles = _WORD_PATTERNS.get(re.sub("[-/.]", "", kinds))
    if roles is not None:
        return _year_in_full(dict(zip(roles, plain, strict=True)))
    if kinds == "Y":
        return {"year": plain[0]}
    if _MONTH_YEAR.fullmatch(kinds):
        return {"month": plain[0], "year": plain[1]}
    if _YEAR_MONTH.fullmatch(kinds) and plain[1] <= 12:
        return {"year": plain[0], "month": plain[1]}
    if _YEAR_MONTH_DAY.fullmatch(kinds):
        return dict(zip(("year", "month", "day"), plain, strict=True))
    if _DAY_MONTH_YEAR.fullmatch(kinds):
        # With dots no country writes the month first.
        is_dotted = "." in kinds and day_first is None and plain[1] <= 12
        is_day_first = kinds[0] == "O" or is_dotted or _is_day_first(plain[0], plain[1], day_first)
        order = ("day", "month") if is_day_first else ("month", "day")
        roles = (*order, "year" if kinds[-1] == "Y" else "short")
        return _year_in_full(dict(zip(roles, plain, strict=True)))
    return None


def _is_day_first(first: int, second: int, day_first: bool | None) -> bool:
    if first > 12 or second > 12 or first == second:
        return first >= second
    if day_first is None:
        raise Doubt(BOTH_ORDERS)
    return day_first


def _year_in_full(parts: _Parts) -> _Parts:
    if "short" in parts:
        short = parts.pop("short")
        parts["year"] = short + (2000 if short < 80 else 1900)
    return parts


def _build(parts: _Parts) -> PartialDate:
    year = parts["year"]
    if "unit" in parts:
        return _part_of_year(year, parts["unit"], parts["number"])
    if "day" in parts:
        return date_of(year, parts["month"], parts["day"])
    if "month" in parts:
        return _parse(f"{year}-{parts['month']:02}")
    return PartialDate.parse(str(year))


def _part_of_year(year: int, months: int, number: int) -> PartialDate:
    number = number if number != words.LAST else 12 // months
    if not 1 <= number <= 12 // months:
        raise Doubt(NOT_A_DATE)
    if months in (3, 6):
        return PartialDate.parse(f"{year}-{'Q' if months == 3 else 'H'}{number}")
    end = number * months
    return PartialDate.parse(f"{year}-{end - months + 1:02}/{year}-{end:02}")


def _parse(text: str) -> PartialDate:
    try:
        return PartialDate.parse(text)
    except ValueError:
        raise Doubt(NO_SUCH_DAY) from None


# Two dates.


def _short_interval(tokens: list[_Token]) -> PartialDate | None:
    """Read "2025/26" and "2026-27", where the second number can be no month."""
    if not _YEAR_MONTH.fullmatch("".join(token.kind for token in tokens)):
        return None
    start, short = tokens[0].value, tokens[2].value
    end = start - start % 100 + short
    return PartialDate.parse(f"{start}/{end}") if start < end <= start + 10 else None


def _split_at(
    tokens: list[_Token], index: int, day_first: bool | None, is_between: bool
) -> PartialDate | None:
    joint = tokens[index].kind
    if joint not in "-/TA":
        return None
    right = _single(tokens[index + 1 :], day_first)
    if right is None:
        return None
    left = _single(tokens[:index], day_first)
    is_open = left is None
    left = left or _borrow(tokens[:index], right)
    if left is None:
        return None
    start, end = _build(left), _build(right)
    if joint in "A/" and not (is_between or (joint == "/" and not is_open) or _are_adjacent(start, end)):
        return None
    return _between(start, end)


def _borrow(tokens: list[_Token], right: _Parts) -> _Parts | None:
    roles = _OPEN_PATTERNS.get("".join(token.kind for token in tokens))
    if roles is None:
        return None
    left = dict(zip(roles, (token.value for token in tokens), strict=True))
    if "count" in left:
        role = "number" if "unit" in right else "day"
        if role not in right:
            return None
        left = {role: left["count"]}
    return left | {role: right[role] for role in _LACKING[frozenset(left)]}


def _are_adjacent(start: PartialDate, end: PartialDate) -> bool:
    return bool(start.last and end.first and start.last + timedelta(days=1) == end.first)


def _between(start: PartialDate, end: PartialDate) -> PartialDate:
    try:
        return PartialDate.between(start, end)
    except ValueError:
        raise Doubt(END_BEFORE_START) from None
