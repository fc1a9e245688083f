"""Which rows a list has, in which order, and which of them pass the filter: ids only, without Qt."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence


class Rows:
    """`ids` in natural order, the same as the person orders them, and `shown`: those that pass the filter.

    Words to filter by lie beside the ordered ids, so that a keystroke is one pass over two lists.
    """

    def __init__(self, ids: Sequence[str] = ()) -> None:
        self.ids = list(ids)
        self.shown = self.ids
        self._ordered = self.ids
        self._words: dict[str, str] | None = None
        self._ordered_words: list[str] | None = None
        self._known: set[str] | None = None
        self._row_of: dict[str, int] | None = None

    def __contains__(self, row_id: object) -> bool:
        if self._known is None:
            self._known = set(self.ids)
        return row_id in self._known

    @property
    def has_words(self) -> bool:
        """Whether the words to filter by are here."""
        return self._words is not None

    def row_of(self, row_id: str) -> int:
        """The shown row of an id, or -1."""
        if self._row_of is None:
            self._row_of = {each: row for row, each in enumerate(self.shown)}
        return self._row_of.get(row_id, -1)

    def show(self, shown: list[str]) -> None:
        """Show these rows only."""
        self.shown = shown
        self._row_of = None

    def set_words(self, words: Mapping[str, str]) -> None:
        """Take the folded words of all rows."""
        self._words = dict(words)
        self._ordered_words = None

    def add_words(self, words: Mapping[str, str]) -> None:
        """Take the folded words of some rows anew."""
        if self._words is not None:
            self._words.update(words)
            self._ordered_words = None

    def matching(self, needle: str) -> list[str]:
        """The ids whose words have the needle, in order; all of them for an empty needle."""
        if not needle or self._words is None:
            return self._ordered
        if self._ordered_words is None:
            words = self._words
            self._ordered_words = [words.get(row_id, "") for row_id in self._ordered]
        return [
            row_id for row_id, text in zip(self._ordered, self._ordered_words, strict=True) if needle in text
        ]

    def set_order(self, ids: list[str] | None) -> None:
        """Order all rows like these ids (natural order for None); the shown rows stay the same."""
        is_filtered = len(self.shown) != len(self._ordered)
        kept = set(self.shown) if is_filtered else None
        if ids is None:
            self._ordered = self.ids
        else:
            listed = set(ids)
            own = [row_id for row_id in ids if row_id in self]
            self._ordered = own + [row_id for row_id in self.ids if row_id not in listed]
        self._ordered_words = None
        self.show(self._ordered if kept is None else [row_id for row_id in self._ordered if row_id in kept])

    def differences(self, ids: Sequence[str]) -> tuple[list[str], set[str]]:
        """What a new list of ids adds, in its order, and what it no longer has."""
        new = set(ids)
        return [row_id for row_id in ids if row_id not in self], {
            each for each in self.ids if each not in new
        }

    def drop_shown(self, first: int, last: int) -> None:
        """Take shown rows out."""
        self.show(self.shown[:first] + self.shown[last + 1 :])

    def set_ids(self, ids: Iterable[str], removed: Collection[str]) -> None:
        """Take a new natural order; rows it adds are put in one by one by `insert`."""
        is_natural = self._ordered is self.ids
        old = set(self.ids)
        self.ids = list(ids)
        if is_natural:
            self._ordered = [row_id for row_id in self.ids if row_id in old]
        else:
            self._ordered = [row_id for row_id in self._ordered if row_id not in removed]
        self._known = None
        self._ordered_words = None
        self.shown = list(self.shown)
        self._join_lists()

    def is_reordered(self, ids: Sequence[str]) -> bool:
        """Whether a new natural order has those of our ids that it keeps in another order."""
        new = set(ids)
        return [row_id for row_id in self.ids if row_id in new] != [
            row_id for row_id in ids if row_id in self
        ]

    def move_ids(self, ids: Sequence[str], *, is_sorted: bool) -> None:
        """Take another natural order of the same ids; what the person sorted stays as it is."""
        is_natural = self._ordered is self.ids
        self.ids = list(ids)
        if is_natural or not is_sorted:
            self.set_order(None)

    def place_for(self, row_id: str) -> int:
        """The shown row for a new id: behind the nearest shown one before it in natural order."""
        for before in reversed(self.ids[: self.ids.index(row_id)]):
            row = self.row_of(before)
            if row >= 0:
                return row + 1
        return 0

    def insert(self, row_id: str, row: int, words: str) -> None:
        """Put a new id in at a shown row."""
        before = self.shown[row - 1] if row else None
        place = self._ordered.index(before) + 1 if before is not None else 0
        self._ordered.insert(place, row_id)
        self.shown.insert(row, row_id)
        if self._words is not None:
            self._words[row_id] = words
        self._ordered_words = None
        self._row_of = None
        self._join_lists()

    def _join_lists(self) -> None:
        """Let equal lists be one list again, so that "nothing sorted, nothing filtered" is seen at once."""
        if len(self._ordered) != len(self.ids):
            return
        if self._ordered == self.ids:
            self._ordered = self.ids
        if len(self.shown) == len(self._ordered):
            self.shown = self._ordered
