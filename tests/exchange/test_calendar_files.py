"""iCalendar files: whole days, escaped and folded, the same bytes each time."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from desktop.exchange.calendar_files import CalendarDay, write_calendar

STAMP = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_a_day_ends_on_the_next_one():
    made = write_calendar([CalendarDay("u", date(2026, 12, 31), "Fin; de, año", "nota\nb")], stamp=STAMP)
    assert made.decode().split("\r\n")[4:] == [
        "BEGIN:VEVENT",
        "UID:u@desk1540",
        "DTSTAMP:20260102T030405Z",
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        "SUMMARY:Fin\\; de\\, año",
        "DESCRIPTION:nota\\nb",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


@given(st.text(), st.dates())
def test_no_line_is_long_and_no_text_adds_one(title, day):
    made = write_calendar([CalendarDay("u", day, title)], stamp=STAMP)
    lines = made.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    without_title = write_calendar([CalendarDay("u", day, "")], stamp=STAMP).split(b"\r\n")
    assert [line for line in lines if not line.startswith((b"SUMMARY:", b" "))] == [
        line for line in without_title if not line.startswith(b"SUMMARY:")
    ]
