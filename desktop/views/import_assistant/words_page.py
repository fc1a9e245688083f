"""Third page, shown only when something is open: order of day and month, decimal sign, words, near names."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QVBoxLayout, QWidget

from db.fields import fields_of
from db.schema import PlanItem
from desktop.base.i18n import N_
from desktop.base.text import visible_controls
from desktop.exchange.layout import MappingFile
from desktop.exchange.values import DecimalSign
from desktop.services.import_steps.questions import NearName, Questions, UnknownStatus, with_answers
from desktop.views.import_assistant.parts import clear_layout, scrolled
from desktop.views.workplace import Workplace
from desktop.widgets.chooser import Chooser
from desktop.widgets.labels import heading, hint, named_label

_DAY, _MONTH = "day", "month"
_SAME = "same"
_LABEL_WIDTH = 260


class WordsPage(QWidget):
    """The open questions, each with the answer that keeps everything as it stands.

    Signals:
        changed: another answer was given.
    """

    changed = Signal()

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = place.texts
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self.dates: Chooser | None = None
        self.numbers: Chooser | None = None
        self.statuses: dict[str, Chooser] = {}
        self.names: dict[str, tuple[str, Chooser]] = {}

    def show_questions(self, questions: Questions) -> None:
        """Ask what is open."""
        clear_layout(self._layout)
        self.dates = self.numbers = None
        self.statuses, self.names = {}, {}
        body = QWidget(self)
        box = QVBoxLayout(body)
        box.setContentsMargins(0, 0, 12, 0)
        box.setSpacing(6)
        self._ask_dates(body, box, questions.dates)
        self._ask_numbers(body, box, questions.numbers)
        self._ask_statuses(body, box, questions.statuses)
        self._ask_names(body, box, questions.names)
        box.addStretch(1)
        self._layout.addWidget(scrolled(body, self))

    def _part(self, body: QWidget, box: QVBoxLayout, title: str, said: str) -> QFormLayout:
        head = heading(title, body, level=2)
        head.setContentsMargins(0, 8, 0, 0)
        box.addWidget(head)
        box.addWidget(hint(said, body))
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        box.addLayout(form)
        return form

    def _add(self, form: QFormLayout, body: QWidget, label: str, choices: list[tuple[str, str]]) -> Chooser:
        chooser = Chooser(choices, body)
        chooser.activated.connect(self.changed)
        named = named_label(visible_controls(label).replace("&", "&&"), chooser, body)
        chooser.setAccessibleName(visible_controls(label))
        named.setWordWrap(True)
        named.setFixedWidth(_LABEL_WIDTH)
        form.addRow(named, chooser)
        return chooser

    def _ask_dates(self, body: QWidget, box: QVBoxLayout, examples: Sequence[str]) -> None:
        if not examples:
            return
        _ = self._texts.gettext
        said = N_("These dates can be read with the day first or with the month first: {examples}")
        form = self._part(
            body, box, _(N_("Dates")), self._texts.fill(said, {"examples": "; ".join(examples)})
        )
        choices = [
            ("", _(N_("I do not know: keep the words, leave the date open"))),
            (_DAY, _(N_("The day stands first"))),
            (_MONTH, _(N_("The month stands first"))),
        ]
        self.dates = self._add(form, body, _(N_("Order of day and month")), choices)

    def _ask_numbers(self, body: QWidget, box: QVBoxLayout, examples: Sequence[str]) -> None:
        if not examples:
            return
        _ = self._texts.gettext
        said = N_("These numbers can be read with a decimal comma or with a decimal point: {examples}")
        form = self._part(
            body, box, _(N_("Numbers")), self._texts.fill(said, {"examples": "; ".join(examples)})
        )
        choices = [
            ("", _(N_("I do not know: keep the words, leave the number open"))),
            (",", _(N_("Decimal comma"))),
            (".", _(N_("Decimal point"))),
        ]
        self.numbers = self._add(form, body, _(N_("Decimal sign")), choices)

    def _ask_statuses(self, body: QWidget, box: QVBoxLayout, words: Sequence[UnknownStatus]) -> None:
        if not words:
            return
        _ = self._texts.gettext
        said = N_("These words are not known as a status. Whatever you choose, the words are not lost.")
        form = self._part(body, box, _(N_("Status")), _(said))
        labels = fields_of(PlanItem)["status"].choices or {}
        choices = [("", _(N_("Keep the words under remarks, leave the status open")))]
        choices += [(code, _(label)) for code, label in labels.items()]
        for word in words:
            label = f"“{word.text}” × {word.count}"
            self.statuses[word.text] = self._add(
                form, body, label, _with_hint(self, choices, word.suggestion)
            )

    def _ask_names(self, body: QWidget, box: QVBoxLayout, names: Sequence[NearName]) -> None:
        if not names:
            return
        _ = self._texts.gettext
        said = N_("These institutions are new here but resemble one that is known.")
        form = self._part(body, box, _(N_("Institutions")), _(said))
        for name in names:
            same = self._texts.fill(N_("The same as “{known}”"), {"known": visible_controls(name.known)})
            choices = [("", _(N_("A new institution"))), (_SAME, same)]
            label = self._texts.fill(
                N_("“{name}” - is it “{known}”?"), {"name": name.name, "known": name.known}
            )
            self.names[name.name] = (name.known, self._add(form, body, label, choices))

    # Answers

    def answered(self, mapping: MappingFile) -> MappingFile:
        """The mapping with the answers of this page."""
        day_first = None if self.dates is None or not self.dates.code else self.dates.code == _DAY
        sign: DecimalSign | None = None
        if self.numbers is not None and self.numbers.code:
            sign = "," if self.numbers.code == "," else "."
        return with_answers(mapping, day_first, sign, self.status())

    def status(self) -> dict[str, str]:
        """The status chosen for each unknown word."""
        return {text: chooser.code for text, chooser in self.statuses.items() if chooser.code}

    def aliases(self) -> dict[str, str]:
        """The known name that each new one stands for."""
        return {name: known for name, (known, chooser) in self.names.items() if chooser.code == _SAME}

    @property
    def has_answers(self) -> bool:
        """Whether anything was decided here."""
        asked = [
            self.dates,
            self.numbers,
            *self.statuses.values(),
            *(each for _, each in self.names.values()),
        ]
        return any(chooser is not None and chooser.code for chooser in asked)

    def did_you_mean(self, label: str) -> str:
        """A status that may be meant, as a question."""
        return self._texts.fill(N_("{status} - did you mean this?"), {"status": label})


def _with_hint(page: WordsPage, choices: list[tuple[str, str]], suggestion: str) -> list[tuple[str, str]]:
    """The choices with the suggested one marked and right behind the first."""
    if not suggestion:
        return choices
    meant = [(code, page.did_you_mean(text)) for code, text in choices if code == suggestion]
    return [choices[0], *meant, *(each for each in choices[1:] if each[0] != suggestion)]
