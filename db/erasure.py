"""Erases personal values from rows, log and summaries; the chain still closes with exactly these holes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from db.changes import find_set
from db.log_reading import Entry, LogReading, Place, content_of_entry
from db.log_records import ERASED, Values, digest, from_list, is_erased, salt_of, to_json, to_list
from db.schema import LOGGED
from db.unit_of_work import Writer, whole_row, without_empty

_SHORTEST = 4
"""Shorter texts are looked for in summaries as whole values only: "5" stands in many."""


def erase_values(writer: Writer, targets: Mapping[Place, Iterable[str]]) -> int:
    """Erase personal values from rows and log: {(entity, row id): field names}. Returns values erased.

    Content and salt of every logged change that carries them are dropped, the digest stays, and this change
    set names the digests. The key of the salts around them is destroyed.
    """
    erasing = _Erasing(writer)
    erased = 0
    for (entity, row_id), names in targets.items():
        wanted = set(names)
        erased += _erase_present(writer, entity, row_id, wanted)
        erased += erasing.row((entity, row_id), wanted)
    writer.origin = "erasure"
    writer.summary_values["digests"] = [*writer.summary_values.get("digests", ()), *erasing.digests]
    return erased


def _erase_present(writer: Writer, entity: str, row_id: str, names: set[str]) -> int:
    table = LOGGED[entity]
    present = writer.rows_by_id(table, [row_id]).get(row_id)
    filled = names & set(without_empty(table, present)) if present else set()
    if filled:
        empty = whole_row(table, row_id, {})
        writer.update(table, {row_id: {name: empty[name] for name in filled}})
    return len(filled)


class _Erasing:
    """Makes holes in the log of one unit of work; `digests` are those of the entries that have one now."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._driver = writer.driver
        self._reading = LogReading(self._driver)
        self.digests: list[str] = []

    def row(self, place: Place, names: Collection[str]) -> int:
        """Erase fields of one row wherever the log has them; gives how many entries had any."""
        found = self._reading.rows_of([place[1]]).get(place)
        if found is None:
            return 0
        number, sets = found
        texts: set[str] = set()
        count = 0
        for entry in list(self._reading.entries_of({number: sets})):
            after = entry.after or {}
            hit = [name for name in names if after.get(name) and not is_erased(after[name])]
            if hit:
                texts.update(after[name] for name in hit if isinstance(after[name], str))
                self._seal(entry.set_number, entry.row, content_of_entry(entry))
                self._replace(entry, {**after, **dict.fromkeys(hit, ERASED)})
                count += 1
        for each in sets:
            self._summary(each, texts)
        return count

    def _summary(self, number: int, texts: Collection[str]) -> None:
        """Erase the values of a summary that show an erased text."""
        sql = "SELECT summary_values FROM change_set WHERE number = ?"
        values = from_list(self._driver.execute(sql, [number]).fetchone()[0] or "")
        kept = [ERASED if _shows(value, texts) else value for value in values]
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
        sql = "SELECT salt FROM log_seal WHERE set_number = ? AND row = ?"
        (salt,) = self._driver.execute(sql, [number, row]).fetchone()
        if salt is not None:
            made = digest(salt, content)
            sql = "UPDATE log_seal SET salt = NULL, digest = ? WHERE set_number = ? AND row = ?"
            self._driver.execute(sql, [made, number, row])
            self.digests.append(made.hex())

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
