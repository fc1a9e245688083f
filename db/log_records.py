"""The shape of the change log's entries and their digests: pure, without a database.

A change set's hash is over the hash before it, its own header, and one salted digest each for its summary
and its changes. So a value can be erased (content and salt dropped, digest kept) and the chain still closes.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from db.errors import DatabaseProblem
from db.messages import N_

INSERT, UPDATE, DELETE = "i", "u", "d"
ERASED = {"$erased": 1}
"""Stands in the log where a personal value was erased."""

Values = dict[str, Any]


_quoted = json.encoder.encode_basestring
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def to_json(value: object) -> str:
    """Canonical JSON: the same value gives the same text."""
    return _encode(value)


def from_json(text: str | bytes) -> Any:
    """The value of a logged text; raises DatabaseProblem when it is none of ours."""
    try:
        return json.loads(text)
    except (ValueError, TypeError, RecursionError):
        raise unreadable_log() from None


def unreadable_log() -> DatabaseProblem:
    """The failure to read an entry that the program did not write."""
    return DatabaseProblem(N_("The history cannot be read: an entry is not as the program writes it."))


def storable(text: str) -> str:
    """Text without half letters, which no file can hold: a name given on a command line may have them."""
    return text.encode("utf-8", "replace").decode("utf-8")


def is_erased(value: object) -> bool:
    """Whether a logged value was erased."""
    return isinstance(value, dict) and "$erased" in value


@dataclass(slots=True)
class RowChange:
    """What happened to one row: changed fields only; an insert has no `before`, a delete no `after`.

    Fields that hold nothing ("" or None or 0 of a flag) are left out of inserts and deletes.
    """

    entity: str
    row_id: str
    operation: str
    before: Values | None
    after: Values | None


def content_of(entity: str, row_id: str, operation: str, after: str | None) -> str:
    """The canonical text of a change that is digested, from its new values as canonical JSON.

    Its old values are those of the entries before it, which the chain holds too.
    """
    return f"[{_quoted(entity)},{_quoted(row_id)},{_quoted(operation)},{after or 'null'}]"


@dataclass(frozen=True, slots=True)
class ChangeSetInfo:
    """A change set as people see it. `number` is its order in this file; `at_ms` is UTC milliseconds.

    `touched` names the changed rows as listeners are told; `is_of_others`: another program wrote it while the
    file rested here.
    """

    number: int
    id: str
    at_ms: int
    author: str
    summary_id: str
    summary_values: Mapping[str, Any]
    origin: str
    reverts: int | None = None
    touched: Mapping[str, frozenset[str]] = field(default_factory=dict)
    is_of_others: bool = False


HASH_BYTES = 20
"""Length of the hash of a change set, the front of a SHA-256: nobody finds a second text for 160 bits."""


def digest(salt: bytes, content: str) -> bytes:
    """The salted SHA-256 of a canonical text."""
    return hashlib.sha256(salt + content.encode("utf-8", "surrogatepass")).digest()


def salt_of(key: bytes, number: int, row: int) -> bytes:
    """The salt of one entry: of a row of the log in a change set, or of its summary (row 0)."""
    return hashlib.sha256(key + number.to_bytes(8) + row.to_bytes(8)).digest()


def chain_hash(previous: bytes, header: Iterable[object], digests: Iterable[bytes]) -> bytes:
    """The hash of a change set, over the one before it."""
    total = hashlib.sha256(previous)
    total.update(to_json(list(header)).encode("utf-8", "surrogatepass"))
    for part in digests:
        total.update(part)
    return total.digest()[:HASH_BYTES]


def set_id(hashed: bytes) -> str:
    """The id of a change set: a UUIDv8 of the hash it was first written with."""
    made = bytearray(hashed[:16].ljust(16, b"\0"))
    made[6] = made[6] & 0x0F | 0x80
    made[8] = made[8] & 0x3F | 0x80
    return unpacked_id(bytes(made))


_CANONICAL = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def is_row_id(value: object) -> bool:
    """Whether a value has the form of a record's id."""
    return isinstance(value, str) and len(value) == 36 and _CANONICAL.fullmatch(value) is not None


def packed_id(row_id: str) -> bytes | str:
    """A record's id as the log keeps it: a UUID as its 16 bytes, any other text as it is."""
    return bytes.fromhex(row_id.replace("-", "")) if is_row_id(row_id) else row_id


