"""The change log as people use it: change sets, what each did, what changed since, and whether it holds.

Every function takes the unit of work it runs in; nothing here opens a transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from db import log_reading
from db.batches import chunks, marks
from db.log_reading import Entry, LogReading
from db.log_records import (
    ChangeSetInfo,
    RowChange,
    Values,
    chain_hash,
    content_of,
    digest,
    from_json,
    from_list,
    is_erased,
    packed_sets,
    salt_of,
    set_id,
    to_json,
    unreadable_log,
)
from db.log_writing import header_of
from db.schema import LOGGED
from db.unit_of_work import Reader, whole_row

_SETS = (
    "SELECT s.number, s.hash, s.lineage, s.at_ms, h.author, h.summary, s.summary_values, h.origin, "
    "s.reverts, h.site, h.shift, h.schema_version "
    "FROM main.change_set s JOIN main.log_heading h ON h.number = s.heading"
)


def change_sets(
    reader: Reader, *, row_id: str | None = None, limit: int | None = None, before: int | None = None
) -> list[ChangeSetInfo]:
    """Change sets, newest first: all, or those that touched one row."""
    if row_id is not None:
        numbers = (each for each in numbers_of(reader, [row_id]) if before is None or each < before)
        return sets_of(reader, list(numbers)[:limit])
    where, values = ("", []) if before is None else ("WHERE s.number < ?", [before])
    sql = f"{_SETS} {where} ORDER BY s.number DESC LIMIT ?"
    return [_info_of(row) for row in reader.raw(sql, [*values, -1 if limit is None else limit])]


def numbers_of(reader: Reader, row_ids: Sequence[str]) -> list[int]:
    """The numbers of the change sets that touched any of these rows, newest first."""
    rows = LogReading(reader.driver).rows_of(row_ids).values()
    return sorted({number for _, sets in rows for number in sets}, reverse=True)


def sets_of(reader: Reader, numbers: Sequence[int]) -> list[ChangeSetInfo]:
    """The change sets of these numbers, in their order."""
    found: dict[int, ChangeSetInfo] = {}
    for part in chunks(numbers):
        for row in reader.raw(f"{_SETS} WHERE s.number IN {marks(part)}", part):
            found[row[0]] = _info_of(row)
    return [found[number] for number in numbers if number in found]


def find_set(reader: Reader, number: int) -> ChangeSetInfo | None:
    """The change set of that number."""
    return next(iter(sets_of(reader, [number])), None)


def _info_of(row: Sequence[Any]) -> ChangeSetInfo:
    """A change set's row as people see it."""
    number, hashed, lineage, at_ms, author, summary, values, origin, reverts, *_ = row
    match from_json(summary), from_list(values or ""):
        case [str(summary_id), dict(words), list(names)], list(own) if len(names) == len(own) and isinstance(
            lineage or hashed, bytes
        ):
            shown = ("…" if is_erased(value) else value for value in own)
            both = {**words, **dict(zip(names, shown, strict=True))}
        case _:
            raise unreadable_log()
    made_id = set_id(lineage or hashed)
    return ChangeSetInfo(number, made_id, at_ms, author, summary_id, both, origin, reverts)


def changes_of(reader: Reader, number: int) -> list[RowChange]:
    """The changes of one change set."""
    return log_reading.changes_of_set(reader.driver, number)


def changes_of_row(reader: Reader, row_id: str) -> list[tuple[int, RowChange]]:
    """Every change of one row with its change set's number, newest first."""
    return log_reading.changes_of_row(reader.driver, row_id)


def since(reader: Reader, number: int) -> list[RowChange]:
    """The net difference between the state after change set `number` and now."""
    return log_reading.net_changes(reader.driver, number)


_DAY_MS = 86_400_000


def number_at(reader: Reader, day: date) -> int:
    """The number of the last change set made up to the end of that day (UTC); 0 before the first entry."""
    # Counted in days: the last day of all has no next one.
    limit_ms = (day.toordinal() - date(1970, 1, 1).toordinal() + 1) * _DAY_MS
    sql = "SELECT number FROM main.change_set WHERE at_ms < ? ORDER BY number DESC LIMIT 1"
    found = reader.raw(sql, [limit_ms])
    return int(found[0][0]) if found else 0


