"""What a salvage reports: where each row came from, and each row or value that did not come through whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Fate(StrEnum):
    """What became of a row or of one of its fields.

    `LOST`: nothing of it could be read but that it was there. `OLDER`: its last changes could not be read.
    `COMPLETED`: other rows belong to it, so it stands again with what is known of it. `EMPTIED`: a field
    held what it cannot hold, or named a row that is lost. `LEFT_OUT`: what was read of it cannot be a row.
    `DOUBTFUL`: its table says one thing and the history another, and neither can be proven.
    """

    LOST = "lost"
    OLDER = "older"
    COMPLETED = "completed"
    EMPTIED = "emptied"
    LEFT_OUT = "left_out"
    DOUBTFUL = "doubtful"


class Loss(NamedTuple):
    """One row, or one field of it, that did not come through whole; `name` is what people call it."""

    fate: Fate
    entity: str
    row_id: str
    name: str = ""
    field: str = ""


@dataclass(slots=True)
class TableCount:
    """Rows of one table: as they were in it, taken from the history, and lost or left out.

    `unknown` is the most further rows that may have been there, of which not even the id can be read;
    `is_uncounted`: nobody can tell how many.
    """

    taken: int = 0
    from_log: int = 0
    lost: int = 0
    unknown: int = 0
    is_uncounted: bool = False


@dataclass(slots=True)
class Salvaged:
    """What a salvage brought into the new file.

    `kept_entries` of the history are as they were, of `known_entries` of which anything could be read;
    `head` is the newest entry of the new file.
    """

    counts: dict[str, TableCount] = field(default_factory=dict)
    losses: list[Loss] = field(default_factory=list)
    kept_entries: int = 0
    known_entries: int = 0
    head: int = 0

    @property
    def has_lost_nothing(self) -> bool:
        """Whether every row came through whole, and the history with them."""
        is_whole = self.kept_entries == self.known_entries == self.head
        return (
            is_whole
            and not self.losses
            and not any(each.unknown or each.is_uncounted for each in self.counts.values())
        )
