"""Ids, keys and the clock: passed in, so that exercise files and tests are reproducible."""

from __future__ import annotations

import hashlib
import secrets
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], int]
"""Gives UTC milliseconds since 1970."""
Randomness = Callable[[int], bytes]
"""Gives so many random bytes."""

_LINK_NAMESPACE = uuid.UUID("15403135-3430-5000-8000-000000001540").bytes
_COUNTER_BITS = 12
_VERSION = 7
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def system_clock() -> int:
    """The machine's clock in UTC milliseconds."""
    return time.time_ns() // 1_000_000


def link_id(table: str, *parts: str | None) -> str:
    """The id of a link row: a UUIDv5 of what it links, so that two sites make the same row."""
    name = "\x1f".join([table, *(part or "" for part in parts)])
    # As uuid.uuid5 does it, in a third of its time: an import makes several for each of its rows.
    made = bytearray(hashlib.sha1(_LINK_NAMESPACE + name.encode(), usedforsecurity=False).digest()[:16])
    made[6] = made[6] & 0x0F | 0x50
    made[8] = made[8] & 0x3F | 0x80
    return _canonical(made.hex())


def _canonical(digits: str) -> str:
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def made_at(row_id: str) -> datetime:
    """When an id of an `IdSource` was made, to the millisecond (UTC); raises ValueError for other texts."""
    made = uuid.UUID(row_id)
    if made.version != _VERSION:
        raise ValueError(row_id)
    return _EPOCH + timedelta(milliseconds=made.int >> 80)


class IdSource:
    """Makes UUIDv7 ids in rising order, and keys, from a clock and a source of randomness."""

    def __init__(self, clock: Clock = system_clock, randomness: Randomness = secrets.token_bytes) -> None:
        self.clock = clock
        self.random_bytes = randomness
        self._last_ms = 0
        self._counter = 0

    def new(self) -> str:
        """A new UUIDv7 (RFC 9562) in canonical text; later ids sort after earlier ones of this source."""
        now = self.clock()
        if now > self._last_ms:
            self._last_ms, self._counter = now, 0
        else:
            self._counter += 1
            if self._counter >> _COUNTER_BITS:
                self._last_ms, self._counter = self._last_ms + 1, 0
        tail = int.from_bytes(self.random_bytes(8)) & ((1 << 62) - 1) | (1 << 63)
        return _canonical(f"{self._last_ms:012x}{0x7000 | self._counter:04x}{tail:016x}")

    def key(self) -> bytes:
        """32 random bytes."""
        return self.random_bytes(32)
