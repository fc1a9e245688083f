"""Parts of a plan that people look at: what is open, past its date, or due in the next 30 days."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from db.partial_date import PartialDate
from db.schema.plan import CLOSED_STATUSES
from db.unit_of_work import Reader
from desktop.base.i18n import N_

NEXT_DAYS = 30
ALL, OPEN, PAST, SOON = "all", "open", "past", "soon"
SCOPES = {
    ALL: N_("All actions"),
    OPEN: N_("Open actions"),
    PAST: N_("Past their date"),
    SOON: N_("Next 30 days"),
}
_DONE = ("completed", "cancelled")


@lru_cache(maxsize=8192)
def last_day(text: str) -> date | None:
    """The last day of a date; None for one without an end, or that cannot be read."""
    try:
        return PartialDate.parse(text).last
    except ValueError:
        return None


def nearness(due: str | None, status: str | None, today: date) -> str:
    """PAST when the last day of an open item's date lies before today, SOON within 30 days, else ""."""
    if not due or status in CLOSED_STATUSES:
        return ""
    last = last_day(due)
    if last is None or last > today + timedelta(days=NEXT_DAYS):
        return ""
    return PAST if last < today else SOON


def ids_in_scope(reader: Reader, scope: str, today: date) -> set[str]:
    """The ids of all items of the file that belong to a part."""
    rows = reader.raw(f"SELECT id, due, status FROM {reader.schema}.plan_item")
    if scope == OPEN:
        return {row[0] for row in rows if row[2] not in _DONE}
    if scope in (PAST, SOON):
        return {row[0] for row in rows if nearness(row[1], row[2], today) == scope}
    return {row[0] for row in rows}
