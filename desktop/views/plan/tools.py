"""The tools above the plan's table: filter, count, and what can be done with actions and columns."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QToolButton, QWidget

from desktop.base.i18n import N_
from desktop.services.item_scopes import ALL, SCOPES
from desktop.views.workplace import Workplace
from desktop.widgets.chooser import Chooser
from desktop.widgets.filter_field import FilterField
from desktop.widgets.labels import hint
from desktop.widgets.record_table import RecordTable

_COLUMNS = "plan_items"
_SHOWN_FIRST = ("number", "title", "lead", "due", "status", "priority", "last_note")
_RENAMED = {"objective_title": "objective_id"}
_DETAIL, _HIDDEN = "plan-detail", "hidden"
_LOOK, _SCOPE, _SORT, _WIDTHS = "plan", "scope", "sort", "widths"


class PlanTools(QWidget):
    """One row of tools; what they do is connected by the screen, but for what only concerns the look.

    Signals:
        scope_chosen: the code of the part of the plan that is to be shown.
    """

    scope_chosen = Signal(str)

    def __init__(self, place: Workplace, parent: QWidget) -> None:
        super().__init__(parent)
        self._place = place
        self._texts = place.texts
        self._table: RecordTable | None = None
        self._build()

    def _build(self) -> None:
        _ = self._texts.gettext
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 6, 20, 12)
        row.setSpacing(8)
        self.filter = FilterField(_(N_("Filter by any word")), self, self.parentWidget())
        self.filter.setMinimumWidth(110)
        self.filter.setMaximumWidth(360)
        row.addWidget(self.filter, 2)
        self.scope = Chooser([(code, _(said)) for code, said in SCOPES.items()], self)
        self.scope.setMinimumContentsLength(12)
        self.scope.setAccessibleName(_(N_("Which actions are shown")))
        self.scope.choose(str(self._look.get(_SCOPE, ALL)))
        self.scope.activated.connect(self._on_scope_activated)
        row.addWidget(self.scope)
        self.count: QLabel = hint("", self, wraps=False)
        row.addWidget(self.count, 1)
        self.add_button = QPushButton(_(N_("&Add action")), self)
        self.delete_button = QPushButton(_(N_("&Delete")), self)
        self.more_button = self._menu_button(_(N_("M&ore")))
        self.more_button.setMenu(QMenu(self.more_button))
        self.columns_button = self._menu_button(_(N_("&Columns")))
        self.detail_button = QToolButton(self)
        self.detail_button.setText(_(N_("Deta&ils")))
        self.detail_button.setCheckable(True)
        self.detail_button.setChecked(self._place.settings.current.window.get(_DETAIL) != _HIDDEN)
        buttons = (self.add_button, self.delete_button, self.more_button, self.columns_button)
        for button in (*buttons, self.detail_button):
            button.setSizePolicy(button.sizePolicy().horizontalPolicy(), QSizePolicy.Policy.Fixed)
            button.setMinimumHeight(self.filter.sizeHint().height() + 2)
            row.addWidget(button)

    def _menu_button(self, text: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(f"{text} ▾")
        button.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return button

    def serve(self, table: RecordTable) -> None:
        """Show the chosen columns of a table as they were left, and offer the choice of others."""
        self._table = table
        chosen = self._place.settings.current.columns.get(_COLUMNS)
        names = [_RENAMED.get(name, name) for name in chosen or _SHOWN_FIRST]
        table.show_columns(names)
        table.columns.set_widths(self._look.get(_WIDTHS, {}))
        columns = {field.name: column for column, field in enumerate(table.model().fields)}
        kept = self._look.get(_SORT, [])
        table.sorting.sort_by([(columns[name], bool(way)) for name, way in kept if name in columns])
        table.columns_chosen.connect(self._on_columns_chosen)
        table.columns.widths_chosen.connect(self._on_widths_chosen)
        table.model().headerDataChanged.connect(self._on_header_changed)
        self.columns_button.pressed.connect(self._on_columns_pressed)
        self.detail_button.toggled.connect(self._on_detail_toggled)

    def say_count(self, shown: int, total: int) -> None:
        """Say how many actions there are, and how many of them are shown."""
        if shown == total:
            said = self._texts.ngettext("{count} action", "{count} actions", total).format(
                count=self._number(total)
            )
        else:
            said = self._texts.gettext(N_("{shown} of {count} actions")).format(
                shown=self._number(shown), count=self._number(total)
            )
        self.count.setText(said)

    def _number(self, value: int) -> str:
        return self._place.values.locale.toString(value)

    def _on_columns_pressed(self) -> None:
        old = self.columns_button.menu()
        if old is not None:
            old.deleteLater()
        assert self._table is not None
        self.columns_button.setMenu(self._table.columns_menu(self.columns_button))

    # What is remembered

    @property
    def _look(self) -> dict[str, object]:
        return dict(self._place.settings.current.choices.get(_LOOK, {}))

    def _remember(self, name: str, value: object) -> None:
        if self._look.get(name) != value:
            self._place.settings.remember_choices(_LOOK, {**self._look, name: value})

    def choose_scope(self, scope: str) -> None:
        """Show another part of the plan."""
        if scope != self.scope.code:
            self.scope.choose(scope)
            self._on_scope_activated(0)

    def _on_scope_activated(self, _index: int) -> None:
        self._remember(_SCOPE, self.scope.code)
        self.scope_chosen.emit(self.scope.code)

    def _on_header_changed(self, *_columns: object) -> None:
        assert self._table is not None
        model = self._table.model()
        self._remember(_SORT, [[model.fields[column].name, way] for column, way in model.sort_columns])

    def _on_widths_chosen(self, widths: dict[str, int]) -> None:
        self._remember(_WIDTHS, widths)

    def _on_detail_toggled(self, is_shown: bool) -> None:
        window = {**self._place.settings.current.window, _DETAIL: "" if is_shown else _HIDDEN}
        self._place.settings.change(window=window)

    def _on_columns_chosen(self, names: list[str]) -> None:
        columns = {**self._place.settings.current.columns, _COLUMNS: names}
        self._place.settings.change(columns=columns)
