"""Plan items as a table: sub-actions set in, past dates said in words, approved text locked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QObject

from db.fields import Field
from db.partial_date import PartialDate
from desktop.base.errors import UserError
from desktop.base.i18n import N_, Word
from desktop.itemmodels.record_table_model import RecordSource, RecordTableModel
from desktop.shell.written_values import WrittenValues

PAST_ITS_DATE = N_("{date} · past its date")
FILTERED = (
    "number", "title", "description", "objective_title", "lead", "co_leads", "supporting", "persons",
    "due_text", "remarks", "funding", "assistance_needed",
)  # fmt: skip
"""Fields whose words the filter looks at."""
_CLOSED = ("completed", "cancelled", "continuous")


@lru_cache(maxsize=8192)
def _last_day(text: str) -> date | None:
    try:
        return PartialDate.parse(text).last
    except ValueError:
        return None


def is_past_its_date(record: Any, today: date) -> bool:
    """Whether the last day of an open item's date lies before today."""
    if not record.due or record.status in _CLOSED:
        return False
    last = _last_day(record.due)
    return last is not None and last < today


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

    def set_locked_plans(self, plan_ids: Collection[str]) -> None:
        """Lock the approved text of these plans and of no other."""
        self._locked_plans = frozenset(plan_ids)
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def lock_reason(self, record: Any, field: Field) -> UserError | None:
        """Derived values are never edited here, the approved text of an adopted plan not until amended."""
        if field.is_locked_when_adopted and record.plan_id in self._locked_plans:
            return UserError(
                N_("{field} belongs to the approved text of the plan. Choose “Amend” to change it."),
                field=Word(field.label),
            )
        return super().lock_reason(record, field)

    def shown_text(self, record: Any, field: Field, value: Any) -> str:
        """The due date says when it is past."""
        shown = super().shown_text(record, field, value)
        if field.name == "due" and value == record.due and is_past_its_date(record, self._today()):
            return self._values.texts.fill(PAST_ITS_DATE, {"date": shown})
        return shown

    def indent(self, record: Any, field: Field) -> int:
        """Sub-actions are set in at their title, one step for each action above them."""
        if field.name != "title" or not record.parent_id:
            return 0
        depth, above = 1, self.record(record.parent_id)
        while above is not None and above.parent_id and depth < 5:
            depth, above = depth + 1, self.record(above.parent_id)
        return depth

    def is_quiet(self, record: Any, field: Field) -> bool:
        """Cancelled items step back."""
        return bool(record.status == "cancelled")
