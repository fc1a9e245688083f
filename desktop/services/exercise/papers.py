"""Letters, submissions, assistance, meetings and events of a fictional State, as dated steps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

from db.ids import link_id
from db.ordering import keys
from db.schema import (
    ActivityItem,
    Agreement,
    AgreementItem,
    AssistanceRequest,
    CooperationActivity,
    EffectivePractice,
    Event,
    EventParticipant,
    EventSession,
    Letter,
    Meeting,
    MeetingAttendance,
    Offer,
    RequestItem,
    RequestProvider,
    Submission,
    SubmissionStep,
)
from db.unit_of_work import Writer
from desktop.base.i18n import N_
from desktop.services.exercise.country import Country, Step
from desktop.services.exercise.people import MISSION

_PREFIXES = {"note_verbale": "NV", "official_letter": "OF", "instruction": "INS"}
_MEETINGS = ((2025, 2), (2025, 6), (2025, 10), (2026, 2), (2026, 6), (2026, 10))
_EVENTS = ((2025, 4), (2025, 7), (2025, 11), (2026, 3), (2026, 5), (2026, 9))
_PAST = (
    ("national_report", date(2004, 10, 28), "S/AC.44/2004/"),
    ("addendum", date(2013, 6, 6), "S/AC.44/2013/"),
)


def write_past_submissions(unit: Writer, country: Country) -> None:
    """Write what the State said to the Committee before the file began."""
    for kind, day, symbol in _PAST:
        _submission(unit, country, day, kind=kind, status="published", baseline=False)
        number = country.rng.randint(11, 98)
        unit.update(Submission, {country.kept[kind]: {"symbol": f"{symbol}{number}", "can_publish": 1}})


def paper_steps(country: Country) -> Iterator[Step]:
    """All dated steps with papers, meetings and events."""
    letters = (
        ("focal_reply", date(2025, 1, 15), ""),
        ("status_round", date(2025, 5, 26), "2025-06-20"),
        ("draft_matrix", date(2025, 9, 8), "2025-12-15"),
        ("matrix_consultation", date(2025, 9, 22), "2025-10-31"),
        ("course_invitation", date(2025, 10, 16), "2025-11-07"),
        ("status_round", date(2026, 1, 19), "2026-02-20"),
        ("review_questionnaire", date(2026, 4, 13), "2026-07-31"),
        ("status_round", date(2026, 8, 17), "2026-09-18"),
    )
    for key, first, reply in letters:
        day = country.day_in(first, first + timedelta(days=6))
        subject = country.texts["letters"][key]["subject"]
        work = partial(_letter_step, key=key, reply_requested_by=reply or None)
        yield Step(day, country, N_("Register letter: {subject}"), work, {"subject": subject})
    yield from _submission_steps(country)
    yield from _assistance_steps(country)
    for index, (year, month) in enumerate(_MEETINGS):
        day = country.day_in(date(year, month, 9), date(year, month, 24))
        work = partial(_meeting, index=index)
        yield Step(day, country, N_("Register meeting of {day}"), work, {"day": day.isoformat()})
    for index, (year, month) in enumerate(_EVENTS):
        day = country.day_in(date(year, month, 9), date(year, month, 24))
        title = country.texts["events"]["list"][index]["title"]
        yield Step(
            day, country, N_("Register event: {title}"), partial(_event, index=index), {"title": title}
        )


def write_letter(unit: Writer, country: Country, key: str, day: date, **values: Any) -> str:
    """Write one letter of the material; gives its id."""
    text = country.texts["letters"][key]
    is_of_committee = text["direction"] == "in" and text["kind"] == "note_verbale"
    prefix = _PREFIXES.get(text["kind"], "")
    institution = country.institutions[values.pop("institution", "customs")]
    row: dict[str, Any] = {
        "id": unit.ids.new(),
        "state": country.code,
        "kind": text["kind"],
        "direction": text["direction"],
        "number": country.next_number(prefix, day.year) if prefix and not is_of_committee else "",
        "symbol": f"SCA/5/{day:%y}({country.rng.randint(1, 40):02})" if is_of_committee else "",
        "dated": day.isoformat(),
        "correspondent": text["correspondent"].format(institution=institution.name),
        "subject": text["subject"],
        "text": text["text"].format(state=country.name),
    }
    if "{institution}" in text["correspondent"]:
        row["institution_id"] = institution.id
    unit.insert(Letter, [{**row, **values}])
    country.kept[key] = row["id"]
    return str(row["id"])


def _letter_step(unit: Writer, country: Country, day: date, key: str, **values: Any) -> None:
    if key == "matrix_consultation" and "draft_matrix" in country.kept:
        values["note"] = country.texts["submissions"]["matrix_comment"]
    write_letter(unit, country, key, day, **values)


def _submission(
    unit: Writer, country: Country, day: date, *, kind: str, status: str, baseline: bool, letter: str = ""
) -> None:
    """Write a submission, or bring it to its next step."""
    letter_id = write_letter(unit, country, letter, day) if letter else None
    known = country.kept.get(kind)
    values: dict[str, Any] = {"status": status}
    if baseline:
        values["baseline"] = unit.head.number
    if known:
        unit.update(Submission, {known: values})
    else:
        title = country.texts["submissions"][kind]
        plan_id = country.plan_id if kind == "action_plan" else None
        row = {"state": country.code, "kind": kind, "title": title, "plan_id": plan_id}
        country.kept[kind] = unit.insert(Submission, [{**row, **values}])[0]
    step = {"submission_id": country.kept[kind], "status": status, "on_date": day.isoformat()}
    number = unit.rows_by_id(Letter, [letter_id])[letter_id]["number"] if letter_id else ""
    unit.insert(SubmissionStep, [{**step, "letter_id": letter_id, "number": number}])


def _submission_steps(country: Country) -> Iterator[Step]:
    planned = (
        ("contact_points", "submitted", date(2025, 2, 3), "poc_main"),
        ("action_plan", "consultation", date(2025, 2, 26), ""),
        ("action_plan", "cleared", date(2025, 3, 24), ""),
        ("action_plan", "sent", date(2025, 4, 2), "plan_instruction"),
        ("action_plan", "submitted", date(2025, 4, 22), "plan_note"),
        ("action_plan", "acknowledged", date(2025, 5, 12), "plan_receipt"),
        ("matrix_comment", "draft", date(2025, 10, 6), ""),
        ("matrix_comment", "consultation", date(2025, 11, 17), ""),
    )
    for kind, status, first, letter in planned:
        day = country.day_in(first, first + timedelta(days=4))
        baseline = status == "cleared"
        work = partial(_submission_step, kind=kind, status=status, baseline=baseline, letter=letter)
        title = country.texts["submissions"][kind]
        yield Step(day, country, N_("Record a step of the submission {title}"), work, {"title": title})


def _submission_step(unit: Writer, country: Country, day: date, **values: Any) -> None:
    _submission(unit, country, day, **values)


def _assistance_steps(country: Country) -> Iterator[Step]:
    title = country.texts["request"]["title"]
    planned = (
        (date(2025, 8, 4), N_("Prepare assistance request {title}"), _draft_request),
        (date(2025, 10, 27), N_("Submit assistance request {title}"), _submit_request),
        (date(2026, 3, 9), N_("Record the answer to the assistance request {title}"), _answer_request),
    )
    for first, summary, work in planned:
        yield Step(country.day_in(first, first + timedelta(days=8)), country, summary, work, {"title": title})
    for first, key, offered in (
        (date(2026, 5, 25), "activity", _activity),
        (date(2026, 7, 6), "offer", _offer),
        (date(2026, 8, 3), "practice", _practice),
    ):
        name = country.texts[key]["title"]
        day = country.day_in(first, first + timedelta(days=8))
        yield Step(day, country, N_("Record cooperation: {title}"), offered, {"title": name})


def _draft_request(unit: Writer, country: Country, day: date) -> None:
    texts = {name: text for name, text in country.texts["request"].items() if name != "answer"}
    authority = country.institutions["customs"].name
    row = {"state": country.code, "dated": day.isoformat(), "authority": authority, "timeframe": "2026/2027"}
    request_id = unit.insert(AssistanceRequest, [{**texts, **row}])[0]
    country.kept["request"] = request_id
    rows = [
        {"id": link_id("request_item", request_id, item_id), "request_id": request_id, "item_id": item_id}
        for item_id, _ in country.some_items(2)
    ]
    unit.insert(RequestItem, rows)


def _submit_request(unit: Writer, country: Country, day: date) -> None:
    write_letter(unit, country, "assistance_note", day)
    request_id = country.kept["request"]
    values = {"status": "submitted", "dated": day.isoformat(), "can_publish": 1, "follow_up_on": "2026-10"}
    unit.update(AssistanceRequest, {request_id: values})
    row_id = link_id("request_provider", request_id, "UNODA")
    unit.insert(RequestProvider, [{"id": row_id, "request_id": request_id, "provider": "UNODA"}])


def _answer_request(unit: Writer, country: Country, day: date) -> None:
    request_id = country.kept["request"]
    row_id = link_id("request_provider", request_id, "UNODA")
    unit.update(RequestProvider, {row_id: {"answer": country.texts["request"]["answer"]}})
    unit.update(AssistanceRequest, {request_id: {"status": "in_course"}})


def _activity(unit: Writer, country: Country, day: date) -> None:
    row = {"state": country.code, "period": f"{day:%Y-%m}", "request_id": country.kept["request"]}
    activity_id = unit.insert(CooperationActivity, [{**country.texts["activity"], **row}])[0]
    rows = [
        {"id": link_id("activity_item", activity_id, item_id), "activity_id": activity_id, "item_id": item_id}
        for item_id, _ in country.some_items(1)
    ]
    unit.insert(ActivityItem, rows)


def _offer(unit: Writer, country: Country, day: date) -> None:
    unit.insert(Offer, [{**country.texts["offer"], "state": country.code, "dated": f"{day:%Y-%m}"}])


def _practice(unit: Writer, country: Country, day: date) -> None:
    unit.insert(EffectivePractice, [{**country.texts["practice"], "state": country.code, "can_publish": 0}])


def _meeting(unit: Writer, country: Country, day: date, index: int) -> None:
    texts, rng = country.texts["body"], country.rng
    row = {"body_id": country.kept["body"], "held_on": day.isoformat(), "place_held": country.pick("place")}
    row |= {"agenda": texts["agenda"][index % 4], "minutes": rng.choice(texts["minutes"])}
    meeting_id = unit.insert(Meeting, [row])[0]
    seats = [staff[0] for key, staff in country.staff.items() if key != MISSION and country.chance(0.8)]
    attendance = [
        {
            "person_id": person.id,
            "institution_id": person.institution.id,
            "name": person.name,
            "position": place,
        }
        for person, place in zip(seats, keys(len(seats)), strict=True)
    ]
    unit.insert(MeetingAttendance, [{**row, "meeting_id": meeting_id} for row in attendance])
    _settle_agreements(unit, country, day)
    _agree(unit, country, day, meeting_id)


def _settle_agreements(unit: Writer, country: Country, day: date) -> None:
    """Mark what the meeting before had agreed as done, except its last point."""
    pending = country.kept.pop("agreements", "").split()
    unit.update(Agreement, {row_id: {"done_on": day.isoformat()} for row_id in pending[:-1]})


def _agree(unit: Writer, country: Country, day: date, meeting_id: str) -> None:
    words = country.rng.sample(country.texts["body"]["agreements"], 3)
    made = country.rng.sample(list(country.institutions.values()), 3)
    due = (day + timedelta(days=45)).isoformat()
    rows = [
        {"meeting_id": meeting_id, "text": text, "institution_id": one.id, "due": due, "position": place}
        for text, one, place in zip(words, made, keys(3), strict=True)
    ]
    found = unit.insert(Agreement, rows)
    country.kept["agreements"] = " ".join(found)
    for agreement_id, (item_id, _) in zip(found, country.some_items(2), strict=False):
        row_id = link_id("agreement_item", agreement_id, item_id)
        unit.insert(AgreementItem, [{"id": row_id, "agreement_id": agreement_id, "item_id": item_id}])


def _event(unit: Writer, country: Country, day: date, index: int) -> None:
    texts = country.texts["events"]
    length = country.rng.randint(0, 2)
    last = day + timedelta(days=length)
    period = day.isoformat() if length == 0 else f"{day.isoformat()}/{last.isoformat()}"
    row = {
        "state": country.code,
        "period": period,
        "place_held": country.pick("place"),
        "note": texts["note"],
    }
    event_id = unit.insert(Event, [{**texts["list"][index], **row}])[0]
    sessions = [
        {"event_id": event_id, "title": title, "on_date": day.isoformat(), "position": place}
        for title, place in zip(texts["sessions"], keys(len(texts["sessions"])), strict=True)
    ]
    unit.insert(EventSession, sessions)
    everyone = [person for staff in country.staff.values() for person in staff]
    present = country.rng.sample(everyone, min(len(everyone), country.rng.randint(6, 14)))
    sector = country.texts["events"]["list"][index]["sectors"].split()[0]
    participants = [
        {
            "person_id": person.id,
            "institution_id": person.institution.id,
            "name": person.name,
            "position": place,
        }
        for person, place in zip(present, keys(len(present)), strict=True)
    ]
    unit.insert(EventParticipant, [{**one, "event_id": event_id, "sector": sector} for one in participants])
