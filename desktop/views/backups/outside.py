"""What is said of the copies outside this computer, on the first screen and in the settings."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from db.database import Database
from desktop.base.errors import UserError
from desktop.base.i18n import N_, Texts
from desktop.base.text import visible_controls
from desktop.services.backups import SecondPlace
from desktop.views.workplace import Workplace
from desktop.widgets.labels import hint

_NEVER = N_("No copy of this file is outside this computer.")
_MISSING = N_("{folder} is not there now. Connect it; the next backup is copied there.")


class OutsideLine(QWidget):
    """One quiet line on the first screen, with a button to make a copy or to choose its place."""

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._was_asked = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.said = hint("", self, wraps=False)
        self.button = QPushButton(self)
        self.button.clicked.connect(self._on_clicked)
        row.addWidget(self.said)
        row.addWidget(self.button)
        row.addStretch(1)
        place.backups.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        keeper, texts = self._place.backups, self._place.texts
        # Fictional data can be lost, and what is not kept yet says nothing.
        self.setVisible(keeper.state is not None and not self._place.file.is_exercise)
        # Nobody is told of a stick that is not there, but who asks for a copy.
        is_missed = self._was_asked and keeper.is_second_missing and keeper.second is not None
        self.said.setText(
            missing_place_sentence(texts, keeper.second) if is_missed else last_copy_sentence(self._place)
        )
        self.button.setText(
            texts.gettext(N_("Choose its place…") if keeper.second is None else N_("Make one now"))
        )
        self.setAccessibleName(self.said.text())

    def _on_clicked(self) -> None:
        keeper = self._place.backups
        if keeper.second is None:
            from desktop.views.backups.settings_dialog import choose_folder

            choose_folder(self._place, self).fileSelected.connect(self.take_folder)
        else:
            self._was_asked = True
            keeper.make_now()

    def take_folder(self, name: str) -> None:
        """Copy the backups to this folder from now on, beginning with one now."""
        try:
            self._place.backups.choose_second(Path(name))
        except UserError as problem:
            self._place.messages.problem(problem)
            return
        self._place.backups.make_now()


def last_copy_sentence(place: Workplace) -> str:
    """How old the last copy outside this computer is; its day where the clock makes nonsense of that."""
    texts, state = place.texts, place.backups.state
    made_at = None if state is None else state.outside_at
    if made_at is None:
        return texts.gettext(_NEVER)
    days = (place.today() - made_at.astimezone().date()).days
    if days < 0:
        said = N_("Last copy outside this computer: {day}")
        return texts.fill(said, {"day": place.values.date(made_at.date().isoformat())})
    if days == 0:
        return texts.gettext(N_("Last copy outside this computer: today"))
    return texts.ngettext(
        "Last copy outside this computer: {count} day ago",
        "Last copy outside this computer: {count} days ago",
        days,
    ).format(count=place.values.locale.toString(days))


def missing_place_sentence(texts: Texts, second: SecondPlace) -> str:
    """The second place is not there now."""
    return texts.fill(_MISSING, {"folder": visible_controls(str(second.folder))})


def is_plain_file(database: Database) -> bool:
    """Whether an open file has no passphrase."""
    return database.key is None and not database.line.is_locked
