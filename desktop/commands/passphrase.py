"""Where a command gets the passphrase of a file: asked for, from a file, or from the environment."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop.base.errors import UserError
from desktop.base.i18n import N_, Texts

VARIABLE, NEW_VARIABLE = "DESK1540_PASSWORD", "DESK1540_NEW_PASSWORD"
_LONGEST_FILE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Source:
    """One way to a passphrase; asked for only when a command needs it.

    The words come first, then the environment.
    """

    texts: Texts
    question: str = N_("Passphrase: ")
    is_asked: bool = False
    file: Path | None = None
    variable: str = VARIABLE

    def read(self, environment: Mapping[str, str] = os.environ) -> str | None:
        """The passphrase, or None when none was given; raises UserError for one that cannot be had."""
        if self.file is not None:
            return _not_empty(_first_line(self.file))
        if self.is_asked:
            return _not_empty(self._ask())
        return environment.get(self.variable) or None

    def _ask(self) -> str:
        if not sys.stdin.isatty():
            return sys.stdin.readline().rstrip("\r\n")
        import getpass

        try:
            return getpass.getpass(self.texts.gettext(self.question))
        except EOFError:
            return ""


def source_of(asked: argparse.Namespace, texts: Texts) -> Source:
    """The way to the passphrase that opens the file of a command."""
    return Source(
        texts, is_asked=getattr(asked, "password", False), file=getattr(asked, "password_file", None)
    )


def new_source_of(asked: argparse.Namespace, texts: Texts) -> Source:
    """The way to the passphrase that a file is to have from now on."""
    return Source(texts, N_("New passphrase: "), asked.new_password, asked.new_password_file, NEW_VARIABLE)


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
        raise UserError(N_("{name} does not hold a passphrase in UTF-8."), name=path.name) from error


def _not_empty(passphrase: str) -> str:
    if not passphrase:
        raise UserError(N_("The passphrase is empty; nothing was done."))
    return passphrase
