"""What holds for a whole table or column: decided once from its cells, used for each of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from db.fields import Kind, fields_of
from db.schema import PlanItem
from db.written_dates import decide_day_first, decide_short_years
from desktop.exchange.layout import MappingFile, RowInfo, TableLayout
from desktop.exchange.layout.fields import NAMED, HeadingNames
from desktop.exchange.reading.grid import Sheet, column_letter
from desktop.exchange.values import (
    SplitNames,
    StatusWords,
    decide_decimal,
    is_fraction_column,
    money_in_heading,
    split_names,
    split_roles,
)
from desktop.services.import_plan.cell_names import NAME_FIELDS, ROLE_FIELDS, CellNames, read_names
from desktop.services.import_plan.targets import plan_targets

_AND = re.compile(r"\s+(?:y|e|and|et|und)\s+", re.IGNORECASE)
_REMARKS = "remarks"


class TableFacts:
    """One table with its data rows, and what its columns leave open, decided column by column.

    `of` gives of a date column the order of day and month (True, False, or None: each cell by itself) and
    whether "Dec-27" is a month of 2027; of a percentage column its decimal sign and whether it holds
    fractions; of a money column its decimal sign, the currency of its heading and what one of it counts.
    """

    def __init__(
        self,
        sheet: Sheet,
        layout: TableLayout,
        rows: Iterable[RowInfo],
        mapping: MappingFile | None,
        knows: Callable[[str], bool],
    ) -> None:
        self.layout = layout
        self.rows = [row for row in rows if row.is_data]
        self.status_words = StatusWords(mapping.status if mapping else None)
        self._sheet = sheet
        self._separators = (mapping and mapping.split) or (";", "\n")
        self._day_first = mapping.day_first if mapping else None
        self._decimal = mapping.decimal if mapping else None
        self._alone = self._names_alone()
        self._known_before = knows
        self._split: dict[str, SplitNames] = {}
        self._names: dict[tuple[object, str], CellNames] = {}
        self.remark_labels = self._labels_of_remarks(mapping)
        self._all_dates = self._dates()
        self._has_short_years = decide_short_years(self._all_dates)
        self._by_column = {name: self._decide(name) for name in layout.columns}

    def of(self, name: str) -> Any:
        """What was decided for the column of a field."""
        return self._by_column[name]

    def names_in(self, cell: object, name: str) -> CellNames:
        """The names of a cell of a field's column; "A / B" is cut only when both are names by themselves."""
        if (cell, name) not in self._names:
            self._names[cell, name] = read_names(cell, name, self._split_names)
        return self._names[cell, name]

    def _split_names(self, text: str) -> SplitNames:
        if text not in self._split:
            self._split[text] = split_names(text, self._knows, self._separators)
        return self._split[text]

    def _labels_of_remarks(self, mapping: MappingFile | None) -> list[str]:
        """What stands before the text of each column under remarks, nothing where its heading says so.

        A mapping file that names one column for them says so too.
        """
        columns = self.layout.columns.get(_REMARKS, ())
        if mapping is not None and mapping.file and len(columns) == 1:
            return [""]
        names = HeadingNames([field for field in plan_targets() if field.name == _REMARKS])
        headings = [self.heading(_REMARKS, index) for index in range(len(columns))]
        return ["" if names.scores(text).get(_REMARKS, 0.0) >= NAMED else text for text in headings]

    def letter(self, name: str, index: int = 0) -> str:
        """The letter of a field's column, for messages."""
        columns = self.layout.columns.get(name, ())
        return column_letter(columns[min(index, len(columns) - 1)]) if columns else ""

    def heading(self, name: str, index: int = 0) -> str:
        """The workbook's own word for a field."""
        columns = self.layout.columns[name]
        column = columns[min(index, len(columns) - 1)]
        heading = self.layout.headings[column] if column < len(self.layout.headings) else ""
        return heading.rpartition(" / ")[2].split("\n")[0] or column_letter(column)

    def _cells(self, name: str) -> list[object]:
        return [cell for row in self.rows for cell in as_cells(row.values.get(name)) if cell is not None]

    def _names_alone(self) -> frozenset[str]:
        """Names that stand alone in a cell somewhere: only these are cut out of "A / B"."""
        cells = {
            piece
            for name in NAME_FIELDS
            for cell in set(self._cells(name))
            for _, piece in (split_roles(str(cell), name) if name in ROLE_FIELDS else [(name, str(cell))])
        }
        split = [split_names(cell, lambda _: False, self._separators).names for cell in cells]
        found = {part for parts in split for part in parts if not set("/,&+") & set(part)}
        plain = {part.casefold() for part in found if not _AND.search(part)}
        # "Customs and Police" is two names where both stand alone elsewhere, else one.
        joined = {part.casefold() for part in found if _AND.search(part)}
        return frozenset(plain | {part for part in joined if not plain.issuperset(_AND.split(part))})

    def _knows(self, name: str) -> bool:
        return name.casefold() in self._alone or self._known_before(name)

    def _order_of_dates(self, cells: list[object]) -> bool | None:
        """What a person said, else what the column's cells show, else what all dates of the table show."""
        if self._day_first is not None:
            return self._day_first
        own = decide_day_first(cells)
        return own if own is not None else decide_day_first(self._all_dates)

    def _dates(self) -> list[object]:
        dates = [name for name, made in fields_of(PlanItem).items() if made.kind is Kind.PARTIAL_DATE]
        return [cell for name in dates for cell in self._cells(name)]

    def _decide(self, name: str) -> Any:
        made = fields_of(PlanItem).get(name)
        if made is None:
            return None
        cells = self._cells(name)
        if made.kind is Kind.PARTIAL_DATE:
            return self._order_of_dates(cells), self._has_short_years
        if made.kind not in (Kind.PERCENT, Kind.MONEY):
            return None
        decimal = self._decimal or decide_decimal(cells)
        if made.kind is Kind.PERCENT:
            columns = self.layout.columns[name]
            has_format = any(column in columns for _, column in self._sheet.percent_cells)
            return decimal, is_fraction_column(cells, has_format)
        return decimal, *money_in_heading(self.heading(name))


def as_cells(value: object) -> tuple[object, ...]:
    """A field's cells: one, or several where several columns serve it."""
    return value if isinstance(value, tuple) else (value,)
