"""The approved text of an adopted plan: which plans are closed, and what of them must not change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from db.schema import Plan, PlanItem
from db.schema.plan import LOCKED_PLAN_STATUSES
from db.unit_of_work import Reader
from desktop.base.errors import UserError
from desktop.base.i18n import N_, Word
from desktop.services.item_fields import item_fields

IS_LOCKED = N_("{field} belongs to the approved text of the plan. Choose “Amend” to change it.")


def locked_plans(unit: Reader, plan_ids: Iterable[str]) -> set[str]:
    """Which of the plans have an approved text that is not open for amendment."""
    return {
        plan_id
        for plan_id, row in unit.rows_by_id(Plan, set(plan_ids)).items()
        if row["status"] in LOCKED_PLAN_STATUSES and not row["is_amending"]
    }


def refuse_when_locked(unit: Reader, plan_ids: Iterable[str], what: str) -> None:
    """Raise UserError naming what belongs to the approved text, when one of the plans is closed."""
    if locked_plans(unit, plan_ids):
        raise UserError(IS_LOCKED, field=Word(what))


def check_item_locks(unit: Reader, changes: Mapping[str, Mapping[str, Any]]) -> None:
    """Refuse other words in a closed approved text; pasting what is there already changes nothing."""
    fields = item_fields()
    locked = {name for name, field in fields.items() if field.is_locked_when_adopted}
    touched = {item_id: locked & wanted.keys() for item_id, wanted in changes.items()}
    rows = unit.rows_by_id(PlanItem, [item_id for item_id, names in touched.items() if names])
    closed = locked_plans(unit, (row["plan_id"] for row in rows.values()))
    for item_id, row in rows.items():
        new = [name for name in sorted(touched[item_id]) if changes[item_id][name] != row[name]]
        if new and row["plan_id"] in closed:
            refuse_when_locked(unit, [row["plan_id"]], fields[new[0]].label)
