"""The plan of a fictional State: its objectives, and its actions with all that hangs on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from db.ids import link_id
from db.ordering import keys
from db.schema import (
    Indicator,
    ItemInstitution,
    ItemLaw,
    ItemMatrixRow,
    ItemPerson,
    ItemTreaty,
    Objective,
    Plan,
    PlanItem,
)
from db.schema.base import Base
from db.unit_of_work import Writer
from desktop.services.exercise.country import Country
from desktop.services.exercise.fates import Fate, fates, remember
from desktop.services.exercise.material import Action

BATCH = 2_500
"""Most actions of one change set: a larger plan comes in several."""
_OBJECTIVES = 4
_MOST_SUPPORTING = 3
_LAWS_OF_OBJECTIVE = {
    1: ("penal", "weapons"),
    2: ("nuclear", "sources", "biosafety"),
    3: ("customs", "trade"),
}


@dataclass(slots=True)
class Rows:
    """Rows of one batch, by table, in the order in which they may be written."""

    by_table: dict[type[Base], list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, table: type[Base], **values: Any) -> None:
        """Take one row."""
        self.by_table.setdefault(table, []).append(values)

    def write(self, unit: Writer) -> None:
        """Write all rows, actions first."""
        for table in sorted(self.by_table, key=lambda table: table is not PlanItem):
            unit.insert(table, self.by_table[table])


@dataclass(frozen=True, slots=True)
class Draft:
    """One action before it is written: its place in the plan, its model, and what becomes of it."""

    number: str
    objective: int
    position: str
    action: Action
    cycle: int
    is_top: bool
    fate: Fate


def write_plan(unit: Writer, country: Country) -> None:
    """Write the plan as a draft, with its objectives."""
    country.plan_id = unit.ids.new()
    title = country.rng.choice(country.texts["plan"]["titles"])
    row = {"id": country.plan_id, "state": country.code, "title": title, "period": "2025/2028"}
    unit.insert(Plan, [{**row, "note": country.texts["plan"]["note"], "sharing": "committee un_centre"}])
    rows = [
        {
            "plan_id": country.plan_id,
            "number": str(number),
            "title": country.rng.choice(country.texts["objectives"][str(number)]),
            "position": place,
        }
        for number, place in enumerate(keys(_OBJECTIVES), start=1)
    ]
    country.objectives = unit.insert(Objective, rows)


def drafts(country: Country, count: int) -> Iterator[Draft]:
    """So many actions in the order of the plan, spread over its objectives."""
    places = iter(keys(count))
    destined = iter(fates(country.rng, count, country.rounds))
    for objective in range(1, _OBJECTIVES + 1):
        share = count * objective // _OBJECTIVES - count * (objective - 1) // _OBJECTIVES
        models = _models(country, objective)
        top, sub = 0, 0
        for index in range(share):
            is_sub = index > 0 and sub < 3 and country.chance(0.08 if sub == 0 else 0.4)
            top, sub = (top, sub + 1) if is_sub else (top + 1, 0)
            number = f"{objective}.{top}.{sub}" if is_sub else f"{objective}.{top}"
            cycle, place = divmod(top - 1, len(models))
            yield Draft(number, objective, next(places), models[place], cycle, not is_sub, next(destined))


def _models(country: Country, objective: int) -> list[Action]:
    """The actions of an objective that this State has someone to lead, shuffled."""
    found = [
        action
        for action in country.material.actions
        if action.objective == objective and country.present(action.leads)
    ]
    country.rng.shuffle(found)
    return found


def write_items(unit: Writer, country: Country, batch: list[Draft], parent_id: str) -> str:
    """Write a batch of actions; gives the id of the last one that is no sub-action."""
    rows = Rows()
    for draft in batch:
        item_id = unit.ids.new()
        _add_item(country, rows, draft, item_id, "" if draft.is_top else parent_id)
        parent_id = item_id if draft.is_top else parent_id
        lead = _add_institutions(country, rows, draft, item_id)
        indicator = _add_indicator(country, rows, draft, item_id, unit.ids.new())
        _add_links(country, rows, draft, item_id, lead)
        remember(country, draft.fate, item_id, draft.number, lead, indicator)
    rows.write(unit)
    return parent_id


def _add_item(country: Country, rows: Rows, draft: Draft, item_id: str, parent_id: str) -> None:
    row: dict[str, Any] = {
        "id": item_id,
        "plan_id": country.plan_id,
        "objective_id": country.objectives[draft.objective - 1],
        "parent_id": parent_id or None,
        "position": draft.position,
        "number": draft.number,
        "status": draft.fate.initial,
        "priority": country.rng.choices(("high", "medium", "low", None), (30, 40, 15, 15))[0],
    }
    row |= _words(country, draft) | _dates(country, draft.fate) | _means(country)
    if country.chance(0.15):
        row["sharing"] = "committee un_centre"
    rows.add(PlanItem, **row)


def _words(country: Country, draft: Draft) -> dict[str, str]:
    """Title and description; an action met again says where or in which stage."""
    language, other = country.material.language, country.material.other
    place, texts = country.pick("place"), country.texts["items"]
    if not draft.is_top:
        return {"title": country.rng.choice(texts["sub_actions"])}
    scope = country.rng.choice(country.texts["scopes"]).format(place=place)
    title = draft.action.title[language].format(place=place)
    title = f"{title} ({scope})" if draft.cycle else title
    words = {"title": title, "description": draft.action.description[language]}
    if country.chance(0.3) and not draft.cycle:
        words["second_title"] = draft.action.title[other].format(place=place)
        if country.chance(0.5):
            words["second_description"] = draft.action.description[other]
    return words


def _dates(country: Country, fate: Fate) -> dict[str, str | None]:
    """Start and due date; a quarter, half or permanent timeframe also as somebody wrote it."""
    texts, due = country.texts["due"], fate.due
    written = ""
    if due == "continuous":
        written = texts["continuous"]
    elif due is not None and "-Q" in due and "/" not in due:
        written = texts["quarter"][int(due[-1]) - 1].format(year=due[:4])
    elif due is not None and "-H" in due and "/" not in due:
        written = texts["half"][int(due[-1]) - 1].format(year=due[:4])
    return {"start": fate.start, "due": due, "due_text": written}


def _means(country: Country) -> dict[str, Any]:
    texts, rng = country.texts["items"], country.rng
    means: dict[str, Any] = {}
    if country.chance(0.4):
        means["budget"] = (
            f"{rng.randint(3, 400) * 500}" if country.chance(0.8) else f"{rng.randint(900, 9_000)}.50"
        )
        means["currency"] = "USD"
    for name, probability in (("resources", 0.5), ("funding", 0.55), ("assistance", 0.25), ("remarks", 0.25)):
        if country.chance(probability):
            means["assistance_needed" if name == "assistance" else name] = rng.choice(texts[name])
    if country.chance(0.18):
        means["difficulty_kind"] = kind = rng.choice(tuple(texts["difficulties"]))
        means["difficulty"] = rng.choice(texts["difficulties"][kind])
    return means


def _add_institutions(country: Country, rows: Rows, draft: Draft, item_id: str) -> str:
    """Add lead, co-lead and supporting institutions; gives the lead's key."""
    leads = country.present(draft.action.leads)
    lead = leads[0] if country.chance(0.75) else country.rng.choice(leads)
    chosen = {"lead": [lead], "co_lead": [], "supporting": []}
    others = [key for key in country.present((*draft.action.leads, *draft.action.supporting)) if key != lead]
    if others and country.chance(0.2):
        chosen["co_lead"] = [others.pop(0)]
    if others and country.chance(0.8):
        count = country.rng.randint(1, min(len(others), _MOST_SUPPORTING))
        chosen["supporting"] = others[:count]
    for role, found in chosen.items():
        for key, place in zip(found, keys(len(found)), strict=True):
            made = country.institutions[key].id
            row_id = link_id("item_institution", item_id, made, role)
            rows.add(
                ItemInstitution, id=row_id, item_id=item_id, institution_id=made, role=role, position=place
            )
    return lead


