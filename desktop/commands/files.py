"""Commands on whole files: new, demo, check, backup, restore."""

from __future__ import annotations

import argparse
from functools import partial
from typing import TYPE_CHECKING, Any

from desktop.base.errors import Problem, UserError
from desktop.base.i18n import N_
from desktop.commands.context import Context, own_ending

if TYPE_CHECKING:
    from desktop.services.checking import CheckResult

_MOST_NAMED = 10


def new(context: Context, asked: argparse.Namespace) -> int:
    """Make a new file for a State."""
    from desktop.services.files import new_file
    from desktop.services.known_heads import close_known

    path = own_ending(asked.file)
    context.warn_of_sharing(path)
    language = asked.lang or context.texts.language
    author = context.author(asked.author)
    secret = context.passphrase()
    database = new_file(path, state=asked.state, author=author, language=language, secret=secret)
    close_known(context.settings, database)
    context.say(N_("Made: {path}"), path=path)
    return 0


def demo(context: Context, asked: argparse.Namespace) -> int:
    """Make an exercise file about fictional States."""
    from db.opening import open_file
    from desktop.services.exercise import make_exercise
    from desktop.services.known_heads import close_known

    secret = context.passphrase()
    path = own_ending(asked.file)
    context.warn_of_sharing(path)
    counts = make_exercise(
        path,
        states=asked.states,
        items=asked.items,
        seed=asked.seed,
        language=asked.lang or context.texts.language,
        author=context.author(asked.author),
        secret=secret,
    )
    close_known(context.settings, open_file(path, secret=secret))
    context.say(
        N_("Made: {path} (States: {states}, actions: {items})"),
        path=path,
        states=counts.states,
        items=counts.items,
    )
    return 0


def check(context: Context, asked: argparse.Namespace) -> int:
    """Check a file: 1 when it is damaged, 0 also when data is to be completed."""
    from desktop.services.checking import CheckResult, check_file
    from desktop.services.control_code import checked_code
    from desktop.services.import_outcome import Message

    # A mistyped code says nothing of the file.
    code = checked_code(asked.code) if asked.code else ""
    try:
        secret = context.secret(asked.file)
        result = check_file(asked.file, context.today, context.settings, secret=secret, code=code)
    except Problem as problem:
        # What is no file of ours at all has nothing to be checked, and is damage all the same.
        if asked.json:
            context.show_json(_as_json(context, CheckResult((Message(problem.text_id, problem.values),))))
        raise
    if asked.json:
        context.show_json(_as_json(context, result))
    else:
        _print_check(context, result)
    if not result.is_sound:
        context.warn(
            N_(
                "{name} is damaged: {count} problems. “restore” brings back a backup, “salvage” writes what "
                "can be read into a new file."
            ),
            name=asked.file.name,
            count=len(result.damage),
        )
    if result.code is not None and not result.code.is_known:
        context.warn(result.code.sentence.text_id, **result.code.sentence.values)
        return 1
    return 0 if result.is_sound else 1


def _as_json(context: Context, result: CheckResult) -> dict[str, Any]:
    from desktop.services.completeness import LABELS

    code = result.code
    told = None if code is None else {"known": code.is_known, "says": code.sentence.shown(context.texts)}
    return {
        "sound": result.is_sound,
        **({} if told is None else {"code": told}),
        "damage": [message.shown(context.texts) for message in result.damage],
        "copies": [message.shown(context.texts) for message in result.strays],
        "entries": result.entries,
        "rows": result.rows,
        "to_complete": [
            {
                "kind": kind,
                "label": context.texts.gettext(LABELS[kind]),
                "count": len(records),
                "records": [{"id": record.id, "title": record.title} for record in records],
            }
            for kind, records in result.to_complete.items()
        ],
    }


def _print_check(context: Context, result: CheckResult) -> None:
    from desktop.services.completeness import LABELS

    for message in (*result.damage, *result.strays):
        context.say(message.text_id, **message.values)
    if result.is_sound:
        context.say(
            N_("Sound: {rows} rows, {entries} entries in the history."),
            rows=result.rows,
            entries=result.entries,
        )
    if result.code is not None and result.code.is_known:
        context.say(result.code.sentence.text_id, **result.code.sentence.values)
    for kind, records in result.to_complete.items():
        if records:
            context.say(N_("To complete: {label}: {count}"), label=context.texts.gettext(LABELS[kind]),
                        count=len(records))  # fmt: skip
            for record in records[:_MOST_NAMED]:
                context.line(record.title, record.id, indent=2)
            if len(records) > _MOST_NAMED:
                context.say(N_("  and {count} more"), count=len(records) - _MOST_NAMED)


def backup(context: Context, asked: argparse.Namespace) -> int:
    """Write a verified backup."""
    from desktop.services.files import back_up_file

    with context.at_hand(asked.file) as database:
        made = back_up_file(database, asked.to)
    context.say(
        N_("Backup written and verified: {path} ({rows} rows, up to entry {head})"),
        path=made.path,
        rows=made.rows,
        head=made.head,
    )
    return 0


def restore(context: Context, asked: argparse.Namespace) -> int:
    """Put a backup in a file's place."""
    from db.holder import refuse_when_held

    refuse_when_held(asked.to)
    context.warn_of_sharing(asked.to)
    from desktop.services.files import restore_file

    secret = context.secret(asked.backup)
    kept, head = restore_file(context.settings, asked.backup, own_ending(asked.to), secret=secret)
    context.say(N_("Restored: {path} (up to entry {head})"), path=asked.to, head=head)
    if kept is not None:
        context.say(N_("What was there is kept: {path}"), path=kept)
    return 0


def password(context: Context, asked: argparse.Namespace) -> int:
    """Give a file another passphrase, a first one, or none."""
    from desktop.commands.passphrase import new_source_of
    from desktop.services.passphrases import change_passphrase

    passphrase = None if asked.remove else new_source_of(asked, context.texts).read()
    if passphrase is None and not asked.remove:
        raise UserError(N_("Say the new passphrase: --new-password, --new-password-file, or --remove."))
    with context.writing(asked.file) as database:
        backups = database.call(partial(change_passphrase, database, passphrase))
    changed, removed = N_("{name} has a new passphrase."), N_("{name} opens without a passphrase now.")
    context.say(removed if asked.remove else changed, name=asked.file.name)
    if backups:
        context.say(N_("These backups still open as before:"))
        for path in backups:
            context.line(path, indent=2)
    return 0
