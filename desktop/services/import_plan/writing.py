"""Drafts written into a plan: objectives, institutions and persons found or made, items added or updated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from db.batches import chunks
from db.fields import fields_of
from db.ids import link_id
from db.log_records import Values
from db.ordering import key_between, keys
from db.queries import plan as queries
from db.records import PlanItemRecord
from db.schema import Indicator, ItemInstitution, ItemPerson, Objective, PlanItem
from db.unit_of_work import Writer
from desktop.base.i18n import N_
from desktop.base.text import fold
from desktop.services.import_outcome import Action, Created, Doubtful, Message, Refused
from desktop.services.import_plan.cell_names import NAME_FIELDS, ROLE_FIELDS
from desktop.services.import_plan.draft import ItemDraft
from desktop.services.import_plan.matching import Match
from desktop.services.institutions import (
    NameBook,
    expand_acronyms,
    resolve_institutions,
    resolve_persons,
)
from desktop.services.links import set_links

LOCKED_TEXT = N_("It belongs to the approved text of the plan and was left as it is.")
LOCKED_ROW = N_("The plan is adopted: an action can be added only while it is open for amendment.")
_ROLES = {"lead": "lead", "co_leads": "co_lead", "supporting": "supporting"}


class PlanWriter:
    """Writes the drafts of one import into one plan, within one unit of work."""

    def __init__(
        self,
        unit: Writer,
        plan_id: str,
        state: str,
        institutions: NameBook,
        persons: NameBook,
        *,
        is_locked: bool,
    ) -> None:
        self._unit = unit
        self._plan_id = plan_id
        self._state = state
        self._institutions = institutions
        self._persons = persons
        self._is_locked = is_locked
        self._last_objective: str | None = None
        self._objectives = self._known_objectives()
        self._made_institutions = self._made_persons = self._made_objectives = 0
        self._full_names: dict[str, str] = {}
        self._item_of_row: dict[tuple[str, int], str] = {}
        self._indicators = self._known_indicators()
        self.actions: dict[tuple[str, int], Action] = {}
        self.refused: list[Refused] = []
        self.doubtful: list[Doubtful] = []

    @property
    def created(self) -> Created:
        """How many other records were made."""
        return Created(self._made_institutions, self._made_objectives, self._made_persons)

    def write(self, drafts: Sequence[ItemDraft], matches: Sequence[Match]) -> None:
        """Add new items at the end of the plan and update the others, in the order of the rows."""
        self._full_names = expand_acronyms(self._institutions, _institutions_of(drafts))
        new = [draft for draft, match in zip(drafts, matches, strict=True) if match.item is None]
        old = [(draft, match.item) for draft, match in zip(drafts, matches, strict=True) if match.item]
        for draft, item in old:
            self._item_of_row[draft.sheet, draft.row] = item.id
        if self._is_locked:
            for draft in new:
                self.refused.append(Refused(draft.sheet, draft.row, "", Message(LOCKED_ROW)))
        else:
            places = iter(self._positions(len(new)))
            for part in chunks(new):
                self._add(part, places)
        for draft, item in old:
            is_changed = self._update(draft, item)
            self.actions[draft.sheet, draft.row] = "updated" if is_changed else "unchanged"

    def _add(self, drafts: Sequence[ItemDraft], places: Iterator[str]) -> None:
        rows: list[Values] = []
        links: list[Mapping[str, Any]] = []
        persons: list[Mapping[str, Any]] = []
        indicators: list[Values] = []
        for draft in drafts:
            item_id = self._unit.ids.new()
            self._item_of_row[draft.sheet, draft.row] = item_id
            rows.append(
                {
                    "id": item_id,
                    "plan_id": self._plan_id,
                    "objective_id": self._objective(draft.objectives),
                    "parent_id": self._parent(draft),
                    "position": next(places),
                    **draft.values,
                }
            )
            for name, targets in self._targets(draft).items():
                (persons if name == "persons" else links).extend(_link_rows(item_id, name, targets))
            if draft.indicator:
                indicators.append({"item_id": item_id, "text": draft.indicator, "position": "V"})
            self.actions[draft.sheet, draft.row] = "added"
        self._unit.insert(PlanItem, rows)
        self._unit.insert(ItemInstitution, links)
        self._unit.insert(ItemPerson, persons)
        self._unit.insert(Indicator, indicators)

    def _positions(self, count: int) -> list[str]:
        present = queries.item_positions(self._unit, self._plan_id)
        if not present:
            return keys(count)
        made, last = [], present[-1]
        for _ in range(count):
            last = key_between(last, None)
            made.append(last)
        return made

    def _parent(self, draft: ItemDraft) -> str | None:
        return None if draft.parent_row is None else self._item_of_row.get((draft.sheet, draft.parent_row))

    def _update(self, draft: ItemDraft, item: PlanItemRecord) -> bool:
        wanted = self._wanted_values(draft, item)
        targets = {
            name: ids
            for name, ids in self._targets(draft).items()
            if ids and ids != [ref.id for ref in getattr(item, name)]
        }
        is_changed = self._update_indicator(draft, item)
        if wanted:
            self._unit.update(PlanItem, {item.id: wanted})
        for name, ids in targets.items():
            set_links(self._unit, PlanItem, name, {item.id: ids})
        return bool(wanted or targets or is_changed)

    def _wanted_values(self, draft: ItemDraft, item: PlanItemRecord) -> Values:
        """What differs from the item; an empty cell takes nothing away."""
        fields = fields_of(PlanItem)
        wanted = {
            name: value
            for name, value in draft.values_over(item.remarks).items()
            if value != getattr(item, name) and (value != fields[name].empty or name == "due_text")
        }
        if not wanted.get("due_text") and "due" not in wanted:
            # The same date said exactly takes away no words that once stood beside it.
            wanted.pop("due_text", None)
        if draft.objectives and fold(draft.objectives[-1]) != fold(item.objective_title):
            wanted["objective_id"] = (
                self._objective(draft.objectives) if not self._is_locked else item.objective_id
            )
        parent = self._parent(draft)
        if parent and parent != item.parent_id and not self._is_locked:
            wanted["parent_id"] = parent
        return self._without_locked(draft, wanted) if self._is_locked else wanted

    def _without_locked(self, draft: ItemDraft, wanted: Values) -> Values:
        fields = fields_of(PlanItem)
        for name in [name for name in wanted if fields[name].is_locked_when_adopted]:
            text = str(wanted.pop(name))
            self.doubtful.append(Doubtful(draft.sheet, draft.row, "", text, Message(LOCKED_TEXT)))
        wanted.pop("objective_id", None)
        return wanted

    def _update_indicator(self, draft: ItemDraft, item: PlanItemRecord) -> bool:
        present = self._indicators.get(item.id, {})
        # An export puts several indicators into one cell, one below the other.
        known = {*present.values(), "\n".join(present.values())}
        if not draft.indicator or draft.indicator in known or self._is_locked:
            return False
        if len(present) == 1:
            (only,) = present
            self._unit.update(Indicator, {only: {"text": draft.indicator}})
        else:
            self._unit.insert(Indicator, [{"item_id": item.id, "text": draft.indicator, "position": "V"}])
        return True

    def _targets(self, draft: ItemDraft) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name in NAME_FIELDS:
            names = draft.names.get(name, ())
            if name == "persons":
                found[name], made = resolve_persons(self._unit, self._persons, names, self._state)
                self._made_persons += made
            else:
                found[name], made = resolve_institutions(
                    self._unit, self._institutions, names, self._state, self._full_names
                )
                self._made_institutions += made
            found[name] = list(dict.fromkeys(found[name]))
        return found

    def _known_objectives(self) -> dict[tuple[str, ...], str]:
        rows = {row.id: row for row in queries.objectives(self._unit, self._plan_id)}
        known: dict[tuple[str, ...], str] = {}
        for row in rows.values():
            path, each = [fold(row.title)], row
            while each.parent_id in rows and len(path) < len(rows):
                each = rows[each.parent_id]
                path.insert(0, fold(each.title))
            known.setdefault(tuple(path), row.id)
            self._last_objective = max(self._last_objective or row.position, row.position)
        return known

    def _objective(self, path: Sequence[str]) -> str | None:
        """The objective of that path of titles, made when the plan does not have it."""
        parent: str | None = None
        for depth in range(1, len(path) + 1):
            key = tuple(fold(title) for title in path[:depth])
            if key not in self._objectives:
                self._last_objective = key_between(self._last_objective, None)
                row = {
                    "plan_id": self._plan_id,
                    "parent_id": parent,
                    "title": path[depth - 1],
                    "position": self._last_objective,
                }
                (self._objectives[key],) = self._unit.insert(Objective, [row])
                self._made_objectives += 1
            parent = self._objectives[key]
        return parent

    def _known_indicators(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for item_id, row_id, text in queries.indicator_texts(self._unit, self._plan_id):
            found.setdefault(item_id, {})[row_id] = text
        return found


def _institutions_of(drafts: Sequence[ItemDraft]) -> list[str]:
    return [name for draft in drafts for field in ROLE_FIELDS for name in draft.names.get(field, ())]


def _link_rows(item_id: str, name: str, targets: Sequence[str]) -> list[Mapping[str, Any]]:
    role = _ROLES.get(name, "")
    column, table = ("institution_id", "item_institution") if role else ("person_id", "item_person")
    return [
        {
            "id": link_id(table, item_id, target, role),
            "item_id": item_id,
            column: target,
            "position": position,
            **({"role": role} if role else {}),
        }
        for target, position in zip(targets, keys(len(targets)), strict=True)
    ]
