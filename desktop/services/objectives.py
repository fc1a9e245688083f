"""What people do with the objectives of a plan: make, name, number, move, delete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from db.database import Database
from db.log_records import ChangeSetInfo
from db.ordering import key_between
from db.queries.plan import objectives
from db.records import ObjectiveRecord
from db.schema import Objective, PlanItem
from db.trees import family_of, in_reading_order
from db.unit_of_work import Reader, Writer
from desktop.base.errors import UserError
from desktop.base.i18n import N_
from desktop.services.item_places import following
from desktop.services.plan_locks import refuse_when_locked
from desktop.services.validation import checked


def add_objective(
    database: Database, author: str, plan_id: str, values: Mapping[str, Any], *, after: str | None = None
) -> str:
    """Add an objective to a plan, behind its sibling `after` or at the end; gives its id."""
    with database.write(author, N_("Add the objective {title}"), title=str(values.get("title", ""))) as unit:
        refuse_when_locked(unit, [plan_id], Objective.title_label)
        row = checked(Objective, {"plan_id": plan_id, **values}, is_new=True)
        position = _position(unit, plan_id, after, at_end=after is None)
        (objective_id,) = unit.insert(Objective, [{**row, "position": position}])
        unit.commit()
    return objective_id


def update_objective(
    database: Database, author: str, objective_id: str, values: Mapping[str, Any]
) -> ChangeSetInfo | None:
    """Change number or title of an objective."""
    with database.write(
        author, N_("Change the objective {name}"), name=_name(database, objective_id)
    ) as unit:
        row = unit.row(Objective, objective_id)
        wanted = checked(Objective, values)
        if any(row[name] != value for name, value in wanted.items()):
            refuse_when_locked(unit, [row["plan_id"]], Objective.title_label)
        unit.update(Objective, {objective_id: wanted})
        return unit.commit()


def move_objective(
    database: Database, author: str, objective_id: str, *, parent_id: str | None, after: str | None
) -> ChangeSetInfo | None:
    """Move an objective with all below it: under another one, behind a sibling or to the front.

    Its actions follow, so that the plan reads in the order of its objectives.
    """
    with database.write(author, N_("Move the objective {name}"), name=_name(database, objective_id)) as unit:
        plan_id = str(unit.row(Objective, objective_id)["plan_id"])
        refuse_when_locked(unit, [plan_id], Objective.title_label)
        family = family_of(objective_id, {row.id: row.parent_id for row in objectives(unit, plan_id)})
        if parent_id in family or after in family:
            raise UserError(N_("An objective cannot be moved below itself."))
        position = _position(unit, plan_id, after, parent_id=parent_id, moving=objective_id)
        unit.update(Objective, {objective_id: {"parent_id": parent_id, "position": position}})
        unit.update(PlanItem, following(unit, plan_id, family))
        return unit.commit()


def delete_objective(database: Database, author: str, objective_id: str) -> ChangeSetInfo | None:
    """Delete an objective; what is below it, objectives and actions, goes to the one above it."""
    with database.write(
        author, N_("Delete the objective {name}"), name=_name(database, objective_id)
    ) as unit:
        row = unit.row(Objective, objective_id)
        plan_id, above = str(row["plan_id"]), row["parent_id"]
        refuse_when_locked(unit, [plan_id], Objective.title_label)
        items = unit.raw(f"SELECT id FROM {unit.schema}.plan_item WHERE objective_id = ?", [objective_id])
        unit.update(PlanItem, {item[0]: {"objective_id": above} for item in items})
        below = [each for each in objectives(unit, plan_id) if each.parent_id == objective_id]
        unit.update(Objective, _in_place_of(unit, plan_id, objective_id, above, below))
        unit.delete(Objective, [objective_id])
        return unit.commit()


def _in_place_of(
    unit: Reader, plan_id: str, objective_id: str, above: str | None, below: Sequence[ObjectiveRecord]
) -> dict[str, dict[str, Any]]:
    """The objectives below a deleted one take its place among its siblings, in their order."""
    made: dict[str, dict[str, Any]] = {}
    siblings = [each for each in objectives(unit, plan_id) if each.parent_id == above]
    at = next(place for place, each in enumerate(siblings) if each.id == objective_id)
    low = siblings[at].position
    high = next((each.position for each in siblings[at + 1 :] if each.position > low), None)
    for each in below:
        low = key_between(low, high)
        made[each.id] = {"parent_id": above, "position": low}
    return made


def _position(
    unit: Writer,
    plan_id: str,
    after: str | None,
    *,
    parent_id: str | None = None,
    moving: str = "",
    at_end: bool = False,
) -> str:
    """An order key behind a sibling, to the front of its siblings, or behind all objectives."""
    present = [each for each in objectives(unit, plan_id) if each.id != moving]
    if at_end:
        return key_between(present[-1].position if present else None, None)
    if after is None:
        siblings = [each for each in present if each.parent_id == parent_id]
        return key_between(None, siblings[0].position if siblings else None)
    before = str(unit.row(Objective, after)["position"])
    parent = unit.row(Objective, after)["parent_id"]
    behind = (each.position for each in present if each.parent_id == parent and each.position > before)
    return key_between(before, next(behind, None))


def objective_names(unit: Reader, plan_id: str) -> list[tuple[str, str, int]]:
    """(id, number and title, depth from 1 on) of a plan's objectives in reading order."""
    tree = in_reading_order(objectives(unit, plan_id))
    return [(row.id, f"{row.number} {row.title}".strip(), level) for row, level in tree]


def _name(database: Database, objective_id: str) -> str:
    with database.read() as unit:
        row = unit.row(Objective, objective_id)
    return str(row["number"] or row["title"][:60])
