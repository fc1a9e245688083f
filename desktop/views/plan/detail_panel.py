"""The panel beside the plan table: one action, its progress, and the plan's objectives and facts."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QTabWidget, QVBoxLayout, QWidget

from db.fields import Field
from db.log_records import ChangeSetInfo
from db.queries.children import Child, children_of
from db.schema import LOGGED, PlanItem
from db.unit_of_work import Reader
from desktop.base.i18n import N_
from desktop.base.text import visible_controls
from desktop.services.children import add_child, delete_child, update_child
from desktop.services.item_fields import item_fields
from desktop.shell.value_texts import tooltip
from desktop.views.plan.objectives_panel import ObjectivesPanel
from desktop.views.plan.plan_names import PlanNames
from desktop.views.plan.plan_panel import PlanPanel
from desktop.views.plan.progress_panel import ProgressNotes
from desktop.views.workplace import Workplace
from desktop.widgets.children_editor import ADD, DELETE, ChildEdit
from desktop.widgets.labels import heading, hint
from desktop.widgets.record_form import LockReason, RecordForm

_TITLE_LENGTH = 110
_FIRST = ("number", "title", "description", "objective_id", "parent_id")


def form_fields() -> list[Field]:
    """The fields of an action that a person fills in; notes have a page of their own."""
    declared = item_fields()
    others = [field for name, field in declared.items() if name not in (*_FIRST, "notes")]
    indicators = replace(declared["indicators"], place=declared["indicators"].label)
    return [declared[name] for name in _FIRST] + [
        indicators if field.name == "indicators" else field for field in others if not field.is_derived
    ]


class DetailPanel(QWidget):
    """Shows one item and its plan.

    Signals:
        edited: item id, field name, new value.
        refused: a `Problem`: what was asked could not be done, or a text could not be read.
        amend_asked: the approved text is to be opened.
    """

    edited = Signal(str, str, object)
    refused = Signal(object)
    amend_asked = Signal()

    def __init__(
        self, place: Workplace, names: PlanNames, lock_reason: LockReason, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._place = place
        self._texts = place.texts
        self._names = names
        self.record: Any = None
        self._is_locked = False
        self._build(lock_reason)
        self._connect()
        self.setMinimumWidth(300)

    def _build(self, lock_reason: LockReason) -> None:
        _ = self._texts.gettext
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.title = heading("", self, level=2)
        self.title.setWordWrap(True)
        self.title.setContentsMargins(16, 12, 16, 6)
        layout.addWidget(self.title)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setAccessibleName(_(N_("Action and plan")))
        written = self._names.written
        self.form = RecordForm(form_fields(), written, lock_reason, self.tabs, with_children=True)
        self.indicators = self.form.children_editors["indicators"]
        self.locked = self._build_locked()
        self.form.body_layout.insertWidget(0, self.locked)
        self.notes = ProgressNotes(self._place, written, self.tabs)
        self.objectives = ObjectivesPanel(self._place, self.tabs)
        self.plan = PlanPanel(self._place, written, self.tabs)
        for page, title in (
            (self.form, N_("Action")),
            (self.notes, N_("Progress")),
            (self.objectives, N_("Objectives")),
            (self.plan, N_("Plan")),
        ):
            self.tabs.addTab(page, _(title))
        layout.addWidget(self.tabs, 1)

    def _build_locked(self) -> QWidget:
        """Says once, above the form, why the approved words cannot be changed."""
        _ = self._texts.gettext
        made = QWidget(self.form)
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 4)
        said = N_("The plan is adopted and its approved text locked. Progress can be recorded as always.")
        column.addWidget(hint(_(said), made))
        self.amend_button = QPushButton(_(N_("Amend…")), made)
        self.amend_button.clicked.connect(self.amend_asked)
        column.addWidget(self.amend_button, 0, Qt.AlignmentFlag.AlignLeading)
        made.setVisible(False)
        return made

    def _connect(self) -> None:
        self.form.edited.connect(self._on_edited)
        self.form.left_unread.connect(self.refused)
        self.indicators.asked.connect(self._on_child_asked)
        self.objectives.refused.connect(self.refused)
        self.plan.refused.connect(self.refused)
        self._names.changed.connect(self._on_names_changed)
        self._place.feed.changed.connect(self._on_feed_changed)
        self.tabs.currentChanged.connect(self._on_page_changed)

    def _on_page_changed(self, _index: int) -> None:
        """The action's title stands above the pages of the action only."""
        self.title.setVisible(self.tabs.currentWidget() in (self.form, self.notes))

    def show_record(self, record: Any) -> None:
        """Show an item, or that none is chosen."""
        self.record = record
        if record is None:
            self.title.setText(self._texts.gettext(N_("No action is chosen")))
        else:
            whole = visible_controls(f"{record.number} {record.title}".strip())
            self.title.setText(whole if len(whole) <= _TITLE_LENGTH else f"{whole[:_TITLE_LENGTH].rstrip()}…")
            self.title.setToolTip(tooltip(whole))
        self.form.set_record(record)
        self.locked.setVisible(record is not None and self._is_locked)
        self.notes.show_item(record)
        if record is not None:
            self._place.desk.read(_indicators, record.id, then=self._on_indicators_read)

    def show_plan(self, plan: Any, *, is_locked: bool) -> None:
        """Show a plan's objectives and facts; `is_locked`: its approved text is not open for amendment."""
        self._is_locked = is_locked
        self.locked.setVisible(self.record is not None and is_locked)
        self.objectives.show_plan(None if plan is None else plan.id, is_locked=is_locked)
        self.plan.show_plan(plan)

    def write_note(self) -> None:
        """Come to the place where a progress note is written."""
        self.tabs.setCurrentWidget(self.notes)
        self.notes.write_note()

    def _on_indicators_read(self, answer: tuple[str, tuple[Child, ...]]) -> None:
        item_id, rows = answer
        if self.record is not None and item_id == self.record.id:
            self.indicators.set_rows(item_id, rows)

    def _on_feed_changed(self, info: ChangeSetInfo) -> None:
        if info.touched.keys() & {"indicator", "indicator_value"} and self.record is not None:
            self._place.desk.read(_indicators, self.record.id, then=self._on_indicators_read)

    def _on_names_changed(self) -> None:
        if self.record is not None:
            self.form.set_record(self.record)

    def _on_edited(self, name: str, value: object) -> None:
        if self.form.record_id is not None:
            self.edited.emit(self.form.record_id, name, value)

    def _on_child_asked(self, edit: ChildEdit) -> None:
        write = partial(self._place.desk.write, refused=self._on_child_refused)
        table = LOGGED[edit.table]
        if edit.kind == ADD:
            owner = PlanItem if edit.field == "indicators" else LOGGED["indicator"]
            write(add_child, owner, edit.field, edit.owner_id, edit.values)
        elif edit.kind == DELETE:
            write(delete_child, table, edit.row_id)
        else:
            write(update_child, table, edit.row_id, edit.values)

    def _on_child_refused(self, problem: Any) -> None:
        if self.record is not None:
            self._place.desk.read(_indicators, self.record.id, then=self._on_indicators_read)
        self.refused.emit(problem)

    def commit_open(self) -> None:
        """Hand over what is being typed."""
        self.form.commit_open()
        self.plan.form.commit_open()


def _indicators(reader: Reader, item_id: str) -> tuple[str, tuple[Child, ...]]:
    return item_id, children_of(reader, PlanItem, "indicators", [item_id])[item_id]
