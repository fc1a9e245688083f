"""Where the plan table gets its rows: reads and edits posted to the database's thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from db.fields import Field, stored_fields
from db.log_records import ChangeSetInfo
from db.queries.plan import item_ids, items
from db.queries.plan_list import column_values, filter_words, items_touched
from db.schema import PlanItem
from db.unit_of_work import Reader
from desktop.base.errors import Problem
from desktop.base.text import fold
from desktop.itemmodels.plan_item_table_model import FILTERED
from desktop.itemmodels.record_table_model import Changes
from desktop.itemmodels.sort_order import ordered, sort_key
from desktop.services.plans import update_items
from desktop.shell.desk import Desk

_MANY_ROWS = 1_000
_STORED_WORDS = [name for name in FILTERED if name in stored_fields(PlanItem)]


class PlanItemSource:
    """Items of one plan, or of all plans when `plan_id` is None."""

    def __init__(self, desk: Desk, state_name: Callable[[str], str]) -> None:
        self._desk = desk
        self._state_name = state_name
        self.plan_id: str | None = None

    def open(self, count: int, then: Callable[[tuple[list[str], list[Any]]], None]) -> None:
        """All ids in reading order and the first records."""
        self._desk.read(_open, self.plan_id, count, then=then)

    def records(self, ids: Sequence[str], then: Callable[[list[Any]], None]) -> None:
        """The items of these ids that belong here."""
        self._desk.read(_records, self.plan_id, ids, then=then)

    def order(self, field: Field, is_descending: bool, then: Callable[[list[str]], None]) -> None:
        """All ids ordered by a field."""
        key = sort_key(field, self._state_name)
        self._desk.read(_order, self.plan_id, field.name, key, is_descending, then=then)

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
        whole = {item_id: _with_due_text(wanted) for item_id, wanted in changes.items()}
        self._desk.write(update_items, whole, then=then, refused=refused)


def _with_due_text(wanted: Mapping[str, Any]) -> Mapping[str, Any]:
    """A due date typed anew is no longer the one that was written in a workbook."""
    return {**wanted, "due_text": ""} if "due" in wanted and "due_text" not in wanted else wanted


def _open(reader: Reader, plan_id: str | None, count: int) -> tuple[list[str], list[Any]]:
    ids = item_ids(reader, plan_id=plan_id)
    return ids, items(reader, ids[:count]) if count else []


def _records(reader: Reader, plan_id: str | None, ids: Sequence[str]) -> list[Any]:
    return [record for record in items(reader, ids) if plan_id is None or record.plan_id == plan_id]


def _order(
    reader: Reader, plan_id: str | None, name: str, key: Callable[[Any], Any], is_descending: bool
) -> list[str]:
    ids = item_ids(reader, plan_id=plan_id)
    return ordered(ids, column_values(reader, name), key, is_descending=is_descending)


def _folded_words(reader: Reader) -> dict[str, str]:
    return {item_id: fold(text) for item_id, text in filter_words(reader, _STORED_WORDS).items()}