def unpacked_id(packed: bytes | str) -> str:
    """A record's id as it is written."""
    if isinstance(packed, str):
        return packed
    digits = packed.hex()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def packed_sets(numbers: Iterable[int], last: int = 0) -> bytes:
    """Rising numbers as distances in base 128; `last` is the one before them."""
    packed = bytearray()
    for number in numbers:
        distance, last = number - last, number
        while distance > 127:
            packed.append(distance & 127 | 128)
            distance >>= 7
        packed.append(distance)
    return bytes(packed)


def unpacked_sets(packed: bytes) -> list[int]:
    """The rising numbers that were packed."""
    numbers: list[int] = []
    last, distance, place = 0, 0, 0
    for byte in packed:
        distance |= (byte & 127) << place
        place += 7
        if byte < 128:
            last += distance
            numbers.append(last)
            distance, place = 0, 0
    return numbers


def packed_values(values: Mapping[str, Any], names: Mapping[str, int], rows: Mapping[str, int]) -> str:
    """The new values of a change in short: numbers for the names of fields and for ids of rows."""
    flat: list[Any] = []
    for name, value in values.items():
        row = rows.get(value) if isinstance(value, str) else None
        flat += (names[name], value if row is None else [row])
    return to_list(flat)


def to_list(values: Sequence[object]) -> str:
    """A JSON list in the log's way, without its brackets: they stand in every entry."""
    return _encode(values)[1:-1]


def from_list(text: object) -> list[Any]:
    """The values of a list in the log's way; raises DatabaseProblem when it is none of ours."""
    if not isinstance(text, str):
        raise unreadable_log()
    return list(from_json(f"[{text}]"))


def linked_rows(flat: Iterable[Any]) -> Iterator[int]:
    """The numbers of rows that short values stand for."""
    return (value[0] for value in flat if isinstance(value, list))


def unpacked_values(flat: Sequence[Any], names: Mapping[int, str], rows: Mapping[int, str]) -> Values:
    """The values of a change in full."""
    return {
        names[number]: rows[value[0]] if isinstance(value, list) else value
        for number, value in zip(flat[::2], flat[1::2], strict=True)
    }


class ChangeBuffer:
    """Collects the changes of one change set, one per row: several writes become their net effect."""

    def __init__(self) -> None:
        self.changes: dict[tuple[str, str], RowChange] = {}

    def add(self, new: RowChange) -> None:
        """Take one more change of a row, after all those already taken."""
        place = (new.entity, new.row_id)
        old = self.changes.get(place)
        net = new if old is None else merge_changes(old, new)
        if net is None:
            del self.changes[place]
        else:
            self.changes[place] = net

    def touched(self) -> dict[str, frozenset[str]]:
        """The ids of changed rows by entity."""
        found: dict[str, set[str]] = {}
        for entity, row_id in self.changes:
            found.setdefault(entity, set()).add(row_id)
        return {entity: frozenset(ids) for entity, ids in found.items()}


def merge_changes(old: RowChange, new: RowChange) -> RowChange | None:
    """The net effect of two changes of one row, the older first; None when they cancel out."""
    if old.operation == INSERT:
        if new.operation == DELETE:
            return None
        return RowChange(old.entity, old.row_id, INSERT, None, {**(old.after or {}), **(new.after or {})})
    if old.operation == DELETE:
        return _update_between(old, old.before or {}, new.after or {}, has_all_fields=True)
    if new.operation == DELETE:
        return RowChange(old.entity, old.row_id, DELETE, {**(new.before or {}), **(old.before or {})}, None)
    before = {**(new.before or {}), **(old.before or {})}
    return _update_between(old, before, {**(old.after or {}), **(new.after or {})})


def _update_between(
    place: RowChange, before: Values, after: Values, *, has_all_fields: bool = False
) -> RowChange | None:
    names = set(before) | set(after) if has_all_fields else set(after)
    changed = sorted(name for name in names if before.get(name) != after.get(name))
    if not changed:
        return None
    return RowChange(
        place.entity,
        place.row_id,
        UPDATE,
        {name: before.get(name) for name in changed},
        {name: after.get(name) for name in changed},
    )
