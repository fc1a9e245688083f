"""Chosen lines of the directory written to a file: read on the database's thread, written in a job."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.database import Database
from desktop.base.errors import Problem
from desktop.jobs.runner import Progress
from desktop.views.workplace import Workplace

if TYPE_CHECKING:
    from desktop.services.exports.contacts import ContactsExport
    from desktop.services.exports.result import ExportResult

_JOB = "export contacts"


def export_lines(
    place: Workplace,
    ids: Collection[str],
    path: Path,
    then: Callable[[Any], None],
    refused: Callable[[Problem], None],
) -> None:
    """Write the lines of these ids; `then` gets the `ExportResult`."""
    place.desk.ask(
        partial(_read, ids, path), then=partial(_write, place, path, then, refused), refused=refused
    )


def _read(ids: Collection[str], path: Path, database: Database) -> ContactsExport:
    from db.targets import checked_target
    from desktop.services.exports.contacts import read_contacts_export

    checked_target(path, source=database.path)
    export = read_contacts_export(database, None)
    return replace(export, rows=[row for row in export.rows if row.id in ids])


def _write(
    place: Workplace,
    path: Path,
    then: Callable[[Any], None],
    refused: Callable[[Problem], None],
    export: ContactsExport,
) -> None:
    place.jobs.start(_JOB, partial(_write_file, export, path), then=then, refused=refused)


def _write_file(export: ContactsExport, path: Path, _progress: Progress) -> ExportResult:
    from desktop.services.exports.contacts import write_contacts

    return write_contacts(export, path)
