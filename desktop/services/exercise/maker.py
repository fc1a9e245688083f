"""Writes the change sets of an exercise file, on the database's thread."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from db.database import Database
from db.schema import LOGGED, FileSettings, Officer
from db.unit_of_work import Writer
from desktop.base.i18n import N_
from desktop.base.reference import shipped_reference
from desktop.services.exercise.country import Country, Step
from desktop.services.exercise.history import FIRST_DAY, gathered, plan_steps
from desktop.services.exercise.matrix import write_matrix
from desktop.services.exercise.papers import paper_steps, write_past_submissions
from desktop.services.exercise.people import write_people
from desktop.services.exercise.plan import BATCH, Draft, drafts, write_items, write_plan

_MOST_SETS = 300
_MOST_STEPS = 110
"""Most change sets of a file, and most steps of one State."""
_RELIEF_DAY = date(2026, 4, 15)
"""When the second officer takes over the desk."""
_HOUR_MS = 3_600_000

Progress = Callable[[int, int], None]
"""Told how many change sets of how many are written; it may raise to cancel."""


@dataclass(frozen=True, slots=True)
class ExerciseCounts:
    """What an exercise file holds: rows by table, and change sets."""

    states: int
    items: int
    change_sets: int
    rows: Mapping[str, int]


class SimulatedClock:
    """A clock that stands still until it is moved; it never goes back."""

    def __init__(self, day: date) -> None:
        self.now_ms = _midnight_ms(day)

    def __call__(self) -> int:
        """UTC milliseconds since 1970."""
        return self.now_ms

    def move_to(self, day: date, rng: random.Random) -> None:
        """Go to some office hour of a day, later than now in any case."""
        wanted = _midnight_ms(day) + rng.randint(13 * _HOUR_MS, 21 * _HOUR_MS)
        self.now_ms = max(wanted, self.now_ms + rng.randint(60_000, 300_000))


def _midnight_ms(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1000


class Maker:
    """Writes everything in order of time: the desk, each State's import, then the history of all."""

    def __init__(
        self, database: Database, clock: SimulatedClock, rng: random.Random, author: str, progress: Progress
    ) -> None:
        self._database = database
        self._clock = clock
        self._rng = rng
        self._author = author
        self._progress = progress
        self._officers: list[str] = []
        self._done = 0
        self._total = _MOST_SETS

    def make(self, countries: list[Country], shares: list[int]) -> ExerciseCounts:
        """Write the file for these States with so many actions each."""
        imports = sum(max(1, -(-share // BATCH)) for share in shares)
        quota = max(2, min(_MOST_STEPS, (_MOST_SETS - 2 - imports) // len(countries)))
        for index, (country, share) in enumerate(zip(countries, shares, strict=True)):
            self._import(country, share, FIRST_DAY + timedelta(days=index * 10 // len(countries)))
            if index == 0:
                self._write(FIRST_DAY, self._author, N_("Describe the office"), self._describe_desk(country))
        steps = [
            step
            for country in countries
            for step in gathered([*plan_steps(country), *paper_steps(country)], quota)
        ]
        steps.sort(key=lambda step: step.day)
        self._total = self._done + len(steps)
        for step in steps:
            self._write_step(step)
        return self._count(len(countries))

    def _import(self, country: Country, share: int, day: date) -> None:
        """Write what a State brings along; a large plan comes in several parts."""
        source = drafts(country, share)
        parts = max(1, -(-share // BATCH))
        parent = ""
        for part in range(1, parts + 1):

            def work(unit: Writer, is_first: bool = part == 1) -> None:
                nonlocal parent
                if is_first:
                    _write_ground(unit, country)
                parent = write_items(unit, country, _next_batch(source), parent)

            source_name = f"plan-{country.code}-{part}.xlsx" if parts > 1 else f"plan-{country.code}.xlsx"
            summary, values = N_("Import the plan from {name}"), {"name": source_name}
            self._write(day, self._author, summary, work, values, origin="import")

    def _describe_desk(self, country: Country) -> Callable[[Writer], None]:
        texts = country.texts
        state = shipped_reference().state(country.code)
        settings = {
            "organisation": texts["organisation"].format(foreign=country.institutions["foreign"].name),
            "place_printed": country.pick("place"),
            "second_language": country.material.other,
            "paper": {"letter": "Letter", "a4": "A4"}[state.paper],
            "reference_version": shipped_reference().version,
        }
        self._officers = [person.name for person in country.staff["foreign"][:2]]

        def work(unit: Writer) -> None:
            row = unit.raw("SELECT id FROM file_settings")[0]
            unit.update(FileSettings, {row[0]: settings})
            unit.insert(
                Officer,
                [
                    {"name": name, "post": texts["officers"]["post"], "initials": _initials(name)}
                    for name in self._officers
                ],
            )

        return work

    def _write_step(self, step: Step) -> None:
        author = self._officers[int(step.day >= _RELIEF_DAY)]

        def work(unit: Writer) -> None:
            step.work(unit, step.country, step.day)

        number = int(step.country.kept[step.reverts]) if step.reverts else None
        values = {"number": number} if number else step.values
        origin = "revert" if number else "edit"
        self._write(step.day, author, step.summary, work, values, origin=origin, reverts=number)

    def _write(
        self,
        day: date,
        author: str,
        summary: str,
        work: Callable[[Writer], None],
        values: Mapping[str, object] | None = None,
        *,
        origin: str = "edit",
        reverts: int | None = None,
    ) -> None:
        self._clock.move_to(day, self._rng)
        with self._database.write(author, summary, origin=origin, reverts=reverts, **(values or {})) as unit:
            work(unit)
            unit.commit()
        self._done += 1
        self._progress(min(self._done, self._total), self._total)

    def _count(self, states: int) -> ExerciseCounts:
        """Count what the file holds by reading it."""
        with self._database.read() as reader:
            rows = {name: int(reader.raw(f"SELECT count(*) FROM {name}")[0][0]) for name in LOGGED}
        return ExerciseCounts(states, rows["plan_item"], self._database.head.number, rows)


def _next_batch(source: Iterator[Draft]) -> list[Draft]:
    return list(islice(source, BATCH))


def _write_ground(unit: Writer, country: Country) -> None:
    write_people(unit, country)
    write_matrix(unit, country)
    write_plan(unit, country)
    write_past_submissions(unit, country)


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split())
