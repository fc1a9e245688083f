"""Taking an entry of the history back, with a look at it beforehand: what goes, and what stays and why."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from db.changes import changes_of, find_set
from db.database import Database
from db.fields import Field
from db.log_records import INSERT, UPDATE, RowChange
from db.revert import CHANGED_LATER, IN_USE, Kept, Place, RevertPlan, plan_revert
from db.unit_of_work import Reader
from desktop.base.errors import UserError
from desktop.base.i18n import N_
from desktop.services.history import (
    FieldChange,
    RevertResult,
    described,
    present_rows,
    refuse_erasure,
    revert_change_set,
)

MOST_KEPT = 200
"""Kept places that a preview describes one by one; of the others it gives the number."""
_CAN_TICK = (CHANGED_LATER, IN_USE)


@dataclass(frozen=True, slots=True)
class KeptLine:
    """Something that stays: where, what it holds and held before, why, and whether it can go all the same."""

    place: Place
    title: str
    field: Field | None
    now: Any
    before: Any
    reason: str
    can_tick: bool


@dataclass(frozen=True, slots=True)
class TakeBackPreview:
    """What taking an entry back would do to how many rows, and what stays."""

    number: int
    removed: int
    returned: int
    changed: int
    kept: tuple[KeptLine, ...]
    kept_count: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing would happen."""
        return not (self.removed or self.returned or self.changed)


@dataclass(frozen=True, slots=True)
class RowsOfSet:
    """What one change set did, field by field, and to how many rows; `changes` may be cut."""

    number: int
    changes: tuple[FieldChange, ...]
    rows: int
    rows_shown: int


def rows_of_set(
    unit: Reader, number: int, *, only: Collection[str] | None = None, most: int = 40
) -> RowsOfSet:
    """What one change set did to its first `most` rows, or to those of the rows `only` names."""
    found = [change for change in changes_of(unit, number) if only is None or change.row_id in only]
    shown = found[:most]
    return RowsOfSet(number, tuple(described(unit, shown)), len(found), len(shown))


def preview_take_back(
    unit: Reader, number: int, ticked: Collection[Place] = (), *, all_kept: bool = False
) -> TakeBackPreview:
    """What `take_back` would do now. Raises UserError for the entry that made the file and for an erasure."""
    changes = changes_of(unit, number)
    _refuse_first_entry(changes)
    if (info := find_set(unit, number)) is not None:
        refuse_erasure(info)
    plain = plan_revert(unit, number)
    wanted = _everything(unit, number) if all_kept else ticked
    plan = plan_revert(unit, number, wanted) if wanted else plain
    kept = {each.place: each for each in (*plain.kept, *plan.kept)}
    return TakeBackPreview(
        number,
        removed=len(plan.deletes),
        returned=len(plan.inserts),
        changed=len(plan.updates),
        kept=_kept_lines(unit, list(kept.values())[:MOST_KEPT], changes),
        kept_count=len(kept),
    )


def take_back(
    database: Database, author: str, number: int, ticked: Collection[Place] = (), *, all_kept: bool = False
) -> RevertResult:
    """Take an entry back, with the ticked places, or with all that can go when `all_kept`.

    Raises UserError for the entry that made the file and for an erasure.
    """
    with database.read() as unit:
        _refuse_first_entry(changes_of(unit, number))
        wanted = _everything(unit, number) if all_kept else frozenset(ticked)
    return revert_change_set(database, author, number, ticked=wanted)


def _everything(unit: Reader, number: int) -> frozenset[Place]:
    """All places that can be ticked, also those that come up only when others are."""
    ticked: frozenset[Place] = frozenset()
    while True:
        more = ticked | tickable(plan_revert(unit, number, ticked))
        if more == ticked:
            return ticked
        ticked = more


def tickable(plan: RevertPlan) -> frozenset[Place]:
    """The kept places of a plan that can be taken back all the same."""
    return frozenset(each.place for each in plan.kept if each.reason in _CAN_TICK)


def _refuse_first_entry(changes: Collection[RowChange]) -> None:
    if any(change.entity == "file_settings" and change.operation == INSERT for change in changes):
        raise UserError(N_("This entry made the file; it cannot be taken back."))


def _kept_lines(unit: Reader, kept: list[Kept], changes: Collection[RowChange]) -> tuple[KeptLine, ...]:
    by_row = {(change.entity, change.row_id): change for change in changes}
    present = present_rows(unit, (each.place[:2] for each in kept))
    asked = [_as_change(each, by_row[each.place[:2]], present.get(each.place[:2])) for each in kept]
    shown: dict[tuple[str, str, str], FieldChange] = {}
    for change in described(unit, asked):
        shown.setdefault((change.entity, change.row_id, change.name), change)
        shown.setdefault((change.entity, change.row_id, ""), change)
    return tuple(_line(each, shown.get(each.place)) for each in kept)


def _as_change(kept: Kept, change: RowChange, row: Mapping[str, Any] | None) -> RowChange:
    """A kept field as the change to what it would hold; a kept row as it was logged."""
    name = kept.place[2]
    if not name or row is None:
        return change
    return RowChange(
        change.entity, change.row_id, UPDATE, {name: row[name]}, {name: (change.before or {}).get(name)}
    )


def _line(kept: Kept, change: FieldChange | None) -> KeptLine:
    is_field = bool(kept.place[2])
    return KeptLine(
        place=kept.place,
        title="" if change is None else change.title,
        field=change.field if change is not None and is_field else None,
        now=change.before if change is not None and is_field else None,
        before=change.after if change is not None and is_field else None,
        reason=kept.reason,
        can_tick=kept.reason in _CAN_TICK,
    )
