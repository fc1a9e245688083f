"""The shape of the change log's entries and their digests: pure, without a database.

A change set's hash is over the hash before it, its own header, and one salted digest each for its summary
and its changes. So a value can be erased (content and salt dropped, digest kept) and the chain still closes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
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

    def content(self) -> str:
        """The canonical text that is digested."""
        return content_of(self.entity, self.row_id, self.operation, *self.sides())

    def sides(self) -> tuple[str | None, str | None]:
        """Before and after as canonical JSON, None where there is no such side."""
        return (
            None if self.before is None else to_json(self.before),
            None if self.after is None else to_json(self.after),
        )


def content_of(entity: str, row_id: str, operation: str, before: str | None, after: str | None) -> str:
    """The canonical text of a change that is digested, from its sides as canonical JSON."""
    place = f"{_quoted(entity)},{_quoted(row_id)},{_quoted(operation)}"
    return f"[{place},{before or 'null'},{after or 'null'}]"


@dataclass(frozen=True, slots=True)
class ChangeSetInfo:
    """A change set as people see it. `number` is its order in this file; `at_ms` is UTC milliseconds."""

    number: int
    id: str
    at_ms: int
    author: str
    summary_id: str
    summary_values: Mapping[str, Any]
    origin: str
    reverts: int | None = None
    touched: Mapping[str, frozenset[str]] = field(default_factory=dict)


def digest(salt: bytes, content: str) -> bytes:
    """The salted SHA-256 of a canonical text."""
    return hashlib.sha256(salt + content.encode("utf-8", "surrogatepass")).digest()


def chain_hash(previous: bytes, header: Iterable[object], digests: Iterable[bytes]) -> bytes:
    """The hash of a change set, over the one before it."""
    total = hashlib.sha256(previous)
    total.update(to_json(list(header)).encode("utf-8", "surrogatepass"))
    for part in digests:
        total.update(part)
    return total.digest()


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
