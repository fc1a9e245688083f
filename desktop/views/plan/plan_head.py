"""The head of the plan screen: which plan, a new one, and whether its approved text is open for changes."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QWidget

from db.log_records import ChangeSetInfo
from db.queries.plan import plans
from db.schema.plan import LOCKED_PLAN_STATUSES
from desktop.base.i18n import N_
from desktop.base.text import visible_controls
from desktop.services.plans import amend_plan
from desktop.views.plan.new_plan import NewPlanDialog
from desktop.views.workplace import Workplace
from desktop.widgets.labels import heading

_ALL_PLANS = ""


class PlanHead(QWidget):
    """Chooses among the plans of the file.

    Signals:
        chosen: the id of a plan ("" for all plans), also when the plan that is shown was changed.
    """

    chosen = Signal(str)

    def __init__(
        self, place: Workplace, parent: QWidget | None = None, *, shows_all_plans: bool = False
    ) -> None:
        super().__init__(parent)
        self._place = place
        self._shows_all_plans = shows_all_plans
        self._plans: dict[str, Any] = {}
        self._wanted: str | None = None
        self._build()
        self.chooser.activated.connect(self._on_activated)
        self.new_plan_button.clicked.connect(self._on_new_plan_clicked)
        self.amend_button.clicked.connect(self.ask_to_amend)
        place.feed.changed.connect(self._on_feed_changed)
        self._read()

    def _build(self) -> None:
        _ = self._place.texts.gettext
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 16, 20, 4)
        row.setSpacing(12)
        row.addWidget(heading(_(N_("Action plan")), self))
        self.chooser = QComboBox(self)
        self.chooser.setAccessibleName(_(N_("Plan")))
        self.chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.chooser.setMinimumContentsLength(16)
        row.addWidget(self.chooser, 1)
        self.new_plan_button = QPushButton(_(N_("New &plan…")), self)
        row.addWidget(self.new_plan_button)
        self.amend_button = QPushButton("", self)
        self.amend_button.setVisible(False)
        row.addWidget(self.amend_button)

    @property
    def plan(self) -> Any:
        """The plan that is shown; None for all plans, or when there is none."""
        return self._plans.get(self.chooser.currentData() or _ALL_PLANS)

    @property
    def locked_plans(self) -> list[str]:
        """The plans whose approved text is not open for amendment."""
        return [plan.id for plan in self._plans.values() if _is_adopted(plan) and not plan.is_amending]

    def choose(self, plan_id: str) -> None:
        """Show a plan."""
        self.chooser.setCurrentIndex(max(self.chooser.findData(plan_id), 0))
        self._tell()

    def _read(self) -> None:
        self._place.desk.read(plans, then=self._on_read)

    def _on_read(self, found: list[Any]) -> None:
        first = _ALL_PLANS if self._shows_all_plans or not found else found[0].id
        present = self._wanted or (self.chooser.currentData() if self._plans else first)
        self._plans = {plan.id: plan for plan in found}
        self._wanted = None
        self._fill(found)
        self.choose(present if present in self._plans or present == _ALL_PLANS else first)

    def _fill(self, found: list[Any]) -> None:
        self.chooser.clear()
        has_states = len({plan.state for plan in found}) > 1
        for plan in found:
            state = f"{self._place.values.state(plan.state)} — " if has_states else ""
            self.chooser.addItem(visible_controls(f"{state}{plan.title}"), plan.id)
        if len(found) != 1:
            said = N_("All plans") if found else N_("There is no plan yet")
            self.chooser.insertItem(0, self._place.texts.gettext(said), _ALL_PLANS)
        self.chooser.setEnabled(bool(found))

    def _tell(self) -> None:
        plan = self.plan
        self.amend_button.setVisible(plan is not None and _is_adopted(plan))
        if plan is not None:
            said = N_("End the a&mendment") if plan.is_amending else N_("A&mend…")
            self.amend_button.setText(self._place.texts.gettext(said))
        self.chosen.emit(self.chooser.currentData() or _ALL_PLANS)

    def _on_activated(self, _index: int) -> None:
        self._tell()

    def _on_feed_changed(self, info: ChangeSetInfo) -> None:
        if "plan" in info.touched:
            self._read()

    def _on_new_plan_clicked(self) -> None:
        dialog = NewPlanDialog(self._place, self)
        dialog.made.connect(self._on_plan_made)
        dialog.open()

    def _on_plan_made(self, plan_id: str) -> None:
        self._wanted = plan_id
        self._read()

    def ask_to_amend(self) -> None:
        """Open the approved text after a question, or close it again."""
        plan = self.plan
        if plan is None:
            return
        if plan.is_amending:
            self._place.desk.write(amend_plan, plan.id, is_amending=False)
            return
        said = N_(
            "“{title}” is adopted. Open its approved text for changes? Each change is kept in the history."
        )
        self._place.messages.ask(said, N_("Amend"), self._on_amend_confirmed, title=plan.title)

    def _on_amend_confirmed(self) -> None:
        if self.plan is not None:
            self._place.desk.write(amend_plan, self.plan.id, is_amending=True)


def _is_adopted(plan: Any) -> bool:
    return plan.status in LOCKED_PLAN_STATUSES
