"""The directory of points of contact as a table: persons in their posts, vacant posts, offices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

from PySide6.QtCore import QObject

from db.fields import Field, Kind, fields_of
from db.queries.contact_rows import ContactRow
from db.schema import Designation, Institution, Person, Post
from desktop.base.errors import UserError
from desktop.base.i18n import N_
from desktop.itemmodels.record_table_model import RecordSource, RecordTableModel
from desktop.services.contact_cells import LINE, can_edit
from desktop.shell.value_texts import SEPARATOR
from desktop.shell.written_values import WrittenValues

VACANT, OFFICE = N_("(vacant)"), N_("(general contact)")
_BY_DESIGNATION = N_(
    "A person takes a post by “Designate…” or “Change of holder…”; a name is corrected in the form."
)
_IN_FORM = N_("This is changed in the form beside the list.")
FILTERED = (
    "person", "post", "institution", "acronym", "emails", "phones", "rank", "unit", "note", "address",
)  # fmt: skip
"""Columns whose words the filter looks at."""
_PLACED_BY = ("state", "protocol_order", "institution", "role", "surnames", "given_names", "person")


class ContactLine(NamedTuple):
    """One line of the directory with its texts as they are shown; ids of what it does not name are empty."""

    id: str
    kind: str
    person: str
    post: str
    institution: str
    state: str
    emails: str
    phones: str
    role: str
    seat: str
    rank: str
    unit: str
    from_date: str
    to_date: str
    is_acting: int
    instrument_state: str
    verified_on: str
    address: str
    note: str
    acronym: str
    person_id: str
    post_id: str
    institution_id: str
    designation_id: str
    protocol_order: int | None
    surnames: str
    given_names: str


def line_of(row: ContactRow) -> ContactLine:
    """A row of the directory as a line of the table."""
    changed: dict[str, Any] = {
        "emails": SEPARATOR.join(row.emails),
        "phones": SEPARATOR.join(row.phones),
        "is_acting": int(row.is_acting),
    }
    return ContactLine._make(changed.get(name, getattr(row, name)) for name in ContactLine._fields)


@cache
def contact_fields() -> tuple[Field, ...]:
    """The columns, declared where their tables declare them."""
    person, post, held = fields_of(Person), fields_of(Post), fields_of(Designation)
    named = {
        "person": person["name"],
        "post": post["name"],
        "institution": fields_of(Institution)["name"],
        "state": post["state"],
        "emails": person["emails"],
        "phones": person["phones"],
        "verified_on": held["verified_on"],
        "role": post["role"],
        "seat": post["seat"],
        "rank": person["rank"],
        "unit": person["unit"],
        "from_date": held["from_date"],
        "is_acting": held["is_acting"],
        "instrument_state": held["instrument_state"],
        "acronym": fields_of(Institution)["acronym"],
        "address": person["address"],
        "note": person["note"],
    }
    return tuple(replace(field, name=name, table=LINE, is_derived=True) for name, field in named.items())


class ContactTableModel(RecordTableModel):
    """The directory; what belongs to the line itself is edited in its cells, the rest in the form beside."""

    def __init__(self, source: RecordSource, written: WrittenValues, parent: QObject | None = None) -> None:
        super().__init__(contact_fields(), source, written, FILTERED, parent)

    def lock_reason(self, record: Any, field: Field) -> UserError | None:
        """What is not of the line itself is edited in the form."""
        if can_edit(record.kind, field.name):
            return None
        is_holder = field.name == "person" and record.kind in ("designation", "post")
        return UserError(_BY_DESIGNATION if is_holder else _IN_FORM)

    def shown_text(self, record: Any, field: Field, value: Any) -> str:
        """What has no person says what it is."""
        if field.name == "person" and not value:
            return self._values.texts.gettext(VACANT if record.kind == "post" else OFFICE)
        return super().shown_text(record, field, value)

    def is_quiet(self, record: Any, field: Field) -> bool:
        """What stands in place of a name is of secondary weight."""
        return field.name == "person" and not record.person

    def _has_moved(self, before: Any, after: Any) -> bool:
        return before is not None and any(
            getattr(before, name) != getattr(after, name) for name in _PLACED_BY
        )


def sort_values(lines: Sequence[ContactLine], field: Field) -> dict[str, Any]:
    """One column of all lines by id, to be ordered by; names of persons by their surnames."""
    if field.name == "person":
        return {line.id: f"{line.surnames} {line.given_names}".strip() or line.person for line in lines}
    return {line.id: _sortable(field, getattr(line, field.name)) for line in lines}


def _sortable(field: Field, value: Any) -> Any:
    return None if field.kind is Kind.FLAG and not value else value
