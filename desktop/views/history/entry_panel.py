"""What one entry of the history did: its sentence, who and when, and each field before and after."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QPushButton, QTableView, QVBoxLayout, QWidget

from db.log_records import ChangeSetInfo
from desktop.base.i18n import N_
from desktop.itemmodels.history_model import FieldChangeModel, HistoryModel
from desktop.services.take_back import RowsOfSet
from desktop.views.workplace import Workplace
from desktop.widgets.heads import make_quiet
from desktop.widgets.labels import heading, hint

_TALLEST_ROW_LINES = 8
_FIELD_WIDTH = 150


class EntryPanel(QWidget):
    """Shows one entry.

    Signals:
        take_back_asked: the person wants to take the shown entry back.
        record_asked: the table and id of a changed record.
    """

    take_back_asked = Signal()
    record_asked = Signal(str, str)

    def __init__(self, place: Workplace, entries: HistoryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._texts = place.texts
        self._entries = entries
        self.model = FieldChangeModel(place.values, self)
        self._build()
        self.take_back_button.clicked.connect(self.take_back_asked)
        self.table.activated.connect(self._on_activated)
        # Heights follow the widths, once for all columns that a resize moves.
        self._fit_timer = QTimer(self)
        self._fit_timer.setSingleShot(True)
        self._fit_timer.setInterval(0)
        self._fit_timer.timeout.connect(self.table.resizeRowsToContents)
        self.table.horizontalHeader().sectionResized.connect(self._on_section_resized)

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 0)
        self.title = heading("", self, level=2)
        self.title.setWordWrap(True)
        self.take_back_button = QPushButton(self._texts.gettext(N_("&Take back…")), self)
        head.addWidget(self.title, 1)
        head.addWidget(self.take_back_button, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(head)
        self.facts = hint("", self)
        self.facts.setContentsMargins(16, 0, 16, 0)
        layout.addWidget(self.facts)
        self.table = QTableView(self)
        self.table.setAccessibleName(self._texts.gettext(N_("What the entry changed")))
        self.table.setModel(self.model)
        self.table.setFrameShape(QTableView.Shape.NoFrame)
        self.table.setShowGrid(False)
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().setVisible(False)
        self.table.verticalHeader().setMaximumSectionSize(
            self.fontMetrics().lineSpacing() * _TALLEST_ROW_LINES
        )
        header = self.table.horizontalHeader()
        make_quiet(header)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(0, _FIELD_WIDTH)
        layout.addWidget(self.table, 1)
        self.rest = hint("", self)
        self.rest.setContentsMargins(16, 4, 16, 8)
        self.rest.hide()
        layout.addWidget(self.rest)

    def show_entry(self, info: ChangeSetInfo | None) -> None:
        """Show an entry's sentence; its changes follow when they have been read."""
        self.model.show(())
        self.table.clearSpans()
        self.rest.hide()
        self.take_back_button.setVisible(info is not None)
        if info is None:
            self.title.setText(self._texts.gettext(N_("No entry is chosen")))
            self.facts.setText("")
            return
        self.title.setText(self._entries.summary(info))
        self.show_facts(info)

    def show_facts(self, info: ChangeSetInfo) -> None:
        """Say who, when, and whether it was taken back meanwhile."""
        said = [
            self._texts.fill(N_("Entry {number}"), {"number": info.number}),
            self._place.values.timestamp(info.at_ms),
            info.author,
        ]
        by = self._entries.taken_back_by(info.number)
        if by is not None:
            said.append(self._texts.fill(N_("taken back by entry {number}"), {"number": by}))
        self.facts.setText(" · ".join(said))

    def show_changes(self, found: RowsOfSet) -> None:
        """Show what the entry did."""
        self.model.show(found.changes)
        self.table.clearSpans()
        for row in self.model.record_rows():
            self.table.setSpan(row, 0, 1, self.model.columnCount())
        self._fit_timer.start()
        if found.rows > found.rows_shown:
            count = self._place.values.locale.toString
            said = N_("The first {shown} of {count} records are shown.")
            self.rest.setText(
                self._texts.fill(said, {"shown": count(found.rows_shown), "count": count(found.rows)})
            )
            self.rest.show()

    def _on_section_resized(self, _section: int, _old: int, _new: int) -> None:
        self._fit_timer.start()

    def _on_activated(self, index: QModelIndex) -> None:
        change = self.model.change(index.row())
        self.record_asked.emit(change.entity, change.row_id)
