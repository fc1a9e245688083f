"""Writes a change set: rows that the log knows, changes in their short form, and the hash over all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from db.batches import chunks, marks
from db.ids import IdSource
from db.log_records import (
    DELETE,
    INSERT,
    UPDATE,
    ChangeSetInfo,
    RowChange,
    chain_hash,
    content_of,
    digest,
    is_row_id,
    packed_id,
    packed_sets,
    packed_values,
    salt_of,
    set_id,
    storable,
    to_json,
    to_list,
    unpacked_sets,
)
from db.messages import Word
from db.schema import SCHEMA_VERSION

OPERATIONS = (UPDATE, INSERT, DELETE)
"""Operations by the number that the log keeps for them."""
_SETS_PER_KEY = 64
_MANY_CHANGES = 500
"""A change set of so many changes gets a key of its own: what an erasure in it costs stays with it."""


Heading = tuple[int, int, str, str, str, int]
_MOST_HEADINGS = 100


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: the newest change set's number, hash and time, and this site's counter.

    `key` is the secret of the salts since the change set `key_first`, None where it was destroyed. `names`
    and `headings` are numbers that the log was seen to use: one edit after another needs the same ones.
    """

    number: int
    hash: bytes
    at_ms: int
    site: int
    site_id: str
    counter: int
    key_first: int = 0
    key: bytes | None = None
    names: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)
    headings: Mapping[Heading, int] = field(default_factory=dict, compare=False, repr=False)


def write_change_set(
    driver: Any, ids: IdSource, head: Head, info: ChangeSetInfo, changes: Sequence[RowChange]
) -> tuple[ChangeSetInfo, Head]:
    """Write one change set with its changes behind the present head; gives it and the new head."""
    info = replace(info, number=head.number + 1, at_ms=max(ids.clock(), head.at_ms))
    counter = head.counter + 1
    key, next_key = _keys(driver, ids, head, is_large=len(changes) >= _MANY_CHANGES)
    summary = to_json([info.summary_id, info.summary_values])
    digests = [digest(salt_of(key, info.number, 0), storable(summary))]
    writing = _Writing(driver, info.number, key, changes, head.names)
    digests += writing.changes()
    hashed = chain_hash(head.hash, header_of(info, head.site_id, counter, SCHEMA_VERSION, None), digests)
    heading, own_values, headings = _heading(driver, head, counter - info.number, info)
    values = (
        info.number,
        heading,
        info.at_ms,
        own_values,
        info.reverts,
        hashed,
        *writing.single,
    )
    driver.execute(
        "INSERT INTO change_set (number, heading, at_ms, summary_values, reverts, hash, row, operation, "
        "content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        values,
    )
    end = (info.number, hashed, info.at_ms, head.site, head.site_id, counter, *next_key)
    return replace(info, id=set_id(hashed)), Head(*end, writing.names, headings)


def header_of(
    info: ChangeSetInfo, site_id: str, counter: int, schema_version: int, lineage: bytes | None
) -> list[object]:
    """What of a change set goes into its hash beside the digests."""
    return [
        info.number,
        site_id,
        counter,
        info.at_ms,
        info.author,
        info.origin,
        schema_version,
        info.reverts,
        None if lineage is None else lineage.hex(),
    ]


def _keys(driver: Any, ids: IdSource, head: Head, *, is_large: bool) -> tuple[bytes, tuple[int, bytes]]:
    """The secret of this change set's salts, and from where on which one holds for those behind it."""
    number = head.number + 1
    if head.key is not None and number - head.key_first < _SETS_PER_KEY and not is_large:
        return head.key, (head.key_first, head.key)
    made = [(number, ids.key())]
    if is_large:
        made.append((number + 1, ids.key()))
    driver.executemany("INSERT OR REPLACE INTO log_key (first, key) VALUES (?, ?)", made)
    return made[0][1], made[-1]


def _heading(
    driver: Any, head: Head, shift: int, info: ChangeSetInfo
) -> tuple[int, str | None, Mapping[Heading, int]]:
    """The number of a change set's heading, the values that only it has, and the headings known now."""
    words = {name: value for name, value in info.summary_values.items() if isinstance(value, Word)}
    own = sorted(info.summary_values.keys() - words.keys())
    summary = storable(to_json([info.summary_id, words, own]))
    heading = (head.site, shift, info.author, summary, info.origin, SCHEMA_VERSION)
    known = head.headings
    if heading not in known:
        kept = known if len(known) < _MOST_HEADINGS else {}
        known = {**kept, heading: _number_of_heading(driver, heading)}
    listed = storable(to_list([info.summary_values[name] for name in own])) if own else None
    return known[heading], listed, known


