"""Taking a change set back, field by field, and saying what stays because later work rests on it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from db.changes import changes_of
from db.fields import Field, Kind, declared_of, stored_fields
from db.log_records import DELETE, INSERT, RowChange, Values, is_erased
from db.messages import N_
from db.schema import LOGGED
from db.schema.base import Base
from db.schema.plan import LOCKED_PLAN_STATUSES
from db.unit_of_work import Reader, Writer, references_to, whole_row, with_empty

Place = tuple[str, str, str]
"""Entity, row id, and field name; the name is empty for a whole row."""
Row = tuple[str, str]
"""Entity and row id."""

CHANGED_LATER = N_("It was changed again later.")
IN_USE = N_("Later records refer to it.")
TARGET_GONE = N_("What it refers to no longer exists.")
ROW_GONE = N_("The record was deleted later.")
ROW_BACK = N_("The record exists again.")
WAS_ERASED = N_("The earlier value was erased.")
IS_PART = N_("It belongs to a record that stays.")
IS_LOCKED = N_("It belongs to the approved text of the plan.")
_HOMES = {"plan_item": "plan_id", "objective": "plan_id", "indicator": "item_id"}
"""Tables with approved text, each with the column that leads to its plan."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a revert leaves as it is, and why (a message id)."""

    place: Place
    reason: str


@dataclass(slots=True)
class RevertPlan:
    """What a revert would write, and what it keeps."""

    inserts: dict[tuple[str, str], Values] = field(default_factory=dict)
    updates: dict[tuple[str, str], Values] = field(default_factory=dict)
    deletes: set[tuple[str, str]] = field(default_factory=set)
    kept: list[Kept] = field(default_factory=list)

    def keep(self, entity: str, row_id: str, name: str, reason: str) -> None:
        """Note something that stays."""
        self.kept.append(Kept((entity, row_id, name), reason))


def plan_revert(reader: Reader, number: int, ticked: Collection[Place] = ()) -> RevertPlan:
    """What taking back change set `number` would do now; `ticked` places are taken back although changed."""
    changes = [change for change in changes_of(reader, number) if change.entity in LOGGED]
    plan = RevertPlan()
    present = _present_rows(reader, changes)
    for change in changes:
        row = present.get((change.entity, change.row_id))
        if change.operation == INSERT:
            _plan_removal(plan, change, row, ticked)
        elif change.operation == DELETE:
            _plan_return(plan, change, row)
        else:
            _plan_fields(plan, change, row, ticked)
    _withdraw_locked(reader, plan)
    _settle(reader, plan, ticked, _owners(plan, present))
    return plan


def apply_revert(writer: Writer, plan: RevertPlan) -> int:
    """Write a revert plan; returns how many rows it touched."""
    for entity, rows in _by_entity(plan.inserts).items():
        writer.insert(LOGGED[entity], rows.values())
    for entity, rows in _by_entity(plan.updates).items():
        writer.update(LOGGED[entity], rows)
    for entity, ids in _ids_by_entity(sorted(plan.deletes)).items():
        writer.delete(LOGGED[entity], ids)
    return len(plan.inserts) + len(plan.updates) + len(plan.deletes)


def _by_entity(rows: dict[tuple[str, str], Values]) -> dict[str, dict[str, Values]]:
    grouped: dict[str, dict[str, Values]] = {}
    for (entity, row_id), values in rows.items():
        grouped.setdefault(entity, {})[row_id] = values
    return grouped


def _present_rows(reader: Reader, changes: list[RowChange]) -> dict[tuple[str, str], Values]:
    wanted: dict[str, list[str]] = {}
    for change in changes:
        wanted.setdefault(change.entity, []).append(change.row_id)
    return {
        (entity, row_id): row
        for entity, ids in wanted.items()
        for row_id, row in reader.rows_by_id(LOGGED[entity], ids).items()
    }


def _plan_removal(plan: RevertPlan, change: RowChange, row: Values | None, ticked: Collection[Place]) -> None:
    """Take back an insert: the row goes, unless someone has worked on it since."""
    if row is None:
        return
    is_untouched = row == whole_row(LOGGED[change.entity], change.row_id, change.after or {})
    if is_untouched or (change.entity, change.row_id, "") in ticked:
        plan.deletes.add((change.entity, change.row_id))
    else:
        plan.keep(change.entity, change.row_id, "", CHANGED_LATER)


