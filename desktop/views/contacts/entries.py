"""What is asked for when something new comes into the directory, and the services that take it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from db.database import Database
from db.fields import Field, Kind, Ref, fields_of
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
    end_designation,
)
from desktop.services.holders import change_holder, designate_person

_EMAIL, _PHONE, WHO = "email", "phone", "who"


def _fields(table: type[Base], names: str) -> list[Field]:
    declared = fields_of(table)
    return [declared[name] for name in names.split()]


def _reached_by() -> list[Field]:
    written = fields_of(ContactDetail)["written"]
    return [
        replace(written, name=_PHONE, label=N_("Phone"), is_required=False),
        replace(written, name=_EMAIL, label=N_("E-mail"), is_required=False),
    ]


def _who(label: str) -> Field:
    """A person named by what is typed: one of the directory, or a new one."""
    person = fields_of(Designation)["person_id"]
    return replace(person, name=WHO, label=label, kind=Kind.LINKS)


@cache
def entry_fields(what: str) -> list[Field]:
    """The fields that are asked for: what = person, post, institution, designation, holder or end."""
    match what:
        case "person":
            return _fields(Person, "name treatment rank institution_id state unit") + _reached_by()
        case "post":
            return _fields(Post, "name role seat state institution_id note")
        case "institution":
            return _fields(Institution, "name acronym state sector address web") + _reached_by()
        case "designation":
            names = "post_id from_date is_acting instrument instrument_date"
            return [_who(fields_of(Designation)["person_id"].label), *_fields(Designation, names)]
        case "holder":
            until = replace(
                fields_of(Designation)["to_date"], label=N_("Former holder until; if empty, the day before")
            )
            rest = _fields(Designation, "from_date is_acting instrument instrument_date")
            return [_who(N_("Who takes the post")), rest[0], until, *rest[1:]]
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


def new_name(values: Mapping[str, Any]) -> str:
    """The name that was typed for a person and is not in the directory, or nothing."""
    return next((ref.text for ref in values.get(WHO, ()) if not ref.id), "")


def designate_entered(database: Database, author: str, values: Mapping[str, Any]) -> str:
    """Designate the person that was typed; gives the designation's id. Raises UserError without a post."""
    who, rest = _one_person(values)
    post_id = rest.pop("post_id", None)
    if post_id is None:
        raise _missing(fields_of(Designation)["post_id"].label)
    return designate_person(database, author, who, post_id, rest)


def change_entered(database: Database, author: str, designation_id: str, values: Mapping[str, Any]) -> str:
    """Put the person that was typed in the place of a post's holder; gives the new designation's id."""
    who, rest = _one_person(values)
    until = rest.pop("to_date", None)
    return change_holder(database, author, designation_id, who, rest, until=until)


def _one_person(values: Mapping[str, Any]) -> tuple[Ref, dict[str, Any]]:
    """The person that was typed, and the rest. Raises UserError unless it is exactly one."""
    rest = dict(values)
    named = rest.pop(WHO, ())
    if not named:
        raise _missing(fields_of(Designation)["person_id"].label)
    if len(named) > 1:
        raise UserError(N_("Name one person."))
    return named[0], rest


def _missing(label: str) -> UserError:
    return UserError(N_("{field} is missing."), field=Word(label))


def end_entered(
    database: Database, author: str, designation_id: str, values: Mapping[str, Any]
) -> ChangeSetInfo | None:
    """End a designation on the day that was typed. Raises UserError without a day."""
    if "to_date" not in values:
        raise _missing(N_("Ended on"))
    return end_designation(database, author, designation_id, values["to_date"], note=values.get("note", ""))
