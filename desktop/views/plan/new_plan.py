"""The dialog that makes a plan."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialogButtonBox, QFormLayout, QVBoxLayout, QWidget

from db.fields import fields_of
from db.schema import Plan
from desktop.base.errors import Problem, UserError
from desktop.base.i18n import N_
from desktop.services.plans import add_plan
from desktop.views.workplace import Workplace
from desktop.widgets.editors import make_editor
from desktop.widgets.fitted_dialog import FittedDialog
from desktop.widgets.labels import hint, named_label

_FIELDS = ("state", "title", "period", "status", "instrument")


class NewPlanDialog(FittedDialog):
    """Asks for a plan's State, title, period, status and instrument.

    Signals:
        made: the id of the new plan.
    """

    made = Signal(str)

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self.editors: dict[str, Any] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(place.texts.gettext(N_("New plan")))
        self._build()
        self.editors["state"].set_value(place.file.state)
        self.editors["status"].set_value("draft")
        self.editors["title"].setFocus()

    def _build(self) -> None:
        _ = self._place.texts.gettext
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        for name in _FIELDS:
            field = fields_of(Plan)[name]
            editor = make_editor(field, self._place.written, self)
            self.editors[name] = editor
            form.addRow(named_label(self._place.values.label(field), editor, self), editor)
        layout.addLayout(form)
        self.said = hint("", self)
        layout.addWidget(self.said)
        buttons = QDialogButtonBox(self)
        self.make_button = buttons.addButton(_(N_("&Make the plan")), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(_(N_("Cancel")), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self.setMinimumWidth(460)

    def _on_accepted(self) -> None:
        try:
            values = {name: editor.value() for name, editor in self.editors.items()}
        except UserError as problem:
            self._on_refused(problem)
            return
        self._place.desk.write(add_plan, values, then=self._on_made, refused=self._on_refused)

    def _on_made(self, plan_id: str) -> None:
        self.made.emit(plan_id)
        self.accept()

    def _on_refused(self, problem: Problem) -> None:
        self.said.setText(self._place.texts.sentence(problem))
