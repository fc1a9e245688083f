"""The tree of a plan's objectives with their numbers of actions; number and title are edited in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from db.fields import fields_of
from db.schema import Objective
from db.trees import in_reading_order
from desktop.base.i18n import N_
from desktop.shell.draft_places import mark_field, mark_record
from desktop.shell.value_texts import ValueTexts, tooltip
from desktop.widgets.heads import make_quiet
from desktop.widgets.plain_delegate import PlainDelegate

_ID = Qt.ItemDataRole.UserRole
_NUMBER, _TITLE, _COUNT = range(3)
_NAMES = ("number", "title")


class _TextDelegate(PlainDelegate):
    """Makes the usual editors, which say what they write."""

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        """An editor of number or title."""
        editor = super().createEditor(parent, option, index)
        mark_field(editor, fields_of(Objective)[_NAMES[index.column()]])
        mark_record(editor, index.siblingAtColumn(_NUMBER).data(_ID))
        return editor


class ObjectivesTree(QTreeWidget):
    """Shows the objectives of one plan.

    Signals:
        renamed: id, field name and new text of an objective.
    """

    renamed = Signal(str, str, str)

    def __init__(self, values: ValueTexts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values = values
        self._is_filling = False
        self.rows: dict[str, Any] = {}
        self.can_rename = False
        self._build()
        self.itemDoubleClicked.connect(self._on_double_clicked)
        self.itemChanged.connect(self._on_item_changed)

    def _build(self) -> None:
        _ = self._values.texts.gettext
        self.setAccessibleName(_(N_("Objectives of the plan")))
        labels = [self._values.label(fields_of(Objective)[name]) for name in _NAMES]
        self.setHeaderLabels([*labels, _(N_("Actions"))])
        self.setUniformRowHeights(True)
        self.setIndentation(14)
        self.setFrameShape(QTreeWidget.Shape.NoFrame)
        self.setStyleSheet("QTreeView::item { padding: 4px 2px; }")
        self.setItemDelegate(_TextDelegate(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        header = self.header()
        make_quiet(header)
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_NUMBER, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_TITLE, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(_COUNT, QHeaderView.ResizeMode.ResizeToContents)

    def fill(self, rows: Sequence[Any], counts: Mapping[str, int], wanted_id: str | None) -> None:
        """Show these objectives; the chosen one stays chosen unless another is wanted."""
        kept = wanted_id or self.current_id()
        closed = {row_id for row_id, item in self._items().items() if not item.isExpanded()}
        self._is_filling = True
        self.clear()
        self.rows = {row.id: row for row in rows}
        above: list[QTreeWidgetItem] = []
        for row, level in in_reading_order(rows):
            del above[level - 1 :]
            above.append(self._item(above[-1] if above else self.invisibleRootItem(), row, counts))
        items = self._items()
        self.setRootIsDecorated(any(row.parent_id for row in rows))
        for row_id, item in items.items():
            item.setExpanded(row_id not in closed)
        if kept in items:
            self.setCurrentItem(items[kept])
        self._is_filling = False

    def _item(self, parent: QTreeWidgetItem, row: Any, counts: Mapping[str, int]) -> QTreeWidgetItem:
        item = QTreeWidgetItem(parent)
        item.setText(_NUMBER, row.number)
        item.setText(_TITLE, row.title)
        item.setToolTip(_TITLE, tooltip(row.title))
        item.setText(_COUNT, self._values.locale.toString(counts.get(row.id, 0)))
        item.setTextAlignment(_COUNT, Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        item.setData(_NUMBER, _ID, row.id)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        return item

    def _items(self) -> dict[str, QTreeWidgetItem]:
        found: dict[str, QTreeWidgetItem] = {}
        waiting = [self.topLevelItem(place) for place in range(self.topLevelItemCount())]
        while waiting:
            item = waiting.pop()
            found[item.data(_NUMBER, _ID)] = item
            waiting += [item.child(place) for place in range(item.childCount())]
        return found

    @property
    def is_editing(self) -> bool:
        """Whether a number or title is being typed."""
        return self.state() is QAbstractItemView.State.EditingState

    @property
    def is_filling(self) -> bool:
        """Whether the rows are being replaced."""
        return self._is_filling

    def current_id(self) -> str | None:
        """The id of the chosen objective."""
        item = self.currentItem()
        return None if item is None else item.data(_NUMBER, _ID)

    def choose(self, objective_id: str) -> None:
        """Choose an objective."""
        self.setCurrentItem(self._items()[objective_id])

    def siblings(self) -> tuple[list[str], int]:
        """The objectives on the step of the chosen one in their order, and its place; -1 for none."""
        current = self.rows.get(self.current_id() or "")
        if current is None:
            return [], -1
        found = self.below(current.parent_id)
        return found, found.index(current.id)

    def below(self, parent_id: str | None) -> list[str]:
        """The objectives right below one, or on the first step."""
        return [row.id for row in self.rows.values() if row.parent_id == parent_id]

    def rename(self, column: int = _TITLE) -> None:
        """Edit number or title of the chosen objective in place."""
        item = self.currentItem()
        if item is not None and self.can_rename:
            self.setFocus()
            self.editItem(item, column if column in (_NUMBER, _TITLE) else _TITLE)

    def _on_double_clicked(self, _item: QTreeWidgetItem, column: int) -> None:
        self.rename(column)

    def _on_item_changed(self, item: QTreeWidgetItem, column: int) -> None:
        row = self.rows.get(item.data(_NUMBER, _ID))
        if self._is_filling or row is None or column >= _COUNT:
            return
        name, text = _NAMES[column], item.text(column).strip()
        if text != getattr(row, name):
            self.renamed.emit(row.id, name, text)
