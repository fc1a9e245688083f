"""Phones and e-mails of a person or an institution: checked, normalised, written as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from db.ordering import keys
from db.queries.people import contact_details
from db.queries.rows import stored_rows
from db.schema import ContactDetail, FileSettings, Institution, Person
from db.unit_of_work import Reader, Writer
from desktop.base.errors import UserError
from desktop.base.i18n import N_
from desktop.base.reference import shipped_reference
from desktop.exchange.contact_details import check_email, normalise_email, normalise_phone
from desktop.services.validation import checked

OwnerKind = Literal["person", "institution"]
_CERTAIN_DIGITS = 6


@dataclass(frozen=True, slots=True)
class DetailInput:
    """A phone or an e-mail as a person gives it; `id` is that of the row it changes, if it has one.

    `kind` is "phone" or "email", `use` one of the declared uses. What is used at home is private.
    """

    written: str
    kind: str
    use: str = "work"
    is_private: bool = False
    id: str = ""


def region_of(state: str | None) -> str | None:
    """The two-letter code by which the phones of a State are read; None for an invented State."""
    if not state:
        return None
    try:
        return shipped_reference().state(state).iso2 or None
    except KeyError:
        return None


def normalised(kind: str, written: str, region: str | None) -> str:
    """The form in which details are compared; empty where it is not certain."""
    if kind == "email":
        return normalise_email(written)
    return normalise_phone(written, region) or ""


def detail_key(kind: str, written: str, normal: str) -> tuple[str, str]:
    """By what two details are the same: the normalised form and an extension, else the signs that count."""
    if kind == "email":
        return kind, normal or normalise_email(written)
    digits = "".join(sign for sign in written if sign.isdecimal())
    if not normal:
        return kind, digits or "".join(sign for sign in written.casefold() if sign.isalnum())
    return kind, normal + digits.rpartition(normal[-_CERTAIN_DIGITS:])[2]


def write_details(unit: Writer, owner_kind: OwnerKind, owner_id: str, details: Sequence[DetailInput]) -> None:
    """Make the owner's details exactly these, in this order; rows that stay the same are not touched.

    Raises UserError for an e-mail that cannot exist or a detail without text.
    """
    region = region_of(_state_of(unit, owner_kind, owner_id))
    rows = [_row(each, owner_kind, owner_id, region) for each in details]
    present = {row.id: row for row in contact_details(unit, [owner_id]).get(owner_id, ())}
    by_text = {(row.kind, row.written): row.id for row in present.values()}
    kept: dict[str, dict[str, Any]] = {}
    new: list[dict[str, Any]] = []
    for each, row in zip(details, rows, strict=True):
        row_id = each.id or by_text.get((row["kind"], row["written"]), "")
        if row_id in present and row_id not in kept:
            kept[row_id] = row
        else:
            new.append(row)
    ordered = [*kept.values(), *new]
    in_order = [present[row_id].position for row_id in kept]
    if new or in_order != sorted(in_order):
        order = {id(row): position for row, position in zip(rows, keys(len(rows)), strict=True)}
        for row in ordered:
            row["position"] = order[id(row)]
    unit.delete(ContactDetail, [row_id for row_id in present if row_id not in kept])
    unit.update(ContactDetail, kept)
    unit.insert(ContactDetail, new)


def _row(each: DetailInput, owner_kind: OwnerKind, owner_id: str, region: str | None) -> dict[str, Any]:
    is_private = int(each.is_private or each.use == "home")
    values = {"written": each.written, "kind": each.kind, "use": each.use, "is_private": is_private}
    row = checked(ContactDetail, values)
    if row["kind"] == "email" and not check_email(row["written"]):
        raise UserError(N_("“{text}” is not an e-mail address."), text=row["written"])
    normal = normalised(row["kind"], row["written"], region)
    return {**row, "normalised": normal, f"{owner_kind}_id": owner_id}


def _state_of(unit: Reader, owner_kind: OwnerKind, owner_id: str) -> str | None:
    institution_id: str | None = owner_id
    if owner_kind == "person":
        institution_id = unit.row(Person, owner_id)["institution_id"]
    if institution_id:
        state = unit.row(Institution, institution_id)["state"]
        return None if state is None else str(state)
    return str(stored_rows(unit, FileSettings)[0].state)
