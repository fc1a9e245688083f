"""First page: what is brought in, for which State and plan, and the file or pasted table it comes from."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from db.fields import fields_of
from db.queries.plan import plans
from db.schema import Plan
from db.schema.plan import LOCKED_PLAN_STATUSES
from desktop.base.errors import UserError
from desktop.base.i18n import N_
from desktop.services.import_steps.reading import Kind
from desktop.services.reporting import present_plan
from desktop.views.import_assistant.drop_field import DropField
from desktop.views.workplace import Workplace
from desktop.widgets.chooser import Chooser
from desktop.widgets.editors import make_editor
from desktop.widgets.labels import named_label

_NEW_PLAN = N_("A new plan; its title is read from the file")


class SourcePage(QWidget):
    """Where it comes from and where it goes.

    Signals:
        kind_chosen: "plan" or "contacts".
        changed: State or plan are others now.
    """

    kind_chosen = Signal(str)
    changed = Signal()

    def __init__(self, place: Workplace, kind: Kind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._texts = place.texts
        self._plans: dict[str, Any] = {}
        self._build()
        self._connect()
        (self.plan_button if kind == "plan" else self.contacts_button).setChecked(True)
        self.state.set_value(place.file.state)
        self._show_kind()
        self._read_plans()

    def _build(self) -> None:
        _ = self._texts.gettext
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        kinds = QHBoxLayout()
        kinds.setSpacing(20)
        self.plan_button = QRadioButton(_(N_("&Action plan")), self)
        self.contacts_button = QRadioButton(_(N_("&Points of contact")), self)
        self._kinds = QButtonGroup(self)
        for button in (self.plan_button, self.contacts_button):
            self._kinds.addButton(button)
            kinds.addWidget(button)
        kinds.addStretch(1)
        layout.addLayout(kinds)
        layout.addLayout(self._build_target())
        self.drop = DropField(self._place, self)
        layout.addWidget(self.drop)
        layout.addStretch(1)

    def _build_target(self) -> QFormLayout:
        _ = self._texts.gettext
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.state = make_editor(fields_of(Plan)["state"], self._place.written, self)
        form.addRow(named_label(_(N_("&State")), self.state, self), self.state)
        self.plan = Chooser([("", _(_NEW_PLAN))], self)
        self.plan_label = named_label(_(N_("P&lan")), self.plan, self)
        form.addRow(self.plan_label, self.plan)
        self.amend = QCheckBox(_(N_("Amend the &approved text of the plan as well")), self)
        form.addRow(self.amend)
        return form

    def _connect(self) -> None:
        self._kinds.buttonClicked.connect(self._on_kind_clicked)
        self.state.committed.connect(self._on_state_committed)
        self.plan.activated.connect(self._on_plan_activated)
        self.amend.clicked.connect(self.changed)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.drop.paste)

    # What is chosen

    @property
    def kind(self) -> Kind:
        """What is brought in."""
        return "plan" if self.plan_button.isChecked() else "contacts"

    @property
    def plan_id(self) -> str | None:
        """The plan to import into; None for a new one."""
        return self.plan.code or None

    @property
    def is_amending(self) -> bool:
        """Whether the approved text of an adopted plan is changed too."""
        return self.amend.isChecked() and not self.amend.isHidden()

    def state_code(self) -> str:
        """The State; raises UserError when none can be read."""
        code = self.state.value()
        if not code:
            raise UserError(N_("Choose the State that the file is about."))
        return str(code)

    # Kind, State and plan

    def _on_kind_clicked(self) -> None:
        self._show_kind()
        self.kind_chosen.emit(self.kind)

    def _show_kind(self) -> None:
        is_plan = self.kind == "plan"
        self.plan.setVisible(is_plan)
        self.plan_label.setVisible(is_plan)
        self.drop.show_kind(self.kind)
        self._show_lock()

    def _on_state_committed(self) -> None:
        self._read_plans()
        self.changed.emit()

    def _read_plans(self) -> None:
        try:
            code = self.state_code()
        except UserError:
            self._on_plans_read([])
            return
        self._place.desk.read(plans, state=code, then=self._on_plans_read)

    def _on_plans_read(self, found: list[Any]) -> None:
        self._plans = {plan.id: plan for plan in found}
        choices = [(plan.id, plan.title) for plan in found]
        self.plan.set_choices(choices or [("", self._texts.gettext(_NEW_PLAN))])
        present = present_plan(found)
        self.plan.choose(present.id if present is not None else "")
        self._show_lock()

    def _on_plan_activated(self) -> None:
        self._show_lock()
        self.changed.emit()

    def _show_lock(self) -> None:
        plan = self._plans.get(self.plan.code)
        is_locked = plan is not None and plan.status in LOCKED_PLAN_STATUSES and not plan.is_amending
        self.amend.setVisible(self.kind == "plan" and is_locked)
