"""Second page: which column is which field, with what stands in the columns and how sure the proposal is."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop.base.errors import UserError
from desktop.base.i18n import N_
from desktop.base.text import visible_controls
from desktop.exchange.layout import MappingFile
from desktop.services.import_steps.columns import ColumnProposal, Proposal, mapping_for, problem_of
from desktop.services.import_steps.fields import label_of, shown_order, targets_of
from desktop.views.import_assistant.parts import ElidedLabel, scrolled
from desktop.views.workplace import Workplace
from desktop.widgets.chooser import Chooser
from desktop.widgets.labels import hint, named_label

Choices = list[tuple[str, str]]
_SURE, _LIKELY = 0.85, 0.5
_HEADS = (N_("Column"), N_("First cells"), N_("Taken as"), N_("How sure"))
_NOT_TAKEN = N_("(not taken)")
_LARGEST_ROW = 1_048_576


class ColumnsPage(QWidget):
    """The columns of the table with the field that each is taken as.

    Signals:
        place_chosen: name of a sheet and the row (from 1, 0: find it) that holds the headings.
        changed: another field was chosen for a column.
    """

    place_chosen = Signal(str, int)
    changed = Signal()

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = place.texts
        self._proposal: Proposal | None = None
        self._sureness: dict[int, QLabel] = {}
        self.choosers: dict[int, Chooser] = {}
        self._area: QScrollArea | None = None
        self._build()
        self.sheet.activated.connect(self._on_sheet_activated)
        self.header_row.valueChanged.connect(self._on_header_row_changed)
        self.takes_alike.clicked.connect(self.changed)

    def _build(self) -> None:
        _ = self._texts.gettext
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.sheet = Chooser((), self)
        self.header_row = QSpinBox(self)
        self.header_row.setRange(1, _LARGEST_ROW)
        self.header_row.setKeyboardTracking(False)
        row.addWidget(named_label(_(N_("&Sheet")), self.sheet, self))
        row.addWidget(self.sheet, 1)
        row.addSpacing(12)
        row.addWidget(named_label(_(N_("&Headings in row")), self.header_row, self))
        row.addWidget(self.header_row)
        row.addStretch(1)
        self._layout.addLayout(row)
        self.takes_alike = QCheckBox("", self)
        self._layout.addWidget(self.takes_alike)
        self.remembered = hint(_(N_("The columns are taken as in the last import of this layout.")), self)
        self._layout.addWidget(self.remembered)

    # What is shown

    def show_proposal(self, proposal: Proposal) -> None:
        """Show the columns of a table."""
        self._proposal = proposal
        self.sheet.set_choices((name, visible_controls(name) or "-") for name in proposal.sheets)
        self.sheet.choose(proposal.sheet)
        self.sheet.setEnabled(len(proposal.sheets) > 1)
        self.header_row.blockSignals(True)
        self.header_row.setValue(proposal.header_row)
        self.header_row.blockSignals(False)
        others = "; ".join(name for name in proposal.alike if name != proposal.sheet)
        self.takes_alike.setVisible(bool(proposal.alike))
        self.takes_alike.setChecked(bool(proposal.alike))
        said = N_("Take the sheets laid out alike as well: {sheets}")
        self.takes_alike.setText(self._texts.fill(said, {"sheets": others}).replace("&", "&&"))
        self.remembered.setVisible(proposal.is_remembered)
        self._show_columns(proposal)

    def _show_columns(self, proposal: Proposal) -> None:
        body = QWidget(self)
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 4, 12, 4)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        for column, stretch in enumerate((0, 3, 5, 3)):
            grid.setColumnStretch(column, stretch)
        for column, text in enumerate(_HEADS, start=1):
            grid.addWidget(hint(self._texts.gettext(text), body, wraps=False), 0, column)
        names = shown_order(proposal.kind, [field.name for field in targets_of(proposal.kind)])
        choices = [("", self._texts.gettext(_NOT_TAKEN))]
        choices += [(name, self._texts.gettext(label_of(proposal.kind, name))) for name in names]
        self.choosers, self._sureness = {}, {}
        for row, column in enumerate(proposal.columns, start=1):
            self._add_column(body, grid, row, column, choices)
        grid.setRowStretch(len(proposal.columns) + 1, 1)
        if self._area is not None:
            self._layout.removeWidget(self._area)
            self._area.deleteLater()
        self._area = scrolled(body, self)
        self._layout.addWidget(self._area, 1)

    def _add_column(
        self,
        body: QWidget,
        grid: QGridLayout,
        row: int,
        column: ColumnProposal,
        choices: Choices,
    ) -> None:
        title = visible_controls(" ".join(column.heading.split("\n")))
        chooser = Chooser(choices, body)
        chooser.choose(column.field)
        chooser.activated.connect(partial(self._on_field_chosen, column.index))
        chooser.setAccessibleName(f"{column.letter} {title}".strip())
        samples = "  |  ".join(column.samples)
        chooser.setAccessibleDescription(visible_controls(samples))
        self.choosers[column.index] = chooser
        self._sureness[column.index] = hint(self._sureness_of(column), body, wraps=False)
        letter = hint(column.letter, body, wraps=False)
        cells = ElidedLabel(samples, body, is_quiet=True)
        shown = (letter, ElidedLabel(title, body), cells, chooser, self._sureness[column.index])
        for place, widget in enumerate(shown):
            grid.addWidget(widget, row, place)

    def _sureness_of(self, column: ColumnProposal) -> str:
        _ = self._texts.gettext
        if not column.field:
            return ""
        if self._proposal is not None and self._proposal.is_remembered:
            return _(N_("as last time"))
        if column.confidence >= _SURE:
            return _(N_("sure"))
        return _(N_("likely")) if column.confidence >= _LIKELY else _(N_("please check"))

    # What is chosen

    def chosen(self) -> dict[int, str]:
        """The field chosen for each column, "" for none."""
        return {index: chooser.code for index, chooser in self.choosers.items()}

    def problem(self) -> UserError | None:
        """Why the choice cannot be taken."""
        return (
            None
            if self._proposal is None
            else problem_of(self._proposal.kind, self.chosen(), self._proposal.layout.marked)
        )

    def mapping(self) -> MappingFile | None:
        """The choice as a mapping."""
        if self._proposal is None:
            return None
        takes_alike = self.takes_alike.isChecked() and bool(self._proposal.alike)
        return mapping_for(self._proposal, self.chosen(), takes_alike=takes_alike)

    def _on_field_chosen(self, index: int, _place: int = 0) -> None:
        is_taken = bool(self.choosers[index].code)
        self._sureness[index].setText(self._texts.gettext(N_("chosen by you")) if is_taken else "")
        self.changed.emit()

    def _on_sheet_activated(self) -> None:
        self.place_chosen.emit(self.sheet.code, 0)

    def _on_header_row_changed(self, row: int) -> None:
        self.place_chosen.emit(self.sheet.code, row)
