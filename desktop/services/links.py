"""Linked records of a field, written as rows of their link table: only what differs is touched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from db.fields import declared_of
from db.ids import link_id
from db.ordering import keys
from db.queries.links import link_fields, present_links
from db.schema import LOGGED
from db.schema.base import Base
from db.unit_of_work import Writer

__all__ = ["link_fields", "set_links"]


def set_links(unit: Writer, table: type[Base], name: str, wanted: Mapping[str, Sequence[str]]) -> None:
    """Make the linked records of field `name` exactly these, in this order: {owner id: target ids}."""
    through = declared_of(table)[name].through
    linking = LOGGED[through["table"]]
    present = present_links(unit, table, name, wanted)
    inserts: list[dict[str, str]] = []
    moves: dict[str, dict[str, str]] = {}
    drops: list[str] = []
    for owner, targets in wanted.items():
        ordered = list(dict.fromkeys(targets))
        linked = present[owner]
        if ordered == list(linked):
            continue
        drops += [row_id for target, (row_id, _) in linked.items() if target not in ordered]
        for target, position in zip(ordered, keys(len(ordered)), strict=True):
            if target in linked:
                moves[linked[target][0]] = {"position": position}
            else:
                inserts.append(_row(through, owner, target, position))
    unit.delete(linking, drops)
    unit.update(linking, moves)
    unit.insert(linking, inserts)


def _row(through: Mapping[str, str], owner: str, target: str, position: str) -> dict[str, str]:
    role = {"role": through["role"]} if through["role"] else {}
    made = link_id(through["table"], owner, target, through["role"])
    return {"id": made, through["owner"]: owner, through["target"]: target, "position": position, **role}
