"""Where the history screen gets its entries: reads posted to the database's thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject

from db.changes import change_sets
from db.log_records import ChangeSetInfo
from db.queries.record_rows import rows_of_records, sets_of_rows
from db.unit_of_work import Reader
from desktop.shell.desk import Desk

Then = Callable[[list[ChangeSetInfo]], None]


class EntrySource(QObject):
    """The entries of the file, or of the records `row_ids` and what belongs to them."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.row_ids: Sequence[str] = ()
        self.rows: frozenset[str] | None = None

    def page(self, before: int | None, limit: int, then: Then) -> None:
        """The next entries; those of a record come all at once."""
        if not self.row_ids:
            self._desk.read(change_sets, limit=limit, before=before, then=then)
        elif before is None:
            self._desk.read(_entries_of, self.row_ids, then=partial(self._on_rows_read, then))
        else:
            then([])

    def _on_rows_read(self, then: Then, answer: tuple[frozenset[str], list[ChangeSetInfo]]) -> None:
        self.rows, found = answer
        then(found)

    def show(self, row_ids: Sequence[str]) -> None:
        """Be about these records from now on; about all when there are none."""
        self.row_ids = tuple(row_ids)
        self.rows = None

    def is_about(self, info: ChangeSetInfo) -> bool:
        """Whether a new entry touches what is shown."""
        if not self.row_ids:
            return True
        known = self.rows or frozenset(self.row_ids)
        return any(known & touched for touched in info.touched.values())


def _entries_of(reader: Reader, row_ids: Sequence[str]) -> tuple[frozenset[str], list[ChangeSetInfo]]:
    rows = rows_of_records(reader, row_ids)
    return rows, sets_of_rows(reader, rows)
