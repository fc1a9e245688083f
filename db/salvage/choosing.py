"""Chooses each row of the new file: from its table or from the history, whichever is the better witness."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from db.checking import name_of
from db.log_reading import Place
from db.log_records import Values, is_row_id
from db.salvage.history import RowHistory, columns_of
from db.salvage.losses import Fate, Loss, Salvaged, TableCount
from db.salvage.pages import TableRows
from db.schema import LOGGED
from db.stored_values import faults
from db.unit_of_work import empty_values, whole_row

Tables = dict[str, dict[str, Values]]
"""Whole rows by table and id."""

_ODD_LETTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Letters that every door into the program takes out of texts."""
_UNTOLD = RowHistory(None, False, False, False)


class Witness(NamedTuple):
    """What a damaged table says: its rows, the ids that its index knows, and whether that may be all."""

    rows: Mapping[str, Values]
    indexed: frozenset[str]
    is_whole: bool
    missing: int = 0
    has_open_end: bool = False

    def may_have_had(self, row_id: str) -> bool:
        """Whether a row that is not among the readable ones may have been in the table."""
        return row_id in self.indexed or not self.is_whole


def witness_of(entity: str, found: TableRows, *, all_are_registered: bool) -> Witness:
    """What was read of a table, by the rows' ids; the log's register may know every row there was."""
    columns = columns_of(entity)
    empty = empty_values(LOGGED[entity])
    absent = {name: empty[name] for name in found.absent}
    rows = ({**dict(zip(columns, row, strict=True)), **absent} for row in found.rows.values())
    known = {row["id"]: row for row in rows if isinstance(row["id"], str)}
    indexed = frozenset(key[0] for key in (found.indexed or {}).values() if is_row_id(key[0]))
    # An index that was read to its end knows every row, also of a table that was not.
    is_whole = found.is_whole or (found.indexed is not None and len(found.indexed) >= len(found.rows))
    if is_whole or all_are_registered:
        return Witness(known, indexed, is_whole)
    return Witness(known, indexed, is_whole, found.missing, found.has_open_end)


def choose(witnesses: Mapping[str, Witness], told: Mapping[Place, RowHistory], result: Salvaged) -> Tables:
    """The rows of all tables as far as they can be known; counts and losses go into `result`."""
    chosen: Tables = {}
    for entity in LOGGED:
        histories = {row_id: history for (name, row_id), history in told.items() if name == entity}
        choosing = _Choosing(entity, witnesses[entity], histories, result)
        chosen[entity] = choosing.rows()
        result.counts[entity] = choosing.count
    return chosen


class _Choosing:
    """One table being chosen."""

    def __init__(
        self, entity: str, witness: Witness, told: Mapping[str, RowHistory], result: Salvaged
    ) -> None:
        self.count = TableCount(unknown=witness.missing, is_uncounted=witness.has_open_end)
        self._entity = entity
        self._table = LOGGED[entity]
        self._witness = witness
        self._told = told
        self._result = result

    def rows(self) -> dict[str, Values]:
        """The rows of the table that are known."""
        ids: Iterable[str] = {**self._witness.rows, **self._told, **dict.fromkeys(self._witness.indexed)}
        chosen = {row_id: self._row(row_id) for row_id in ids}
        return {row_id: row for row_id, row in chosen.items() if row is not None}

    def _row(self, row_id: str) -> Values | None:
        stored, told = self._witness.rows.get(row_id), self._told.get(row_id, _UNTOLD)
        if told.is_proven:
            return self._proven(row_id, stored, told)
        if stored is not None and not (told.is_complete and told.state and self._is_odd(stored)):
            self.count.taken += 1
            if told.is_complete and stored != self._logged(row_id, told):
                self._lose(Fate.DOUBTFUL, row_id, told)
            return stored
        if stored is None and not self._witness.may_have_had(row_id):
            # A later entry, which cannot be read, deleted it; or it never was, and the log is garbled here.
            return None
        if told.is_complete:
            return self._from_log(row_id, told) if told.state is not None else None
        if told.has_begun and told.state is not None:
            self._lose(Fate.OLDER, row_id, told)
            return self._from_log(row_id, told)
        self.count.lost += 1
        self._lose(Fate.LOST, row_id, told)
        return None

    def _is_odd(self, stored: Values) -> bool:
        """Whether a row holds what no person can have put in: its page was overwritten."""
        texts = (value for value in stored.values() if isinstance(value, str))
        return bool(faults(self._table, stored)) or any(map(_ODD_LETTERS.search, texts))

    def _proven(self, row_id: str, stored: Values | None, told: RowHistory) -> Values | None:
        if told.state is None:
            return None
        logged = self._logged(row_id, told)
        if stored == logged:
            self.count.taken += 1
        else:
            self.count.from_log += 1
        return logged

    def _from_log(self, row_id: str, told: RowHistory) -> Values:
        self.count.from_log += 1
        return self._logged(row_id, told)

    def _logged(self, row_id: str, told: RowHistory) -> Values:
        return whole_row(self._table, row_id, told.state or {})

    def _lose(self, fate: Fate, row_id: str, told: RowHistory) -> None:
        name = name_of(self._table, told.state or {})
        self._result.losses.append(Loss(fate, self._entity, row_id, name))
