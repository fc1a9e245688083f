"""The menus of the plan's table: what can be done with the chosen actions, and how they are sorted."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from desktop.base.i18n import N_, Texts
from desktop.base.text import visible_controls
from desktop.views.plan.actions import PlanActions
from desktop.views.plan.plan_names import PlanNames
from desktop.views.sharing_menu import add_sharing_menus
from desktop.widgets.record_table import RecordTable

_NEEDS_PLAN = ("add", "part")
_NEEDS_ORDER = ("up", "down")
_LONGEST = 90


class PlanMenus(QObject):
    """Fills the menu of the tools and the one that the right button opens."""

    def __init__(
        self, texts: Texts, actions: PlanActions, table: RecordTable, names: PlanNames, more: QMenu
    ) -> None:
        super().__init__(table)
        self._texts = texts
        self._actions = actions
        self._table = table
        self._names = names
        more.aboutToShow.connect(partial(self._fill, more))
        more.aboutToHide.connect(self._enable_all)
        self._fill(more)
        self._enable_all()
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._on_menu_asked)

    def _on_menu_asked(self, at: QPoint) -> None:
        menu = QMenu(self._table)
        self._fill(menu)
        column = self._table.currentIndex().column()
        if column >= 0:
            menu.addSeparator()
            self._table.sorting.add_to(menu, column)
        menu.aboutToHide.connect(self._enable_all)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._table.viewport().mapToGlobal(at))

    def _fill(self, menu: QMenu) -> None:
        """The menu as it is now: what cannot be done is grey."""
        menu.clear()
        has_current = self._table.current_id() is not None
        has_plan = self._names.plan_id is not None
        is_ordered = not self._table.model().sort_columns
        for name, action in self._actions.by_name.items():
            is_possible = (has_plan or name not in _NEEDS_PLAN) and (is_ordered or name not in _NEEDS_ORDER)
            action.setEnabled(is_possible and (has_current or name == "add"))
            menu.addAction(action)
            if name == "down":
                self._add_objectives(menu, is_enabled=has_plan and has_current)
                for below in add_sharing_menus(menu, self._texts, self._actions.share):
                    below.setEnabled(has_current)

    def _add_objectives(self, menu: QMenu, *, is_enabled: bool) -> None:
        moves = menu.addMenu(self._texts.gettext(N_("Move to objective")))
        moves.setEnabled(is_enabled and bool(self._names.objectives))
        for objective_id, name, level in self._names.objectives:
            shown = "   " * (level - 1) + visible_controls(name[:_LONGEST]).replace("&", "&&")
            moves.addAction(shown).triggered.connect(partial(self._on_chosen, objective_id))
        moves.addSeparator()
        none = moves.addAction(self._texts.gettext(N_("No objective")))
        none.triggered.connect(partial(self._on_chosen, None))

    def _on_chosen(self, objective_id: str | None) -> None:
        self._actions.move_to(objective_id)

    def _enable_all(self) -> None:
        """Grey is for the menu only: a key that does nothing now still says why."""
        for action in self._actions.by_name.values():
            action.setEnabled(True)
