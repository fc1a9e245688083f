"""What the start page shows: past its date, the next 30 days, what lacks facts, recent changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from db.changes import change_sets
from db.log_records import ChangeSetInfo
from db.partial_date import PartialDate
from db.schema.plan import CLOSED_STATUSES
from db.unit_of_work import Reader
from desktop.services.completeness import Incomplete, to_complete

NEXT_DAYS = 30
RECENT_CHANGES = 12
_CLOSED = ", ".join(f"'{status}'" for status in CLOSED_STATUSES)


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
        f"SELECT i.id, i.number, i.title, i.due, p.state FROM {s}.plan_item i "
        f"JOIN {s}.plan p ON p.id = i.plan_id WHERE i.due IS NOT NULL AND p.status <> 'superseded' "
        f"AND (i.status IS NULL OR i.status NOT IN ({_CLOSED}))"
    )
    end = today + timedelta(days=NEXT_DAYS)
    past: list[tuple[date, DatedItem]] = []
    soon: list[tuple[date, DatedItem]] = []
    for row in rows:
        last = PartialDate.parse(row[3]).last
        if last is not None and last <= end:
            (past if last < today else soon).append((last, DatedItem(*row)))
    counts = reader.raw(f"SELECT (SELECT count(*) FROM {s}.plan), (SELECT count(*) FROM {s}.plan_item)")
    return Overview(
        plans=counts[0][0],
        items=counts[0][1],
        past=[item for _, item in sorted(past, reverse=True)],
        soon=[item for _, item in sorted(soon)],
        to_complete=to_complete(reader, today),
        recent=change_sets(reader, limit=RECENT_CHANGES),
    )
