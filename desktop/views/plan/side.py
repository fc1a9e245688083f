"""Keeps the panel beside the table on the chosen action and the chosen plan."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Signal
from PySide6.QtWidgets import QSplitter

from desktop.itemmodels.plan_item_table_model import PlanItemTableModel
from desktop.views.plan.detail_panel import DetailPanel
from desktop.views.plan.plan_head import PlanHead
from desktop.views.plan.plan_names import PlanNames
from desktop.views.workplace import Workplace
from desktop.widgets.record_table import RecordTable

_DETAIL_WIDTH = 350


class PlanSide(QObject):
    """Makes the panel when the first rows stand on the screen, and shows in it what is chosen.

    Signals:
        refused: a `Problem`: what was asked in the panel could not be done.
        actions_asked: the title of an objective whose actions are to be shown.
    """

    refused = Signal(object)
    actions_asked = Signal(str)

    def __init__(
        self,
        place: Workplace,
        names: PlanNames,
        model: PlanItemTableModel,
        table: RecordTable,
        head: PlanHead,
        splitter: QSplitter,
    ) -> None:
        super().__init__(splitter)
        self._place = place
        self._names = names
        self._model = model
        self._table = table
        self._head = head
        self._splitter = splitter
        self.panel: DetailPanel | None = None
        table.selectionModel().currentChanged.connect(self._on_current_changed)
        model.dataChanged.connect(self._on_data_changed)

    def make(self, *, is_shown: bool) -> None:
        """Make the panel, once."""
        if self.panel is not None:
            return
        self.panel = DetailPanel(self._place, self._names, self._model.lock_reason, self._splitter)
        self.panel.edited.connect(self._on_edited)
        self.panel.refused.connect(self.refused)
        self.panel.amend_asked.connect(self._head.ask_to_amend)
        self.panel.objectives.actions_asked.connect(self.actions_asked)
        self._splitter.addWidget(self.panel)
        self.panel.setVisible(is_shown)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setStretchFactor(1, 0)
        width = self._splitter.width()
        side = min(_DETAIL_WIDTH, width // 3)
        self._splitter.setSizes([width - side, side])
        self.show_plan()
        self.show_current()

    def set_shown(self, is_shown: bool) -> None:
        """Show the panel or hide it."""
        if self.panel is not None:
            self.panel.setVisible(is_shown)

    def show_plan(self) -> None:
        """Show the chosen plan's objectives and facts."""
        if self.panel is not None:
            plan = self._head.plan
            is_locked = plan is not None and plan.id in self._head.locked_plans
            self.panel.show_plan(plan, is_locked=is_locked)

    def show_current(self, *, is_forced: bool = False) -> None:
        """Show the chosen action when it is another one, or has been read again."""
        if self.panel is None:
            return
        row_id = self._table.current_id()
        record: Any = None if row_id is None else self._model.record(row_id)
        is_other = is_forced or record is not self.panel.record
        if row_id is None or (record is not None and is_other):
            self.panel.show_record(record)

    def _on_current_changed(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self.show_current()

    def _on_data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        row = self._table.currentIndex().row()
        if first.row() <= row <= last.row():
            self.show_current()

    def _on_edited(self, item_id: str, name: str, value: object) -> None:
        self._model.ask({item_id: {name: value}})

    def commit_open(self) -> None:
        """Hand over what is being typed."""
        if self.panel is not None:
            self.panel.commit_open()
