"""The phones and e-mails of a person or an institution: one line each, as written, with use and privacy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from db.fields import fields_of
from db.schema import ContactDetail
from desktop.base.errors import Problem
from desktop.base.i18n import N_
from desktop.services.contact_details import DetailInput
from desktop.shell.clipboard import mark_private
from desktop.shell.draft_places import mark_record
from desktop.shell.value_texts import tooltip
from desktop.views.workplace import Workplace
from desktop.widgets.editors import ChoiceEditor, FlagEditor, make_editor
from desktop.widgets.labels import heading, hint

_KINDS = {"phone": N_("Phone"), "email": N_("E-mail")}


class DetailsEditor(QWidget):
    """Shows and edits all phones and e-mails of one owner.

    Signals:
        edited: the owner's id and all details as they shall be, a list of `DetailInput`.
    """

    edited = Signal(str, object)

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._owner_id = ""
        self._given: list[DetailInput] = []
        self.lines: list[DetailLine] = []
        self._build()
        self.phone_button.clicked.connect(self._on_add_phone)
        self.email_button.clicked.connect(self._on_add_email)

    def _build(self) -> None:
        _ = self._place.texts.gettext
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 6)
        layout.setSpacing(4)
        head = heading(_(N_("Phones and e-mails")), self, level=2)
        head.setWordWrap(True)
        layout.addWidget(head)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        layout.addLayout(self._rows)
        self.said = hint("", self)
        self.said.hide()
        layout.addWidget(self.said)
        buttons = QHBoxLayout()
        self.phone_button = QPushButton(_(N_("Add &phone")), self)
        self.email_button = QPushButton(_(N_("Add e-&mail")), self)
        buttons.addWidget(self.phone_button)
        buttons.addWidget(self.email_button)
        buttons.addStretch(1)
        layout.addLayout(buttons)

    def show_details(self, owner_id: str, details: Sequence[Any]) -> None:
        """Show an owner's details; a line that is being typed is left alone."""
        given = [
            DetailInput(each.written, each.kind, each.use, bool(each.is_private), each.id) for each in details
        ]
        is_same_owner = owner_id == self._owner_id
        if is_same_owner and given == self._given:
            return
        filled = [line for line in self.lines if line.is_filled]
        self._owner_id, self._given = owner_id, given
        if is_same_owner and [line.content() for line in filled] == [_content(each) for each in given]:
            for line, each in zip(filled, given, strict=True):
                line.detail_id = each.id
            return
        self._say(None)
        self._clear()
        for each in given:
            self._add_line(each)

    def _clear(self) -> None:
        for line in self.lines:
            line.hide()
            line.deleteLater()
        self.lines = []

    def _add_line(self, detail: DetailInput) -> DetailLine:
        line = DetailLine(self._place, detail, self)
        line.changed.connect(self._on_line_changed)
        line.removed.connect(self._on_line_removed)
        self.lines.append(line)
        self._rows.addWidget(line)
        return line

    def _on_add_phone(self) -> None:
        self._add_line(DetailInput("", "phone")).written.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_add_email(self) -> None:
        self._add_line(DetailInput("", "email")).written.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_line_changed(self) -> None:
        wanted = [line.detail() for line in self.lines if line.is_filled]
        if [_content(each) for each in wanted] != [_content(each) for each in self._given]:
            self.edited.emit(self._owner_id, wanted)

    def _on_line_removed(self) -> None:
        line = self.sender()
        if isinstance(line, DetailLine) and line in self.lines:
            self.lines.remove(line)
            line.hide()
            line.deleteLater()
            self.email_button.setFocus(Qt.FocusReason.OtherFocusReason)
            self._on_line_changed()

    def refuse(self, problem: Problem) -> None:
        """Say why the details were not taken; they stay to be mended."""
        self._say(problem)

    def accept(self) -> None:
        """The details were taken."""
        self._say(None)

    def _say(self, problem: Problem | None) -> None:
        self.said.setText("" if problem is None else self._place.texts.sentence(problem))
        self.said.setVisible(problem is not None)


def _content(detail: DetailInput) -> tuple[str, str, str, bool]:
    return detail.kind, detail.written, detail.use, detail.is_private or detail.use == "home"


class DetailLine(QWidget):
    """One phone or e-mail.

    Signals:
        changed: an editor was left.
        removed: it is to go.
    """

    changed = Signal()
    removed = Signal()

    def __init__(self, place: Workplace, detail: DetailInput, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.detail_id = detail.id
        self.kind = detail.kind
        self._build(place)
        mark_record(self.written, detail.id)
        self.written.set_value(detail.written)
        self.written.setCursorPosition(0)
        self.use.set_value(detail.use)
        self.private.set_value(detail.is_private)
        for editor in (self.written, self.use, self.private):
            editor.committed.connect(self.changed)
        for chosen in (self.use, self.private):
            chosen.committed.connect(self._mark)
        self._mark()
        self.remove_button.clicked.connect(self.removed)

    def _build(self, place: Workplace) -> None:
        _ = place.texts.gettext
        fields = fields_of(ContactDetail)
        kind = _(_KINDS[self.kind])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.written: Any = make_editor(fields["written"], place.written, self)
        self.written.setAccessibleName(kind)
        self.written.setPlaceholderText(kind)
        self.use: ChoiceEditor = make_editor(fields["use"], place.written, self)
        self.use.setSizeAdjustPolicy(ChoiceEditor.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.use.setMinimumContentsLength(7)
        self.private: FlagEditor = make_editor(fields["is_private"], place.written, self)
        self.private.setText(_(fields["is_private"].label))
        self.private.setToolTip(tooltip(_(N_("Stays in this office, whatever is shared"))))
        self.remove_button = QToolButton(self)
        self.remove_button.setText("×")
        self.remove_button.setAutoRaise(True)
        self.remove_button.setAccessibleName(_(N_("Remove")))
        self.remove_button.setToolTip(tooltip(_(N_("Remove"))))
        row.addWidget(self.written, 1)
        for widget in (self.use, self.private, self.remove_button):
            row.addWidget(widget)

    def _mark(self) -> None:
        """Only private phones and e-mails go off the clipboard by themselves; those of an office are used."""
        mark_private(self.written, self._is_private)

    @property
    def _is_private(self) -> bool:
        return bool(self.private.value()) or self.use.value() == "home"

    @property
    def is_filled(self) -> bool:
        """Whether anything is written."""
        return bool(self.written.text().strip())

    def detail(self) -> DetailInput:
        """The line as the service takes it."""
        return DetailInput(
            self.written.value(), self.kind, self.use.value(), self._is_private, self.detail_id
        )

    def content(self) -> tuple[str, str, str, bool]:
        """What the line says, without its id."""
        return _content(self.detail())
