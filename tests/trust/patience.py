"""Whether an answer came late: measured against a fixed piece of work when the machine is busy."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

_YARDSTICK = "import sqlalchemy.orm"
_CALM_SECONDS = 0.3
"""What the yardstick takes at most where nothing else runs."""


def is_late(seconds: float, limit: float) -> bool:
    """Whether an answer came after its limit, though the machine was not kept busy by others."""
    return seconds >= limit and seconds >= limit * _slowness()


def _slowness() -> float:
    taken = []
    for _ in range(3):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", _YARDSTICK], check=True)
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken) / _CALM_SECONDS
