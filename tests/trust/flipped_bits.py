"""Bit damage: 1 to 64 flipped bits anywhere in a file, and who notices.

Every page of an encrypted file carries a digest, so that opening notices each flip. A plain file has none:
SQLite's check sees what breaks its structure, the program's check all that is logged; what both miss is
compared value by value with the file as it was, and the figures say how often it differs.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from db.encryption import FileKey
from db.engine import connect_raw, driver_errors
from db.errors import Problem
from db.opening import integrity_problems, open_file
from db.schema import LOGGED
from desktop.services.checking import check_file
from tests.services.filled import filled
from tests.trust.proof import Proof, Result
from tests.trust.saving import key_of, prepared

_MOST_FLIPS = 64
_SHORTEST = 4
_TODAY = date(2026, 6, 1)
_LOG = ("change_set", "change", "log_heading", "log_row", "log_key", "log_seal")
_Rows = dict[str, list[tuple[Any, ...]]]


def _flip_plain(rounds: int, folder: Path) -> Result:
    """Flip bits of plain files: a value that the log knows never differs unnoticed."""
    database = filled(folder)
    database.close()
    base, model = database.path, folder / "model.desk1540"
    base.rename(model)
    whole, rows = model.read_bytes(), _rows(model)
    result, counts = Result(), Counter[str]()
    # Much of a small file is empty, and most of the rest is structure: half of the files are
    # flipped only in what somebody wrote.
    written = [place for place, byte in enumerate(whole) if byte]
    places = (range(len(whole)), written, _value_places(whole, rows), _value_places(whole, rows))
    path = folder / "flipped.desk1540"
    if _noticed_at_opening(model, None) or _noticed_by_check(model):
        result.failures.append("a file without damage is called damaged")
    for number in range(rounds):
        path.write_bytes(_flipped(whole, random.Random(number), places[number % len(places)]))
        who, differing = _plain(path, rows)
        counts[who] += 1
        result.failures += [f"file {number}: {each} differs and the check says sound" for each in differing]
    result.figures = {"files": rounds, "most_flips": _MOST_FLIPS, **counts}
    return result


def _plain(path: Path, rows: _Rows) -> tuple[str, list[str]]:
    """Who notices the damage of a file, and the logged tables that differ though nobody does."""
    if _noticed_at_opening(path, None):
        return "noticed_at_opening", []
    if _noticed_by_check(path):
        return "noticed_by_check", []
    now = _rows(path)
    differing = [name for name in rows if now.get(name) != rows[name]]
    logged = [name for name in differing if name in LOGGED or name in _LOG]
    if not differing:
        return "unnoticed_all_rows_the_same", []
    return "unnoticed_logged_rows_differ" if logged else "unnoticed_unlogged_rows_differ", logged


def _value_places(content: bytes, rows: _Rows) -> list[int]:
    """Where the texts and bytes of the tables lie in a file."""
    values = {value for name in rows for row in rows[name] for value in row if name != "alembic_version"}
    coded = (value.encode() if isinstance(value, str) else value for value in values)
    found: set[int] = set()
    for value in (each for each in coded if isinstance(each, bytes) and len(each) >= _SHORTEST):
        start = content.find(value)
        while start >= 0:
            found.update(range(start, start + len(value)))
            start = content.find(value, start + 1)
    return sorted(found)


def _flip_encrypted(rounds: int, folder: Path) -> Result:
    """Flip bits of encrypted files: each is noticed when it is opened."""
    model = folder / "model.desk1540"
    prepared(model, "a passphrase")
    key = key_of(model, "a passphrase")
    whole = model.read_bytes()
    result, noticed = Result(), 0
    path = folder / "flipped.desk1540"
    if _noticed_at_opening(model, key):
        result.failures.append("a file without damage is called damaged")
    for number in range(rounds):
        path.write_bytes(_flipped(whole, random.Random(number), range(len(whole))))
        if _noticed_at_opening(path, key):
            noticed += 1
        else:
            result.failures.append(f"file {number}: opened as if it were sound")
    result.figures = {"files": rounds, "most_flips": _MOST_FLIPS, "noticed_at_opening": noticed}
    return result


def _flipped(content: bytes, chance: random.Random, places: Sequence[int]) -> bytes:
    made = bytearray(content)
    # A single one is the hardest to see.
    flips = chance.choice((1, chance.randint(1, _MOST_FLIPS)))
    for place in chance.sample(places, flips):
        made[place] ^= 1 << chance.randrange(8)
    return bytes(made)


def _noticed_at_opening(path: Path, key: FileKey | None) -> bool:
    """Whether a file is refused, or found damaged by the check that every opening ends with."""
    try:
        database = open_file(path, secret=key)
    except Problem:
        return True
    try:
        return bool(integrity_problems(database))
    finally:
        database.close()


def _noticed_by_check(path: Path) -> bool:
    try:
        return not check_file(path, _TODAY).is_sound
    except Problem:
        return True


def _rows(path: Path) -> _Rows:
    """Every row of every table, as SQLite gives them without a look at any index."""
    driver = connect_raw(path, None)
    try:
        names = [row[0] for row in driver.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: driver.execute(f'SELECT * FROM "{name}" NOT INDEXED').fetchall() for name in names}
    except driver_errors():
        return {}
    finally:
        driver.close()


PROOFS = (
    Proof("bit-damage", "No logged value of a plain file differs unnoticed.", 300, _flip_plain),
    Proof("bit-damage-encrypted", "A damaged encrypted file is never opened as if it were sound.", 300,
          _flip_encrypted),
)  # fmt: skip
