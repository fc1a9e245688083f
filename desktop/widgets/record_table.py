"""The table view of all lists: keyboard like a worksheet, copy and paste, columns to choose, widths kept."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from desktop.base.i18n import Texts
from desktop.shell.cell_blocks import block_text, read_block
from desktop.shell.clipboard import Clipboard
from desktop.shell.roles import Role
from desktop.shell.written_values import WrittenValues
from desktop.widgets.cell_delegate import CellDelegate
from desktop.widgets.header_sorting import HeaderSorting
from desktop.widgets.heads import make_quiet
from desktop.widgets.table_columns import TableColumns

_ROW_ROOM = 12
"""Pixels of a row beside its line of text."""


class RecordTable(QTableView):
    """Shows a model whose header gives its fields and whose cells give their ids (see `Role`).

    Signals:
        pasted: row, column and the pasted cells.
        clear_asked: cells (row, column) are to be emptied.
        columns_chosen: names of the shown columns in their order.
    """

    pasted = Signal(int, int, object)
    clear_asked = Signal(object)
    columns_chosen = Signal(object)

    def __init__(
        self, texts: Texts, written: WrittenValues, clipboard: Clipboard, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._texts = texts
        self._clipboard = clipboard
        self.delegate = CellDelegate(written, self)
        self.setItemDelegate(self.delegate)
        self._build()

    def _build(self) -> None:
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSortingEnabled(False)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed)
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + _ROW_ROOM)
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setStretchLastSection(True)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        make_quiet(header)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show a model; a click on a header sorts by its column, a third click ends sorting."""
        super().setModel(model)
        if model is not None:
            self.sorting = HeaderSorting(self, self._texts)
            self.columns = TableColumns(self, self.sorting, self._texts)
            self.columns.use_model()
            self.columns.chosen.connect(self.columns_chosen)
            self.selectionModel().currentRowChanged.connect(self._on_current_row_changed)

    def _on_current_row_changed(self) -> None:
        # The whole row of the current cell is marked, see `CellDelegate`.
        self.viewport().update()

    def show_columns(self, names: Sequence[str]) -> None:
        """Show these columns in this order, hide the others."""
        self.columns.show(names)

    def shown_columns(self) -> list[str]:
        """Names of the shown columns in their order."""
        return self.columns.shown()

    def columns_menu(self, parent: QWidget) -> QMenu:
        """A menu to tick the shown columns."""
        return self.columns.menu(parent)

    # Rows

    def current_id(self) -> str | None:
        """The id of the current row's record."""
        index = self.currentIndex()
        return index.data(Role.ID) if index.isValid() else None

    def selected_ids(self) -> list[str]:
        """The ids of the rows with a selected cell, from top to bottom."""
        rows = self._selected_rows()
        return [self.model().index(row, 0).data(Role.ID) for row in rows]

    # By ranges: asking for each selected cell takes seconds once everything is selected.

    def _selected_rows(self) -> list[int]:
        ranges = self.selectionModel().selection()
        return sorted({row for part in ranges for row in range(part.top(), part.bottom() + 1)})

    def _selected_columns(self) -> list[int]:
        ranges = self.selectionModel().selection()
        chosen = {column for part in ranges for column in range(part.left(), part.right() + 1)}
        return [column for column in self.columns.visual() if column in chosen]

    def _selected_cells(self) -> list[tuple[int, int]]:
        shown = set(self.columns.visual())
        return [
            (row, column)
            for part in self.selectionModel().selection()
            for row in range(part.top(), part.bottom() + 1)
            for column in range(part.left(), part.right() + 1)
            if column in shown
        ]

    def select_row(self, row: int, column: int = -1) -> None:
        """Make a row the current one and alone selected, whatever keys are held, and bring it into view."""
        at = column if column >= 0 else max(self.currentIndex().column(), 0)
        if self.isColumnHidden(at):
            at = self.columns.visual()[0]
        index = self.model().index(row, at)
        # With Control or Shift down, the view itself would add the row to those that are selected.
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def first_shown_column(self) -> int:
        """The column that stands first."""
        return self.columns.visual()[0]

    # Keyboard and clipboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, paste, clear and edit by key, as in a worksheet."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.matches(QKeySequence.StandardKey.Cut):
            event.ignore()
        elif event.key() == Qt.Key.Key_Delete and not event.modifiers():
            self.clear_asked.emit(self._selected_cells())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.edit_current()
        else:
            super().keyPressEvent(event)

    def edit_current(self) -> None:
        """Open the editor of the current cell when it can be edited."""
        index = self.currentIndex()
        is_editable = index.isValid() and index.flags() & Qt.ItemFlag.ItemIsEditable
        if is_editable and self.state() is not QAbstractItemView.State.EditingState:
            self.edit(index)

    def copy(self) -> None:
        """Put the selected cells on the clipboard, as the rectangle around them."""
        rows, columns = self._selected_rows(), self._selected_columns()
        if rows and columns:
            model: Any = self.model()
            model.copy_rows(rows, columns, partial(self._on_copied, self._private_places(columns)))

    def _private_places(self, columns: Sequence[int]) -> list[int]:
        """Which of these columns hold private details of persons."""
        head, role = self.model().headerData, Role.FIELD
        across = Qt.Orientation.Horizontal
        return [place for place, column in enumerate(columns) if head(column, across, role).is_personal]

    def _on_copied(self, private: Sequence[int], cells: list[list[str]]) -> None:
        is_private = any(row[place] for row in cells for place in private)
        self._clipboard.copy(block_text(cells), is_private=is_private)

    def paste(self) -> None:
        """Offer the cells of the clipboard to be put in from the current cell on."""
        index = self.currentIndex()
        cells = read_block(self._clipboard.text())
        if index.isValid() and cells:
            self.pasted.emit(index.row(), index.column(), cells)

    def columns_from(self, column: int) -> list[int]:
        """The shown columns from this one on, in their order."""
        shown = self.columns.visual()
        return shown[shown.index(column) :] if column in shown else []

    def moveCursor(self, action: Any, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Home and End go within the row, as in a worksheet; with Ctrl to the ends of the list."""
        actions = QAbstractItemView.CursorAction
        if modifiers & Qt.KeyboardModifier.ControlModifier and action in (actions.MoveHome, actions.MoveEnd):
            row = 0 if action == actions.MoveHome else self.model().rowCount() - 1
            columns = self.columns.visual()
            return self.model().index(row, columns[0 if action == actions.MoveHome else -1])
        return super().moveCursor(action, modifiers)
