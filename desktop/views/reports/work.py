"""What the reports screen has done elsewhere: choices and records read, a report written in a job."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from db.database import Database
from db.file_names import safe_name
from db.queries.plan import plans
from db.queries.rows import stored_rows
from db.schema import Submission
from db.targets import checked_target
from desktop.base.i18n import texts_for
from desktop.base.leaving import Leaving
from desktop.jobs.runner import Progress
from desktop.reports.builders.data import ReportData, ReportRequest
from desktop.reports.counts import Counts
from desktop.services.file_facts import reference_of
from desktop.services.reporting import REPORTS, groups_in, read_report_data, states_in, write_document
from desktop.services.sharing import recipients_in

_MOST_ALIKE = 100


@dataclass(frozen=True, slots=True)
class ReportChoices:
    """What there is to report on: States and groups by code, plans, and submissions with a baseline.

    `recipients` are the States and providers that anything is shared with.
    """

    states: tuple[str, ...]
    plans: tuple[Any, ...]
    groups: tuple[str, ...] = ()
    submissions: tuple[Any, ...] = ()
    recipients: tuple[str, ...] = ()


def read_choices(database: Database) -> ReportChoices:
    """The States and plans of the file."""
    with database.read() as unit:
        reference = reference_of(unit)
        states = states_in(unit, reference)
        groups = groups_in(reference, states) if len(states) > 1 else ()
        frozen = stored_rows(unit, Submission, "t.baseline IS NOT NULL", order="t.baseline DESC")
        codes = tuple(state.code for state in states)
        recipients = tuple(recipients_in(unit))
        return ReportChoices(codes, tuple(plans(unit)), tuple(groups), tuple(frozen), recipients)


def read_data(request: ReportRequest, database: Database) -> ReportData:
    """The records of a report."""
    return read_report_data(database, request)


def read_leaving(request: ReportRequest, database: Database) -> tuple[ReportRequest, Leaving]:
    """What of a report would leave for its recipient; what it tells of changes leaves with the actions."""
    return request, read_report_data(database, replace(request, since="")).leaving


def write_report_file(
    data: ReportData, request: ReportRequest, path: Path, source: Path, progress: Progress
) -> tuple[Path, Counts]:
    """Write a report beside the open file `source`, never over it."""
    checked_target(path, source=source)
    return path, write_document(data, request, path, progress=progress)


def file_name(report: str, language: str, scope: str, day: date, ending: str) -> str:
    """The name proposed for a report, in the language of the report."""
    title = texts_for(language).gettext(REPORTS[report])
    whole = " - ".join(part for part in (title, scope, day.isoformat()) if part)
    return safe_name(f"{whole}.{ending}", instead=" ")


def free_path(path: Path) -> Path:
    """The path, or one with a number behind it where a file of that name is there already."""
    for number in range(2, _MOST_ALIKE):
        candidate = path if number == 2 else path.with_name(f"{path.stem} ({number - 1}){path.suffix}")
        if not candidate.exists():
            return candidate
    return path
