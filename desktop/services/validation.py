"""Values checked against their field's declaration before they are written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from math import isfinite
from typing import Any

from db.fields import Field, Kind, stored_fields
from db.partial_date import PartialDate
from db.schema.base import Base
from desktop.base.errors import UserError
from desktop.base.i18n import N_, Word
from desktop.base.reference import shipped_reference
from desktop.exchange.values import clean_text

_MOST_DIGITS = 30
"""Amounts of more digits are no amounts; written out they could fill the memory."""
_TEXTS = (Kind.TEXT, Kind.LONG_TEXT)


def checked(table: type[Base], values: Mapping[str, Any], *, is_new: bool = False) -> dict[str, Any]:
    """The values as they are stored; raises UserError naming the field that cannot hold its value.

    With `is_new` the required fields must be there.
    """
    fields = stored_fields(table)
    found = {name: checked_value(fields[name], value) for name, value in values.items()}
    if is_new:
        for name, field in fields.items():
            if field.is_required and field.label and field.initial in (None, "") and not found.get(name):
                raise UserError(N_("{field} is missing."), field=Word(field.label))
    return found


def checked_value(field: Field, value: Any) -> Any:
    """One value as it is stored; raises UserError."""
    if field.kind in _TEXTS:
        value = clean_text(value if value is not None else "")
        if len(value) > field.max_length:
            raise UserError(
                N_("{field} holds at most {limit} characters; this text has {length}."),
                field=Word(field.label),
                limit=field.max_length,
                length=len(value),
            )
    if field.is_required and field.label and value in (None, ""):
        raise UserError(N_("{field} cannot be empty."), field=Word(field.label))
    if value is None or value == "":
        return field.empty
    check = _CHECKS.get(field.kind)
    return check(field, value) if check else value


def _refuse(field: Field, value: object) -> UserError:
    return UserError(N_("{field} cannot be “{value}”."), field=Word(field.label), value=value)


def _choice(field: Field, value: Any) -> Any:
    if not isinstance(value, str) or value not in (field.choices or {}):
        raise _refuse(field, value)
    return value


def _partial_date(field: Field, value: Any) -> str:
    try:
        return PartialDate.parse(str(value)).text
    except ValueError:
        raise _refuse(field, value) from None


def _number(field: Field, value: Any) -> float:
    try:
        number = float(value)
    except (ValueError, TypeError, OverflowError):
        raise _refuse(field, value) from None
    if not isfinite(number):
        raise _refuse(field, value)
    is_low = field.minimum is not None and number < field.minimum
    if is_low or (field.maximum is not None and number > field.maximum):
        raise UserError(
            N_("{field} must lie between {minimum} and {maximum}."),
            field=Word(field.label),
            minimum=_plain(field.minimum),
            maximum=_plain(field.maximum),
        )
    return number


def _plain(limit: float | None) -> str:
    return "…" if limit is None else f"{limit:g}"


def _integer(field: Field, value: Any) -> int:
    number = _number(field, value)
    if number != int(number):
        raise _refuse(field, value)
    return int(number)


def _money(field: Field, value: Any) -> str:
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        raise _refuse(field, value) from None
    if not amount.is_finite() or amount < 0 or not -_MOST_DIGITS < amount.adjusted() < _MOST_DIGITS:
        raise _refuse(field, value)
    # One form for one amount, however many zeros it was written with: 12500.5 is 12500.50, 300.00 is 300.
    whole, _, cents = format(abs(amount), "f").partition(".")
    cents = cents.rstrip("0")
    return f"{whole}.{cents:0<2}" if cents else whole


def _flag(field: Field, value: Any) -> int:
    if not isinstance(value, int) or value not in (0, 1):
        raise _refuse(field, value)
    return int(value)


def _codes(field: Field, value: Any) -> str:
    if not isinstance(value, Iterable):
        raise _refuse(field, value)
    listed = value.split() if isinstance(value, str) else value
    return " ".join(sorted({_code(field, each) for each in listed}))


def _code(field: Field, value: Any) -> str:
    """One code of a set: of those declared, or the name of one provider or State (`state:CODE`)."""
    is_known = isinstance(value, str) and (not field.choices or value in field.choices or ":" in value)
    if not is_known or clean_text(value) != value:
        raise _refuse(field, value)
    return str(value)


def _state(field: Field, value: Any) -> str:
    try:
        return shipped_reference().state(value).code
    except (KeyError, TypeError, AttributeError):
        raise _refuse(field, value) from None


_CHECKS = {
    Kind.CHOICE: _choice,
    Kind.PARTIAL_DATE: _partial_date,
    Kind.PERCENT: _number,
    Kind.INTEGER: _integer,
    Kind.MONEY: _money,
    Kind.CODES: _codes,
    Kind.FLAG: _flag,
    Kind.STATE: _state,
}