def _plan_return(plan: RevertPlan, change: RowChange, row: Values | None) -> None:
    """Take back a delete: the row returns with its old id."""
    table = LOGGED[change.entity]
    if row is None:
        if any(
            made.is_required and is_erased((change.before or {}).get(name))
            for name, made in stored_fields(table).items()
        ):
            plan.keep(change.entity, change.row_id, "", WAS_ERASED)
            return
        values = whole_row(table, change.row_id, change.before or {})
        plan.inserts[change.entity, change.row_id] = values
    else:
        plan.keep(change.entity, change.row_id, "", ROW_BACK)


def _plan_fields(plan: RevertPlan, change: RowChange, row: Values | None, ticked: Collection[Place]) -> None:
    """Take back an update: each field that still holds what the change set wrote gets its old value."""
    if row is None:
        plan.keep(change.entity, change.row_id, "", ROW_GONE)
        return
    table = LOGGED[change.entity]
    written = with_empty(table, change.after or {})
    for name, before in with_empty(table, change.before or {}).items():
        if is_erased((change.before or {}).get(name)):
            plan.keep(change.entity, change.row_id, name, WAS_ERASED)
        elif row[name] == written[name] or (change.entity, change.row_id, name) in ticked:
            plan.updates.setdefault((change.entity, change.row_id), {})[name] = before
        elif row[name] != before:
            plan.keep(change.entity, change.row_id, name, CHANGED_LATER)


def _withdraw_locked(reader: Reader, plan: RevertPlan) -> None:
    """Leave the approved text of a plan as it is, unless it is open for amendment."""
    homes = _homes(reader, plan)
    closed = _closed_plans(reader, plan, set(homes.values()))
    for place in (place for place, home in homes.items() if home in closed):
        if place in plan.inserts or place in plan.deletes:
            plan.inserts.pop(place, None)
            plan.deletes.discard(place)
            plan.keep(*place, "", IS_LOCKED)
        values, fields = plan.updates.get(place, {}), stored_fields(LOGGED[place[0]])
        for name in [name for name in values if fields[name].is_locked_when_adopted]:
            del values[name]
            plan.keep(*place, name, IS_LOCKED)
        if not values:
            plan.updates.pop(place, None)


def _homes(reader: Reader, plan: RevertPlan) -> dict[Row, str]:
    """The plan that each row with approved text is in."""
    touched = _ids_by_entity([*plan.inserts, *plan.updates, *plan.deletes])
    homes: dict[Row, str] = {}
    for entity, column in _HOMES.items():
        present = reader.values_by_id(LOGGED[entity], touched.get(entity, ()), (column,))
        for row_id in touched.get(entity, ()):
            row = plan.inserts.get((entity, row_id)) or present[row_id]
            homes[entity, row_id] = row[column]
    items = {home for (entity, _), home in homes.items() if entity == "indicator"}
    plans = reader.values_by_id(LOGGED["plan_item"], items, ("plan_id",))
    for place, item in homes.items():
        if place[0] == "indicator":
            homes[place] = homes.get(("plan_item", item)) or plans.get(item, {}).get("plan_id", "")
    return homes


def _closed_plans(reader: Reader, plan: RevertPlan, ids: Collection[str]) -> set[str]:
    """Which plans have an approved text that is closed, as the revert leaves them."""
    rows = reader.rows_by_id(LOGGED["plan"], ids)
    after = {row_id: {**row, **plan.updates.get(("plan", row_id), {})} for row_id, row in rows.items()}
    return {
        row_id
        for row_id, row in after.items()
        if row["status"] in LOCKED_PLAN_STATUSES
        and not row["is_amending"]
        and ("plan", row_id) not in plan.deletes
    }


def _owners(plan: RevertPlan, present: Mapping[Row, Values]) -> dict[Row, list[Row]]:
    """The records that rows to be removed are parts of: an item of its notes, a person of the phones."""
    parts: dict[str, list[tuple[str, str]]] = {}
    for entity, table in LOGGED.items():
        for made in declared_of(table).values():
            if "owner" in made.through:
                parts.setdefault(made.through["table"], []).append((entity, made.through["owner"]))
    return {
        place: [(owner, present[place][column]) for owner, column in parts[place[0]]]
        for place in plan.deletes
        if place[0] in parts
    }


