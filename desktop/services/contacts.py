"""What people do with points of contact: add, change, delete, designate, verify."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from db.database import Database
from db.log_records import ChangeSetInfo
from db.partial_date import PartialDate
from db.queries.people import designations, is_present
from db.queries.rows import stored_rows
from db.schema import Designation, Institution, InstitutionAlias, Person, Post
from db.unit_of_work import Reader, Writer
from desktop.base.errors import UserError
from desktop.base.i18n import N_
from desktop.base.text import fold
from desktop.services.contact_details import DetailInput, OwnerKind, write_details
from desktop.services.validation import checked

__all__ = ["DetailInput"]


def add_person(
    database: Database, author: str, values: Mapping[str, Any], details: Sequence[DetailInput] = ()
) -> str:
    """Add a person with phones and e-mails; gives the id."""
    with database.write(author, N_("Add the person {name}"), name=str(values.get("name", ""))) as unit:
        (person_id,) = unit.insert(Person, [checked(Person, values, is_new=True)])
        write_details(unit, "person", person_id, details)
        unit.commit()
    return person_id


def update_person(
    database: Database, author: str, person_id: str, values: Mapping[str, Any]
) -> ChangeSetInfo | None:
    """Change a person's own fields."""
    with database.write(
        author, N_("Change the person {name}"), name=_name(database, Person, person_id)
    ) as unit:
        unit.update(Person, {person_id: checked(Person, values)})
        return unit.commit()


def delete_persons(database: Database, author: str, ids: Sequence[str]) -> ChangeSetInfo | None:
    """Delete persons with their details and designations."""
    summary, values = _many(
        database, Person, ids, N_("Delete the person {name}"), N_("Delete {count} persons")
    )
    with database.write(author, summary, **values) as unit:
        unit.delete(Person, ids)
        return unit.commit()


def add_institution(
    database: Database,
    author: str,
    values: Mapping[str, Any],
    *,
    aliases: Iterable[str] = (),
    details: Sequence[DetailInput] = (),
) -> str:
    """Add an institution with its other names, phones and e-mails; gives the id."""
    name = str(values.get("name", ""))
    with database.write(author, N_("Add the institution {name}"), name=name) as unit:
        (institution_id,) = unit.insert(Institution, [checked(Institution, values, is_new=True)])
        _write_aliases(unit, institution_id, aliases)
        write_details(unit, "institution", institution_id, details)
        unit.commit()
    return institution_id


def update_institution(
    database: Database,
    author: str,
    institution_id: str,
    values: Mapping[str, Any],
    *,
    aliases: Iterable[str] | None = None,
) -> ChangeSetInfo | None:
    """Change an institution's own fields and, when given, make its other names exactly these."""
    name = _name(database, Institution, institution_id)
    with database.write(author, N_("Change the institution {name}"), name=name) as unit:
        unit.update(Institution, {institution_id: checked(Institution, values)})
        if aliases is not None:
            _write_aliases(unit, institution_id, aliases)
        return unit.commit()


def _write_aliases(unit: Writer, institution_id: str, wanted: Iterable[str]) -> None:
    rows = stored_rows(unit, InstitutionAlias, "t.institution_id = ?", [institution_id])
    present = {fold(row.name): row for row in rows}
    names = {fold(name): name.strip() for name in wanted if name.strip()}
    unit.delete(InstitutionAlias, [row.id for key, row in present.items() if key not in names])
    new = [name for key, name in names.items() if key not in present]
    unit.insert(InstitutionAlias, [{"institution_id": institution_id, "name": name} for name in new])


def delete_institutions(database: Database, author: str, ids: Sequence[str]) -> ChangeSetInfo | None:
    """Delete institutions with their other names and details; their persons and posts stay."""
    summary, values = _many(
        database, Institution, ids, N_("Delete the institution {name}"), N_("Delete {count} institutions")
    )
    with database.write(author, summary, **values) as unit:
        unit.delete(Institution, ids)
        return unit.commit()


def add_post(database: Database, author: str, values: Mapping[str, Any]) -> str:
    """Add a post, vacant until somebody is designated; gives the id."""
    with database.write(author, N_("Add the post {name}"), name=str(values.get("name", ""))) as unit:
        (post_id,) = unit.insert(Post, [checked(Post, values, is_new=True)])
        unit.commit()
    return post_id


def update_post(
    database: Database, author: str, post_id: str, values: Mapping[str, Any]
) -> ChangeSetInfo | None:
    """Change a post's own fields."""
    with database.write(author, N_("Change the post {name}"), name=_name(database, Post, post_id)) as unit:
        unit.update(Post, {post_id: checked(Post, values)})
        return unit.commit()


def delete_posts(database: Database, author: str, ids: Sequence[str]) -> ChangeSetInfo | None:
    """Delete posts with the record of who held them."""
    summary, values = _many(database, Post, ids, N_("Delete the post {name}"), N_("Delete {count} posts"))
    with database.write(author, summary, **values) as unit:
        unit.delete(Post, ids)
        return unit.commit()


