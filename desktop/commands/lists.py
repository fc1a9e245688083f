"""The command list: what can be named on the command line, one a line, code first."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path

from desktop.base.i18n import N_
from desktop.commands.context import Context, WrongUsage

Line = tuple[str, ...]

# Each language is named in itself, so that whoever reads it finds it.
_LANGUAGE_NAMES = {"en": "English", "es": "Español", "fr": "Français", "pt": "Português"}


def run(context: Context, asked: argparse.Namespace) -> int:
    """Print the list."""
    for line in _LISTS[asked.what](context, asked):
        context.line(*line)
    return 0


def _reports(context: Context, _asked: argparse.Namespace) -> Iterator[Line]:
    from desktop.services.reporting import REPORTS

    yield from ((name, context.texts.gettext(title)) for name, title in REPORTS.items())


def _states(context: Context, asked: argparse.Namespace) -> Iterator[Line]:
    from desktop.base.reference import shipped_reference

    reference, language = shipped_reference(), context.texts.language
    if asked.file is None:
        known = (*reference.states.values(), *reference.fictional_states.values())
    else:
        from desktop.services.reporting import states_of_file

        with context.reading(asked.file) as database:
            known = tuple(states_of_file(database))
    yield from ((state.code, state.name(language)) for state in known)


def _groups(context: Context, _asked: argparse.Namespace) -> Iterator[Line]:
    from desktop.base.group_names import group_name
    from desktop.base.reference import shipped_reference

    yield from ((code, group_name(code, context.texts)) for code in shipped_reference().groups)


def _languages(_context: Context, _asked: argparse.Namespace) -> Iterator[Line]:
    from desktop.base.i18n import available_languages

    yield from ((code, _LANGUAGE_NAMES.get(code, code)) for code in available_languages())


def _plans(context: Context, asked: argparse.Namespace) -> Iterator[Line]:
    from db.queries.plan import plans

    with context.reading(_file(asked)) as database, database.read() as unit:
        found = plans(unit)
    yield from ((plan.id, plan.state, plan.title, plan.period or "", plan.status) for plan in found)


def _institutions(context: Context, asked: argparse.Namespace) -> Iterator[Line]:
    from db.queries.people import institutions

    with context.reading(_file(asked)) as database, database.read() as unit:
        found = institutions(unit)
    yield from ((each.id, each.state or "", each.name, each.acronym) for each in found)


def _submissions(context: Context, asked: argparse.Namespace) -> Iterator[Line]:
    from db.queries.rows import stored_rows
    from db.schema import Submission

    with context.reading(_file(asked)) as database, database.read() as unit:
        found = stored_rows(unit, Submission, order="t.id")
    yield from ((each.id, each.state or "", each.title) for each in found)


def _file(asked: argparse.Namespace) -> Path:
    if asked.file is None:
        raise WrongUsage(N_("The list {name} needs a file: --from FILE."), name=asked.what)
    return Path(asked.file)


_LISTS: dict[str, Callable[[Context, argparse.Namespace], Iterator[Line]]] = {
    "reports": _reports,
    "states": _states,
    "groups": _groups,
    "languages": _languages,
    "plans": _plans,
    "institutions": _institutions,
    "submissions": _submissions,
}