def _settle(
    reader: Reader, plan: RevertPlan, ticked: Collection[Place], owners: Mapping[Row, Sequence[Row]]
) -> None:
    """Withdraw removals that others rest on and values that point nowhere, until nothing more moves.

    What the file holds is read once for all rows: a plan only ever shrinks.
    """
    users, present = _users(reader, plan), _present_targets(reader, plan)
    while (
        _withdraw_parts(plan, owners, ticked)
        or _withdraw_used(plan, users, ticked)
        or _withdraw_dangling(plan, present)
    ):
        pass


def _withdraw_parts(plan: RevertPlan, owners: Mapping[Row, Sequence[Row]], ticked: Collection[Place]) -> bool:
    """Keep a record that stays whole: an action that was worked on keeps its institutions and notes."""
    moved = False
    staying = {each.place[:2] for each in plan.kept if not each.place[2]}
    for place in sorted(plan.deletes & owners.keys()):
        if (*place, "") not in ticked and any(owner in staying for owner in owners[place]):
            plan.deletes.discard(place)
            plan.keep(*place, "", IS_PART)
            moved = True
    return moved


def _ids_by_entity(places: Iterable[Row]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for entity, row_id in places:
        found.setdefault(entity, []).append(row_id)
    return found


def _users(reader: Reader, plan: RevertPlan) -> dict[Row, list[tuple[Row, str]]]:
    """The rows that point to a row to be removed, each with the column it does so by."""
    found: dict[Row, list[tuple[Row, str]]] = {}
    for entity, ids in _ids_by_entity(plan.deletes).items():
        for reference in references_to(entity):
            for user, target in reference.pairs(reader, ids):
                place = (reference.table.__tablename__, user)
                found.setdefault((entity, target), []).append((place, reference.column))
    return found


def _present_targets(reader: Reader, plan: RevertPlan) -> set[Row]:
    """The rows that returning rows and values point to, as far as the file has them."""
    wanted = _ids_by_entity(_pointed(plan))
    return {
        (entity, row_id)
        for entity, ids in wanted.items()
        for row_id in reader.rows_by_id(LOGGED[entity], sorted(set(ids)))
    }


def _pointed(plan: RevertPlan) -> Iterator[Row]:
    """What the rows and values that come back point to."""
    for (entity, _), values in [*plan.inserts.items(), *plan.updates.items()]:
        for name, made in _links_of(LOGGED[entity]):
            if values.get(name) is not None:
                yield made.target, values[name]


def _withdraw_used(
    plan: RevertPlan, users: Mapping[Row, Sequence[tuple[Row, str]]], ticked: Collection[Place]
) -> bool:
    moved = False
    pointed = set(_pointed(plan))
    for place in sorted(plan.deletes):
        if (*place, "") in ticked:
            continue
        if place in pointed or any(_stays(plan, *user) for user in users.get(place, ())):
            plan.deletes.discard(place)
            plan.keep(*place, "", IN_USE)
            moved = True
    return moved


def _stays(plan: RevertPlan, user: Row, column: str) -> bool:
    """Whether a row goes on pointing by a column: it is not removed, and the column gets no other value."""
    return user not in plan.deletes and column not in plan.updates.get(user, {})


def _links_of(table: type[Base]) -> list[tuple[str, Field]]:
    return [
        (name, made)
        for name, made in stored_fields(table).items()
        if made.target and made.kind in (Kind.LINK, Kind.TECHNICAL)
    ]


def _withdraw_dangling(plan: RevertPlan, present: Collection[Row]) -> bool:
    moved = False
    for (entity, row_id), values in list(plan.inserts.items()):
        for name, made in _links_of(LOGGED[entity]):
            if values[name] is None or _will_exist(plan, present, (made.target, values[name])):
                continue
            if made.is_required or made.is_owner:
                plan.inserts.pop((entity, row_id), None)
                plan.keep(entity, row_id, "", TARGET_GONE)
                moved = True
                break
            values[name] = None
            plan.keep(entity, row_id, name, TARGET_GONE)
            moved = True
    for (entity, row_id), values in list(plan.updates.items()):
        for name, made in _links_of(LOGGED[entity]):
            if values.get(name) is not None and not _will_exist(plan, present, (made.target, values[name])):
                del values[name]
                plan.keep(entity, row_id, name, TARGET_GONE)
                moved = True
        if not values:
            del plan.updates[entity, row_id]
    return moved


def _will_exist(plan: RevertPlan, present: Collection[Row], place: Row) -> bool:
    return place in plan.inserts or (place in present and place not in plan.deletes)
