"""Reports from a file: one short read of records, a document built from them, a file written from that.

A window posts `read_report_data` to the database's thread and hands its result to a job that runs
`write_document`; a command does all of it at once with `write_report`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from db.database import Database
from db.queries.contact_rows import ContactRow, contact_rows
from db.queries.plan import item_ids, items, objectives, plans
from db.records import PlanItemRecord, PlanRecord
from db.unit_of_work import Reader
from desktop.base.errors import UserError
from desktop.base.formats import Formats
from desktop.base.i18n import N_, Texts, texts_for
from desktop.base.leaving import Leaving
from desktop.base.reference import Reference
from desktop.base.reference_rows import State
from desktop.base.text import fold
from desktop.reports.builders.contacts import TITLE as CONTACTS_TITLE
from desktop.reports.builders.contacts import build_contacts
from desktop.reports.builders.control_code import with_control_code
from desktop.reports.builders.data import PlanData, ReportData, ReportRequest, StateData
from desktop.reports.builders.shared import formats_for, is_point_of_contact
from desktop.reports.builders.status import TITLE as STATUS_TITLE
from desktop.reports.builders.status import build_status
from desktop.reports.document import Document
from desktop.services.baselines import entry_at, read_baseline
from desktop.services.control_code import control_code
from desktop.services.file_facts import file_facts, reference_of
from desktop.services.sharing import Gate, leaving_of, shown_objectives

if TYPE_CHECKING:
    from desktop.reports.counts import Counts, IsCancelled, Progress

Builder = Callable[[ReportData, ReportRequest, Texts, Formats], Document]

REPORTS: Mapping[str, str] = {"status": STATUS_TITLE, "contacts": CONTACTS_TITLE}
"""The reports there are, with their titles."""

_BUILDERS: Mapping[str, Builder] = {"status": build_status, "contacts": build_contacts}
_PLAN_PLACES = {"adopted": 0, "submitted": 0, "draft": 1, "superseded": 2}


def write_report(
    database: Database,
    request: ReportRequest,
    path: Path,
    *,
    progress: Progress | None = None,
    is_cancelled: IsCancelled | None = None,
) -> Counts:
    """Read, build and write one report; call on the database's thread.

    Raises UserError when there is nothing to report on, or the file cannot be written.
    """
    data = read_report_data(database, request)
    return write_document(data, request, path, progress=progress, is_cancelled=is_cancelled)


def write_document(
    data: ReportData,
    request: ReportRequest,
    path: Path,
    *,
    progress: Progress | None = None,
    is_cancelled: IsCancelled | None = None,
) -> Counts:
    """Build and write a report from what was read; needs no database."""
    from desktop.reports.counts import never_cancelled, no_progress
    from desktop.reports.writing import write

    document = build_report(data, request)
    return write(document, path, request.format, progress or no_progress, is_cancelled or never_cancelled)


def build_report(data: ReportData, request: ReportRequest) -> Document:
    """The document of a report."""
    texts = texts_for(request.language)
    document = _BUILDERS[request.name](data, request, texts, formats_for(data, request))
    return with_control_code(document, data.control_code) if data.control_code else document


def read_report_data(database: Database, request: ReportRequest) -> ReportData:
    """The records that a report is built from, as they are now or were up to the day `as_of`.

    What may not leave for the recipient is not among them.
    """
    if request.name not in _BUILDERS:
        raise UserError(N_("There is no report {name}; “list reports” shows them."), name=request.name)
    number = None if request.as_of is None else entry_at(database, request.as_of)
    baseline = read_baseline(database, request.since, number, request.recipient) if request.since else None
    with database.read(as_of=number) as unit:
        reference = reference_of(unit)
        contacts = _contacts_by_state(unit, request)
        states = _asked_states(unit, request, reference, contacts)
        needs_plans = request.name == "status"
        by_plan = _items_by_plan(unit) if needs_plans and request.is_regional else None
        if by_plan is not None and request.plan:
            _refuse_unknown_plan(unit, states, request.plan)
        asked = [
            StateData(
                state,
                _plan_of(unit, state.code, request.plan, by_plan) if needs_plans else None,
                tuple(contacts.get(state.code, ())),
            )
            for state in states
        ]
        gate = Gate(unit, request.recipient)
        told = _told(request, [_let_out(gate, each) for each in asked])
        leaving = _leaving(gate, unit, request, asked, told)
        code = control_code(database.head) if request.has_control_code else ""
        return ReportData(file_facts(unit, reference), tuple(told), baseline, leaving, code)


def _told(request: ReportRequest, states: list[StateData]) -> list[StateData]:
    """The States a paper speaks of: to a recipient a regional one names none of which it tells nothing."""
    if request.recipient is None or not request.is_regional:
        return states
    return [each for each in states if (each.plan if request.name == "status" else each.contacts)]


def _let_out(gate: Gate, found: StateData) -> StateData:
    """What of a State may leave."""
    if gate.recipient is None:
        return found
    contacts = tuple(gate.contacts(found.contacts))
    if found.plan is None:
        return StateData(found.state, None, contacts)
    told = gate.items(found.plan.items)
    plan = gate.plan(found.plan.plan, has_items=bool(told))
    objectives = tuple(shown_objectives(found.plan.objectives, told))
    return StateData(found.state, PlanData(plan, objectives, tuple(told)) if plan else None, contacts)


def _leaving(
    gate: Gate, unit: Reader, request: ReportRequest, asked: Sequence[StateData], told: Sequence[StateData]
) -> Leaving:
    """Counts of what this report tells; the status report names no person beside an action."""
    items = (_items_of(asked), _items_of(told)) if request.name == "status" else None
    contacts = (_contacts_of(asked, request), _contacts_of(told, request))
    return leaving_of(gate, unit, items=items, contacts=contacts, names_persons=False)


def _items_of(states: Iterable[StateData]) -> list[PlanItemRecord]:
    return [item for each in states if each.plan is not None for item in each.plan.items]


def _contacts_of(states: Iterable[StateData], request: ReportRequest) -> list[ContactRow]:
    rows = [row for each in states for row in each.contacts]
    if request.name == "status":
        return [] if request.is_regional else [row for row in rows if is_point_of_contact(row)]
    return rows


def _asked_states(
    unit: Reader, request: ReportRequest, reference: Reference, contacts: Iterable[str]
) -> list[State]:
    """The States of a request; one or a group that the file holds nothing on is refused, not left blank."""
    known = states_in(unit, reference)
    if request.name == "contacts" or request.state:
        known = _with_states(known, contacts, reference)
    if request.state:
        found = reference.find_state(request.state)
        if found is None:
            raise UserError(N_("No State has the code {code}; “list states” shows them."), code=request.state)
        if found not in known:
            raise UserError(N_("The file holds nothing on the State {code}."), code=found.code)
        return [found]
    if not request.group:
        return known
    group = request.group.strip().upper()
    if group not in reference.groups:
        raise UserError(N_("No group has the code {code}; “list groups” shows them."), code=request.group)
    members = {state.code for state in members_of(reference, group)}
    found_here = [state for state in known if state.code in members]
    if not found_here:
        raise UserError(N_("The file holds nothing on the States of {code}."), code=group)
    return found_here


def _with_states(known: list[State], codes: Iterable[str], reference: Reference) -> list[State]:
    """States and those of more codes, in the order of their codes; a directory also names offices alone."""
    every = {*(state.code for state in known), *(code for code in codes if code)}
    return [reference.state(code) for code in sorted(every)]


def members_of(reference: Reference, group: str) -> list[State]:
    """The States of a group or organisation, fictional ones too."""
    everyone = (*reference.states.values(), *reference.fictional_states.values())
    return [state for state in everyone if _belongs_to(state, group)]


def groups_in(reference: Reference, states: Iterable[State]) -> list[str]:
    """The codes of the groups and organisations that any of these States belongs to."""
    here = list(states)
    return [code for code in reference.groups if any(_belongs_to(state, code) for state in here)]


def _belongs_to(state: State, group: str) -> bool:
    return group == state.un_group or group in state.organisations


def states_of_file(database: Database) -> list[State]:
    """The States that the file holds a plan, points of contact or offices of, and its own."""
    with database.read() as unit:
        reference = reference_of(unit)
        return _with_states(states_in(unit, reference), (row.state for row in contact_rows(unit)), reference)


def states_in(unit: Reader, reference: Reference) -> list[State]:
    """The States that the file holds a plan or posts of, and its own."""
    s = unit.schema
    codes = unit.raw(
        f"SELECT state FROM {s}.file_settings UNION SELECT state FROM {s}.plan "
        f"UNION SELECT state FROM {s}.post WHERE state IS NOT NULL ORDER BY 1"
    )
    return [reference.state(row[0]) for row in codes]


def _contacts_by_state(unit: Reader, request: ReportRequest) -> dict[str, list[ContactRow]]:
    found: dict[str, list[ContactRow]] = {}
    for row in contact_rows(unit, on=request.as_of or request.date):
        found.setdefault(row.state, []).append(row)
    return found


def _items_by_plan(unit: Reader) -> dict[str, list[PlanItemRecord]]:
    found: dict[str, list[PlanItemRecord]] = {}
    for item in items(unit):
        found.setdefault(item.plan_id, []).append(item)
    return found


def _plan_of(
    unit: Reader, state: str, wanted: str, by_plan: Mapping[str, list[PlanItemRecord]] | None
) -> PlanData | None:
    known = plans(unit, state=state)
    plan = find_plan(known, wanted) if wanted and by_plan is None else present_plan(known, wanted)
    if plan is None:
        return None
    found = items(unit, item_ids(unit, plan_id=plan.id)) if by_plan is None else by_plan.get(plan.id, [])
    return PlanData(plan, tuple(objectives(unit, plan.id)), tuple(found))


def _refuse_unknown_plan(unit: Reader, states: Iterable[State], wanted: str) -> None:
    known = [plan for state in states for plan in plans(unit, state=state.code)]
    if present_plan(known, wanted) is None:
        find_plan(known, wanted)


def find_plan(known: Iterable[PlanRecord], wanted: str) -> PlanRecord:
    """The plan of that id or title; raises UserError when there is none or the title fits several."""
    listed = list(known)
    found = [plan for plan in listed if plan.id == wanted]
    found = found or [plan for plan in listed if fold(plan.title) == fold(wanted)]
    if len(found) == 1:
        return found[0]
    if not found:
        titles = "; ".join(plan.title for plan in listed) or "-"
        raise UserError(N_("There is no plan “{plan}”. There are: {titles}."), plan=wanted, titles=titles)
    ids = "; ".join(plan.id for plan in found)
    raise UserError(N_("Several plans are called “{plan}”; name one by its id: {ids}."), plan=wanted, ids=ids)


def present_plan(known: Iterable[PlanRecord], title: str = "") -> PlanRecord | None:
    """The plan a State works by: the one in force, else the draft, of several the one of the latest period.

    With a title only plans of that title are looked at.
    """
    listed = [plan for plan in known if not title or fold(plan.title) == fold(title) or plan.id == title]
    latest = sorted(listed, key=lambda plan: (plan.period or "", plan.id), reverse=True)
    return min(latest, key=lambda plan: _PLAN_PLACES.get(plan.status, 1), default=None)
