"""What leaves the file as data: a plan, its dates, contacts, or everything. Nothing hidden goes along.

Every export is named in EXPORTERS and takes a recipient: what it writes has passed the gate of
`desktop.services.sharing`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from db.database import Database
from desktop.services.exports.contacts import CONTACT_FORMS, export_contacts
from desktop.services.exports.everything import export_all
from desktop.services.exports.plan import PLAN_FORMS, export_plan
from desktop.services.exports.result import ExportResult

__all__ = [
    "EXPORTERS",
    "PLAN_FORMS",
    "ExportRequest",
    "ExportResult",
    "Exporter",
    "export_all",
    "export_plan",
]


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What an export is asked for: a State, a plan by title or id, a recipient; None asks for all.

    Without a recipient it is made for this office.
    """

    state: str | None = None
    plan: str | None = None
    recipient: str | None = None


@dataclass(frozen=True, slots=True)
class Exporter:
    """One kind of export: the endings of the forms it writes, and the function that writes one.

    `is_whole`: it holds everything and is made for this office alone.
    """

    forms: tuple[str, ...]
    write: Callable[[Database, Path, ExportRequest], ExportResult]
    is_whole: bool = False


def _write_plan(database: Database, path: Path, asked: ExportRequest) -> ExportResult:
    return export_plan(database, path, state=asked.state, plan=asked.plan, recipient=asked.recipient)


def _write_contacts(database: Database, path: Path, asked: ExportRequest) -> ExportResult:
    return export_contacts(database, path, state=asked.state, recipient=asked.recipient)


def _write_all(database: Database, path: Path, asked: ExportRequest) -> ExportResult:
    return export_all(database, path, recipient=asked.recipient)


EXPORTERS: Mapping[str, Exporter] = {
    "plan": Exporter(PLAN_FORMS, _write_plan),
    "contacts": Exporter(CONTACT_FORMS, _write_contacts),
    "all": Exporter(("zip",), _write_all, is_whole=True),
}
"""Every export there is, by the word that asks for it."""
