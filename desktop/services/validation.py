"""Values checked against their field's declaration before they are written."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from db.fields import Field, Kind, stored_fields
from db.partial_date import PartialDate
from db.schema.base import Base
from desktop.base.errors import UserError
from desktop.base.i18n import N_, Word
from desktop.exchange.values import clean_text

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
    if value not in (field.choices or {}):
        raise _refuse(field, value)
    return value


def _partial_date(field: Field, value: Any) -> str:
    try:
        return PartialDate.parse(str(value)).text
    except ValueError:
        raise _refuse(field, value) from None


def _number(field: Field, value: Any) -> float:
    number = float(value)
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
    return int(_number(field, value))


def _money(field: Field, value: Any) -> str:
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        raise _refuse(field, value) from None
    if not amount.is_finite() or amount < 0:
        raise _refuse(field, value)
    # One form for one amount, however many zeros it was written with: 12500.5 is 12500.50, 300.00 is 300.
    whole, _, cents = format(amount, "f").partition(".")
    cents = cents.rstrip("0")
    return f"{whole}.{cents:0<2}" if cents else whole


def _flag(field: Field, value: Any) -> int:
    if value not in (0, 1):
        raise _refuse(field, value)
    return int(value)


def _codes(field: Field, value: Any) -> str:
    listed = value.split() if isinstance(value, str) else list(value)
    return " ".join(sorted(set(listed)))


_CHECKS = {
    Kind.CHOICE: _choice,
    Kind.PARTIAL_DATE: _partial_date,
    Kind.PERCENT: _number,
    Kind.INTEGER: _integer,
    Kind.MONEY: _money,
    Kind.CODES: _codes,
    Kind.FLAG: _flag,
}
