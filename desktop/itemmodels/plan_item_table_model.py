"""Plan items as a table: sub-actions set in, past dates said in words, approved text locked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QObject, Qt

from db.fields import Field
from desktop.base.errors import UserError
from desktop.base.i18n import N_, Word
from desktop.base.text import visible_controls
from desktop.itemmodels.record_table_model import RecordSource, RecordTableModel
from desktop.services.item_fields import item_fields
from desktop.services.item_scopes import PAST, SOON, nearness
from desktop.services.plan_locks import IS_LOCKED
from desktop.shell.written_values import DateAsWritten, WrittenValues

NEARNESS = {PAST: N_("{date} · past its date"), SOON: N_("{date} · next 30 days")}
FILTERED = (
    "number", "title", "description", "objective_title", "lead", "co_leads", "supporting", "persons",
    "due_text", "remarks", "funding", "assistance_needed",
)  # fmt: skip
"""Fields whose words the filter looks at."""
_NOT_IN_TABLE = ("parent_id", "due_text", "objective_title", "notes", "indicators")


def table_fields() -> list[Field]:
    """The columns of the table: the objective where its title is declared, a date with its words as one."""
    declared = item_fields()
    return [
        declared["objective_id"] if name == "objective_title" else field
        for name, field in declared.items()
        if field.is_shown and (name == "objective_title" or name not in (*_NOT_IN_TABLE, "objective_id"))
    ]


class PlanItemTableModel(RecordTableModel):
    """Items of one plan or of all; `locked_plans` are those whose approved text is not open for amendment."""

    def __init__(
        self,
        fields: Sequence[Field],
        source: RecordSource,
        written: WrittenValues,
        today: Callable[[], date],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(fields, source, written, FILTERED, parent)
        self._today = today
        self._locked_plans: frozenset[str] = frozenset()
        self._shows_all_plans = False

    def set_locked_plans(self, plan_ids: Collection[str], *, shows_all_plans: bool = False) -> None:
        """Lock the approved text of these plans and of no other."""
        self._locked_plans = frozenset(plan_ids)
        self._shows_all_plans = shows_all_plans
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def lock_reason(self, record: Any, field: Field) -> UserError | None:
        """Derived values are never edited here, the approved text of an adopted plan not until amended."""
        if field.is_locked_when_adopted and record.plan_id in self._locked_plans:
            return UserError(IS_LOCKED, field=Word(field.label))
        if field.name == "objective_id" and self._shows_all_plans:
            return UserError(N_("Choose one plan above to move actions to other objectives."))
        return super().lock_reason(record, field)

    def shown_text(self, record: Any, field: Field, value: Any) -> str:
        """The due date says when it is past or near, or what was written; an objective has its title."""
        if field.name == "objective_id":
            return self._objective_text(record, value)
        shown = super().shown_text(record, field, value)
        if field.name == "due" and value == record.due:
            near = nearness(value, record.status, self._today())
            if near:
                return self._values.texts.fill(NEARNESS[near], {"date": shown})
            return shown or visible_controls(record.due_text)
        return shown

    def _objective_text(self, record: Any, value: Any) -> str:
        named = self._written.write(field_of_objective(), value)
        return visible_controls(named or (record.objective_title if value == record.objective_id else ""))

    def cell(self, record: Any, row_id: str, column: int, role: int) -> Any:
        """The editor of a due date gets the words beside it too."""
        value = super().cell(record, row_id, column, role)
        is_edited = role == Qt.ItemDataRole.EditRole and self.fields[column].name == "due"
        return DateAsWritten(value, record.due_text) if is_edited and record.due_text else value

    def indent(self, record: Any, field: Field) -> int:
        """Sub-actions are set in at their title, one step for each action above them."""
        if field.name != "title" or not record.parent_id:
            return 0
        depth, above = 1, self.record(record.parent_id)
        while above is not None and above.parent_id and depth < 5:
            depth, above = depth + 1, self.record(above.parent_id)
        return depth

    def is_quiet(self, record: Any, field: Field) -> bool:
        """Cancelled items step back, and so does a date that is known only in words."""
        is_words = field.name == "due" and not record.due
        return bool(record.status == "cancelled" or is_words)


def field_of_objective() -> Field:
    """The objective as it is chosen."""
    return item_fields()["objective_id"]
