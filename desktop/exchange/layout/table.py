"""What was found about one table on a sheet, and about each of its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from desktop.exchange.layout.fields import TargetField

RowKind = Literal[
    "data",
    "sub_item",
    "continuation",
    "title",
    "section",
    "guidance",
    "example",
    "total",
    "type_hint",
    "empty",
]


@dataclass(frozen=True)
class TableLayout:
    """Where a table stands on a sheet and which columns serve which field; positions are 0-based.

    `columns` may name several columns for a field. `confidence` of a field is from 0 to 1; below 0.5 the
    name and the content of the column disagree. `headings` has one text for each column of the sheet, the
    levels of a heading over two rows joined by " / ". `unused` are columns with a heading and no field.
    `marked` has the fields whose columns hold only marks, with the value that each column stands for.
    """

    sheet_name: str
    header_rows: tuple[int, ...]
    first_row: int
    last_row: int
    columns: dict[str, tuple[int, ...]]
    confidence: dict[str, float]
    unused: list[int]
    headings: list[str]
    wanted: Mapping[str, TargetField] = field(default_factory=dict, repr=False)
    score: float = 0.0
    marked: Mapping[str, Mapping[int, str]] = field(default_factory=dict)

    @property
    def item_columns(self) -> tuple[int, ...]:
        """The columns of the field that names a row, outermost level first."""
        for name, columns in self.columns.items():
            if name in self.wanted and self.wanted[name].is_item:
                return columns
        return ()


@dataclass
class RowInfo:
    """What one row is, or a block of rows of the same kind from `row` to `last_row` (0-based, inclusive).

    `reason` is a message id for rows that are not data. `values` has the cells of the mapped fields as
    read: one value, or a tuple where several columns serve the field. `section` is the path of the
    headings above the row, outermost first. `parent_row` is the row a sub-item or continuation belongs to,
    None when a sub-item's parent has no row of its own (its name is then in the item field's tuple).
    """

    row: int
    last_row: int
    kind: RowKind
    reason: str = ""
    values: dict[str, object] = field(default_factory=dict)
    section: tuple[str, ...] = ()
    parent_row: int | None = None
    text: str = ""

    @property
    def is_data(self) -> bool:
        """Whether the row is an item or a sub-item."""
        return self.kind in ("data", "sub_item")
