"""The command export: a plan, contacts or everything to a file."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from desktop.base.i18n import N_
from desktop.commands.context import Context, WrongUsage

if TYPE_CHECKING:
    from db.database import Database
    from desktop.services.exports import ExportResult

_TAKERS = {"state": ("plan", "contacts"), "plan": ("plan",)}
"""Which exports an option narrows; the others would ignore it silently."""


def run(context: Context, asked: argparse.Namespace) -> int:
    """Export and say what was written."""
    from db.targets import checked_target

    for option, takers in _TAKERS.items():
        if getattr(asked, option) is not None and asked.what not in takers:
            raise WrongUsage(
                N_("export {what} takes no {option}: leave it out."), what=asked.what, option=f"--{option}"
            )
    checked_target(asked.out, source=asked.file)
    with context.reading(asked.file) as database:
        result = _EXPORTS[asked.what](database, asked)
    if asked.what == "all":
        written = N_("Written: {path} (tables: {tables}, rows: {rows}, attachments: {attachments})")
    else:
        written = N_("Written: {path} (rows: {rows})")
    context.say(
        written, path=result.path, rows=result.rows, tables=result.tables, attachments=result.attachments
    )
    if asked.what == "contacts" and asked.out.suffix.lower() == ".json" and result.rows:
        context.say(N_("This copy holds private phones and e-mails too: keep it in the office."))
    return 0


def _plan(database: Database, asked: argparse.Namespace) -> ExportResult:
    from desktop.services.exports import export_plan

    return export_plan(database, asked.out, state=asked.state, plan=asked.plan)


def _contacts(database: Database, asked: argparse.Namespace) -> ExportResult:
    from desktop.services.exports.contacts import export_contacts

    return export_contacts(database, asked.out, state=asked.state)


def _everything(database: Database, asked: argparse.Namespace) -> ExportResult:
    from desktop.services.exports import export_all

    return export_all(database, asked.out)


_EXPORTS = {"plan": _plan, "contacts": _contacts, "all": _everything}
