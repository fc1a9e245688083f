"""For whom something leaves the file: a list of recipients, with what would leave and what would stay."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.schema.base import RECIPIENTS
from desktop.base.i18n import Texts
from desktop.base.leaving import FOR_OFFICE, Leaving, leaving_sentences, recipient_name
from desktop.widgets.chooser import Chooser
from desktop.widgets.labels import hint

OFFICE = ""
"""The code of this office in the list."""


class RecipientField(QWidget):
    """The list begins with this office; States and providers are offered where something is shared with them.

    Signals:
        changed: another recipient was chosen.
    """

    changed = Signal()

    def __init__(self, texts: Texts, remembered: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        # A recipient that was chosen once stays offered: to fall back to this office would let more leave.
        self._remembered = remembered
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.chooser = Chooser((), self)
        column.addWidget(self.chooser)
        self.said = hint("", self)
        column.addWidget(self.said)
        self.show_known(())
        self.chooser.choose(remembered)
        self.show_leaving(FOR_OFFICE if self.recipient is None else None)
        self.chooser.activated.connect(self._on_activated)

    @property
    def recipient(self) -> str | None:
        """The chosen recipient, None for this office."""
        return self.chooser.code or None

    def show_known(self, others: Iterable[str]) -> None:
        """Offer these States and providers too."""
        named = [self._remembered] if ":" in self._remembered else []
        codes = dict.fromkeys([*RECIPIENTS, *others, *named])
        offered = [(code, recipient_name(code, self._texts)) for code in codes]
        self.chooser.set_choices([(OFFICE, recipient_name(None, self._texts)), *offered])

    def show_leaving(self, leaving: Leaving | None) -> None:
        """Say what would leave; nothing while that is not known."""
        text = "" if leaving is None else "\n".join(leaving_sentences(leaving, self._texts))
        self.said.setText(text)
        self.chooser.setAccessibleDescription(text)

    def _on_activated(self, _index: int) -> None:
        self.show_leaving(FOR_OFFICE if self.recipient is None else None)
        self.changed.emit()
