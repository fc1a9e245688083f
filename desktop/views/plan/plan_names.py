"""The names that are chosen from on the plan screen: the plan's objectives and actions, and other plans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from db.fields import Ref
from db.log_records import ChangeSetInfo
from db.queries.plan import item_names, plans
from db.unit_of_work import Reader
from desktop.services.objectives import objective_names
from desktop.views.workplace import Workplace

_MANY = 200


class PlanNames(QObject):
    """Objectives and actions of one plan by name, kept up to date.

    Signals:
        changed: names have been read, or read again.
    """

    changed = Signal()

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self.plan_id: str | None = None
        self.objectives: list[tuple[str, str, int]] = []
        self._objective_refs: list[Ref] = []
        self._items: dict[str, Ref] = {}
        self._plans: list[Ref] = []
        self.written = place.written.with_refs(self.refs)
        place.feed.changed.connect(self._on_feed_changed)

    def refs(self, table: str) -> Sequence[Ref]:
        """The names of a table as far as they are known."""
        match table:
            case "objective":
                return self._objective_refs
            case "plan_item":
                return list(self._items.values())
            case "plan":
                return self._plans
        return self._place.lookups.refs(table)

    def read(self, plan_id: str | None) -> None:
        """Read the names of a plan."""
        self.plan_id = plan_id
        self._items = {}
        self._take_objectives([])
        self._place.desk.read(_names, plan_id, None, then=self._on_read)

    def _on_read(self, answer: tuple[str | None, Any, list[Ref], list[Ref]]) -> None:
        plan_id, objectives, items, found_plans = answer
        if plan_id != self.plan_id:
            return
        self._take_objectives(objectives)
        self._items.update((ref.id, ref) for ref in items)
        self._plans = found_plans
        self.changed.emit()

    def _take_objectives(self, objectives: list[tuple[str, str, int]]) -> None:
        self.objectives = objectives
        self._objective_refs = [Ref(row_id, name) for row_id, name, _ in objectives]

    def _on_feed_changed(self, info: ChangeSetInfo) -> None:
        touched = info.touched.get("plan_item", frozenset())
        if len(touched) > _MANY:
            self.read(self.plan_id)
        elif touched or info.touched.keys() & {"objective", "plan"}:
            for row_id in touched:
                self._items.pop(row_id, None)
            self._place.desk.read(_names, self.plan_id, touched, then=self._on_read)


def _names(
    reader: Reader, plan_id: str | None, touched: Iterable[str] | None
) -> tuple[str | None, Any, list[Ref], list[Ref]]:
    found_plans = [Ref(plan.id, plan.title) for plan in plans(reader)]
    if plan_id is None:
        return None, [], [], found_plans
    return plan_id, objective_names(reader, plan_id), item_names(reader, plan_id, touched), found_plans
