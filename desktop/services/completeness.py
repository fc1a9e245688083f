"""What is still to be completed: facts that a person can add, never faults of the file."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from db.schema.plan import CLOSED_STATUSES
from db.unit_of_work import Reader
from desktop.base.i18n import N_
from desktop.services.private_details import kept_too_long

_CLOSED = ", ".join(f"'{status}'" for status in CLOSED_STATUSES)
_LEAD = "SELECT item_id FROM {s}.item_institution WHERE role = 'lead'"

_ITEMS = "SELECT i.id, i.number, i.title FROM {s}.plan_item i JOIN {s}.plan p ON p.id = i.plan_id WHERE "
_QUERIES = {
    "no_lead": _ITEMS + f"i.status IS NOT 'cancelled' AND i.id NOT IN ({_LEAD})",
    "no_due": _ITEMS
    + f"i.due IS NULL AND i.due_text = '' AND (i.status IS NULL OR i.status NOT IN ({_CLOSED}))",
    "completed_without_note": _ITEMS
    + "i.status = 'completed' AND i.id NOT IN (SELECT item_id FROM {s}.progress_note)",
}
_CONTACTS = (
    "SELECT d.id, n.name, t.name, d.verified_on, d.to_date FROM {s}.designation d "
    "JOIN {s}.person n ON n.id = d.person_id JOIN {s}.post t ON t.id = d.post_id ORDER BY n.name, d.id"
)
_DAYS_OF_A_YEAR = 365

LABELS = {
    "no_lead": N_("Actions without a lead institution"),
    "no_due": N_("Open actions without a due date"),
    "completed_without_note": N_("Completed actions without a progress note"),
    "not_verified": N_("Points of contact not verified for a year"),
    "kept_too_long": N_("Private details kept longer than 12 months after the end"),
}


class Incomplete(NamedTuple):
    """A record that lacks something: its id and what it is called."""

    id: str
    title: str


def to_complete(reader: Reader, today: date) -> dict[str, list[Incomplete]]:
    """What lacks what, by kind (see LABELS), each in reading order."""
    s = reader.schema
    found = {}
    for kind, sql in _QUERIES.items():
        rows = reader.raw(f"{sql.format(s=s)} ORDER BY p.state, p.title, i.position, i.id")
        found[kind] = [Incomplete(row[0], f"{row[1]} {row[2]}".strip()) for row in rows]
    found["not_verified"] = [
        Incomplete(row_id, f"{person}, {post}")
        for row_id, person, post, verified_on, to_date in reader.raw(_CONTACTS.format(s=s))
        if _is_present(to_date, today) and not _is_recent(verified_on, today)
    ]
    found["kept_too_long"] = [Incomplete(each.id, each.name) for each in kept_too_long(reader, today)]
    return found


def _is_present(to_date: str | None, today: date) -> bool:
    last = _last_day(to_date)
    return last is None or last >= today


def _is_recent(verified_on: str | None, today: date) -> bool:
    last = _last_day(verified_on)
    return last is not None and (today - last).days <= _DAYS_OF_A_YEAR


def _last_day(text: str | None) -> date | None:
    from db.partial_date import PartialDate

    return PartialDate.parse(text).last if text else None
