"""The option --for: for whom an export or report is made, and what of it leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.commands.context import Context

if TYPE_CHECKING:
    from db.database import Database
    from desktop.base.leaving import Leaving


def recipient_of(database: Database, text: str | None) -> str | None:
    """The recipient that was asked for, None for this office; raises UserError for one nobody knows."""
    from desktop.services.file_facts import reference_of
    from desktop.services.sharing import find_recipient

    if text is None:
        return None
    with database.read() as unit:
        return find_recipient(text, reference_of(unit))


def say_leaving(context: Context, leaving: Leaving) -> None:
    """Say what left and what stayed, each a sentence."""
    from desktop.base.leaving import leaving_sentences

    for sentence in leaving_sentences(leaving, context.texts):
        context.line(sentence)