def _add_indicator(
    country: Country, rows: Rows, draft: Draft, item_id: str, indicator_id: str
) -> tuple[str, str] | None:
    """Add the action's indicator; gives its id and target."""
    if not draft.is_top or not country.chance(0.8):
        return None
    action = draft.action
    rows.add(
        Indicator,
        id=indicator_id,
        item_id=item_id,
        text=action.indicator[country.material.language],
        unit=country.texts["units"][action.unit],
        baseline=action.baseline,
        target=action.target,
        position="V",
    )
    return indicator_id, action.target


def _add_links(country: Country, rows: Rows, draft: Draft, item_id: str, lead: str) -> None:
    """Add matrix rows, treaty, laws and a person of the leading institution."""
    action = draft.action
    for row_key in action.matrix_rows if draft.is_top else ():
        if country.chance(0.6):
            row_id = link_id("item_matrix_row", item_id, row_key)
            rows.add(ItemMatrixRow, id=row_id, item_id=item_id, row_key=row_key)
    if action.treaty and draft.is_top:
        row_id = link_id("item_treaty", item_id, action.treaty)
        rows.add(ItemTreaty, id=row_id, item_id=item_id, treaty_key=action.treaty)
    if country.chance(0.15) and draft.objective in _LAWS_OF_OBJECTIVE:
        law_id = country.laws[country.rng.choice(_LAWS_OF_OBJECTIVE[draft.objective])]
        rows.add(ItemLaw, id=link_id("item_law", item_id, law_id), item_id=item_id, law_id=law_id)
    if country.chance(0.2):
        person_id = country.rng.choice(country.staff[lead]).id
        row_id = link_id("item_person", item_id, person_id, "")
        rows.add(ItemPerson, id=row_id, item_id=item_id, person_id=person_id, position="V")
