"""The recovery sheet of a file: its groups for the paper, and a sheet as it is typed from it."""

from __future__ import annotations

from dataclasses import dataclass

from db.encryption import FileKey
from db.errors import DatabaseProblem
from db.recovery import GROUPS, is_group, key_from

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
