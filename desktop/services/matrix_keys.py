"""Whether what a file says of the Committee's matrix has its place in a form of the reference data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from db.checking import stored_values
from db.schema import ItemMatrixRow, MatrixCell, MatrixLaw, MatrixRowText, MatrixVersion
from db.schema.base import Base
from db.unit_of_work import Reader
from desktop.base.reference import TEMPLATES, Reference
from desktop.base.reference_rows import MatrixRow

_WITH_A_ROW: tuple[type[Base], ...] = (MatrixCell, MatrixRowText, MatrixLaw, ItemMatrixRow)


def matrix_faults(reader: Reader, reference: Reference) -> Iterator[tuple[str, str, str]]:
    """Entity, id and key of each row that has no place in the matrix."""
    places = MatrixPlaces(reference)
    templates: dict[str, str] = {}
    for row in stored_values(reader, MatrixVersion):
        templates[row["id"]] = row["template"]
        if row["template"] not in TEMPLATES:
            yield MatrixVersion.__tablename__, row["id"], str(row["template"])
    for table in _WITH_A_ROW:
        entity = table.__tablename__
        for row in stored_values(reader, table):
            if not places.has(entity, row, templates.get(row.get("version_id", ""), "")):
                yield entity, row["id"], place_text(row)


def place_text(row: Mapping[str, Any]) -> str:
    """The place that a row names, in one text."""
    parts = (row["row_key"], row.get("weapon"), row.get("side"), row.get("value"))
    return " / ".join(str(part) for part in parts if part)


class MatrixPlaces:
    """Which rows, columns and signs the forms of the matrix have."""

    def __init__(self, reference: Reference) -> None:
        self._columns: dict[str, dict[str, set[Column]]] = {}
        for template, rows in reference.matrix_rows.items():
            known = self._columns.setdefault(template, {})
            for row in rows:
                # The oldest form has one key in several sections, each with a weapon of its own.
                known.setdefault(row.key, set()).update(_columns(row))
        self._signs = set(reference.matrix_cell_values)

    def has(self, entity: str, row: Mapping[str, Any], template: str) -> bool:
        """Whether a row has its place in the form of its version; an action's, in any form.

        A version whose form is unknown is named itself, and its rows are not.
        """
        key, weapon, side = row["row_key"], row.get("weapon"), row.get("side")
        if entity == ItemMatrixRow.__tablename__:
            return any(_fits(known.get(key, ()), weapon, side) for known in self._columns.values())
        if template not in self._columns:
            return True
        columns = self._columns[template].get(key)
        if entity != MatrixCell.__tablename__:
            return columns is not None
        return (weapon, side) in (columns or ()) and (template, row["value"]) in self._signs


Column = tuple[str | None, str]
"""A weapon type, or none, and a side."""


def _columns(row: MatrixRow) -> Iterable[Column]:
    if not row.weapons:
        return ((None, "answer"),)
    sides = [side for side, has in (("legal", row.has_legal), ("enforcement", row.has_enforcement)) if has]
    return [(weapon, side) for weapon in row.weapons for side in sides]


def _fits(columns: Iterable[Column], weapon: str | None, side: str | None) -> bool:
    """Whether a row has such a column; what an action leaves open fits any."""
    return any(weapon in (None, each) and side in (None, own) for each, own in columns)
