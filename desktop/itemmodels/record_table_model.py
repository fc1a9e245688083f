"""The table model of all lists: ids in a list, records fetched page by page when shown, no database calls.

The model asks its source for everything - ids, records, an order, words to filter by, an edit - and gets the
answer on the GUI thread later. An edit shows the asked value until the change feed brings the written record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import Any, Protocol

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFont

from db.fields import Field, Kind
from db.log_records import ChangeSetInfo
from desktop.base.errors import Problem, UserError
from desktop.base.i18n import N_
from desktop.base.text import fold
from desktop.itemmodels.row_order import Rows
from desktop.shell.roles import Role
from desktop.shell.value_texts import tooltip
from desktop.shell.written_values import WrittenValues

Index = QModelIndex | QPersistentModelIndex
Changes = Mapping[str, Mapping[str, Any]]
_PAGE = 60
_MOST_RECORDS = 6_000
_MOST_SINGLE_ROWS = 200
"""More touched rows than this are read as a whole new list."""
_ROOT = QModelIndex()


class RecordSource(Protocol):
    """Where a model's rows come from; every `then` is called on the GUI thread."""

    def open(self, count: int, then: Callable[[tuple[list[str], list[Any]]], None]) -> None:
        """Give all ids in their natural order, and the first `count` records."""

    def records(self, ids: Sequence[str], then: Callable[[list[Any]], None]) -> None:
        """Give the records of these ids that exist."""

    def order(self, field: Field, is_descending: bool, then: Callable[[list[str]], None]) -> None:
        """Give all ids ordered by a field, those without a value last."""

    def words(self, then: Callable[[Mapping[str, str]], None]) -> None:
        """Give the folded words of every row by id."""

    def touched(self, info: ChangeSetInfo, then: Callable[[frozenset[str] | None], None]) -> None:
        """Give the ids that look different after a change set; None when all may."""

    def change(
        self,
        changes: Changes,
        then: Callable[[ChangeSetInfo | None], None],
        refused: Callable[[Problem], None],
    ) -> None:
        """Write the changes {id: {field: value}} as one change set."""


@dataclass(slots=True)
class _Pending:
    """A value that was asked for; `is_answered` once it was written and the record is on its way."""

    value: Any
    is_answered: bool = False


@dataclass(frozen=True, slots=True)
class RefusedCell:
    """A pasted cell that was not taken: where (row from 0, field), its text, and why."""

    row: int
    field: Field | None
    text: str
    problem: Problem


