"""Makes an exercise file: fictional States with two years of history, the same for the same arguments."""

from __future__ import annotations

import random
from contextlib import closing
from pathlib import Path

from db.ids import IdSource
from db.opening import create, made_whole
from db.runners import Runner
from db.targets import checked_copy_target
from desktop.base.errors import UserError
from desktop.base.i18n import N_
from desktop.base.reference import shipped_reference
from desktop.services.exercise.country import Country
from desktop.services.exercise.history import FIRST_DAY, ROUNDS
from desktop.services.exercise.maker import ExerciseCounts, Maker, Progress, SimulatedClock
from desktop.services.exercise.material import material

ITEMS_PER_STATE = 40
MOST_STATES = 99


def make_exercise(
    path: Path,
    *,
    states: int = 1,
    items: int | None = None,
    seed: int = 1540,
    language: str = "es",
    author: str,
    runner: Runner | None = None,
    progress: Progress | None = None,
    secret: str | None = None,
) -> ExerciseCounts:
    """Make an exercise file with so many fictional States and so many actions over all of them.

    The same arguments give the same tables and log. Raises UserError for counts that cannot be made and
    DatabaseProblem when the file cannot be written; then, or when cancelled, nothing is left. The file takes
    its place when it is whole: a half one would pass for sound.
    """
    total = ITEMS_PER_STATE * states if items is None else items
    if not 1 <= states <= MOST_STATES:
        raise UserError(N_("An exercise file has between 1 and {most} States."), most=MOST_STATES)
    if total < 0:
        raise UserError(N_("The number of actions cannot be negative."))
    clock = SimulatedClock(FIRST_DAY)
    # Seeded on purpose: an exercise file can be made again, and holds nothing that is secret.
    ids = IdSource(clock, random.Random(seed).randbytes)  # noqa: S311
    hours = random.Random(f"{seed}/hours")  # noqa: S311
    countries = _countries(states, total, seed, language)
    with made_whole(checked_copy_target(path)) as part:
        database = create(
            part,
            state="X01",
            author=author,
            language=language,
            is_exercise=True,
            runner=runner,
            ids=ids,
            secret=secret,
        )
        with closing(database):
            maker = Maker(database, clock, hours, author, progress or _say_nothing)
            return database.call(lambda: maker.make(countries, _shares(states, total)))


def _say_nothing(done: int, of: int) -> None:
    pass


def _shares(states: int, total: int) -> list[int]:
    return [total * (index + 1) // states - total * index // states for index in range(states)]


def _countries(states: int, total: int, seed: int, language: str) -> list[Country]:
    rounds = len(ROUNDS) if total >= 8 else 2
    made = []
    for number in range(1, states + 1):
        state = shipped_reference().state(f"X{number:02}")
        rng = random.Random(f"{seed}/{state.code}")  # noqa: S311
        name = state.name(language)
        made.append(Country(state.code, name, state.un_group, rng, material(language), rounds))
    return made
