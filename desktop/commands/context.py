"""What every command is handed: texts, places, settings, where to print, and the open file."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from desktop.base.errors import Problem, UserError
from desktop.base.i18n import N_, Texts
from desktop.base.paths import Places
from desktop.base.settings import SettingsStore

if TYPE_CHECKING:
    from db.database import Database

FILE_ENDING = ".desk1540"


class WrongUsage(UserError):
    """The words of the command do not fit together: exit code 2."""


@dataclass(frozen=True)
class Context:
    """The surroundings of one command; `texts` speaks the person's language."""

    texts: Texts
    places: Places
    settings: SettingsStore
    out: TextIO
    err: TextIO
    today: date

    def say(self, message: str, /, **values: object) -> None:
        """Print one sentence, translated and filled."""
        print(self.texts.fill(message, values), file=self.out)

    def warn(self, message: str, /, **values: object) -> None:
        """Print one sentence where errors go; the command goes on."""
        print(self.texts.fill(message, values), file=self.err)

    def line(self, *words: object) -> None:
        """Print words separated by tabs, for people and for scripts."""
        print("\t".join(" ".join(str(word).split()) for word in words).rstrip("\t"), file=self.out)

    def show_json(self, value: Mapping[str, Any]) -> None:
        """Print one JSON object."""
        print(json.dumps(value, ensure_ascii=False, indent=1), file=self.out)

    def show_problem(self, problem: Problem) -> None:
        """Print why a command was refused."""
        print(self.texts.sentence(problem), file=self.err)

    def author(self, given: str | None) -> str:
        """Who signs a change set: the name given, else that of the settings, else the system's user."""
        name = (given or self.settings.current.author).strip()
        if name:
            return name
        try:
            return getpass.getuser()
        except (KeyError, OSError, ImportError):
            raise WrongUsage(N_("Say who makes this change: --author NAME.")) from None

    @contextmanager
    def reading(self, path: Path) -> Iterator[Database]:
        """The file to be read: a verified copy, so that nothing of it changes and a window may hold it."""
        from db.opening import open_reading

        database = open_reading(path)
        try:
            yield database
        finally:
            database.close()

    @contextmanager
    def writing(self, path: Path) -> Iterator[Database]:
        """The file itself, held while the command writes; copies that went their own way are named."""
        from db.opening import open_file
        from desktop.services.known_heads import remember_head, stray_copies

        database = open_file(path)
        try:
            for stray in stray_copies(self.settings.current, database):
                self.warn(stray.text_id, **stray.values)
            yield database
        finally:
            try:
                remember_head(self.settings, database)
            except UserError as problem:
                self.show_problem(problem)
            database.close()


def own_ending(path: Path) -> Path:
    """The path of a file to be made; refuses another ending, which nobody would find again."""
    if path.suffix.lower() != FILE_ENDING:
        raise UserError(
            N_("The name {name} must end in {ending}; nothing was written."),
            name=path.name,
            ending=FILE_ENDING,
        )
    return path


def standard_streams() -> tuple[TextIO, TextIO]:
    """Standard output and error, able to print every letter wherever the program runs."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace" if stream.encoding.lower() != "utf-8" else "surrogateescape")
    return sys.stdout, sys.stderr
