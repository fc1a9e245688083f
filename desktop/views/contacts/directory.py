"""The list of the directory: its rows, its columns, and which line is the current one."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from db.log_records import ChangeSetInfo
from desktop.base.errors import Problem, UserError
from desktop.base.i18n import N_
from desktop.itemmodels.block_edits import RefusedCell, refusal_text
from desktop.itemmodels.contact_table_model import ContactLine, ContactTableModel
from desktop.shell.written_values import WrittenValues
from desktop.views.contacts.source import ContactSource
from desktop.views.workplace import Workplace
from desktop.widgets.record_table import RecordTable

_COLUMNS = "contacts"
_SHOWN_FIRST = ("person", "post", "institution", "emails", "phones", "verified_on")
_WIDTHS = {"person": 190, "post": 240, "institution": 210, "emails": 220, "phones": 130}


class Directory(RecordTable):
    """The table of all contacts, or of those of one State.

    Signals:
        loaded: the lines are known.
        counted: how many lines are shown, and of how many.
        line_chosen: another line is current, or none.
        said: what became of a paste or of cleared cells, or why a cell is not edited here; "" takes it away.
        form_asked, add_asked, delete_asked: what a key or a double click asks for.
    """

    loaded = Signal()
    counted = Signal(int, int)
    line_chosen = Signal()
    said = Signal(str)
    form_asked = Signal()
    add_asked = Signal()
    delete_asked = Signal()

    def __init__(self, place: Workplace, written: WrittenValues, parent: QWidget | None = None) -> None:
        super().__init__(place.texts, written, place.clipboard, parent)
        self._place = place
        self._wanted_id: str | None = None
        self.source = ContactSource(place.desk, place.values.state, self)
        self.contacts = ContactTableModel(self.source, written, self)
        self.setAccessibleName(place.texts.gettext(N_("Directory of points of contact")))
        self.setModel(self.contacts)
        for name, width in _WIDTHS.items():
            self.setColumnWidth(self.contacts.column_of(name), width)
        self.show_columns(place.settings.current.columns.get(_COLUMNS) or _SHOWN_FIRST)
        self._connect()

    def _connect(self) -> None:
        self.columns_chosen.connect(self._on_columns_chosen)
        self.clear_asked.connect(self._on_clear_asked)
        self.pasted.connect(self._on_pasted)
        self.delegate.refused.connect(self._on_refused)
        self.contacts.refused.connect(self._on_refused)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.contacts.loaded.connect(self._on_loaded)
        self.contacts.modelReset.connect(self._on_rows_changed)
        self.contacts.rowsInserted.connect(self._on_rows_changed)
        self.contacts.rowsRemoved.connect(self._on_rows_changed)
        self._place.feed.changed.connect(self._on_feed_changed)
        for key, signal in (
            ("Ctrl+Insert", self.add_asked),
            ("Ctrl+Delete", self.delete_asked),
            ("Ctrl+Return", self.form_asked),
            ("Ctrl+Enter", self.form_asked),
        ):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(signal)

    # What is shown

    def load(self) -> None:
        """Read the lines."""
        self.contacts.load()

    def show_state(self, code: str) -> None:
        """Show the lines of one State, of all when the code is empty."""
        self.source.state = code
        self._wanted_id = self.current_id()
        self.contacts.load()

    def set_filter(self, text: str) -> None:
        """Show the lines that have the text; the current one stays current while it is among them."""
        self._wanted_id = self.current_id()
        self.contacts.set_filter(text)
        self._wanted_id = None
        self._count()
        if not self.currentIndex().isValid():
            self._go_to_first()

    def states(self) -> list[str]:
        """The States that have contacts; the chosen one is given up when it has none."""
        codes = {line.state for line in self.source.lines.values() if line.state}
        if self.source.state not in codes:
            self.source.state = ""
        return sorted(codes, key=self._place.values.state)

    def _on_loaded(self) -> None:
        self.loaded.emit()
        # The words to filter by are folded when the first rows have been painted.
        QTimer.singleShot(0, self._after_first_rows)

    def _after_first_rows(self) -> None:
        self.contacts.load_words()
        if not self.currentIndex().isValid():
            self._go_to_first()

    def _go_to_first(self) -> None:
        if self.contacts.rowCount():
            self.select_row(0, self.first_shown_column())
        else:
            self.line_chosen.emit()

    def _on_rows_changed(self, *_rows: object) -> None:
        self._count()
        if self._wanted_id is not None:
            self._go_to_wanted()

    def _count(self) -> None:
        self.counted.emit(self.contacts.rowCount(), len(self.contacts.rows.ids))

    def _on_feed_changed(self, info: ChangeSetInfo) -> None:
        self.contacts.on_changed(info)

    # The current line

    def want(self, row_id: str) -> None:
        """Make a line the current one, as soon as it is there."""
        self._wanted_id = row_id
        self._go_to_wanted()

    def _go_to_wanted(self) -> None:
        row = self.contacts.row_of(self._wanted_id or "")
        if row >= 0:
            self._wanted_id = None
            self.select_row(row)

    def _on_current_changed(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        if self.current_line() is not None or not self.contacts.rowCount():
            self.line_chosen.emit()

    def current_line(self) -> ContactLine | None:
        """The current line."""
        return self.source.lines.get(self.current_id() or "")

    def chosen_lines(self) -> list[ContactLine]:
        """The selected lines, or the current one."""
        found = [self.source.lines[row_id] for row_id in self.selected_ids() if row_id in self.source.lines]
        current = self.current_line()
        return found or ([] if current is None else [current])

    # Edits in the cells

    def edit(self, index: Any, trigger: Any = None, event: Any = None) -> Any:
        """Open the editor of a cell, or say why it has none; a double click goes to the form instead."""
        if trigger is None:
            return super().edit(index)
        is_open: bool = super().edit(index, trigger, event)
        reason = None if is_open else self._lock_reason(index)
        if reason is not None and trigger == RecordTable.EditTrigger.DoubleClicked:
            self.form_asked.emit()
        elif reason is not None and isinstance(event, QKeyEvent) and event.text().isprintable():
            self._on_refused(reason)
        return is_open

    def keyboardSearch(self, search: str) -> None:
        """A letter typed into a cell that is not edited must not lead to another line."""

    def edit_current(self) -> None:
        """Return edits the cell, and goes to the form where the cell is not edited."""
        if self._lock_reason(self.currentIndex()) is None:
            super().edit_current()
        else:
            self.form_asked.emit()

    def _lock_reason(self, index: QModelIndex) -> UserError | None:
        line = self.current_line() if index.isValid() else None
        return None if line is None else self.contacts.lock_reason(line, self.contacts.fields[index.column()])

    def _on_pasted(self, row: int, column: int, cells: list[list[str]]) -> None:
        self._say_refusals(self.contacts.set_block(row, self.columns_from(column), cells))

    def _on_clear_asked(self, cells: list[tuple[int, int]]) -> None:
        self._say_refusals(self.contacts.clear_cells(cells))

    def _say_refusals(self, refused: list[RefusedCell]) -> None:
        self.said.emit(refusal_text(self._place.texts, refused) if refused else "")

    def _on_refused(self, problem: Problem) -> None:
        self.said.emit(self._place.texts.sentence(problem))

    def _on_columns_chosen(self, names: list[str]) -> None:
        columns = {**self._place.settings.current.columns, _COLUMNS: names}
        self._place.settings.change(columns=columns)
