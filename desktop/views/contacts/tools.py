"""What stands above the directory: its heading, the State, the filter and the buttons. Widgets only."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop.base.i18n import N_, Texts
from desktop.views.sharing_menu import add_sharing_menus
from desktop.widgets.filter_field import FilterField
from desktop.widgets.labels import heading, hint

_ADD = {"person": N_("&Person"), "post": N_("P&ost"), "institution": N_("&Institution")}


class ContactTools(QWidget):
    """The two rows above the directory.

    Signals:
        share_asked: the chosen contacts are to be shared with a recipient (True), or no longer (False).
    """

    share_asked = Signal(str, bool)

    def __init__(self, texts: Texts, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 12)
        layout.setSpacing(10)
        layout.addLayout(self._build_head())
        layout.addLayout(self._build_row())

    def _build_head(self) -> QHBoxLayout:
        _ = self._texts.gettext
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(heading(_(N_("Points of contact")), self))
        self.chooser = QComboBox(self)
        self.chooser.setAccessibleName(_(N_("State")))
        self.chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.chooser.hide()
        row.addWidget(self.chooser)
        row.addStretch(1)
        self.import_button = QPushButton(_(N_("&Import…")), self)
        self.export_button = QPushButton(_(N_("E&xport")), self)
        menu = QMenu(self.export_button)
        self.export_selected = menu.addAction(_(N_("The &selected contacts…")))
        self.export_shown = menu.addAction(_(N_("All contacts in the &list…")))
        menu.addSeparator()
        add_sharing_menus(menu, self._texts, self.share_asked.emit)
        self.export_button.setMenu(menu)
        row.addWidget(self.import_button)
        row.addWidget(self.export_button)
        return row

    def _build_row(self) -> QHBoxLayout:
        _ = self._texts.gettext
        row = QHBoxLayout()
        row.setSpacing(8)
        self.filter = FilterField(_(N_("Filter by any word")), self)
        self.filter.setMaximumWidth(360)
        row.addWidget(self.filter, 2)
        self.count = hint("", self, wraps=False)
        row.addWidget(self.count, 1)
        self.add_button = QPushButton(_(N_("&Add")), self)
        self.add_menu = QMenu(self.add_button)
        self.add_actions: dict[str, QAction] = {}
        for what, label in _ADD.items():
            self.add_actions[what] = self.add_menu.addAction(_(label))
            self.add_actions[what].setData(what)
        self.add_button.setMenu(self.add_menu)
        self.designate_button = QPushButton(_(N_("Desig&nate…")), self)
        self.delete_button = QPushButton(_(N_("&Delete…")), self)
        self.columns_button = QToolButton(self)
        self.columns_button.setText(_(N_("&Columns")))
        self.columns_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        for button in (self.add_button, self.designate_button, self.delete_button, self.columns_button):
            row.addWidget(button)
        return row

    def show_states(self, states: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer these States (code, name), and all of them; hidden when there is nothing to choose."""
        listed = [self.chooser.itemData(place) for place in range(1, self.chooser.count())]
        if [code for code, _ in states] != listed:
            self.chooser.clear()
            self.chooser.addItem(self._texts.gettext(N_("All States")), "")
            for code, name in states:
                self.chooser.addItem(name, code)
        self.chooser.setCurrentIndex(max(self.chooser.findData(chosen), 0))
        self.chooser.setVisible(len(states) > 1)
