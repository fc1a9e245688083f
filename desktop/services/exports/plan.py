"""The items of a plan, a State or the whole file as xlsx, csv, json, or their dates as ics."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from db.changes import change_sets
from db.database import Database
from db.queries.plan import item_ids, items, plans
from db.records import PlanItemRecord, PlanRecord
from db.schema.plan import CLOSED_STATUSES
from db.targets import checked_target, writing_to
from db.unit_of_work import Reader
from desktop.base.errors import UserError
from desktop.base.i18n import N_, Texts, texts_for
from desktop.base.leaving import Leaving
from desktop.reports.builders.data import FileFacts
from desktop.reports.builders.shared import last_day
from desktop.services.exports.plan_rows import (
    Indicators,
    PlanTable,
    item_object,
    plan_document,
    read_indicators,
)
from desktop.services.exports.result import ExportResult
from desktop.services.file_facts import file_facts, file_settings, reference_of
from desktop.services.reporting import find_plan
from desktop.services.sharing import Gate, leaving_of

if TYPE_CHECKING:
    from desktop.exchange.calendar_files import CalendarDay

PLAN_FORMS = ("xlsx", "csv", "json", "ics")


@dataclass(frozen=True, slots=True)
class PlanExport:
    """What was read for one export, without what may not leave; `leaving` counts both.

    `at_ms` is when the file last changed, UTC milliseconds.
    """

    file: FileFacts
    language: str
    plans: tuple[PlanRecord, ...]
    items: Sequence[PlanItemRecord]
    indicators: Indicators
    at_ms: int
    leaving: Leaving


def export_plan(
    database: Database,
    path: Path,
    *,
    state: str | None = None,
    plan: str | None = None,
    recipient: str | None = None,
) -> ExportResult:
    """Write the items of a plan, of a State's plans or of all plans; the ending of `path` says the form.

    Without a recipient it is made for this office. Labels and words stand in the file's language. Raises
    UserError for an unknown form, State or plan.
    """
    form = path.suffix.lower().removeprefix(".")
    if form not in PLAN_FORMS:
        raise UserError(
            N_("A plan is exported as {forms}, not as “{form}”."), forms=", ".join(PLAN_FORMS), form=form
        )
    checked_target(path, source=database.path)
    return write_plan(read_plan(database, state, plan, recipient), path)


def read_plan(
    database: Database, state: str | None, plan: str | None, recipient: str | None = None
) -> PlanExport:
    """Read what an export of items needs, in one transaction, and hold back what may not leave."""
    with database.read() as unit:
        reference = reference_of(unit)
        known = plans(unit, state=_state_code(unit, state))
        chosen = [find_plan(known, plan)] if plan else known
        if not chosen:
            raise UserError(N_("The file holds no plan of this State."))
        asked = items(unit, [item_id for each in chosen for item_id in item_ids(unit, plan_id=each.id)])
        gate = Gate(unit, recipient)
        leaving = gate.items(asked)
        filled = {item.plan_id for item in leaving}
        let_out = (gate.plan(each, has_items=each.id in filled) for each in chosen)
        return PlanExport(
            file=file_facts(unit, reference),
            language=str(file_settings(unit).language),
            plans=tuple(each for each in let_out if each is not None),
            items=leaving,
            indicators=read_indicators(unit),
            at_ms=change_sets(unit, limit=1)[0].at_ms,
            leaving=leaving_of(gate, unit, items=(asked, leaving)),
        )


def _state_code(unit: Reader, state: str | None) -> str | None:
    if state is None:
        return None
    from desktop.services.files import find_state

    return find_state(state, reference_of(unit)).code


def write_plan(export: PlanExport, path: Path) -> ExportResult:
    """Write what was read; needs no database."""
    form = path.suffix.lower().removeprefix(".")
    if form == "xlsx":
        return _write_workbook(export, path)
    write, count = {
        "json": (_write_json, _count_json),
        "csv": (_write_rows, _count_rows),
        "ics": (_write_dates, _count_dates),
    }[form]
    with writing_to(path) as stream:
        written = write(export, stream)
        size = stream.tell()
        stream.seek(0)
        if count(stream) != written:
            raise UserError(N_("{name} does not hold what was written; it was not kept."), name=path.name)
    return ExportResult(path, written, size, leaving=export.leaving)


def _write_workbook(export: PlanExport, path: Path) -> ExportResult:
    from desktop.reports.writing import write

    document = plan_document(
        _table(export), export.file, _last_change(export).date(), _texts(export), export.leaving.recipient
    )
    counts = write(document, path, "xlsx")
    return ExportResult(path, counts.rows, counts.size, leaving=export.leaving)


def _texts(export: PlanExport) -> Texts:
    return texts_for(export.language)


def _table(export: PlanExport) -> PlanTable:
    return PlanTable(export.items, export.plans, export.indicators, _texts(export))


def _last_change(export: PlanExport) -> datetime:
    return datetime.fromtimestamp(export.at_ms / 1000, UTC)


def _write_json(export: PlanExport, stream: IO[bytes]) -> int:
    objects = (item_object(item, export.indicators) for item in export.items)
    return write_items(stream, objects)


def write_items(
    stream: IO[bytes],
    objects: Iterator[dict[str, Any]],
    beside: Mapping[str, Mapping[str, Any]] | None = None,
) -> int:
    """Write one JSON object with `items`, one a line; gives their number.

    `beside` is what the object says further of an item, by the item's id.
    """
    stream.write(b'{"items": [')
    count = 0
    for count, made in enumerate(objects, 1):
        text = json.dumps(made, ensure_ascii=False)
        stream.write((",\n" if count > 1 else "\n").encode() + text.encode("utf-8", "replace"))
    stream.write(b"\n]")
    if beside:
        stream.write(b',\n"further": ' + json.dumps(beside, ensure_ascii=False).encode("utf-8", "replace"))
    stream.write(b"}\n")
    return count


def _count_json(stream: IO[bytes]) -> int:
    return len(json.load(stream)["items"])


def _write_rows(export: PlanExport, stream: IO[bytes]) -> int:
    from desktop.exchange.csv_files import write_csv

    made = _table(export)
    return write_csv(stream, made.titles, made.csv_rows())


def _count_rows(stream: IO[bytes]) -> int:
    import io

    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    count = sum(1 for _ in csv.reader(text)) - 1
    text.detach()
    return count


def _write_dates(export: PlanExport, stream: IO[bytes]) -> int:
    from desktop.exchange.calendar_files import write_calendar

    days = list(_days(export.items))
    name = export.plans[0].title if len(export.plans) == 1 else ""
    stream.write(write_calendar(days, stamp=_last_change(export), name=name))
    return len(days)


def _days(found: Sequence[PlanItemRecord]) -> Iterator[CalendarDay]:
    """The last day of each open item that has one."""
    from desktop.exchange.calendar_files import CalendarDay

    for item in found:
        day = last_day(item.due)
        if day is not None and item.status not in CLOSED_STATUSES:
            title = " ".join(part for part in (item.number, item.title) if part)
            yield CalendarDay(item.id, day, title, "; ".join(ref.text for ref in item.lead))


def _count_dates(stream: IO[bytes]) -> int:
    return sum(1 for line in stream if line == b"BEGIN:VEVENT\r\n")
