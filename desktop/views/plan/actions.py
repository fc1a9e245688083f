"""What people do with the actions of a plan: add, delete, paste, clear - and what is said of it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from db.log_records import ChangeSetInfo
from desktop.base.errors import Problem
from desktop.base.i18n import N_
from desktop.itemmodels.plan_item_table_model import PlanItemTableModel
from desktop.itemmodels.record_table_model import RefusedCell
from desktop.services.plans import add_item, delete_items
from desktop.views.plan.source import PlanItemSource
from desktop.views.plan.tools import PlanTools
from desktop.views.workplace import Workplace
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.record_table import RecordTable

_LISTED_REFUSALS = 3


class PlanActions(QObject):
    """Asks the services for what the tools, the keyboard and the clipboard want.

    Signals:
        added: the id of an action that was just added.
    """

    added = Signal(str)

    def __init__(
        self,
        place: Workplace,
        source: PlanItemSource,
        model: PlanItemTableModel,
        table: RecordTable,
        tools: PlanTools,
        notice: NoticeBar,
    ) -> None:
        super().__init__(table)
        self._place = place
        self._texts = place.texts
        self._source = source
        self._model = model
        self._table = table
        self._notice = notice
        self._connect(tools)

    def _connect(self, tools: PlanTools) -> None:
        tools.add_button.clicked.connect(self._on_add_clicked)
        tools.part_button.clicked.connect(self._on_part_clicked)
        tools.delete_button.clicked.connect(self._on_delete_clicked)
        self._table.pasted.connect(self._on_pasted)
        self._table.clear_asked.connect(self._on_clear_asked)
        self._table.delegate.refused.connect(self._on_refused)
        self._model.refused.connect(self._on_refused)
        for key, slot in (("Ctrl+Insert", self._on_add_clicked), ("Ctrl+Delete", self._on_delete_clicked)):
            shortcut = QShortcut(QKeySequence(key), self._table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(slot)

    def _on_add_clicked(self) -> None:
        current = self._current_record()
        above = (
            {} if current is None else {"objective_id": current.objective_id, "parent_id": current.parent_id}
        )
        self._add_below(above)

    def _on_part_clicked(self) -> None:
        current = self._current_record()
        if current is not None:
            self._add_below({"objective_id": current.objective_id, "parent_id": current.id})

    def _current_record(self) -> Any:
        row_id = self._table.current_id()
        return None if row_id is None else self._model.record(row_id)

    def _add_below(self, above: dict[str, Any]) -> None:
        if self._source.plan_id is None:
            return
        values = {"title": self._texts.gettext(N_("New action")), **above}
        self._place.desk.write(
            add_item,
            self._source.plan_id,
            values,
            after=self._table.current_id(),
            then=self.added.emit,
            refused=self._on_refused,
        )

    def _on_delete_clicked(self) -> None:
        ids = self._table.selected_ids()
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
        self._notice.say(said.format(count=count))

    def _on_pasted(self, row: int, column: int, cells: list[list[str]]) -> None:
        self._say_refusals(self._model.set_block(row, self._table.columns_from(column), cells))

    def _on_clear_asked(self, cells: list[tuple[int, int]]) -> None:
        self._say_refusals(self._model.clear_cells(cells))

    def _say_refusals(self, refused: list[RefusedCell]) -> None:
        if not refused:
            self._notice.clear()
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
        self._notice.say("\n".join(lines))

    def _on_refused(self, problem: Problem) -> None:
        self._notice.say(self._texts.sentence(problem))
