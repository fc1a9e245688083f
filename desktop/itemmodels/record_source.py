"""What a list asks of the place its rows come from; every answer comes later, on the GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from db.fields import Field
from db.log_records import ChangeSetInfo
from desktop.base.errors import Problem

Changes = Mapping[str, Mapping[str, Any]]
"""{id: {field: value}}."""
SortKey = tuple[Field, bool]
"""A field to order by, and whether descending."""


class RecordSource(Protocol):
    """Where a model's rows come from; every `then` is called on the GUI thread."""

    def open(self, count: int, then: Callable[[tuple[list[str], list[Any]]], None]) -> None:
        """Give all ids in their natural order, and the first `count` records."""

    def records(self, ids: Sequence[str], then: Callable[[list[Any]], None]) -> None:
        """Give the records of these ids that exist."""

    def order(self, keys: Sequence[SortKey], then: Callable[[list[str]], None]) -> None:
        """Give all ids ordered by fields, the first one before the next; those without a value come last."""

    def words(self, then: Callable[[Mapping[str, str]], None]) -> None:
        """Give the folded words of every row by id."""

    def touched(self, info: ChangeSetInfo, then: Callable[[frozenset[str] | None], None]) -> None:
        """Give the ids that look different after a change set; None when all may."""

    def change(
        self,
        changes: Changes,
        then: Callable[[ChangeSetInfo | None], None],
        refused: Callable[[Problem], None],
    ) -> None:
        """Write the changes {id: {field: value}} as one change set."""
