"""Texts typed and not saved when the program ended: offered, and taken over by the service of an edit."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from db.changes import change_sets, changes_of
from db.database import Database
from db.drafts import DraftRow, drop_drafts, kept_drafts
from db.log_records import ChangeSetInfo
from db.queries.plan import progress_notes
from db.schema import LOGGED, ContactDetail, Designation, Institution, Person, Post
from db.schema.base import Base
from db.unit_of_work import Reader
from desktop.services.children import update_child
from desktop.services.contact_cells import LINE, update_contact_cells
from desktop.services.contacts import update_designation, update_institution, update_person, update_post
from desktop.services.history import row_title
from desktop.services.objectives import update_objective
from desktop.services.plans import add_progress_note, update_items, update_plan

NOTES = "notes"
"""The field of an action under which a note that is still to be made is typed."""
_ITEM = "plan_item"
_MOST_LETTERS, _MOST_TEXTS = 1_000_000, 50
_UNKNOWN_TIME = "1970-01-01T00:00:00+00:00"
_CHILDREN = ("indicator", "indicator_value", "progress_note")
_NAMED_BY: Mapping[str, Sequence[tuple[type[Base], str]]] = {
    Designation.__tablename__: ((Person, "person_id"), (Post, "post_id")),
    ContactDetail.__tablename__: ((Person, "person_id"), (Institution, "institution_id")),
}
_LINE_TABLES = ("designation", "person", "post", "institution")


@dataclass(frozen=True, slots=True)
class UnsavedText:
    """A text to be offered: its key in the file, where and when (UTC) it was typed, the title of the record.

    `present` is what the record's field holds now, where it is a column of the record; `is_there` says that
    the record is still in the file.
    """

    key: str
    table: str
    row_id: str
    field: str
    name: str
    text: str
    typed_at: str
    title: str = ""
    is_there: bool = False
    present: Any = None

    @property
    def can_be_taken_over(self) -> bool:
        """Whether an edit of a record that is there can write this text."""
        return self.is_there and (self.table in _SERVICES or self.table in _CHILDREN)


def unsaved_texts(reader: Reader, run: str) -> list[UnsavedText]:
    """The texts that earlier runs of the window left; those of the present run are still being typed."""
    found = (_unsaved(row) for row in kept_drafts(reader))
    others = [text for kept_run, text in found if kept_run != run]
    return [_with_record(reader, text) for text in others[:_MOST_TEXTS]]


def was_handed_over(reader: Reader, text: UnsavedText) -> bool:
    """Whether the field was written after the text was noted: the draft was only not forgotten yet."""
    if not text.is_there or text.table == LINE or text.typed_at == _UNKNOWN_TIME:
        return False
    typed_ms = datetime.fromisoformat(text.typed_at).timestamp() * 1000
    newer = [info for info in change_sets(reader, row_id=text.row_id, limit=3) if info.at_ms > typed_ms]
    changes = (change for info in newer for change in changes_of(reader, info.number))
    return any(change.row_id == text.row_id and text.field in (change.after or {}) for change in changes)


def _unsaved(row: DraftRow) -> tuple[str, UnsavedText]:
    """What a row says; one that is not as this program writes it keeps its text and has no record."""
    try:
        run, table, row_id, field, name = (str(part) for part in json.loads(row.place))
    except (ValueError, TypeError):
        run, table, row_id, field, name = "", "", "", "", row.place
    text = row.content[:_MOST_LETTERS]
    return run, UnsavedText(row.place, table, row_id, field, name, text, _moment(row.typed_at))


def _moment(written: str) -> str:
    """A time that can be read, whatever a file from outside says."""
    try:
        datetime.fromisoformat(written).timestamp()
    except (ValueError, OverflowError, OSError):
        return _UNKNOWN_TIME
    return written


def _with_record(reader: Reader, text: UnsavedText) -> UnsavedText:
    tables = _LINE_TABLES if text.table == LINE else (text.table,)
    for name in tables:
        if name in LOGGED and (row := reader.rows_by_id(LOGGED[name], [text.row_id]).get(text.row_id)):
            return _joined(text, _title(reader, name, row), _present(reader, text, row))
    return text


def _joined(text: UnsavedText, title: str, present: Any) -> UnsavedText:
    return UnsavedText(
        text.key,
        text.table,
        text.row_id,
        text.field,
        text.name,
        text.text,
        text.typed_at,
        title,
        True,
        present,
    )


def _title(reader: Reader, table: str, row: Mapping[str, Any]) -> str:
    """What a record is called: one without a name of its own by the records it belongs to."""
    owners = _NAMED_BY.get(table, ())
    names = [reader.values_by_id(owner, [row[column]], ["name"]) for owner, column in owners if row[column]]
    return ", ".join(each["name"] for found in names for each in found.values()) or row_title(row)


def _present(reader: Reader, text: UnsavedText, row: Mapping[str, Any]) -> Any:
    """What is recorded where the text was typed; a note of an action, when one says just this."""
    if (text.table, text.field) == (_ITEM, NOTES):
        said = [note.text for note in progress_notes(reader, text.row_id)]
        return text.text if text.text in said else None
    return row.get(text.field)


def take_over(
    database: Database, author: str, text: UnsavedText, values: Mapping[str, Any], today: date
) -> ChangeSetInfo | None:
    """Write an unsaved text as an edit of its record - one undo step - and forget the draft.

    `values` are the fields as the text was read. Raises what the edit itself would raise.
    """
    if (text.table, text.field) == (_ITEM, NOTES):
        made = add_progress_note(database, author, text.row_id, text=text.text, on_date=today.isoformat())
    elif text.table in _CHILDREN:
        made = update_child(database, author, LOGGED[text.table], text.row_id, values)
    else:
        made = _SERVICES[text.table](database, author, text.row_id, values)
    drop_drafts(database, [text.key])
    return made


def discard(database: Database, keys: Sequence[str]) -> None:
    """Forget unsaved texts for good."""
    drop_drafts(database, keys)


Service = Callable[[Database, str, str, Mapping[str, Any]], ChangeSetInfo | None]


def _update_item(
    database: Database, author: str, row_id: str, values: Mapping[str, Any]
) -> ChangeSetInfo | None:
    return update_items(database, author, {row_id: values})


def _update_line(
    database: Database, author: str, row_id: str, values: Mapping[str, Any]
) -> ChangeSetInfo | None:
    return update_contact_cells(database, author, {row_id: values})


_SERVICES: Mapping[str, Service] = {
    _ITEM: _update_item,
    LINE: _update_line,
    "plan": update_plan,
    "objective": update_objective,
    "person": update_person,
    "post": update_post,
    "designation": update_designation,
    "institution": update_institution,
}
