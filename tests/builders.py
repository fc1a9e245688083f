"""Builders of real temporary files for tests: fixed clock, fixed randomness, synchronous runner."""

from __future__ import annotations

import random
from itertools import count
from pathlib import Path

from db.database import Database
from db.ids import IdSource
from db.opening import create

START_MS = 1_767_225_600_000
"""2026-01-01T00:00:00Z."""


def fixed_ids(seed: int = 1, step_ms: int = 1000) -> IdSource:
    """Ids from a clock that moves by `step_ms` each time it is read, and from seeded randomness."""
    ticks = count(START_MS, step_ms)
    return IdSource(clock=lambda: next(ticks), randomness=random.Random(seed).randbytes)


def new_database(folder: Path, *, state: str = "X01", name: str = "file.desk1540", seed: int = 1) -> Database:
    """A new file for a fictional State."""
    return create(folder / name, state=state, author="Ana", language="es", ids=fixed_ids(seed))
