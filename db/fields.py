"""What a field declaration is: the one place where a field's type, label, limits and flags are said.

A table in `db.schema` is made of these declarations. Forms, table columns, import mapping, Excel columns,
reports, history texts and validation all read them through `fields_of`; nobody repeats them.

Four families of helpers make a declaration:
- the column helpers (`text`, `choice`, `partial_date`, ...) declare a stored column;
- `linked` declares rows of a link table seen from one side (an item's institutions in a role);
- `children` declares rows that belong to a record (an item's progress notes);
- `derived` declares a value that a query computes (a plan's title beside its item).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar, overload

from sqlalchemy import CheckConstraint, Float, ForeignKey, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

if TYPE_CHECKING:
    from db.schema.base import Base

T = TypeVar("T")
MAX_TEXT = 32_767
"""The most characters of one field: what an Excel cell can carry."""

_INFO = "field"
_order = count()


class Kind(StrEnum):
    """How a field's value is stored, edited and shown."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    PARTIAL_DATE = "partial_date"
    MOMENT = "moment"
    INTEGER = "integer"
    PERCENT = "percent"
    MONEY = "money"
    FLAG = "flag"
    CODES = "codes"
    STATE = "state"
    LINK = "link"
    LINKS = "links"
    CHILDREN = "children"
    ORDER = "order"
    TECHNICAL = "technical"


class Ref(NamedTuple):
    """A linked record: its id and the text it is shown by."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """One declared field of one table, which `table` names.

    `choices` gives stored value -> message id. `place` names the group of the form. `synonyms` are further
    headings met in workbooks, in any language. `minimum` and `maximum` are in the field's own `unit`.
    `is_owner` marks an optional link whose row goes with its target all the same.
    """

    label: str
    kind: Kind
    name: str = ""
    table: str = ""
    is_required: bool = False
    choices: Mapping[str, str] | None = None
    max_length: int = MAX_TEXT
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""
    place: str = ""
    target: str = ""
    synonyms: tuple[str, ...] = ()
    is_personal: bool = False
    is_locked_when_adopted: bool = False
    is_reported: bool = False
    is_listed: bool = True
    is_derived: bool = False
    is_owner: bool = False
    default: Any = None
    order: int = 0

    @property
    def initial(self) -> Any:
        """The value of a new row that does not say otherwise."""
        return self.empty if self.default is None else self.default

    @property
    def is_stored(self) -> bool:
        """Whether the table has a column of this name."""
        return not self.is_derived and self.kind not in (Kind.LINKS, Kind.CHILDREN)

    @property
    def empty(self) -> Any:
        """What the column holds when nothing is recorded; the log leaves such values out."""
        return "" if self.kind in _EMPTY_TEXT else 0 if self.kind is Kind.FLAG else None

    @property
    def is_shown(self) -> bool:
        """Whether people see the field at all; keys and order never are."""
        return self.kind not in (Kind.TECHNICAL, Kind.ORDER)


_EMPTY_TEXT = (Kind.TEXT, Kind.LONG_TEXT, Kind.CODES, Kind.ORDER)
_TYPES: dict[Kind, Any] = {
    Kind.INTEGER: Integer,
    Kind.FLAG: Integer,
    Kind.PERCENT: Float,
}


def _column(kind: Kind, label: str, *, constraints: tuple[Any, ...] = (), **flags: Any) -> Mapped[Any]:
    is_required = bool(flags.pop("required", False))
    is_key = bool(flags.pop("primary_key", False))
    has_index = bool(flags.pop("index", False))
    has_text = kind in _EMPTY_TEXT
    flags.setdefault("order", next(_order))
    field = Field(label, kind, is_required=is_required, **flags)
    return mapped_column(
        _TYPES.get(kind, Text)(),
        *constraints,
        primary_key=is_key,
        nullable=not (is_required or has_text or is_key or kind is Kind.FLAG),
        index=has_index or None,
        info={_INFO: field},
        sort_order=-1 if is_key else 0,
    )


def key() -> Mapped[str]:
    """The record's id: a UUIDv7 in canonical text, or a UUIDv5 for link rows; never reused."""
    return _column(Kind.TECHNICAL, "", primary_key=True)


def technical(**flags: Any) -> Mapped[Any]:
    """A column that people never see."""
    return _column(Kind.TECHNICAL, "", **flags)


def text(label: str, **flags: Any) -> Mapped[str]:
    """One line of text; empty text means nothing recorded."""
    return _column(Kind.TEXT, label, **flags)


def long_text(label: str, **flags: Any) -> Mapped[str]:
    """Text of several lines."""
    return _column(Kind.LONG_TEXT, label, **flags)


def codes(label: str, **flags: Any) -> Mapped[str]:
    """A set of codes, sorted and separated by one space; empty text is the empty set."""
    return _column(Kind.CODES, label, **flags)


