"""Institutions, persons, posts and designations read, and the details by which they are reached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from db.fields import stored_fields
from db.folding import fold_words
from db.log_reading import LogReading
from db.partial_date import PartialDate
from db.queries.rows import columns_of, rows_in, stored_rows
from db.records import (
    DesignationRecord,
    InstitutionRecord,
    PersonRecord,
    PostRecord,
    record_class,
)
from db.schema import ContactDetail, Designation, Institution, InstitutionAlias, Person, Post
from db.schema.base import Base
from db.schema.people import DETAIL_KINDS
from db.unit_of_work import Reader

if TYPE_CHECKING:
    ContactDetailRecord = ContactDetail
else:
    ContactDetailRecord = record_class(ContactDetail)

BETWEEN = "; "
"""Stands between several titles, e-mails or phones that are shown as one text."""

_FIRST_DAY, _LAST_DAY = date.min, date.max


def is_present(from_date: str | None, to_date: str | None, on: date | None = None) -> bool:
    """Whether a designation holds on a day; without a day, whether it has no end.

    A partial date holds from its first to its last day.
    """
    if on is None:
        return not to_date
    start = PartialDate.parse(from_date).first if from_date else None
    end = PartialDate.parse(to_date).last if to_date else None
    return (start or _FIRST_DAY) <= on <= (end or _LAST_DAY)


def institutions(reader: Reader, ids: Iterable[str] | None = None) -> list[InstitutionRecord]:
    """Institutions in the order of the ids, or all by protocol order and name."""
    found = _stored(reader, Institution, ids)
    if ids is not None:
        return found

    def place(record: InstitutionRecord) -> tuple[int, str, str]:
        return (
            _LAST if record.protocol_order is None else record.protocol_order,
            _key(record.name),
            record.id,
        )

    return sorted(found, key=place)


_LAST = 10_000


def aliases(reader: Reader, ids: Iterable[str] | None = None) -> dict[str, tuple[str, ...]]:
    """The other names of institutions: {institution id: names}."""
    sql = (
        f"SELECT a.institution_id, a.name FROM {reader.schema}.{InstitutionAlias.__tablename__} a "
        "{where:a.institution_id} ORDER BY a.id"
    )
    found: dict[str, list[str]] = {}
    for owner, name in rows_in(reader, sql, ids):
        found.setdefault(owner, []).append(name)
    return {owner: tuple(names) for owner, names in found.items()}


def persons(
    reader: Reader, ids: Iterable[str] | None = None, *, on: date | None = None
) -> list[PersonRecord]:
    """Persons in the order of the ids, or all by surname; private phones and e-mails are left out."""
    wanted = None if ids is None else list(ids)
    named = _texts_by_owner(_person_institutions(reader, wanted))
    posts_held = _texts_by_owner(
        (person_id, post_name)
        for person_id, post_name, from_date, to_date in _post_names(reader, wanted)
        if is_present(from_date, to_date, on)
    )
    details = _office_details(reader, wanted)
    found = [
        record._replace(
            institution_name=named.get(record.id, ""),
            post_titles=posts_held.get(record.id, ""),
            emails=details["email"].get(record.id, ""),
            phones=details["phone"].get(record.id, ""),
        )
        for record in _stored(reader, Person, wanted)
    ]
    return found if wanted is not None else sorted(found, key=person_place)


def person_place(record: Any) -> tuple[str, str]:
    """Where a person stands in a list: by surnames and given names, else by the name as printed."""
    return (_key(f"{record.surnames} {record.given_names}" if record.surnames else record.name), record.id)


def _person_institutions(reader: Reader, ids: list[str] | None) -> Iterator[tuple[Any, ...]]:
    s = reader.schema
    sql = (
        f"SELECT p.id, i.name FROM {s}.person p JOIN {s}.institution i ON i.id = p.institution_id "
        "{where:p.id}"
    )
    return rows_in(reader, sql, ids)


def _post_names(reader: Reader, ids: list[str] | None) -> Iterator[tuple[Any, ...]]:
    s = reader.schema
    sql = (
        f"SELECT d.person_id, t.name, d.from_date, d.to_date FROM {s}.designation d "
        f"JOIN {s}.post t ON t.id = d.post_id {{where:d.person_id}} ORDER BY d.id"
    )
    return rows_in(reader, sql, ids)


def _office_details(reader: Reader, ids: list[str] | None) -> dict[str, dict[str, str]]:
    """The e-mails and phones of persons that are not private: {kind: {person id: text}}."""
    sql = (
        f"SELECT c.person_id, c.written, c.kind, c.is_private FROM {reader.schema}.contact_detail c "
        "{where:c.person_id} ORDER BY c.position, c.id"
    )
    found = [row for row in rows_in(reader, sql, ids) if not row[3]]
    return {
        kind: _texts_by_owner((owner, written) for owner, written, other, _ in found if other == kind)
        for kind in DETAIL_KINDS
    }


def posts(
    reader: Reader, state: str | None = None, ids: Iterable[str] | None = None, *, on: date | None = None
) -> list[PostRecord]:
    """Posts in the order of the ids, or all by State and name; `holder` is empty when a post is vacant."""
    wanted = None if ids is None else list(ids)
    s = reader.schema
    sql = (
        f"SELECT t.id, i.name FROM {s}.post t "
        f"JOIN {s}.institution i ON i.id = t.institution_id {{where:t.id}}"
    )
    named = _texts_by_owner(rows_in(reader, sql, wanted))
    sql = (
        f"SELECT d.post_id, p.name, d.from_date, d.to_date FROM {s}.designation d "
        f"JOIN {s}.person p ON p.id = d.person_id {{where:d.post_id}} ORDER BY d.id"
    )
    holders = _texts_by_owner(
        (post_id, name)
        for post_id, name, from_date, to_date in rows_in(reader, sql, wanted)
        if is_present(from_date, to_date, on)
    )
    found = [
        record._replace(institution_name=named.get(record.id, ""), holder=holders.get(record.id, ""))
        for record in _stored(reader, Post, wanted)
        if state is None or record.state == state
    ]
    if wanted is not None:
        return found
    return sorted(found, key=lambda record: (record.state or "", _key(record.name), record.id))


def designations(
    reader: Reader, person_id: str | None = None, post_id: str | None = None
) -> list[DesignationRecord]:
    """Designations of a person, of a post, or all: the present first, then from the newest to the oldest."""
    asked = {"t.person_id": person_id, "t.post_id": post_id}
    wheres = {column: value for column, value in asked.items() if value is not None}
    found = stored_rows(
        reader, Designation, " AND ".join(f"{column} = ?" for column in wheres), list(wheres.values()), "t.id"
    )
    s = reader.schema
    person_ids, post_ids = ({getattr(each, name) for each in found} for name in ("person_id", "post_id"))
    people = dict(rows_in(reader, f"SELECT p.id, p.name FROM {s}.person p {{where:p.id}}", person_ids))
    held = dict(rows_in(reader, f"SELECT t.id, t.name FROM {s}.post t {{where:t.id}}", post_ids))
    named = [
        each._replace(person_name=people.get(each.person_id, ""), post_name=held.get(each.post_id, ""))
        for each in found
    ]
    newest = sorted(named, key=lambda each: each.from_date or "", reverse=True)
    return sorted(newest, key=lambda each: bool(each.to_date))


def contact_details(
    reader: Reader, owner_ids: Iterable[str] | None = None
) -> dict[str, tuple[ContactDetailRecord, ...]]:
    """Phones and e-mails of persons and institutions in order, private ones too: {owner id: details}."""
    wanted = None if owner_ids is None else list(owner_ids)
    owned = (_details_by(reader, "person_id", wanted), _details_by(reader, "institution_id", wanted))
    return {owner: tuple(details) for part in owned for owner, details in part.items()}


def _details_by(
    reader: Reader, column: str, ids: Sequence[str] | None
) -> dict[str, list[ContactDetailRecord]]:
    sql = (
        f"SELECT {columns_of(ContactDetail, 'c')} FROM {reader.schema}.contact_detail c "
        f"{{where:c.{column}}} ORDER BY c.position, c.id"
    )
    found: dict[str, list[ContactDetailRecord]] = {}
    for row in rows_in(reader, sql, ids):
        made = ContactDetailRecord(*row)
        owner = getattr(made, column)
        if owner is not None:
            found.setdefault(owner, []).append(made)
    return found


def _stored(reader: Reader, table: type[Base], ids: Iterable[str] | None) -> list[Any]:
    """Records with their stored fields: in the order of the ids, or all."""
    made = record_class(table)
    blank = made()
    names = list(stored_fields(table))
    sql = f'SELECT {columns_of(table, "t")} FROM {reader.schema}."{table.__tablename__}" t {{where:t.id}}'
    wanted = None if ids is None else list(ids)
    by_id = {
        row[0]: blank._replace(**dict(zip(names, row, strict=True))) for row in rows_in(reader, sql, wanted)
    }
    order = by_id if wanted is None else wanted
    return [by_id[row_id] for row_id in order if row_id in by_id]


def _texts_by_owner(rows: Iterable[tuple[Any, ...]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for owner, text in rows:
        if owner is not None:
            found[owner] = f"{found[owner]}{BETWEEN}{text}" if owner in found else text
    return found


def _key(text: str) -> str:
    return fold_words(text)


def details_in_log(reader: Reader, person_id: str) -> dict[str, bool]:
    """Every phone and e-mail that the log knows of a person, deleted ones too: {id: was it ever private}."""
    reading = LogReading(reader.driver)
    linked = reading.rows_linked_to(person_id, {("contact_detail", "person_id")})
    rows = reading.rows_of(linked).values()
    found: dict[str, bool] = {}
    for entry in reading.entries_of(dict(rows)):
        is_private = bool((entry.after or {}).get("is_private"))
        found[entry.row_id] = found.get(entry.row_id, False) or is_private
    return found
