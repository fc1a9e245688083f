"""Erases personal values from rows, log and summaries; the chain still closes with exactly these holes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from sqlalchemy import delete, select

from db.batches import chunks, marks
from db.changes import change_sets, find_set
from db.log_reading import Entry, LogReading, Place, content_of_entry
from db.log_records import ERASED, Values, digest, from_list, is_erased, salt_of, to_json, to_list
from db.schema import LOGGED, Draft
from db.unit_of_work import Reader, Writer, whole_row, without_empty

ORIGIN = "erasure"
"""The origin of the change sets that erase."""
_SHORTEST = 4
"""Shorter texts are looked for in summaries and drafts as whole values only: "5" stands in many."""

Targets: TypeAlias = Mapping[Place, Collection[str]]
"""Names of fields by entity and row id."""


@dataclass(slots=True)
class HeldValues:
    """What rows and log hold in some fields: how many values by entity and field, and their texts.

    `first` is the oldest change set that holds any of it.
    """

    in_rows: Counter[tuple[str, str]] = field(default_factory=Counter)
    in_log: Counter[tuple[str, str]] = field(default_factory=Counter)
    texts: set[str] = field(default_factory=set)
    first: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to erase."""
        return not (self.in_rows or self.in_log)

    def note(self, values: Values) -> None:
        """Remember texts, which may stand in summaries and drafts as well."""
        self.texts.update(text for text in values.values() if isinstance(text, str))


def held_values(reader: Reader, targets: Targets) -> HeldValues:
    """What `erase_values` would erase."""
    held = HeldValues()
    for (entity, _row_id), values in _present(reader, targets):
        held.in_rows.update((entity, name) for name in values)
        held.note(values)
    for entry, values in _logged(LogReading(reader.driver), targets):
        held.in_log.update((entry.entity, name) for name in values)
        held.note(values)
        held.first = min(held.first or entry.set_number, entry.set_number)
    return held


def erase_values(writer: Writer, targets: Targets, *, beside: Collection[str] = ()) -> HeldValues:
    """Erase values from rows, log, summaries and drafts; gives what there was.

    Drafts go that hold an erased text, or were typed into these rows or those of the ids `beside`.

    Content and salt of every logged change that carries them are dropped, the digest stays, and this change
    set names the digests. The key of the salts around them is destroyed. It leaves its entry also when no
    row holds any of it any more.
    """
    held = held_values(writer, targets)
    for (entity, row_id), values in list(_present(writer, targets)):
        empty = whole_row(LOGGED[entity], row_id, {})
        writer.update(LOGGED[entity], {row_id: {name: empty[name] for name in values}})
    erasing = _Erasing(writer, held.texts)
    erasing.rows(targets)
    _drop_drafts(writer, [*(row_id for _, row_id in targets), *beside], held.texts)
    if erasing.digests:
        writer.origin = ORIGIN
        writer.leaves_entry = True
        writer.summary_values["digests"] = [*writer.summary_values.get("digests", ()), *erasing.digests]
    return held


def _present(reader: Reader, targets: Targets) -> Iterator[tuple[Place, Values]]:
    """The wanted fields of rows that say something now."""
    by_entity: dict[str, list[str]] = {}
    for entity, row_id in targets:
        by_entity.setdefault(entity, []).append(row_id)
    for entity, ids in by_entity.items():
        table = LOGGED[entity]
        for row_id, row in reader.rows_by_id(table, ids).items():
            filled = without_empty(table, row)
            if values := {name: filled[name] for name in targets[entity, row_id] if name in filled}:
                yield (entity, row_id), values


def _logged(reading: LogReading, targets: Targets) -> Iterator[tuple[Entry, Values]]:
    """The entries of the log that hold any of the wanted fields, each with these values."""
    known = reading.rows_of(row_id for _, row_id in targets)
    rows = {number: sets for place, (number, sets) in known.items() if place in targets}
    for entry in list(reading.entries_of(rows)):
        after = entry.after or {}
        held = {name: after[name] for name in targets[entry.place] if after.get(name)}
        if values := {name: value for name, value in held.items() if not is_erased(value)}:
            yield entry, values


def erased_spans(reader: Reader, places: Collection[Place]) -> list[range]:
    """From which change set on to which one before the erasure the log held what was erased of these rows.

    A backup whose newest change set lies in one of them still has it.
    """
    known = LogReading(reader.driver).rows_of(row_id for _, row_id in places)
    numbers = [number for place, (number, _) in known.items() if place in places]
    sealed: dict[str, int] = {}
    for part in chunks(numbers):
        sql = f"SELECT digest, set_number FROM log_seal WHERE digest IS NOT NULL AND row IN {marks(part)}"
        sealed.update({bytes(row[0]).hex(): row[1] for row in reader.raw(sql, part)})
    spans = []
    for info in change_sets(reader) if sealed else ():
        if info.origin == ORIGIN:
            held = [sealed[each] for each in info.summary_values.get("digests", ()) if each in sealed]
            spans += [range(min(held), info.number)] if held else []
    return spans


