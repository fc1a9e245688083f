"""Links typed as names: known names become their ids, unknown ones are made in the same change set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from db.fields import Ref, fields_of
from db.schema import Plan, PlanItem
from db.unit_of_work import Writer
from desktop.services.institutions import (
    institution_names,
    person_names,
    resolve_institutions,
    resolve_persons,
)

Targets = Sequence[str | Ref]


def resolved_targets(unit: Writer, name: str, by_item: Mapping[str, Targets]) -> dict[str, list[str]]:
    """Targets of one linked field of items as ids; a `Ref` without an id is looked up or made."""
    if not any(isinstance(target, Ref) for targets in by_item.values() for target in targets):
        return {item_id: [str(target) for target in targets] for item_id, targets in by_item.items()}
    is_person = fields_of(PlanItem)[name].target == "person"
    book = person_names(unit) if is_person else institution_names(unit)
    states = _states(unit, list(by_item))
    found: dict[str, list[str]] = {}
    for item_id, targets in by_item.items():
        ids: list[str] = []
        for target in targets:
            if not isinstance(target, Ref):
                ids.append(target)
            elif target.id:
                ids.append(target.id)
            elif is_person:
                ids += resolve_persons(unit, book, [target.text], states.get(item_id))[0]
            else:
                ids += resolve_institutions(unit, book, [target.text], states.get(item_id))[0]
        found[item_id] = ids
    return found


def _states(unit: Writer, item_ids: list[str]) -> dict[str, str]:
    rows = unit.rows_by_id(PlanItem, item_ids)
    plans = unit.rows_by_id(Plan, {row["plan_id"] for row in rows.values()})
    return {item_id: plans[row["plan_id"]]["state"] for item_id, row in rows.items()}
