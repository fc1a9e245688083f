"""The plan screen: choose a plan, work in its table, see one item whole beside it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from db.fields import fields_of
from db.log_records import ChangeSetInfo
from db.queries.plan import items
from db.schema import PlanItem
from desktop.base.errors import Problem
from desktop.base.i18n import N_
from desktop.itemmodels.plan_item_table_model import PlanItemTableModel
from desktop.itemmodels.record_table_model import RefusedCell
from desktop.services.plans import add_item, delete_items
from desktop.views.plan.detail_panel import DetailPanel
from desktop.views.plan.plan_head import PlanHead
from desktop.views.plan.source import PlanItemSource
from desktop.views.workplace import Workplace
from desktop.widgets.filter_field import FilterField
from desktop.widgets.labels import hint
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.record_table import RecordTable

_COLUMNS = "plan_items"
_SHOWN_FIRST = ("number", "title", "lead", "due", "status", "priority", "last_note")
_LISTED_REFUSALS = 3
_DETAIL_WIDTH = 350
_DETAIL, _HIDDEN = "plan-detail", "hidden"


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
        self.detail: DetailPanel | None = None
        fields = [
            field for field in fields_of(PlanItem).values() if field.is_shown and field.name not in _CHILDREN
        ]
        self.source = PlanItemSource(place.desk, place.values.state)
        self.model = PlanItemTableModel(fields, self.source, place.written, place.today, self)
        self._build()
        self._connect()

    def _build(self) -> None:
        _ = self._texts.gettext
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.head = PlanHead(self._place, self, shows_all_plans=self._shows_all_plans)
        layout.addWidget(self.head)
        layout.addLayout(self._build_tools())
        self.notice = NoticeBar(self._texts, self)
        layout.addWidget(self.notice)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.table = RecordTable(self._texts, self._place.written, self.splitter)
        self.table.setAccessibleName(_(N_("Actions of the plan")))
        self.table.setModel(self.model)
        chosen = self._place.settings.current.columns.get(_COLUMNS)
        self.table.show_columns(chosen or _SHOWN_FIRST)
        self.splitter.addWidget(self.table)
        layout.addWidget(self.splitter, 1)

    def _build_tools(self) -> QHBoxLayout:
        _ = self._texts.gettext
        row = QHBoxLayout()
        row.setContentsMargins(20, 6, 20, 12)
        row.setSpacing(8)
        self.filter = FilterField(_(N_("Filter by any word")), self)
        self.filter.setMaximumWidth(360)
        row.addWidget(self.filter, 2)
        self.count: QLabel = hint("", self, wraps=False)
        row.addWidget(self.count, 1)
        self.add_button = QPushButton(_(N_("&Add action")), self)
        self.part_button = QPushButton(_(N_("Add s&ub-action")), self)
        self.delete_button = QPushButton(_(N_("&Delete")), self)
        self.columns_button = QToolButton(self)
        self.columns_button.setText(_(N_("&Columns")))
        self.columns_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.detail_button = QToolButton(self)
        self.detail_button.setText(_(N_("Deta&ils")))
        self.detail_button.setCheckable(True)
        self.detail_button.setChecked(self._place.settings.current.window.get(_DETAIL) != _HIDDEN)
        buttons = (self.add_button, self.part_button, self.delete_button)
        for button in (*buttons, self.columns_button, self.detail_button):
            button.setSizePolicy(button.sizePolicy().horizontalPolicy(), QSizePolicy.Policy.Fixed)
            button.setMinimumHeight(self.filter.sizeHint().height() + 2)
            row.addWidget(button)
        return row

    def _connect(self) -> None:
        self.head.chosen.connect(self._on_plan_chosen)
        self.filter.textChanged.connect(self._on_filter_changed)
        self.add_button.clicked.connect(self._on_add_clicked)
        self.part_button.clicked.connect(self._on_part_clicked)
        self.delete_button.clicked.connect(self._on_delete_clicked)
        self.columns_button.pressed.connect(self._on_columns_pressed)
        self.detail_button.toggled.connect(self._on_detail_toggled)
        self.table.columns_chosen.connect(self._on_columns_chosen)
        self.table.pasted.connect(self._on_pasted)
        self.table.clear_asked.connect(self._on_clear_asked)
        self.table.delegate.refused.connect(self._on_refused)
        self.table.selectionModel().currentChanged.connect(self._on_current_changed)
        self.model.loaded.connect(self._on_loaded)
        self.model.refused.connect(self._on_refused)
        self.model.modelAboutToBeReset.connect(self._on_about_to_reset)
        self.model.modelReset.connect(self._on_reset)
        self.model.rowsInserted.connect(self._on_rows_changed)
        self.model.rowsRemoved.connect(self._on_rows_changed)
        self.model.dataChanged.connect(self._on_data_changed)
        self._place.feed.changed.connect(self._on_feed_changed)
        for key, slot in (("Ctrl+Insert", self._on_add_clicked), ("Ctrl+Delete", self._on_delete_clicked)):
            shortcut = QShortcut(QKeySequence(key), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(slot)

    # Plans

    def _on_plan_chosen(self, plan_id: str) -> None:
        is_other = not self._is_shown_once or self.source.plan_id != (plan_id or None)
        self._is_shown_once = True
        self.source.plan_id = plan_id or None
        self.model.set_locked_plans(self.head.locked_plans)
        for button in (self.add_button, self.part_button):
            button.setEnabled(bool(plan_id))
        if is_other:
            self.notice.clear()
            self.model.load()
        else:
            self._show_current()

    # Rows

    def _on_loaded(self) -> None:
        self._say_count()
        # The words to filter by come when the first rows have been painted.
        QTimer.singleShot(0, self._after_first_rows)

    def _after_first_rows(self) -> None:
        self.model.load_words()
        if self.detail is None:
            self._add_detail()
        if self._wanted_id is None and not self.table.currentIndex().isValid() and self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(0, self.table.first_shown_column()))

    def _add_detail(self) -> None:
        self.detail = DetailPanel(self._place, self._place.written, self.model.lock_reason, self.splitter)
        self.detail.edited.connect(self._on_detail_edited)
        self.splitter.addWidget(self.detail)
        self.detail.setVisible(self.detail_button.isChecked())
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        width = self.splitter.width()
        self.splitter.setSizes([width - min(_DETAIL_WIDTH, width // 3), min(_DETAIL_WIDTH, width // 3)])
        self._show_current()

    def _say_count(self) -> None:
        shown, total = self.model.rowCount(), len(self.model.rows.ids)
        if shown == total:
            said = self._texts.ngettext("{count} action", "{count} actions", total).format(
                count=self._number(total)
            )
        else:
            said = self._texts.gettext(N_("{shown} of {count} actions")).format(
                shown=self._number(shown), count=self._number(total)
            )
        self.count.setText(said)

    def _number(self, value: int) -> str:
        return self._place.values.locale.toString(value)

    def _on_about_to_reset(self) -> None:
        self._kept_id = self.table.current_id()

    def _on_reset(self) -> None:
        """The chosen item stays chosen when it is among the new rows."""
        self._say_count()
        row = self.model.row_of(self._kept_id or "")
        if row >= 0:
            self.table.select_row(row)
        else:
            self._show_current()
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

    # The chosen item

    def _on_current_changed(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._show_current()

    def _on_data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        row = self.table.currentIndex().row()
        if first.row() <= row <= last.row():
            self._show_current()

    def _show_current(self) -> None:
        if self.detail is None:
            return
        row_id = self.table.current_id()
        record = None if row_id is None else self.model.record(row_id)
        if row_id is None or (record is not None and record is not self.detail.record):
            self.detail.show_record(record)

    def _on_detail_edited(self, item_id: str, name: str, value: object) -> None:
        self.model.ask({item_id: {name: value}})

    def show_record(self, item_id: str) -> None:
        """Show an item, in the plan on the screen or else in its own."""
        self.filter.clear()
        self._wanted_id = item_id
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

    # What people do

    def _on_add_clicked(self) -> None:
        current = self._current_record()
        above = (
            {} if current is None else {"objective_id": current.objective_id, "parent_id": current.parent_id}
        )
        self._add(above)

    def _on_part_clicked(self) -> None:
        current = self._current_record()
        if current is not None:
            self._add({"objective_id": current.objective_id, "parent_id": current.id})

    def _current_record(self) -> Any:
        row_id = self.table.current_id()
        return None if row_id is None else self.model.record(row_id)

    def _add(self, above: dict[str, Any]) -> None:
        if self.source.plan_id is None:
            return
        values = {"title": self._texts.gettext(N_("New action")), **above}
        self._place.desk.write(
            add_item,
            self.source.plan_id,
            values,
            after=self.table.current_id(),
            then=self._on_added,
            refused=self._on_refused,
        )

    def _on_added(self, item_id: str) -> None:
        self._wanted_id = item_id
        self._edits_wanted = True
        self._go_to_wanted()

    def _on_delete_clicked(self) -> None:
        ids = self.table.selected_ids()
        if ids:
            self._place.desk.write(delete_items, ids, then=self._on_deleted, refused=self._on_refused)

    def _on_deleted(self, info: ChangeSetInfo | None) -> None:
        if info is None:
            return
        count = len(info.touched.get("plan_item", ()))
        said = self._texts.ngettext(
            "{count} action was deleted; Undo brings it back.",
            "{count} actions were deleted; Undo brings them back.",
            count,
        )
        self.notice.say(said.format(count=count))

    def _on_pasted(self, row: int, column: int, cells: list[list[str]]) -> None:
        self._say_refusals(self.model.set_block(row, self.table.columns_from(column), cells))

    def _on_clear_asked(self, cells: list[tuple[int, int]]) -> None:
        self._say_refusals(self.model.clear_cells(cells))

    def _say_refusals(self, refused: list[RefusedCell]) -> None:
        if not refused:
            self.notice.clear()
            return
        lines = [
            self._texts.ngettext(
                "{count} cell was not taken:", "{count} cells were not taken:", len(refused)
            ).format(count=len(refused))
        ]
        for cell in refused[:_LISTED_REFUSALS]:
            row = self._texts.gettext(N_("row {row}")).format(row=cell.row + 1)
            lines.append(f"{row}: {self._texts.sentence(cell.problem)}")
        if len(refused) > _LISTED_REFUSALS:
            lines.append("…")
        self.notice.say("\n".join(lines))

    def _on_refused(self, problem: Problem) -> None:
        self.notice.say(self._texts.sentence(problem))

    # Columns

    def _on_columns_pressed(self) -> None:
        old = self.columns_button.menu()
        if old is not None:
            old.deleteLater()
        self.columns_button.setMenu(self.table.columns_menu(self.columns_button))

    def _on_detail_toggled(self, is_shown: bool) -> None:
        if self.detail is not None:
            self.detail.setVisible(is_shown)
        window = {**self._place.settings.current.window, _DETAIL: "" if is_shown else _HIDDEN}
        self._place.settings.change(window=window)

    def _on_columns_chosen(self, names: list[str]) -> None:
        columns = {**self._place.settings.current.columns, _COLUMNS: names}
        self._place.settings.change(columns=columns)

    def commit_open(self) -> None:
        """Hand over what is being typed."""
        if self.detail is not None:
            self.detail.form.commit_open()
        self.table.setFocus()


_CHILDREN = ("notes", "indicators")
