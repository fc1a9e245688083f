"""The control code of a file: a few signs on a signed paper that tell whether its history was altered since.

The code is the number of the newest entry and the front of its hash, which is over everything logged before.
Whoever rewrites the history, however well, or cuts off its end gets other hashes: the file then does not know
the code any more. Forty bits suffice, as nobody can try a file against a paper out of reach.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from db.changes import find_set
from db.database import Database
from db.log_writing import Head
from db.unit_of_work import Reader
from desktop.base.errors import UserError
from desktop.base.i18n import N_
from desktop.services.findings import moment_of
from desktop.services.import_outcome import Message

_GROUP = 5
_LENGTH = 2 * _GROUP
_CODE = re.compile(
    rf"\s*([0-9]{{1,12}})[^0-9A-Za-z]+([0-9A-Fa-f]{{{_GROUP}}})[^0-9A-Za-z]*([0-9A-Fa-f]{{{_GROUP}}})\s*"
)


@dataclass(frozen=True, slots=True)
class CodeAnswer:
    """Whether a file knows a control code, in one sentence; `number` is the entry that the code names."""

    is_known: bool
    number: int
    sentence: Message


def control_code(head: Head) -> str:
    """The code of a file as it is now, such as 148-9F3A2-C1078; empty before its first entry."""
    return _written(head.number, head.hash) if head.number else ""


def _written(number: int, hashed: bytes) -> str:
    signs = hashed.hex()[:_LENGTH].upper()
    return f"{number}-{signs[:_GROUP]}-{signs[_GROUP:]}"


def checked_code(text: str) -> str:
    """A code as it is written, from one typed off a paper; raises UserError for what is none."""
    found = _CODE.fullmatch(text)
    if found is None:
        raise UserError(
            N_("“{code}” is no control code; one looks like {example}."), code=text, example="148-9F3A2-C1078"
        )
    return f"{int(found[1])}-{found[2].upper()}-{found[3].upper()}"


def find_code(database: Database, code: str) -> CodeAnswer:
    """Say which entry a code is of, or that the file does not know it; call on the database's thread."""
    code = checked_code(code)
    number = int(code.partition("-")[0])
    with database.read() as unit:
        return _answer(unit, code, number, database.head.number)


def _answer(unit: Reader, code: str, number: int, newest: int) -> CodeAnswer:
    rows = unit.raw("SELECT hash FROM main.change_set WHERE number = ?", [number])
    if not rows or not isinstance(rows[0][0], bytes) or _written(number, rows[0][0]) != code:
        unknown = Message(
            N_(
                "This file does not know the code {code}: its history was altered since, or the paper is of "
                "another file."
            ),
            {"code": code},
        )
        return CodeAnswer(is_known=False, number=number, sentence=unknown)
    info = find_set(unit, number)
    values = {
        "code": code,
        "number": number,
        "moment": moment_of(info.at_ms if info else None),
        "author": info.author if info else "",
        "later": newest - number,
    }
    known = Message(
        N_("The code {code} is that of entry {number}, of {moment} by {author}; entries since: {later}."),
        values,
    )
    return CodeAnswer(is_known=True, number=number, sentence=known)
