"""What becomes of each action over two years: its dates, its first status, and its moves round by round."""

from __future__ import annotations

import random
from dataclasses import dataclass

from desktop.services.exercise.country import Country, Move

FINAL_WEIGHTS: dict[str | None, int] = {
    "in_progress": 33,
    "completed": 20,
    "not_started": 20,
    "continuous": 10,
    None: 7,
    "on_hold": 6,
    "cancelled": 4,
}
"""How often an action ends in each status."""
_YEARS = {"completed": (2025, 2026), "on_hold": (2026, 2027), "cancelled": (2025, 2027)}
_LATER = (2026, 2028)
_DAYS = ("28", "30", "15", "31", "10")
_KEPT = 60
"""How many actions of a State are remembered for single edits."""


@dataclass(frozen=True, slots=True)
class Fate:
    """An action's dates, first status, and moves as (round, kind of note, new status or None)."""

    initial: str | None
    final: str | None
    start: str | None
    due: str | None
    progress: float | None
    moves: tuple[tuple[int, str, str | None], ...]


def fates(rng: random.Random, count: int, rounds: int) -> list[Fate]:
    """So many fates; each final status occurs when there are enough actions for it."""
    finals = list(FINAL_WEIGHTS)[:count]
    weights = tuple(FINAL_WEIGHTS.values())
    finals += rng.choices(tuple(FINAL_WEIGHTS), weights, k=count - len(finals))
    rng.shuffle(finals)
    return [_fate(rng, final, rounds) for final in finals]


def _fate(rng: random.Random, final: str | None, rounds: int) -> Fate:
    initial, moves = _moves(rng, final, rounds)
    due = _due(rng, final)
    progress = rng.randint(1, 9) * 10.0 if final == "in_progress" and rng.random() < 0.2 else None
    return Fate(initial, final, _start(rng, due), due, progress, tuple(moves))


def _moves(
    rng: random.Random, final: str | None, rounds: int
) -> tuple[str | None, list[tuple[int, str, str | None]]]:
    first = rng.randrange(rounds)
    later = rng.randint(min(first + 1, rounds - 1), rounds - 1)
    if final is None:
        return None, []
    if final == "not_started":
        return final, [(first, final, None)] if rng.random() < 0.2 else []
    if final == "continuous" and rng.random() < 0.6:
        return final, [(first, "follow_up", None)]
    if final in ("in_progress", "continuous"):
        moves: list[tuple[int, str, str | None]] = [(first, final, final)]
        if later > first and rng.random() < 0.6:
            moves.append((later, "follow_up", None))
        return "not_started", moves
    if later == first:
        return "in_progress", [(first, final, final)]
    return "not_started", [(first, "in_progress", "in_progress"), (later, final, final)]


def _due(rng: random.Random, final: str | None) -> str | None:
    if final == "continuous":
        return rng.choice(("continuous", "continuous", "2025/2028", None))
    if rng.random() < (0.4 if final is None else 0.05):
        return None
    first, last = _YEARS.get(final or "", _LATER)
    if final in ("in_progress", "not_started") and rng.random() < 0.35:
        first, last = 2025, 2026
    return _partial(
        rng,
        rng.randint(first, last),
        rng.choices(("day", "month", "quarter", "half", "year", "span"), _KINDS)[0],
    )


_KINDS = (24, 18, 20, 14, 14, 10)


def _partial(rng: random.Random, year: int, kind: str) -> str:
    month = rng.randint(3, 12)
    if kind == "day":
        day = rng.choice(_DAYS)
        return f"{year}-{month:02}-{'30' if day == '31' and month in (4, 6, 9, 11) else day}"
    if kind == "span":
        year = max(year, 2026)
        return f"{year - 1}/{year}" if rng.random() < 0.7 else f"{year - 1}-Q{rng.randint(1, 4)}/{year}-Q4"
    parts = {"month": f"-{month:02}", "quarter": f"-Q{rng.randint(2, 4)}", "half": f"-H{rng.randint(1, 2)}"}
    return f"{year}{parts.get(kind, '')}"


def _start(rng: random.Random, due: str | None) -> str | None:
    """When an action starts: never after the year before its due date, and not always said."""
    if rng.random() < 0.35:
        return None
    last = 2025 if due in (None, "continuous") else max(2025, int(str(due)[:4]) - 1)
    kind = rng.choice(("year", "quarter", "month", "half"))
    # Only the first months are safe when an action starts and ends in the same year.
    return f"{rng.randint(2025, last)}{ {'quarter': '-Q1', 'month': '-01', 'half': '-H1'}.get(kind, '') }"


def remember(
    country: Country, fate: Fate, item_id: str, number: str, lead: str, indicator: tuple[str, str] | None
) -> None:
    """Note what will happen to an action that was written, and keep some actions for single edits."""
    for round_number, note, status in fate.moves:
        move = Move(item_id, number, note, status)
        if status == "in_progress" and fate.progress is not None:
            move.progress = fate.progress
        if status == "completed":
            move.indicator = indicator
        country.moves.setdefault((round_number, lead), []).append(move)
    kept = {"in_progress": country.open_items, "not_started": country.waiting_items}.get(fate.final or "")
    if kept is not None and len(kept) < _KEPT:
        kept.append((item_id, number))
