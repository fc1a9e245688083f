"""How much a foreign file may cost before it is refused."""

from __future__ import annotations

from dataclasses import dataclass, replace

MEGABYTE = 1024 * 1024
_PLAIN_SIZE = 2 * MEGABYTE
_SMALL_SIZE = MEGABYTE // 2


@dataclass(frozen=True)
class Limits:
    """What reading one file may take; sizes in bytes, time in seconds, the others are counts.

    `memory` holds for the reading process, `cells` for all sheets together, `part` for one unpacked
    part of a package, `text` for the letters of one cell, `filled_rows` for the rows that hold anything.
    """

    seconds: float = 8.0
    memory: int = 280 * MEGABYTE
    cells: int = 2_500_000
    rows: int = 1_048_576
    filled_rows: int = 200_000
    columns: int = 2_000
    sheets: int = 500
    merges: int = 200_000
    file: int = 256 * MEGABYTE
    text_file: int = 48 * MEGABYTE
    text: int = 100_000
    members: int = 20_000
    part: int = 64 * MEGABYTE
    unpacked: int = 160 * MEGABYTE


def limits_for(size: int, limits: Limits) -> Limits:
    """Allow a file that is honestly large more than a small one: a bomb is small."""
    seconds = min(60.0, limits.seconds + 2 * max(0, size - _SMALL_SIZE) / MEGABYTE)
    extra = max(0, size - _PLAIN_SIZE)
    return replace(
        limits,
        seconds=seconds,
        memory=min(720 * MEGABYTE, limits.memory + 30 * extra),
        part=min(400 * MEGABYTE, limits.part + 30 * extra),
        unpacked=min(600 * MEGABYTE, limits.unpacked + 30 * extra),
    )
