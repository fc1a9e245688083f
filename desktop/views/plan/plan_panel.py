"""The facts of the plan itself - title, period, status, adopting instrument - and what its status means."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.fields import fields_of
from db.schema import Plan
from db.schema.plan import LOCKED_PLAN_STATUSES
from desktop.base.errors import Problem
from desktop.base.i18n import N_
from desktop.services.plans import update_plan
from desktop.shell.written_values import WrittenValues
from desktop.views.workplace import Workplace
from desktop.widgets.labels import hint
from desktop.widgets.record_form import RecordForm

_NO_PLAN = N_("Choose one plan to see its facts.")
_OPEN = N_("All texts of the plan can be changed. Once its status says that it is adopted, they are locked.")
_LOCKED = N_("The approved text is locked; progress is not. “Amend” above opens it.")
_AMENDING = N_("The approved text is open for amendment. End the amendment above when it is done.")


class PlanPanel(QWidget):
    """The form of one plan.

    Signals:
        refused: a `Problem`: what was asked could not be done.
    """

    refused = Signal(object)

    def __init__(self, place: Workplace, written: WrittenValues, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._plan: Any = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.said = hint("", self)
        self.said.setContentsMargins(16, 12, 16, 0)
        layout.addWidget(self.said)
        fields = [field for name, field in fields_of(Plan).items() if name != "is_amending"]
        self.form = RecordForm(fields, written, None, self)
        layout.addWidget(self.form, 1)
        self.form.edited.connect(self._on_edited)
        self.form.left_unread.connect(self.refused)
        self.show_plan(None)

    def show_plan(self, plan: Any) -> None:
        """Show a plan, or that none is chosen."""
        self._plan = plan
        self.form.set_record(plan)
        said = _NO_PLAN
        if plan is not None:
            said = _OPEN
            if plan.status in LOCKED_PLAN_STATUSES:
                said = _AMENDING if plan.is_amending else _LOCKED
        self.said.setText(self._place.texts.gettext(said))

    def _on_edited(self, name: str, value: object) -> None:
        if self._plan is not None:
            values = {name: value}
            self._place.desk.write(update_plan, self._plan.id, values, refused=self._on_refused)

    def _on_refused(self, problem: Problem) -> None:
        self.show_plan(self._plan)
        self.refused.emit(problem)
