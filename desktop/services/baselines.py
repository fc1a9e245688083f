"""Earlier states of the file that reports tell of or compare with: by day, or by a submission's baseline."""

from __future__ import annotations

from datetime import UTC, date, datetime

from db.changes import find_set, number_at
from db.database import Database
from db.queries.plan import items
from db.queries.rows import stored_rows
from db.records import PlanItemRecord
from db.schema import Submission
from desktop.base.errors import UserError
from desktop.base.i18n import N_
from desktop.reports.builders.data import Baseline
from desktop.services.sharing import Gate, may_leave


def entry_at(database: Database, day: date) -> int:
    """The number of the last entry of the history up to a day; raises UserError before the first."""
    with database.read() as unit:
        number = number_at(unit, day)
        if number:
            return number
        first = unit.raw("SELECT min(at_ms) FROM main.change_set")[0][0] or 0
    raise UserError(
        N_("The history of this file begins on {first}; it had recorded nothing by {day}."),
        first=_day_of(first).isoformat(),
        day=day.isoformat(),
    )


def read_baseline(database: Database, since: str, last: int | None, recipient: str | None = None) -> Baseline:
    """The items as they were on a day (2027-09-15) or at a submission, given by its id.

    `last` is the entry that the report itself ends with; what may not leave for the recipient is left out.
    Raises UserError for a day before the history begins, for what is neither, and when the report ends
    before it.
    """
    day, title = _as_day(since), ""
    if day is not None:
        number = entry_at(database, day)
    else:
        number, day, title = _submission(database, since, recipient)
    if last is not None and number > last:
        raise UserError(
            N_("The report ends before {since}: nothing can have changed since then."), since=title or since
        )
    by_plan: dict[str, list[PlanItemRecord]] = {}
    with database.read(as_of=number) as unit:
        for item in Gate(unit, recipient).items(items(unit)):
            by_plan.setdefault(item.plan_id, []).append(item)
    return Baseline(day, by_plan, title)


def _as_day(since: str) -> date | None:
    try:
        return date.fromisoformat(since)
    except ValueError:
        return None


def _submission(database: Database, submission_id: str, recipient: str | None) -> tuple[int, date, str]:
    with database.read() as unit:
        found = [each for each in stored_rows(unit, Submission, order="t.id") if each.id == submission_id]
        if not found:
            raise UserError(
                N_(
                    "“{since}” is neither a day, such as 2027-09-15, nor the id of a submission; "
                    "“list submissions” shows them."
                ),
                since=submission_id,
            )
        (submission,) = found
        entry = find_set(unit, submission.baseline) if submission.baseline else None
    if entry is None:
        raise UserError(
            N_("The submission {title} has no baseline: its text has not been cleared yet."),
            title=submission.title,
        )
    title = submission.title if may_leave(submission.sharing, recipient) else ""
    return entry.number, _day_of(entry.at_ms), title


def _day_of(at_ms: int) -> date:
    return datetime.fromtimestamp(at_ms / 1000, UTC).date()
