"""From when on a report tells of changes: not at all, from a day, or from a submission to the Committee."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QWidget

from desktop.base.i18n import N_, Texts
from desktop.widgets.chooser import Chooser

_DAY = "day"
_HALF_A_YEAR = -6


class SinceField(QWidget):
    """A list of what changes may be told since, and the day where it is one.

    Signals:
        changed: another choice was made.
    """

    changed = Signal()

    def __init__(self, texts: Texts, day: QDateEdit, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self.chooser = Chooser((), self)
        self.day = day
        day.setParent(self)
        day.setMaximumDate(QDate(today.year, today.month, today.day))
        day.setDate(day.maximumDate().addMonths(_HALF_A_YEAR))
        day.setAccessibleName(texts.gettext(N_("Day from which on changes are told")))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.chooser, 1)
        row.addWidget(day, 1)
        self.show_submissions(())
        self.chooser.activated.connect(self._on_activated)
        day.dateChanged.connect(self.changed)

    def show_submissions(self, submissions: Iterable[tuple[str, str]]) -> None:
        """Offer these submissions (id, title)."""
        _ = self._texts.gettext
        first = [("", _(N_("(changes are not told)"))), (_DAY, _(N_("Since a day")))]
        since = N_("Since “{title}”")
        listed = [(row_id, self._texts.fill(since, {"title": title})) for row_id, title in submissions]
        self.chooser.set_choices([*first, *listed])
        self.day.setVisible(self.chooser.code == _DAY)

    def value(self) -> str:
        """The day or the id of the submission; nothing when no changes are told."""
        if self.chooser.code != _DAY:
            return self.chooser.code
        return self.day.date().toString("yyyy-MM-dd")

    def _on_activated(self) -> None:
        self.day.setVisible(self.chooser.code == _DAY)
        self.changed.emit()
