"""The directory of points of contact as it leaves the file: objects, rows of csv, contact cards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO, Any, cast

from db.queries.contact_rows import ContactRow, Reached
from desktop.exchange.csv_files import write_csv
from desktop.exchange.vcards import ROLE, SEAT, STATE, ContactCard, Detail, DetailKind, write_vcards

KEYS = (
    *("id", "person", "post", "institution", "state", "emails", "phones"),
    *("from", "to", "note", "verified_on"),
)
"""The names of a contact's values in JSON and csv."""

FURTHER_KEYS = ("role", "seat", "rank", "unit", "acronym", "address")
"""What csv has in further columns, and JSON beside its items."""

BETWEEN = "; "
"""Stands between several e-mails or phones in one cell."""


def contact_object(row: ContactRow) -> dict[str, Any]:
    """A contact as a JSON object; dates that are not known are null."""
    return {
        "id": row.id,
        "person": row.person,
        "post": row.post,
        "institution": row.institution,
        "state": row.state,
        "emails": list(row.emails),
        "phones": list(row.phones),
        "from": row.from_date or None,
        "to": row.to_date or None,
        "note": row.note,
        "verified_on": row.verified_on or None,
    }


def further_of(row: ContactRow) -> dict[str, Any]:
    """What a contact says beyond the agreed names, private details named as such; nothing that is empty."""
    private = {
        f"private_{kind}s": [each.written for each in row.details if each.kind == kind and each.is_private]
        for kind in ("email", "phone")
    }
    return {name: value for name, value in (_further(row) | private).items() if value}


def _further(row: ContactRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in FURTHER_KEYS}


def write_contacts_csv(stream: IO[bytes], rows: Iterable[ContactRow]) -> int:
    """Write the contacts as csv, the names of JSON first in its head; gives the number of rows."""
    return write_csv(stream, (*KEYS, *FURTHER_KEYS), map(_csv_row, rows))


def _csv_row(row: ContactRow) -> list[str]:
    values = (contact_object(row) | _further(row)).values()
    return [BETWEEN.join(value) if isinstance(value, list) else value or "" for value in values]


def contact_cards(rows: Iterable[ContactRow], *, include_private: bool = False) -> tuple[bytes, int]:
    """The contacts as a file of contact cards, and how many cards it has; a post alone has none."""
    cards = list(_cards(rows))
    return write_vcards(cards, include_private=include_private), len(cards)


def _cards(rows: Iterable[ContactRow]) -> Iterator[ContactCard]:
    seen: set[str] = set()
    for row in rows:
        if not row.person and row.kind != "institution":
            continue
        uid = row.card_id or row.person_id or row.id
        # Address books keep one card of a UID: who holds a second post has a second card.
        yield _card(row, row.id if uid in seen else uid)
        seen.add(uid)


def _card(row: ContactRow, uid: str) -> ContactCard:
    return ContactCard(
        full_name=row.person,
        prefix=row.treatment,
        given_names=row.given_names,
        surnames=row.surnames,
        organisation=row.institution,
        unit=row.unit,
        title=row.post,
        emails=_details(row.details, "email"),
        phones=_details(row.details, "phone"),
        addresses=(row.address,) if row.address else (),
        urls=(row.web,) if row.web else (),
        note=row.note,
        languages=tuple(row.languages.split()),
        uid=uid,
        others=((STATE, row.state), (ROLE, row.role), (SEAT, row.seat)),
    )


def _details(details: Iterable[Reached], kind: str) -> tuple[Detail, ...]:
    return tuple(
        Detail(each.written, cast(DetailKind, each.use), each.is_private)
        for each in details
        if each.kind == kind
    )
