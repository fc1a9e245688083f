"""The table model of all lists: columns made from field declarations, cells that ask for their edits.

An edit shows the asked value until the change feed brings the written record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont

from db.fields import Field, Kind
from db.log_records import ChangeSetInfo
from desktop.base.errors import Problem, UserError
from desktop.base.i18n import N_, Word
from desktop.itemmodels.block_edits import RefusedCell, Target, block_changes
from desktop.itemmodels.record_list_model import Index, RecordListModel
from desktop.itemmodels.record_source import Changes, RecordSource
from desktop.itemmodels.row_copy import RowCopy
from desktop.shell.roles import Role
from desktop.shell.value_texts import tooltip
from desktop.shell.written_values import WrittenValues, words_of_date

__all__ = ["Changes", "RecordSource", "RecordTableModel", "RefusedCell"]


@dataclass(slots=True)
class _Pending:
    """A value that was asked for; `is_answered` once it was written and the record is on its way."""

    value: Any
    is_answered: bool = False


class RecordTableModel(RecordListModel):
    """Records of one source in columns made from field declarations.

    Signals:
        refused: a `Problem`: an edit was not taken.
    """

    refused = Signal(object)

    def __init__(
        self,
        fields: Sequence[Field],
        source: RecordSource,
        written: WrittenValues,
        filter_names: Sequence[str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(fields, source, filter_names, parent)
        self._written = written
        self._values = written.values
        self._getters = [attrgetter(field.name) for field in self.fields]
        self._pending: dict[tuple[str, str], _Pending] = {}
        self._pending_font = QFont()
        self._pending_font.setItalic(True)

    # What Qt asks

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The field's label; its declaration for `Role.FIELD`."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.fields):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._values.label(self.fields[section]) + self._sort_mark(section)
        return self.fields[section] if role == Role.FIELD else None

    def _sort_mark(self, column: int) -> str:
        """The place of a column among several that the rows are ordered by; one alone has its arrow."""
        if len(self._sort) < 2:
            return ""
        places = ((f" {place}{'↓' if way else '↑'}", at) for place, (at, way) in enumerate(self._sort, 1))
        return next((mark for mark, at in places if at == column), "")

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
            case Role.IS_PRIVATE:
                return field.is_personal
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
        present = self.cell(record, row_id, index.column(), Qt.ItemDataRole.EditRole)
        if present == value and words_of_date(present) == words_of_date(value):
            return False
        self.ask({row_id: {field.name: value}})
        return True

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
            return UserError(
                N_("{field} is taken from elsewhere and is not edited here."), field=Word(field.label)
            )
        return None

    def indent(self, record: Any, field: Field) -> int:
        """How many steps a cell is set in."""
        return 0

    def is_quiet(self, record: Any, field: Field) -> bool:
        """Whether a cell is of secondary weight."""
        return False

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
        places = len(columns)
        targets = (
            (row + offset, columns[place] if place < places else None, text)
            for offset, line in enumerate(cells)
            for place, text in enumerate(line)
        )
        return self._ask_for_texts(targets)

    def clear_cells(self, cells: Iterable[tuple[int, int]]) -> list[RefusedCell]:
        """Empty cells (row, column), all in one change set; gives those that must not be emptied."""
        return self._ask_for_texts((row, column, "") for row, column in cells)

    def _ask_for_texts(self, targets: Iterable[Target]) -> list[RefusedCell]:
        changes, refused = block_changes(self, self._written, targets)
        if changes:
            self.ask(changes)
        return refused

    def copy_rows(
        self, rows: Sequence[int], columns: Sequence[int], then: Callable[[list[list[str]]], None]
    ) -> None:
        """Give the texts of these rows and columns, fetching in parts what is not here."""
        ids = [self.rows.shown[row] for row in rows]
        RowCopy(self, self._source, partial(self._copied_row, columns), then).take(ids)

    def _copied_row(self, columns: Sequence[int], record: Any) -> list[str]:
        values = ((self.fields[column], self._value(record, record.id, column)) for column in columns)
        return [self._written.copy(field, value) for field, value in values]

    def _forget_all(self) -> None:
        self._pending.clear()

    def _take_answers(self, ids: Iterable[str]) -> None:
        answered = [place for place, each in self._pending.items() if place[0] in ids and each.is_answered]
        for place in answered:
            del self._pending[place]
