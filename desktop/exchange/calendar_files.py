"""Writes dates as an iCalendar file (RFC 5545): whole days, fixed order, same input same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from desktop.exchange.cell_texts import clean_text
from desktop.exchange.vcards.escapes import escape
from desktop.exchange.vcards.writing import folded_line


class CalendarDay(NamedTuple):
    """One whole day of a calendar; `uid` stays the same, so that a second import updates."""

    uid: str
    day: date
    title: str
    note: str = ""


def write_calendar(days: Iterable[CalendarDay], *, stamp: datetime, name: str = "") -> bytes:
    """A calendar of whole days; `stamp` is when the data was as it is, in UTC, never the present."""
    return b"".join(folded_line(line) for line in _lines(days, stamp, name))


def _lines(days: Iterable[CalendarDay], stamp: datetime, name: str) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Desk1540//Desk1540//EN", "CALSCALE:GREGORIAN")
    if name:
        yield f"X-WR-CALNAME:{_text(name)}"
    for entry in days:
        yield "BEGIN:VEVENT"
        yield f"UID:{entry.uid}@desk1540"
        yield f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}"
        yield f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{_next(entry.day):%Y%m%d}"
        yield f"SUMMARY:{_text(entry.title)}"
        if entry.note:
            yield f"DESCRIPTION:{_text(entry.note)}"
        yield from ("TRANSP:TRANSPARENT", "END:VEVENT")
    yield "END:VCALENDAR"


def _next(day: date) -> date:
    """The day after, which ends a whole-day entry."""
    return day if day == date.max else day + timedelta(days=1)


def _text(text: str) -> str:
    return escape(clean_text(text))
