"""The recovery sheet of a file: its groups for the paper, and a sheet as it is typed from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from db.database import Database
from db.encryption import FileKey
from db.errors import DatabaseProblem
from db.recovery import GROUPS, groups_of, is_group, key_from
from desktop.base.errors import UserError
from desktop.base.i18n import N_, texts_for
from desktop.services.file_facts import file_settings

SIGNS_OF_GROUP = 6


@dataclass(frozen=True, slots=True, repr=False)
class TypedSheet:
    """What was typed of a sheet: how many whole groups, the place of the first wrong one, the key at last."""

    count: int
    wrong: int | None = None
    key: FileKey | None = None


def read_typed_sheet(text: str) -> TypedSheet:
    """Read a sheet while it is being typed; a group that is not whole yet is not wrong."""
    signs = "".join(letter for letter in text.upper() if letter.isalnum())
    whole = len(signs) // SIGNS_OF_GROUP
    groups = [signs[at * SIGNS_OF_GROUP : (at + 1) * SIGNS_OF_GROUP] for at in range(whole)]
    for place, group in enumerate(groups, start=1):
        if place > GROUPS or not is_group(place, group):
            return TypedSheet(whole, wrong=place)
    try:
        return TypedSheet(whole, key=key_from(text))
    except DatabaseProblem:
        return TypedSheet(whole)


@dataclass(frozen=True, slots=True, repr=False)
class Sheet:
    """What is printed on a sheet: the file's name, its State's code and paper, and the groups of its key."""

    name: str
    state: str
    groups: tuple[str, ...]


def read_sheet(database: Database) -> Sheet:
    """The sheet of an open file; call on the database's thread. Raises UserError for one without a key."""
    key = database.key
    if key is None:
        raise UserError(N_("The file has no passphrase, so there is no recovery sheet."))
    with database.read() as unit:
        state = file_settings(unit).state
    return Sheet(database.path.name, state, tuple(groups_of(key)))


def write_sheet(sheet: Sheet, path: Path, language: str, today: date) -> None:
    """Write the page of a sheet as PDF; only who wrote it may read the file."""
    from desktop.reports.builders.recovery_sheet import build_recovery_sheet
    from desktop.reports.writing import write

    document = build_recovery_sheet(sheet.name, sheet.groups, sheet.state, texts_for(language), today)
    write(document, path, "pdf")