def state(label: str, **flags: Any) -> Mapped[Any]:
    """A State's ISO 3166 alpha-3 code, or X and two characters for a fictional State."""
    return _column(Kind.STATE, label, index=True, **flags)


def choice(label: str, choices: Mapping[str, str], **flags: Any) -> Mapped[Any]:
    """One of the declared values, stored as its code; None means not stated."""
    return _column(Kind.CHOICE, label, choices=choices, **flags)


def partial_date(label: str, **flags: Any) -> Mapped[Any]:
    """A `PartialDate` in canonical text."""
    return _column(Kind.PARTIAL_DATE, label, **flags)


def moment(label: str, **flags: Any) -> Mapped[Any]:
    """A UTC time, ISO 8601 with milliseconds and Z."""
    return _column(Kind.MOMENT, label, **flags)


def integer(label: str, **flags: Any) -> Mapped[Any]:
    """A whole number."""
    return _column(Kind.INTEGER, label, **flags)


def flag(label: str, **flags: Any) -> Mapped[int]:
    """Yes (1) or no (0)."""
    return _column(Kind.FLAG, label, **flags)


def percent(label: str, **flags: Any) -> Mapped[float | None]:
    """A percentage from 0 to 100."""
    return _column(Kind.PERCENT, label, minimum=0, maximum=100, unit="%", **flags)


def money(label: str, **flags: Any) -> Mapped[str | None]:
    """An amount as plain decimal text ("12500.50"); the currency is a field of its own."""
    return _column(Kind.MONEY, label, minimum=0, **flags)


def order_key() -> Mapped[str]:
    """A fractional key among siblings: a move changes this one row (see `db.ordering`)."""
    return _column(Kind.ORDER, "")


def link(label: str, target: str, **flags: Any) -> Mapped[Any]:
    """A reference to one record of the table `target`.

    When that record is deleted, a required reference takes its row along and an optional one is emptied.
    """
    is_technical = not label
    kind = Kind.TECHNICAL if is_technical else Kind.LINK
    return _column(kind, label, constraints=(ForeignKey(f"{target}.id"),), index=True, target=target, **flags)


class Declared(Generic[T]):
    """A declaration without a column of its own; on a record it reads as a value of type T."""

    def __init__(self, field: Field, **through: str) -> None:
        self.field = field
        self.through = through

    if TYPE_CHECKING:

        @overload
        def __get__(self, instance: None, owner: object) -> Declared[T]: ...
        @overload
        def __get__(self, instance: object, owner: object) -> T: ...
        def __get__(self, instance: object, owner: object) -> Any: ...


def linked(
    label: str, table: str, *, owner: str, target_column: str, target: str, role: str = "", **flags: Any
) -> Declared[tuple[Ref, ...]]:
    """Rows of the link table `table` seen from `owner`, in the given role, in their order."""
    field = Field(label, Kind.LINKS, target=target, default=(), order=next(_order), **flags)
    return Declared(field, table=table, owner=owner, target=target_column, role=role)


def children(label: str, table: str, *, owner: str, **flags: Any) -> Declared[tuple[Any, ...]]:
    """Rows of `table` that belong to the record and go with it."""
    field = Field(
        label, Kind.CHILDREN, target=table, default=(), is_listed=False, order=next(_order), **flags
    )
    return Declared(field, table=table, owner=owner)


def derived(label: str, kind: Kind, **flags: Any) -> Declared[Any]:
    """A value that a query computes."""
    return Declared(Field(label, kind, is_derived=True, order=next(_order), **flags))


def one_of(column: str, choices: Mapping[str, str]) -> CheckConstraint:
    """The table constraint that holds a choice to its declared values."""
    listed = ", ".join(f"'{value}'" for value in choices)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


@cache
def fields_of(table: type[Base]) -> Mapping[str, Field]:
    """All declared fields of a table by name, in the order in which they were declared."""
    named = table.__tablename__
    found = {
        column.name: replace(column.info[_INFO], name=column.name, table=named)
        for column in table.__table__.columns
        if _INFO in column.info
    }
    for name, made in declared_of(table).items():
        found[name] = replace(made.field, name=name, table=named)
    return dict(sorted(found.items(), key=lambda pair: pair[1].order))


@cache
def declared_of(table: type[Base]) -> Mapping[str, Declared[Any]]:
    """The table's links, children and derived values by name."""
    return {
        name: value
        for owner in reversed(table.__mro__)
        for name, value in vars(owner).items()
        if isinstance(value, Declared)
    }


@cache
def stored_fields(table: type[Base]) -> Mapping[str, Field]:
    """The fields that are columns of the table."""
    return {name: field for name, field in fields_of(table).items() if field.is_stored}
