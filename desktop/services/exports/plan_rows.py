"""Items of a plan as JSON objects and as the rows of a table whose columns are the declared fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, TypeAlias

from db.fields import Field, Kind, fields_of
from db.partial_date import PartialDate
from db.queries.rows import stored_rows
from db.records import PlanItemRecord, PlanRecord
from db.schema import Indicator, IndicatorValue, PlanItem
from db.unit_of_work import Reader
from desktop.base.i18n import N_, Texts
from desktop.reports.builders.data import FileFacts
from desktop.reports.builders.shared import EXERCISE, made_for
from desktop.reports.document import Cell, Column, DataRow, Document, Fact, Section, Table
from desktop.reports.document import Kind as ColumnKind

Indicators: TypeAlias = dict[str, list[dict[str, Any]]]
"""The indicators of each item by its id, with their values."""

_BETWEEN_NAMES = "; "
_SEVERAL_ONLY = ("state", "plan_title")
"""Fields that say nothing in an export of one plan: its name stands above."""


def read_indicators(unit: Reader) -> Indicators:
    """All indicators with their values, in order."""
    values: Indicators = {}
    for value in stored_rows(unit, IndicatorValue, order="t.on_date, t.id"):
        values.setdefault(value.indicator_id, []).append({"on_date": value.on_date, "value": value.value})
    found: Indicators = {}
    for each in stored_rows(unit, Indicator, order="t.position, t.id"):
        made = {
            "text": each.text,
            "unit": each.unit,
            "baseline": each.baseline,
            "target": each.target,
            "values": values.get(each.id, []),
        }
        found.setdefault(each.item_id, []).append(made)
    return found


def item_object(item: PlanItemRecord, indicators: Indicators) -> dict[str, Any]:
    """An item as the JSON export has it."""
    return {
        "id": item.id,
        "plan": item.plan_title,
        "parent": item.parent_id,
        "objective": item.objective_title or None,
        "number": item.number,
        "title": item.title,
        "description": item.description,
        "lead": _BETWEEN_NAMES.join(ref.text for ref in item.lead) or None,
        "co_leads": [ref.text for ref in item.co_leads],
        "supporting": [ref.text for ref in item.supporting],
        "persons": [ref.text for ref in item.persons],
        "start": item.start,
        "due": item.due,
        "due_text": item.due_text,
        "completed_on": item.completed_on,
        "status": item.status,
        "progress": None if item.progress is None else _plain_number(item.progress),
        "priority": item.priority,
        "indicators": indicators.get(item.id, []),
        "resources": item.resources,
        "budget": item.budget,
        "currency": item.currency,
        "funding": item.funding,
        "assistance_needed": item.assistance_needed,
        "difficulty": item.difficulty,
        "remarks": item.remarks,
        "sharing": item.sharing.split(),
        "second_title": item.second_title,
    }


def _plain_number(value: float) -> int | float:
    return int(value) if value == int(value) else value


Getter = Callable[[PlanItemRecord], Cell]

_KINDS: dict[Kind, ColumnKind] = {
    Kind.LONG_TEXT: ColumnKind.LONG_TEXT,
    Kind.CHOICE: ColumnKind.STATUS,
    Kind.PARTIAL_DATE: ColumnKind.PARTIAL_DATE,
    Kind.INTEGER: ColumnKind.NUMBER,
    Kind.PERCENT: ColumnKind.PERCENT,
    Kind.MONEY: ColumnKind.MONEY,
    Kind.LINKS: ColumnKind.LONG_TEXT,
    Kind.CHILDREN: ColumnKind.LONG_TEXT,
}


class PlanTable:
    """Items as a table: a column for each declared field that people see, none for ids.

    Fields that lists do not show unasked are left out while no item holds anything in them.
    """

    def __init__(
        self,
        items: Sequence[PlanItemRecord],
        plans: Sequence[PlanRecord],
        indicators: Indicators,
        texts: Texts,
    ) -> None:
        self._items = items
        self._indicators = indicators
        self._texts = texts
        self.plans = plans
        declared = fields_of(PlanItem)
        names = [name for name, field in declared.items() if self._is_column(name, field)]
        self._columns = [self._column(name, declared[name]) for name in names]
        self._getters = [self._getter(name, declared[name]) for name in names]

    @property
    def titles(self) -> list[str]:
        """The titles of the columns."""
        return [column.title for column in self._columns]

    def table(self) -> Table:
        """The table of the workbook, its choices offered."""
        return Table(
            tuple(self._columns),
            self.rows,
            empty_text=self._texts.gettext(N_("The plan has no actions.")),
            count=len(self._items),
            is_editable=True,
        )

    def rows(self) -> Iterator[DataRow]:
        """The rows, made one by one."""
        getters = self._getters
        for item in self._items:
            yield tuple([get(item) for get in getters])

    def csv_rows(self) -> Iterator[list[str]]:
        """The rows as texts, dates and numbers in the one form that every program reads."""
        for row in self.rows():
            yield [_csv_text(value) for value in row]

    def _is_column(self, name: str, field: Field) -> bool:
        if not field.is_shown or name == "notes":
            return False
        if name in _SEVERAL_ONLY:
            return len({getattr(item, name) for item in self._items}) > 1
        if field.kind is Kind.CHILDREN:
            return bool(self._indicators)
        return field.is_listed or any(getattr(item, name) not in (field.empty, ()) for item in self._items)

    def _column(self, name: str, field: Field) -> Column:
        gettext = self._texts.gettext
        kind = ColumnKind.CODE if name == "number" else _KINDS.get(field.kind, ColumnKind.TEXT)
        is_choice = field.kind is Kind.CHOICE and field.choices
        choices = tuple(gettext(word) for word in (field.choices or {}).values()) if is_choice else ()
        return Column(gettext(field.label), kind, choices=choices)

    def _getter(self, name: str, field: Field) -> Getter:
        if field.kind is Kind.CHILDREN:
            return self._indicator_texts
        if field.kind in (Kind.CHOICE, Kind.CODES):
            words = {code: self._texts.gettext(word) for code, word in (field.choices or {}).items()}
            return partial(_words, name, words)
        if field.kind is Kind.FLAG:
            return partial(_words, name, {1: self._texts.gettext(N_("Yes"))})
        return partial(_GETTERS.get(field.kind, _as_it_is), name)

    def _indicator_texts(self, item: PlanItemRecord) -> Cell:
        return "\n".join(each["text"] for each in self._indicators.get(item.id, ())) or None


def _as_it_is(name: str, item: PlanItemRecord) -> Cell:
    return getattr(item, name) or None


def _words(name: str, words: dict[Any, str], item: PlanItemRecord) -> Cell:
    value = getattr(item, name)
    if isinstance(value, str) and value not in words:
        return _BETWEEN_NAMES.join(words.get(code, code) for code in value.split()) or None
    return words.get(value)


def _partial_date(name: str, item: PlanItemRecord) -> Cell:
    value = getattr(item, name)
    return PartialDate.parse(value) if value else None


def _number(name: str, item: PlanItemRecord) -> Cell:
    value = getattr(item, name)
    if value is None:
        return None
    return int(value) if value == int(value) else Decimal(str(value))


def _money(name: str, item: PlanItemRecord) -> Cell:
    value = getattr(item, name)
    return None if value is None else Decimal(value)


def _names(name: str, item: PlanItemRecord) -> Cell:
    return _BETWEEN_NAMES.join([ref.text for ref in getattr(item, name)]) or None


_GETTERS: dict[Kind, Callable[[str, PlanItemRecord], Cell]] = {
    Kind.PARTIAL_DATE: _partial_date,
    Kind.PERCENT: _number,
    Kind.MONEY: _money,
    Kind.INTEGER: _number,
    Kind.LINKS: _names,
}


def _csv_text(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else str(value)


def plan_document(
    made: PlanTable, file: FileFacts, day: date, texts: Texts, recipient: str | None = None
) -> Document:
    """The workbook of an export: one table, the plan named above it, and for whom it is made."""
    _ = texts.gettext
    title = _(N_("Actions of the plan"))
    is_one = len(made.plans) == 1
    facts = [Fact(_(N_("Plan")), made.plans[0].title)] if is_one else [Fact(_(N_("Plans")), len(made.plans))]
    return Document(
        title=made.plans[0].title if is_one else title,
        texts=texts,
        sections=(Section(title, (made.table(),), is_landscape=True, short_title=_(N_("Actions"))),),
        facts=(*facts, *made_for(recipient, texts)),
        running_head=made.plans[0].title if is_one else title,
        author_organisation=file.organisation,
        date=day,
        is_draft=False,
        exercise_text=_(EXERCISE) if file.is_exercise else "",
        paper=file.paper or "A4",
        state_code=made.plans[0].state if is_one else file.state.code,
    )
