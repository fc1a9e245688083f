"""A person's private details: what the file holds of them, erased for good, or kept on purpose.

Private are the fields declared personal, and phones and e-mails marked so. Name, posts, dates and
instruments remain: they belong to a public office.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from db.database import Database
from db.erasure import HeldValues, erase_values, erased_spans, held_values
from db.errors import RecordGone
from db.fields import fields_of
from db.log_reading import LogReading, Place
from db.partial_date import PartialDate
from db.queries.copies import registered_copies
from db.queries.mentions import mentions
from db.queries.people import contact_details, designations, details_in_log
from db.queries.private_past import deleted_before, personal_fields, with_private_past
from db.schema import LOGGED, ContactDetail, Person
from db.unit_of_work import Reader
from desktop.base.i18n import N_
from desktop.services.history import row_title

MONTHS_KEPT = 12
"""How long private details stay unasked after a person's last designation has ended."""
_DAY_MS = 86_400_000
_MOST_MENTIONS = 20
_LONG_ENOUGH = 6
"""Shorter texts stand in many records by chance."""
_PRIVATE_DETAILS = N_("Private phones and e-mails")
_OFFICE_DETAILS = N_("Office phones and e-mails")


class HeldField(NamedTuple):
    """How many values of a field (a message id) the records hold now, and how many the history does."""

    label: str
    now: int
    in_history: int


class HeldCopy(NamedTuple):
    """A backup that has the values; `made_at` is UTC, `is_there` says whether it still lies there."""

    path: str
    made_at: str
    is_there: bool


class Mention(NamedTuple):
    """Another record in which one of the texts stands: its table and field by their labels, and its name."""

    table: str
    title: str
    field: str


