"""Chosen lines of the directory written to a file: read on the database's thread, written in a job."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.database import Database
from db.unit_of_work import Reader
from desktop.base.errors import Problem
from desktop.base.leaving import Leaving
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
    recipient: str | None = None,
) -> None:
    """Write the lines of these ids for a recipient, None being this office; `then` gets an ExportResult."""
    place.desk.ask(
        partial(_read, ids, path, recipient),
        then=partial(_write, place, path, then, refused),
        refused=refused,
    )


def _read(ids: Collection[str], path: Path, recipient: str | None, database: Database) -> ContactsExport:
    from db.targets import checked_target
    from desktop.services.exports.contacts import read_contacts_export

    checked_target(path, source=database.path)
    return read_contacts_export(database, None, recipient=recipient, only=ids)


def read_leaving(ids: Collection[str], recipient: str, database: Database) -> Leaving:
    """What of these lines would leave for a recipient."""
    from desktop.services.exports.contacts import read_contacts_export

    return read_contacts_export(database, None, recipient=recipient, only=ids).leaving


def read_recipients(unit: Reader) -> list[str]:
    """The States and providers that anything is shared with."""
    from desktop.services.sharing import recipients_in

    return recipients_in(unit)


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
