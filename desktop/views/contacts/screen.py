"""The screen of the points of contact: the directory to look through, and the form of what is chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QSplitter, QVBoxLayout, QWidget

from db.log_records import ChangeSetInfo
from desktop.base.errors import Problem
from desktop.base.i18n import N_
from desktop.itemmodels.contact_table_model import ContactLine, ContactTableModel
from desktop.services.contacts import delete_institutions, delete_persons, delete_posts
from desktop.views.contacts.export import export_lines
from desktop.views.contacts.side import ContactSide
from desktop.views.contacts.source import (
    TABLES,
    ContactNames,
    ContactSource,
    Subject,
    find_subject,
    subject_of,
)
from desktop.views.contacts.tools import ContactTools
from desktop.views.workplace import Workplace
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.record_table import RecordTable

_COLUMNS = "contacts"
_SHOWN_FIRST = ("person", "post", "institution", "emails", "phones", "verified_on")
_WIDTHS = {"person": 190, "post": 240, "institution": 210, "emails": 220, "phones": 130}
_FORMS = ("vCard (*.vcf)", "CSV (*.csv)", "Excel (*.xlsx)")
_DELETED: dict[str, tuple[str, str, Callable[..., Any]]] = {
    "designation": ("person", "person_id", delete_persons),
    "person": ("person", "person_id", delete_persons),
    "post": ("post", "post_id", delete_posts),
    "institution": ("institution", "institution_id", delete_institutions),
}
"""What goes when a line is deleted: the column of its name and of its id, and the service."""


class ContactsScreen(QWidget):
    """The directory of one State or of all, with the form beside it."""

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._texts = place.texts
        self._wanted_id: str | None = None
        self.names = ContactNames(place.desk, place.feed, self)
        self._written = place.written.with_refs(self.names.refs)
        self.source = ContactSource(place.desk, place.values.state, self)
        self.model = ContactTableModel(self.source, self._written, self)
        self._build()
        self._connect()
        self.model.load()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.tools = ContactTools(self._texts, self)
        layout.addWidget(self.tools)
        self.notice = NoticeBar(self._texts, self)
        layout.addWidget(self.notice)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.table = RecordTable(self._texts, self._written, self.splitter)
        self.table.setAccessibleName(self._texts.gettext(N_("Directory of points of contact")))
        self.table.setSelectionBehavior(RecordTable.SelectionBehavior.SelectRows)
        self.table.setModel(self.model)
        for name, width in _WIDTHS.items():
            self.table.setColumnWidth(self.model.column_of(name), width)
        chosen = self._place.settings.current.columns.get(_COLUMNS)
        self.table.show_columns(chosen or _SHOWN_FIRST)
        self.side = ContactSide(self._place, self._written, self.splitter)
        self.panel = self.side.panel
        self.splitter.addWidget(self.table)
        self.splitter.addWidget(self.side)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setSizes([600, 470])
        layout.addWidget(self.splitter, 1)

    def _connect(self) -> None:
        tools = self.tools
        tools.chooser.activated.connect(self._on_state_chosen)
        tools.filter.textChanged.connect(self._on_filter_changed)
        tools.add_menu.triggered.connect(self._on_add_triggered)
        tools.designate_button.clicked.connect(self._on_designate_clicked)
        tools.delete_button.clicked.connect(self._on_delete_asked)
        tools.columns_button.pressed.connect(self._on_columns_pressed)
        tools.import_button.clicked.connect(self._on_import_clicked)
        tools.export_selected.triggered.connect(self._on_export_selected)
        tools.export_shown.triggered.connect(self._on_export_shown)
        self.table.columns_chosen.connect(self._on_columns_chosen)
        self.table.clear_asked.connect(self._on_delete_asked)
        self.table.doubleClicked.connect(self._on_form_asked)
        self.table.selectionModel().currentChanged.connect(self._on_current_changed)
        self.model.loaded.connect(self._on_loaded)
        self.model.modelReset.connect(self._on_rows_changed)
        self.model.rowsInserted.connect(self._on_rows_changed)
        self.model.rowsRemoved.connect(self._on_rows_changed)
        self.names.loaded.connect(self.panel.show_again)
        self.panel.refused.connect(self._on_refused)
        self.panel.history_asked.connect(self._place.navigator.history_asked)
        self.side.added.connect(self._on_added)
        self.side.ended.connect(self._on_ended)
        self.side.cancelled.connect(self._on_cancelled)
        self._place.feed.changed.connect(self._on_feed_changed)
        for key, slot in (
            ("Ctrl+Insert", self._on_add_person_key),
            ("Ctrl+Delete", self._on_delete_asked),
            ("Return", self._on_form_asked),
            ("Enter", self._on_form_asked),
        ):
            shortcut = QShortcut(QKeySequence(key), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(slot)

    # Rows

    def _on_loaded(self) -> None:
        self._show_states()
        # The words to filter by are folded when the first rows have been painted.
        QTimer.singleShot(0, self._after_first_rows)

    def _after_first_rows(self) -> None:
        self.model.load_words()
        if not self.table.currentIndex().isValid():
            self._go_to_first()

    def _go_to_first(self) -> None:
        if self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(0, self.table.first_shown_column()))
        else:
            self._show_current()

    def _show_states(self) -> None:
        name = self._place.values.state
        codes = {line.state for line in self.source.lines.values() if line.state}
        if self.source.state not in codes:
            self.source.state = ""
        self.tools.show_states([(code, name(code)) for code in sorted(codes, key=name)], self.source.state)

    def _on_state_chosen(self, _index: int) -> None:
        self.source.state = self.tools.chooser.currentData()
        self._wanted_id = self.table.current_id()
        self.model.load()

    def _on_rows_changed(self, *_rows: object) -> None:
        self._say_count()
        if self._wanted_id is not None:
            self._go_to_wanted()

    def _say_count(self) -> None:
        shown, total = self.model.rowCount(), len(self.model.rows.ids)
        number = self._place.values.locale.toString
        if shown == total:
            said = self._texts.ngettext("{count} contact", "{count} contacts", total)
        else:
            said = self._texts.gettext(N_("{shown} of {count} contacts"))
        self.tools.count.setText(said.format(shown=number(shown), count=number(total)))

    def _want(self, row_id: str) -> None:
        self._wanted_id = row_id
        self._go_to_wanted()

    def _go_to_wanted(self) -> None:
        row = self.model.row_of(self._wanted_id or "")
        if row >= 0:
            self._wanted_id = None
            self.table.select_row(row)

    def _on_filter_changed(self, text: str) -> None:
        self._wanted_id = self.table.current_id()
        self.model.set_filter(text)
        self._wanted_id = None
        self._say_count()
        if not self.table.currentIndex().isValid():
            self._go_to_first()

    def _on_feed_changed(self, info: ChangeSetInfo) -> None:
        self.model.on_changed(info)
        if any(table in info.touched for table in TABLES):
            self.panel.refresh()

    # The chosen contact

    def _on_current_changed(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._show_current()

    def _show_current(self) -> None:
        line = self._current_line()
        if line is not None or not self.model.rowCount():
            self.panel.show_subject(subject_of(line))

    def _current_line(self) -> ContactLine | None:
        return self.source.lines.get(self.table.current_id() or "")

    def _on_form_asked(self, *_index: object) -> None:
        self.panel.tabs.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_record(self, row_id: str) -> None:
        """Show a person, a post, an institution or a designation."""
        self.tools.filter.clear()
        self._place.desk.read(find_subject, row_id, then=self._on_subject_found)

    def _on_subject_found(self, subject: Subject) -> None:
        if not subject.ids:
            self.notice.say(self._texts.gettext(N_("This contact was deleted; the history still has it.")))
            return
        line = next((line for line in self.source.shown if _is_line_of(line, subject)), None)
        if line is not None:
            self._want(line.id)
        self.panel.show_subject(subject if line is None else subject_of(line))

    # What people do

    def _on_add_triggered(self, action: QAction) -> None:
        self._start_entry(action.data())

    def _on_add_person_key(self) -> None:
        self._start_entry("person")

    def _on_designate_clicked(self) -> None:
        self._start_entry("designation")

    def _start_entry(self, what: str) -> None:
        line = self._current_line()
        state = line.state if line is not None else self.source.state
        self.side.start_entry(what, state or self._place.file.state)

    def _on_added(self, row_id: str) -> None:
        self._wanted_id = row_id
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._place.desk.read(find_subject, row_id, then=self._on_subject_found)

    def _on_ended(self) -> None:
        self._wanted_id = self.panel.subject.person_id or None
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_cancelled(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_delete_asked(self, *_indexes: object) -> None:
        current = self._current_line()
        if current is None:
            return
        name, column, service = _DELETED[current.kind]
        chosen = [self.source.lines.get(row_id) for row_id in self.table.selected_ids()] or [current]
        alike = [line for line in chosen if line is not None and _DELETED[line.kind][1] == column]
        ids = list(dict.fromkeys(getattr(line, column) for line in alike))
        if len(ids) == 1:
            asked = N_("Delete {name} with everything that is recorded there? Undo brings it back.")
        else:
            asked = N_(
                "Delete {count} records with everything that is recorded there? Undo brings them back."
            )
        delete = partial(self._delete, service, ids)
        self._place.messages.ask(asked, N_("Delete"), delete, name=getattr(current, name), count=len(ids))

    def _delete(self, service: Callable[..., Any], ids: Sequence[str]) -> None:
        self._place.desk.write(service, ids, refused=self._on_refused)

    def _on_refused(self, problem: Problem) -> None:
        self.notice.say(self._texts.sentence(problem))

    # Files

    def _on_import_clicked(self) -> None:
        self._place.navigator.import_asked.emit("contacts")

    def _on_export_selected(self) -> None:
        self._ask_for_target(self.table.selected_ids())

    def _on_export_shown(self) -> None:
        self._ask_for_target(list(self.model.rows.shown))

    def _ask_for_target(self, ids: list[str]) -> None:
        dialog = QFileDialog(self, self._texts.gettext(N_("Export contacts")))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(_FORMS)
        dialog.setDefaultSuffix("vcf")
        dialog.filterSelected.connect(partial(_use_suffix, dialog))
        dialog.fileSelected.connect(partial(self.export_to, ids))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def export_to(self, ids: Sequence[str], path: str) -> None:
        """Write these lines of the directory to a file whose ending says the form."""
        export_lines(self._place, frozenset(ids), Path(path), self._on_exported, self._on_refused)

    def _on_exported(self, result: Any) -> None:
        said = self._texts.ngettext(
            "{count} contact was written to {name}.", "{count} contacts were written to {name}.", result.rows
        )
        self.notice.say(said.format(count=result.rows, name=result.path.name))

    # Columns

    def _on_columns_pressed(self) -> None:
        button = self.tools.columns_button
        old = button.menu()
        if old is not None:
            old.deleteLater()
        button.setMenu(self.table.columns_menu(button))

    def _on_columns_chosen(self, names: list[str]) -> None:
        columns = {**self._place.settings.current.columns, _COLUMNS: names}
        self._place.settings.change(columns=columns)

    def commit_open(self) -> None:
        """Hand over what is being typed."""
        self.panel.commit_open()
        self.table.setFocus()


def _is_line_of(line: ContactLine, subject: Subject) -> bool:
    """Whether a line stands for a subject: names all of it, and no person unless a person is meant."""
    shown = subject_of(line)
    return set(subject.ids) <= set(shown.ids) and bool(shown.person_id) == bool(subject.person_id)


def _use_suffix(dialog: QFileDialog, chosen: str) -> None:
    dialog.setDefaultSuffix(chosen.rpartition("*.")[2].rstrip(")"))
