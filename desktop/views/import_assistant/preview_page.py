"""Fourth page: the rows as they would land, before anything is written."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.base.i18n import N_
from desktop.base.text import visible_controls
from desktop.itemmodels.import_preview_model import (
    ACTIONS,
    ALL,
    DOUBTFUL,
    SAID,
    ImportPreview,
    ImportPreviewModel,
)
from desktop.services.import_outcome import ImportOutcome
from desktop.views.import_assistant.parts import scrolled
from desktop.views.workplace import Workplace
from desktop.widgets.heads import make_quiet
from desktop.widgets.labels import hint, plain_label

_FILTERS = {ALL: N_("All"), DOUBTFUL: N_("To look at"), **ACTIONS}
_WIDTHS = (70, 110, 300)
_FIELD_WIDTHS = {"number": 70, "title": 320, "objective": 220, "status": 110, "due": 110, "progress": 80,
                 "institution": 260, "person": 200, "post": 200}  # fmt: skip
_FIELD_WIDTH = 170
_ROW_ROOM = 10
_ROW_LINES = 3
_MOST_NOTICES = 60


class PreviewPage(QWidget):
    """What an import would do, row by row.

    Signals:
        changed: refused rows may be left out now, or no longer.
    """

    changed = Signal()

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = place.texts
        self.model = ImportPreviewModel(place.values, self)
        self.buttons: dict[str, QToolButton] = {}
        self._build()
        self.skips_refused.clicked.connect(self.changed)
        self._group.buttonClicked.connect(self._on_filter_clicked)
        self.table.selectionModel().currentRowChanged.connect(self._on_row_changed)

    def _build(self) -> None:
        _ = self._texts.gettext
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(4)
        self._group = QButtonGroup(self)
        for which in _FILTERS:
            button = QToolButton(self)
            button.setCheckable(True)
            self._group.addButton(button)
            self.buttons[which] = button
            row.addWidget(button)
        row.addStretch(1)
        layout.addLayout(row)
        self.table = self._build_table()
        layout.addWidget(self.table, 1)
        self.row_said = plain_label("", self, wraps=True)
        self.row_said.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
        self._row_area = scrolled(self.row_said, self)
        self._row_area.setFixedHeight(self.fontMetrics().lineSpacing() * _ROW_LINES)
        layout.addWidget(self._row_area)
        self.notices = hint("", self)
        self._notice_area = scrolled(self.notices, self)
        self._notice_area.setMaximumHeight(self.fontMetrics().lineSpacing() * 4)
        layout.addWidget(self._notice_area)
        self.skips_refused = QCheckBox("", self)
        layout.addWidget(self.skips_refused)

    def _build_table(self) -> QTableView:
        table = QTableView(self)
        table.setAccessibleName(self._texts.gettext(N_("Rows as they would be imported")))
        table.setModel(self.model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setAlternatingRowColors(True)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        rows = table.verticalHeader()
        rows.setVisible(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + _ROW_ROOM)
        header = table.horizontalHeader()
        make_quiet(header)
        return table

    def show_trial(self, preview: ImportPreview, outcome: ImportOutcome) -> None:
        """Show what an import would do."""
        self.model.set_preview(preview)
        for which, button in self.buttons.items():
            count = preview.counts[which]
            button.setText(f"{self._texts.gettext(_FILTERS[which])}: {count}")
            button.setVisible(bool(count) or which == ALL)
        self.buttons[ALL].setChecked(True)
        widths = [*_WIDTHS, *(_FIELD_WIDTHS.get(name, _FIELD_WIDTH) for name in preview.names)]
        for column, width in enumerate(widths):
            self.table.setColumnWidth(column, width)
        has_said = any(row.said for row in preview.rows)
        self.table.setColumnHidden(SAID, not has_said)
        self._row_area.setVisible(has_said)
        said = [notice.shown(self._texts) for notice in outcome.notices[:_MOST_NOTICES]]
        self.notices.setText(visible_controls("\n".join(said)))
        self._notice_area.setVisible(bool(said))
        count = len(outcome.refused)
        sentence = self._texts.ngettext(
            "&Leave out the refused row and take the others",
            "&Leave out the {n} refused rows and take the others",
            count,
        )
        self.skips_refused.setText(sentence.format(n=count))
        self.skips_refused.setVisible(bool(count))
        self.skips_refused.setChecked(False)
        self._show_first_row()

    def _on_filter_clicked(self, clicked: QAbstractButton) -> None:
        which = next(name for name, button in self.buttons.items() if button is clicked)
        self.model.show_only(which)
        self._show_first_row()

    def _show_first_row(self) -> None:
        if self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(0, 0))
        self._on_row_changed(self.table.currentIndex())

    def _on_row_changed(self, current: QModelIndex, _before: QModelIndex | None = None) -> None:
        """Say all that is to be looked at in a row, which its cell has no room for."""
        self.row_said.setText(self.model.said(current.row()) if current.isValid() else "")
