"""What every command is handed: texts, places, settings, where to print, and the open file."""

from __future__ import annotations

import errno
import getpass
import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
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
_LONGEST_NAME = 200
_SPACES = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
# A terminal obeys them: a text from a file could hide or overwrite what stands beside it. Half letters, which
# names of files may have, nothing can print.
_OBEYED = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def _no_passphrase() -> str | None:
    return None


class WrongUsage(UserError):
    """The words of the command do not fit together: exit code 2."""


@dataclass(frozen=True)
class Context:
    """The surroundings of one command; `texts` speaks the person's language.

    `passphrase` gives what opens an encrypted file, or None; it may ask the person.
    """

    texts: Texts
    places: Places
    settings: SettingsStore
    out: TextIO
    err: TextIO
    today: date
    passphrase: Callable[[], str | None] = _no_passphrase

    def say(self, message: str, /, **values: object) -> None:
        """Print one sentence, translated and filled."""
        self._print(self.texts.fill(message, values), self.out)

    def warn(self, message: str, /, **values: object) -> None:
        """Print one sentence where errors go; the command goes on."""
        self._print(self.texts.fill(message, values), self.err)

    def warn_of_replaced(self, path: Path, *, was_there: bool) -> None:
        """Say that a file which was there before a writer came has gone."""
        if was_there:
            self.warn(N_("{name} was there already; it was replaced."), name=path.name)

    def line(self, *words: object, indent: int = 0) -> None:
        """Print words separated by tabs, for people and for scripts."""
        text = "\t".join(" ".join(_plain(str(word)).split()) for word in words).rstrip("\t")
        self._write(" " * indent + text + "\n", self.out)

    def show_json(self, value: Mapping[str, Any]) -> None:
        """Print one JSON object; letters the output cannot take stand as their numbers."""
        text = json.dumps(value, ensure_ascii=False, indent=1)
        try:
            text.encode(self.out.encoding or "ascii")
        except UnicodeEncodeError:
            text = json.dumps(value, indent=1)
        self._write(text + "\n", self.out)

    def show_problem(self, problem: Problem) -> None:
        """Print why a command was refused."""
        self._print(self.texts.sentence(problem), self.err)

    def flush(self) -> None:
        """Print what still waits to be printed."""
        self._write("", self.out, is_last=True)

    def _print(self, text: str, stream: TextIO) -> None:
        self._write(_plain(text) + "\n", stream)

    def _write(self, text: str, stream: TextIO, *, is_last: bool = False) -> None:
        """Write into a stream; raises BrokenPipeError when its reader has gone, UserError when it is full."""
        try:
            stream.write(text)
            if is_last:
                stream.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            self.forget_output()
            # Windows says so when whoever read the output has gone.
            if error.errno == errno.EINVAL:
                raise BrokenPipeError from error
            reason = error.strerror or type(error).__name__
            raise UserError(N_("The output could not be written: {reason}."), reason=reason) from error

    def forget_output(self) -> None:
        """Let what is still to be printed go nowhere: whoever read it has gone."""
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.out.fileno())

    @contextmanager
    def or_json(self, is_asked: bool, empty: Mapping[str, Any]) -> Iterator[None]:
        """Print an object without content when what follows is refused and an object was asked for."""
        try:
            yield
        except Problem:
            if is_asked:
                self.show_json(empty)
            raise

    def author(self, given: str | None) -> str:
        """Who signs a change set: the name given, else that of the settings, else the system's user."""
        for name in (given or "", self.settings.current.author):
            if kept := " ".join(_plain(name).split())[:_LONGEST_NAME]:
                return kept
        try:
            return getpass.getuser()
        except (KeyError, OSError, ImportError):
            raise WrongUsage(N_("Say who makes this change: --author NAME.")) from None

    def secret(self, path: Path) -> str | None:
        """What opens a file: a plain one asks for nothing."""
        from db.guard import needs_secret

        return self.passphrase() if needs_secret(path) else None

    def warn_of_sharing(self, path: Path) -> None:
        """Say where others may write into the same file; the command goes on."""
        from desktop.services.shared_folders import danger_sentence

        said = danger_sentence(path)
        if said is not None:
            self.warn(said.text_id, **said.values)

    @contextmanager
    def reading(self, path: Path) -> Iterator[Database]:
        """The file to be read: a verified copy, so that nothing of it changes and a window may hold it."""
        from db.opening import open_reading
        from desktop.services.known_heads import stray_copies
        from desktop.services.soundness import refuse_altered

        database = open_reading(path, secret=self.secret(path))
        try:
            refuse_altered(self.settings, database, path, self.today)
            for stray in stray_copies(self.settings.current, database, path):
                self.warn(stray.text_id, **stray.values)
            yield database
        finally:
            database.close()

    @contextmanager
    def at_hand(self, path: Path) -> Iterator[Database]:
        """The file itself, else a sound copy of one that is held or lies where nothing can be written."""
        from db.holder import FileHeld
        from db.opening import OnlyReadable

        with ExitStack() as stack:
            try:
                database = stack.enter_context(self.writing(path))
            except (FileHeld, OnlyReadable):
                database = stack.enter_context(self.reading(path))
            yield database

    @contextmanager
    def writing(self, path: Path) -> Iterator[Database]:
        """The file itself, held while the command writes; copies that went their own way are named."""
        from db.holder import refuse_when_held

        refuse_when_held(path)
        self.warn_of_sharing(path)
        from db.opening import open_file
        from desktop.services.known_heads import stray_copies
        from desktop.services.soundness import refuse_damaged

        database = open_file(path, secret=self.secret(path))
        try:
            refuse_damaged(self.settings, database, path, self.today)
        except BaseException:
            database.close()
            raise
        try:
            for stray in stray_copies(self.settings.current, database):
                self.warn(stray.text_id, **stray.values)
            yield database
        finally:
            self.let_go(database)

    def let_go(self, database: Database) -> None:
        """Close a file and note how it is left; that it cannot be noted is said, and undoes nothing."""
        from desktop.services.known_heads import close_known

        try:
            close_known(self.settings, database)
        except UserError as problem:
            self.show_problem(problem)


def own_ending(path: Path) -> Path:
    """The path of a file to be made; refuses another ending, which nobody would find again."""
    if path.suffix.lower() != FILE_ENDING:
        raise UserError(
            N_("The name {name} must end in {ending}; nothing was written."),
            name=path.name,
            ending=FILE_ENDING,
        )
    return path


def _plain(text: str) -> str:
    """A text of one line; letters that a terminal obeys or that nothing prints are shown as their numbers."""
    return _OBEYED.sub(lambda found: f"[U+{ord(found[0]):04X}]", _SPACES.sub(" ", text))


def standard_streams() -> tuple[TextIO, TextIO]:
    """Standard output and error, able to print every letter; nowhere when the program was given none."""
    streams: list[TextIO] = []
    for stream in (sys.stdout, sys.stderr):
        if stream is None:
            streams.append(io.StringIO())
            continue
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace" if stream.encoding.lower() != "utf-8" else "backslashreplace")
        streams.append(stream)
    return streams[0], streams[1]
