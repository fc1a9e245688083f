"""Clocks that jump - a year back, ten years forward, to 29 February: the log keeps its order and can be read.

Order is the number of a change set, never its time; its time is never before that of the one before.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from db import changes
from db.database import Database
from db.ids import IdSource
from db.opening import create
from desktop.services.history import revert_change_set
from desktop.services.overview import overview
from desktop.services.plans import add_item, add_plan, update_items
from tests.trust.proof import Proof, Result
from tests.trust.said import run_here
from tests.trust.saving import damage_of

_YEAR = timedelta(days=365)
JUMPS = {
    "a second on": lambda now: now + timedelta(seconds=1),
    "no time at all": lambda now: now,
    "a year back": lambda now: now - _YEAR,
    "ten years forward": lambda now: now + 10 * _YEAR,
    "to a leap day": lambda now: datetime(now.year - now.year % 4 + 4, 2, 29, 12, tzinfo=UTC),
    "to the last second of a leap day": lambda now: datetime(2028, 2, 29, 23, 59, 59, 999_000, tzinfo=UTC),
    "before clocks began": lambda now: datetime(1969, 12, 31, 23, tzinfo=UTC),
}
_SAVES = 12


class _Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 6, 1, tzinfo=UTC)

    def __call__(self) -> int:
        return round(self.now.timestamp() * 1000)


def _jump(rounds: int, folder: Path) -> Result:
    result, counts = Result(), Counter[str]()
    for number in range(rounds):
        path = folder / f"file-{number}.desk1540"
        found = _saved_while_jumping(path, random.Random(number), counts)
        result.failures += [f"round {number}: {each}" for each in (*found, *_shown_in_order(path))]
    result.figures = {"rounds": rounds, "saves": rounds * _SAVES, **counts}
    return result


def _saved_while_jumping(path: Path, chance: random.Random, counts: Counter[str]) -> list[str]:
    """Save while the clock jumps before each; gives what is wrong with the open file then."""
    clock = _Clock()
    ids = IdSource(clock=clock, randomness=chance.randbytes)
    database = create(path, state="X01", author="Ana", ids=ids)
    plan = add_plan(database, "Ana", {"title": "Plan", "state": "X01"})
    item = add_item(database, "Ana", plan, {"title": "0", "due": "2028-02-29"})
    titles = {database.head.number: "0"}
    for save in range(1, _SAVES + 1):
        jump = chance.choice(list(JUMPS))
        counts[jump] += 1
        clock.now = JUMPS[jump](clock.now)
        update_items(database, "Ana", {item: {"title": str(save)}})
        titles[database.head.number] = str(save)
    found = [*_in_order(database), *_reads_as_it_was(database, item, titles)]
    found += _works_on(database, clock.now.date())
    database.close()
    return found


def _in_order(database: Database) -> list[str]:
    with database.read() as unit:
        sets = changes.change_sets(unit)[::-1]
    found = (
        []
        if [each.number for each in sets] == list(range(1, len(sets) + 1))
        else ["numbers are not in order"]
    )
    times = [each.at_ms for each in sets]
    if times != sorted(times):
        found.append("a change set is older than the one before it")
    return found + list(damage_of(database))


def _reads_as_it_was(database: Database, item: str, titles: dict[int, str]) -> list[str]:
    """Every earlier state, by number; and by the day of a change set, at least that change set."""
    found = []
    for number, title in titles.items():
        with database.read(as_of=number) as unit:
            rows = unit.raw(f"SELECT title FROM {unit.schema}.plan_item WHERE id = ?", [item])
        if rows != [(title,)]:
            found.append(f"as of {number} the title is {rows}, not {title}")
        with database.read() as unit:
            at_ms = changes.find_set(unit, number).at_ms
            day = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at_ms)).date()
            if changes.number_at(unit, day) < number:
                found.append(f"the change set {number} is not among those up to its day")
    return found


def _works_on(database: Database, today: date) -> list[str]:
    """What a person does on such a day: look at the first screen, take a change back."""
    with database.read() as unit:
        overview(unit, today)
    before = database.head.number
    revert_change_set(database, "Ana", before)
    return [] if database.head.number == before + 1 else ["the last change could not be taken back"]


def _shown_in_order(path: Path) -> list[str]:
    """The history as the command prints it, and a report of a leap day."""
    said = run_here(["history", str(path), "--json"])
    numbers = [each["number"] for each in json.loads(said.out)["items"]]
    found = [] if numbers == sorted(numbers, reverse=True) else [f"the history is shown as {numbers}"]
    out = path.with_suffix(".xlsx")
    words = ("report", "status", "--from", path, "--state", "X01", "--date", "2028-02-29", "--out", out)
    report = run_here([str(word) for word in words])
    return found + ([report.err] if report.code else [])


PROOFS = (Proof("clocks-and-history", "A clock that jumps changes neither order nor history.", 100, _jump),)
