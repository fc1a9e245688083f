"""Institutions, persons, posts and designations of a fictional State."""

from __future__ import annotations

from datetime import date
from typing import Any

from db.ids import IdSource
from db.ordering import keys
from db.schema import (
    BodyMember,
    ContactDetail,
    CoordinationBody,
    Designation,
    Institution,
    InstitutionAlias,
    Person,
    Post,
)
from db.unit_of_work import Writer
from desktop.base.text import fold
from desktop.services.exercise.country import Colleague, Country
from desktop.services.exercise.country import Institution as Made
from desktop.services.exercise.material import InstitutionModel

MISSION = "mission"
_EXTRAS = (1, 3)
"""How many institutions a State has beside the core ones and its mission: fewest and most."""
_SMALL_WORDS = frozenset(("de", "del", "la", "los", "las", "el", "y", "e", "of", "and", "the", "to", "for"))
_CONSENT_DAY = date(2024, 11, 18)
_LAST_IMPORT = date(2024, 12, 13)


def write_people(unit: Writer, country: Country) -> None:
    """Write the institutions, their staff, the posts and who holds them, and the coordination body."""
    _write_institutions(unit, country)
    _write_mission(unit, country)
    for made in country.institutions.values():
        count = {"foreign": 4, MISSION: 2}.get(made.key, country.rng.randint(1, 3))
        _write_staff(unit, country, made, count)
    _write_posts(unit, country)
    _write_body(unit, country)


def _write_institutions(unit: Writer, country: Country) -> None:
    models = country.material.institutions
    extras = [model for model in models if not model.is_core]
    chosen = country.rng.sample(extras, country.rng.randint(*_EXTRAS))
    # A plan without industry or science would leave the fourth objective without anyone to lead it.
    outreach = [model for model in extras if model.key in ("chamber", "university")]
    if not any(model in chosen for model in outreach):
        chosen[-1] = country.rng.choice(outreach)
    listed = sorted(
        [*(model for model in models if model.is_core), *chosen], key=lambda model: model.protocol_order
    )
    unit.insert(Institution, [_institution_row(unit.ids, country, model) for model in listed])
    met = [one for one in country.institutions.values() if country.chance(0.4)]
    unit.insert(InstitutionAlias, [{"institution_id": one.id, "name": _alias(one)} for one in met])
    for one in country.institutions.values():
        _write_details(unit, country, f"info@{one.domain}", institution_id=one.id)


def _alias(made: Made) -> str:
    short = " ".join(word for word in made.name.split()[:3] if word.casefold() not in _SMALL_WORDS)
    return f"{short} ({made.acronym})"


def _institution_row(ids: IdSource, country: Country, model: InstitutionModel) -> dict[str, Any]:
    name = country.rng.choice(model.names).format(state=country.name)
    acronym = acronym_of(name, {one.acronym for one in country.institutions.values()})
    domain = f"{fold(acronym)}.{fold(country.name).replace(' ', '-')}.example"
    made = Made(model.key, ids.new(), name, acronym, domain)
    country.institutions[model.key] = made
    return {
        "id": made.id,
        "name": name,
        "acronym": acronym,
        "state": country.code,
        "sector": model.sector,
        "kind": model.kind,
        "topics": " ".join(sorted(model.topics.split())),
        "protocol_order": model.protocol_order,
        "address": _address(country),
        "web": f"https://www.{domain}",
    }


def acronym_of(name: str, taken: set[str]) -> str:
    """The initials of a name, with a number where they are taken."""
    initials = "".join(word[0] for word in name.split() if word.casefold() not in _SMALL_WORDS).upper()
    plain = fold(initials).upper()
    return next(text for text in (plain, *(f"{plain}{n}" for n in range(2, 99))) if text not in taken)


def _address(country: Country) -> str:
    return str(
        country.texts["address"].format(
            street=country.pick("street"), number=country.rng.randint(2, 480), place=country.pick("place")
        )
    )


