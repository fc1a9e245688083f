"""What is asked for when something new comes into the directory, and the services that take it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from db.database import Database
from db.fields import Field, fields_of
from db.log_records import ChangeSetInfo
from db.schema import ContactDetail, Designation, Institution, Person, Post
from db.schema.base import Base
from desktop.base.errors import UserError
from desktop.base.i18n import N_, Word
from desktop.services.contacts import (
    DetailInput,
    add_institution,
    add_person,
    add_post,
    designate,
    end_designation,
)

_EMAIL, _PHONE = "email", "phone"


def _fields(table: type[Base], names: str) -> list[Field]:
    declared = fields_of(table)
    return [declared[name] for name in names.split()]


def _reached_by() -> list[Field]:
    written = fields_of(ContactDetail)["written"]
    return [
        replace(written, name=_PHONE, label=N_("Phone"), is_required=False),
        replace(written, name=_EMAIL, label=N_("E-mail"), is_required=False),
    ]


@cache
def entry_fields(what: str) -> list[Field]:
    """The fields that are asked for: what = person, post, institution, designation or end."""
    match what:
        case "person":
            return _fields(Person, "name treatment rank institution_id state unit") + _reached_by()
        case "post":
            return _fields(Post, "name role seat state institution_id note")
        case "institution":
            return _fields(Institution, "name acronym state sector address web") + _reached_by()
        case "designation":
            names = "person_id post_id from_date is_acting instrument instrument_date"
            return _fields(Designation, names)
    until = replace(fields_of(Designation)["to_date"], label=N_("Ended on"), is_required=True)
    note = replace(fields_of(Designation)["note"], label=N_("Note: by which instrument it ended"))
    return [until, note]


def add_entered_person(database: Database, author: str, values: Mapping[str, Any]) -> str:
    """Add a person with the phone and e-mail that were typed; gives the id."""
    own, details = _apart(values)
    return add_person(database, author, own, details)


def add_entered_institution(database: Database, author: str, values: Mapping[str, Any]) -> str:
    """Add an institution with the phone and e-mail that were typed; gives the id."""
    own, details = _apart(values)
    return add_institution(database, author, own, details=details)


def add_entered_post(database: Database, author: str, values: Mapping[str, Any]) -> str:
    """Add a post; gives the id."""
    return add_post(database, author, values)


def _apart(values: Mapping[str, Any]) -> tuple[dict[str, Any], list[DetailInput]]:
    details = [DetailInput(values[kind], kind) for kind in (_PHONE, _EMAIL) if kind in values]
    return {name: value for name, value in values.items() if name not in (_PHONE, _EMAIL)}, details


def designate_entered(database: Database, author: str, values: Mapping[str, Any]) -> str:
    """Designate the chosen person; gives the designation's id. Raises UserError when one is not chosen."""
    rest = dict(values)
    chosen = {name: rest.pop(name, None) for name in ("person_id", "post_id")}
    for name, row_id in chosen.items():
        if row_id is None:
            raise UserError(N_("{field} is missing."), field=Word(fields_of(Designation)[name].label))
    return designate(database, author, chosen["person_id"], chosen["post_id"], rest)


def end_entered(
    database: Database, author: str, designation_id: str, values: Mapping[str, Any]
) -> ChangeSetInfo | None:
    """End a designation on the day that was typed. Raises UserError without a day."""
    if "to_date" not in values:
        raise UserError(N_("{field} is missing."), field=Word(N_("Ended on")))
    return end_designation(database, author, designation_id, values["to_date"], note=values.get("note", ""))
