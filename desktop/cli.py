"""The command line: the one place where a command is run and its failure said.

Nothing heavy is imported here: `--help` and a wrong word answer at once.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.errors import Problem
from desktop.base.i18n import N_, SOURCE_LANGUAGE, available_languages, texts_for
from desktop.base.one_system import has_screen
from desktop.base.paths import Places, find_places
from desktop.base.settings import SettingsStore
from desktop.commands.context import Context, WrongUsage, standard_streams
from desktop.commands.parser import OPEN_TIME, WRONG, Words, later_command

if TYPE_CHECKING:
    import argparse

DONE, REFUSED = 0, 1
_LANGUAGE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
_STOPPED = N_("Stopped; nothing more was done.")
_LATER = N_("The command {command} comes with a later version; --help lists those there are.")
_NO_SCREEN = N_("There is no screen to open the window on. Commands work without one; --help lists them.")


def run(argv: Sequence[str]) -> int:
    """Run what the words ask for; gives 0 done, 1 refused, 2 wrong usage."""
    places = find_places()
    settings = SettingsStore(places.settings_file)
    context = _context(places, settings)
    known, words = Words(context.texts), list(argv)
    if later := later_command(words):
        context.warn(_LATER, command=later)
        return WRONG
    try:
        if not words or (words[0] not in known.names and not words[0].startswith("-")):
            return _open_window(context, known, words)
        asked = known.read(words)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else WRONG
    return _run_command(asked, context)


def _context(places: Places, settings: SettingsStore) -> Context:
    texts = texts_for(choose_language(settings.current.language, os.environ))
    out, err = standard_streams()
    return Context(texts, places, settings, out, err, datetime.now(UTC).astimezone().date())


def choose_language(chosen: str, environment: Mapping[str, str]) -> str:
    """The language to speak: the one chosen in the settings, else the system's, else English."""
    wanted = [chosen, *(environment.get(name, "") for name in _LANGUAGE_VARIABLES)]
    known = available_languages()
    for tag in wanted:
        base = tag.partition(".")[0].replace("-", "_").partition("_")[0].lower()
        if base in known:
            return base
    return SOURCE_LANGUAGE


def _open_window(context: Context, known: Words, words: list[str]) -> int:
    """Open the window on the named file, on the last one, or on the first-run page."""
    if len(words) > 1:
        known.refuse(f"no such command: {words[0]}; or unexpected words after a file: {' '.join(words[1:])}")
    path = Path(words[0]) if words else None
    if path is not None and not _may_be_a_file(path):
        known.refuse(f"no such command or file: {words[0]}")
    if not has_screen(os.environ):
        context.warn(_NO_SCREEN)
        return REFUSED
    _collect_no_garbage()
    from desktop.app import run_window

    return int(run_window(path, words))


def _may_be_a_file(path: Path) -> bool:
    """Whether a word names a file rather than a command that there is not."""
    try:
        return not path.is_dir() and (path.suffix.lower() == ".desk1540" or path.exists())
    except OSError:
        return False


def _collect_no_garbage() -> None:
    """While the window is made nothing becomes garbage; looking for it takes a fifth of the start."""
    import gc

    gc.disable()


def _run_command(asked: argparse.Namespace, context: Context) -> int:
    """Run one command; every failure becomes one sentence and an exit code here."""
    from desktop.commands.passphrase import source_of

    context = replace(context, passphrase=source_of(asked, context.texts).read)
    try:
        if context.settings.damage is not None:
            context.show_problem(context.settings.damage)
        with _places_for(asked, context.places):
            code = _command(asked.run)(context, asked)
            context.flush()
    except WrongUsage as problem:
        context.show_problem(problem)
        return WRONG
    except Problem as problem:
        context.show_problem(problem)
        return REFUSED
    except BrokenPipeError:
        context.forget_output()
        return REFUSED
    except KeyboardInterrupt:
        context.warn(_STOPPED)
        return REFUSED
    except Exception as error:  # noqa: BLE001 - the command base: every other failure is a bug, logged and said
        if not _follows_stop(error):
            return _report_bug(context, error)
        context.warn(_STOPPED)
        return REFUSED
    return code


@contextmanager
def _places_for(asked: argparse.Namespace, places: Places) -> Iterator[None]:
    """The folders of the program, made; a list of what it knows by itself goes without where it must."""
    from desktop.base.paths import private_temporary_folder

    with ExitStack() as stack:
        try:
            places.make()
            stack.enter_context(private_temporary_folder(places))
        except Problem:
            if asked.run != "lists:run" or asked.file is not None:
                raise
        yield


def _follows_stop(error: BaseException | None) -> bool:
    """Whether a failure came of Ctrl-C: what was stopped in its midst may not come to its end."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__context__
    return error is not None


def _command(named: str) -> Callable[[Context, argparse.Namespace], int]:
    """The function of a command, named as "module:function" of the room `commands`."""
    if named == OPEN_TIME:
        return _open_time
    module, _, name = named.partition(":")
    found: Callable[[Context, argparse.Namespace], int] = getattr(
        import_module(f"desktop.commands.{module}"), name
    )
    return found


def _open_time(context: Context, asked: argparse.Namespace) -> int:
    """Measure how long the window takes to be usable; here because commands know no window."""
    if not has_screen(os.environ):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    _collect_no_garbage()
    from desktop.app import open_time

    context.show_json(open_time(asked.file, context.secret(asked.file)))
    return DONE


def _report_bug(context: Context, error: Exception) -> int:
    import logging

    from desktop.base.logs import start_log, stop_log

    handler = start_log(context.places.logs)
    logging.getLogger(__name__).error("A command failed", exc_info=error)
    stop_log(handler)
    context.warn(
        N_("The program failed ({kind}); this is an error in it. Details without content are in {file}."),
        kind=type(error).__name__,
        file=str(context.places.logs / "desk1540.log"),
    )
    return REFUSED
