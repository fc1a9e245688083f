"""The objectives of the plan: made, numbered, named, moved and deleted here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QPushButton, QToolButton, QVBoxLayout, QWidget

from db.queries.plan import item_counts, objectives
from db.unit_of_work import Reader
from desktop.base.errors import Problem
from desktop.base.i18n import N_
from desktop.services.objectives import add_objective, delete_objective, move_objective, update_objective
from desktop.shell.value_texts import tooltip
from desktop.views.plan.objectives_tree import ObjectivesTree
from desktop.views.workplace import Workplace
from desktop.widgets.flow_layout import FlowLayout
from desktop.widgets.labels import hint

_BUTTONS = {
    "add": (N_("Add objective"), "Ctrl+Insert"),
    "add_below": (N_("Add below it"), "Ctrl+Shift+Insert"),
    "up": (N_("Move up"), "Alt+Up"),
    "down": (N_("Move down"), "Alt+Down"),
    "out": (N_("One step out"), "Alt+Left"),
    "in": (N_("One step in"), "Alt+Right"),
    "rename": (N_("Rename"), "F2"),
    "delete": (N_("Delete objective"), "Delete"),
    "show": (N_("Show its actions"), ""),
}
"""Text and key of each button."""
_SIGNS = {"up": "↑", "down": "↓", "in": "→", "out": "←"}
_SIGNS_MIRRORED = {**_SIGNS, "in": "←", "out": "→"}


class ObjectivesPanel(QWidget):
    """Shows the tree and asks the services for each change.

    Signals:
        refused: a `Problem`: what was asked could not be done.
        actions_asked: the title of an objective whose actions are to be shown.
    """

    refused = Signal(object)
    actions_asked = Signal(str)

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._texts = place.texts
        self._plan_id: str | None = None
        self._is_locked = False
        self._is_stale = False
        self._wanted_id: str | None = None
        self.buttons: dict[str, QAbstractButton] = {}
        self._build()
        self._connect()
        self._show_state()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(6)
        self.said = hint("", self)
        layout.addWidget(self.said)
        self.tree = ObjectivesTree(self._place.values, self)
        layout.addWidget(self.tree, 1)
        signs = _SIGNS_MIRRORED if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else _SIGNS
        buttons = QWidget(self)
        row = FlowLayout(buttons)
        for name in _BUTTONS:
            row.addWidget(self._button(buttons, name, signs.get(name, "")))
        layout.addWidget(buttons)

    def _button(self, parent: QWidget, name: str, sign: str) -> QAbstractButton:
        text, keys = _BUTTONS[name]
        said = self._texts.gettext(text)
        button: QAbstractButton = QToolButton(parent) if sign else QPushButton(parent)
        button.setText(sign or said)
        button.setAccessibleName(said)
        button.setToolTip(tooltip(f"{said} ({keys})" if keys else said))
        self.buttons[name] = button
        return button

    def _connect(self) -> None:
        slots: dict[str, Callable[[], None]] = {
            "add": self._on_add, "add_below": self._on_add_below, "up": self._on_up, "down": self._on_down,
            "in": self._on_in, "out": self._on_out, "rename": self._on_rename, "delete": self._on_delete,
            "show": self._on_show,
        }  # fmt: skip
        for name, (_text, keys) in _BUTTONS.items():
            self.buttons[name].clicked.connect(slots[name])
            if keys:
                shortcut = QShortcut(QKeySequence(keys), self.tree)
                shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
                shortcut.activated.connect(self.buttons[name].click)
        self.tree.itemDelegate().closeEditor.connect(self._on_editor_closed)
        self.tree.renamed.connect(self._on_renamed)
        self.tree.currentItemChanged.connect(self._on_current_changed)
        self._place.feed.changed.connect(self._on_feed_changed)

    # What is shown

    def show_plan(self, plan_id: str | None, *, is_locked: bool) -> None:
        """Show the objectives of a plan, or that none is chosen."""
        self._plan_id = plan_id
        self._is_locked = is_locked
        self._read()

    def _on_feed_changed(self, info: Any) -> None:
        if info.touched.keys() & {"objective", "plan_item"}:
            self._read()

    def _read(self) -> None:
        if self._plan_id is None:
            self._fill([], {})
        else:
            self._place.desk.read(_read_objectives, self._plan_id, then=self._on_read)

    def _on_read(self, answer: tuple[str, list[Any], dict[str, int]]) -> None:
        plan_id, rows, counts = answer
        if plan_id != self._plan_id:
            return
        if self.tree.is_editing:
            # What is being typed is left alone; the rows are read again when it is done.
            self._is_stale = True
        else:
            self._fill(rows, counts)

    def _on_editor_closed(self) -> None:
        if self._is_stale:
            self._is_stale = False
            QTimer.singleShot(0, self._read)

    def _fill(self, rows: list[Any], counts: dict[str, int]) -> None:
        is_new = self._wanted_id is not None and any(row.id == self._wanted_id for row in rows)
        self.tree.fill(rows, counts, self._wanted_id)
        self._show_state()
        if is_new:
            self._wanted_id = None
            self.tree.rename()

    def _show_state(self) -> None:
        """Say why nothing can be changed, and let only be pressed what does something."""
        _ = self._texts.gettext
        said = ""
        if self._plan_id is None:
            said = _(N_("Choose one plan to see its objectives."))
        elif self._is_locked:
            said = _(N_("The objectives belong to the approved text. Choose “Amend” to change them."))
        elif not self.tree.rows:
            said = _(N_("The plan has no objectives yet."))
        self.said.setText(said)
        self.said.setVisible(bool(said))
        siblings, at = self.tree.siblings()
        is_open = self._plan_id is not None and not self._is_locked
        self.tree.can_rename = is_open
        is_chosen = is_open and at >= 0
        can = {
            "add": is_open, "add_below": is_chosen, "rename": is_chosen, "delete": is_chosen,
            "show": at >= 0, "up": is_open and at > 0, "in": is_open and at > 0,
            "down": is_chosen and at < len(siblings) - 1,
            "out": is_chosen and self.tree.rows[siblings[at]].parent_id in self.tree.rows,
        }  # fmt: skip
        for name, button in self.buttons.items():
            button.setEnabled(bool(can[name]))

    def _on_current_changed(self, _now: Any, _before: Any) -> None:
        if not self.tree.is_filling:
            self._show_state()

    # What people do

    def _write(self, service: Callable[..., Any], *args: Any, **named: Any) -> None:
        self._place.desk.write(service, *args, refused=self._on_refused, **named)

    def _on_refused(self, problem: Problem) -> None:
        self._read()
        self.refused.emit(problem)

    def _on_add(self) -> None:
        siblings, at = self.tree.siblings()
        if at < 0:
            self._add(None, None)
        else:
            self._add(self.tree.rows[siblings[at]].parent_id, siblings[at])

    def _on_add_below(self) -> None:
        self._add(self.tree.current_id(), None)

    def _add(self, parent_id: str | None, after: str | None) -> None:
        values = {"title": self._texts.gettext(N_("New objective")), "parent_id": parent_id}
        self._write(add_objective, self._plan_id, values, after=after, then=self._on_added)

    def _on_added(self, objective_id: str) -> None:
        self._wanted_id = objective_id
        self._read()

    def _on_rename(self) -> None:
        self.tree.rename(self.tree.currentColumn())

    def _on_renamed(self, objective_id: str, name: str, text: str) -> None:
        self._write(update_objective, objective_id, {name: text})

    def _move(self, parent_id: str | None, after: str | None) -> None:
        self._write(move_objective, self.tree.current_id(), parent_id=parent_id, after=after)

    def _on_up(self) -> None:
        siblings, at = self.tree.siblings()
        self._move(self.tree.rows[siblings[at]].parent_id, siblings[at - 2] if at > 1 else None)

    def _on_down(self) -> None:
        siblings, at = self.tree.siblings()
        self._move(self.tree.rows[siblings[at]].parent_id, siblings[at + 1])

    def _on_in(self) -> None:
        siblings, at = self.tree.siblings()
        below = self.tree.below(siblings[at - 1])
        self._move(siblings[at - 1], below[-1] if below else None)

    def _on_out(self) -> None:
        siblings, at = self.tree.siblings()
        parent = self.tree.rows[self.tree.rows[siblings[at]].parent_id]
        self._move(parent.parent_id, parent.id)

    def _on_delete(self) -> None:
        self._write(delete_objective, self.tree.current_id())

    def _on_show(self) -> None:
        row = self.tree.rows.get(self.tree.current_id() or "")
        if row is not None:
            self.actions_asked.emit(row.title)


def _read_objectives(reader: Reader, plan_id: str) -> tuple[str, list[Any], dict[str, int]]:
    return plan_id, objectives(reader, plan_id), item_counts(reader, plan_id)
