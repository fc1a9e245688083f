"""Commands on whole files: new, demo, check, backup, restore."""

from __future__ import annotations

import argparse
from functools import partial
from typing import TYPE_CHECKING, Any

from desktop.base.errors import Problem, UserError
from desktop.base.i18n import N_
from desktop.commands.context import FILE_ENDING, Context, own_ending
from desktop.commands.passphrase import new_source_of, say_strength, source_for_made
from desktop.commands.stopping import stopped_between_steps

if TYPE_CHECKING:
    from desktop.services.checking import CheckResult

_MOST_NAMED = 10
_NO_SOURCE = N_(
    "Say the new passphrase: --new-password, --new-password-file or DESK1540_NEW_PASSWORD; or --remove."
)


def new(context: Context, asked: argparse.Namespace) -> int:
    """Make a new file for a State."""
    from desktop.services.files import new_file

    path = own_ending(asked.file)
    context.warn_of_sharing(path)
    language = asked.lang or context.texts.language
    author = context.author(asked.author)
    secret = source_for_made(asked, context.texts).read()
    database = new_file(path, state=asked.state, author=author, language=language, secret=secret)
    context.let_go(database)
    context.say(N_("Made: {path}"), path=path)
    _say_protection(context, secret)
    return 0


def _say_protection(context: Context, secret: str | None) -> None:
    """Whether a file that was made has a passphrase, and how that holds out."""
    if secret is None:
        context.say(N_("It has no passphrase: whoever has the file can read it."))
        return
    context.say(N_("It opens with its passphrase only."))
    say_strength(context, secret)


def demo(context: Context, asked: argparse.Namespace) -> int:
    """Make an exercise file about fictional States."""
    from db.opening import open_file
    from desktop.services.exercise import make_exercise

    secret = source_for_made(asked, context.texts).read()
    path = own_ending(asked.file)
    context.warn_of_sharing(path)
    with stopped_between_steps() as step:
        counts = make_exercise(
            path,
            states=asked.states,
            items=asked.items,
            seed=asked.seed,
            language=asked.lang or context.texts.language,
            author=context.author(asked.author),
            progress=step,
            secret=secret,
        )
    context.let_go(open_file(path, secret=secret))
    context.say(
        N_("Made: {path} (States: {states}, actions: {items})"),
        path=path,
        states=counts.states,
        items=counts.items,
    )
    _say_protection(context, secret)
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
    from db.targets import is_folder
    from desktop.services.files import back_up_file

    if asked.to.suffix.lower() != FILE_ENDING and not is_folder(asked.to):
        raise UserError(
            N_("{name} is no folder, and the name of a backup must end in {ending}; nothing was written."),
            name=asked.to.name,
            ending=FILE_ENDING,
        )
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
    from db.targets import checked_restore_target

    target = checked_restore_target(own_ending(asked.to))
    context.warn_of_sharing(target)
    from desktop.services.files import restore_file

    secret = context.secret(asked.backup)
    kept, head = restore_file(context.settings, asked.backup, target, secret=secret)
    context.say(N_("Restored: {path} (up to entry {head})"), path=asked.to, head=head)
    if kept is not None:
        context.say(N_("What was there is kept: {path}"), path=kept)
    return 0


def password(context: Context, asked: argparse.Namespace) -> int:
    """Give a file another passphrase, a first one, or none."""
    from desktop.services.passphrases import ANYBODY, change_and_list

    source = new_source_of(asked, context.texts)
    if not asked.remove and not source.is_given():
        raise UserError(_NO_SOURCE)
    with context.writing(asked.file) as database:
        had_one = database.key is not None
        # Only whoever knows the present passphrase is asked for another one.
        passphrase = None if asked.remove else source.read()
        root, store = context.places.backups, context.settings
        backups = database.call(partial(change_and_list, database, passphrase, database.path, root, store))
    changed, removed = N_("{name} has a new passphrase."), N_("{name} opens without a passphrase now.")
    context.say(removed if passphrase is None else changed, name=asked.file.name)
    if had_one:
        context.say(N_("A recovery sheet printed before is void."))
    if backups:
        context.say(N_("These backups still open as before:"))
        for each in backups:
            context.line(each.path, context.texts.gettext(ANYBODY) if each.is_open else "", indent=2)
    if passphrase is not None:
        say_strength(context, passphrase)
    return 0
