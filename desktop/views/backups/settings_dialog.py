"""The dialog of the backups: when the last one was made, and the second place, outside this computer."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.base.errors import UserError
from desktop.base.i18n import N_
from desktop.base.text import visible_controls
from desktop.views.backups.outside import is_plain_file, last_copy_sentence, missing_place_sentence
from desktop.views.workplace import Workplace
from desktop.widgets.fitted_dialog import FittedDialog
from desktop.widgets.labels import heading, hint, plain_label

_HOW = N_(
    "A backup is made by itself when the file is opened and closed, after every 30 minutes of work and "
    "before an import. Each one is checked. Older ones are thinned out: some for each day, week and month "
    "stay."
)
_SECOND = N_(
    "Each backup is also copied to a folder outside this computer - a stick, another disk, a server - "
    "whenever that is connected."
)
_READABLE = N_(
    "This file has no passphrase: whoever finds the stick can read everything in it, private details too."
)
_SAME_DISK = N_(
    "This folder is on the same disk as the other backups: who loses this computer loses both. Choose a "
    "stick, another disk or a server."
)


class BackupSettingsDialog(FittedDialog):
    """Shows where the backups of this file go; what is chosen holds at once."""

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._place = place
        self._is_plain = False
        self._build()
        self._connect()
        self._show()
        place.desk.ask(is_plain_file, then=self._on_plain_known)

    def _build(self) -> None:
        _ = self._place.texts.gettext
        self.setWindowTitle(_(N_("Backups")))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        self.last = plain_label("", self, wraps=True)
        self.now_button = QPushButton(_(N_("Make a backup &now")), self)
        self.folder = hint("", self)
        self.folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.outside = plain_label("", self, wraps=True)
        self.outside_at = hint("", self)
        self.warning = plain_label("", self, wraps=True)
        column.addWidget(heading(_(N_("On this computer")), self, level=2))
        for widget in (hint(_(_HOW), self), self.last, self.folder):
            column.addWidget(widget)
        column.addLayout(_row(self.now_button))
        column.addSpacing(10)
        column.addWidget(heading(_(N_("Second place, outside this computer")), self, level=2))
        for widget in (hint(_(_SECOND), self), self.outside, self.outside_at, self.warning):
            column.addWidget(widget)
        self.choose_button = QPushButton(_(N_("&Choose a folder…")), self)
        self.none_button = QPushButton(_(N_("N&o second place")), self)
        column.addLayout(_row(self.choose_button, self.none_button))
        self.close_button = QPushButton(_(N_("Close")), self)
        column.addSpacing(10)
        column.addStretch(1)
        column.addLayout(_row(self.close_button, is_at_end=True))
        for button in (self.now_button, self.choose_button, self.none_button):
            button.setAutoDefault(False)
        self.close_button.setDefault(True)
        self.setMinimumWidth(600)

    def _connect(self) -> None:
        self.now_button.clicked.connect(self._place.backups.make_now)
        self.choose_button.clicked.connect(self._on_choose_clicked)
        self.none_button.clicked.connect(self._on_none_clicked)
        self.close_button.clicked.connect(self.accept)
        self._place.backups.changed.connect(self._show)
        self._place.backups.failed.connect(self._on_failed)

    def _show(self) -> None:
        texts, values, keeper = self._place.texts, self._place.values, self._place.backups
        state, second = keeper.state, keeper.second
        never = texts.gettext(N_("No backup of this file was made yet."))
        made = N_("Last backup: {when}")
        newest = None if state is None else state.newest_at
        self.last.setText(
            never if newest is None else texts.fill(made, {"when": values.moment(newest.isoformat())})
        )
        where = keeper.root if state is None or state.newest is None else state.newest.parent
        self.folder.setText(visible_controls(str(where)))
        none = texts.gettext(N_("No second place was chosen."))
        self.outside.setText(none if second is None else visible_controls(str(second.folder)))
        self.outside_at.setText(last_copy_sentence(self._place))
        self.none_button.setEnabled(second is not None)
        self.warning.setText("\n".join(self._warnings()))
        self.warning.setVisible(bool(self.warning.text()))
        self.fit()

    def _warnings(self) -> list[str]:
        texts, keeper = self._place.texts, self._place.backups
        second = keeper.second
        if second is None:
            return []
        said = [missing_place_sentence(texts, second)] if keeper.is_second_missing else []
        said += [] if second.is_other_disk else [texts.gettext(_SAME_DISK)]
        return [*said, *([texts.gettext(_READABLE)] if self._is_plain else [])]

    def _on_plain_known(self, is_plain: bool) -> None:
        self._is_plain = is_plain
        self._show()

    def _on_choose_clicked(self) -> None:
        choose_folder(self._place, self).fileSelected.connect(self.take_folder)

    def take_folder(self, name: str) -> None:
        """Copy the backups to this folder from now on, beginning with one now."""
        self._choose(Path(name))
        self._place.backups.make_now()

    def _on_none_clicked(self) -> None:
        self._choose(None)

    def _choose(self, folder: Path | None) -> None:
        try:
            self._place.backups.choose_second(folder)
        except UserError as problem:
            self._on_failed(problem)

    def _on_failed(self, problem: object) -> None:
        if isinstance(problem, UserError):
            self.warning.setText(self._place.texts.sentence(problem))
            self.warning.show()


def choose_folder(place: Workplace, parent: QWidget) -> QFileDialog:
    """Open the dialog that asks for the second place; connect to its `fileSelected`."""
    dialog = QFileDialog(parent, place.texts.gettext(N_("Folder outside this computer")))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


def _row(*buttons: QPushButton, is_at_end: bool = False) -> QHBoxLayout:
    row = QHBoxLayout()
    if is_at_end:
        row.addStretch(1)
    for button in buttons:
        row.addWidget(button)
    if not is_at_end:
        row.addStretch(1)
    return row
