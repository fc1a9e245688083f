"""Reads what people type or paste into a field, and writes values so that they can be read back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QLocale

from db.fields import Field, Kind, Ref
from db.partial_date import PartialDate
from db.written_dates import read_date
from desktop.base.errors import UserError
from desktop.base.i18n import N_, Word
from desktop.base.text import fold
from desktop.exchange.status_words import STATUSES, read_status
from desktop.exchange.values import DecimalSign, clean_text, read_money, read_number, read_percent
from desktop.shell.value_texts import SEPARATOR, ValueTexts

_YES = ("yes", "si", "oui", "sim", "x", "1", "true")
_NO = ("no", "non", "nao", "0", "false")
_UNREADABLE = N_("“{text}” cannot be read as {field}.")
_NO_DATE = N_(
    "“{text}” cannot be read as {field}. Write the date for example as {day}, {quarter}, {half} or {year}."
)
_NOT_LISTED = N_("“{text}” is not in the list. Choose one that is offered for “{field}”.")
_EXAMPLES = {"day": "2027-09-15", "quarter": "2027-Q3", "half": "2027-H1", "year": "2027"}


class DateAsWritten(str):
    """A stored date that still has the words it was read from, because they say more."""

    __slots__ = ("written",)

    def __new__(cls, value: str | None, written: str) -> DateAsWritten:
        """Join a date, which may be none, and its words."""
        made = super().__new__(cls, value or "")
        made.written = written
        return made


def words_of_date(value: object) -> str:
    """The words beside a date; empty where the date says all."""
    return value.written if isinstance(value, DateAsWritten) else ""


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:60] + "…"


class WrittenValues:
    """Reads and writes the texts of editors and of the clipboard.

    `refs` gives the names known of a table (for links), `find_state` a State's code for a code or name.
    """

    def __init__(
        self,
        values: ValueTexts,
        refs: Callable[[str], Sequence[Ref]],
        find_state: Callable[[str], str | None],
        state_names: Callable[[], Sequence[str]] = tuple,
    ) -> None:
        self.values = values
        self.refs = refs
        self.state_names = state_names
        self._find_state = find_state
        locale = values.locale
        day_format = locale.dateFormat(QLocale.FormatType.ShortFormat).lower()
        self._day_first = day_format.find("d") < day_format.find("m")
        self._decimal: DecimalSign = "," if locale.decimalPoint() == "," else "."
        self._readers: dict[Kind, Callable[[Field, str], Any]] = {
            Kind.LONG_TEXT: lambda _, text: text,
            Kind.CHOICE: self._choice,
            Kind.PARTIAL_DATE: self._date,
            Kind.INTEGER: self._integer,
            Kind.PERCENT: self._percent,
            Kind.MONEY: self._money,
            Kind.FLAG: self._flag,
            Kind.CODES: self._codes,
            Kind.STATE: self._state,
            Kind.LINK: self._link,
            Kind.LINKS: self._links,
        }

    def with_refs(self, refs: Callable[[str], Sequence[Ref]]) -> WrittenValues:
        """The same reading and writing over other names."""
        return WrittenValues(self.values, refs, self._find_state, self.state_names)

    def read(self, field: Field, text: str) -> Any:
        """The stored value of a text, links as a tuple of `Ref` (a new name has an empty id).

        Raises UserError when the text means nothing for this field.
        """
        text = clean_text(text)
        if not text:
            return () if field.kind is Kind.LINKS else field.empty
        reader = self._readers.get(field.kind)
        return " ".join(text.split()) if reader is None else reader(field, text)

    def write(self, field: Field, value: Any) -> str:
        """A text that `read` takes back as the same value: for editors."""
        if words := words_of_date(value):
            return words
        if value is None or value == "" or value == ():
            return ""
        match field.kind:
            case Kind.PARTIAL_DATE:
                return self._readable_date(value)
            case Kind.LINK:
                return next((ref.text for ref in self.refs(field.target) if ref.id == value), "")
            case Kind.LINKS:
                return SEPARATOR.join(ref.text for ref in value)
            case Kind.MONEY | Kind.PERCENT:
                plain = f"{value:g}" if isinstance(value, float) else str(value)
                return plain.replace(".", self._decimal)
            case Kind.INTEGER:
                return str(value)
            case Kind.TEXT | Kind.LONG_TEXT:
                return str(value)
        return self.values.shown(field, value)

    def copy(self, field: Field, value: Any) -> str:
        """A text for the clipboard, so that a worksheet takes days as days and numbers as numbers."""
        if field.kind is Kind.PARTIAL_DATE and value and PartialDate.parse(value).kind == "day":
            return str(value)
        return self.write(field, value)

    def _refuse(self, field: Field, text: str) -> UserError:
        return UserError(_UNREADABLE, text=_short(text), field=Word(field.label))

    def _readable_date(self, value: str) -> str:
        shown = self.values.date(value)
        read = read_date(shown, day_first=self._day_first).value
        return shown if read is not None and read.text == value else value

    def _choice(self, field: Field, text: str) -> str:
        choices, wanted = field.choices or {}, fold(text)
        for code, label in choices.items():
            if wanted in (code, fold(label), fold(self.values.texts.gettext(label))):
                return code
        if set(choices) == set(STATUSES) and (status := read_status(text).value) is not None:
            return str(status)
        raise self._refuse(field, text)

    def _date(self, field: Field, text: str) -> str | None:
        reading = read_date(text, day_first=self._day_first)
        if reading.value is not None:
            stored = reading.value.text
            return stored if reading.is_exact else DateAsWritten(stored, " ".join(text.split()))
        if reading.is_certain:
            return None
        examples = {name: self.values.date(value) for name, value in _EXAMPLES.items()}
        raise UserError(_NO_DATE, text=_short(text), field=Word(field.label), **examples)

    def _integer(self, field: Field, text: str) -> int:
        number = read_number(text, self._decimal)
        if number is None or number != int(number):
            raise self._refuse(field, text)
        return int(number)

    def _percent(self, field: Field, text: str) -> float:
        percent = read_percent(text, self._decimal, column_is_fraction=False)
        if percent is None:
            raise self._refuse(field, text)
        return float(percent)

    def _money(self, field: Field, text: str) -> str:
        amount = read_money(text, self._decimal)
        if amount is None:
            raise self._refuse(field, text)
        return format(amount[0], "f")

    def _flag(self, field: Field, text: str) -> int:
        folded = fold(text)
        if folded in (*_YES, fold(self.values.texts.gettext(N_("Yes")))):
            return 1
        if folded in _NO:
            return 0
        raise self._refuse(field, text)

    def _codes(self, field: Field, text: str) -> str:
        by_label = {
            fold(self.values.texts.gettext(label)): code for code, label in (field.choices or {}).items()
        }
        codes = set()
        for part in filter(None, (part.strip() for part in text.replace(";", ",").split(","))):
            code = by_label.get(fold(part), part)
            if field.choices and code not in field.choices and ":" not in code:
                raise self._refuse(field, part)
            codes.update(code.split())
        return " ".join(sorted(codes))

    def _state(self, field: Field, text: str) -> str:
        code = self._find_state(text)
        if code is None:
            raise self._refuse(field, text)
        return code

    def _link(self, field: Field, text: str) -> str:
        found = self._known(field, text)
        # A heading may be named by its number or its title alone, as long as there is only one of these.
        wanted = fold(text)
        alike = {
            ref.id
            for ref in self.refs(field.target)
            if fold(ref.text).startswith(f"{wanted} ") or fold(ref.text).endswith(f" {wanted}")
        }
        if not found.id and len(alike) != 1:
            raise UserError(_NOT_LISTED, text=_short(text), field=Word(field.label))
        return found.id or alike.pop()

    def _links(self, field: Field, text: str) -> tuple[Ref, ...]:
        parts = (" ".join(part.split()) for part in text.replace("\n", ";").split(";"))
        found = {fold(part): self._known(field, part) for part in parts if part}
        return tuple(found.values())

    def _known(self, field: Field, name: str) -> Ref:
        wanted = fold(name)
        return next((ref for ref in self.refs(field.target) if fold(ref.text) == wanted), Ref("", name))
