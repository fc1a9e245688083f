"""Long lists part by part: what goes into one statement, and how it is marked there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")
CHUNK = 500
"""Most values in one IN list; SQLite allows more, the statement cache prefers few lengths."""


def chunks(values: Iterable[T]) -> Iterator[list[T]]:
    """Lists of at most CHUNK values, in order and as they come: a large import never holds all it writes."""
    coming = iter(values)
    while part := list(islice(coming, CHUNK)):
        yield part


def marks(values: Collection[object]) -> str:
    """A mark for each value, in brackets."""
    return f"({', '.join('?' * len(values))})"