def _write_mission(unit: Writer, country: Country) -> None:
    name = country.texts["mission"].format(state=country.name)
    domain = f"mission.{fold(country.name).replace(' ', '-')}.example"
    made = Made(MISSION, unit.ids.new(), name, acronym_of(name, set()), domain)
    country.institutions[MISSION] = made
    row = {
        "id": made.id,
        "name": name,
        "acronym": made.acronym,
        "state": country.code,
        "sector": "government",
        "kind": country.texts["mission_kind"],
        "protocol_order": 12,
        "web": f"https://www.{domain}",
    }
    unit.insert(Institution, [row])
    _write_details(unit, country, f"info@{domain}", institution_id=made.id, is_abroad=True)


def _write_staff(unit: Writer, country: Country, made: Made, count: int) -> None:
    for _ in range(count):
        write_person(unit, country, made)


def write_person(unit: Writer, country: Country, made: Made) -> Colleague:
    """Write one more person of an institution, with office details."""
    gender = country.rng.choice("fm")
    given, surnames = _new_name(country, gender)
    texts = country.texts["people"]
    rank = country.rng.choice(texts[f"ranks_{gender}"])
    units = {model.key: model.unit for model in country.material.institutions}
    row = {
        "id": unit.ids.new(),
        "name": f"{given} {surnames}",
        "given_names": given,
        "surnames": surnames,
        "treatment": country.rng.choice(texts[f"treatments_{gender}"]),
        "rank": rank,
        "institution_id": made.id,
        "unit": units.get(made.key, country.texts["mission_unit"]),
        "languages": country.rng.choice(texts["languages"]),
        "salutation": texts[f"salutation_{gender}"].format(rank=rank),
    }
    if country.chance(0.4):
        row["consent"] = texts["consent"].format(day=country.material.long_day(_CONSENT_DAY))
        row |= {"consent_to": "committee", "consent_since": _CONSENT_DAY.isoformat(), "sharing": "committee"}
    unit.insert(Person, [row])
    person = Colleague(row["id"], row["name"], made)
    mail = f"{fold(given[0])}.{fold(surnames.split()[0])}@{made.domain}"
    _write_details(unit, country, mail, person_id=person.id, is_abroad=made.key == MISSION)
    country.staff.setdefault(made.key, []).append(person)
    return person


def _new_name(country: Country, gender: str) -> tuple[str, str]:
    taken = {person.name for staff in country.staff.values() for person in staff}
    while True:
        given, surnames = (
            country.pick(f"given_{gender}"),
            f"{country.pick('surname')} {country.pick('surname')}",
        )
        if f"{given} {surnames}" not in taken:
            return given, surnames


def _write_details(
    unit: Writer, country: Country, mail: str, *, is_abroad: bool = False, **owner: str
) -> None:
    """Write phones and e-mail; the numbers lie in ranges that are kept for fiction or given to nobody."""
    last = country.rng.randint(100, 199)
    phone = f"+1 212 555 0{last}" if is_abroad else f"+999 2 555 0{last}"
    plain = phone.replace(" ", "") if is_abroad else ""
    rows: list[dict[str, Any]] = [
        {"kind": "email", "use": "work", "written": mail, "normalised": mail},
        {"kind": "phone", "use": "work", "written": phone, "normalised": plain},
    ]
    if "person_id" in owner and country.chance(0.25):
        mobile = f"+999 6 555 0{country.rng.randint(100, 199)}"
        rows.append({"kind": "phone", "use": "mobile", "written": mobile, "is_private": 1})
    places = keys(len(rows))
    unit.insert(
        ContactDetail, [{**row, **owner, "position": place} for row, place in zip(rows, places, strict=True)]
    )


