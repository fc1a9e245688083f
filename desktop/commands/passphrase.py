"""Where a command gets the passphrase of a file: asked for, from a file, or from the environment."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.errors import UserError
from desktop.base.i18n import N_, Texts
from desktop.base.passphrase_strength import SAID, Strength, strength_of

if TYPE_CHECKING:
    from desktop.commands.context import Context

VARIABLE, NEW_VARIABLE = "DESK1540_PASSWORD", "DESK1540_NEW_PASSWORD"
_PRESENT, _NEW, _AGAIN = N_("Passphrase: "), N_("New passphrase: "), N_("The new passphrase once more: ")
_NO_UTF_8 = N_("{name} does not hold a passphrase in UTF-8.")
_LONGEST_FILE = 64 * 1024
_HALF_LETTERS = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Source:
    """One way to a passphrase; asked for only when a command needs it.

    The words come first, then the environment. A passphrase that `is_new` is asked for twice at a terminal.
    """

    texts: Texts
    is_asked: bool = False
    file: Path | None = None
    variable: str = VARIABLE
    is_new: bool = False

    def is_given(self, environment: Mapping[str, str] = os.environ) -> bool:
        """Whether there is any way to a passphrase."""
        return self.is_asked or self.file is not None or self.variable in environment

    def read(self, environment: Mapping[str, str] = os.environ) -> str | None:
        """The passphrase, or None when none was given; raises UserError for one that cannot be had."""
        if self.file is not None:
            return _not_empty(_first_line(self.file))
        if self.is_asked:
            return _not_empty(self._ask())
        given = environment.get(self.variable)
        return None if given is None else _of_variable(self.variable, given)

    def _ask(self) -> str:
        try:
            typed = self._typed(_NEW if self.is_new else _PRESENT)
            # Signs that nobody sees are mistyped easily, and nothing opens the file but what was typed.
            if self.is_new and typed and sys.stdin.isatty() and self._typed(_AGAIN) != typed:
                raise UserError(N_("The two passphrases are not the same; nothing was done."))
        except UnicodeDecodeError:
            raise _not_text() from None
        if _HALF_LETTERS.search(typed):
            raise _not_text()
        return typed

    def _typed(self, question: str) -> str:
        if not sys.stdin.isatty():
            return sys.stdin.readline().rstrip("\r\n")
        import getpass

        try:
            return getpass.getpass(self.texts.gettext(question))
        except EOFError:
            return ""


def source_of(asked: argparse.Namespace, texts: Texts) -> Source:
    """The way to the passphrase that opens the file of a command."""
    return Source(texts, getattr(asked, "password", False), getattr(asked, "password_file", None))


def source_for_made(asked: argparse.Namespace, texts: Texts) -> Source:
    """The way to the passphrase of a file that a command makes."""
    return Source(texts, asked.password, asked.password_file, is_new=True)


def new_source_of(asked: argparse.Namespace, texts: Texts) -> Source:
    """The way to the passphrase that a file is to have from now on."""
    return Source(texts, asked.new_password, asked.new_password_file, NEW_VARIABLE, is_new=True)


def say_strength(context: Context, passphrase: str) -> None:
    """Say of a weak passphrase why it is one; it is taken all the same."""
    strength = strength_of(passphrase)
    if strength not in (Strength.FAIR, Strength.GOOD):
        context.warn(SAID[strength])


def _of_variable(name: str, given: str) -> str:
    if not given:
        raise UserError(
            N_("{name} is set but empty; nothing was done. Set a passphrase or unset it."), name=name
        )
    if _HALF_LETTERS.search(given):
        raise UserError(_NO_UTF_8, name=name)
    return given


def _first_line(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(_LONGEST_FILE)
        return content.decode("utf-8-sig").splitlines()[0] if content else ""
    except OSError as error:
        raise UserError(
            N_("{name} cannot be read. The system says: {detail}"), name=path.name, detail=error.strerror
        ) from error
    except UnicodeDecodeError as error:
        raise UserError(_NO_UTF_8, name=path.name) from error


def _not_empty(passphrase: str) -> str:
    if not passphrase:
        raise UserError(N_("The passphrase is empty; nothing was done."))
    return passphrase


def _not_text() -> UserError:
    return UserError(N_("What was typed is no text in UTF-8; nothing was done."))
