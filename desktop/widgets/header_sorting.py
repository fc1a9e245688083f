"""Sorting by headers: a click orders by one column, with Shift or Ctrl by one more, a third click ends it."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QTableView

from desktop.base.i18n import N_, Texts

_MORE = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


class HeaderSorting(QObject):
    """Hands the order of a table's columns to its model (`sort_by`)."""

    def __init__(self, table: QTableView, texts: Texts) -> None:
        super().__init__(table)
        self._table = table
        self._texts = texts
        table.horizontalHeader().sortIndicatorChanged.connect(self._on_indicator_changed)

    @property
    def _model(self) -> Any:
        return self._table.model()

    def _on_indicator_changed(self, column: int, order: Qt.SortOrder) -> None:
        way = order is Qt.SortOrder.DescendingOrder
        if column >= 0 and QGuiApplication.keyboardModifiers() & _MORE:
            self.sort_also(column, is_descending=way)
        else:
            self._model.sort_by([] if column < 0 else [(column, way)])

    def sort_also(self, column: int, *, is_descending: bool) -> None:
        """Order by one more column, after those that count already."""
        before = [pair for pair in self._model.sort_columns if pair[0] != column]
        self._model.sort_by([*before, (column, is_descending)])

    def sort_by(self, columns: list[tuple[int, bool]]) -> None:
        """Order by these columns, the first one before the next."""
        header = self._table.horizontalHeader()
        header.blockSignals(True)
        column, way = columns[0] if columns else (-1, False)
        order = Qt.SortOrder.DescendingOrder if way else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(column, order)
        header.blockSignals(False)
        self._model.sort_by(columns)

    def add_to(self, menu: QMenu, column: int) -> None:
        """Put the ways of ordering by a column into a menu: what the mouse does by clicks."""
        _ = self._texts.gettext
        label = str(self._model.headerData(column, Qt.Orientation.Horizontal)).replace("&", "&&")
        for said, way in (
            (N_("Sort by {field}, ascending"), False),
            (N_("Sort by {field}, descending"), True),
        ):
            action = menu.addAction(_(said).format(field=label))
            action.triggered.connect(partial(self._on_sort_chosen, column, way))
        others = [at for at, _way in self._model.sort_columns]
        if others and others != [column]:
            action = menu.addAction(_(N_("Then by {field}")).format(field=label))
            action.triggered.connect(partial(self._on_then_chosen, column))
        if others:
            menu.addAction(_(N_("End sorting"))).triggered.connect(self._on_end_chosen)

    def _on_sort_chosen(self, column: int, way: bool) -> None:
        self.sort_by([(column, way)])

    def _on_then_chosen(self, column: int) -> None:
        self.sort_also(column, is_descending=False)

    def _on_end_chosen(self) -> None:
        self.sort_by([])
