"""What a writer counted: said to the person, and compared with what is read back from the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from desktop.base.errors import Cancelled
from desktop.base.i18n import N_

Progress = Callable[[int, int], None]
IsCancelled = Callable[[], bool]

ROWS_BETWEEN_LOOKS = 500

_MISSING = N_("Characters that no font of the program has, printed as their numbers: {count}")
_REMOVED = N_("Control characters that cannot be printed, left out: {count}")
_CUT = N_("Texts longer than a cell of Excel can hold, cut: {count}")


@dataclass(slots=True)
class Counts:
    """The size of a written report and what could not be shown as it was.

    `pages` is 0 in a workbook, `sheets` and `sheet_rows` (all rows, heads and titles too) are 0 on paper;
    `rows` are the data rows of all tables;
    `missing` counts, by character, what no embedded font has (it stands as [U+XXXX]); `removed`
    counts control characters left out, `cut` the texts that did not fit a cell of Excel.
    """

    pages: int = 0
    sheets: int = 0
    sheet_rows: int = 0
    rows: int = 0
    size: int = 0
    missing: dict[str, int] = field(default_factory=dict)
    removed: int = 0
    cut: int = 0

    @property
    def missing_characters(self) -> int:
        """How many characters were printed as their number."""
        return sum(self.missing.values())

    def warnings(self) -> list[tuple[str, int]]:
        """What could not be shown as it was: sentences that take `count`, and their counts."""
        said = [(_MISSING, self.missing_characters), (_REMOVED, self.removed), (_CUT, self.cut)]
        return [(sentence, count) for sentence, count in said if count]


def no_progress(_done: int, _total: int) -> None:
    """Tell nobody."""


def never_cancelled() -> bool:
    """Go on to the end."""
    return False


class Pace:
    """Counts rows, tells how far a writer is, and stops it when the person cancelled."""

    def __init__(self, total: int, progress: Progress, is_cancelled: IsCancelled) -> None:
        self.done = 0
        self._total = total
        self._progress = progress
        self._is_cancelled = is_cancelled

    def look(self) -> None:
        """Tell the progress; raise `Cancelled` when asked to stop."""
        if self._is_cancelled():
            raise Cancelled
        self._progress(self.done, max(self._total, self.done))

    def step(self) -> None:
        """Count one row."""
        self.done += 1
        if self.done % ROWS_BETWEEN_LOOKS == 0:
            self.look()