def set_details(
    database: Database, author: str, owner_kind: OwnerKind, owner_id: str, details: Sequence[DetailInput]
) -> ChangeSetInfo | None:
    """Make the phones and e-mails of a person or institution exactly these, in this order.

    Raises UserError for an e-mail that cannot exist or a detail without text.
    """
    table = Person if owner_kind == "person" else Institution
    name = _name(database, table, owner_id)
    with database.write(author, N_("Change the phones and e-mails of {name}"), name=name) as unit:
        write_details(unit, owner_kind, owner_id, details)
        return unit.commit()


def designate(
    database: Database, author: str, person_id: str, post_id: str, values: Mapping[str, Any] | None = None
) -> str:
    """Put a person in a post; without an instrument it is announced and its instrument awaited.

    `values` are further fields of the designation. Whoever else holds the post keeps it until that
    designation is ended. Raises UserError when the person holds the post already.
    """
    names: dict[str, Any] = {
        "person": _name(database, Person, person_id),
        "post": _name(database, Post, post_id),
    }
    with database.write(author, N_("Designate {person} as {post}"), **names) as unit:
        row = {"person_id": person_id, "post_id": post_id, **(values or {})}
        if row.get("instrument"):
            row.setdefault("instrument_state", "received")
        row = checked(Designation, row, is_new=True)
        check_order(row.get("from_date"), row.get("to_date"))
        if not row.get("to_date"):
            refuse_when_held(unit, person_id, post_id, names)
        (designation_id,) = unit.insert(Designation, [row])
        unit.commit()
    return designation_id


def refuse_when_held(unit: Reader, person_id: str, post_id: str, names: Mapping[str, Any]) -> None:
    """Raise UserError when the person holds the post already."""
    held = designations(unit, person_id=person_id, post_id=post_id)
    if any(is_present(each.from_date, each.to_date) for each in held):
        raise UserError(N_("{person} already holds the post {post}."), **names)


def update_designation(
    database: Database, author: str, designation_id: str, values: Mapping[str, Any]
) -> ChangeSetInfo | None:
    """Change the fields of a designation."""
    row, names = _designation(database, designation_id)
    with database.write(author, N_("Change the designation of {person} as {post}"), **names) as unit:
        new = checked(Designation, values)
        merged = {**row, **new}
        check_order(merged["from_date"], merged["to_date"])
        if row["to_date"] and not merged["to_date"]:
            refuse_when_held(unit, merged["person_id"], merged["post_id"], names)
        unit.update(Designation, {designation_id: new})
        return unit.commit()


def end_designation(
    database: Database, author: str, designation_id: str, to_date: str, *, note: str | None = None
) -> ChangeSetInfo | None:
    """End a designation; the person and the post stay, and so does the record of it.

    `note`, when given, becomes the designation's note: by which instrument it ended.
    """
    row, names = _designation(database, designation_id)
    with database.write(author, N_("End the designation of {person} as {post}"), **names) as unit:
        values = {"to_date": to_date} if note is None else {"to_date": to_date, "note": note}
        new = checked(Designation, values)
        check_order(row["from_date"], new["to_date"])
        unit.update(Designation, {designation_id: new})
        return unit.commit()


def verify_designation(
    database: Database, author: str, designation_id: str, *, on: str, by: str = "", how: str = ""
) -> ChangeSetInfo | None:
    """Record that a designation was confirmed: on which day, by whom and how."""
    _, names = _designation(database, designation_id)
    with database.write(author, N_("Verify the designation of {person} as {post}"), **names) as unit:
        new = checked(Designation, {"verified_on": on, "verified_by": by, "verified_how": how})
        unit.update(Designation, {designation_id: new})
        return unit.commit()


def delete_designation(database: Database, author: str, designation_id: str) -> ChangeSetInfo | None:
    """Delete a designation that was recorded by mistake."""
    _, names = _designation(database, designation_id)
    with database.write(author, N_("Delete the designation of {person} as {post}"), **names) as unit:
        unit.delete(Designation, [designation_id])
        return unit.commit()


def check_order(from_date: str | None, to_date: str | None) -> None:
    """Raise UserError when a designation would end before it begins."""
    first = PartialDate.parse(from_date).first if from_date else None
    last = PartialDate.parse(to_date).last if to_date else None
    if first and last and last < first:
        raise UserError(
            N_("The designation cannot end ({to_date}) before it begins ({from_date})."),
            from_date=from_date,
            to_date=to_date,
        )


def _designation(database: Database, designation_id: str) -> tuple[dict[str, Any], dict[str, Any]]:
    with database.read() as unit:
        row = unit.row(Designation, designation_id)
        person, post = unit.row(Person, row["person_id"]), unit.row(Post, row["post_id"])
    return row, {"person": person["name"], "post": post["name"]}


def _name(database: Database, table: Any, row_id: str) -> str:
    with database.read() as unit:
        return str(unit.row(table, row_id)["name"])


def _many(
    database: Database, table: Any, ids: Sequence[str], one: str, many: str
) -> tuple[str, dict[str, Any]]:
    if len(ids) == 1:
        return one, {"name": _name(database, table, ids[0])}
    return many, {"count": len(ids)}
