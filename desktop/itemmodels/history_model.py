"""The history as tables: the entries, newest first, and what one of them did, field by field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont

from db.fields import Field, fields_of
from db.log_records import DELETE, INSERT, ChangeSetInfo, is_erased
from db.schema import LOGGED
from desktop.base.i18n import N_
from desktop.base.text import fold, visible_controls
from desktop.services.history import FieldChange
from desktop.shell.roles import Role
from desktop.shell.summaries import summary_text
from desktop.shell.undo_stack import REDO, UNDO
from desktop.shell.value_texts import ValueTexts, tooltip

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_PAGE = 200
_SCREENFUL = 60
_ENTRY_COLUMNS = (N_("When"), N_("Who"), N_("What"))
_CHANGE_COLUMNS = (N_("Field"), N_("Before"), N_("After"))
_AROUND = {UNDO: N_("Undo: {what}"), REDO: N_("Redo: {what}"), "revert": N_("Take back: {what}")}
_DONE_TO_ROW = {INSERT: N_("{record} (added)"), DELETE: N_("{record} (deleted)")}


class HistorySource(Protocol):
    """Where entries come from; `then` is called on the GUI thread."""

    def page(self, before: int | None, limit: int, then: Callable[[list[ChangeSetInfo]], None]) -> None:
        """Give the entries before a number, newest first; fewer than `limit` when there are no more."""

    def is_about(self, info: ChangeSetInfo) -> bool:
        """Whether a new entry belongs here."""


class HistoryModel(QAbstractTableModel):
    """The entries that pass the filter; older ones are read when the view comes to the end.

    Signals:
        page_read: entries have been read.
    """

    page_read = Signal()

    def __init__(self, source: HistorySource, values: ValueTexts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self._values = values
        self._texts = values.texts
        self._entries: list[ChangeSetInfo] = []
        self._shown: list[ChangeSetInfo] = []
        self._by_number: dict[int, ChangeSetInfo] = {}
        self._taken_back: dict[int, int] = {}
        self._words: dict[int, str] = {}
        self._needle = ""
        self._generation = 0
        self._is_reading = False
        self.is_whole = False

    # What Qt asks

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Entries that pass the filter."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """When, who, what."""
        return 0 if parent.isValid() else len(_ENTRY_COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The names of the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._texts.gettext(_ENTRY_COLUMNS[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The texts of one entry."""
        if not index.isValid():
            return None
        info = self._shown[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._cell(info, index.column())
            case Qt.ItemDataRole.ToolTipRole:
                return tooltip(self._cell(info, index.column()))
            case Qt.ItemDataRole.AccessibleTextRole:
                column = self._texts.gettext(_ENTRY_COLUMNS[index.column()])
                return f"{column}: {self._cell(info, index.column())}"
            case Role.ID:
                return str(info.number)
            case Role.IS_QUIET:
                return self.taken_back_by(info.number) is not None
        return None

    def canFetchMore(self, parent: Index) -> bool:
        """Whether the file has older entries than those that are here."""
        return not parent.isValid() and not self.is_whole and not self._is_reading

    def fetchMore(self, parent: Index) -> None:
        """Read older entries."""
        if self.canFetchMore(parent):
            self._is_reading = True
            before = self._entries[-1].number if self._entries else None
            self._source.page(before, _PAGE, partial(self._on_page, self._generation))

    # Entries

    def load(self) -> None:
        """Read the entries anew, the newest first."""
        self.beginResetModel()
        self._generation += 1
        self._entries, self._shown = [], []
        self._by_number, self._taken_back, self._words = {}, {}, {}
        self.is_whole = self._is_reading = False
        self.endResetModel()
        self.fetchMore(_ROOT)

    def _on_page(self, generation: int, found: list[ChangeSetInfo]) -> None:
        if generation != self._generation:
            return
        self._is_reading = False
        self.is_whole = len(found) < _PAGE
        self._note(found)
        self._entries += found
        passed = [info for info in found if self._passes(info)]
        if passed:
            first = len(self._shown)
            self.beginInsertRows(_ROOT, first, first + len(passed) - 1)
            self._shown += passed
            self.endInsertRows()
        self.page_read.emit()
        if self._needle and len(self._shown) < _SCREENFUL:
            self.fetchMore(_ROOT)

    def add(self, info: ChangeSetInfo) -> None:
        """Put a new entry on top."""
        if not self._source.is_about(info) or info.number in self._by_number:
            return
        self._note([info])
        self._entries.insert(0, info)
        if self._passes(info):
            self.beginInsertRows(_ROOT, 0, 0)
            self._shown.insert(0, info)
            self.endInsertRows()
        if info.reverts is not None and self._shown:
            # Whether older entries still stand may have changed along a whole chain of undo and redo.
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, len(_ENTRY_COLUMNS) - 1))

    def _note(self, found: Sequence[ChangeSetInfo]) -> None:
        self._by_number.update((info.number, info) for info in found)
        for info in found:
            self._words[info.number] = fold(f"{info.author}\n{self.summary(info)}")
            if info.reverts is not None:
                newest = max(info.number, self._taken_back.get(info.reverts, 0))
                self._taken_back[info.reverts] = newest

    def set_filter(self, text: str) -> None:
        """Show only entries whose author or sentence has the text, whatever its case and accents."""
        self._needle = fold(text)
        self.beginResetModel()
        self._shown = [info for info in self._entries if self._passes(info)]
        self.endResetModel()
        if self._needle and len(self._shown) < _SCREENFUL:
            self.fetchMore(_ROOT)

    def _passes(self, info: ChangeSetInfo) -> bool:
        return not self._needle or self._needle in self._words[info.number]

    def entry(self, row: int) -> ChangeSetInfo | None:
        """The entry in a row."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def row_of(self, number: int) -> int:
        """The row of an entry, or -1."""
        return next((row for row, info in enumerate(self._shown) if info.number == number), -1)

    def taken_back_by(self, number: int) -> int | None:
        """The entry that took this one back, unless that was itself taken back."""
        by = self._taken_back.get(number)
        return by if by is not None and self.taken_back_by(by) is None else None

    # Texts

    def _cell(self, info: ChangeSetInfo, column: int) -> str:
        match column:
            case 0:
                return self._values.timestamp(info.at_ms)
            case 1:
                return visible_controls(info.author)
        return self.summary(info)

    def summary(self, info: ChangeSetInfo) -> str:
        """What an entry did; of one that takes another back, what that was."""
        around = _AROUND.get(info.origin)
        meant = self._meant(info)
        if around is None or meant is None:
            return visible_controls(summary_text(self._texts, info))
        return self._texts.fill(around, {"what": self.summary(meant)})

    def _meant(self, info: ChangeSetInfo) -> ChangeSetInfo | None:
        """What was taken back; behind a redo stands an undo, and behind that what was done again."""
        meant = self._by_number.get(info.reverts or 0)
        while meant is not None and info.origin in (UNDO, REDO) and meant.origin in (UNDO, REDO):
            meant = self._by_number.get(meant.reverts or 0)
        return meant


class FieldChangeModel(QAbstractTableModel):
    """What one entry did: a line for each record, below it one for each of its changed fields."""

    def __init__(self, values: ValueTexts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._values = values
        self._texts = values.texts
        self._lines: list[tuple[FieldChange, bool]] = []
        self._record_font = QFont()
        self._record_font.setWeight(QFont.Weight.DemiBold)

    def show(self, changes: Sequence[FieldChange]) -> None:
        """Show these changes."""
        self.beginResetModel()
        self._lines = []
        row_id = None
        for change in changes:
            if change.row_id != row_id:
                self._lines.append((change, True))
                row_id = change.row_id
            if change.field is not None and change.field.label:
                self._lines.append((change, False))
        self.endResetModel()

    def change(self, row: int) -> FieldChange:
        """The change in a row; the first of its record in the record's own line."""
        return self._lines[row][0]

    def record_rows(self) -> list[int]:
        """The rows that name a record, over all columns."""
        return [row for row, (_, is_record) in enumerate(self._lines) if is_record]

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Lines of records and of fields."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Field, before, after."""
        return 0 if parent.isValid() else len(_CHANGE_COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The names of the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._texts.gettext(_CHANGE_COLUMNS[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The texts of one line."""
        if not index.isValid():
            return None
        (change, is_record), column = self._lines[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._cell(change, column, is_record=is_record)
            case Qt.ItemDataRole.ToolTipRole:
                return tooltip(self._cell(change, column, is_record=is_record))
            case Qt.ItemDataRole.AccessibleTextRole:
                text = self._cell(change, column, is_record=is_record)
                return text if is_record else f"{self._texts.gettext(_CHANGE_COLUMNS[column])}: {text}"
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignVCenter if is_record else Qt.AlignmentFlag.AlignTop
                return Qt.AlignmentFlag.AlignLeading | side
            case Qt.ItemDataRole.FontRole:
                return self._record_font if is_record else None
            case Role.IS_PRIVATE:
                return shows_private(change.entity, change.field)
        return None

    def _cell(self, change: FieldChange, column: int, *, is_record: bool) -> str:
        if is_record:
            return self._record(change)
        match column:
            case 0:
                return "" if change.field is None else self._values.label(change.field)
            case 1:
                return value_text(self._values, change.field, change.before)
        return value_text(self._values, change.field, change.after)

    def _record(self, change: FieldChange) -> str:
        named = record_name(self._values, change.entity, change.title)
        around = _DONE_TO_ROW.get(change.operation)
        return named if around is None else self._texts.fill(around, {"record": named})


def shows_private(entity: str, field: Field | None) -> bool:
    """Whether a line about a record shows private details of a person, in its title or its values."""
    table = LOGGED.get(entity)
    named_by = (each for each in fields_of(table).values() if each.is_required) if table else ()
    return any(each.is_personal for each in (*named_by, field) if each is not None)


def record_name(values: ValueTexts, entity: str, title: str) -> str:
    """A record's name behind what kind of record it is."""
    table = LOGGED.get(entity)
    kind = values.texts.gettext(table.title_label) if table is not None else entity
    return f"{kind}: {visible_controls(title)}" if title else kind


def value_text(values: ValueTexts, field: Any, value: Any) -> str:
    """A logged value as people read it; places in an order are no text."""
    if is_erased(value):
        return values.texts.gettext(N_("(erased)"))
    if field is None or not field.label:
        return ""
    return values.shown(field, value)
