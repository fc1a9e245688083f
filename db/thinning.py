"""Which of many backups may go: the newest stay, of older ones one for each hour, day, week and month.

A clock may stand still, run back or jump ten years, so it never decides alone. The order is the number in a
backup's name, and a backup goes only for another one close by in both: in the same hour, day, week or month,
and in the same stretch of numbers. A stretch is as many backups as half-hours of work make in that time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

ALWAYS_KEPT = 12
"""So many of the newest stay whatever the clock says."""


class Stamp(NamedTuple):
    """What the name of a backup says: its number in the row, and its UTC time."""

    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Tier:
    """How backups of some age are thinned: one for each `label` and `stretch`, `count` of either at most."""

    label: str
    stretch: int
    count: float


TIERS = (
    Tier("%Y-%m-%d %H", 2, 24),
    Tier("%Y-%m-%d", 48, 14),
    Tier("%G-%V", 336, 8),
    Tier("%Y-%m", 1440, float("inf")),
)
"""From new to old; of what is older than all of them one for each month stays for good."""


def superfluous(backups: Iterable[Stamp]) -> list[Stamp]:
    """The backups that may go; thinning again what is left drops nothing more."""
    row = sorted(backups, key=lambda stamp: stamp.number, reverse=True)
    tiers = map(_Filling, TIERS)
    return list(_dropped(row[ALWAYS_KEPT:], tiers))


def _dropped(row: list[Stamp], tiers: Iterator[_Filling]) -> Iterator[Stamp]:
    tier = next(tiers)
    for stamp in row:
        if tier.has_its_like(stamp):
            yield stamp
            continue
        while not tier.has_room_for(stamp):
            tier = next(tiers)
        tier.keep(stamp)


@dataclass(slots=True)
class _Filling:
    """A tier while it fills: the last one kept in it, and how many labels and stretches it holds."""

    tier: Tier
    last: Stamp | None = None
    labels: int = 0
    stretches: int = 0

    def has_its_like(self, stamp: Stamp) -> bool:
        """Whether the last one kept stands for this one: clock and number must both say so."""
        # The same number twice comes from two copies of a file; neither goes for the other.
        return (
            self.last is not None
            and stamp.number != self.last.number
            and not self._is_new_stretch(stamp)
            and not self._is_new_label(stamp)
        )

    def has_room_for(self, stamp: Stamp) -> bool:
        labels = self.labels + self._is_new_label(stamp)
        stretches = self.stretches + self._is_new_stretch(stamp)
        return max(labels, stretches) <= self.tier.count

    def keep(self, stamp: Stamp) -> None:
        self.labels += self._is_new_label(stamp)
        self.stretches += self._is_new_stretch(stamp)
        self.last = stamp

    def _is_new_label(self, stamp: Stamp) -> bool:
        return self.last is None or self._label(stamp) != self._label(self.last)

    def _is_new_stretch(self, stamp: Stamp) -> bool:
        stretch = self.tier.stretch
        return self.last is None or stamp.number // stretch != self.last.number // stretch

    def _label(self, stamp: Stamp) -> str:
        return stamp.at.strftime(self.tier.label)
