"""Copies rows of a long list: in parts, so that the window goes on while records are fetched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from desktop.itemmodels.record_source import RecordSource

_AT_ONCE = 400


class Records(Protocol):
    """Who may have a record already."""

    def record(self, row_id: str) -> Any:
        """A record that is here, else None."""


class RowCopy:
    """One copying: `write` makes the cells of a record, `then` gets all rows at the end."""

    def __init__(
        self,
        records: Records,
        source: RecordSource,
        write: Callable[[Any], list[str]],
        then: Callable[[list[list[str]]], None],
    ) -> None:
        self._records = records
        self._source = source
        self._write = write
        self._then = then
        self._rest: Sequence[str] = ()
        self._done: list[list[str]] = []

    def take(self, ids: Sequence[str]) -> None:
        """Copy these rows, and go on until none is left."""
        if not ids:
            self._then(self._done)
            return
        part, self._rest = ids[:_AT_ONCE], ids[_AT_ONCE:]
        found = [self._records.record(row_id) for row_id in part]
        if all(record is not None for record in found):
            self._on_fetched(found)
        else:
            self._source.records(part, self._on_fetched)

    def _on_fetched(self, records: list[Any]) -> None:
        self._done += [self._write(record) for record in records]
        self.take(self._rest)
