"""Whether a stored value is one that its field can hold: what damage or another program may break."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from math import isfinite
from typing import Any

from db.fields import Field, Kind, stored_fields
from db.ordering import is_key
from db.partial_date import PartialDate
from db.schema.base import Base

_STATE = re.compile("[A-Z][0-9A-Z]{2}")


def faults(table: type[Base], row: Mapping[str, Any]) -> list[str]:
    """The names of the fields of a whole stored row that hold what they cannot."""
    optional = _optional(table)
    return [
        name
        for name, field in stored_fields(table).items()
        if not (name in optional if row[name] is None else is_allowed(field, row[name]))
    ]


@cache
def _optional(table: type[Base]) -> frozenset[str]:
    return frozenset(column.name for column in table.__table__.columns if column.nullable)


def is_allowed(field: Field, value: Any) -> bool:
    """Whether a field can hold a value that is not None."""
    return _RULES.get(field.kind, _is_text)(field, value)


def _is_text(_field: Field, value: Any) -> bool:
    return isinstance(value, str)


def _is_choice(field: Field, value: Any) -> bool:
    return isinstance(value, str) and value in (field.choices or {})


def _is_partial_date(_field: Field, value: Any) -> bool:
    try:
        return isinstance(value, str) and PartialDate.parse(value).text == value
    except ValueError:
        return False


def _is_number(field: Field, value: Any) -> bool:
    if not isinstance(value, int | float) or not isfinite(value):
        return False
    is_low = field.minimum is not None and value < field.minimum
    return not is_low and (field.maximum is None or value <= field.maximum)


def _is_whole(field: Field, value: Any) -> bool:
    return isinstance(value, int) and _is_number(field, value)


def _is_flag(_field: Field, value: Any) -> bool:
    return isinstance(value, int) and value in (0, 1)


def _is_money(_field: Field, value: Any) -> bool:
    try:
        amount = Decimal(value) if isinstance(value, str) else Decimal(-1)
    except InvalidOperation:
        return False
    return amount.is_finite() and amount >= 0


def _is_state(_field: Field, value: Any) -> bool:
    return isinstance(value, str) and _STATE.fullmatch(value) is not None


def _is_order(_field: Field, value: Any) -> bool:
    return isinstance(value, str) and (not value or is_key(value))


_RULES: Mapping[Kind, Callable[[Field, Any], bool]] = {
    Kind.CHOICE: _is_choice,
    Kind.PARTIAL_DATE: _is_partial_date,
    Kind.PERCENT: _is_number,
    Kind.INTEGER: _is_whole,
    Kind.FLAG: _is_flag,
    Kind.MONEY: _is_money,
    Kind.STATE: _is_state,
    Kind.ORDER: _is_order,
}
