"""Which columns a table shows, in which order and how wide; how a person chooses them and what is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QTableView, QWidget

from db.fields import Field, Kind
from desktop.base.i18n import N_, Texts
from desktop.shell.roles import Role
from desktop.widgets.header_sorting import HeaderSorting

_WIDTHS = {
    Kind.LONG_TEXT: 240,
    Kind.LINKS: 210,
    Kind.CHOICE: 112,
    Kind.PARTIAL_DATE: 130,
    Kind.PERCENT: 80,
    Kind.MONEY: 100,
    Kind.STATE: 130,
    Kind.FLAG: 90,
}
_NAMED_WIDTHS = {"number": 66, "title": 255, "lead": 166, "due": 196, "currency": 70, "objective_id": 200}
_SETTLED_MS = 400


class TableColumns(QObject):
    """The columns of one table, by the names of their fields.

    Signals:
        chosen: names of the shown columns in their order.
        widths_chosen: widths of the columns by name, a moment after the person changed one.
    """

    chosen = Signal(object)
    widths_chosen = Signal(object)

    def __init__(self, table: QTableView, sorting: HeaderSorting, texts: Texts) -> None:
        super().__init__(table)
        self._table = table
        self._sorting = sorting
        self._texts = texts
        self._header = table.horizontalHeader()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLED_MS)
        self._timer.timeout.connect(self._on_widths_settled)
        self._header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._header.customContextMenuRequested.connect(self._on_menu_asked)
        self._header.sectionMoved.connect(self._on_section_moved)
        self._header.sectionResized.connect(self._on_section_resized)

    def field(self, column: int) -> Field:
        """The field of a column."""
        found: Field = self._table.model().headerData(column, Qt.Orientation.Horizontal, Role.FIELD)
        return found

    def use_model(self) -> None:
        """Give the columns of a model that was just set their usual widths."""
        for column in range(self._table.model().columnCount()):
            field = self.field(column)
            self._table.setColumnWidth(column, _NAMED_WIDTHS.get(field.name, _WIDTHS.get(field.kind, 150)))

    def show(self, names: Sequence[str]) -> None:
        """Show these columns in this order, hide the others."""
        self._header.blockSignals(True)
        by_name = {self.field(column).name: column for column in range(self._table.model().columnCount())}
        wanted = [name for name in names if name in by_name]
        for place, name in enumerate(wanted):
            self._header.moveSection(self._header.visualIndex(by_name[name]), place)
        self._header.blockSignals(False)
        for name, column in by_name.items():
            self._table.setColumnHidden(column, name not in wanted)
        self._table.viewport().update()

    def shown(self) -> list[str]:
        """Names of the shown columns in their order."""
        return [self.field(column).name for column in self.visual()]

    def visual(self) -> list[int]:
        """The shown columns in their order."""
        ordered = (self._header.logicalIndex(place) for place in range(self._header.count()))
        return [column for column in ordered if not self._table.isColumnHidden(column)]

    def menu(self, parent: QWidget) -> QMenu:
        """A menu to tick the shown columns."""
        menu = QMenu(self._texts.gettext(N_("Columns")), parent)
        for column in range(self._table.model().columnCount()):
            label = self._texts.gettext(self.field(column).label)
            action = menu.addAction(label.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(not self._table.isColumnHidden(column))
            action.setData(column)
        menu.triggered.connect(self._on_ticked)
        return menu

    def set_widths(self, widths: Mapping[str, int]) -> None:
        """Give columns the widths they were left with."""
        for column in range(self._table.model().columnCount()):
            width = widths.get(self.field(column).name)
            if width:
                self._table.setColumnWidth(column, width)

    def _on_menu_asked(self, place: QPoint) -> None:
        menu = QMenu(self._table)
        self._sorting.add_to(menu, self._header.logicalIndexAt(place))
        menu.addSeparator()
        menu.addMenu(self.menu(menu))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._header.mapToGlobal(place))

    def _on_ticked(self, action: QAction) -> None:
        if not action.isChecked() and len(self.visual()) == 1:
            return
        self._table.setColumnHidden(action.data(), not action.isChecked())
        self.chosen.emit(self.shown())

    def _on_section_moved(self, _section: int, _old: int, _new: int) -> None:
        self.chosen.emit(self.shown())

    def _on_section_resized(self, _column: int, _old: int, _new: int) -> None:
        # Layouts resize columns too; only what is dragged, or fitted by a double click, is a choice.
        if QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton or self._header.underMouse():
            self._timer.start()

    def _on_widths_settled(self) -> None:
        # The last column fills the room that is left: its width is nobody's choice.
        shown = self.visual()[:-1]
        self.widths_chosen.emit(
            {self.field(column).name: self._table.columnWidth(column) for column in shown}
        )
