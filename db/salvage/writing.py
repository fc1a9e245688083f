"""Writes the rows of a salvaged file: first those that its history gives, then what differs from them."""

from __future__ import annotations

from collections.abc import Mapping

from db.checking import replay, stored_values
from db.log_records import Values
from db.salvage.choosing import Tables
from db.salvage.history import columns_of, load
from db.schema import LOGGED
from db.unit_of_work import Reader, Writer


def write_state(reader: Reader) -> None:
    """Fill the tables with what the log gives."""
    for entity, rows in replay(reader).items():
        columns = columns_of(entity)
        load(reader.driver, entity, ([row[name] for name in columns] for row in rows.values()))


def write_differences(unit: Writer, chosen: Tables) -> None:
    """Bring all tables to the chosen rows.

    Rows go last: by then none that stays leads to them, so that none goes with them.
    """
    stored = {
        entity: {row["id"]: row for row in stored_values(unit, table)} for entity, table in LOGGED.items()
    }
    for entity, table in LOGGED.items():
        known = stored[entity]
        unit.insert(table, [row for row_id, row in chosen[entity].items() if row_id not in known])
        unit.update(table, _changes(known, chosen[entity]))
    for entity, table in LOGGED.items():
        unit.delete(table, stored[entity].keys() - chosen[entity].keys())


def _changes(known: Mapping[str, Values], wanted: Mapping[str, Values]) -> dict[str, Values]:
    """The fields that differ, of the rows that both have."""
    differing = {
        row_id: {name: value for name, value in row.items() if value != known[row_id][name]}
        for row_id, row in wanted.items()
        if row_id in known
    }
    return {row_id: values for row_id, values in differing.items() if values}
