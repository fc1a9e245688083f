"""Two years of dated steps on a fictional State's plan and people, and how they become change sets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

from db.ids import link_id
from db.partial_date import PartialDate
from db.revert import apply_revert, plan_revert
from db.schema import (
    Designation,
    IndicatorValue,
    Institution,
    InstitutionAlias,
    ItemInstitution,
    Plan,
    PlanItem,
    ProgressNote,
)
from db.unit_of_work import Writer
from desktop.base.i18n import N_
from desktop.services.exercise.country import Country, Move, Step
from desktop.services.exercise.papers import write_letter
from desktop.services.exercise.people import acronym_of, designate, write_person

FIRST_DAY, LAST_DAY = date(2024, 12, 2), date(2026, 11, 20)
ROUNDS = tuple(
    date(year, month, day)
    for year, month, day in (
        (2025, 3, 27), (2025, 6, 23), (2025, 9, 24), (2025, 12, 9),
        (2026, 3, 23), (2026, 6, 22), (2026, 9, 21), (2026, 11, 16),
    )
)  # fmt: skip
"""When the institutions send what became of their actions."""
_NEW_DUES = ("2027-06-30", "2027-Q3", "2028-H1", "2027-12", "2028")


def plan_steps(country: Country) -> Iterator[Step]:
    """All dated steps on the plan, its actions and the points of contact."""
    yield from _round_steps(country)
    first = partial(_day, country)
    yield Step(first(2025, 1, 20), country, N_("Change the lead of an action"), _change_lead)
    yield Step(
        first(2025, 2, 10),
        country,
        N_("Change {count} actions"),
        partial(_change_dues, count=3),
        {"count": 3},
    )
    adopted = first(2025, 3, 3)
    yield Step(adopted, country, N_("Record the adoption of the plan"), _adopt)
    yield Step(first(2025, 7, 14), country, N_("Verify contacts"), _verify)
    yield from _relief_steps(country)
    yield Step(first(2025, 11, 24), country, N_("Change {count} actions"), _change_priorities, {"count": 5})
    yield Step(first(2026, 2, 2), country, N_("Open the plan for amendment"), partial(_amend, is_amending=1))
    yield Step(
        first(2026, 2, 9), country, N_("Change {count} actions"), partial(_change_dues, count=4), {"count": 4}
    )
    yield Step(
        first(2026, 2, 16), country, N_("Close the amendment of the plan"), partial(_amend, is_amending=0)
    )
    yield Step(first(2026, 7, 13), country, N_("Verify contacts"), _verify)
    yield Step(LAST_DAY, country, N_("Rename an institution"), _rename)
    if country.waiting_items:
        day = first(2026, 5, 11)
        yield Step(day, country, N_("Change the action {name}"), _mistake, _number(country), is_alone=True)
        yield Step(day, country, N_("Take back entry {number}"), _take_back, is_alone=True, reverts="mistake")


def _number(country: Country) -> dict[str, Any]:
    return {"name": country.waiting_items[0][1]}


def _day(country: Country, year: int, month: int, day: int) -> date:
    start = date(year, month, day)
    return country.day_in(start, start + timedelta(days=4))


def gathered(steps: list[Step], most: int) -> list[Step]:
    """At most so many steps: neighbours are put together where there are more, in their order."""
    ordered = sorted(steps, key=lambda step: step.day)
    alone = [step for step in ordered if step.is_alone] if most > 4 else []
    others = [step for step in ordered if not step.is_alone]
    room = max(1, most - len(alone))
    groups = [
        others[len(others) * index // room : len(others) * (index + 1) // room] for index in range(room)
    ]
    made = [_together(group) for group in groups if group]
    return sorted([*made, *alone], key=lambda step: step.day)


def _together(group: list[Step]) -> Step:
    if len(group) == 1:
        return group[0]
    last = group[-1]

    def work(unit: Writer, country: Country, day: date) -> None:
        for step in group:
            step.work(unit, country, step.day)

    summary, values = (
        N_("Record {count} matters of {state}"),
        {"count": len(group), "state": last.country.name},
    )
    return Step(last.day, last.country, summary, work, values)


def _round_steps(country: Country) -> Iterator[Step]:
    """What the institutions send in each round, one step per institution, spread over two weeks."""
    for (index, lead), moves in country.moves.items():
        start = ROUNDS[_round_place(index, country.rounds)] - timedelta(days=10)
        day = country.day_in(start, start + timedelta(days=13))
        name = country.institutions[lead].acronym
        summary = N_("Record progress sent by {institution}")
        yield Step(day, country, summary, partial(_report, lead=lead, moves=moves), {"institution": name})


def _round_place(index: int, rounds: int) -> int:
    return (index + 1) * len(ROUNDS) // rounds - 1


def _report(unit: Writer, country: Country, day: date, lead: str, moves: list[Move]) -> None:
    """Write notes, statuses and indicator values of one institution's report."""
    texts = country.texts["notes"]
    author, name = country.rng.choice(country.staff[lead]).name, country.institutions[lead].name
    notes: list[dict[str, Any]] = []
    changes: dict[str, dict[str, Any]] = {}
    values: list[dict[str, Any]] = []
    for move in moves:
        text = country.fill(country.rng.choice(texts[move.note]), name)
        note = {"item_id": move.item_id, "on_date": day.isoformat(), "author": author, "text": text}
        notes.append({**note, "status": move.status})
        if move.status is not None:
            changes[move.item_id] = _state_after(country, day, move)
        if move.indicator is not None and country.chance(0.6):
            indicator_id, target = move.indicator
            values.append({"indicator_id": indicator_id, "on_date": day.isoformat(), "value": target})
    unit.insert(ProgressNote, notes)
    unit.update(PlanItem, changes)
    unit.insert(IndicatorValue, values)


