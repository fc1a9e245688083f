"""The bar above the screens while edits cannot be saved: why, how many wait, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QPushButton, QSizePolicy, QToolBar

from desktop.base.errors import Problem
from desktop.base.i18n import N_
from desktop.views.saving_label import SavingLabel
from desktop.views.workplace import Workplace
from desktop.widgets.labels import plain_label

_LEAST_WIDTH = 620
_KEPT = N_("Changes that are kept here until they can be saved: {count}.")
_GIVE_UP = N_("Give up the changes that could not be saved ({count})? The file stays as it is.")


class UnsavedBar(QToolBar):
    """Shown while the desk holds edits; trying again is one key away, and done by the next edit as well."""

    def __init__(self, place: Workplace, window: QMainWindow, saving: SavingLabel) -> None:
        super().__init__(window)
        self._place = place
        self._saving = saving
        self._build()
        window.addToolBar(self)
        self.try_button.clicked.connect(place.desk.try_again)
        self.give_up_button.clicked.connect(self._on_give_up_clicked)
        place.desk.held_changed.connect(self._on_held_changed)

    def _build(self) -> None:
        _ = self._place.texts.gettext
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setWindowTitle(_(N_("Changes that are not saved")))
        body = QFrame(self)
        row = QHBoxLayout(body)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(10)
        self.said = plain_label("", body, wraps=True)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.said.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        # A bar asks how high its text is before it is as wide as the window.
        self.said.setMinimumWidth(_LEAST_WIDTH)
        self.try_button = QPushButton(_(N_("Try a&gain")), body)
        self.give_up_button = QPushButton(_(N_("Give up…")), body)
        row.addWidget(self.said, 1)
        for button in (self.try_button, self.give_up_button):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.addWidget(body)
        self.hide()

    def _on_held_changed(self, problem: Problem | None) -> None:
        self._saving.show_held(problem is not None)
        if problem is None:
            self.hide()
            return
        texts = self._place.texts
        kept = texts.fill(_KEPT, {"count": self._place.desk.held})
        self.said.setText(f"{texts.sentence(problem)} {kept}")
        self.setAccessibleName(self.said.text())
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _on_give_up_clicked(self) -> None:
        desk = self._place.desk
        self._place.messages.ask(_GIVE_UP, N_("Give up"), desk.give_up, count=desk.held)
