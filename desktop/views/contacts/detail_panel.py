"""The form beside the directory: a person, the designation, the post and the institution, each on its tab."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTabWidget, QVBoxLayout, QWidget

from db.fields import Field, Kind, fields_of
from db.schema import Designation, Institution, Person, Post
from db.schema.base import Base
from desktop.base.errors import Problem
from desktop.base.i18n import N_
from desktop.base.text import visible_controls
from desktop.services.contacts import (
    set_details,
    update_designation,
    update_institution,
    update_person,
    update_post,
    verify_designation,
)
from desktop.shell.value_texts import ValueTexts
from desktop.shell.written_values import WrittenValues
from desktop.views.contacts.aliases_editor import AliasesEditor
from desktop.views.contacts.designation_tools import DesignationTools
from desktop.views.contacts.details_editor import DetailsEditor
from desktop.views.contacts.private_tools import PrivateTools
from desktop.views.contacts.source import ContactFacts, Subject, contact_facts
from desktop.views.workplace import Workplace
from desktop.widgets.labels import heading, hint
from desktop.widgets.record_form import RecordForm


def form_fields(table: type[Base]) -> list[Field]:
    """The fields of a table that a person fills in; a designation stays with its person and post."""
    kept_out = ("person_id", "post_id") if table is Designation else ()
    return [
        field
        for field in fields_of(table).values()
        if not field.is_derived and field.kind is not Kind.CHILDREN and field.name not in kept_out
    ]


class ContactPanel(QWidget):
    """Shows one subject of the directory.

    Signals:
        end_asked: a designation's record: it is to be ended.
        change_asked: a designation's record: another person takes the post.
        refused: a `Problem`: what was asked could not be done.
        history_asked: the ids of the records that are shown, and their name.
    """

    end_asked = Signal(object)
    change_asked = Signal(object)
    refused = Signal(object)
    history_asked = Signal(object, str)

    def __init__(self, place: Workplace, written: WrittenValues, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._written = written
        self._subject = Subject()
        self.facts = ContactFacts(Subject())
        self._build()
        self._connect()
        self._show()

    def _build(self) -> None:
        _ = self._place.texts.gettext
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 6)
        head.setSpacing(12)
        self.title = heading("", self, level=2)
        self.title.setWordWrap(True)
        self.history_button = QPushButton(_(N_("&History")), self)
        head.addWidget(self.title, 1)
        head.addWidget(self.history_button, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(head)
        said = N_("A person, a post or an institution is added by “Add”; a whole list by “Import…”.")
        self.way_on = hint(_(said), self)
        self.way_on.setContentsMargins(16, 0, 16, 16)
        layout.addWidget(self.way_on)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.setUsesScrollButtons(True)
        self.person = self._form(Person)
        self.person_details = DetailsEditor(self._place, self.person)
        self.held = hint("", self.person)
        posts_held = heading(_(N_("Posts held")), self.person, level=2)
        self._put_first(self.person, self.person_details, posts_held, self.held)
        self.private = PrivateTools(self._place, self.person)
        self.designation = self._form(Designation)
        self.tools = DesignationTools(self._place.texts, self.designation)
        self._put_first(self.designation, self.tools)
        self.post = self._form(Post)
        self.holders = hint("", self.post)
        self._put_first(self.post, heading(_(N_("Held by")), self.post, level=2), self.holders)
        self.institution = self._form(Institution)
        self.institution_details = DetailsEditor(self._place, self.institution)
        self._put_first(self.institution, self.institution_details)
        self.aliases = AliasesEditor(self._place.texts, self.institution)
        self.institution.body_layout.insertWidget(self.institution.body_layout.count() - 1, self.aliases)
        layout.addWidget(self.tabs, 1)
        self.setMinimumWidth(340)

    def _form(self, table: type[Base]) -> RecordForm:
        form = RecordForm(form_fields(table), self._written, None, self.tabs)
        self.tabs.addTab(form, self._place.texts.gettext(table.title_label))
        return form

    @staticmethod
    def _put_first(form: RecordForm, *widgets: QWidget) -> None:
        for place, widget in enumerate(widgets):
            form.body_layout.insertWidget(place, widget)

    def _connect(self) -> None:
        self.person.edited.connect(partial(self._on_edited, update_person, "person"))
        self.designation.edited.connect(partial(self._on_edited, update_designation, "designation"))
        self.post.edited.connect(partial(self._on_edited, update_post, "post"))
        self.institution.edited.connect(partial(self._on_edited, update_institution, "institution"))
        self.person_details.edited.connect(partial(self._on_details_edited, "person"))
        self.institution_details.edited.connect(partial(self._on_details_edited, "institution"))
        self.aliases.edited.connect(self._on_aliases_edited)
        self.tools.verify_asked.connect(self._on_verify_asked)
        self.tools.end_asked.connect(self._on_end_asked)
        self.tools.change_asked.connect(self._on_change_asked)
        self.history_button.clicked.connect(self._on_history_clicked)
        self.private.refused.connect(self.refused)

    # What is shown

    @property
    def subject(self) -> Subject:
        """What is shown, or is being read to be shown."""
        return self._subject

    def show_subject(self, subject: Subject) -> None:
        """Show other records, or the same ones read again."""
        self._subject = subject
        if subject.ids:
            self._place.desk.read(contact_facts, subject, self._place.today(), then=self._on_read)
        else:
            self._on_read(ContactFacts(subject))

    def refresh(self) -> None:
        """Read again what is shown."""
        if self._subject.ids:
            self.show_subject(self._subject)

    def show_again(self) -> None:
        """Show the same records with names that were read meanwhile."""
        self._show()

    def _on_read(self, facts: ContactFacts) -> None:
        if facts.subject == self._subject:
            before = self._first_tab()
            self.facts = facts
            self._show()
            if self._first_tab() != before:
                self.tabs.setCurrentIndex(self._first_tab())

    def _show(self) -> None:
        facts = self.facts
        self.title.setText(self.facts.name or self._place.texts.gettext(N_("No contact is chosen")))
        self.history_button.setVisible(bool(self.facts.name))
        self.way_on.setVisible(not facts.name)
        for form, record in (
            (self.person, facts.person),
            (self.designation, facts.designation),
            (self.post, facts.post),
            (self.institution, facts.institution),
        ):
            form.set_record(record)
            self.tabs.setTabVisible(self.tabs.indexOf(form), record is not None)
        for editor, owner in (
            (self.person_details, facts.person),
            (self.institution_details, facts.institution),
        ):
            if owner is not None:
                editor.show_details(owner.id, facts.details.get(owner.id, ()))
        self.held.setText(_designation_lines(self._place.values, facts.held, "post_name"))
        self.holders.setText(_designation_lines(self._place.values, facts.holders, "person_name"))
        self.aliases.show_names(facts.aliases)
        self.private.show_person(facts.person, facts.ended)
        self.tools.show_held(facts.designation is not None and not facts.designation.to_date)

    def _first_tab(self) -> int:
        """The first tab that shows something: it says what kind of contact this is."""
        return next((place for place in range(self.tabs.count()) if self.tabs.isTabVisible(place)), 0)

    # What people do

    def _on_edited(self, service: Callable[..., Any], name: str, field: str, value: object) -> None:
        record = getattr(self.facts, name)
        if record is not None:
            refused = partial(self._on_edit_refused, name)
            self._place.desk.write(service, record.id, {field: value}, refused=refused)

    def _on_edit_refused(self, name: str, problem: Problem) -> None:
        # Showing the record again takes the refused text out of the editor.
        form, record = getattr(self, name), getattr(self.facts, name)
        form.set_record(record)
        self.refused.emit(problem)

    def _on_refused(self, problem: Problem) -> None:
        self.refused.emit(problem)

    def _on_details_edited(self, owner: str, owner_id: str, details: list[Any]) -> None:
        editor = self.person_details if owner == "person" else self.institution_details
        editor.accept()
        self._place.desk.write(set_details, owner, owner_id, details, refused=editor.refuse)

    def _on_aliases_edited(self, names: list[str]) -> None:
        record = self.facts.institution
        if record is not None:
            self._place.desk.write(update_institution, record.id, {}, aliases=names, refused=self._on_refused)

    def _on_verify_asked(self) -> None:
        record = self.facts.designation
        if record is not None:
            facts = {"on": self._place.today().isoformat(), "by": self._place.desk.author}
            self._place.desk.write(verify_designation, record.id, **facts, refused=self._on_refused)

    def _on_end_asked(self) -> None:
        if self.facts.designation is not None:
            self.end_asked.emit(self.facts.designation)

    def _on_change_asked(self) -> None:
        if self.facts.designation is not None:
            self.change_asked.emit(self.facts.designation)

    def _on_history_clicked(self) -> None:
        self.history_asked.emit(self._subject.ids, self.facts.name)

    def commit_open(self) -> None:
        """Hand over what is being typed."""
        for form in (self.person, self.designation, self.post, self.institution):
            form.commit_open()


def _designation_lines(values: ValueTexts, found: Sequence[Any], name: str) -> str:
    """Designations, a line for each: the other side's name, since when or from when to when."""
    if not found:
        return values.texts.gettext(N_("None is recorded."))
    return "\n".join(_designation_line(values, each, getattr(each, name)) for each in found)


def _designation_line(values: ValueTexts, each: Any, name: str) -> str:
    texts, parts = values.texts, [visible_controls(name)]
    if each.from_date and each.to_date:
        span = {"first": values.date(each.from_date), "last": values.date(each.to_date)}
        parts.append(texts.fill(N_("{first} to {last}"), span))
    elif each.to_date:
        parts.append(texts.fill(N_("until {date}"), {"date": values.date(each.to_date)}))
    elif each.from_date:
        parts.append(texts.fill(N_("since {date}"), {"date": values.date(each.from_date)}))
    if each.is_acting:
        parts.append(texts.gettext(N_("Acting")).lower())
    return " · ".join(parts)
