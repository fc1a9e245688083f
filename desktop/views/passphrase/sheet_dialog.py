"""Prints the recovery sheet of the open file and has it confirmed by typing some groups from the paper."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QDesktopServices
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from db.recovery import GROUPS, is_group
from db.recovery_mark import note_sheet
from desktop.base.errors import Problem
from desktop.base.i18n import N_
from desktop.jobs.runner import Progress
from desktop.services.recovery_sheets import Sheet, read_sheet, write_sheet
from desktop.shell.clipboard import mark_private
from desktop.views.workplace import Workplace
from desktop.widgets.fitted_dialog import FittedDialog
from desktop.widgets.labels import heading, hint, named_label, plain_label

WRITING = "write the recovery sheet"
ASKED = 3
_EXPLAINED = N_(
    "The sheet opens the file when the passphrase is lost. Save it, print it, put it in a safe and delete "
    "the saved one: whoever has it can read the file."
)
_CONFIRM = N_("Type these groups from the paper, so that you know it can be read.")
_NOT_PRINTED, _OF_ANOTHER = N_("not as printed"), N_("of another sheet")
_RIGHT = N_("right")
_CONFIRMED = N_("The sheet is confirmed. It is void after a change of the passphrase.")


class SheetDialog(FittedDialog):
    """Two steps that may be days apart: print the sheet, and type some of its groups.

    Signals:
        confirmed: the groups were typed as they stand on the sheet of the present key.
    """

    confirmed = Signal()

    def __init__(
        self, place: Workplace, parent: QWidget | None = None, places: Sequence[int] | None = None
    ) -> None:
        super().__init__(parent)
        self._place = place
        self._texts = place.texts
        self._sheet: Sheet | None = None
        self._saved: Path | None = None
        self._asked = places or sorted(random.SystemRandom().sample(range(1, GROUPS + 1), ASKED))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._build()
        self._connect()
        place.desk.ask(read_sheet, self._on_read, self._on_refused)

    def _build(self) -> None:
        _ = self._texts.gettext
        self.setWindowTitle(_(N_("Recovery sheet")))
        self.save_button = QPushButton(_(N_("&Save the sheet as PDF…")), self)
        self.open_button = QPushButton(_(N_("&Open it to print")), self)
        self.confirm_button = QPushButton(_(N_("Con&firm")), self)
        self.close_button = QPushButton(_(N_("&Later")), self)
        self.said = plain_label("", self, wraps=True)
        first, last = QHBoxLayout(), QHBoxLayout()
        for button in (self.save_button, self.open_button):
            button.setEnabled(False)
            first.addWidget(button)
        first.addStretch(1)
        last.addStretch(1)
        last.addWidget(self.confirm_button)
        last.addWidget(self.close_button)
        self.confirm_button.setEnabled(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(heading(_(N_("Recovery sheet")), self, level=2))
        column.addWidget(hint(_(_EXPLAINED), self))
        column.addLayout(first)
        column.addWidget(hint(_(_CONFIRM), self))
        column.addLayout(self._build_groups())
        column.addWidget(self.said)
        column.addLayout(last)
        self.setMinimumWidth(520)

    def _build_groups(self) -> QGridLayout:
        grid = QGridLayout()
        self.editors: list[QLineEdit] = []
        self.verdicts = [hint("", self, wraps=False) for _ in self._asked]
        for row, place in enumerate(self._asked):
            editor = QLineEdit(self)
            mark_private(editor, is_private=True)
            self.editors.append(editor)
            label = self._texts.fill(N_("Group {place}"), {"place": place})
            grid.addWidget(named_label(label, editor, self), row, 0)
            grid.addWidget(editor, row, 1)
            grid.addWidget(self.verdicts[row], row, 2)
        grid.setColumnStretch(1, 1)
        words = (self._texts.gettext(word) for word in (_NOT_PRINTED, _OF_ANOTHER, _RIGHT))
        # A word that comes while one types must not be cut, nor move the field.
        grid.setColumnMinimumWidth(2, max(map(self.fontMetrics().horizontalAdvance, words)) + 8)
        return grid

    def _connect(self) -> None:
        self.save_button.clicked.connect(self._on_save_clicked)
        self.open_button.clicked.connect(self._on_open_clicked)
        self.confirm_button.clicked.connect(self._on_confirm_clicked)
        self.close_button.clicked.connect(self.reject)
        for editor in self.editors:
            editor.textChanged.connect(self._on_typed)

    def _on_read(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self.save_button.setEnabled(True)
        self._on_typed("")

    def _on_refused(self, problem: Problem) -> None:
        self._say(self._texts.sentence(problem))

    # The paper

    def _on_save_clicked(self) -> None:
        dialog = QFileDialog(self, self._texts.gettext(N_("Choose where the sheet is saved")))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("PDF (*.pdf)")
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(self.save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save(self, name: str) -> None:
        """Write the sheet into the chosen file."""
        if self._sheet is None:
            return
        work = partial(_write, self._sheet, Path(name), self._texts.language, self._place.today())
        self._place.jobs.start(
            WRITING, work, then=partial(self._on_saved, Path(name)), refused=self._on_refused
        )

    def _on_saved(self, path: Path, _done: object) -> None:
        self._saved = path
        self.open_button.setEnabled(True)
        self.open_button.setFocus()
        said = N_("{name} is written. Print it, then delete the file.")
        self._say(self._texts.fill(said, {"name": path.name}))

    def _on_open_clicked(self) -> None:
        if self._saved is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._saved)))

    # The groups from the paper

    def _on_typed(self, _text: str) -> None:
        for place, editor, verdict in zip(self._asked, self.editors, self.verdicts, strict=True):
            verdict.setText(self._texts.gettext(self._verdict(place, editor.text())))
        right = self._texts.gettext(_RIGHT)
        self.confirm_button.setEnabled(all(verdict.text() == right for verdict in self.verdicts))

    def _verdict(self, place: int, text: str) -> str:
        """What is to be said of a group; nothing before it is whole."""
        group = "".join(letter for letter in text.upper() if letter.isalnum())
        if self._sheet is None or len(group) < len(self._sheet.groups[0]):
            return ""
        if not is_group(place, group):
            return _NOT_PRINTED
        return _RIGHT if group == self._sheet.groups[place - 1] else _OF_ANOTHER

    def _on_confirm_clicked(self) -> None:
        self._place.desk.ask(note_sheet, self._on_confirmed, self._on_refused)

    def _on_confirmed(self, _done: object) -> None:
        self.confirm_button.setEnabled(False)
        for editor in self.editors:
            editor.setEnabled(False)
        self.close_button.setText(self._texts.gettext(N_("Close")))
        self.close_button.setFocus()
        self._say(self._texts.gettext(_CONFIRMED))
        self.confirmed.emit()

    def _say(self, sentence: str) -> None:
        self.said.setText(sentence)
        self.fit()
        QAccessible.updateAccessibility(QAccessibleEvent(self.said, QAccessible.Event.Alert))


def _write(sheet: Sheet, path: Path, language: str, today: date, _progress: Progress) -> None:
    write_sheet(sheet, path, language, today)
