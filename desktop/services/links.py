"""Linked records of a field, written as rows of their link table: only what differs is touched."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from db.fields import Declared, declared_of
from db.ids import link_id
from db.ordering import keys
from db.schema import LOGGED
from db.schema.base import Base
from db.unit_of_work import Writer, chunks


def link_fields(table: type[Base]) -> dict[str, Declared[tuple[object, ...]]]:
    """The linked fields of a table by name."""
    return {name: made for name, made in declared_of(table).items() if made.through.get("target")}


def set_links(unit: Writer, table: type[Base], name: str, wanted: dict[str, Sequence[str]]) -> None:
    """Make the linked records of field `name` exactly these, in this order: {owner id: target ids}."""
    through = declared_of(table)[name].through
    made = LOGGED[through["table"]].__table__
    present: dict[str, dict[str, tuple[str, str]]] = {owner: {} for owner in wanted}
    for part in chunks(wanted):
        query = select(made.c.id, made.c[through["owner"]], made.c[through["target"]], made.c.position)
        query = query.where(made.c[through["owner"]].in_(part))
        if through["role"]:
            query = query.where(made.c.role == through["role"])
        for row in unit.all(query):
            row_id, owner, target, position = tuple(row)
            present[owner][target] = (row_id, position)
    inserts, moves, drops = [], {}, []
    for owner, targets in wanted.items():
        ordered = list(dict.fromkeys(targets))
        drops += [row_id for target, (row_id, _) in present[owner].items() if target not in ordered]
        kept = [target for target in present[owner] if target in ordered]
        by_place = sorted(kept, key=lambda target, owner=owner: present[owner][target][1])  # type: ignore[misc]
        is_in_order = ordered[: len(kept)] == by_place
        for target, position in zip(ordered, keys(len(ordered)), strict=True):
            if target not in present[owner]:
                inserts.append(_row(through, owner, target, position))
            elif not is_in_order or len(kept) < len(ordered):
                moves[present[owner][target][0]] = {"position": position}
    linking = LOGGED[through["table"]]
    unit.delete(linking, drops)
    unit.update(linking, moves)
    unit.insert(linking, inserts)


def _row(through: dict[str, str], owner: str, target: str, position: str) -> dict[str, str]:
    role = {"role": through["role"]} if through["role"] else {}
    made = link_id(through["table"], owner, target, through["role"])
    return {"id": made, through["owner"]: owner, through["target"]: target, "position": position, **role}
