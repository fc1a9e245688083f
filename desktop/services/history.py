"""The history read and taken back: who changed what and when, old and new values, revert."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from db import changes
from db.database import Database
from db.erasure import ORIGIN as ERASURE
from db.errors import DatabaseProblem
from db.fields import Field, Kind, fields_of, stored_fields
from db.log_records import ChangeSetInfo, RowChange, storable
from db.messages import N_
from db.revert import Kept, Place, apply_revert, plan_revert
from db.schema import LOGGED
from db.unit_of_work import Reader
from desktop.base.errors import UserError


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one record, old and new as stored; `title` names the record, `field` its declaration."""

    entity: str
    row_id: str
    operation: str
    title: str
    name: str
    field: Field | None
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class RevertResult:
    """What a revert did: its own change set (None when nothing could be taken back) and what it kept."""

    info: ChangeSetInfo | None
    kept: tuple[Kept, ...]


def history(
    database: Database, *, row_id: str | None = None, limit: int | None = None, before: int | None = None
) -> list[ChangeSetInfo]:
    """Change sets, newest first: of the file, or of one record."""
    with database.read() as unit:
        named = None if row_id is None else storable(row_id)
        return changes.change_sets(unit, row_id=named, limit=limit, before=before)


def field_changes(database: Database, number: int) -> list[FieldChange]:
    """What one change set did, field by field."""
    with database.read() as unit:
        found = changes.changes_of(unit, number)
        return described(unit, found)


def described(unit: Reader, found: list[RowChange]) -> list[FieldChange]:
    """Row changes as field changes with the names of their records."""
    titles = _titles(unit, found)
    return [each for change in found for each in _fields_of_change(change, titles)]


def _fields_of_change(change: RowChange, titles: Mapping[str, str]) -> list[FieldChange]:
    table = LOGGED.get(change.entity)
    declared = fields_of(table) if table else {}
    title = titles.get(change.row_id, "")
    before, after = change.before or {}, change.after or {}
    made = []
    for name in declared:
        field = declared[name]
        if (name in before or name in after) and (field.is_shown or field.kind is Kind.ORDER):
            values = [_shown(field, each.get(name), titles) for each in (before, after)]
            made.append(
                FieldChange(
                    change.entity, change.row_id, change.operation, title, name, field, values[0], values[1]
                )
            )
    if not made:
        made = [FieldChange(change.entity, change.row_id, change.operation, title, "", None, None, None)]
    return made


def _shown(field: Field, value: Any, titles: Mapping[str, str]) -> Any:
    return titles.get(value, value) if field.kind is Kind.LINK and isinstance(value, str) else value


def _titles(unit: Reader, found: list[RowChange]) -> dict[str, str]:
    """The name of each record and of what it links to: as it is now, else as the log last knew it."""
    present = present_rows(unit, ((change.entity, change.row_id) for change in found))
    known = {change.row_id: present.get((change.entity, change.row_id), {}) for change in found}
    linked = {
        (target, values[name])
        for change in found
        for values in (change.before or {}, change.after or {}, known[change.row_id])
        for name, target in _link_targets(change.entity).items()
        if isinstance(values.get(name), str)
    }
    rows = {**present_rows(unit, linked), **present}
    titles = {row_id: row_title(row) for (_, row_id), row in rows.items()}
    for change in found:
        kept = {**known[change.row_id], **(change.before or {}), **(change.after or {})}
        if not titles.get(change.row_id):
            titles[change.row_id] = row_title(kept) or _linked_title(change.entity, kept, titles)
    return titles


def present_rows(unit: Reader, places: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Mapping[str, Any]]:
    """Whole rows as they are now, by entity and id; what is no longer there is left out."""
    wanted: dict[str, set[str]] = {}
    for entity, row_id in places:
        wanted.setdefault(entity, set()).add(row_id)
    return {
        (entity, row_id): row
        for entity, ids in wanted.items()
        if entity in LOGGED
        for row_id, row in unit.rows_by_id(LOGGED[entity], ids).items()
    }


def _link_targets(entity: str) -> dict[str, str]:
    table = LOGGED.get(entity)
    fields = stored_fields(table) if table else {}
    return {name: field.target for name, field in fields.items() if field.target}


def row_title(row: Mapping[str, Any]) -> str:
    """What a record is called: its number and title or name."""
    words = [row.get("number"), row.get("title") or row.get("name") or row.get("subject") or row.get("text")]
    return " ".join(str(word) for word in words if word and not isinstance(word, dict))[:120]


def _linked_title(entity: str, values: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    named = [titles.get(values.get(name) or "", "") for name in _link_targets(entity)]
    return " - ".join(name for name in named if name)


def refuse_erasure(info: ChangeSetInfo) -> None:
    """Raise UserError for an entry that erased something."""
    if info.origin == ERASURE:
        raise UserError(N_("An erasure cannot be taken back: this file no longer holds what was erased."))


def revert_change_set(
    database: Database, author: str, number: int, *, ticked: Collection[Place] = (), origin: str = "revert"
) -> RevertResult:
    """Take a change set back, field by field; what later work rests on is kept and listed.

    Raises DatabaseProblem when the file has no such change set, UserError for an erasure.
    """
    with database.read() as unit:
        info = changes.find_set(unit, number)
    if info is None:
        raise DatabaseProblem(N_("The history has no entry {number}."), number=number)
    refuse_erasure(info)
    summary = N_("Take back entry {number}")
    with database.write(author, summary, origin=origin, reverts=number, number=number) as unit:
        plan = plan_revert(unit, number, ticked)
        apply_revert(unit, plan)
        return RevertResult(unit.commit(), tuple(plan.kept))
