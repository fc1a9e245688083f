"""The hash chain of the change log: which of its links hold, and who made those that do not.

Every change set's hash is over its own content and the hash before it, from the file's id on. So whatever is
altered, taken out or put in breaks a link, and the first broken one says where. What the chain cannot see is
an end cut off together with what it did, or a history written anew from some entry on with all its hashes:
only a head that was noted elsewhere tells that (`desktop.services.control_code`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from db.errors import DatabaseProblem
from db.log_reading import SETS, Entry, LogReading, content_of_entry, info_of
from db.log_records import ChangeSetInfo, chain_hash, digest, salt_of, to_json
from db.log_writing import header_of
from db.unit_of_work import Reader


class Link(NamedTuple):
    """One change set as a link of the chain: the first of a row of missing ones has neither time nor author.

    `at_ms` and `author` are what stands there, also in a link that was tampered with.
    """

    number: int
    at_ms: int | None
    author: str | None
    closes: bool

    @property
    def is_missing(self) -> bool:
        """Whether no change set has this number."""
        return self.at_ms is None and self.author is None and not self.closes


def links(reader: Reader) -> Iterator[Link]:
    """The links of the chain in their order, with one in the place of those that are missing.

    Content without its digest's source is accepted only where an erasure entry names that very digest.
    """
    chain = _Chain(reader)
    changes = groupby(LogReading(reader.driver).readable_entries(), key=_set_number)
    coming = next(changes, None)
    expected = 1
    for row in reader.raw(_ALL_SETS):
        number = row[0]
        if number > expected:
            yield Link(expected, None, None, closes=False)
        entries: list[Entry | None] = []
        while coming is not None and coming[0] <= number:
            entries += [entry for _, entry in coming[1]]
            coming = next(changes, None)
        closes = number >= expected and chain.closes(row, entries)
        yield Link(number, _or_none(row[3], int), _or_none(row[4], str), closes)
        expected = number + 1


# A change set whose heading was taken out must not be passed over.
_ALL_SETS = SETS.replace("JOIN main.log_heading", "LEFT JOIN main.log_heading") + " ORDER BY s.number"


def _or_none(value: Any, kind: type) -> Any:
    return value if isinstance(value, kind) else None


def _set_number(found: tuple[int, Entry | None]) -> int:
    return found[0]


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

    def closes(self, row: Sequence[Any], entries: Sequence[Entry | None]) -> bool:
        """Whether the next change set's hash is the one over its content and the link before it."""
        previous, self._previous = self._previous, row[1]
        while self._keys and self._keys[0][0] <= row[0]:
            self._key = self._keys.pop(0)[1]
        known = [entry for entry in entries if entry is not None]
        if len(known) < len(entries):
            return False
        try:
            made = self._hash(previous, info_of(row), row, known)
        except (DatabaseProblem, TypeError, ValueError, AttributeError):
            # What the program did not write does not have the types it writes.
            return False
        return made is not None and made == row[1]

    def _hash(
        self, previous: bytes, info: ChangeSetInfo, row: Sequence[Any], entries: Sequence[Entry]
    ) -> bytes | None:
        lineage, (site, shift, schema_version) = row[2], row[-3:]
        summary = to_json([info.summary_id, info.summary_values])
        digests = [self._digest(info.number, 0, summary)]
        digests += [self._digest(info.number, each.row, content_of_entry(each)) for each in entries]
        header = header_of(info, self._sites.get(site, ""), info.number + shift, schema_version, lineage)
        known = [each for each in digests if each is not None]
        return chain_hash(previous, header, known) if len(known) == len(digests) else None

    def _digest(self, number: int, row: int, content: str) -> bytes | None:
        """The digest of an entry; None where it has none that can be told from its content or an erasure."""
        salt, sealed = self._seals.get((number, row), (None, None))
        if sealed is not None:
            return bytes(sealed) if bytes(sealed).hex() in self._named else None
        if salt is None and self._key is not None:
            salt = salt_of(self._key, number, row)
        return None if salt is None else digest(salt, content)


def _named_erasures(reader: Reader) -> Iterator[str]:
    for row in reader.raw(f"{SETS} WHERE h.origin = 'erasure'"):
        try:
            named = info_of(row).summary_values.get("digests", ())
        except DatabaseProblem:
            continue
        yield from (each for each in named if isinstance(each, str)) if isinstance(named, list) else ()
