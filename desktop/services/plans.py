"""What people do with plans and their items: add, edit, delete, move, note progress, amend."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from db.database import Database
from db.fields import Ref
from db.log_records import ChangeSetInfo
from db.schema import Plan, PlanItem, ProgressNote
from db.unit_of_work import Reader
from desktop.base.i18n import N_, Word
from desktop.services.item_fields import item_fields
from desktop.services.item_places import Places, position_after, shifted, with_places
from desktop.services.links import link_fields, set_links
from desktop.services.new_links import resolved_targets
from desktop.services.plan_locks import check_item_locks, refuse_when_locked
from desktop.services.validation import checked


def add_plan(database: Database, author: str, values: Mapping[str, Any]) -> str:
    """Make a plan; gives its id."""
    with database.write(author, N_("Add the plan {title}"), title=str(values.get("title", ""))) as unit:
        (plan_id,) = unit.insert(Plan, [checked(Plan, values, is_new=True)])
        unit.commit()
    return plan_id


def update_plan(
    database: Database, author: str, plan_id: str, values: Mapping[str, Any]
) -> ChangeSetInfo | None:
    """Change a plan's own fields."""
    with database.write(author, N_("Change the plan {title}"), title=_title(database, plan_id)) as unit:
        unit.update(Plan, {plan_id: checked(Plan, values)})
        return unit.commit()


def amend_plan(database: Database, author: str, plan_id: str, *, is_amending: bool) -> ChangeSetInfo | None:
    """Open an adopted plan's approved text for changes, or close it again."""
    summary = N_("Open the approved text of {title} for amendment")
    if not is_amending:
        summary = N_("Close the approved text of {title}")
    with database.write(author, summary, title=_title(database, plan_id)) as unit:
        unit.update(Plan, {plan_id: {"is_amending": int(is_amending)}})
        return unit.commit()


def _title(database: Database, plan_id: str) -> str:
    with database.read() as unit:
        return str(unit.row(Plan, plan_id)["title"])


def add_item(
    database: Database, author: str, plan_id: str, values: Mapping[str, Any], *, after: str | None = None
) -> str:
    """Add an item to a plan, behind the item `after` or at the end; gives its id."""
    title = str(values.get("title", ""))
    with database.write(author, N_("Add the action {title}"), title=title) as unit:
        refuse_when_locked(unit, [plan_id], PlanItem.title_label)
        own, links = _split(values)
        row = checked(PlanItem, {"plan_id": plan_id, **own}, is_new=True)
        row["position"] = position_after(unit, plan_id, after)
        (item_id,) = unit.insert(PlanItem, [row])
        for name, targets in links.items():
            set_links(unit, PlanItem, name, resolved_targets(unit, name, {item_id: targets}))
        unit.commit()
    return item_id


def update_items(
    database: Database, author: str, changes: Mapping[str, Mapping[str, Any]]
) -> ChangeSetInfo | None:
    """Change fields of items, all in one change set: {item id: {field: value}}.

    Linked fields take the ids of the linked records in order, or a `Ref` without an id for a name that is
    looked up or made. Raises UserError when a value cannot be held
    or the field belongs to the approved text of an adopted plan.
    """
    summary, values = _edit_summary(database, changes)
    with database.write(author, summary, **values) as unit:
        own_changes: dict[str, dict[str, Any]] = {}
        link_changes: dict[str, dict[str, Sequence[str | Ref]]] = {}
        for item_id, wanted in changes.items():
            own, links = _split(wanted)
            if own:
                own_changes[item_id] = checked(PlanItem, own)
            for name, targets in links.items():
                link_changes.setdefault(name, {})[item_id] = targets
        check_item_locks(unit, own_changes)
        unit.update(PlanItem, with_places(unit, own_changes))
        for name, by_item in link_changes.items():
            set_links(unit, PlanItem, name, resolved_targets(unit, name, by_item))
        return unit.commit()


