"""The tools above the plan's table: filter, count, and what can be done with actions and columns."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from desktop.base.i18n import N_
from desktop.views.workplace import Workplace
from desktop.widgets.filter_field import FilterField
from desktop.widgets.labels import hint
from desktop.widgets.record_table import RecordTable

_COLUMNS = "plan_items"
_SHOWN_FIRST = ("number", "title", "lead", "due", "status", "priority", "last_note")
_DETAIL, _HIDDEN = "plan-detail", "hidden"


class PlanTools(QWidget):
    """One row of tools; what they do is connected by the screen, but for the choice of columns."""

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
        self.filter = FilterField(_(N_("Filter by any word")), self)
        self.filter.setMaximumWidth(360)
        row.addWidget(self.filter, 2)
        self.count: QLabel = hint("", self, wraps=False)
        row.addWidget(self.count, 1)
        self.add_button = QPushButton(_(N_("&Add action")), self)
        self.part_button = QPushButton(_(N_("Add s&ub-action")), self)
        self.delete_button = QPushButton(_(N_("&Delete")), self)
        self.columns_button = QToolButton(self)
        self.columns_button.setText(_(N_("&Columns")))
        self.columns_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.detail_button = QToolButton(self)
        self.detail_button.setText(_(N_("Deta&ils")))
        self.detail_button.setCheckable(True)
        self.detail_button.setChecked(self._place.settings.current.window.get(_DETAIL) != _HIDDEN)
        buttons = (self.add_button, self.part_button, self.delete_button)
        for button in (*buttons, self.columns_button, self.detail_button):
            button.setSizePolicy(button.sizePolicy().horizontalPolicy(), QSizePolicy.Policy.Fixed)
            button.setMinimumHeight(self.filter.sizeHint().height() + 2)
            row.addWidget(button)

    def serve(self, table: RecordTable) -> None:
        """Show the chosen columns of a table, and offer the choice of others."""
        self._table = table
        chosen = self._place.settings.current.columns.get(_COLUMNS)
        table.show_columns(chosen or _SHOWN_FIRST)
        table.columns_chosen.connect(self._on_columns_chosen)
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

    def _on_detail_toggled(self, is_shown: bool) -> None:
        window = {**self._place.settings.current.window, _DETAIL: "" if is_shown else _HIDDEN}
        self._place.settings.change(window=window)

    def _on_columns_chosen(self, names: list[str]) -> None:
        columns = {**self._place.settings.current.columns, _COLUMNS: names}
        self._place.settings.change(columns=columns)
