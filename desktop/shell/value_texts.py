"""How stored values are written on the screen: by the field's declaration, the language and the locale."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from html import escape
from typing import Any

from PySide6.QtCore import QDate, QDateTime, QLocale

from db.fields import Field, Kind
from db.partial_date import PartialDate
from desktop.base.i18n import N_, Texts
from desktop.base.text import visible_controls

_TOOLTIP_LENGTH = 1_500
SEPARATOR = "; "
"""Stands between several linked records in one cell, on the screen and in the clipboard."""


def tooltip(text: str) -> str:
    """A tooltip that can never be taken for markup."""
    if not text:
        return ""
    shown = text if len(text) <= _TOOLTIP_LENGTH else text[:_TOOLTIP_LENGTH] + " …"
    return f"<span>{escape(visible_controls(shown))}</span>".replace("\n", "<br>")


class ValueTexts:
    """Writes values for people; `state_name` gives a State's name for its code."""

    def __init__(self, texts: Texts, locale: QLocale, state_name: Callable[[str], str] = str) -> None:
        self.texts = texts
        self.locale = locale
        self._state_name = state_name
        self.date = lru_cache(maxsize=8192)(self._date)
        self._writers: dict[Kind, Callable[[Field, Any], str]] = {
            Kind.CHOICE: self._choice,
            Kind.PARTIAL_DATE: lambda _, value: self.date(value),
            Kind.MOMENT: lambda _, value: self.moment(value),
            Kind.INTEGER: lambda _, value: locale.toString(int(value)),
            Kind.PERCENT: lambda _, value: f"{self._number(Decimal(str(value)))} %",
            Kind.MONEY: lambda _, value: self._number(Decimal(value)),
            Kind.FLAG: lambda _, value: texts.gettext(N_("Yes")) if value else "",
            Kind.CODES: self._codes,
            Kind.STATE: lambda _, value: state_name(value),
            Kind.LINKS: lambda _, value: visible_controls(SEPARATOR.join(ref.text for ref in value)),
        }

    def shown(self, field: Field, value: Any) -> str:
        """A stored value as a list or form shows it; nothing recorded is an empty text."""
        if value is None or value == "" or value == ():
            return ""
        writer = self._writers.get(field.kind)
        return visible_controls(str(value)) if writer is None else writer(field, value)

    def label(self, field: Field) -> str:
        """The field's name."""
        return self.texts.gettext(field.label)

    def state(self, code: str) -> str:
        """A State's name."""
        return self._state_name(code)

    def moment(self, value: str) -> str:
        """A UTC time as a local one."""
        return self.timestamp(int(datetime.fromisoformat(value).timestamp() * 1000))

    def timestamp(self, at_ms: int) -> str:
        """UTC milliseconds as a local day and time."""
        local = QDateTime.fromMSecsSinceEpoch(at_ms)
        day = self.locale.toString(local.date(), "d MMM yyyy")
        return f"{day}, {self.locale.toString(local.time(), 'HH:mm')}"

    def _date(self, value: str) -> str:
        """A partial date for a table: "15 Sep 2027", "Q3 2027", "2025-2027"."""
        try:
            parsed = PartialDate.parse(value)
        except ValueError:
            return value
        return self._partial(parsed)

    def _partial(self, value: PartialDate) -> str:
        gettext = self.texts.gettext
        if value.is_continuous or value.first is None:
            return gettext(N_("Continuous"))
        if value.kind == "interval":
            left, right = value.sides
            if left.kind == right.kind == "year":
                return f"{left.text}–{right.text}"
            return gettext(N_("{first} to {last}")).format(
                first=self._partial(left), last=self._partial(right)
            )
        first = value.first
        day = QDate(first.year, first.month, first.day)
        match value.kind:
            case "day":
                return self.locale.toString(day, "d MMM yyyy")
            case "month":
                return self.locale.toString(day, "MMM yyyy")
            case "quarter":
                return gettext(N_("Q{quarter} {year}")).format(
                    quarter=(first.month + 2) // 3, year=first.year
                )
            case "half":
                return gettext(N_("H{half} {year}")).format(half=(first.month + 5) // 6, year=first.year)
        return str(first.year)

    def _number(self, value: Decimal) -> str:
        whole, _, decimals = format(value, "f").partition(".")
        shown = self.locale.toString(int(whole))
        return f"{shown}{self.locale.decimalPoint()}{decimals}" if decimals.strip("0") else shown

    def _choice(self, field: Field, value: str) -> str:
        return self.texts.gettext((field.choices or {}).get(value, value))

    def _codes(self, field: Field, value: str) -> str:
        return ", ".join(self._code(field, code) for code in value.split())

    def _code(self, field: Field, code: str) -> str:
        if field.choices and code in field.choices:
            return self.texts.gettext(field.choices[code])
        kind, _, rest = code.partition(":")
        return self._state_name(rest) if kind == "state" and rest else code
