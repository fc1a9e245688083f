"""The dialog that erases a person's private details: what goes, what stays, which backups still have it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from db.database import Database
from desktop.base.errors import Problem
from desktop.base.i18n import N_
from desktop.base.text import visible_controls
from desktop.services.private_details import PrivateDetails, erase_private_details, look_at_private_details
from desktop.shell.clipboard import mark_private
from desktop.shell.value_texts import ValueTexts
from desktop.views.workplace import Workplace
from desktop.widgets.labels import heading, plain_label

_WARNING = N_(
    "This cannot be undone. Name, posts, dates and instruments stay: they belong to the public office."
)
_NOTHING = N_("No private details of {name} are recorded, not in the history either.")
_LOOKING = N_("Looking for what is recorded…")
_WORKING = N_("Erasing, and writing the file anew…")
_DONE = N_("The private details of {name} are erased from the records, the history and the file itself.")


class ErasureDialog(QDialog):
    """Shows what would be erased, erases it when asked, and shows what still holds it."""

    def __init__(self, place: Workplace, person_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._texts = place.texts
        self._person_id = person_id
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._build()
        self._connect()
        self._look()

    def _build(self) -> None:
        _ = self._texts.gettext
        self.setWindowTitle(_(N_("Erase private details")))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        self.title = heading("", self, level=2)
        self.title.setWordWrap(True)
        self.said = plain_label(_(_LOOKING), self, wraps=True)
        self.list = QPlainTextEdit(self)
        self.list.setReadOnly(True)
        mark_private(self.list, True)
        self.list.setTabChangesFocus(True)
        self.list.setAccessibleName(_(N_("What is erased, and what still holds it")))
        self.with_office = QCheckBox("", self)
        self.with_office.hide()
        for widget in (self.title, self.said, self.list, self.with_office):
            layout.addWidget(widget)
        layout.addLayout(self._build_buttons())
        self.resize(620, 460)

    def _build_buttons(self) -> QHBoxLayout:
        _ = self._texts.gettext
        row = QHBoxLayout()
        self.copy_button = QPushButton(_(N_("Co&py this list")), self)
        self.erase_button = QPushButton(_(N_("&Erase for good")), self)
        self.close_button = QPushButton(_(N_("Cancel")), self)
        self.erase_button.setAutoDefault(False)
        self.erase_button.setEnabled(False)
        self.close_button.setDefault(True)
        row.addWidget(self.copy_button)
        row.addStretch(1)
        row.addWidget(self.erase_button)
        row.addWidget(self.close_button)
        self.close_button.setFocus()
        return row

    def _connect(self) -> None:
        self.copy_button.clicked.connect(self._on_copy_clicked)
        self.erase_button.clicked.connect(self._on_erase_clicked)
        self.close_button.clicked.connect(self.reject)
        self.with_office.toggled.connect(self._look)

    # What would be erased

    def _look(self) -> None:
        with_office = self.with_office.isChecked()
        self._place.desk.ask(
            partial(_look_at, self._person_id, with_office), then=self._on_looked, refused=self._on_refused
        )

    def _on_looked(self, found: PrivateDetails) -> None:
        _ = self._texts.gettext
        self.title.setText(visible_controls(found.name))
        sentence = N_("Also the &office phones and e-mails ({count})")
        self.with_office.setText(self._texts.fill(sentence, {"count": found.office}))
        self.with_office.setVisible(found.office > 0)
        self.said.setText(self._texts.fill(_NOTHING, {"name": found.name}) if found.is_empty else _(_WARNING))
        self.list.setPlainText(erasure_text(self._place.values, found, N_("To be erased")))
        self.erase_button.setEnabled(not found.is_empty)

    # Erasing

    def _on_erase_clicked(self) -> None:
        self.erase_button.setEnabled(False)
        self.with_office.setEnabled(False)
        self.said.setText(self._texts.gettext(_WORKING))
        self._place.desk.write(
            erase_private_details,
            self._person_id,
            with_office=self.with_office.isChecked(),
            then=self._on_erased,
            refused=self._on_refused,
        )

    def _on_erased(self, done: PrivateDetails) -> None:
        self._place.clipboard.forget_private()
        self.said.setText(self._texts.fill(_DONE, {"name": done.name}))
        self.list.setPlainText(erasure_text(self._place.values, done, N_("Erased")))
        self.erase_button.hide()
        self.with_office.hide()
        self.close_button.setText(self._texts.gettext(N_("Close")))
        self.close_button.setFocus()
        QAccessible.updateAccessibility(QAccessibleEvent(self.said, QAccessible.Event.Alert))

    def _on_refused(self, problem: Problem) -> None:
        self.said.setText(self._texts.sentence(problem))
        self.erase_button.setEnabled(bool(self.list.toPlainText()))
        self.with_office.setEnabled(True)

    def _on_copy_clicked(self) -> None:
        self._place.clipboard.copy(f"{self.title.text()}\n\n{self.list.toPlainText()}")


def _look_at(person_id: str, with_office: bool, database: Database) -> PrivateDetails:
    return look_at_private_details(database, person_id, with_office=with_office)


def erasure_text(values: ValueTexts, found: PrivateDetails, head: str) -> str:
    """What is or was erased, the backups that still hold it, and where else a text of it stands."""
    parts = (
        (head, list(_field_lines(values, found))),
        (N_("Backups that still hold it"), list(_copy_lines(values, found))),
        (N_("The same text also stands here, and stays"), list(_elsewhere_lines(values, found))),
    )
    shown = ["\n".join([values.texts.gettext(title), *lines]) for title, lines in parts if lines]
    return "\n\n".join(shown)


def _field_lines(values: ValueTexts, found: PrivateDetails) -> Iterator[str]:
    number = values.locale.toString
    sentence = N_("{field}: {now} in the records, {past} in the history")
    for field in found.fields:
        facts = {"field": values.texts.gettext(field.label), "now": number(field.now)}
        yield "• " + values.texts.fill(sentence, {**facts, "past": number(field.in_history)})


def _copy_lines(values: ValueTexts, found: PrivateDetails) -> Iterator[str]:
    _ = values.texts.gettext
    for copy in found.copies:
        place = _(N_("still there")) if copy.is_there else _(N_("no longer there"))
        yield f"• {visible_controls(copy.path)} · {values.moment(copy.made_at)} · {place}"
    if not found.copies:
        yield "• " + _(N_("None that this file knows of. Copies made by hand are not known to it."))


def _elsewhere_lines(values: ValueTexts, found: PrivateDetails) -> Iterator[str]:
    _ = values.texts.gettext
    for each in found.elsewhere:
        yield f"• {_(each.table)} {visible_controls(each.title)} · {_(each.field)}"
