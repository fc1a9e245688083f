"""The plan screen: choose a plan, work in its table, see one item whole beside it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtWidgets import (
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from db.log_records import ChangeSetInfo
from db.queries.plan import items
from desktop.base.i18n import N_
from desktop.itemmodels.plan_item_table_model import PlanItemTableModel, table_fields
from desktop.services.item_scopes import ALL, PAST, SOON
from desktop.views.plan.actions import PlanActions
from desktop.views.plan.detail_panel import DetailPanel
from desktop.views.plan.menus import PlanMenus
from desktop.views.plan.plan_head import PlanHead
from desktop.views.plan.plan_names import PlanNames
from desktop.views.plan.side import PlanSide
from desktop.views.plan.source import PlanItemSource
from desktop.views.plan.tools import PlanTools
from desktop.views.workplace import Workplace
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.record_table import RecordTable


class PlanScreen(QWidget):
    """The items of one plan, or of all plans."""

    def __init__(
        self, place: Workplace, parent: QWidget | None = None, *, shows_all_plans: bool = False
    ) -> None:
        super().__init__(parent)
        self._place = place
        self._texts = place.texts
        self._shows_all_plans = shows_all_plans
        self._is_shown_once = False
        self._wanted_id: str | None = None
        self._kept_id: str | None = None
        self._edits_wanted = False
        self.names = PlanNames(place, self)
        self.source = PlanItemSource(place.desk, place.values.state, place.today)
        self.model = PlanItemTableModel(table_fields(), self.source, self.names.written, place.today, self)
        self._build()
        self.source.scope = self.tools.scope.code
        self.actions = PlanActions(place, self.source, self.model, self.table, self.tools, self.notice)
        self.menus = PlanMenus(
            self._texts, self.actions, self.table, self.names, self.tools.more_button.menu()
        )
        self.side = PlanSide(place, self.names, self.model, self.table, self.head, self.splitter)
        self._connect()

    @property
    def detail(self) -> DetailPanel | None:
        """The panel beside the table, once it is made."""
        return self.side.panel

    def _build(self) -> None:
        _ = self._texts.gettext
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.head = PlanHead(self._place, self, shows_all_plans=self._shows_all_plans)
        layout.addWidget(self.head)
        self.tools = PlanTools(self._place, self)
        self.filter, self.count = self.tools.filter, self.tools.count
        layout.addWidget(self.tools)
        self.notice = NoticeBar(self._texts, self)
        layout.addWidget(self.notice)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.table = RecordTable(self._texts, self.names.written, self._place.clipboard, self.splitter)
        self.table.setAccessibleName(_(N_("Actions of the plan")))
        self.table.setModel(self.model)
        self.tools.serve(self.table)
        self.splitter.addWidget(self.table)
        layout.addWidget(self.splitter, 1)

    def _connect(self) -> None:
        self.head.chosen.connect(self._on_plan_chosen)
        self.filter.textChanged.connect(self._on_filter_changed)
        self.tools.detail_button.toggled.connect(self.side.set_shown)
        self.model.loaded.connect(self._on_loaded)
        self.model.modelAboutToBeReset.connect(self._on_about_to_reset)
        self.model.modelReset.connect(self._on_reset)
        self.model.rowsInserted.connect(self._on_rows_changed)
        self.model.rowsRemoved.connect(self._on_rows_changed)
        self._place.feed.changed.connect(self._on_feed_changed)
        self.actions.added.connect(self._on_added)
        self.actions.note_asked.connect(self._on_note_asked)
        self.tools.scope_chosen.connect(self._on_scope_chosen)
        self.names.changed.connect(self._on_names_changed)
        self.side.refused.connect(self.actions.say_refused)
        self.side.actions_asked.connect(self.filter.setText)

    # Plans

    def _on_plan_chosen(self, plan_id: str) -> None:
        is_other = not self._is_shown_once or self.source.plan_id != (plan_id or None)
        self._is_shown_once = True
        self.source.plan_id = plan_id or None
        self.model.set_locked_plans(self.head.locked_plans, shows_all_plans=not plan_id)
        self.tools.add_button.setEnabled(bool(plan_id))
        if is_other:
            self.notice.clear()
            self.model.load()
            if self.detail is not None:
                self.names.read(self.source.plan_id)
        else:
            self.side.show_current(is_forced=True)
        self.side.show_plan()

    def _on_names_changed(self) -> None:
        """Objectives show in the table by their names."""
        self.table.viewport().update()

    def _on_scope_chosen(self, scope: str) -> None:
        self.source.scope = scope
        self.model.load()

    # Rows

    def _on_loaded(self) -> None:
        self._say_count()
        # The words to filter by come when the first rows have been painted.
        QTimer.singleShot(0, self._after_first_rows)

    def _after_first_rows(self) -> None:
        self.model.load_words()
        if self.detail is None:
            self.side.make(is_shown=self.tools.detail_button.isChecked())
            self.names.read(self.source.plan_id)
        if self._wanted_id is None and not self.table.currentIndex().isValid() and self.model.rowCount():
            self.table.select_row(0, self.table.first_shown_column())

    def _say_count(self) -> None:
        self.tools.say_count(self.model.rowCount(), self._total())

    def _total(self) -> int:
        """All actions of the plan, also those that the chosen part leaves out."""
        listed = len(self.model.rows.ids)
        return listed if self.source.scope == ALL else max(self.source.total, listed)

    def _on_about_to_reset(self) -> None:
        self._kept_id = self.table.current_id()

    def _on_reset(self) -> None:
        """The chosen item stays chosen when it is among the new rows."""
        self._say_count()
        row = self.model.row_of(self._kept_id or "")
        if row >= 0:
            self.table.select_row(row)
        else:
            self.side.show_current()
        if self._wanted_id is not None:
            self._go_to_wanted()

    def _on_rows_changed(self, _parent: QModelIndex, _first: int, _last: int) -> None:
        self._say_count()
        if self._wanted_id is not None:
            self._go_to_wanted()

    def _go_to_wanted(self) -> None:
        row = self.model.row_of(self._wanted_id or "")
        if row < 0:
            return
        self._wanted_id = None
        self.table.select_row(row, self.model.column_of("title") if self._edits_wanted else -1)
        if self._edits_wanted:
            self._edits_wanted = False
            self.table.setFocus()
            QTimer.singleShot(0, self.table.edit_current)

    def _on_filter_changed(self, text: str) -> None:
        self.model.set_filter(text)

    def _on_feed_changed(self, info: ChangeSetInfo) -> None:
        self.model.on_changed(info)
        self.actions.say_new_names(info)

    def show_record(self, item_id: str) -> None:
        """Show an item, in the plan on the screen or else in its own."""
        self.filter.clear()
        self._wanted_id = item_id
        if self.model.row_of(item_id) < 0:
            self.tools.choose_scope(ALL)
        if self.model.row_of(item_id) >= 0:
            self._go_to_wanted()
        else:
            self._place.desk.read(items, [item_id], then=self._on_wanted_read)

    def _on_wanted_read(self, found: list[Any]) -> None:
        if not found:
            self._wanted_id = None
            self.notice.say(self._texts.gettext(N_("This action was deleted; the history still has it.")))
        elif self.source.plan_id != found[0].plan_id:
            self.head.choose(found[0].plan_id)

    def _on_added(self, item_id: str) -> None:
        self._wanted_id = item_id
        self._edits_wanted = True
        if self.source.scope in (PAST, SOON):
            self.tools.choose_scope(ALL)
        self._go_to_wanted()

    def _on_note_asked(self) -> None:
        if self.table.current_id() is not None and self.detail is not None:
            self.tools.detail_button.setChecked(True)
            self.detail.write_note()

    def commit_open(self) -> None:
        """Hand over what is being typed."""
        self.side.commit_open()
        self.table.setFocus()
