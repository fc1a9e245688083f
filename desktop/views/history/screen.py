"""The screen of the history: entries of the file or of one record, newest first; each can be taken back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from db.erasure import ORIGIN as ERASURE
from db.log_records import ChangeSetInfo
from desktop.base.i18n import N_
from desktop.itemmodels.history_model import HistoryModel
from desktop.services.take_back import RowsOfSet, rows_of_set
from desktop.views.history.entry_panel import EntryPanel
from desktop.views.history.source import EntrySource
from desktop.views.history.take_back_panel import TakeBackPanel
from desktop.views.workplace import Workplace
from desktop.widgets.cell_delegate import CellDelegate
from desktop.widgets.filter_field import FilterField
from desktop.widgets.heads import make_quiet
from desktop.widgets.labels import heading, hint
from desktop.widgets.notice_bar import NoticeBar

_WIDTHS = (150, 160)
_ROW_ROOM = 12


class HistoryScreen(QWidget):
    """The entries, what the chosen one did, and the way to take it back."""

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._texts = place.texts
        self._number: int | None = None
        self.source = EntrySource(place.desk, self)
        self.model = HistoryModel(self.source, place.values, self)
        self._build()
        self._connect()
        self.show_all()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._build_tools())
        self.notice = NoticeBar(self._texts, self)
        layout.addWidget(self.notice)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(1)
        self.table = self._build_table(splitter)
        self.side = QStackedWidget(splitter)
        self.panel = EntryPanel(self._place, self.model, self.side)
        self.take_back = TakeBackPanel(self._place, self.side)
        self.side.addWidget(self.panel)
        self.side.addWidget(self.take_back)
        splitter.addWidget(self.table)
        splitter.addWidget(self.side)
        splitter.setSizes([560, 520])
        layout.addWidget(splitter, 1)

    def _build_tools(self) -> QVBoxLayout:
        _ = self._texts.gettext
        tools = QVBoxLayout()
        tools.setContentsMargins(20, 16, 20, 12)
        tools.setSpacing(10)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(heading(_(N_("History")), self))
        self.scope = hint("", self, wraps=False)
        self.all_button = QPushButton(_(N_("Show &all entries")), self)
        head.addWidget(self.scope)
        head.addStretch(1)
        head.addWidget(self.all_button)
        row = QHBoxLayout()
        self.filter = FilterField(_(N_("Filter by author or word")), self)
        self.filter.setMaximumWidth(360)
        self.count = hint("", self, wraps=False)
        row.addWidget(self.filter, 2)
        row.addWidget(self.count, 3)
        tools.addLayout(head)
        tools.addLayout(row)
        return tools

    def _build_table(self, parent: QWidget) -> QTableView:
        table = QTableView(parent)
        table.setAccessibleName(self._texts.gettext(N_("Entries of the history")))
        table.setModel(self.model)
        table.setItemDelegate(CellDelegate(self._place.written, table))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setAlternatingRowColors(True)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setFrameShape(QTableView.Shape.NoFrame)
        table.verticalHeader().setVisible(False)
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + _ROW_ROOM)
        header = table.horizontalHeader()
        make_quiet(header)
        header.setStretchLastSection(True)
        for column, width in enumerate(_WIDTHS):
            table.setColumnWidth(column, width)
        return table

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._on_filter_changed)
        self.all_button.clicked.connect(self.show_all)
        self.table.selectionModel().currentChanged.connect(self._on_current_changed)
        self.model.page_read.connect(self._on_page_read)
        self.model.modelReset.connect(self._say_count)
        self.model.rowsInserted.connect(self._say_count)
        self.panel.take_back_asked.connect(self._on_take_back_asked)
        self.panel.record_asked.connect(self._place.navigator.record_asked)
        self.take_back.done.connect(self._on_taken_back)
        self.take_back.cancelled.connect(self._close_take_back)
        self._place.feed.changed.connect(self._on_feed_changed)

    # What is shown

    def show_all(self) -> None:
        """Show the entries of the whole file."""
        self._show((), "")

    def show_history_of(self, row_ids: Sequence[str], name: str) -> None:
        """Show what became of these records and of what belongs to them."""
        self._show(row_ids, name)

    def _show(self, row_ids: Sequence[str], name: str) -> None:
        self.source.show(row_ids)
        self.scope.setText(self._texts.fill(N_("of {name}"), {"name": name}) if row_ids else "")
        self.all_button.setVisible(bool(row_ids))
        self._number = None
        self._close_take_back()
        self.filter.clear()
        self.model.load()

    def _on_page_read(self) -> None:
        self._say_count()
        if not self.table.currentIndex().isValid() and self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(0, 0))
        elif not self.model.rowCount():
            self._show_entry(None)

    def _say_count(self, *_rows: object) -> None:
        shown = self._place.values.locale.toString(self.model.rowCount())
        if self.model.is_whole:
            said = self._texts.ngettext("{count} entry", "{count} entries", self.model.rowCount())
        else:
            said = self._texts.gettext(N_("The newest {count} entries; older ones follow"))
        self.count.setText(said.format(count=shown))

    def _on_filter_changed(self, text: str) -> None:
        number = self._number
        self.model.set_filter(text)
        row = -1 if number is None else self.model.row_of(number)
        if row >= 0 or self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(max(row, 0), 0))
        else:
            self._close_take_back()
            self._show_entry(None)
        self._say_count()

    def _on_feed_changed(self, info: ChangeSetInfo) -> None:
        if info.origin == ERASURE:
            # Sentences and values that were read before may show what was erased.
            self._number = None
            self.model.load()
            return
        self.model.add(info)
        current = self.model.entry(self.table.currentIndex().row())
        if current is not None:
            self.panel.show_facts(current)

    # The chosen entry

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        info = self.model.entry(current.row())
        if info is None or info.number != self._number:
            self._close_take_back()
            self._show_entry(info)

    def _show_entry(self, info: ChangeSetInfo | None) -> None:
        self._number = None if info is None else info.number
        self.panel.show_entry(info)
        if info is not None:
            self._place.desk.read(rows_of_set, info.number, only=self.source.rows, then=self._on_rows_read)

    def _on_rows_read(self, found: RowsOfSet) -> None:
        if found.number == self._number:
            self.panel.show_changes(found)

    # Taking back

    def _on_take_back_asked(self) -> None:
        info = self.model.entry(self.table.currentIndex().row())
        if info is not None:
            self.side.setCurrentWidget(self.take_back)
            self.take_back.start(info)

    def _close_take_back(self) -> None:
        if self.side.currentWidget() is self.take_back:
            self.side.setCurrentWidget(self.panel)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_taken_back(self, said: str) -> None:
        self._close_take_back()
        self.notice.say(said)
