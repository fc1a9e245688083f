"""Plans, objectives and items read: long lists by index and page, single records whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from db.fields import Ref, declared_of
from db.queries.rows import columns_of, refs_by_owner, rows_in, stored_rows
from db.records import ObjectiveRecord, PlanItemRecord, PlanRecord, ProgressNoteRecord
from db.schema import Objective, Plan, PlanItem, ProgressNote
from db.trees import in_reading_order
from db.unit_of_work import Reader

_ORDER = "p.state, p.title, p.id, i.position, i.id"


def plans(reader: Reader, *, state: str | None = None) -> list[PlanRecord]:
    """Plans, by State and title."""
    if state is None:
        return stored_rows(reader, Plan, order="t.state, t.title, t.id")
    return stored_rows(reader, Plan, "t.state = ?", [state], "t.title, t.id")


def objectives(reader: Reader, plan_id: str) -> list[ObjectiveRecord]:
    """A plan's objectives in their order."""
    return stored_rows(reader, Objective, "t.plan_id = ?", [plan_id], "t.position, t.id")


def objective_order(reader: Reader) -> list[str]:
    """Ids of all objectives of the file in reading order, plan by plan."""
    found: dict[str, list[ObjectiveRecord]] = {}
    for row in stored_rows(reader, Objective, order="t.position, t.id"):
        found.setdefault(row.plan_id, []).append(row)
    return [row.id for rows in found.values() for row, _ in in_reading_order(rows)]


def item_counts(reader: Reader, plan_id: str) -> dict[str, int]:
    """How many items stand right below each objective of a plan."""
    sql = (
        f"SELECT objective_id, count(*) FROM {reader.schema}.plan_item "
        "WHERE plan_id = ? AND objective_id IS NOT NULL GROUP BY objective_id"
    )
    return dict(reader.raw(sql, [plan_id]))


def item_names(reader: Reader, plan_id: str, ids: Iterable[str] | None = None) -> list[Ref]:
    """Id with number and title of a plan's items, or of those of these ids, in order."""
    sql = (
        f"SELECT i.id, trim(i.number || ' ' || i.title), i.plan_id FROM {reader.schema}.plan_item i "
        "{where:i.id} ORDER BY i.position, i.id"
    )
    return [Ref(row[0], row[1]) for row in rows_in(reader, sql, ids) if row[2] == plan_id]


def item_ids(reader: Reader, *, plan_id: str | None = None, state: str | None = None) -> list[str]:
    """Ids of items in reading order: by State, plan, and place in the plan."""
    wheres, parameters = [], []
    if plan_id is not None:
        wheres.append("i.plan_id = ?")
        parameters.append(plan_id)
    if state is not None:
        wheres.append("p.state = ?")
        parameters.append(state)
    where = f"WHERE {' AND '.join(wheres)}" if wheres else ""
    s = reader.schema
    sql = f"SELECT i.id FROM {s}.plan_item i JOIN {s}.plan p ON p.id = i.plan_id {where} ORDER BY {_ORDER}"
    return [row[0] for row in reader.raw(sql, parameters)]


def item_values(reader: Reader, names: Sequence[str]) -> list[tuple[object, ...]]:
    """Raw stored values of all items, id first: what sorting and filtering of a long list need."""
    listed = ", ".join(f'i."{name}"' for name in ("id", *names))
    return reader.raw(f"SELECT {listed} FROM {reader.schema}.plan_item i")


def items(reader: Reader, ids: Iterable[str] | None = None) -> list[PlanItemRecord]:
    """Whole records of the given items in the given order, or of all items in reading order."""
    wanted = None if ids is None else list(ids)
    order = item_ids(reader) if wanted is None else wanted
    s = reader.schema
    sql = (
        f"SELECT {columns_of(PlanItem, 'i')}, p.title, p.state, o.title FROM {s}.plan_item i "
        f"JOIN {s}.plan p ON p.id = i.plan_id LEFT JOIN {s}.objective o ON o.id = i.objective_id "
        "{where:i.id}"
    )
    links = _links(reader, wanted)
    notes = _last_notes(reader, wanted)
    found = {row[0]: _record(row, links, notes) for row in rows_in(reader, sql, wanted)}
    return [found[item_id] for item_id in order if item_id in found]


_Links = dict[str, dict[str, tuple[Ref, ...]]]


def _names() -> tuple[list[str], list[str]]:
    from db.fields import stored_fields

    roles = [name for name, made in declared_of(PlanItem).items() if made.through.get("target")]
    return list(stored_fields(PlanItem)), roles


_STORED, _ROLES = _names()


def _record(row: tuple[object, ...], links: _Links, notes: dict[str, str]) -> PlanItemRecord:
    values = dict(zip(_STORED, row, strict=False))
    item_id = str(row[0])
    plan_title, state, objective_title = row[len(_STORED) :]
    derived = {name: links[name].get(item_id, ()) for name in _ROLES}
    return PlanItemRecord(
        **values,
        **derived,
        plan_title=plan_title,
        state=state,
        objective_title=objective_title or "",
        last_note=notes.get(item_id, ""),
    )


def _links(reader: Reader, ids: list[str] | None) -> _Links:
    found: _Links = {}
    s = reader.schema
    for name, made in declared_of(PlanItem).items():
        through = made.through
        if not through.get("target"):
            continue
        role = f"l.role = '{through['role']}' AND " if through["role"] else ""
        sql = (
            f"SELECT l.{through['owner']}, l.{through['target']}, t.name FROM {s}.{through['table']} l "
            f"JOIN {s}.{made.field.target} t ON {role}t.id = l.{through['target']} "
            f"{{where:l.{through['owner']}}} ORDER BY l.position, l.id"
        )
        found[name] = refs_by_owner(rows_in(reader, sql, ids))
    return found


def _last_notes(reader: Reader, ids: list[str] | None) -> dict[str, str]:
    s = reader.schema
    sql = (
        f"SELECT n.item_id, n.text, max(n.on_date || n.id) FROM {s}.progress_note n "
        "{where:n.item_id} GROUP BY n.item_id"
    )
    return {row[0]: row[1] for row in rows_in(reader, sql, ids)}


def progress_notes(reader: Reader, item_id: str) -> list[ProgressNoteRecord]:
    """An item's notes, newest first."""
    return stored_rows(reader, ProgressNote, "t.item_id = ?", [item_id], "t.on_date DESC, t.id DESC")


def item_positions(reader: Reader, plan_id: str) -> list[str]:
    """The order keys of a plan's items, in order."""
    return [place.position for place in item_places(reader, plan_id)]


class ItemPlace(NamedTuple):
    """Where an item stands: below which item and objective, and its order key."""

    id: str
    parent_id: str | None
    objective_id: str | None
    position: str


def item_places(reader: Reader, plan_id: str) -> list[ItemPlace]:
    """The places of a plan's items, in order."""
    sql = (
        f"SELECT id, parent_id, objective_id, position FROM {reader.schema}.plan_item WHERE plan_id = ? "
        "ORDER BY position, id"
    )
    return [ItemPlace(*row) for row in reader.raw(sql, [plan_id])]


def indicator_texts(reader: Reader, plan_id: str) -> list[tuple[str, str, str]]:
    """(item id, indicator id, text) of all indicators of a plan."""
    s = reader.schema
    sql = (
        f"SELECT n.item_id, n.id, n.text FROM {s}.indicator n JOIN {s}.plan_item i ON i.id = n.item_id "
        "WHERE i.plan_id = ? ORDER BY n.item_id, n.position, n.id"
    )
    return [(row[0], row[1], row[2]) for row in reader.raw(sql, [plan_id])]
