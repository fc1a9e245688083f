"""A plan brought in from any workbook: read, found, matched, written - all or nothing, one change set.

The road: `reading` gives grids in a child process; `layout` finds table and columns; `drafts` reads cells
into values; `matching` says which item a row is; `writing` puts it into the plan. A dry run walks the same
road and rolls back at its end, so that its counts are those of the import.
"""

from __future__ import annotations

from pathlib import Path

from db.backup import back_up_into
from db.database import Database
from db.queries import plan as queries
from db.schema import InstitutionAlias, Plan
from db.unit_of_work import Reader, Writer
from desktop.base.errors import UserError
from desktop.base.i18n import N_
from desktop.exchange.layout import read_mapping_file
from desktop.exchange.reading import read_workbook
from desktop.exchange.reading.grid import Workbook
from desktop.services.import_outcome import ImportOutcome
from desktop.services.import_plan.matching import match_drafts
from desktop.services.import_plan.outcome import FinishedRun, outcome_of
from desktop.services.import_plan.tables import (
    FoundTable,
    ImportOptions,
    find_tables,
    near_names,
    read_drafts,
    read_notices,
    skipped_rows,
)
from desktop.services.import_plan.titles import workbook_title
from desktop.services.import_plan.writing import PlanWriter
from desktop.services.institutions import institution_names, person_names
from desktop.services.plan_locks import locked_plans
from desktop.services.reporting import find_plan

NO_CERTAIN_PLAN = N_("The State has several plans; name one: {plans}.")
NO_SUCH_PLAN = N_("The State has no plan “{plan}”.")

__all__ = [
    "FoundTable",
    "ImportOptions",
    "find_tables",
    "import_plan",
    "import_plan_file",
    "near_names",
    "read_drafts",
]


def import_plan_file(
    database: Database,
    author: str,
    source: Path,
    *,
    state: str,
    plan: str | None = None,
    sheet: str | None = None,
    mapping: Path | None = None,
    is_dry_run: bool = False,
    skips_refused: bool = False,
    is_amending: bool = False,
    backup_folder: Path | None = None,
) -> ImportOutcome:
    """Read a file and bring its plan in; what the command line calls.

    Raises UserError or DatabaseProblem, with nothing changed, when the file has no plan that can be read.
    """
    options = ImportOptions(
        state,
        plan,
        sheet,
        read_mapping_file(mapping) if mapping else None,
        None,
        is_dry_run,
        skips_refused,
        is_amending,
        backup_folder,
    )
    return import_plan(database, author, read_workbook(source), source.name, options)


def import_plan(
    database: Database, author: str, book: Workbook, name: str, options: ImportOptions
) -> ImportOutcome:
    """Bring in the plan of a workbook that has been read; `name` is the file's, for sentences."""
    tables = find_tables(book, name, options)
    with database.read() as unit:
        institutions, persons = institution_names(unit, options.state), person_names(unit)
        plan = _find_plan(unit, options)
    for written, institution_id in (options.aliases or {}).items():
        institutions.add(written, institution_id)
    drafts = read_drafts(tables, options, institutions)
    notices = read_notices(book, tables, drafts, institutions, options)
    skipped, reader = skipped_rows(tables), book.reader
    title = options.plan or _title_of(tables, name)
    # The cells have been read into drafts; of a large workbook they would fill the memory to the end.
    del book, tables
    kept = [draft for draft in drafts if draft.refusal is None]
    if not options.is_dry_run and kept and options.backup_folder is not None:
        back_up_into(database, options.backup_folder, reason="import")
    with database.write(author, N_("Import the plan from {name}"), origin="import", name=name) as unit:
        is_locked = plan is not None and bool(locked_plans(unit, [plan])) and not options.is_amending
        plan_id = plan or unit.insert(Plan, [{"state": options.state, "title": title}])[0]
        items = queries.items(unit, queries.item_ids(unit, plan_id=plan_id))
        matches = match_drafts(kept, items)
        writer = PlanWriter(unit, plan_id, options.state, institutions, persons, is_locked=is_locked)
        writer.write(kept, matches)
        _write_aliases(unit, options)
        run = FinishedRun(reader, skipped, drafts, matches, writer, notices)
        is_stopped = bool(run.refused) and not options.skips_refused
        # A form without a single row must not leave an empty plan behind.
        is_written = bool(kept) and not (is_stopped or options.is_dry_run)
        info = unit.commit() if is_written else None
    return outcome_of(run, info.number if info else None, is_stopped=is_stopped)


def _find_plan(unit: Reader, options: ImportOptions) -> str | None:
    """The plan to import into; None when the State has none yet and one is to be made."""
    plans = queries.plans(unit, state=options.state)
    if options.plan is not None:
        if plans:
            return find_plan(plans, options.plan).id
        if any(each.id == options.plan for each in queries.plans(unit)):
            raise UserError(NO_SUCH_PLAN, plan=options.plan)
        return None
    current = [each for each in plans if each.status != "superseded"] or plans
    if len(current) > 1:
        raise UserError(NO_CERTAIN_PLAN, plans="; ".join(f"{each.title} ({each.id})" for each in current))
    return current[0].id if current else None


def _title_of(tables: list[FoundTable], name: str) -> str:
    return workbook_title([(table.sheet, table.rows) for table in tables]) or Path(name).stem


def _write_aliases(unit: Writer, options: ImportOptions) -> None:
    known = institution_names(unit, options.state)
    rows = [
        {"institution_id": institution_id, "name": written}
        for written, institution_id in (options.aliases or {}).items()
        if not known.knows(written)
    ]
    unit.insert(InstitutionAlias, rows)
