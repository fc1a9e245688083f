"""Ours and the floor taking turns, and what their times say."""

from __future__ import annotations

import gc
import math
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Run = Callable[[], float]
"""One run; gives the seconds of the measured part alone."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A work of ours and its floor. Both prepare what they need when first called, outside their time."""

    ours: Run
    floor: Run


def timed(work: Callable[[], object]) -> float:
    """The seconds a piece of work takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def take_turns(pair: Pair, runs: int) -> dict[str, list[float]]:
    """The seconds of so many runs of each, in turn, after one of each that is not counted."""
    found: dict[str, list[float]] = {"runs": [], "floor_runs": []}
    pair.ours()
    pair.floor()
    for _ in range(runs):
        for name, run in (("runs", pair.ours), ("floor_runs", pair.floor)):
            gc.collect()
            found[name].append(round(run(), 6))
    return found


def medians(found: Mapping[str, list[float]]) -> dict[str, Any]:
    """What is printed of a measurement: medians, ratio, and the runs behind them."""
    ours, floor = statistics.median(found["runs"]), statistics.median(found["floor_runs"])
    return {"seconds": ours, "floor_seconds": floor, "ratio": round(ours / floor, 2), **found}


def exponent(small: tuple[int, float], large: tuple[int, float]) -> float:
    """The power of the size by which the seconds grow: 1 is linear."""
    return round(math.log(large[1] / small[1]) / math.log(large[0] / small[0]), 2)