@dataclass(frozen=True, slots=True)
class PrivateDetails:
    """What is held of a person or was erased, which backups still have it, where else a text of it stands.

    `office` counts phones and e-mails that are not private: they are erased only when asked for.
    """

    person_id: str
    name: str
    fields: tuple[HeldField, ...]
    office: int
    copies: tuple[HeldCopy, ...]
    elsewhere: tuple[Mention, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to erase."""
        return not self.fields


@dataclass(frozen=True, slots=True)
class _Scope:
    """A person's rows that hold personal values: ids of phones and e-mails, deleted ones too.

    `office_now` counts those of the office that were not deleted.
    """

    person_id: str
    name: str
    private: tuple[str, ...]
    office: tuple[str, ...]
    office_now: int

    @property
    def places(self) -> list[Place]:
        """All rows that may hold or have held personal values."""
        details = [("contact_detail", row_id) for row_id in (*self.private, *self.office)]
        return [("person", self.person_id), *details]

    def groups(self, *, with_office: bool) -> Iterator[tuple[str, dict[Place, tuple[str, ...]]]]:
        """What is erased, by the label under which it is told; the person's own fields have none."""
        names = personal_fields(ContactDetail)
        yield "", {("person", self.person_id): personal_fields(Person)}
        yield _PRIVATE_DETAILS, {("contact_detail", row_id): names for row_id in self.private}
        if with_office:
            yield _OFFICE_DETAILS, {("contact_detail", row_id): names for row_id in self.office}


def _scope(unit: Reader, person_id: str) -> _Scope:
    """Raises RecordGone for an id that the file has never known."""
    row = unit.rows_by_id(Person, [person_id]).get(person_id)
    name = _name_in_log(unit, person_id) if row is None else str(row["name"])
    present = {
        each.id: bool(each.is_private) for each in contact_details(unit, [person_id]).get(person_id, ())
    }
    # A detail that was deleted is erased when it ever was private; one that is no longer private is kept.
    every = {**details_in_log(unit, person_id), **present}
    private = tuple(row_id for row_id, is_private in every.items() if is_private)
    office = tuple(row_id for row_id in every if row_id not in private)
    return _Scope(person_id, name, private, office, len(present.keys() - private))


def _name_in_log(unit: Reader, person_id: str) -> str:
    reading = LogReading(unit.driver)
    known = reading.rows_of([person_id]).get(("person", person_id))
    if known is None:
        raise RecordGone
    names = [(entry.after or {}).get("name") for entry in reading.entries_of(dict([known]))]
    return str(next((name for name in reversed(names) if name), ""))


def read_private_details(unit: Reader, person_id: str, *, with_office: bool = False) -> PrivateDetails:
    """What an erasure would erase now; call `with_presence` for whether the backups are still there."""
    return _details(unit, _scope(unit, person_id), with_office=with_office)


def _details(unit: Reader, scope: _Scope, *, with_office: bool) -> PrivateDetails:
    fields: list[HeldField] = []
    texts: set[str] = set()
    firsts: list[int] = []
    for label, targets in scope.groups(with_office=with_office):
        held = held_values(unit, targets)
        fields += _lines(label, held)
        texts |= held.texts
        firsts += [] if held.first is None else [held.first]
    return PrivateDetails(
        scope.person_id,
        scope.name,
        tuple(fields),
        scope.office_now,
        _copies(unit, scope, min(firsts, default=None)),
        _elsewhere(unit, scope, texts),
    )


def _lines(label: str, held: HeldValues) -> Iterator[HeldField]:
    if label:
        # A normalised form beside what was written is not a second value for a person.
        place = ("contact_detail", "written")
        if not held.is_empty:
            yield HeldField(label, held.in_rows[place], held.in_log[place])
        return
    for name in personal_fields(Person):
        now, in_log = held.in_rows["person", name], held.in_log["person", name]
        if now or in_log:
            yield HeldField(fields_of(Person)[name].label, now, in_log)


def _copies(unit: Reader, scope: _Scope, first: int | None) -> tuple[HeldCopy, ...]:
    """Backups made while the file held any of it; one that left this file's history may hold it too."""
    spans = erased_spans(unit, scope.places)
    if first is not None:
        spans.append(range(first, _newest(unit) + 1))
    return tuple(
        HeldCopy(copy.path, _moment(copy.made_at), is_there=False)
        for copy in registered_copies(unit)
        if spans and (copy.head is None or any(copy.head in span for span in spans))
    )


def _newest(unit: Reader) -> int:
    return int(unit.raw("SELECT max(number) FROM main.change_set")[0][0])


def _elsewhere(unit: Reader, scope: _Scope, texts: Iterable[str]) -> tuple[Mention, ...]:
    own = {row_id for _, row_id in scope.places}
    longer = sorted(text for text in texts if len(text) >= _LONG_ENOUGH)
    found = [each for each in mentions(unit, longer, most=_MOST_MENTIONS + len(own)) if each[1] not in own]
    return tuple(_mention(unit, *each) for each in found[:_MOST_MENTIONS])


def _mention(unit: Reader, entity: str, row_id: str, name: str) -> Mention:
    table = LOGGED[entity]
    return Mention(table.title_label, row_title(unit.row(table, row_id)), fields_of(table)[name].label)


def look_at_private_details(
    database: Database, person_id: str, *, with_office: bool = False
) -> PrivateDetails:
    """What an erasure would erase now, and which backups would still have it."""
    with database.read() as unit:
        found = read_private_details(unit, person_id, with_office=with_office)
    return _with_presence(found, database.path)


def erase_private_details(
    database: Database, author: str, person_id: str, *, with_office: bool = False
) -> PrivateDetails:
    """Erase a person's private details from records, history and drafts, and write the file anew.

    Gives what was erased and which backups still have it. It cannot be undone. `with_office` takes the
    office's phones and e-mails too. Raises RecordGone for an id that the file has never known.
    """
    from db.backup import vacuum

    with database.read() as unit:
        scope = _scope(unit, person_id)
        before = _details(unit, scope, with_office=with_office)
    summary = N_("Erase the private details of {name}")
    with database.write(author, summary, name=scope.name) as unit:
        doomed: dict[Place, tuple[str, ...]] = {}
        for _, targets in scope.groups(with_office=with_office):
            doomed.update(targets)
        held = [each.id for each in designations(unit, person_id=person_id)]
        # A line of the directory is a designation: what was typed there may be a phone.
        erase_values(unit, doomed, beside=held)
        unit.delete(ContactDetail, [row_id for entity, row_id in doomed if entity == "contact_detail"])
        unit.commit()
    # Also when nothing was held: writing anew may have failed the last time.
    vacuum(database)
    return _with_presence(before, database.path)


def _with_presence(found: PrivateDetails, path: Path) -> PrivateDetails:
    """Look for the backups on the disk, and for what a restore kept beside the file: it is in no register."""
    copies = [copy._replace(is_there=_is_there(copy.path)) for copy in found.copies]
    if copies or not found.is_empty:
        copies += _kept_by_restores(path)
    return replace(found, copies=tuple(copies))


def _kept_by_restores(path: Path) -> Iterator[HeldCopy]:
    from db.restoring import kept_beside

    for kept in kept_beside(path):
        with suppress(OSError):
            made_at = datetime.fromtimestamp(kept.stat().st_mtime, UTC)
            yield HeldCopy(str(kept), _moment(made_at), is_there=True)


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _is_there(path: str) -> bool:
    try:
        return Path(path).exists()
    except (OSError, ValueError):
        return False


class LongKept(NamedTuple):
    """A person whose private details are kept long after the last designation ended.

    `ended` is when it did; None of a person who was deleted and is only in the history.
    """

    id: str
    name: str
    ended: date | None


def kept_too_long(unit: Reader, today: date, person_id: str | None = None) -> list[LongKept]:
    """Persons of whom anything private is held twelve months after their last designation ended.

    Held is what the history has too; whoever was deleted twelve months ago is asked about as well. Not so
    whoever is kept on purpose until a later day. In the order of names, or only one person.
    """
    s = unit.schema
    only = "" if person_id is None else "WHERE n.id = ?"
    rows = unit.raw(
        f"SELECT n.id, n.name, n.details_kept_until, d.to_date FROM {s}.person n "
        f"JOIN {s}.designation d ON d.person_id = n.id {only} ORDER BY n.name, n.id",
        [] if person_id is None else [person_id],
    )
    ends: dict[tuple[str, str], list[str | None]] = {}
    for row_id, name, until, to_date in rows:
        if not _is_kept(until, today):
            ends.setdefault((row_id, name), []).append(to_date)
    former = {person: _last_end(dates) for person, dates in ends.items() if may_forget(dates, today)}
    gone = [] if person_id else deleted_before(unit, Person, _at_ms(months_after(today, -MONTHS_KEPT)))
    held = with_private_past(unit, [*(row_id for row_id, _ in former), *gone])
    found = [LongKept(row_id, name, ended) for (row_id, name), ended in former.items() if row_id in held]
    return found + [LongKept(row_id, _name_in_log(unit, row_id), None) for row_id in gone if row_id in held]


def _last_end(dates: Iterable[str | None]) -> date:
    return max(_last_day(text) for text in dates if text)


def _at_ms(day: date) -> int:
    return (day.toordinal() - date(1970, 1, 1).toordinal()) * _DAY_MS


def _is_kept(until: str | None, today: date) -> bool:
    """Whether the details are kept on purpose; what is continuous has no last day."""
    return bool(until) and _last_day(str(until)) >= today


def _last_day(text: str) -> date:
    return PartialDate.parse(text).last or date.max


def may_forget(to_dates: Iterable[str | None], on: date, months: int = MONTHS_KEPT) -> bool:
    """Whether all of a person's designations ended at least so many months before a day."""
    ends = [PartialDate.parse(text).last if text else None for text in to_dates]
    return bool(ends) and all(end is not None and months_after(end, months) <= on for end in ends)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month."""
    total = day.month - 1 + months
    year, month = day.year + total // 12, total % 12 + 1
    if year > date.max.year:
        return date.max
    return date(year, month, min(day.day, monthrange(year, month)[1]))
