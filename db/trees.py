"""Rows that are part of one another, in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

Row = TypeVar("Row", bound=Any)


def in_reading_order(rows: Sequence[Row]) -> Iterator[tuple[Row, int]]:
    """Rows with their depth from 1 on, each before those that are part of it (`parent_id`)."""
    known = {row.id for row in rows}
    below: dict[str | None, list[Row]] = {}
    for row in rows:
        parent = row.parent_id if row.parent_id in known else None
        below.setdefault(parent, []).append(row)

    def walk(parent: str | None, level: int) -> Iterator[tuple[Row, int]]:
        for row in below.pop(parent, ()):
            yield row, level
            yield from walk(row.id, level + 1)

    yield from walk(None, 1)
    for row in [each for left in list(below.values()) for each in left]:
        # A circle that a merge brought about has no first: its members are shown all the same.
        yield row, 1


def family_of(row_id: str, parents: dict[str, str | None]) -> set[str]:
    """A row and all that is part of it, by the parent of each row."""
    below: dict[str | None, list[str]] = {}
    for each, parent in parents.items():
        below.setdefault(parent, []).append(each)
    found: set[str] = set()
    waiting = [row_id]
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            waiting += below.get(each, ())
    return found
