"""The command history: who changed what and when, of the file or of one record."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from desktop.base.i18n import N_
from desktop.commands.context import Context
from desktop.shell.summaries import summary_text

if TYPE_CHECKING:
    from db.database import Database
    from db.log_records import ChangeSetInfo
    from desktop.services.history import FieldChange


def run(context: Context, asked: argparse.Namespace) -> int:
    """Print the history, newest first; with a record also what became of its fields."""
    from desktop.base.errors import UserError
    from desktop.services.history import history

    with context.or_json(asked.json, {"items": []}), context.reading(asked.file) as database:
        found = history(database, row_id=asked.record)
        if asked.record is not None and not found:
            raise UserError(N_("The history knows no record {id}."), id=asked.record)
        changes = (
            {}
            if asked.record is None
            else {each.number: _changes(database, each, asked.record) for each in found}
        )
    if asked.json:
        context.show_json({"items": [_as_json(context, info, changes.get(info.number)) for info in found]})
        return 0
    for info in found:
        context.line(info.number, _time(info), info.author, summary_text(context.texts, info))
        for change in changes.get(info.number, ()):
            changed = f"{_value(change.before)} -> {_value(change.after)}"
            context.line(_label(context, change), changed, indent=2)
    return 0


def _changes(database: Database, info: ChangeSetInfo, record: str) -> list[FieldChange]:
    from desktop.services.history import field_changes

    return [change for change in field_changes(database, info.number) if change.row_id == record]


def _as_json(context: Context, info: ChangeSetInfo, changes: list[FieldChange] | None) -> dict[str, Any]:
    made: dict[str, Any] = {
        "number": info.number,
        "id": info.id,
        "at": _time(info),
        "author": info.author,
        "summary": summary_text(context.texts, info),
        "origin": info.origin,
        "reverts": info.reverts,
    }
    if changes is not None:
        made["changes"] = [
            {
                "field": change.name,
                "operation": change.operation,
                "before": change.before,
                "after": change.after,
            }
            for change in changes
        ]
    return made


def _time(info: ChangeSetInfo) -> str:
    return datetime.fromtimestamp(info.at_ms / 1000, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _label(context: Context, change: FieldChange) -> str:
    if change.field is None:
        return change.operation
    # A place among siblings has no label in lists.
    return context.texts.gettext(change.field.label or N_("Order"))


def _value(value: object) -> str:
    return "-" if value in (None, "") else str(value)
