"""What long lists of items need beside records: values to sort by, words to filter by, what is touched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from db.changes import changes_of
from db.fields import Ref, declared_of, fields_of
from db.queries.rows import rows_in
from db.schema import LOGGED, PlanItem
from db.unit_of_work import Reader

_OWNED = ("item_institution", "item_person", "progress_note", "indicator")
"""Tables whose rows belong to an item and show in its record."""
_SHOWN_THROUGH = {
    "institution": "SELECT item_id FROM {s}.item_institution {{where:institution_id}}",
    "person": "SELECT item_id FROM {s}.item_person {{where:person_id}}",
    "objective": "SELECT id FROM {s}.plan_item {{where:objective_id}}",
    "plan": "SELECT id FROM {s}.plan_item {{where:plan_id}}",
}
"""Tables whose names show in items, with the query that finds these items."""


def names_of(reader: Reader, table: str) -> list[Ref]:
    """Id and name of every row of a table that has names, in order of the names."""
    made = LOGGED[table].__tablename__
    rows = reader.raw(f'SELECT id, name FROM {reader.schema}."{made}" ORDER BY name, id')
    return [Ref(row[0], row[1]) for row in rows]


def column_values(reader: Reader, name: str) -> dict[str, Any]:
    """One field of all items by id, as records hold it; items that have nothing there may be missing."""
    field = fields_of(PlanItem)[name]
    s = reader.schema
    made = declared_of(PlanItem).get(name)
    if made is None:
        return dict(reader.raw(f'SELECT id, "{name}" FROM {s}.plan_item'))
    if made.through.get("target"):
        return _linked_values(reader, made.through, field.target)
    return dict(reader.raw(_DERIVED[name].format(s=s)))


_DERIVED = {
    "objective_title": "SELECT i.id, o.title FROM {s}.plan_item i "
    "JOIN {s}.objective o ON o.id = i.objective_id",
    "plan_title": "SELECT i.id, p.title FROM {s}.plan_item i JOIN {s}.plan p ON p.id = i.plan_id",
    "state": "SELECT i.id, p.state FROM {s}.plan_item i JOIN {s}.plan p ON p.id = i.plan_id",
    "last_note": "SELECT item_id, text FROM (SELECT item_id, text, max(on_date || id) FROM {s}.progress_note "
    "GROUP BY item_id)",
}  # fmt: skip


def _linked_values(reader: Reader, through: Mapping[str, str], target: str) -> dict[str, tuple[Ref, ...]]:
    s = reader.schema
    role = f"WHERE l.role = '{through['role']}' " if through["role"] else ""
    sql = (
        f"SELECT l.{through['owner']}, l.{through['target']}, t.name FROM {s}.{through['table']} l "
        f"JOIN {s}.{target} t ON t.id = l.{through['target']} {role}ORDER BY l.position, l.id"
    )
    found: dict[str, list[Ref]] = {}
    for owner, target_id, text in reader.raw(sql):
        found.setdefault(owner, []).append(Ref(target_id, text))
    return {owner: tuple(refs) for owner, refs in found.items()}


def filter_words(reader: Reader, names: Sequence[str], ids: Iterable[str] | None = None) -> dict[str, str]:
    """The texts of the named stored fields of items, with all institutions and persons, in one text each."""
    s = reader.schema
    listed = " || ' ' || ".join(f'i."{name}"' for name in names)
    wanted = None if ids is None else list(ids)
    sql = (
        f"SELECT i.id, {listed} || ' ' || coalesce(o.title, '') FROM {s}.plan_item i "
        f"LEFT JOIN {s}.objective o ON o.id = i.objective_id {{where:i.id}}"
    )
    found = {row[0]: [row[1]] for row in rows_in(reader, sql, wanted)}
    for table, column, target in (
        ("item_institution", "institution_id", "institution"),
        ("item_person", "person_id", "person"),
    ):
        linked = (
            f"SELECT l.item_id, t.name FROM {s}.{table} l JOIN {s}.{target} t ON t.id = l.{column} "
            "{where:l.item_id}"
        )
        for item_id, name in rows_in(reader, linked, wanted):
            found[item_id].append(name)
    return {item_id: "\n".join(parts) for item_id, parts in found.items()}


def items_touched(reader: Reader, number: int, touched: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The items that look different after a change set: changed themselves, or by what they show."""
    found = set(touched.get("plan_item", ()))
    if any(name in touched for name in _OWNED):
        found |= _owners(reader, number, touched)
    for table, sql in _SHOWN_THROUGH.items():
        if table in touched:
            found.update(row[0] for row in rows_in(reader, sql.format(s=reader.schema), touched[table]))
    return frozenset(found)


def _owners(reader: Reader, number: int, touched: Mapping[str, frozenset[str]]) -> set[str]:
    """Items whose links or notes changed: by the log, which still knows the deleted rows."""
    found: set[str] = set()
    unnamed: dict[str, list[str]] = {}
    for change in changes_of(reader, number):
        if change.entity in _OWNED:
            kept = {**(change.before or {}), **(change.after or {})}
            if "item_id" in kept:
                found.add(kept["item_id"])
            else:
                unnamed.setdefault(change.entity, []).append(change.row_id)
    for table, ids in unnamed.items():
        sql = f"SELECT item_id FROM {reader.schema}.{table} {{where:id}}"
        found.update(row[0] for row in rows_in(reader, sql, ids))
    return found
