"""Ids ordered by one field's raw values; nothing recorded comes last in both directions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from db.fields import Field, Kind
from db.partial_date import PartialDate
from desktop.base.text import fold

Key = Callable[[Any], Any]


def sort_key(field: Field, state_name: Callable[[str], str] = str) -> Key:
    """What values of a field are compared by."""
    match field.kind:
        case Kind.PARTIAL_DATE:
            return _date_key
        case Kind.CHOICE:
            places = {code: place for place, code in enumerate(field.choices or {})}
            return lambda value: places.get(value, len(places))
        case Kind.PERCENT | Kind.INTEGER | Kind.FLAG:
            return float
        case Kind.MONEY:
            return float
        case Kind.LINKS:
            return lambda refs: [fold(ref.text) for ref in refs]
        case Kind.STATE:
            return lambda code: fold(state_name(code))
    return number_key if field.name == "number" else fold


def number_key(text: str) -> list[tuple[int, int, str]]:
    """Free numbers as people count: 2.9 before 2.10, "A" behind the figures."""
    return [
        (0, int(part), "") if part.isdecimal() and len(part) < 10 else (1, 0, part)
        for part in _split_digits(fold(text))
    ]


def _split_digits(text: str) -> list[str]:
    parts: list[str] = []
    for sign in text:
        kind = sign.isdecimal()
        if not sign.isalnum():
            parts.append("")
        elif parts and parts[-1] and parts[-1][-1].isdecimal() == kind:
            parts[-1] += sign
        else:
            parts.append(sign)
    return [part for part in parts if part]


def _date_key(text: str) -> tuple[Any, ...]:
    try:
        return (0, PartialDate.parse(text).sort_key)
    except ValueError:
        return (1, text)


def ordered_by(
    ids: Sequence[str],
    keys: Sequence[tuple[Field, bool]],
    values: Callable[[Field], Mapping[str, Any]],
    key: Callable[[Field], Key],
) -> list[str]:
    """The ids by several fields, each ascending or descending: the first one decides, then the next."""
    found = list(ids)
    for field, is_descending in reversed(keys):
        found = ordered(found, values(field), key(field), is_descending=is_descending)
    return found


def ordered(ids: Sequence[str], values: Mapping[str, Any], key: Key, *, is_descending: bool) -> list[str]:
    """The ids by their values; equal ones and those without a value keep their natural order."""
    filled: list[str] = []
    empty: list[str] = []
    for row_id in ids:
        (empty if values.get(row_id) in (None, "", ()) else filled).append(row_id)
    keys = {row_id: key(values[row_id]) for row_id in filled}
    filled.sort(key=keys.__getitem__, reverse=is_descending)
    return filled + empty
