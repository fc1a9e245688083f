"""The command export: a plan, contacts or everything to a file."""

from __future__ import annotations

import argparse

from desktop.base.i18n import N_
from desktop.commands.context import Context, WrongUsage
from desktop.commands.recipients import recipient_of, say_leaving

_TAKERS = {"state": ("plan", "contacts"), "plan": ("plan",), "recipient": ("plan", "contacts")}
"""Which exports an option narrows; the others would ignore it silently."""
_OPTIONS = {"recipient": "--for"}


def run(context: Context, asked: argparse.Namespace) -> int:
    """Export and say what was written, and what of it left for whom."""
    from db.targets import checked_target
    from desktop.services.exports import EXPORTERS, ExportRequest

    for option, takers in _TAKERS.items():
        if getattr(asked, option) is not None and asked.what not in takers:
            raise WrongUsage(
                N_("export {what} takes no {option}: leave it out."),
                what=asked.what,
                option=_OPTIONS.get(option, f"--{option}"),
            )
    checked_target(asked.out, source=asked.file)
    was_there = asked.out.exists()
    exporter = EXPORTERS[asked.what]
    with context.reading(asked.file) as database:
        recipient = recipient_of(database, asked.recipient)
        request = ExportRequest(asked.state, asked.plan, recipient)
        result = exporter.write(database, asked.out, request)
    if exporter.is_whole:
        written = N_("Written: {path} (tables: {tables}, rows: {rows}, attachments: {attachments})")
    else:
        written = N_("Written: {path} (rows: {rows})")
    context.say(
        written, path=result.path, rows=result.rows, tables=result.tables, attachments=result.attachments
    )
    context.warn_of_replaced(result.path, was_there=was_there)
    if exporter.is_whole:
        context.say(N_("This copy holds everything, private details and history too: keep it in the office."))
    elif result.holds_private:
        context.say(N_("This copy holds private phones and e-mails too: keep it in the office."))
    else:
        say_leaving(context, result.leaving)
    return 0
