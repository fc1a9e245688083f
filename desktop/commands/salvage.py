"""The command salvage: what can be read of a damaged file, in a new one."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from desktop.base.i18n import N_
from desktop.commands.context import Context, own_ending

if TYPE_CHECKING:
    from desktop.services.salvaging import SalvageResult


def run(context: Context, asked: argparse.Namespace) -> int:
    """Write what can be read of a damaged file into a new one, and list what was lost."""
    from desktop.services.salvaging import loss_sentence, salvage_file, summary_sentences

    target = own_ending(asked.to)
    author = context.author(asked.author)
    result = salvage_file(asked.file, target, author, context.today, secret=context.secret(asked.file))
    losses = [loss_sentence(loss).shown(context.texts) for loss in result.salvaged.losses]
    if asked.json:
        context.show_json(_as_json(result, losses))
        return 0
    context.say(N_("Salvaged and checked: {path} ({rows} rows)"), path=target, rows=result.rows)
    for message in summary_sentences(result):
        context.say(message.text_id, **message.values)
    for line in losses:
        context.line(line, indent=2)
    return 0


def _as_json(result: SalvageResult, losses: list[str]) -> dict[str, Any]:
    """`unknown` counts rows that may have been there and left no trace, null when nobody can tell."""
    found = result.salvaged
    return {
        "whole": found.has_lost_nothing,
        "rows": result.rows,
        "history": {"kept": found.kept_entries, "known": found.known_entries, "head": found.head},
        "tables": {
            entity: {
                "taken": each.taken,
                "from_log": each.from_log,
                "lost": each.lost,
                "unknown": None if each.is_uncounted else each.unknown,
            }
            for entity, each in found.counts.items()
            if any((each.taken, each.from_log, each.lost, each.unknown, each.is_uncounted))
        },
        "losses": losses,
    }