def _write_posts(unit: Writer, country: Country) -> None:
    texts = country.texts["posts"]
    foreign, mission = country.institutions["foreign"], country.institutions[MISSION]
    planned = [
        ("capital_main", foreign, "capital", "main", texts["capital_main"]),
        ("capital_alternate", foreign, "capital", "alternate", texts["capital_alternate"]),
        ("new_york_main", mission, "new_york", "main", texts["new_york_main"]),
        ("new_york_alternate", mission, "new_york", "alternate", texts["new_york_alternate"]),
        ("clearance", foreign, "capital", "clearance", texts["clearance"]),
    ]
    for key, made in country.institutions.items():
        if key not in ("foreign", MISSION):
            name = texts["focal"].format(institution=made.acronym)
            planned.append((key, made, "capital", "technical", name))
    for key, made, seat, role, name in planned:
        country.posts[key] = unit.ids.new()
        note = texts["vacant_note"] if key == "new_york_alternate" else ""
        row = {"name": name, "state": country.code, "institution_id": made.id, "seat": seat, "role": role}
        if role != "technical":
            row["sharing"] = "committee un_centre"
        unit.insert(Post, [{**row, "id": country.posts[key], "note": note}])
    _write_designations(unit, country)


def _write_designations(unit: Writer, country: Country) -> None:
    """Fill the posts: one in New York stays vacant, the main one in the capital had another holder."""
    foreign = country.staff["foreign"]
    main, alternate, clearance, former = foreign[:4]
    ended = country.day_in(date(2023, 1, 9), date(2023, 11, 30))
    began = country.day_in(date(2020, 1, 9), date(2021, 11, 30))
    designate(unit, country, "capital_main", former, began, to_date=ended.isoformat())
    designate(unit, country, "capital_main", main, ended)
    for key, person in (("capital_alternate", alternate), ("clearance", clearance)):
        designate(unit, country, key, person, _some_day(country))
    envoy = country.staff[MISSION][0]
    designate(unit, country, "new_york_main", envoy, _some_day(country))
    # The Committee is told who they are; the others are named to it only with their consent.
    shared = {person.id: {"sharing": "committee un_centre"} for person in (main, alternate, clearance, envoy)}
    unit.update(Person, shared)
    for key in country.posts:
        if key in country.staff and key not in ("foreign", MISSION):
            designate(unit, country, key, country.staff[key][0], _some_day(country))


def _some_day(country: Country) -> date:
    return country.day_in(date(2022, 2, 1), date(2024, 10, 31))


def designate(
    unit: Writer, country: Country, key: str, person: Colleague, day: date, **values: object
) -> None:
    """Write a person's designation to a post, with its instrument."""
    texts = country.texts["posts"]
    is_note = key in ("capital_main", "capital_alternate", "new_york_main", "new_york_alternate")
    number = country.next_number("NV" if is_note else "OF", day.year)
    pattern = texts["instrument" if is_note else "focal_instrument"]
    row: dict[str, object] = {
        "id": unit.ids.new(),
        "person_id": person.id,
        "post_id": country.posts[key],
        "from_date": day.isoformat(),
        "instrument_state": "received",
        "instrument": pattern.format(number=number),
        "instrument_date": day.isoformat(),
    }
    if country.chance(0.7):
        row["verified_on"] = country.day_in(date(2024, 9, 2), _LAST_IMPORT).isoformat()
        row["verified_by"] = country.staff["foreign"][0].name
        row["verified_how"] = country.rng.choice(texts["verified_how"])
    unit.insert(Designation, [{**row, **values}])
    if "to_date" not in values:
        country.designations[key] = str(row["id"])


def _write_body(unit: Writer, country: Country) -> None:
    texts = country.texts["body"]
    row = {
        "id": unit.ids.new(),
        "name": texts["name"],
        "state": country.code,
        "instrument": texts["instrument"].format(number=country.rng.randint(20, 480)),
        "established_on": "2019",
        "note": texts["note"],
    }
    unit.insert(CoordinationBody, [row])
    country.kept["body"] = row["id"]
    seats = [made for made in country.institutions.values() if made.key != MISSION]
    rows = []
    for made, place in zip(seats, keys(len(seats)), strict=True):
        role = "chair" if made.key == "foreign" else "main"
        person = country.staff[made.key][0].id
        rows.append({"institution_id": made.id, "person_id": person, "role": role, "position": place})
    unit.insert(BodyMember, [{**row, "body_id": country.kept["body"], "from_date": "2024"} for row in rows])
