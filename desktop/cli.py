"""The command line: what can be asked for, and the one place where a command is run and its failure said.

Nothing heavy is imported here: `--help` and a wrong word answer at once.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from desktop.base.errors import Problem
from desktop.base.i18n import N_, SOURCE_LANGUAGE, Texts, available_languages, texts_for
from desktop.base.paths import Places, find_places
from desktop.base.settings import SettingsStore

if TYPE_CHECKING:
    from desktop.commands.context import Context

DONE, REFUSED, WRONG = 0, 1, 2
_LANGUAGE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
REPORT_FORMATS = ("pdf", "xlsx")
LISTS = ("reports", "states", "groups", "languages", "plans", "institutions", "submissions")

_OPEN_TIME = "open-time"
Translate = Callable[[str], str]


def run(argv: Sequence[str]) -> int:
    """Run what the words ask for; gives 0 done, 1 refused, 2 wrong usage."""
    places = find_places()
    settings = SettingsStore(places.settings_file)
    texts = texts_for(choose_language(settings.current.language, os.environ))
    parser, names = build_parser(texts)
    words = list(argv)
    if not words or (words[0] not in names and not words[0].startswith("-")):
        return _open_window(parser, words)
    try:
        asked = parser.parse_args(words)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else WRONG
    return _run_command(asked, texts, places, settings)


def choose_language(chosen: str, environment: Mapping[str, str]) -> str:
    """The language to speak: the one chosen in the settings, else the system's, else English."""
    wanted = [chosen, *(environment.get(name, "") for name in _LANGUAGE_VARIABLES)]
    known = available_languages()
    for tag in wanted:
        base = tag.partition(".")[0].replace("-", "_").partition("_")[0].lower()
        if base in known:
            return base
    return SOURCE_LANGUAGE