def _number_of_heading(driver: Any, heading: Heading) -> int:
    """The number of a heading, which is made where it is new."""
    found = driver.execute(
        "SELECT number FROM log_heading WHERE site = ? AND shift = ? AND author = ? AND summary = ? "
        "AND origin = ? AND schema_version = ?",
        heading,
    ).fetchone()
    sql = (
        "INSERT INTO log_heading (site, shift, author, summary, origin, schema_version) "
        "VALUES (?, ?, ?, ?, ?, ?)"
    )
    return int(driver.execute(sql, heading).lastrowid if found is None else found[0])


class _Writing:
    """One change set on its way into the log: numbers for names and rows, then its changes."""

    def __init__(
        self,
        driver: Any,
        number: int,
        key: bytes,
        changes: Sequence[RowChange],
        names: Mapping[str, int],
    ) -> None:
        self._driver = driver
        self._number = number
        self._key = key
        self._changes = changes
        self.names = names
        self.single: tuple[Any, ...] = (None, None, None)

    def changes(self) -> list[bytes]:
        """Write the changes; gives their digests in the order of their rows."""
        self.names = self._numbers_of_names()
        self._rows: dict[str, int] = {}
        numbered: list[tuple[int, RowChange]] = []
        for part in chunks(self._changes):
            numbered += zip(self._numbers_of_rows(part), part, strict=True)
        numbered.sort(key=_first)
        digests: list[bytes] = []
        for listed in chunks(numbered):
            self._find_linked(listed)
            rows = [self._short(row, change, digests) for row, change in listed]
            if len(self._changes) == 1:
                self.single = rows[0][1:]
            else:
                sql = "INSERT INTO change (set_number, row, operation, content) VALUES (?, ?, ?, ?)"
                self._driver.executemany(sql, rows)
        return digests

    def _short(self, row: int, change: RowChange, digests: list[bytes]) -> tuple[Any, ...]:
        after = change.after
        whole = None if after is None else storable(to_json(after))
        text = content_of(change.entity, change.row_id, change.operation, whole)
        digests.append(digest(salt_of(self._key, self._number, row), text))
        content = None if after is None else storable(packed_values(after, self.names, self._rows))
        return self._number, row, OPERATIONS.index(change.operation), content

    def _numbers_of_names(self) -> Mapping[str, int]:
        wanted = {change.entity for change in self._changes}
        for change in self._changes:
            wanted.update(change.after or ())
        if wanted <= self.names.keys():
            return self.names
        found = dict(self.names)
        for part in chunks(sorted(wanted - found.keys())):
            sql = f"SELECT name, number FROM log_name WHERE name IN {marks(part)}"
            found.update(self._driver.execute(sql, part))
        for name in sorted(wanted - found.keys()):
            sql = "INSERT INTO log_name (name) VALUES (?)"
            found[name] = self._driver.execute(sql, (name,)).lastrowid
        return found

    def _numbers_of_rows(self, changes: Sequence[RowChange]) -> list[int]:
        """The numbers of the changed rows, noting that this change set touched them."""
        places = [(packed_id(change.row_id), self.names[change.entity]) for change in changes]
        sql = f"SELECT id, entity, number, sets FROM log_row WHERE id IN {marks(places)}"
        found = {
            (row_id, entity): (number, bytes(sets))
            for row_id, entity, number, sets in self._driver.execute(sql, [place[0] for place in places])
        }
        longer = []
        for number, sets in (found[place] for place in places if place in found):
            known = unpacked_sets(sets)
            longer.append((sets + packed_sets([self._number], known[-1] if known else 0), number))
        if longer:
            self._driver.executemany("UPDATE log_row SET sets = ? WHERE number = ?", longer)
        numbers = {place: number for place, (number, _) in found.items()}
        new = [place for place in places if place not in found]
        if new:
            numbers.update(self._add_rows(new))
        self._rows.update((change.row_id, numbers[at]) for change, at in zip(changes, places, strict=True))
        return [numbers[place] for place in places]

    def _add_rows(self, places: Sequence[tuple[bytes | str, int]]) -> Mapping[Any, int]:
        last = self._driver.execute("SELECT max(number) FROM log_row").fetchone()[0] or 0
        numbers = {place: last + step for step, place in enumerate(places, 1)}
        sets = packed_sets([self._number])
        rows = [(number, entity, row_id, sets) for (row_id, entity), number in numbers.items()]
        self._driver.executemany("INSERT INTO log_row (number, entity, id, sets) VALUES (?, ?, ?, ?)", rows)
        return numbers

    def _find_linked(self, numbered: Sequence[tuple[int, RowChange]]) -> None:
        """Learn the numbers of the rows that new values link to."""
        wanted = {
            value
            for _, change in numbered
            for value in (change.after or {}).values()
            if is_row_id(value) and value not in self._rows
        }
        for part in chunks(sorted(wanted)):
            sql = f"SELECT id, number FROM log_row WHERE id IN {marks(part)}"
            found = dict(self._driver.execute(sql, [packed_id(value) for value in part]))
            for value in part:
                number = found.get(packed_id(value))
                if number is not None:
                    self._rows[value] = number


def _first(numbered: tuple[int, RowChange]) -> int:
    return numbered[0]
