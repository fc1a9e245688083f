"""Names only, of institutions and persons: what matching and completion need."""

from __future__ import annotations

from db.unit_of_work import Reader


def institution_name_rows(reader: Reader, state: str | None = None) -> list[tuple[str, str, str]]:
    """(id, name, acronym) of institutions, oldest first: of all, or of one State and of none."""
    where, parameters = ("", []) if state is None else ("WHERE state = ? OR state IS NULL ", [state])
    sql = f"SELECT id, name, acronym FROM {reader.schema}.institution {where}ORDER BY id"
    rows = reader.raw(sql, parameters)
    return [(row[0], row[1], row[2]) for row in rows]


def alias_rows(reader: Reader) -> list[tuple[str, str]]:
    """(institution id, other name) of all aliases, oldest first."""
    rows = reader.raw(f"SELECT institution_id, name FROM {reader.schema}.institution_alias ORDER BY id")
    return [(row[0], row[1]) for row in rows]


def person_name_rows(reader: Reader) -> list[tuple[str, str]]:
    """(id, name) of all persons, oldest first."""
    return [
        (row[0], row[1]) for row in reader.raw(f"SELECT id, name FROM {reader.schema}.person ORDER BY id")
    ]
