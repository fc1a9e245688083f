"""Proves that no clock has a backup pruned wrongly: set back, set forward, standing still, on a leap day."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from db.backup import back_up
from db.backup_folder import backups_in, next_name, own_folder, thin
from db.database import Database
from db.ids import IdSource
from db.opening import create, open_file
from db.schema import Institution
from db.thinning import ALWAYS_KEPT, Stamp, superfluous
from tests.trust.proof import Proof, Result

_START = datetime(2027, 3, 1, 8, tzinfo=UTC)
_HALF_HOUR = timedelta(minutes=30)
_WORKED = 40
"""Newest backups between which at most `_CLOSE` numbers may be missing; over all at most `_FAR`."""
_CLOSE, _FAR = 4, 2 * 1440
Turn = Callable[[int, datetime], datetime]
"""What the clock says at a backup of this number, when it is really that time."""

_TURNS: dict[str, Turn] = {
    "right": lambda _number, at: at,
    "a year back": lambda number, at: at - timedelta(days=365) if number > 60 else at,
    "ten years forward and back": lambda number, at: at + timedelta(days=3653) if number % 97 > 80 else at,
    "stuck at 1970": lambda _number, _at: datetime(1970, 1, 1, tzinfo=UTC),
    "running backwards": lambda number, at: at - 2 * number * _HALF_HOUR,
    "over a leap day": lambda number, _at: datetime(2028, 2, 27, tzinfo=UTC) + number * _HALF_HOUR,
    "any time at all": lambda number, at: at + random.Random(number).randint(-(10**5), 10**5) * _HALF_HOUR,
}


def prove_clocks(rounds: int, folder: Path) -> Result:
    """So many backups in a row under each clock; the first ones as real files."""
    result = Result({"backups": 0, "kept": {}, "real": 0})
    for name, turn in _TURNS.items():
        row = [Stamp(number, turn(number, _real_time(number))) for number in range(1, rounds + 1)]
        kept = _thinned(row, lambda stamps: set(superfluous(stamps)))
        result.figures["backups"] += len(row)
        result.figures["kept"][name] = len(kept)
        result.failures += [f"{name}: {said}" for said in _faults(row, kept)]
        _real(name, turn, folder, result)
    result.figures["stretches lost by a clock alone"] = _control(rounds)
    if not result.figures["stretches lost by a clock alone"]:
        result.failures.append("pruning by the clock alone lost nothing: the proof would see nothing")
    return result


def _real_time(number: int) -> datetime:
    """Half-hours of work, sixteen a day."""
    return _START + timedelta(days=number // 16) + (number % 16) * _HALF_HOUR


def _thinned(row: Iterable[Stamp], dropped_of: Callable[[list[Stamp]], set[Stamp]]) -> list[Stamp]:
    kept: list[Stamp] = []
    for stamp in row:
        kept.append(stamp)
        dropped = dropped_of(kept)
        kept = [each for each in kept if each not in dropped]
    return kept


def _faults(row: list[Stamp], kept: list[Stamp]) -> Iterable[str]:
    if kept[-ALWAYS_KEPT:] != row[-ALWAYS_KEPT:]:
        yield "one of the newest is gone"
    newest = row[-1].number
    for older, newer in pairwise(kept):
        most = _CLOSE if newer.number > newest - _WORKED else _FAR
        if newer.number - older.number > most:
            yield f"nothing is left between {older.number} and {newer.number}"


def _control(rounds: int) -> int:
    """How many stretches of work are lost when the newest of each day, by the clock, is all that stays."""
    row = [Stamp(number, _TURNS["stuck at 1970"](number, _START)) for number in range(1, rounds + 1)]
    kept = _thinned(row, lambda stamps: {*stamps} - {*{each.at.date(): each for each in stamps}.values()})
    return len(list(_faults(row, kept)))


_REAL = 20


def _real(name: str, turn: Turn, folder: Path, result: Result) -> None:
    """The same with real files, through the names in a folder: their order is that of the numbers."""
    own = folder / name
    own.mkdir()
    number = 0

    def clock() -> int:
        return int(turn(number * 5, _real_time(number * 5)).timestamp() * 1000)

    database = create(own / "file.desk1540", state="X01", author="Ana", ids=IdSource(clock))
    heads: dict[str, int] = {}
    try:
        for number in range(1, _REAL + 1):
            heads[_back_up(database, own, number)] = database.head.number
        found = backups_in(own_folder(own, database), database.path)
    finally:
        database.close()
    result.figures["real"] += len(heads)
    numbers = [heads[each.path.name] for each in found]
    if numbers != sorted(numbers, reverse=True):
        result.failures.append(f"{name}: the order of the files is not the order they were made in")
    if numbers[:ALWAYS_KEPT] != sorted(heads.values(), reverse=True)[:ALWAYS_KEPT]:
        result.failures.append(f"{name}: one of the newest files is gone")
    open_file(found[0].path).close()


def _back_up(database: Database, root: Path, number: int) -> str:
    with database.write("Ana", "Add") as unit:
        unit.insert(Institution, [{"name": f"Institution {number}"}])
        unit.commit()
    folder = own_folder(root, database)
    made = back_up(database, folder / next_name(database, folder), reason="automatic")
    thin(folder, database.path, newest=made.path)
    return made.path.name


_PROMISE = "However the clock runs, no backup is wrongly pruned, and their order stays"
PROOFS = (Proof("clocks", _PROMISE, 1500, prove_clocks),)
