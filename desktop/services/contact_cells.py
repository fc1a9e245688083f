"""Cells of the directory: each belongs to the person, the designation, the post or the office of its line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from db.database import Database
from db.log_records import ChangeSetInfo
from db.queries.people import contact_details
from db.queries.rows import stored_rows
from db.schema import Designation, Institution, Person, Post
from db.schema.base import Base
from db.unit_of_work import Reader, Writer
from desktop.base.errors import UserError
from desktop.base.i18n import N_
from desktop.services.contact_details import DetailInput, OwnerKind, write_details
from desktop.services.contacts import check_order
from desktop.services.validation import checked

LINE = "contact_line"
"""What a line of the directory is called where records are called by their tables."""
_PERSON = {"person": "name", "rank": "rank", "unit": "unit", "address": "address"}
_POST = {"post": "name", "role": "role", "seat": "seat"}
_HELD = {name: name for name in ("from_date", "is_acting", "instrument_state", "verified_on")}
_NOTE = {"note": "note"}
_OFFICE = {"institution": "name", "acronym": "acronym", "address": "address", **_NOTE}

CELLS: Mapping[str, Mapping[str, tuple[type[Base], str]]] = {
    # Another name in a held post is another person, and that needs its instrument: no cell to type over.
    "designation": {
        **{column: (Person, name) for column, name in _PERSON.items() if name != "name"},
        **{column: (Post, name) for column, name in _POST.items()},
        **{column: (Designation, name) for column, name in _HELD.items()},
    },
    "person": {column: (Person, name) for column, name in {**_PERSON, **_NOTE}.items()},
    "post": {column: (Post, name) for column, name in {**_POST, **_NOTE}.items()},
    "institution": {column: (Institution, name) for column, name in _OFFICE.items()},
}
"""By the kind of a line: the table and field that a column of it is kept in."""
DETAIL_COLUMNS = {"emails": "email", "phones": "phone"}
"""Columns that list details, with their kind; a vacant post has none."""


def can_edit(kind: str, column: str) -> bool:
    """Whether a column of a line of that kind is edited in the list."""
    return column in CELLS[kind] or (column in DETAIL_COLUMNS and kind != "post")


@dataclass
class _Writing:
    """The fields that are to be written, by table and id."""

    fields: dict[type[Base], dict[str, dict[str, Any]]] = field(default_factory=dict)

    def put(self, table: type[Base], row_id: str, name: str, value: Any) -> None:
        self.fields.setdefault(table, {}).setdefault(row_id, {})[name] = value


def update_contact_cells(
    database: Database, author: str, changes: Mapping[str, Mapping[str, Any]]
) -> ChangeSetInfo | None:
    """Write cells {id of the line: {column: value}} as one change set.

    Raises UserError when a column of such a line is not edited in the list, or a value cannot be.
    """
    with database.read() as unit:
        lines = {line_id: _line(unit, line_id) for line_id in changes}
    names = [line.name for line in lines.values()]
    summary = N_("Change the contact {name}") if len(names) == 1 else N_("Change {count} contacts")
    values = {"name": names[0]} if len(names) == 1 else {"count": len(names)}
    with database.write(author, summary, **values) as unit:
        writing = _Writing()
        for line_id, wanted in changes.items():
            _take(unit, writing, lines[line_id], wanted)
        for table, rows in writing.fields.items():
            unit.update(table, {row_id: checked(table, row) for row_id, row in rows.items()})
        return unit.commit()


@dataclass(frozen=True, slots=True)
class _Line:
    """What a line of the directory consists of: its kind, its name, and the ids by table."""

    kind: str
    name: str
    ids: Mapping[type[Base], str]


def _line(unit: Reader, line_id: str) -> _Line:
    held = stored_rows(unit, Designation, "t.id = ?", [line_id])
    if held:
        ids: dict[type[Base], str] = {Designation: line_id, Person: held[0].person_id, Post: held[0].post_id}
        return _Line("designation", unit.row(Person, held[0].person_id)["name"], ids)
    for kind, table in (("person", Person), ("post", Post)):
        found = stored_rows(unit, table, "t.id = ?", [line_id])
        if found:
            return _Line(kind, found[0].name, {table: line_id})
    return _Line("institution", unit.row(Institution, line_id)["name"], {Institution: line_id})


def _take(unit: Writer, writing: _Writing, line: _Line, wanted: Mapping[str, Any]) -> None:
    for column, value in wanted.items():
        if not can_edit(line.kind, column):
            raise UserError(N_("This is changed in the form beside the list."))
        if column in DETAIL_COLUMNS:
            _write_reached(unit, line, DETAIL_COLUMNS[column], str(value or "").split(";"))
            continue
        table, name = CELLS[line.kind][column]
        if name == "from_date":
            value = checked(Designation, {name: value})[name]
            check_order(value, unit.row(Designation, line.ids[Designation])["to_date"])
        writing.put(table, line.ids[table], name, value)


def _write_reached(unit: Writer, line: _Line, kind: str, texts: Sequence[str]) -> None:
    """Make the shown details of one kind exactly these; a detail that is not shown stays."""
    owner_kind: OwnerKind = "institution" if line.kind == "institution" else "person"
    owner_id = line.ids[Institution if line.kind == "institution" else Person]
    wanted = [text.strip() for text in texts if text.strip()]
    kept: list[DetailInput] = []
    known: dict[str, DetailInput] = {}
    for row in contact_details(unit, [owner_id]).get(owner_id, ()):
        each = DetailInput(row.written, row.kind, row.use, bool(row.is_private), row.id)
        if row.kind == kind and not row.is_private:
            known[row.written] = each
        else:
            kept.append(each)
    free = [each for text, each in known.items() if text not in wanted]
    made = [known.get(text) or _in_place(text, kind, free) for text in wanted]
    write_details(unit, owner_kind, owner_id, [*made, *kept])


def _in_place(text: str, kind: str, free: list[DetailInput]) -> DetailInput:
    """A new text, in the row of one that is no longer listed while there is one."""
    if not free:
        return DetailInput(text, kind)
    old = free.pop(0)
    return DetailInput(text, kind, old.use, old.is_private, old.id)
