"""What the start page shows: past its date, the next 30 days, what lacks facts, recent changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from db.changes import change_sets
from db.log_records import ChangeSetInfo
from db.unit_of_work import Reader
from desktop.services.completeness import Incomplete, to_complete
from desktop.services.item_scopes import PAST, SOON, last_day, nearness

RECENT_CHANGES = 12


class DatedItem(NamedTuple):
    """An open item with a date."""

    id: str
    number: str
    title: str
    due: str
    state: str


@dataclass(frozen=True, slots=True)
class Overview:
    """Lists of the start page; `items` counts all items of the file, `plans` its plans."""

    plans: int
    items: int
    past: list[DatedItem]
    soon: list[DatedItem]
    to_complete: dict[str, list[Incomplete]]
    recent: list[ChangeSetInfo]


def overview(reader: Reader, today: date) -> Overview:
    """Read the start page's lists; dates in their order."""
    s = reader.schema
    rows = reader.raw(
        f"SELECT i.id, i.number, i.title, i.due, p.state, i.status FROM {s}.plan_item i "
        f"JOIN {s}.plan p ON p.id = i.plan_id WHERE i.due IS NOT NULL AND p.status <> 'superseded'"
    )
    found: dict[str, list[tuple[date, DatedItem]]] = {PAST: [], SOON: []}
    for *facts, status in rows:
        near = nearness(facts[3], status, today)
        last = last_day(facts[3])
        if near and last is not None:
            found[near].append((last, DatedItem(*facts)))
    counts = reader.raw(f"SELECT (SELECT count(*) FROM {s}.plan), (SELECT count(*) FROM {s}.plan_item)")
    return Overview(
        plans=counts[0][0],
        items=counts[0][1],
        past=[item for _, item in sorted(found[PAST], reverse=True)],
        soon=[item for _, item in sorted(found[SOON])],
        to_complete=to_complete(reader, today),
        recent=change_sets(reader, limit=RECENT_CHANGES),
    )