def _drop_drafts(writer: Writer, row_ids: Collection[str], texts: Collection[str]) -> None:
    """Drop what was typed and not saved into these rows, or holds one of these texts."""
    shown = {each for text in texts for each in (text, to_json(text)[1:-1], json.dumps(text)[1:-1])}
    doomed = [
        draft.place
        for draft in writer.all(select(Draft.place, Draft.content))
        if any(row_id in draft.place for row_id in row_ids) or _shows(draft.content, shown)
    ]
    for part in chunks(doomed):
        writer.execute(delete(Draft).where(Draft.place.in_(part)))


class _Erasing:
    """Makes holes in the log of one unit of work; `digests` are those of the entries that have one now."""

    def __init__(self, writer: Writer, texts: Collection[str]) -> None:
        self._writer = writer
        self._texts = texts
        self._driver = writer.driver
        self._reading = LogReading(self._driver)
        self.digests: list[str] = []

    def rows(self, targets: Targets) -> None:
        """Erase fields of rows wherever the log has them, and what summaries show of them."""
        for entry, values in _logged(self._reading, targets):
            self._seal(entry.set_number, entry.row, content_of_entry(entry))
            self._replace(entry, {**(entry.after or {}), **dict.fromkeys(values, ERASED)})
        known = self._reading.rows_of(row_id for _, row_id in targets)
        touched = {each for place, (_, sets) in known.items() if place in targets for each in sets}
        for number in sorted(touched):
            self._summary(number)

    def _summary(self, number: int) -> None:
        """Erase the values of a summary that show an erased text."""
        sql = "SELECT summary_values FROM change_set WHERE number = ?"
        values = from_list(self._driver.execute(sql, [number]).fetchone()[0] or "")
        kept = [ERASED if _shows(value, self._texts) else value for value in values]
        info = find_set(self._writer, number)
        if kept != values and info is not None:
            self._seal(number, 0, to_json([info.summary_id, info.summary_values]))
            sql = "UPDATE change_set SET summary_values = ? WHERE number = ?"
            self._driver.execute(sql, [to_list(kept), number])

    def _replace(self, entry: Entry, values: Values) -> None:
        content = self._reading.packed(values)
        for table, column in (("change_set", "number"), ("change", "set_number")):
            sql = f"UPDATE {table} SET content = ? WHERE {column} = ? AND row = ?"
            self._driver.execute(sql, [content, entry.set_number, entry.row])

    def _seal(self, number: int, row: int, content: str) -> None:
        """Put the digest of an entry in the place of its salt."""
        self._destroy_key(number)
        sql = "SELECT salt, digest FROM log_seal WHERE set_number = ? AND row = ?"
        salt, sealed = self._driver.execute(sql, [number, row]).fetchone()
        if salt is not None:
            sealed = digest(salt, content)
            sql = "UPDATE log_seal SET salt = NULL, digest = ? WHERE set_number = ? AND row = ?"
            self._driver.execute(sql, [sealed, number, row])
        # One that has a hole already is named again: backups made between the two still held this value.
        self.digests.append(bytes(sealed).hex())

    def _destroy_key(self, number: int) -> None:
        """Keep the salts of all entries under the key of a change set one by one, and destroy the key."""
        sql = "SELECT first, key FROM log_key WHERE first <= ? ORDER BY first DESC LIMIT 1"
        first, key = self._driver.execute(sql, [number]).fetchone()
        if key is None:
            return
        sql = "SELECT min(first) FROM log_key WHERE first > ?"
        end = self._driver.execute(sql, [first]).fetchone()[0]
        rows = self._entries_between(first, end or self._writer.head.number + 1)
        seals = [(number, row, salt_of(key, number, row)) for number, row in rows]
        self._driver.executemany("INSERT INTO log_seal (set_number, row, salt) VALUES (?, ?, ?)", seals)
        self._driver.execute("UPDATE log_key SET key = NULL WHERE first = ?", [first])
        if self._writer.head.key_first == first:
            self._writer.head = replace(self._writer.head, key=None)

    def _entries_between(self, first: int, end: int) -> list[tuple[int, int]]:
        sql = (
            "SELECT number, 0 FROM change_set WHERE number >= ?1 AND number < ?2 UNION ALL "
            "SELECT number, row FROM change_set WHERE row IS NOT NULL AND number >= ?1 AND number < ?2 "
            "UNION ALL "
            "SELECT set_number, row FROM change WHERE set_number >= ?1 AND set_number < ?2"
        )
        found: list[tuple[int, int]] = self._driver.execute(sql, [first, end]).fetchall()
        return found


def _shows(value: Any, texts: Collection[str]) -> bool:
    return isinstance(value, str) and any(
        text == value or (len(text) >= _SHORTEST and text in value) for text in texts
    )
