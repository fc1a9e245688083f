"""The rows of a list: ids in a list, records fetched page by page when shown, no database calls.

The model asks its source for everything - ids, records, an order, words to filter by - and follows the
change feed with the smallest signal that is true. What its columns show is said by `RecordTableModel`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from db.fields import Field
from db.log_records import ChangeSetInfo
from desktop.base.text import fold
from desktop.itemmodels.record_source import RecordSource
from desktop.itemmodels.row_order import Rows

Index = QModelIndex | QPersistentModelIndex
_PAGE = 60
_MOST_RECORDS = 6_000
_MOST_SINGLE_ROWS = 200
"""More touched rows than this are read as a whole new list."""
ROOT = QModelIndex()


class RecordListModel(QAbstractTableModel):
    """Rows of one source, filtered and ordered.

    Signals:
        loaded: the rows are known.
        record_changed: the id of a record that is held here and was read again.
    """

    loaded = Signal()
    record_changed = Signal(str)

    def __init__(
        self,
        fields: Sequence[Field],
        source: RecordSource,
        filter_names: Sequence[str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.fields = list(fields)
        self.rows = Rows()
        self._source = source
        self._filter_names = tuple(filter_names)
        self._records: dict[str, Any] = {}
        self._wanted: set[int] = set()
        self._asked: set[str] = set()
        self._needle = ""
        self._sort: list[tuple[int, bool]] = []
        self._generation = 0
        self._order_generation = 0
        self._are_words_asked = False
        self._fetch_timer = QTimer(self)
        self._fetch_timer.setSingleShot(True)
        self._fetch_timer.timeout.connect(self._fetch_wanted)

    def rowCount(self, parent: Index = ROOT) -> int:
        """Rows that pass the filter."""
        return 0 if parent.isValid() else len(self.rows.shown)

    def columnCount(self, parent: Index = ROOT) -> int:
        """One column for each field."""
        return 0 if parent.isValid() else len(self.fields)

    # Rows

    def load(self) -> None:
        """Read the rows anew."""
        self._generation += 1
        self._source.open(_PAGE, partial(self._on_opened, self._generation))

    def _on_opened(self, generation: int, answer: tuple[list[str], list[Any]]) -> None:
        if generation != self._generation:
            return
        ids, records = answer
        self.beginResetModel()
        self.rows = Rows(ids)
        self._records = {record.id: record for record in records}
        self._forget_all()
        self._asked.clear()
        self._wanted.clear()
        self._are_words_asked = False
        self.endResetModel()
        self.loaded.emit()
        if self._needle:
            self.set_filter(self._needle)
        if self._sort:
            self.sort_by(self._sort)

    def record(self, row_id: str) -> Any:
        """The record of an id when it is here, else None."""
        return self._records.get(row_id)

    def row_of(self, row_id: str) -> int:
        """The row in which an id is shown, or -1."""
        return self.rows.row_of(row_id)

    def column_of(self, name: str) -> int:
        """The column of a field."""
        return next(place for place, field in enumerate(self.fields) if field.name == name)

    def _want(self, row: int) -> None:
        self._wanted.add(row)
        if not self._fetch_timer.isActive():
            self._fetch_timer.start(0)

    def _fetch_wanted(self) -> None:
        """Ask for the records of all rows that were shown without one, and of their neighbours."""
        if not self._wanted:
            return
        first = max(min(self._wanted) - _PAGE // 4, 0)
        last = min(max(self._wanted) + _PAGE // 2, first + 4 * _PAGE)
        near = self.rows.shown[first:last]
        self._wanted = {row for row in self._wanted if row >= last}
        if self._wanted:
            self._fetch_timer.start(0)
        missing = [row_id for row_id in near if row_id not in self._records and row_id not in self._asked]
        if missing:
            self._asked.update(missing)
            self._source.records(missing, partial(self._on_fetched, missing))

    def _on_fetched(self, asked: list[str], records: list[Any]) -> None:
        self._asked.difference_update(asked)
        self._keep(records)
        self._repaint(record.id for record in records)

    def _keep(self, records: Iterable[Any]) -> None:
        for record in records:
            self._records.pop(record.id, None)
            self._records[record.id] = record
        if len(self._records) > _MOST_RECORDS:
            for row_id in list(self._records)[: len(self._records) - _MOST_RECORDS // 2]:
                del self._records[row_id]

    def _repaint(self, ids: Iterable[str]) -> None:
        rows = sorted(row for row in map(self.rows.row_of, ids) if row >= 0)
        for first, last in runs(rows):
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.fields) - 1))

    # Filter and order

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column's raw values; column -1 goes back to the natural order."""
        self.sort_by([] if column < 0 else [(column, order is Qt.SortOrder.DescendingOrder)])

    @property
    def sort_columns(self) -> list[tuple[int, bool]]:
        """The columns that the rows are ordered by, and whether descending."""
        return list(self._sort)

    def sort_by(self, columns: Sequence[tuple[int, bool]]) -> None:
        """Order by several columns, the first one before the next; none is the natural order."""
        self._sort = list(columns)
        self._order_generation += 1
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.fields) - 1)
        if not self._sort:
            self._take_order(None)
            return
        then = partial(self._on_ordered, self._order_generation)
        self._source.order([(self.fields[column], way) for column, way in self._sort], then)

    def load_words(self) -> None:
        """Read the words to filter by; done once, when first needed or when there is time."""
        if not self._are_words_asked:
            self._are_words_asked = True
            self._source.words(self._on_words)

    def _on_words(self, words: Mapping[str, str]) -> None:
        self.rows.set_words(words)
        if self._needle:
            self.set_filter(self._needle)

    def set_filter(self, text: str) -> None:
        """Show only rows that have the text, whatever its case and accents."""
        self._needle = text
        needle = fold(text)
        if needle and not self.rows.has_words:
            self.load_words()
            return
        shown = self.rows.matching(needle)
        if shown != self.rows.shown:
            self.beginResetModel()
            self.rows.show(shown)
            self._wanted.clear()
            self.endResetModel()

    def _on_ordered(self, generation: int, ids: list[str]) -> None:
        if generation == self._order_generation:
            self._take_order(ids)

    def _take_order(self, ids: list[str] | None) -> None:
        self._rearrange(partial(self.rows.set_order, ids))

    def _rearrange(self, change: Callable[[], None]) -> None:
        """Put the same rows into another order; current row and selection stay with their records."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        kept = [self.rows.shown[index.row()] for index in before]
        change()
        self._wanted.clear()
        after = [
            self.index(self.rows.row_of(row_id), index.column())
            for row_id, index in zip(kept, before, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    # What was written

    def on_changed(self, info: ChangeSetInfo) -> None:
        """Read again what a change set touched."""
        self._source.touched(info, self._on_touched)

    def _on_touched(self, ids: frozenset[str] | None) -> None:
        if ids is None or len(ids) > _MOST_SINGLE_ROWS:
            self.load()
        elif ids:
            self._source.records(sorted(ids), partial(self._on_refreshed, ids))

    def _on_refreshed(self, asked: frozenset[str], records: list[Any]) -> None:
        found = {record.id: record for record in records}
        is_moved = any(
            row_id not in self.rows or self._has_moved(self._records.get(row_id), record)
            for row_id, record in found.items()
        )
        is_gone = any(row_id in self.rows for row_id in asked - set(found))
        known = [record for record in records if record.id in self.rows or record.id in self._records]
        self._keep(known)
        self._take_answers(asked)
        if self.rows.has_words:
            self.rows.add_words({record.id: self._words_of(record) for record in known})
        self._repaint(record.id for record in known)
        for record in known:
            self.record_changed.emit(record.id)
        if is_moved or is_gone:
            self._source.open(0, partial(self._on_ids, found))

    def _forget_all(self) -> None:
        """The rows are read anew: for subclasses that hold more of them."""

    def _take_answers(self, ids: Iterable[str]) -> None:
        """These rows were read again: for subclasses that wait for it."""

    def _has_moved(self, before: Any, after: Any) -> bool:
        names = ("position", "plan_id")
        return before is not None and any(
            getattr(before, name, 0) != getattr(after, name, 0) for name in names
        )

    def _words_of(self, record: Any) -> str:
        parts: list[str] = []
        for name in self._filter_names:
            value = getattr(record, name)
            parts += [ref.text for ref in value] if isinstance(value, tuple) else [value or ""]
        return fold("\n".join(parts))

    def _on_ids(self, found: Mapping[str, Any], answer: tuple[list[str], list[Any]]) -> None:
        """Take rows out and put rows in, one by one, so that the rest stays as it is."""
        ids = answer[0]
        added, removed = self.rows.differences(ids)
        is_moved = self.rows.is_reordered(ids)
        if not added and not removed:
            if is_moved:
                self._rearrange(partial(self.rows.move_ids, ids, is_sorted=bool(self._sort)))
        elif is_moved or len(added) + len(removed) > _MOST_SINGLE_ROWS:
            self.load()
        else:
            self._drop_rows(removed)
            self.rows.set_ids(ids, removed)
            self._insert_rows(added, found)

    def _drop_rows(self, removed: Iterable[str]) -> None:
        shown = sorted(row for row in map(self.rows.row_of, removed) if row >= 0)
        for first, last in reversed(runs(shown)):
            self.beginRemoveRows(ROOT, first, last)
            self.rows.drop_shown(first, last)
            self.endRemoveRows()
        for row_id in removed:
            self._records.pop(row_id, None)

    def _insert_rows(self, added: Sequence[str], found: Mapping[str, Any]) -> None:
        self._keep(found[row_id] for row_id in added if row_id in found)
        for row_id in added:
            row = self.rows.place_for(row_id)
            words = self._words_of(found[row_id]) if row_id in found and self.rows.has_words else ""
            self.beginInsertRows(ROOT, row, row)
            self.rows.insert(row_id, row, words)
            self.endInsertRows()


def runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Sorted row numbers as runs (first, last)."""
    found: list[tuple[int, int]] = []
    for row in rows:
        if found and row == found[-1][1] + 1:
            found[-1] = (found[-1][0], row)
        elif not found or row != found[-1][1]:
            found.append((row, row))
    return found
