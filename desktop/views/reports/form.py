"""The form of a report: which one, about what, in which language and format, and where it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QDate, QLocale, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDateEdit,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QWidget,
)

from desktop.base.group_names import group_name
from desktop.base.i18n import N_, available_languages
from desktop.reports.builders.data import ReportRequest
from desktop.services.reporting import REPORTS
from desktop.views.first_run.page import LANGUAGE_NAMES
from desktop.views.recipient_field import RecipientField
from desktop.views.reports.since_field import SinceField
from desktop.views.reports.target_field import TargetField
from desktop.views.reports.work import ReportChoices, file_name
from desktop.views.workplace import Workplace
from desktop.widgets.chooser import Chooser
from desktop.widgets.labels import named_label

CHOICES = "report"
_ALL_STATES, _GROUP = "*", "group:"
_STATE, _STATE_OR_GROUP = N_("&State"), N_("&State or group")
_FORMATS = {"pdf": N_("PDF, to print and send"), "xlsx": N_("Excel, to sort and count")}
_PRESENT_PLAN = N_("The plan in force")
_WITH_PLAN = ("status",)
_WEEKDAY = re.compile(r"d{3,4},?\s*")


class ReportForm(QWidget):
    """What a person asks a report for.

    Signals:
        changed: another choice was made.
    """

    changed = Signal()

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._texts = place.texts
        self._plans: tuple[Any, ...] = ()
        self._submissions: tuple[Any, ...] = ()
        self._kept = dict(place.settings.current.choices.get(CHOICES, {}))
        self._build()
        self._restore()
        self._connect()
        self._propose_target()

    def _build(self) -> None:
        _ = self._texts.gettext
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(16)
        self._form.setVerticalSpacing(10)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.report = self._chooser(N_("&Report"), ((name, _(title)) for name, title in REPORTS.items()))
        self.state = self._chooser(_STATE, ())
        self.plan = self._chooser(N_("P&lan"), [("", _(_PRESENT_PLAN))])
        self.recipient = RecipientField(self._texts, str(self._kept.get("recipient") or ""), self)
        self._form.addRow(named_label(_(N_("Fo&r")), self.recipient.chooser, self), self.recipient)
        self.language = self._chooser(N_("Lan&guage of the report"), _languages())
        self.format = self._chooser(N_("&Format"), ((code, _(text)) for code, text in _FORMATS.items()))
        self.date = _date_edit(self._place, self)
        self._add(N_("&Date on the report"), self.date)
        self._add_as_of()
        self.since = SinceField(self._texts, _date_edit(self._place, self), self._place.today(), self)
        label = named_label(self._texts.gettext(N_("C&hanges")), self.since.chooser, self)
        self._form.addRow(label, self.since)
        self.prepared_by = QLineEdit(self._place.desk.author, self)
        self.prepared_by.setMaxLength(200)
        self._add(N_("Prepared &by"), self.prepared_by)
        self.is_final = QCheckBox(_(N_("Final: without the draft mark on each page")), self)
        self.has_control_code = QCheckBox(_(N_("With the control co&de on the last page")), self)
        for tick in (self.is_final, self.has_control_code):
            self._form.addRow("", tick)
        self._add_target()

    def _chooser(self, label: str, choices: Iterable[tuple[str, str]]) -> Chooser:
        chooser = Chooser(choices, self)
        self._add(label, chooser)
        return chooser

    def _add(self, label: str, widget: QWidget) -> None:
        self._form.addRow(named_label(self._texts.gettext(label), widget, self), widget)

    def _add_as_of(self) -> None:
        _ = self._texts.gettext
        row = QHBoxLayout()
        row.setSpacing(10)
        self.has_as_of = QCheckBox(_(N_("As the file stood at the &end of")), self)
        self.as_of = _date_edit(self._place, self)
        self.as_of.setMaximumDate(_qt_date(self._place.today()))
        self.as_of.setEnabled(False)
        self.as_of.setAccessibleName(_(N_("As the file stood at the end of")))
        row.addWidget(self.has_as_of)
        row.addWidget(self.as_of, 1)
        self._form.addRow("", row)

    def _add_target(self) -> None:
        self.target = TargetField(self._texts, str(self._kept.get("folder") or ""), self)
        label = named_label(self._texts.gettext(N_("&Written to")), self.target.line, self)
        self._form.addRow(label, self.target)

    def _connect(self) -> None:
        for chooser in (self.report, self.state, self.plan, self.language, self.format):
            chooser.activated.connect(self._on_choice_activated)
        self.date.dateChanged.connect(self._on_date_changed)
        self.has_as_of.toggled.connect(self.as_of.setEnabled)
        self.has_as_of.toggled.connect(self.changed)
        self.has_control_code.toggled.connect(self.changed)
        self.as_of.dateChanged.connect(self.changed)
        self.recipient.changed.connect(self.changed)
        self.since.changed.connect(self.changed)
        self.target.edited.connect(self.changed)

    def _restore(self) -> None:
        for name in ("report", "language", "format"):
            kept = self._kept.get(name)
            chooser: Chooser = getattr(self, name)
            chooser.choose(str(kept) if kept else self._place.file.language if name == "language" else "")
        self._show_plan_row()

    # What there is to choose from

    def show_choices(self, choices: ReportChoices) -> None:
        """Offer the States and plans of the file."""
        before = self.state.code or str(self._kept.get("state") or "")
        states = [(code, self._place.values.state(code)) for code in choices.states]
        states.sort(key=lambda pair: pair[1].casefold())
        several = self._several(choices) if len(states) > 1 else []
        self.state.set_choices([*several, *states])
        if several:
            self.state.insertSeparator(len(several))
        offered = {code for code, _ in (*several, *states)}
        self.state.choose(before if before in offered else self._place.file.state)
        self._say_scope(_STATE_OR_GROUP if several else _STATE)
        self._plans, self._submissions = choices.plans, choices.submissions
        self.recipient.show_known(choices.recipients)
        self._show_plans()
        self._show_plan_row()
        self._propose_target()

    def _several(self, choices: ReportChoices) -> list[tuple[str, str]]:
        """What stands for several States at once: all of them, then groups and organisations by name."""
        _ = self._texts.gettext
        groups = [(f"{_GROUP}{code}", group_name(code, self._texts)) for code in choices.groups]
        groups.sort(key=lambda pair: pair[1].casefold())
        return [(_ALL_STATES, _(N_("All States of this file"))), *groups]

    def _say_scope(self, label: str) -> None:
        shown = self._form.labelForField(self.state)
        if isinstance(shown, QLabel):
            shown.setText(self._texts.gettext(label))
        self.state.setAccessibleName(self._texts.gettext(label).replace("&", ""))

    def _state_code(self) -> str:
        """The one State that is chosen, or none."""
        code = self.state.code
        return "" if code == _ALL_STATES or code.startswith(_GROUP) else code

    def _group_code(self) -> str:
        code = self.state.code
        return code.removeprefix(_GROUP) if code.startswith(_GROUP) else ""

    def _show_plans(self) -> None:
        before = self.plan.code
        own = [(plan.id, plan.title) for plan in self._plans if plan.state == self.state.code]
        self.plan.set_choices([("", self._texts.gettext(_PRESENT_PLAN)), *own])
        self.plan.choose(before)
        frozen = [(each.id, each.title) for each in self._submissions if each.state == self.state.code]
        self.since.show_submissions(frozen)

    def _show_plan_row(self) -> None:
        has_one_plan = self.report.code in _WITH_PLAN and bool(self._state_code())
        self._form.setRowVisible(self.plan, has_one_plan)
        self._form.setRowVisible(self.since, self.report.code in _WITH_PLAN)

    def _on_choice_activated(self) -> None:
        self._show_plan_row()
        self._show_plans()
        self._propose_target()
        self.changed.emit()

    def _on_date_changed(self) -> None:
        self._propose_target()
        self.changed.emit()

    def _propose_target(self) -> None:
        scope = self._group_code() or self._place.values.state(self._state_code())
        day = _day(self.date.date())
        name = file_name(self.report.code, self.language.code, scope, day, self.format.code)
        self.target.propose(name, self.format.code, tuple(_FORMATS))

    # What is asked for

    def request(self) -> ReportRequest:
        """The report that is asked for."""
        state = self._state_code()
        return ReportRequest(
            name=self.report.code,
            language=self.language.code,
            date=_day(self.date.date()),
            format=_format(self.format.code),
            state=state,
            group=self._group_code(),
            plan=self.plan.code if state and self.report.code in _WITH_PLAN else "",
            as_of=_day(self.as_of.date()) if self.has_as_of.isChecked() else None,
            since=self.since.value() if self.report.code in _WITH_PLAN else "",
            is_final=self.is_final.isChecked(),
            has_control_code=self.has_control_code.isChecked(),
            recipient=self.recipient.recipient,
            prepared_by=self.prepared_by.text().strip(),
        )

    def remember(self, path: Path) -> None:
        """Keep the choices for the next report; every report is a draft until "final" is chosen anew."""
        kept = {
            "report": self.report.code,
            "state": self.state.code,
            "language": self.language.code,
            "format": self.format.code,
            "recipient": self.recipient.recipient or "",
            "folder": str(path.parent),
        }
        self._place.settings.remember_choices(CHOICES, kept)
        self.target.written(path)
        self._propose_target()


def _format(code: str) -> Literal["pdf", "xlsx"]:
    return "xlsx" if code == "xlsx" else "pdf"


def _languages() -> list[tuple[str, str]]:
    return [(code, LANGUAGE_NAMES.get(code, code)) for code in available_languages()]


def _date_edit(place: Workplace, parent: QWidget) -> QDateEdit:
    made = QDateEdit(_qt_date(place.today()), parent)
    made.setCalendarPopup(True)
    made.setLocale(place.values.locale)
    written_out = place.values.locale.dateFormat(QLocale.FormatType.LongFormat)
    made.setDisplayFormat(_WEEKDAY.sub("", written_out))
    return made


def _qt_date(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _day(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
