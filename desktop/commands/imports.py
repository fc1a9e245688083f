"""The command import: a plan or contacts from any workbook into a file."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from desktop.base.i18n import N_
from desktop.commands.context import Context, WrongUsage

if TYPE_CHECKING:
    from db.database import Database
    from desktop.services.import_outcome import ImportOutcome

_MOST_NAMED = 20


def run(context: Context, asked: argparse.Namespace) -> int:
    """Import, say what became of each row; 1 when refused rows stopped it, and nothing was changed then."""
    if asked.plan is not None and asked.what != "plan":
        raise WrongUsage(N_("Contacts belong to no plan: leave out --plan."))
    with context.or_json(asked.json, _nothing(context)), _target(context, asked) as database:
        outcome = _IMPORTS[asked.what](context, database, asked)
    if asked.json:
        context.show_json(outcome.as_json(context.texts))
        # The object has no place for them, and a refusal is one sentence.
        for notice in () if outcome.is_stopped else outcome.notices:
            context.warn(notice.text_id, **notice.values)
    else:
        _print_outcome(context, outcome)
    if outcome.is_stopped:
        _warn_of_refused(context, len(outcome.refused))
        return 1
    return 0


def _nothing(context: Context) -> dict[str, Any]:
    """The object of an import that was refused as a whole: scripts find the same keys in it."""
    from desktop.services.import_outcome import ImportOutcome

    return ImportOutcome(0).as_json(context.texts)


def _warn_of_refused(context: Context, count: int) -> None:
    sentence = context.texts.ngettext(
        "{count} row was refused; nothing was written. With --skip-refused the others are taken.",
        "{count} rows were refused; nothing was written. With --skip-refused the others are taken.",
        count,
    )
    context.warn(sentence, count=count)


@contextmanager
def _target(context: Context, asked: argparse.Namespace) -> Iterator[Database]:
    """The file to import into, backed up before; for a dry run a copy of it, so that nothing can change."""
    if asked.dry_run:
        with context.reading(asked.into) as copy:
            # The dry run walks the whole road and rolls back; the copy is ours to write in.
            copy.is_read_only = False
            yield copy
        return
    with context.writing(asked.into) as database:
        # Read in only now: whoever is refused because another one holds the file is told at once.
        from desktop.services.files import backed_up

        with backed_up(database, context.places.backups, reason="import"):
            yield database


def _plan(context: Context, database: Database, asked: argparse.Namespace) -> ImportOutcome:
    from desktop.services.files import find_state
    from desktop.services.import_plan import import_plan_file

    return import_plan_file(
        database,
        context.author(asked.author),
        asked.source,
        state=find_state(asked.state).code,
        plan=asked.plan,
        sheet=asked.sheet,
        mapping=asked.mapping,
        is_dry_run=asked.dry_run,
        skips_refused=asked.skip_refused,
    )


def _contacts(context: Context, database: Database, asked: argparse.Namespace) -> ImportOutcome:
    from desktop.services.files import find_state
    from desktop.services.import_contacts import import_contacts

    return import_contacts(
        database,
        context.author(asked.author),
        asked.source,
        state=find_state(asked.state).code,
        sheet=asked.sheet,
        mapping=asked.mapping,
        dry_run=asked.dry_run,
        skip_refused=asked.skip_refused,
    )


_IMPORTS = {"plan": _plan, "contacts": _contacts}


def _print_outcome(context: Context, outcome: ImportOutcome) -> None:
    context.say(
        N_("Read {read} rows: {added} added, {updated} updated, {unchanged} unchanged, {refused} refused."),
        read=outcome.read,
        added=outcome.added,
        updated=outcome.updated,
        unchanged=outcome.unchanged,
        refused=len(outcome.refused),
    )
    context.say(N_("Rows that are no data: {count}"), count=len(outcome.skipped))
    for notice in outcome.notices:
        context.say(notice.text_id, **notice.values)
    for refusal in outcome.refused[:_MOST_NAMED]:
        context.line(f"{refusal.sheet}!{refusal.column}{refusal.row}", refusal.message.shown(context.texts))
    for doubt in outcome.doubtful[:_MOST_NAMED]:
        context.line(
            f"{doubt.sheet}!{doubt.column}{doubt.row}", doubt.text, doubt.message.shown(context.texts)
        )
    more = max(0, len(outcome.refused) - _MOST_NAMED) + max(0, len(outcome.doubtful) - _MOST_NAMED)
    if more:
        context.say(N_("  and {count} more"), count=more)