def _state_after(country: Country, day: date, move: Move) -> dict[str, Any]:
    state: dict[str, Any] = {"status": move.status}
    if move.status == "completed":
        state["completed_on"] = f"{day:%Y-%m}" if country.chance(0.4) else day.isoformat()
    if move.progress is not None:
        state["progress"] = move.progress
    return state


def _change_lead(unit: Writer, country: Country, day: date) -> None:
    """Give one action another lead; the former one supports it."""
    for item_id, _ in country.open_items[:1]:
        query = "SELECT id, institution_id FROM item_institution WHERE item_id = ?"
        rows = dict(unit.raw(f"{query} AND role = 'lead'", [item_id]))
        former = next(iter(rows.values()))
        involved = {row[1] for row in unit.raw(query, [item_id])}
        new = next(one.id for one in country.institutions.values() if one.id not in involved)
        unit.delete(ItemInstitution, rows)
        pairs = ((new, "lead", "V"), (former, "supporting", "z"))
        unit.insert(
            ItemInstitution,
            [
                {
                    "id": link_id("item_institution", item_id, made, role),
                    "item_id": item_id,
                    "institution_id": made,
                    "role": role,
                    "position": place,
                }
                for made, role, place in pairs
            ],
        )


def _change_dues(unit: Writer, country: Country, day: date, count: int) -> None:
    known = [item_id for item_id, _ in country.some_items(4 * count)]
    rows = unit.rows_by_id(PlanItem, known)
    later = {key: [due for due in _NEW_DUES if _is_later(due, rows[key]["due"])] for key in known}
    chosen = [key for key in known if later[key]][:count]
    changes = {key: {"due": country.rng.choice(later[key]), "due_text": ""} for key in chosen}
    unit.update(PlanItem, changes)


def _is_later(due: str, than: str | None) -> bool:
    last = PartialDate.parse(than).last if than else None
    new = PartialDate.parse(due).last
    return new is not None and (than is None or (last is not None and new > last))


def _adopt(unit: Writer, country: Country, day: date) -> None:
    instrument = country.rng.choice(country.texts["plan"]["instruments"]).format(
        number=country.rng.randint(12, 240),
        gazette=country.rng.randint(20_100, 29_900),
        day=country.material.long_day(day),
    )
    values = {"status": "adopted", "instrument": instrument, "adopted_on": day.isoformat()}
    unit.update(Plan, {country.plan_id: values})


