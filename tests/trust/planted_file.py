"""Plants texts in every field of every logged table, through the check that every service writes through."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from db.database import Database
from db.fields import Field, Kind, stored_fields
from db.queries.plan import items
from db.schema import LOGGED, FileSettings, Institution, Person, Plan, PlanItem
from db.schema.base import Base
from db.unit_of_work import Writer
from desktop.base.errors import UserError
from desktop.services.contacts import update_institution, update_person
from desktop.services.plans import add_progress_note, update_items, update_plan
from desktop.services.validation import checked_value

AUTHOR = "Ana <b>x</b>"
_OWNERS = ("person_id", "institution_id")
_FIXED: dict[Kind, Any] = {
    Kind.STATE: "X01",
    Kind.PARTIAL_DATE: "2026-05-20",
    Kind.MOMENT: "2026-05-01T10:00:00.000Z",
    Kind.INTEGER: 7,
    Kind.PERCENT: 40.0,
    Kind.MONEY: "12.50",
}


class Planter:
    """Fills a file; `shift` moves every text to another field.

    `refused` counts the texts that the check refused; they are planted as far as the field goes.
    """

    def __init__(self, database: Database, texts: Sequence[str], shift: int = 0) -> None:
        self._database = database
        self._texts = texts
        self._shift = shift
        self.refused = 0
        self.planted = 0
        self.ids: dict[str, list[str]] = {}

    def plant(self) -> None:
        """Plant every table, then change some records, so that the history has all kinds of lines."""
        ordered = [table.name for table in Base.metadata.sorted_tables]
        with self._database.write(AUTHOR, "{name}", name=self._texts[0][:60]) as unit:
            for name in sorted(LOGGED, key=ordered.index):
                self._plant_table(unit, LOGGED[name])
            unit.commit()
        self._change()

    def _plant_table(self, unit: Writer, table: type[Base]) -> None:
        name = table.__tablename__
        if table is FileSettings:
            self.ids[name] = [row[0] for row in unit.raw("SELECT id FROM file_settings")]
            values = {"organisation": self._text(table, "organisation", 0)}
            unit.update(table, {self.ids[name][0]: values})
            return
        rows = [self._row(table, number) for number in range(len(self._texts))]
        self.ids[name] = unit.insert(table, rows)

    def _row(self, table: type[Base], number: int) -> dict[str, Any]:
        found = {}
        for name, field in stored_fields(table).items():
            value = self._value(table, name, field, number)
            if value is not None:
                found[name] = value
        if all(owner in found for owner in _OWNERS) and table.__tablename__ == "contact_detail":
            del found[_OWNERS[number % 2]]
        return found

    def _value(self, table: type[Base], name: str, field: Field, number: int) -> Any:
        if field.target:
            linked = self.ids.get(field.target)
            # One plan holds all its parts, so that one screen shows them.
            return linked[0 if field.target == "plan" else number % len(linked)] if linked else None
        match field.kind:
            case Kind.TEXT | Kind.LONG_TEXT:
                return self._text(table, name, number)
            case Kind.CHOICE:
                choices = list(field.choices or {})
                return choices[number % len(choices)]
            case Kind.FLAG:
                return number % 2
            case Kind.PARTIAL_DATE if number % 2 and not field.is_required:
                return None
            case Kind.CODES:
                return checked_value(field, " ".join(list(field.choices or {"es": ""})[:2]))
        return _FIXED.get(field.kind)

    def _text(self, table: type[Base], name: str, number: int) -> str:
        fields = stored_fields(table)
        place = list(fields).index(name) + self._shift + number
        for step in range(len(self._texts)):
            text = self._texts[(place + step) % len(self._texts)]
            kept = self._checked(fields[name], text)
            if kept:
                self.planted += 1
                return kept
        raise AssertionError(f"no text fits {table.__tablename__}.{name}")

    def _checked(self, field: Field, text: str) -> str:
        try:
            return str(checked_value(field, text))
        except UserError:
            self.refused += 1
            return str(checked_value(field, text[: field.max_length])) if len(text) > field.max_length else ""

    def _change(self) -> None:
        with self._database.read() as unit:
            first, second = items(unit)[:2]
        short = [text for text in self._texts if len(text) < 2_000]
        update_items(self._database, AUTHOR, {first.id: {"title": short[1]}, second.id: {"title": short[3]}})
        update_items(self._database, AUTHOR, {first.id: {"remarks": short[6], "title": short[7]}})
        add_progress_note(self._database, AUTHOR, first.id, text=short[2], on_date="2026-05-02")
        person, institution = self.ids[Person.__tablename__][0], self.ids[Institution.__tablename__][0]
        update_person(self._database, AUTHOR, person, {"note": short[3], "private_address": short[6]})
        update_institution(self._database, AUTHOR, institution, {"note": short[9]}, aliases=[short[0]])
        update_plan(self._database, AUTHOR, self.ids[Plan.__tablename__][1], {"title": short[4]})
        assert self.ids[PlanItem.__tablename__]
