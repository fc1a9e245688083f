"""The side of the directory: the form of what is chosen, or a small form for something new."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from db.fields import Ref
from db.log_records import ChangeSetInfo
from desktop.base.errors import Problem, UserError
from desktop.base.i18n import N_
from desktop.services.private_details import PrivateDetails, read_private_details
from desktop.shell.written_values import WrittenValues
from desktop.views.contacts.detail_panel import ContactPanel
from desktop.views.contacts.entries import (
    WHO,
    add_entered_institution,
    add_entered_person,
    add_entered_post,
    change_entered,
    designate_entered,
    end_entered,
    entry_fields,
    new_name,
)
from desktop.views.contacts.entry_panel import EntryPanel
from desktop.views.contacts.erasure_dialog import ErasureDialog
from desktop.views.contacts.export_panel import ExportPanel
from desktop.views.workplace import Workplace

_NEW: dict[str, tuple[str, str, Callable[..., str]]] = {
    "person": (N_("New person"), N_("Add the person"), add_entered_person),
    "post": (N_("New post"), N_("Add the post"), add_entered_post),
    "institution": (N_("New institution"), N_("Add the institution"), add_entered_institution),
    "designation": (N_("Designate a person for a post"), N_("Designate"), designate_entered),
}


class ContactSide(QStackedWidget):
    """Holds the form, and over it what asks for a new record while it is needed.

    Signals:
        added: the id of a new record.
        ended: a designation was ended.
        cancelled: the person wanted nothing new after all.
        export_asked: ids of lines are to be written: the ids, the path, the recipient (None: this office).
    """

    added = Signal(str)
    ended = Signal()
    cancelled = Signal()
    export_asked = Signal(object, str, object)

    def __init__(self, place: Workplace, written: WrittenValues, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._written = written
        self.entry: EntryPanel | ExportPanel | None = None
        self.panel = ContactPanel(place, written, self)
        self.addWidget(self.panel)
        self._confirmed = ""
        self.panel.end_asked.connect(self._on_end_asked)
        self.panel.change_asked.connect(self._on_change_asked)

    def start_entry(self, what: str, state: str) -> None:
        """Ask for what is needed for a new person, post, institution or designation."""
        title, action, service = _NEW[what]
        subject = self.panel.subject
        initial = {
            "state": state,
            "institution_id": subject.institution_id or None,
            WHO: self._person(subject.person_id),
            "post_id": None if subject.designation_id else subject.post_id or None,
        }
        self._open(
            self._place.texts.gettext(title), action, what, partial(self._submit_new, service), initial
        )

    def _person(self, person_id: str) -> tuple[Ref, ...]:
        return tuple(ref for ref in self._written.refs("person") if ref.id == person_id)

    def _on_change_asked(self, designation: Any) -> None:
        submit = partial(self._submit_change, designation.id)
        post = self.panel.facts.post
        title = self._place.texts.fill(N_("Change of holder: {post}"), {"post": post.name if post else ""})
        initial = {"from_date": self._place.today().isoformat()}
        self._open(title, N_("Record the change"), "holder", submit, initial)

    def _on_end_asked(self, designation: Any) -> None:
        submit = partial(self._submit_end, designation.id)
        initial = {"to_date": self._place.today().isoformat(), "note": designation.note}
        title = self._place.texts.gettext(N_("End the designation"))
        self._open(title, N_("End it"), "end", submit, initial)

    def _open(
        self,
        title: str,
        action: str,
        what: str,
        submit: Callable[[Mapping[str, Any]], None],
        initial: Mapping[str, Any],
    ) -> None:
        self._confirmed = ""
        action = self._place.texts.gettext(action)
        entry = EntryPanel(title, action, entry_fields(what), self._written, initial, self)
        entry.submitted.connect(submit)
        self._put(entry)

    def _put(self, entry: EntryPanel | ExportPanel) -> None:
        """Show a small form over the record's own."""
        self._close()
        self.entry = entry
        entry.cancelled.connect(self._on_cancelled)
        self.addWidget(entry)
        self.setCurrentWidget(entry)
        entry.start()

    def start_export(self, ids: Sequence[str]) -> None:
        """Ask for whom these lines of the directory are exported, and where to."""
        panel = ExportPanel(self._place, ids, self)
        panel.export_asked.connect(partial(self._on_export_asked, ids))
        self._put(panel)

    def ask_about_deleted(self, person_id: str) -> None:
        """Offer to erase what the history holds of a person who was deleted, if it holds anything private."""
        self._place.desk.read(
            read_private_details, person_id, then=self._on_deleted_read, refused=self._on_nobody
        )

    def _on_deleted_read(self, held: PrivateDetails) -> None:
        if not held.is_empty:
            ErasureDialog(self._place, held.person_id, self.window()).open()

    def _on_nobody(self, _problem: Problem) -> None:
        """What was deleted was no person: there is nothing to ask."""

    def _on_export_asked(self, ids: Sequence[str], path: str, recipient: str | None) -> None:
        self._close()
        self.export_asked.emit(ids, path, recipient)

    def _close(self) -> None:
        if self.entry is not None:
            self.removeWidget(self.entry)
            self.entry.deleteLater()
            self.entry = None

    def _on_cancelled(self) -> None:
        self._close()
        self.cancelled.emit()

    def _is_confirmed(self, values: Mapping[str, Any]) -> bool:
        """Whether a person who is not in the directory is meant to be added: asked once for each name."""
        name = new_name(values)
        if name in ("", self._confirmed):
            return True
        self._confirmed = name
        said = N_("{name} is not in the directory. Choose the button again to add this person.")
        self._on_refused(UserError(said, name=name))
        return False

    def _submit_new(self, service: Callable[..., str], values: Mapping[str, Any]) -> None:
        if not self._is_confirmed(values):
            return
        self._place.desk.write(service, values, then=self._on_added, refused=self._on_refused)

    def _submit_change(self, designation_id: str, values: Mapping[str, Any]) -> None:
        if self._is_confirmed(values):
            self._place.desk.write(
                change_entered, designation_id, values, then=self._on_added, refused=self._on_refused
            )

    def _submit_end(self, designation_id: str, values: Mapping[str, Any]) -> None:
        self._place.desk.write(
            end_entered, designation_id, values, then=self._on_ended, refused=self._on_refused
        )

    def _on_refused(self, problem: Problem) -> None:
        if self.entry is not None:
            self.entry.refuse(problem)

    def _on_added(self, row_id: str) -> None:
        self._close()
        self.added.emit(row_id)

    def _on_ended(self, _info: ChangeSetInfo | None) -> None:
        self._close()
        self.ended.emit()
