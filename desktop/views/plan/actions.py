"""What people do with the actions of a plan: add, move, delete, paste, clear - and what is said of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence

from db.log_records import ChangeSetInfo
from desktop.base.errors import Problem
from desktop.base.i18n import N_
from desktop.itemmodels.block_edits import RefusedCell, refusal_text
from desktop.itemmodels.plan_item_table_model import PlanItemTableModel
from desktop.services.plans import add_item, delete_items, shift_item
from desktop.services.sharing import share_records
from desktop.views.plan.source import PlanItemSource
from desktop.views.plan.tools import PlanTools
from desktop.views.workplace import Workplace
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.record_table import RecordTable

_MENU = (
    ("add", N_("Add action"), "Ctrl+Insert"),
    ("part", N_("Add sub-action"), "Ctrl+Shift+Insert"),
    ("note", N_("Note progress"), "Ctrl+M"),
    ("up", N_("Move up"), "Alt+Up"),
    ("down", N_("Move down"), "Alt+Down"),
    ("delete", N_("Delete"), "Ctrl+Delete"),
    ("history", N_("History of the action"), ""),
)
_TOUCHED_BY_NAMES = {"plan_item", "institution", "person", "item_institution", "item_person"}


class PlanActions(QObject):
    """Asks the services for what the tools, the keyboard and the clipboard want.

    Signals:
        added: the id of an action that was just added.
        note_asked: a progress note is to be written.
    """

    added = Signal(str)
    note_asked = Signal()

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
        self._tools = tools
        self._notice = notice
        self._is_passing = False
        self.by_name: dict[str, QAction] = {}
        self._make_actions()
        self._connect()

    def _make_actions(self) -> None:
        slots: dict[str, Callable[[], None]] = {
            "add": self._on_add, "part": self._on_part, "note": self.note_asked.emit, "up": self._on_up,
            "down": self._on_down, "delete": self._on_delete, "history": self._on_history,
        }  # fmt: skip
        for name, said, keys in _MENU:
            action = self.by_name[name] = QAction(self._texts.gettext(said), self)
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(slots[name])
            self._table.addAction(action)

    def _connect(self) -> None:
        tools = self._tools
        tools.add_button.clicked.connect(self._on_add)
        tools.delete_button.clicked.connect(self._on_delete)
        self._table.pasted.connect(self._on_pasted)
        self._table.clear_asked.connect(self._on_clear_asked)
        self._table.delegate.refused.connect(self.say_refused)
        self._model.refused.connect(self.say_refused)

    # What people do

    def _on_add(self) -> None:
        current = self._current_record()
        above = (
            {} if current is None else {"objective_id": current.objective_id, "parent_id": current.parent_id}
        )
        self._add_below(above)

    def _on_part(self) -> None:
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
            refused=self.say_refused,
        )

    def _on_up(self) -> None:
        self._shift(-1)

    def _on_down(self) -> None:
        self._shift(1)

    def _shift(self, steps: int) -> None:
        row_id = self._table.current_id()
        if self._model.sort_columns:
            self._notice.say(
                self._texts.gettext(N_("End sorting to move actions: they show another order now."))
            )
        elif row_id is not None:
            self._place.desk.write(shift_item, row_id, steps=steps, refused=self.say_refused)

    def move_to(self, objective_id: str | None) -> None:
        """Move the chosen actions to an objective."""
        ids = self._table.selected_ids()
        if ids:
            self._model.ask({row_id: {"objective_id": objective_id} for row_id in ids})

    def share(self, recipient: str, is_shared: bool) -> None:
        """Share the chosen actions with a recipient, or no longer."""
        ids = self._table.selected_ids()
        if ids:
            self._place.desk.write(
                share_records, {"plan_item": ids}, recipient, is_shared=is_shared, refused=self.say_refused
            )

    def _on_history(self) -> None:
        record = self._current_record()
        if record is not None:
            name = f"{record.number} {record.title}".strip()
            self._place.navigator.history_asked.emit([record.id], name)

    def _on_delete(self) -> None:
        ids = self._table.selected_ids()
        if ids:
            self._place.desk.write(delete_items, ids, then=self._on_deleted, refused=self.say_refused)

    def _on_deleted(self, info: ChangeSetInfo | None) -> None:
        if info is None:
            return
        self._is_passing = False
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

    # What is said

    def _say_refusals(self, refused: list[RefusedCell]) -> None:
        self._is_passing = False
        if refused:
            self._notice.say(refusal_text(self._texts, refused))
        else:
            self._notice.clear()

    def say_refused(self, problem: Problem) -> None:
        """Say why something was not done; the next thing that is done takes the sentence away."""
        self._is_passing = True
        self._notice.say(self._texts.sentence(problem))

    def say_new_names(self, info: ChangeSetInfo) -> None:
        """Say that names typed with an action were recorded as new."""
        if self._is_passing:
            self._is_passing = False
            self._notice.clear()
        touched = set(info.touched)
        is_edit = info.origin == "edit" and touched <= _TOUCHED_BY_NAMES
        if is_edit and touched & {"institution", "person"} and touched & {"item_institution", "item_person"}:
            said = N_("New names were recorded with this change; Undo takes them back as well.")
            self._notice.say("\n".join(filter(None, (self._notice.text, self._texts.gettext(said)))))
