"""Who holds a post: one person after another, known already or new, each in one change set."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from db.database import Database
from db.fields import Ref
from db.partial_date import PartialDate
from db.schema import Designation, Person, Post
from db.unit_of_work import Writer
from desktop.base.errors import UserError
from desktop.base.i18n import N_
from desktop.services.contacts import check_order, refuse_when_held
from desktop.services.validation import checked


def designate_person(
    database: Database, author: str, person: Ref, post_id: str, values: Mapping[str, Any]
) -> str:
    """Put a person in a post, made new when the `Ref` has no id; gives the designation's id.

    Raises UserError when the person holds the post already.
    """
    with database.read() as unit:
        post = unit.row(Post, post_id)
    names = {"person": person.text, "post": post["name"]}
    with database.write(author, N_("Designate {person} as {post}"), **names) as unit:
        designation_id = _put_in(unit, person, post, values)
        unit.commit()
    return designation_id


def change_holder(
    database: Database,
    author: str,
    designation_id: str,
    person: Ref,
    values: Mapping[str, Any],
    *,
    until: str | None = None,
) -> str:
    """End a designation and put another person in the post; gives the new designation's id.

    Without `until` the former holder leaves on the day before the new one begins, or in the same month or
    year when no day is named.
    """
    with database.read() as unit:
        former = unit.row(Designation, designation_id)
        post = unit.row(Post, former["post_id"])
        names = {"former": unit.row(Person, former["person_id"])["name"], "person": person.text}
    summary = N_("Change the holder of {post}: {person} in place of {former}")
    with database.write(author, summary, post=post["name"], **names) as unit:
        end = checked(Designation, {"to_date": until or _day_before(values.get("from_date"))})
        if not end["to_date"]:
            raise UserError(N_("Say since when the new person holds the post."))
        check_order(former["from_date"], end["to_date"])
        unit.update(Designation, {designation_id: end})
        made = _put_in(unit, person, post, values)
        unit.commit()
    return made


def _put_in(unit: Writer, person: Ref, post: Mapping[str, Any], values: Mapping[str, Any]) -> str:
    person_id = person.id
    if person_id:
        refuse_when_held(unit, person_id, post["id"], {"person": person.text, "post": post["name"]})
    else:
        new = {"name": person.text, "institution_id": post["institution_id"]}
        if not post["institution_id"]:
            new["state"] = post["state"]
        (person_id,) = unit.insert(Person, [checked(Person, new, is_new=True)])
    row = {"person_id": person_id, "post_id": post["id"], **values}
    if row.get("instrument"):
        row.setdefault("instrument_state", "received")
    row = checked(Designation, row, is_new=True)
    check_order(row.get("from_date"), row.get("to_date"))
    (designation_id,) = unit.insert(Designation, [row])
    return designation_id


def _day_before(text: str | None) -> str | None:
    """The day before a day; a month, quarter or year as it is."""
    if not text:
        return None
    found = PartialDate.parse(text)
    return (found.first - timedelta(days=1)).isoformat() if found.kind == "day" and found.first else text
