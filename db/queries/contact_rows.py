"""The directory of points of contact: who holds which post where, and how each is reached."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Literal, NamedTuple

from sqlalchemy import select

from db.folding import fold_words
from db.queries.people import is_present
from db.queries.rows import rows_in
from db.schema import FileSettings
from db.schema.people import POST_ROLES
from db.unit_of_work import Reader

RowKind = Literal["designation", "person", "post", "institution"]

_PERSON = (
    "id name treatment given_names surnames state rank institution_id unit languages address note card_id"
)
_INSTITUTION = "id name acronym state protocol_order address web note"
_POST = "id name state institution_id seat role note"
_DESIGNATION = "id person_id post_id from_date to_date is_acting instrument_state verified_on note"
_DETAIL = "person_id institution_id kind written normalised use is_private"

Row = Any


class Reached(NamedTuple):
    """A phone or e-mail as written, normalised beside it, with its use."""

    kind: str
    written: str
    normalised: str
    use: str
    is_private: bool


class ContactRow(NamedTuple):
    """One line of the directory; `id` is that of the record that `kind` names, ids of the others may be "".

    A person without an institution belongs to the State of the file.
    """

    id: str
    kind: RowKind
    person: str = ""
    post: str = ""
    institution: str = ""
    state: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    from_date: str = ""
    to_date: str = ""
    note: str = ""
    verified_on: str = ""
    person_id: str = ""
    post_id: str = ""
    institution_id: str = ""
    designation_id: str = ""
    role: str = ""
    seat: str = ""
    is_acting: bool = False
    instrument_state: str = ""
    rank: str = ""
    unit: str = ""
    address: str = ""
    treatment: str = ""
    given_names: str = ""
    surnames: str = ""
    languages: str = ""
    acronym: str = ""
    web: str = ""
    card_id: str = ""
    protocol_order: int | None = None
    details: tuple[Reached, ...] = ()


def contact_rows(
    reader: Reader, state: str | None = None, *, on: date | None = None, include_private: bool = False
) -> list[ContactRow]:
    """The directory of all States or of one, by State, institution, role and name.

    One row for each present designation (on the day `on`, else those without an end), each person without
    one, each vacant post, and each institution that is reached by itself.
    """
    tables = _Tables(reader, on, include_private)
    rows = [row for row in tables.rows() if state is None or row.state == state]
    return sorted(rows, key=_place)


_ROLE_PLACES = {role: place for place, role in enumerate(POST_ROLES)}
_LAST = 10_000


def _place(row: ContactRow) -> tuple[Any, ...]:
    order = _LAST if row.protocol_order is None else row.protocol_order
    person = f"{row.surnames} {row.given_names}" if row.surnames else row.person
    belongs_nowhere, is_someone = not row.institution, row.kind != "institution"
    role = _ROLE_PLACES.get(row.role, len(_ROLE_PLACES))
    place = (row.state, belongs_nowhere, order, fold_words(row.institution), is_someone)
    return (*place, role, fold_words(person), row.id)


class _Tables:
    """What the directory is made of, read once."""

    def __init__(self, reader: Reader, on: date | None, include_private: bool) -> None:
        self._file_state = str(reader.scalar(select(FileSettings.state)) or "")
        self._people = {row.id: row for row in _read(reader, "person", _PERSON)}
        self._institutions = {row.id: row for row in _read(reader, "institution", _INSTITUTION)}
        self._posts = {row.id: row for row in _read(reader, "post", _POST)}
        self._held = [
            row
            for row in _read(reader, "designation", _DESIGNATION)
            if is_present(row.from_date, row.to_date, on)
        ]
        self._details: dict[str, list[Reached]] = {}
        for row in _read(reader, "contact_detail", _DETAIL, "ORDER BY t.position, t.id"):
            if include_private or not row.is_private:
                made = Reached(row.kind, row.written, row.normalised, row.use, bool(row.is_private))
                self._details.setdefault(row.person_id or row.institution_id, []).append(made)

    def rows(self) -> Iterator[ContactRow]:
        """All lines of the directory, in no order."""
        named: set[str] = set()
        for designation in self._held:
            yield self._held_post(designation)
        designated = {designation.person_id for designation in self._held}
        for person in self._people.values():
            named.add(person.institution_id)
            if person.id not in designated:
                yield self._person(person)
        taken = {designation.post_id for designation in self._held}
        for post in self._posts.values():
            named.add(post.institution_id)
            if post.id not in taken:
                yield self._vacant(post)
        for institution in self._institutions.values():
            is_alone = institution.id not in named and (institution.address or institution.web)
            if institution.id in self._details or is_alone:
                yield self._office(institution)

    def _held_post(self, designation: Row) -> ContactRow:
        person, post = self._people[designation.person_id], self._posts[designation.post_id]
        institution = self._institutions.get(post.institution_id or person.institution_id)
        return ContactRow(
            id=designation.id,
            kind="designation",
            **self._of_person(person),
            **_of_post(post),
            **_of_institution(institution),
            state=post.state or self._state(institution, person),
            from_date=designation.from_date or "",
            to_date=designation.to_date or "",
            note=person.note or designation.note,
            verified_on=designation.verified_on or "",
            designation_id=designation.id,
            is_acting=bool(designation.is_acting),
            instrument_state=designation.instrument_state,
        )

    def _person(self, person: Row) -> ContactRow:
        institution = self._institutions.get(person.institution_id)
        return ContactRow(
            id=person.id,
            kind="person",
            **self._of_person(person),
            **_of_institution(institution),
            state=self._state(institution, person),
            note=person.note,
        )

    def _vacant(self, post: Row) -> ContactRow:
        institution = self._institutions.get(post.institution_id)
        return ContactRow(
            id=post.id,
            kind="post",
            **_of_post(post),
            **_of_institution(institution),
            state=post.state or self._state(institution),
            note=post.note,
        )

    def _office(self, institution: Row) -> ContactRow:
        return ContactRow(
            id=institution.id,
            kind="institution",
            **_of_institution(institution),
            **self._reached(institution.id),
            state=institution.state or "",
            address=institution.address,
            note=institution.note,
        )

    def _state(self, institution: Row | None, person: Row | None = None) -> str:
        if person is not None and person.state:
            return str(person.state)
        return self._file_state if institution is None else institution.state or ""

    def _of_person(self, person: Row) -> dict[str, Any]:
        return {
            "person": person.name,
            "person_id": person.id,
            "rank": person.rank,
            "unit": person.unit,
            "address": person.address,
            "treatment": person.treatment,
            "given_names": person.given_names,
            "surnames": person.surnames,
            "languages": person.languages,
            "card_id": person.card_id,
            **self._reached(person.id),
        }

    def _reached(self, owner: str) -> dict[str, Any]:
        details = self._details.get(owner)
        if details is None:
            return {}
        return {
            "emails": tuple([detail.written for detail in details if detail.kind == "email"]),
            "phones": tuple([detail.written for detail in details if detail.kind == "phone"]),
            "details": tuple(details),
        }


def _of_post(post: Row) -> dict[str, Any]:
    return {"post": post.name, "post_id": post.id, "role": post.role, "seat": post.seat}


def _of_institution(institution: Row | None) -> dict[str, Any]:
    if institution is None:
        return {}
    return {
        "institution": institution.name,
        "institution_id": institution.id,
        "acronym": institution.acronym,
        "web": institution.web,
        "protocol_order": institution.protocol_order,
    }


def _read(reader: Reader, table: str, names: str, order: str = "") -> Iterable[Any]:
    """Raw rows of a table with their columns as attributes."""
    made: Any = namedtuple("made", names)  # type: ignore[misc]  # the query names its columns
    listed = ", ".join(f"t.{name}" for name in names.split())
    sql = f"SELECT {listed} FROM {reader.schema}.{table} t {{where:t.id}} {order}"
    return map(made._make, rows_in(reader, sql, None))
