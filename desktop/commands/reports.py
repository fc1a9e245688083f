"""The command report: one report as PDF or Excel."""

from __future__ import annotations

import argparse
from typing import Literal, cast

from desktop.base.i18n import N_
from desktop.commands.context import Context, WrongUsage
from desktop.commands.parser import LATER_REPORT_OPTIONS, REPORT_FORMATS
from desktop.commands.recipients import recipient_of, say_leaving

_ONLY_OF_PLANS = ("plan", "since")


def run(context: Context, asked: argparse.Namespace) -> int:
    """Write the report and say how large it is."""
    from db.targets import checked_target
    from desktop.reports.builders.data import ReportRequest
    from desktop.services.file_facts import file_settings
    from desktop.services.reporting import read_report_data, write_document

    _refuse_options(asked)
    checked_target(asked.out, source=asked.file)
    form, was_there = _format(asked), asked.out.exists()
    with context.reading(asked.file) as database:
        with database.read() as unit:
            language = file_settings(unit).language
        request = ReportRequest(
            name=asked.name,
            language=asked.lang or language,
            date=asked.date or context.today,
            format=form,
            state=asked.state or "",
            group=asked.group or "",
            plan=asked.plan or "",
            as_of=asked.as_of,
            since=asked.since or "",
            is_final=asked.final,
            has_control_code=asked.control_code,
            recipient=recipient_of(database, asked.recipient),
        )
        data = read_report_data(database, request)
    counts = write_document(data, request, asked.out)
    if request.format == "pdf":
        written = N_("Written: {path} (pages: {pages}, rows: {rows})")
    else:
        written = N_("Written: {path} (sheets: {sheets}, rows: {rows})")
    context.say(written, path=asked.out, pages=counts.pages, sheets=counts.sheets, rows=counts.rows)
    context.warn_of_replaced(asked.out, was_there=was_there)
    say_leaving(context, data.leaving)
    for warning, count in counts.warnings():
        context.warn(warning, count=count)
    return 0


def _refuse_options(asked: argparse.Namespace) -> None:
    """Refuse an option that the report would ignore silently."""
    given = [name for name in LATER_REPORT_OPTIONS if getattr(asked, name) is not None]
    if asked.name == "contacts":
        given += [name for name in _ONLY_OF_PLANS if getattr(asked, name) is not None]
    if given:
        raise WrongUsage(
            N_("The report {name} takes no {option}: leave it out."), name=asked.name, option=f"--{given[0]}"
        )


def _format(asked: argparse.Namespace) -> Literal["pdf", "xlsx"]:
    """The form asked for, else that of the file's ending, else PDF."""
    ending = asked.out.suffix.lower().removeprefix(".")
    form = asked.format or ending or "pdf"
    if form not in REPORT_FORMATS:
        raise WrongUsage(N_("A report is written as pdf or xlsx, not as {ending}."), ending=form)
    if ending in REPORT_FORMATS and ending != form:
        raise WrongUsage(
            N_("--format says {form}, but the name {name} says {ending}: make them agree."),
            form=form,
            name=asked.out.name,
            ending=ending,
        )
    return cast(Literal["pdf", "xlsx"], form)
