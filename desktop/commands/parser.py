"""The words of the command line: what can be asked for, with what options, and how its help reads.

Nothing heavy is imported here: `--help` and a wrong word answer at once.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn, TypeAlias

from desktop.base.i18n import Texts, available_languages

WRONG = 2
"""The exit code of wrong usage."""
OPEN_TIME = "open-time"
REPORT_FORMATS = ("pdf", "xlsx")
LISTS = ("reports", "states", "groups", "languages", "plans", "institutions", "submissions")
LATER_REPORT_OPTIONS = ("record", "institution", "against", "preset")
"""Options of reports that are still to come; the reports there are take none of them."""

_LATER = ("key", "partner", "package", "verify-pack", "workshop")
_LATER_KINDS = (("import", "matrix"), ("import", "sheets"), ("export", "matrix"), ("export", "sheets"))
_FIRST_YEAR, _LAST_YEAR = 1900, 2999

Translate = Callable[[str], str]


def later_command(words: Sequence[str]) -> str | None:
    """The command that the words ask for when it is one of those still to come."""
    if words and words[0] in _LATER:
        return words[0]
    return " ".join(words[:2]) if tuple(words[:2]) in _LATER_KINDS else None


class _Parser(argparse.ArgumentParser):
    """A parser whose options are written out in full: an abbreviation would change its meaning one day."""

    def __init__(self, **settings: object) -> None:
        super().__init__(allow_abbrev=False, **settings)  # type: ignore[arg-type]

    def error(self, message: str) -> NoReturn:
        """Say what was wrong in one line, with the way to the help."""
        self.exit(WRONG, f"{self.prog}: {message}\n{self.format_usage()}")


class Words:
    """The parser of all commands; `names` are those of the commands."""

    def __init__(self, texts: Texts) -> None:
        _ = texts.gettext
        self._parser = _Parser(
            prog="desk1540",
            description=_("The desk of a 1540 point of contact: without a command it opens the window."),
            epilog=_("desk1540 FILE opens the window on that file."),
        )
        self._parser.add_argument("--version", action="version", version=_version_text())
        commands = self._parser.add_subparsers(metavar="COMMAND", required=True, parser_class=_Parser)
        for add in (_add_new, _add_demo, _add_import, _add_export, _add_report, _add_list, _add_history,
                    _add_check, _add_salvage, _add_backup, _add_restore, _add_change_password,
                    _add_open_time):  # fmt: skip
            add(commands, _)
        self.names: Mapping[str, argparse.ArgumentParser] = commands.choices

    def read(self, words: Sequence[str]) -> argparse.Namespace:
        """What the words ask for; leaves by SystemExit for help and for wrong usage."""
        if words[0] not in (*self.names, "-h", "--help", "--version"):
            self.refuse(f"no such command or option: {words[0]}")
        asked, left = self._parser.parse_known_args(words)
        if left:
            self.names[words[0]].error(f"unrecognized arguments: {' '.join(left)}")
        return asked

    def refuse(self, message: str) -> NoReturn:
        """Say what is wrong with the words, and leave."""
        self._parser.error(message)


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


def _add_password(parser: argparse.ArgumentParser, _: Translate) -> None:
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--password", action="store_true", help=_("ask for the passphrase of the file"))
    from_file = _("read it from the first line of a file; without both, from DESK1540_PASSWORD")
    which.add_argument("--password-file", metavar="PATH", type=_path, help=from_file)


def _add_recipient(parser: argparse.ArgumentParser, _: Translate) -> None:
    for_whom = _("only what is shared with: committee, oas, state:CODE ...; else for this office")
    parser.add_argument("--for", metavar="RECIPIENT", type=_text, dest="recipient", help=for_whom)


def _add_new(commands: Commands, _: Translate) -> None:
    made = _add(commands, "new", "files:new", _("make a new file for a State"))
    made.add_argument("file", metavar="FILE", type=_path)
    made.add_argument(
        "--state", metavar="CODE", type=_text, required=True, help=_("code of the State, see: list states")
    )
    made.add_argument("--lang", choices=available_languages(), help=_("language of the file's papers"))
    _add_password(made, _)
    _add_author(made, _)


def _add_demo(commands: Commands, _: Translate) -> None:
    made = _add(commands, "demo", "files:demo", _("make an exercise file about fictional States"))
    made.add_argument("file", metavar="FILE", type=_path)
    made.add_argument("--states", metavar="N", type=_positive, default=1, help=_("how many States"))
    made.add_argument("--items", metavar="TOTAL", type=_count, help=_("how many actions over all States"))
    made.add_argument("--seed", metavar="S", type=int, default=1540, help=_("another seed, another exercise"))
    made.add_argument("--lang", choices=available_languages(), help=_("language of the exercise"))
    _add_password(made, _)
    _add_author(made, _)


def _add_import(commands: Commands, _: Translate) -> None:
    made = _add(commands, "import", "imports:run", _("bring in a plan or contacts from any workbook"))
    made.add_argument("what", choices=("plan", "contacts"))
    made.add_argument("source", metavar="SOURCE", type=_path)
    made.add_argument("--into", metavar="FILE", type=_path, required=True)
    made.add_argument("--state", metavar="CODE", type=_text, required=True)
    made.add_argument(
        "--plan", metavar="TITLE|ID", type=_text, help=_("the plan; made when the State has none")
    )
    made.add_argument("--sheet", metavar="NAME", type=_text, help=_("only this sheet"))
    made.add_argument("--mapping", metavar="FILE.toml", type=_path, help=_("how the columns are to be read"))
    made.add_argument("--skip-refused", action="store_true", help=_("take the other rows all the same"))
    made.add_argument("--dry-run", action="store_true", help=_("say what would happen, change nothing"))
    made.add_argument("--json", action="store_true", help=_("print one JSON object"))
    _add_password(made, _)
    _add_author(made, _)


def _add_export(commands: Commands, _: Translate) -> None:
    made = _add(commands, "export", "exports:run", _("write a plan, contacts or everything to a file"))
    made.add_argument("what", choices=("plan", "contacts", "all"))
    made.add_argument("--from", metavar="FILE", type=_path, required=True, dest="file")
    made.add_argument("--state", metavar="CODE", type=_text)
    made.add_argument("--plan", metavar="TITLE|ID", type=_text)
    _add_recipient(made, _)
    endings = _("the ending says the form: xlsx csv json, contacts also vcf, plan also ics, all zip")
    made.add_argument("--out", metavar="PATH", type=_path, required=True, help=endings)
    _add_password(made, _)


def _add_report(commands: Commands, _: Translate) -> None:
    made = _add(commands, "report", "reports:run", _("write a report; see: list reports"))
    made.add_argument("name", metavar="NAME")
    made.add_argument("--from", metavar="FILE", type=_path, required=True, dest="file")
    which = made.add_mutually_exclusive_group(required=True)
    which.add_argument("--state", metavar="CODE", type=_text)
    which.add_argument(
        "--group", metavar="CODE", type=_text, help=_("a group or organisation, see: list groups")
    )
    which.add_argument("--all-states", action="store_true")
    made.add_argument("--plan", metavar="TITLE|ID", type=_text)
    made.add_argument("--lang", choices=available_languages(), help=_("language of the report"))
    made.add_argument("--format", metavar="|".join(REPORT_FORMATS), type=str.lower)
    made.add_argument("--date", metavar="DATE", type=_day, help=_("date of the report, such as 2027-09-15"))
    made.add_argument("--as-of", metavar="DATE", type=_day, help=_("what the file had recorded by that day"))
    since = _("tell what changed since a day or a submission")
    made.add_argument("--since", metavar="DATE|ID", type=_text, help=since)
    _add_recipient(made, _)
    made.add_argument("--final", action="store_true", help=_("without the draft mark"))
    made.add_argument(
        "--control-code",
        action="store_true",
        help=_("with the code by which the file is told from an altered one"),
    )
    for later in LATER_REPORT_OPTIONS:
        made.add_argument(f"--{later}", help=argparse.SUPPRESS)
    made.add_argument("--out", metavar="PATH", type=_path, required=True)
    _add_password(made, _)


def _add_list(commands: Commands, _: Translate) -> None:
    made = _add(commands, "list", "lists:run", _("list what can be named, one a line, code first"))
    made.add_argument("what", choices=LISTS)
    made.add_argument("--from", metavar="FILE", type=_path, dest="file")
    _add_password(made, _)


def _add_history(commands: Commands, _: Translate) -> None:
    made = _add(commands, "history", "history:run", _("who changed what and when"))
    made.add_argument("file", metavar="FILE", type=_path)
    made.add_argument("--record", metavar="ID", type=_text, help=_("only this record, with its fields"))
    made.add_argument("--json", action="store_true", help=_("print one JSON object"))
    _add_password(made, _)


def _add_check(commands: Commands, _: Translate) -> None:
    made = _add(commands, "check", "files:check", _("look for damage and for data to complete"))
    made.add_argument("file", metavar="FILE", type=_path)
    made.add_argument(
        "--code", metavar="CODE", type=_text, help=_("the control code on a paper: is it of this file?")
    )
    made.add_argument("--json", action="store_true", help=_("print one JSON object"))
    _add_password(made, _)


def _add_salvage(commands: Commands, _: Translate) -> None:
    made = _add(
        commands, "salvage", "salvage:run", _("write what can be read of a damaged file into a new one")
    )
    made.add_argument("file", metavar="DAMAGED", type=_path)
    made.add_argument("--to", metavar="NEW", type=_path, required=True)
    made.add_argument("--json", action="store_true", help=_("print one JSON object"))
    _add_author(made, _)
    _add_password(made, _)


def _add_backup(commands: Commands, _: Translate) -> None:
    made = _add(commands, "backup", "files:backup", _("write a verified backup"))
    made.add_argument("file", metavar="FILE", type=_path)
    made.add_argument("--to", metavar="PATH", type=_path, required=True, help=_("a new file, or a folder"))
    _add_password(made, _)
    _add_author(made, _)


def _add_restore(commands: Commands, _: Translate) -> None:
    made = _add(
        commands, "restore", "files:restore", _("put a backup in a file's place; the old one is kept")
    )
    made.add_argument("backup", metavar="BACKUP", type=_path)
    made.add_argument("--to", metavar="FILE", type=_path, required=True)
    _add_password(made, _)
    _add_author(made, _)


def _add_change_password(commands: Commands, _: Translate) -> None:
    made = _add(commands, "password", "files:password", _("give a file another passphrase, or none"))
    made.add_argument("file", metavar="FILE", type=_path)
    which = made.add_mutually_exclusive_group()
    which.add_argument("--new-password", action="store_true", help=_("ask for the new passphrase"))
    from_file = _("read it from the first line of a file; without both, from DESK1540_NEW_PASSWORD")
    which.add_argument("--new-password-file", metavar="PATH", type=_path, help=from_file)
    which.add_argument("--remove", action="store_true", help=_("from now on the file opens without one"))
    _add_password(made, _)


def _add_open_time(commands: Commands, _: Translate) -> None:
    made = _add(commands, OPEN_TIME, OPEN_TIME, _("measure how long the window takes to open"))
    made.add_argument("file", metavar="FILE", type=_path)
    _add_password(made, _)


def _text(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("an empty text names nothing")
    return text


def _path(text: str) -> Path:
    return Path(_text(text))


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2027-09-15")
    return day


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 1_000_000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a count")
    return int(text)


def _positive(text: str) -> int:
    count = _count(text)
    if not count:
        raise argparse.ArgumentTypeError(f"{text!r} is not a count of one or more")
    return count
