"""The screen of the points of contact: the directory to look through, and the form of what is chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from db.log_records import ChangeSetInfo
from desktop.base.errors import Problem
from desktop.base.i18n import N_
from desktop.base.text import visible_controls
from desktop.itemmodels.contact_table_model import ContactLine
from desktop.services.contacts import delete_institutions, delete_persons, delete_posts
from desktop.services.sharing import share_records
from desktop.views.contacts.directory import Directory
from desktop.views.contacts.export import export_lines
from desktop.views.contacts.side import ContactSide
from desktop.views.contacts.source import (
    TABLES,
    ContactNames,
    Subject,
    find_subject,
    shareable_ids,
    subject_of,
)
from desktop.views.contacts.tools import ContactTools
from desktop.views.workplace import Workplace
from desktop.widgets.notice_bar import NoticeBar

_DELETED: dict[str, tuple[str, str, Callable[..., Any]]] = {
    "designation": ("person", "person_id", delete_persons),
    "person": ("person", "person_id", delete_persons),
    "post": ("post", "post_id", delete_posts),
    "institution": ("institution", "institution_id", delete_institutions),
}
"""What goes when a line is deleted: the column of its name and of its id, and the service."""
_ONE_GOES = N_("Delete {name} with everything that is recorded there? Undo brings it back.")
_SEVERAL_GO = N_("Delete {count} records with all that is recorded there? Undo brings them back.")


class ContactsScreen(QWidget):
    """The directory of one State or of all, with the form beside it."""

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._texts = place.texts
        self.names = ContactNames(place.desk, place.feed, self)
        self._build()
        self._connect()
        self.table.load()

    def _build(self) -> None:
        written = self._place.written.with_refs(self.names.refs)
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
        self.table = Directory(self._place, written, self.splitter)
        self.model = self.table.contacts
        self.side = ContactSide(self._place, written, self.splitter)
        self.panel = self.side.panel
        self.splitter.addWidget(self.table)
        self.splitter.addWidget(self.side)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setSizes([600, 470])
        layout.addWidget(self.splitter, 1)

    def _connect(self) -> None:
        tools = self.tools
        tools.chooser.activated.connect(self._on_state_chosen)
        tools.filter.textChanged.connect(self.table.set_filter)
        tools.add_menu.triggered.connect(self._on_add_triggered)
        tools.designate_button.clicked.connect(self._on_designate_clicked)
        tools.delete_button.clicked.connect(self._on_delete_asked)
        tools.columns_button.pressed.connect(self._on_columns_pressed)
        tools.import_button.clicked.connect(self._on_import_clicked)
        tools.export_selected.triggered.connect(self._on_export_selected)
        tools.export_shown.triggered.connect(self._on_export_shown)
        tools.share_asked.connect(self._on_share_asked)
        self.table.loaded.connect(self._on_loaded)
        self.table.counted.connect(self._on_counted)
        self.table.line_chosen.connect(self._on_line_chosen)
        self.table.form_asked.connect(self._on_form_asked)
        self.table.add_asked.connect(self._on_add_asked)
        self.table.delete_asked.connect(self._on_delete_asked)
        self.table.said.connect(self._on_said)
        self.names.loaded.connect(self.panel.show_again)
        self.panel.refused.connect(self._on_refused)
        self.panel.history_asked.connect(self._place.navigator.history_asked)
        self.side.added.connect(self._on_added)
        self.side.ended.connect(self._on_ended)
        self.side.cancelled.connect(self._on_cancelled)
        self.side.export_asked.connect(self.export_to)
        self._place.feed.changed.connect(self._on_feed_changed)

    # What is shown

    def _on_loaded(self) -> None:
        name = self._place.values.state
        codes = self.table.states()
        self.tools.show_states([(code, name(code)) for code in codes], self.table.source.state)

    def _on_counted(self, shown: int, total: int) -> None:
        number = self._place.values.locale.toString
        if shown == total:
            said = self._texts.ngettext("{count} contact", "{count} contacts", total)
        else:
            said = self._texts.gettext(N_("{shown} of {count} contacts"))
        self.tools.count.setText(said.format(shown=number(shown), count=number(total)))

    def _on_state_chosen(self, _index: int) -> None:
        self.table.show_state(self.tools.chooser.currentData())

    def _on_feed_changed(self, info: ChangeSetInfo) -> None:
        if any(table in info.touched for table in TABLES):
            self.panel.refresh()

    def _on_line_chosen(self) -> None:
        self.panel.show_subject(subject_of(self.table.current_line()))

    def _on_form_asked(self) -> None:
        self.panel.tabs.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_record(self, row_id: str) -> None:
        """Show a person, a post, an institution or a designation."""
        self.tools.filter.clear()
        self._place.desk.read(find_subject, row_id, then=partial(self._on_wanted_found, row_id))

    def _on_wanted_found(self, row_id: str, subject: Subject) -> None:
        if subject.ids:
            self._on_subject_found(subject)
            return
        self.notice.say(self._texts.gettext(N_("This contact was deleted; the history still has it.")))
        self.side.ask_about_deleted(row_id)

    def _on_subject_found(self, subject: Subject) -> None:
        line = next((line for line in self.table.source.shown if _is_line_of(line, subject)), None)
        if line is not None:
            self.table.want(line.id)
        self.panel.show_subject(subject if line is None else subject_of(line))

    # What people do

    def _on_add_triggered(self, action: QAction) -> None:
        self._start_entry(action.data())

    def _on_add_asked(self) -> None:
        self._start_entry("person")

    def _on_designate_clicked(self) -> None:
        self._start_entry("designation")

    def _start_entry(self, what: str) -> None:
        line = self.table.current_line()
        state = line.state if line is not None else self.table.source.state
        self.side.start_entry(what, state or self._place.file.state)

    def _on_added(self, row_id: str) -> None:
        self.table.want(row_id)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._place.desk.read(find_subject, row_id, then=self._on_subject_found)

    def _on_ended(self) -> None:
        self.table.want(self.panel.subject.person_id)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_cancelled(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_delete_asked(self) -> None:
        current = self.table.current_line()
        if current is None:
            return
        name, column, service = _DELETED[current.kind]
        alike = [line for line in self.table.chosen_lines() if _DELETED[line.kind][1] == column]
        ids = list(dict.fromkeys(getattr(line, column) for line in alike or [current]))
        asked = _ONE_GOES if len(ids) == 1 else _SEVERAL_GO
        delete = partial(self._delete, service, ids)
        self._place.messages.ask(asked, N_("Delete"), delete, name=getattr(current, name), count=len(ids))

    def _delete(self, service: Callable[..., Any], ids: Sequence[str]) -> None:
        self._place.desk.write(service, ids, refused=self._on_refused)

    def _on_said(self, text: str) -> None:
        if text:
            self.notice.say(text)
        else:
            self.notice.clear()

    def _on_refused(self, problem: Problem) -> None:
        self.notice.say(self._texts.sentence(problem))

    def _on_share_asked(self, recipient: str, is_shared: bool) -> None:
        ids = shareable_ids(self.table.chosen_lines())
        self._place.desk.write(share_records, ids, recipient, is_shared=is_shared, refused=self._on_refused)

    # Files

    def _on_import_clicked(self) -> None:
        self._place.navigator.import_asked.emit("contacts")

    def _on_export_selected(self) -> None:
        self.side.start_export([line.id for line in self.table.chosen_lines()])

    def _on_export_shown(self) -> None:
        self.side.start_export(list(self.model.rows.shown))

    def export_to(self, ids: Sequence[str], path: str, recipient: str | None = None) -> None:
        """Write these lines of the directory to a file whose ending says the form."""
        export_lines(self._place, frozenset(ids), Path(path), self._on_exported, self._on_refused, recipient)

    def _on_exported(self, result: Any) -> None:
        said = self._texts.ngettext(
            "{count} contact was written to {name}.", "{count} contacts were written to {name}.", result.rows
        )
        self.notice.say(said.format(count=result.rows, name=visible_controls(result.path.name)))

    def _on_columns_pressed(self) -> None:
        button = self.tools.columns_button
        old = button.menu()
        if old is not None:
            old.deleteLater()
        button.setMenu(self.table.columns_menu(button))

    def commit_open(self) -> None:
        """Hand over what is being typed."""
        self.panel.commit_open()
        self.table.setFocus()


def _is_line_of(line: ContactLine, subject: Subject) -> bool:
    """Whether a line stands for a subject: names all of it, and no person unless a person is meant."""
    shown = subject_of(line)
    return set(subject.ids) <= set(shown.ids) and bool(shown.person_id) == bool(subject.person_id)