def delete_items(database: Database, author: str, ids: Sequence[str]) -> ChangeSetInfo | None:
    """Delete items with all that belongs to them."""
    summary, values = _many(N_("Delete the action {name}"), N_("Delete {count} actions"), database, ids)
    with database.write(author, summary, **values) as unit:
        refuse_when_locked(unit, _plans_of(unit, ids).values(), PlanItem.title_label)
        unit.delete(PlanItem, ids)
        return unit.commit()


def move_item(database: Database, author: str, item_id: str, *, after: str | None) -> ChangeSetInfo | None:
    """Move an item with its sub-actions behind another one of its plan, or to the front."""
    with database.write(author, N_("Move the action {name}"), name=_names(database, [item_id])[0]) as unit:
        plan_id = str(unit.row(PlanItem, item_id)["plan_id"])
        refuse_when_locked(unit, [plan_id], PlanItem.title_label)
        unit.update(PlanItem, Places.read(unit, plan_id).moved([item_id], after))
        return unit.commit()


def shift_item(database: Database, author: str, item_id: str, *, steps: int) -> ChangeSetInfo | None:
    """Move an item one step up (-1) or down (1) among its siblings; raises UserError at the end."""
    with database.write(author, N_("Move the action {name}"), name=_names(database, [item_id])[0]) as unit:
        refuse_when_locked(unit, _plans_of(unit, [item_id]).values(), PlanItem.title_label)
        unit.update(PlanItem, shifted(unit, item_id, steps))
        return unit.commit()


def add_progress_note(
    database: Database, author: str, item_id: str, *, text: str, on_date: str, status: str | None = None
) -> ChangeSetInfo | None:
    """Note progress on an item; a status given with it becomes the item's own."""
    with database.write(author, N_("Note progress on {name}"), name=_names(database, [item_id])[0]) as unit:
        row = {"item_id": item_id, "text": text, "on_date": on_date, "status": status, "author": author}
        unit.insert(ProgressNote, [checked(ProgressNote, row, is_new=True)])
        if status is not None:
            unit.update(PlanItem, {item_id: checked(PlanItem, {"status": status})})
        return unit.commit()


def _split(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Sequence[str | Ref]]]:
    linked = link_fields(PlanItem)
    own = {name: value for name, value in values.items() if name not in linked}
    return own, {name: list(value) for name, value in values.items() if name in linked}


def _plans_of(unit: Reader, ids: Iterable[str]) -> dict[str, str]:
    return {item_id: row["plan_id"] for item_id, row in unit.rows_by_id(PlanItem, ids).items()}


def _edit_summary(database: Database, changes: Mapping[str, Mapping[str, Any]]) -> tuple[str, dict[str, Any]]:
    # A date and the words beside it are one thing to whoever wrote them.
    names = {name for wanted in changes.values() for name in wanted} - {"due_text"}
    if len(names) == 1 and len(changes) == 1:
        ((item_id, wanted),) = changes.items()
        label = item_fields()[names.pop()].label
        name = _names(database, [item_id])[0]
        title = str(wanted.get("title") or "")[:60]
        if title and not _number_of(database, item_id):
            # Without a number an action is called by its title: by the one it has from now on.
            name = title
        return N_("Change {field} of {name}"), {"field": Word(label), "name": name}
    return _many(N_("Change the action {name}"), N_("Change {count} actions"), database, changes)


def _many(one: str, many: str, database: Database, ids: Iterable[str]) -> tuple[str, dict[str, Any]]:
    listed = list(ids)
    if len(listed) == 1:
        return one, {"name": _names(database, listed)[0]}
    return many, {"count": len(listed)}


def _number_of(database: Database, item_id: str) -> str:
    with database.read() as unit:
        return str(unit.row(PlanItem, item_id)["number"])


def _names(database: Database, ids: Iterable[str]) -> list[str]:
    with database.read() as unit:
        rows = [unit.row(PlanItem, item_id) for item_id in ids]
    return [row["number"] or row["title"][:60] for row in rows]
