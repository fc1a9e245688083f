"""Where actions stand in their plan: an action moves with its sub-actions, and with its objective."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from db.ordering import key_between, keys_between
from db.queries.plan import ItemPlace, item_places, objectives
from db.schema import PlanItem
from db.trees import family_of, in_reading_order
from db.unit_of_work import Reader
from desktop.base.errors import UserError
from desktop.base.i18n import N_, Word
from desktop.services.item_fields import item_fields

Changes = dict[str, dict[str, Any]]


def position_after(unit: Reader, plan_id: str, after: str | None) -> str:
    """The order key of a new action behind another one and its sub-actions, or at the end of the plan."""
    places = Places.read(unit, plan_id)
    ids = list(places.by_id)
    if after is None or after not in places.by_id:
        return key_between(places.by_id[ids[-1]].position if ids else None, None)
    last = max(ids.index(each) for each in places.family([after]))
    return _gap(places, ids[: last + 1], ids[last + 1 :], 1)[0]


class Places(NamedTuple):
    """The actions of a plan in their order, by id."""

    by_id: dict[str, ItemPlace]

    @staticmethod
    def read(unit: Reader, plan_id: str) -> Places:
        """The places as they are now."""
        return Places({place.id: place for place in item_places(unit, plan_id)})

    def family(self, ids: Iterable[str]) -> list[str]:
        """The actions with all their sub-actions, in their order."""
        parents = {place.id: place.parent_id for place in self.by_id.values()}
        found: set[str] = set()
        for each in ids:
            found |= family_of(each, parents)
        return [each for each in self.by_id if each in found]

    def siblings(self, item_id: str) -> list[str]:
        """The actions on the same step below the same action or objective, in their order."""
        own = self.by_id[item_id]
        return [
            place.id
            for place in self.by_id.values()
            if place.parent_id == own.parent_id and place.objective_id == own.objective_id
        ]

    def moved(self, ids: Iterable[str], after: str | None) -> Changes:
        """The order keys that bring actions, as a block, behind another one (None: to the front)."""
        block = self.family(ids)
        inside = set(block)
        rest = [each for each in self.by_id if each not in inside]
        if after is None:
            place = 0
        else:
            place = max(rest.index(each) for each in self.family([after]) if each not in inside) + 1
        if [*rest[:place], *block, *rest[place:]] == list(self.by_id):
            return {}
        made = _gap(self, rest[:place], rest[place:], len(block))
        return {each: {"position": key} for each, key in zip(block, made, strict=True)}


def _gap(places: Places, before: list[str], behind: list[str], count: int) -> list[str]:
    low = places.by_id[before[-1]].position if before else None
    high = next(
        (key for key in (places.by_id[each].position for each in behind) if low is None or key > low), None
    )
    return keys_between(low, high, count)


def shifted(unit: Reader, item_id: str, steps: int) -> Changes:
    """The order keys that bring an action one step up (-1) or down (1) among its siblings."""
    places = Places.read(unit, str(unit.row(PlanItem, item_id)["plan_id"]))
    siblings = places.siblings(item_id)
    at = siblings.index(item_id) + steps
    if not 0 <= at < len(siblings):
        raise UserError(N_("The action already stands at this end of its objective."))
    if steps > 0:
        return places.moved([item_id], siblings[at])
    ids = list(places.by_id)
    before = ids[: ids.index(siblings[at])]
    return places.moved([item_id], before[-1] if before else None)


def with_places(unit: Reader, changes: Mapping[str, Mapping[str, Any]]) -> Changes:
    """Changes with what follows from another objective or another action above: place, and sub-actions.

    Raises UserError when an action cannot be part of the one that was chosen.
    """
    found: Changes = {item_id: dict(wanted) for item_id, wanted in changes.items()}
    rows = unit.rows_by_id(
        PlanItem, [item_id for item_id, wanted in changes.items() if wanted.keys() & _LINKS]
    )
    groups: dict[tuple[str, frozenset[tuple[str, str | None]]], list[str]] = {}
    for item_id, row in rows.items():
        links = frozenset((name, changes[item_id][name]) for name in _LINKS & changes[item_id].keys())
        groups.setdefault((row["plan_id"], links), []).append(item_id)
    for (plan_id, links), ids in groups.items():
        _settle(_Move(unit, plan_id, ids, dict(links)), found)
    return found


_LINKS = {"objective_id", "parent_id"}


class _Move(NamedTuple):
    """Actions of one plan that all get the same objective, or the same action above them, or both."""

    unit: Reader
    plan_id: str
    ids: list[str]
    links: dict[str, str | None]


def _settle(move: _Move, found: Changes) -> None:
    stored = Places.read(move.unit, move.plan_id)
    places = _applied(stored, found)
    family = places.family(move.ids)
    roots = [
        each for each in move.ids if places.by_id[each].parent_id not in family or "parent_id" in move.links
    ]
    parent = move.links.get("parent_id")
    if parent is not None:
        if parent not in places.by_id or parent in family:
            raise UserError(
                N_("An action can be part only of another action of its plan that is not below it.")
            )
        objective = places.by_id[parent].objective_id
        after: str | None = parent
    else:
        objective, after = _objective_place(move, stored, places, roots)
    for each in family:
        found.setdefault(each, {})["objective_id"] = objective
    for each, place in places.moved(family, after).items():
        found[each].update(place)


def _objective_place(
    move: _Move, stored: Places, places: Places, roots: list[str]
) -> tuple[str | None, str | None]:
    """The objective that actions get, and the action behind which they come then."""
    if "objective_id" not in move.links:
        first = stored.by_id[roots[0]]
        return first.objective_id, first.parent_id
    objective = move.links["objective_id"]
    if "parent_id" not in move.links and any(places.by_id[each].parent_id for each in roots):
        part_of = Word(item_fields()["parent_id"].label)
        raise UserError(
            N_("A sub-action stays with the objective of its action. Clear “{field}” first."), field=part_of
        )
    tree = [row.id for row, _ in in_reading_order(objectives(move.unit, move.plan_id))]
    if objective is None:
        ids = [each for each in places.by_id if each not in move.ids]
        return None, ids[-1] if ids else None
    if objective not in tree:
        raise UserError(N_("This objective belongs to another plan."))
    own = set(places.family(roots))
    return objective, last_before(places, tree[: tree.index(objective) + 1], own)


def _applied(places: Places, found: Changes) -> Places:
    """The places once these changes are made, in their new order."""
    names = ("parent_id", "objective_id", "position")
    made = [
        place._replace(**{name: found[place.id][name] for name in names if name in found.get(place.id, {})})
        for place in places.by_id.values()
    ]
    return Places({place.id: place for place in sorted(made, key=lambda place: (place.position, place.id))})


def last_before(places: Places, tree: list[str], own: Collection[str]) -> str | None:
    """The last action of the last of these objectives that has any, leaving some actions out of account."""
    for objective_id in reversed(tree):
        ids = [p.id for p in places.by_id.values() if p.objective_id == objective_id and p.id not in own]
        if ids:
            return ids[-1]
    return None


def following(unit: Reader, plan_id: str, moved: Collection[str]) -> Changes:
    """The order keys that bring the actions of moved objectives to where their objectives stand now."""
    places = Places.read(unit, plan_id)
    tree = [row.id for row, _ in in_reading_order(objectives(unit, plan_id))]
    own = [p.id for each in tree if each in moved for p in places.by_id.values() if p.objective_id == each]
    if not own:
        return {}
    first = next(at for at, each in enumerate(tree) if each in moved)
    return places.moved(own, last_before(places, tree[:first], set(own)))