class RecordTableModel(QAbstractTableModel):
    """Records of one source in columns made from field declarations.

    Signals:
        loaded: the rows are known.
        refused: a `Problem`: an edit was not taken.
        record_changed: the id of a record that is held here and was read again.
    """

    loaded = Signal()
    refused = Signal(object)
    record_changed = Signal(str)

    def __init__(
        self,
        fields: Sequence[Field],
        source: RecordSource,
        written: WrittenValues,
        filter_names: Sequence[str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.fields = list(fields)
        self._source = source
        self._written = written
        self._values = written.values
        self._filter_names = tuple(filter_names)
        self._getters = [attrgetter(field.name) for field in self.fields]
        self.rows = Rows()
        self._records: dict[str, Any] = {}
        self._pending: dict[tuple[str, str], _Pending] = {}
        self._wanted: set[int] = set()
        self._asked: set[str] = set()
        self._needle = ""
        self._sort: tuple[int, bool] | None = None
        self._generation = 0
        self._are_words_asked = False
        self._pending_font = QFont()
        self._pending_font.setItalic(True)
        self._fetch_timer = QTimer(self)
        self._fetch_timer.setSingleShot(True)
        self._fetch_timer.timeout.connect(self._fetch_wanted)

    # What Qt asks

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Rows that pass the filter."""
        return 0 if parent.isValid() else len(self.rows.shown)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """One column for each field."""
        return 0 if parent.isValid() else len(self.fields)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The field's label; its declaration for `Role.FIELD`."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.fields):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._values.label(self.fields[section])
        return self.fields[section] if role == Role.FIELD else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts and values of one cell; a record that is not here yet is fetched and shows nothing."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        row_id = self.rows.shown[row]
        if role == Role.ID:
            return row_id
        record = self._records.get(row_id)
        if record is None:
            self._want(row)
            return None
        return self.cell(record, row_id, column, role)

    def cell(self, record: Any, row_id: str, column: int, role: int) -> Any:
        """One cell of a record that is here."""
        field = self.fields[column]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.shown_text(record, field, self._value(record, row_id, column)).replace("\n", " ")
            case Qt.ItemDataRole.EditRole:
                return self._value(record, row_id, column)
            case Qt.ItemDataRole.ToolTipRole:
                return self.tooltip_text(record, field, self._value(record, row_id, column))
            case Qt.ItemDataRole.AccessibleTextRole:
                shown = self.shown_text(record, field, self._value(record, row_id, column))
                return f"{self._values.label(field)}: {shown}"
            case Qt.ItemDataRole.FontRole:
                return self._pending_font if (row_id, field.name) in self._pending else None
            case Qt.ItemDataRole.TextAlignmentRole:
                is_number = field.kind in (Kind.PERCENT, Kind.MONEY, Kind.INTEGER)
                side = Qt.AlignmentFlag.AlignTrailing if is_number else Qt.AlignmentFlag.AlignLeading
                return side | Qt.AlignmentFlag.AlignVCenter
            case Role.WRITTEN:
                return self._written.copy(field, self._value(record, row_id, column))
            case Role.INDENT:
                return self.indent(record, field)
            case Role.IS_QUIET:
                return self.is_quiet(record, field)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A cell can be edited when its field and its record allow it."""
        flags = super().flags(index)
        if not index.isValid():
            return flags
        record = self._records.get(self.rows.shown[index.row()])
        if record is not None and self.lock_reason(record, self.fields[index.column()]) is None:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for the change; the cell shows the asked value until the change feed answers."""
        if not index.isValid() or role != Qt.ItemDataRole.EditRole:
            return False
        row_id, field = self.rows.shown[index.row()], self.fields[index.column()]
        record = self._records.get(row_id)
        if record is None or self.lock_reason(record, field) is not None:
            return False
        if self._value(record, row_id, index.column()) == value:
            return False
        self.ask({row_id: {field.name: value}})
        return True

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column's raw values; column -1 goes back to the natural order."""
        self._sort = None if column < 0 else (column, order is Qt.SortOrder.DescendingOrder)
        self._generation += 1
        if self._sort is None:
            self._take_order(None)
            return
        then = partial(self._on_ordered, self._generation)
        self._source.order(self.fields[column], self._sort[1], then)

    # What subclasses say of their records

    def shown_text(self, record: Any, field: Field, value: Any) -> str:
        """The text of a cell."""
        return self._values.shown(field, value)

    def tooltip_text(self, record: Any, field: Field, value: Any) -> str | None:
        """The whole text where a cell may be too narrow, or why it cannot be edited."""
        reason = self.lock_reason(record, field)
        shown = self._values.shown(field, value)
        parts = [shown] if len(shown) > 24 or "\n" in shown else []
        if reason is not None and reason.text_id:
            parts.append(self._values.texts.sentence(reason))
        return tooltip("\n\n".join(parts)) or None

    def lock_reason(self, record: Any, field: Field) -> UserError | None:
        """Why a cell cannot be edited, or None when it can."""
        if field.is_derived:
            return UserError(N_("{field} is taken from elsewhere and is not edited here."), field=field.label)
        return None

    def indent(self, record: Any, field: Field) -> int:
        """How many steps a cell is set in."""
        return 0

    def is_quiet(self, record: Any, field: Field) -> bool:
        """Whether a cell is of secondary weight."""
        return False

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
        self._pending.clear()
        self._asked.clear()
        self._wanted.clear()
        self._are_words_asked = False
        self.endResetModel()
        self.loaded.emit()
        if self._needle:
            self.set_filter(self._needle)
        if self._sort is not None:
            self.sort(
                self._sort[0], Qt.SortOrder.DescendingOrder if self._sort[1] else Qt.SortOrder.AscendingOrder
            )

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
        first, last = max(min(self._wanted) - _PAGE // 4, 0), max(self._wanted) + _PAGE // 2
        self._wanted.clear()
        near = self.rows.shown[first : min(last, first + 4 * _PAGE)]
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

    def load_words(self) -> None:
        """Read the words to filter by; done once, when first needed or when there is time."""
        if not self._are_words_asked:
            self._are_words_asked = True
            self._source.words(partial(self._on_words, self._generation))

    def _on_words(self, _generation: int, words: Mapping[str, str]) -> None:
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
        if generation == self._generation:
            self._take_order(ids)

    def _take_order(self, ids: list[str] | None) -> None:
        """Put the same rows into another order; current row and selection stay with their records."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        kept = [self.rows.shown[index.row()] for index in before]
        self.rows.set_order(ids)
        self._wanted.clear()
        after = [
            self.index(self.rows.row_of(row_id), index.column())
            for row_id, index in zip(kept, before, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    # Edits

    def ask(self, changes: Changes) -> None:
        """Ask for changes of several cells as one change set, and show them as asked."""
        pending = {
            (row_id, name): _Pending(value)
            for row_id, wanted in changes.items()
            for name, value in wanted.items()
        }
        self._pending.update(pending)
        self._repaint(changes)
        self._source.change(changes, partial(self._on_written, pending), partial(self._on_refused, pending))

    def _on_written(self, pending: dict[tuple[str, str], _Pending], info: ChangeSetInfo | None) -> None:
        for each in pending.values():
            each.is_answered = True
        if info is None:
            self._forget(pending)

    def _on_refused(self, pending: dict[tuple[str, str], _Pending], problem: Problem) -> None:
        self._forget(pending)
        self.refused.emit(problem)

    def _forget(self, pending: dict[tuple[str, str], _Pending]) -> None:
        for place, each in pending.items():
            if self._pending.get(place) is each:
                del self._pending[place]
        self._repaint({row_id for row_id, _ in pending})

    def _value(self, record: Any, row_id: str, column: int) -> Any:
        if self._pending:
            pending = self._pending.get((row_id, self.fields[column].name))
            if pending is not None:
                return pending.value
        return self._getters[column](record)

    def set_block(
        self, row: int, columns: Sequence[int], cells: Sequence[Sequence[str]]
    ) -> list[RefusedCell]:
        """Put a block of texts in, from a row on, into these columns; gives the cells that were not taken."""
        changes: dict[str, dict[str, Any]] = {}
        refused: list[RefusedCell] = []
        for offset, line in enumerate(cells):
            at = row + offset
            for place, text in enumerate(line):
                field = self.fields[columns[place]] if place < len(columns) else None
                try:
                    row_id, value = self._block_value(at, field, text)
                except UserError as problem:
                    refused.append(RefusedCell(at, field, text, problem))
                    continue
                if value is not _SAME:
                    assert field is not None
                    changes.setdefault(row_id, {})[field.name] = value
        if changes:
            self.ask(changes)
        return refused

    def _block_value(self, row: int, field: Field | None, text: str) -> tuple[str, Any]:
        if row >= len(self.rows.shown):
            raise UserError(N_("The list has no further row for it."))
        if field is None:
            raise UserError(N_("The list has no further column for it."))
        row_id = self.rows.shown[row]
        record = self._records.get(row_id)
        if record is not None:
            reason = self.lock_reason(record, field)
            if reason is not None and self._written.copy(field, getattr(record, field.name)) != text:
                raise reason
            if reason is not None:
                return row_id, _SAME
        value = self._written.read(field, text)
        is_same = record is not None and getattr(record, field.name) == value
        return row_id, _SAME if is_same else value

    def clear_cells(self, indexes: Iterable[Index]) -> list[RefusedCell]:
        """Empty cells, all in one change set; gives those that must not be emptied."""
        changes: dict[str, dict[str, Any]] = {}
        refused: list[RefusedCell] = []
        for index in indexes:
            field = self.fields[index.column()]
            try:
                row_id, value = self._block_value(index.row(), field, "")
            except UserError as problem:
                refused.append(RefusedCell(index.row(), field, "", problem))
                continue
            if value is not _SAME:
                changes.setdefault(row_id, {})[field.name] = value
        if changes:
            self.ask(changes)
        return refused

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
        for place in [
            place for place, each in self._pending.items() if place[0] in asked and each.is_answered
        ]:
            del self._pending[place]
        if self.rows.has_words:
            self.rows.add_words({record.id: self._words_of(record) for record in known})
        self._repaint(record.id for record in known)
        for record in known:
            self.record_changed.emit(record.id)
        if is_moved or is_gone:
            self._source.open(0, partial(self._on_ids, found))

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
        if len(added) + len(removed) > _MOST_SINGLE_ROWS:
            self.load()
            return
        for first, last in reversed(runs(sorted(self.rows.row_of(row_id) for row_id in removed))):
            if first >= 0:
                self.beginRemoveRows(_ROOT, first, last)
                self.rows.drop_shown(first, last)
                self.endRemoveRows()
        self.rows.set_ids(ids, removed)
        self._keep(record for row_id, record in found.items() if row_id in added)
        for row_id in removed:
            self._records.pop(row_id, None)
        for row_id in added:
            row = self.rows.place_for(row_id)
            words = self._words_of(found[row_id]) if row_id in found and self.rows.has_words else ""
            self.beginInsertRows(_ROOT, row, row)
            self.rows.insert(row_id, row, words)
            self.endInsertRows()
        if self._sort is None and not added and not removed:
            self._take_order(None)


_SAME = object()


def runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Sorted row numbers as runs (first, last)."""
    found: list[tuple[int, int]] = []
    for row in rows:
        if found and row == found[-1][1] + 1:
            found[-1] = (found[-1][0], row)
        elif not found or row != found[-1][1]:
            found.append((row, row))
    return found
