"""What is known of one fictional State while its part of an exercise file is being written."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from db.unit_of_work import Writer
from desktop.services.exercise.material import Material


@dataclass(frozen=True, slots=True)
class Institution:
    """An institution that was written, by the key of its model."""

    key: str
    id: str
    name: str
    acronym: str
    domain: str


@dataclass(frozen=True, slots=True)
class Colleague:
    """A person that was written, and where they work."""

    id: str
    name: str
    institution: Institution


@dataclass(slots=True)
class Move:
    """What happens to an item in one round: a note, and a new status unless it stays."""

    item_id: str
    number: str
    note: str
    status: str | None = None
    progress: float | None = None
    indicator: tuple[str, str] | None = None


@dataclass(slots=True)
class Country:
    """A fictional State in the making: its own randomness, and the records that later ones refer to."""

    code: str
    name: str
    group: str
    rng: random.Random
    material: Material
    rounds: int
    institutions: dict[str, Institution] = field(default_factory=dict)
    staff: dict[str, list[Colleague]] = field(default_factory=dict)
    posts: dict[str, str] = field(default_factory=dict)
    designations: dict[str, str] = field(default_factory=dict)
    laws: dict[str, str] = field(default_factory=dict)
    plan_id: str = ""
    objectives: list[str] = field(default_factory=list)
    moves: dict[tuple[int, str], list[Move]] = field(default_factory=dict)
    open_items: list[tuple[str, str]] = field(default_factory=list)
    waiting_items: list[tuple[str, str]] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)
    letters: int = 0

    @property
    def texts(self) -> Any:
        """The texts of the file's language."""
        return self.material.texts

    def pick(self, kind: str) -> str:
        """One of the names of a kind."""
        return self.rng.choice(self.material.names[kind])

    def chance(self, probability: float) -> bool:
        """True in so many cases of one."""
        return self.rng.random() < probability

    def day_in(self, first: date, last: date) -> date:
        """A working day of a span."""
        day = first + timedelta(days=self.rng.randint(0, (last - first).days))
        return day - timedelta(days=max(0, day.weekday() - 4))

    def present(self, keys: tuple[str, ...]) -> list[str]:
        """Those of the institutions that this State has, in the given order."""
        return [key for key in keys if key in self.institutions]

    def fill(self, text: str, institution: str) -> str:
        """A text with a place of this State and an institution in it, with its article."""
        if "{" not in text:
            return text
        articles = self.texts["articles"]
        named = f"{articles.get(institution.split()[0], articles['other'])} {institution}"
        filled = text.format(place=self.pick("place"), institution=named)
        filled = filled.replace(" de el ", " del ").replace(" a el ", " al ")
        return filled[0].upper() + filled[1:]

    def next_number(self, prefix: str, year: int) -> str:
        """The next number of outgoing or incoming papers."""
        self.letters += self.rng.randint(1, 7)
        return f"{prefix}-{self.letters:04}/{year}"

    def some_items(self, count: int) -> list[tuple[str, str]]:
        """Ids and numbers of up to so many actions that are under way or yet to start."""
        known = self.open_items + self.waiting_items
        return self.rng.sample(known, min(count, len(known)))


@dataclass(frozen=True, slots=True)
class Step:
    """One dated change set of the history.

    `summary` is a message id, `values` fill its placeholders. A step that is alone is never put together
    with its neighbours; `reverts` names the kept number of the change set that it takes back.
    """

    day: date
    country: Country
    summary: str
    work: Work
    values: dict[str, Any] = field(default_factory=dict)
    is_alone: bool = False
    reverts: str = ""


Work = Callable[[Writer, Country, date], None]