def verify_chain(reader: Reader) -> list[int]:
    """Numbers of the change sets at which the chain does not close; empty when it is whole.

    Content without its digest's source is accepted only where an erasure entry names that very digest.
    """
    chain = _Chain(reader)
    changes = groupby(LogReading(reader.driver).entries(), key=_set_number)
    coming = next(changes, None)
    broken: list[int] = []
    for expected, row in enumerate(reader.raw(f"{_SETS} ORDER BY s.number"), 1):
        entries: list[Entry] = []
        while coming is not None and coming[0] <= row[0]:
            entries += coming[1]
            coming = next(changes, None)
        if not chain.closes(row, entries) or row[0] != expected:
            broken.append(row[0])
    return broken


def _set_number(entry: Entry) -> int:
    return entry.set_number


class _Chain:
    """The hash chain from the file's id on, with what is needed to compute each link."""

    def __init__(self, reader: Reader) -> None:
        self._previous = str(reader.raw("SELECT id FROM main.file_head")[0][0]).encode()
        self._sites = dict(reader.raw("SELECT number, id FROM main.site"))
        self._keys = reader.raw("SELECT first, key FROM main.log_key ORDER BY first")
        self._seals = {
            (number, row): (salt, sealed)
            for number, row, salt, sealed in reader.raw(
                "SELECT set_number, row, salt, digest FROM main.log_seal"
            )
        }
        self._named = set(_named_erasures(reader))
        self._key: bytes | None = None

    def closes(self, row: Sequence[Any], entries: Sequence[Entry]) -> bool:
        """Whether the next change set's hash is the one over its content and the link before it."""
        info = _info_of(row)
        hashed, lineage, (site, shift, schema_version) = row[1], row[2], row[-3:]
        while self._keys and self._keys[0][0] <= info.number:
            self._key = self._keys.pop(0)[1]
        summary = to_json([info.summary_id, info.summary_values])
        digests = [self._digest(info.number, 0, summary)]
        digests += [self._digest(info.number, each.row, content_of_entry(each)) for each in entries]
        header = header_of(info, self._sites.get(site, ""), info.number + shift, schema_version, lineage)
        previous, self._previous = self._previous, hashed
        known = [each for each in digests if each is not None]
        return len(known) == len(digests) and chain_hash(previous, header, known) == hashed

    def _digest(self, number: int, row: int, content: str) -> bytes | None:
        """The digest of an entry; None where it has none that can be told from its content or an erasure."""
        salt, sealed = self._seals.get((number, row), (None, None))
        if sealed is not None:
            return bytes(sealed) if bytes(sealed).hex() in self._named else None
        if salt is None and self._key is not None:
            salt = salt_of(self._key, number, row)
        return None if salt is None else digest(salt, content)


def content_of_entry(entry: Entry) -> str:
    """The canonical text of a logged change that is digested."""
    after = None if entry.after is None else to_json(entry.after)
    return content_of(entry.entity, entry.row_id, entry.operation, after)


def _named_erasures(reader: Reader) -> Iterator[str]:
    for row in reader.raw(f"{_SETS} WHERE h.origin = 'erasure'"):
        yield from _info_of(row).summary_values.get("digests", ())


def replay(reader: Reader) -> dict[str, dict[str, Values]]:
    """The tables as the log alone gives them, by entity and id."""
    state: dict[str, dict[str, Values]] = {name: {} for name in LOGGED}
    for entry in LogReading(reader.driver).entries():
        rows = state.setdefault(entry.entity, {})
        values = entry.applied(rows.get(entry.row_id))
        if values is None:
            rows.pop(entry.row_id, None)
        else:
            rows[entry.row_id] = values
    return {
        entity: {row_id: whole_row(LOGGED[entity], row_id, values) for row_id, values in rows.items()}
        for entity, rows in state.items()
        if entity in LOGGED
    }


def tables_differ(reader: Reader) -> list[str]:
    """Tables that are not what the log says; empty when every row agrees."""
    expected = replay(reader)
    differing = []
    for name, table in LOGGED.items():
        columns = list(table.__table__.columns.keys())
        listed = ", ".join(f'"{column}"' for column in columns)
        rows = reader.raw(f'SELECT {listed} FROM main."{name}"')
        stored = {row[columns.index("id")]: dict(zip(columns, row, strict=True)) for row in rows}
        if stored != expected[name]:
            differing.append(name)
    return [*differing, *_register_differs(reader)]


def _register_differs(reader: Reader) -> list[str]:
    """The log's own register of rows, when it does not name the change sets that touched each."""
    touched: dict[int, list[int]] = {}
    for number, row in reader.raw(f"SELECT set_number, row FROM {log_reading.ENTRIES} ORDER BY set_number"):
        touched.setdefault(row, []).append(number)
    stored = dict(reader.raw("SELECT number, sets FROM main.log_row"))
    return [] if stored == {row: packed_sets(sets) for row, sets in touched.items()} else ["log_row"]