def _open_window(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """Open the window on the named file, on the last one, or on the first-run page."""
    if len(words) > 1:
        return _usage_error(parser, f"unexpected words: {' '.join(words[1:])}")
    path = Path(words[0]) if words else None
    if path is not None and path.suffix.lower() != ".desk1540" and not path.exists():
        return _usage_error(parser, f"no such command or file: {path.name}")
    _collect_no_garbage()
    from desktop.app import run_window

    return int(run_window(path, words))


def _collect_no_garbage() -> None:
    """While the window is made nothing becomes garbage; looking for it takes a fifth of the start."""
    import gc

    gc.disable()


def _usage_error(parser: argparse.ArgumentParser, message: str) -> int:
    try:
        parser.error(message)
    except SystemExit:
        return WRONG


def _run_command(asked: argparse.Namespace, texts: Texts, places: Places, settings: SettingsStore) -> int:
    """Run one command; every failure becomes one sentence and an exit code here."""
    from desktop.base.paths import private_temporary_folder
    from desktop.commands.context import Context, WrongUsage, standard_streams

    out, err = standard_streams()
    today = datetime.now(UTC).astimezone().date()
    context = Context(texts, places, settings, out, err, today)
    try:
        if settings.damage is not None:
            context.show_problem(settings.damage)
        places.make()
        with private_temporary_folder(places):
            code = _command(asked.run)(context, asked)
            out.flush()
    except WrongUsage as problem:
        context.show_problem(problem)
        return WRONG
    except Problem as problem:
        context.show_problem(problem)
        return REFUSED
    except BrokenPipeError:
        # Whoever read our output has gone; what is still to be printed goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
        return REFUSED
    except KeyboardInterrupt:
        context.warn(N_("Stopped; nothing more was done."))
        return REFUSED
    except Exception as error:  # noqa: BLE001 - the command base: every other failure is a bug, logged and said
        return _report_bug(context, error)
    return code


def _command(named: str) -> Callable[[Context, argparse.Namespace], int]:
    """The function of a command, named as "module:function" of the room `commands`."""
    if named == _OPEN_TIME:
        return _open_time
    module, _, name = named.partition(":")
    found: Callable[[Context, argparse.Namespace], int] = getattr(
        import_module(f"desktop.commands.{module}"), name
    )
    return found


def _open_time(context: Context, asked: argparse.Namespace) -> int:
    """Measure how long the window takes to be usable; here because commands know no window."""
    _collect_no_garbage()
    from desktop.app import open_time

    context.show_json(open_time(asked.file))
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


class _Parser(argparse.ArgumentParser):
    """A parser whose options are written out in full: an abbreviation would change its meaning one day."""

    def __init__(self, **settings: object) -> None:
        super().__init__(allow_abbrev=False, **settings)  # type: ignore[arg-type]

    def error(self, message: str) -> NoReturn:
        """Say what was wrong in one line, with the way to the help."""
        self.exit(WRONG, f"{self.prog}: {message}\n{self.format_usage()}")


def build_parser(texts: Texts) -> tuple[argparse.ArgumentParser, frozenset[str]]:
    """The parser of all commands and their names."""
    _ = texts.gettext
    parser = _Parser(
        prog="desk1540",
        description=_("The desk of a 1540 point of contact: without a command it opens the window."),
        epilog=_("desk1540 FILE opens the window on that file."),
    )
    parser.add_argument("--version", action="version", version=_version_text())
    commands = parser.add_subparsers(metavar="COMMAND", required=True, parser_class=_Parser)
    for add in (_add_new, _add_demo, _add_import, _add_export, _add_report, _add_list, _add_history,
                _add_check, _add_backup, _add_open_time):  # fmt: skip
        add(commands, _)
    return parser, frozenset(commands.choices)


def _version_text() -> str:
    from desktop.base.version import VERSION

    return f"Desk1540 {VERSION}"


Commands: TypeAlias = "argparse._SubParsersAction[_Parser]"


def _add(commands: Commands, name: str, run_by: str, help_text: str) -> argparse.ArgumentParser:
    made = commands.add_parser(name, help=help_text, description=help_text)
    made.set_defaults(run=run_by)
    return made


def _add_author(parser: argparse.ArgumentParser, _: Translate) -> None:
    parser.add_argument("--author", metavar="NAME", help=_("who makes the change"))


def _add_new(commands: Commands, _: Translate) -> None:
    made = _add(commands, "new", "files:new", _("make a new file for a State"))
    made.add_argument("file", metavar="FILE", type=Path)
    made.add_argument("--state", metavar="CODE", required=True, help=_("code of the State, see: list states"))
    made.add_argument("--lang", choices=available_languages(), help=_("language of the file's papers"))
    _add_author(made, _)


def _add_demo(commands: Commands, _: Translate) -> None:
    made = _add(commands, "demo", "files:demo", _("make an exercise file about fictional States"))
    made.add_argument("file", metavar="FILE", type=Path)
    made.add_argument("--states", metavar="N", type=_count, default=1, help=_("how many States"))
    made.add_argument("--items", metavar="TOTAL", type=_count, help=_("how many actions over all States"))
    made.add_argument("--seed", metavar="S", type=int, default=1540, help=_("another seed, another exercise"))
    made.add_argument("--lang", choices=available_languages(), help=_("language of the exercise"))
    _add_author(made, _)


def _add_import(commands: Commands, _: Translate) -> None:
    made = _add(commands, "import", "imports:run", _("bring in a plan or contacts from any workbook"))
    made.add_argument("what", choices=("plan", "contacts"))
    made.add_argument("source", metavar="SOURCE", type=Path)
    made.add_argument("--into", metavar="FILE", type=Path, required=True)
    made.add_argument("--state", metavar="CODE", required=True)
    made.add_argument("--plan", metavar="TITLE|ID", help=_("the plan; made when the State has none"))
    made.add_argument("--sheet", metavar="NAME", help=_("only this sheet"))
    made.add_argument("--mapping", metavar="FILE.toml", type=Path, help=_("how the columns are to be read"))
    made.add_argument("--skip-refused", action="store_true", help=_("take the other rows all the same"))
    made.add_argument("--dry-run", action="store_true", help=_("say what would happen, change nothing"))
    made.add_argument("--json", action="store_true", help=_("print one JSON object"))
    _add_author(made, _)


def _add_export(commands: Commands, _: Translate) -> None:
    made = _add(commands, "export", "exports:run", _("write a plan, contacts or everything to a file"))
    made.add_argument("what", choices=("plan", "contacts", "all"))
    made.add_argument("--from", metavar="FILE", type=Path, required=True, dest="file")
    made.add_argument("--state", metavar="CODE")
    made.add_argument("--plan", metavar="TITLE|ID")
    endings = _("the ending says the form: xlsx csv json, contacts also vcf, plan also ics, all zip")
    made.add_argument("--out", metavar="PATH", type=Path, required=True, help=endings)


def _add_report(commands: Commands, _: Translate) -> None:
    made = _add(commands, "report", "reports:run", _("write a report; see: list reports"))
    made.add_argument("name", metavar="NAME")
    made.add_argument("--from", metavar="FILE", type=Path, required=True, dest="file")
    which = made.add_mutually_exclusive_group(required=True)
    which.add_argument("--state", metavar="CODE")
    which.add_argument("--group", metavar="CODE", help=_("a group or organisation, see: list groups"))
    which.add_argument("--all-states", action="store_true")
    made.add_argument("--plan", metavar="TITLE|ID")
    made.add_argument("--lang", choices=available_languages(), help=_("language of the report"))
    made.add_argument("--format", choices=REPORT_FORMATS)
    made.add_argument("--date", metavar="DATE", type=_day, help=_("date of the report, such as 2027-09-15"))
    made.add_argument("--as-of", metavar="DATE", type=_day, help=_("what the file had recorded by that day"))
    made.add_argument("--final", action="store_true", help=_("without the draft mark"))
    made.add_argument("--out", metavar="PATH", type=Path, required=True)


def _add_list(commands: Commands, _: Translate) -> None:
    made = _add(commands, "list", "lists:run", _("list what can be named, one a line, code first"))
    made.add_argument("what", choices=LISTS)
    made.add_argument("--from", metavar="FILE", type=Path, dest="file")


def _add_history(commands: Commands, _: Translate) -> None:
    made = _add(commands, "history", "history:run", _("who changed what and when"))
    made.add_argument("file", metavar="FILE", type=Path)
    made.add_argument("--record", metavar="ID", help=_("only this record, with its fields"))
    made.add_argument("--json", action="store_true", help=_("print one JSON object"))


def _add_check(commands: Commands, _: Translate) -> None:
    made = _add(commands, "check", "files:check", _("look for damage and for data to complete"))
    made.add_argument("file", metavar="FILE", type=Path)
    made.add_argument("--json", action="store_true", help=_("print one JSON object"))


def _add_backup(commands: Commands, _: Translate) -> None:
    made = _add(commands, "backup", "files:backup", _("write a verified backup"))
    made.add_argument("file", metavar="FILE", type=Path)
    made.add_argument("--to", metavar="PATH", type=Path, required=True)
    made = _add(
        commands, "restore", "files:restore", _("put a backup in a file's place; the old one is kept")
    )
    made.add_argument("backup", metavar="BACKUP", type=Path)
    made.add_argument("--to", metavar="FILE", type=Path, required=True)


def _add_open_time(commands: Commands, _: Translate) -> None:
    made = _add(commands, "open-time", _OPEN_TIME, _("measure how long the window takes to open"))
    made.add_argument("file", metavar="FILE", type=Path)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2027-09-15") from None


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= 1_000_000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a count")
    return int(text)
