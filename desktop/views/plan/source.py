"""Where the plan table gets its rows: reads and edits posted to the database's thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from db.fields import Field, stored_fields
from db.log_records import ChangeSetInfo
from db.queries.plan import item_ids, items, objective_order
from db.queries.plan_list import column_values, filter_words, items_touched
from db.schema import PlanItem
from db.unit_of_work import Reader
from desktop.base.errors import Problem
from desktop.base.text import fold
from desktop.itemmodels.plan_item_table_model import FILTERED
from desktop.itemmodels.record_source import Changes, SortKey
from desktop.itemmodels.sort_order import Key, ordered_by, sort_key
from desktop.services.item_scopes import ALL, ids_in_scope
from desktop.services.plans import update_items
from desktop.shell.desk import Desk
from desktop.shell.written_values import words_of_date

_MANY_ROWS = 1_000
_STORED_WORDS = [name for name in FILTERED if name in stored_fields(PlanItem)]


class PlanItemSource:
    """Items of one plan, or of all plans when `plan_id` is None; of these the ones in `scope`."""

    def __init__(
        self, desk: Desk, state_name: Callable[[str], str], today: Callable[[], date] = date.today
    ) -> None:
        self._desk = desk
        self._state_name = state_name
        self._today = today
        self.plan_id: str | None = None
        self.scope = ALL
        self.total = 0

    def open(self, count: int, then: Callable[[tuple[list[str], list[Any]]], None]) -> None:
        """All ids in reading order and the first records."""
        self._desk.read(
            _open, self.plan_id, self.scope, self._today(), count, then=partial(self._on_opened, then)
        )

    def _on_opened(
        self, then: Callable[[tuple[list[str], list[Any]]], None], answer: tuple[Any, ...]
    ) -> None:
        self.total, ids, records = answer
        then((ids, records))

    def records(self, ids: Sequence[str], then: Callable[[list[Any]], None]) -> None:
        """The items of these ids that belong here."""
        self._desk.read(_records, self.plan_id, ids, then=then)

    def order(self, keys: Sequence[SortKey], then: Callable[[list[str]], None]) -> None:
        """All ids ordered by fields."""
        self._desk.read(_order, self.plan_id, keys, self._state_name, then=then)

    def words(self, then: Callable[[Mapping[str, str]], None]) -> None:
        """The folded words of all items."""
        self._desk.read(_folded_words, then=then)

    def touched(self, info: ChangeSetInfo, then: Callable[[frozenset[str] | None], None]) -> None:
        """The items a change set touches; None after long changes such as an import."""
        if sum(map(len, info.touched.values())) > _MANY_ROWS:
            then(None)
            return
        self._desk.read(items_touched, info.number, info.touched, then=then)

    def change(
        self,
        changes: Changes,
        then: Callable[[ChangeSetInfo | None], None],
        refused: Callable[[Problem], None],
    ) -> None:
        """Write cells as one change set."""
        whole = {item_id: with_due_text(wanted) for item_id, wanted in changes.items()}
        self._desk.write(update_items, whole, then=then, refused=refused)


def with_due_text(wanted: Mapping[str, Any]) -> Mapping[str, Any]:
    """A due date that is typed anew brings its own words along, or takes those of a workbook away."""
    if "due" not in wanted or "due_text" in wanted:
        return wanted
    return {**wanted, "due": wanted["due"] or None, "due_text": words_of_date(wanted["due"])}


def _open(
    reader: Reader, plan_id: str | None, scope: str, today: date, count: int
) -> tuple[int, list[str], list[Any]]:
    ids = item_ids(reader, plan_id=plan_id)
    total = len(ids)
    if scope != ALL:
        wanted = ids_in_scope(reader, scope, today)
        ids = [item_id for item_id in ids if item_id in wanted]
    return total, ids, items(reader, ids[:count]) if count else []


def _records(reader: Reader, plan_id: str | None, ids: Sequence[str]) -> list[Any]:
    return [record for record in items(reader, ids) if plan_id is None or record.plan_id == plan_id]


def _order(
    reader: Reader, plan_id: str | None, keys: Sequence[SortKey], state_name: Callable[[str], str]
) -> list[str]:
    places: dict[str, int] = {}
    if any(field.name == "objective_id" for field, _ in keys):
        places = {objective_id: place for place, objective_id in enumerate(objective_order(reader))}

    def key(field: Field) -> Key:
        return places.__getitem__ if field.name == "objective_id" else sort_key(field, state_name)

    def values(field: Field) -> Mapping[str, Any]:
        return column_values(reader, field.name)

    return ordered_by(item_ids(reader, plan_id=plan_id), keys, values, key)


def _folded_words(reader: Reader) -> dict[str, str]:
    return {item_id: fold(text) for item_id, text in filter_words(reader, _STORED_WORDS).items()}