def _amend(unit: Writer, country: Country, day: date, is_amending: int) -> None:
    values: dict[str, Any] = {"is_amending": is_amending}
    if is_amending:
        texts = country.texts["plan"]
        values["note"] = f"{texts['note']}\n{texts['amendment_note']}"
    unit.update(Plan, {country.plan_id: values})


def _verify(unit: Writer, country: Country, day: date) -> None:
    """Note that most holders confirmed their entry."""
    how = country.texts["posts"]["verified_how"]
    by = country.staff["foreign"][0].name
    found = [row_id for row_id in country.designations.values() if country.chance(0.7)]
    values = {"verified_on": day.isoformat(), "verified_by": by}
    unit.update(
        Designation, {row_id: {**values, "verified_how": country.rng.choice(how)} for row_id in found}
    )


def _relief_steps(country: Country) -> Iterator[Step]:
    key = country.rng.choice([key for key in country.designations if key in country.institutions])
    institution = {"institution": country.institutions[key].acronym}
    told = _day(country, 2026, 3, 2)
    yield Step(
        told, country, N_("Relieve a contact of {institution}"), partial(_relieve, key=key), institution
    )
    new = _day(country, 2026, 4, 20)
    yield Step(
        new, country, N_("Designate a contact of {institution}"), partial(_succeed, key=key), institution
    )


def _relieve(unit: Writer, country: Country, day: date, key: str) -> None:
    """End a designation and name the next person, whose instrument has not come yet."""
    texts = country.texts["posts"]
    write_letter(unit, country, "relief_announcement", day, institution=key)
    ended = {"to_date": day.isoformat(), "note": texts["relief_note"]}
    unit.update(Designation, {country.designations[key]: ended})
    person = write_person(unit, country, country.institutions[key])
    awaited: dict[str, Any] = {
        "instrument_state": "awaited",
        "instrument": "",
        "instrument_date": None,
        "verified_on": None,
    }
    awaited |= {"verified_by": "", "verified_how": "", "is_acting": 1}
    designate(unit, country, key, person, day, **awaited)


def _succeed(unit: Writer, country: Country, day: date, key: str) -> None:
    """Record the instrument that had been awaited."""
    number = country.next_number("OF", day.year)
    instrument = country.texts["posts"]["focal_instrument"].format(number=number)
    values = {"instrument_state": "received", "instrument": instrument, "instrument_date": day.isoformat()}
    unit.update(Designation, {country.designations[key]: {**values, "is_acting": 0}})


def _change_priorities(unit: Writer, country: Country, day: date) -> None:
    chosen = [item_id for item_id, _ in country.some_items(5)]
    rows = unit.rows_by_id(PlanItem, chosen)
    changes = {
        row_id: {"priority": "medium" if row["priority"] == "high" else "high"}
        for row_id, row in rows.items()
    }
    unit.update(PlanItem, changes)


def _rename(unit: Writer, country: Country, day: date) -> None:
    """Give an institution the other name of its model, on the last day; the former one becomes an alias."""
    models = {model.key: model for model in country.material.institutions}
    made = country.institutions["industry"]
    names = [name.format(state=country.name) for name in models[made.key].names]
    new = next(name for name in names if name != made.name)
    taken = {one.acronym for one in country.institutions.values()}
    unit.update(Institution, {made.id: {"name": new, "acronym": acronym_of(new, taken)}})
    unit.insert(InstitutionAlias, [{"institution_id": made.id, "name": made.name}])


def _mistake(unit: Writer, country: Country, day: date) -> None:
    """Mark the wrong action as completed: the step after this one takes it back."""
    item_id = country.waiting_items[0][0]
    unit.update(PlanItem, {item_id: {"status": "completed", "completed_on": day.isoformat()}})
    country.kept["mistake"] = str(unit.head.number + 1)


def _take_back(unit: Writer, country: Country, day: date) -> None:
    apply_revert(unit, plan_revert(unit, int(country.kept["mistake"])))
