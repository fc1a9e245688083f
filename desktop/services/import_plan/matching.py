"""Which item of the plan a row is: by id; else number and title; else either alone when unique in both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from db.records import PlanItemRecord
from desktop.base.i18n import N_
from desktop.base.text import fold
from desktop.services.import_plan.draft import ItemDraft

ALIKE = N_("More than one action could be this one; it was added as a new action.")
OTHER_TITLE = N_("The number is that of an action with another title; it was taken as the same action.")


@dataclass(frozen=True, slots=True)
class Match:
    """The item a row was found to be (None: a new one) and the message id of a doubt about it."""

    item: PlanItemRecord | None
    doubt: str = ""


def match_drafts(drafts: Sequence[ItemDraft], items: Sequence[PlanItemRecord]) -> list[Match]:
    """For each draft the item it is; no item is matched twice."""
    matcher = _Matcher(drafts, items)
    found = [matcher.certain(draft) for draft in drafts]
    return [match or matcher.likely(draft) for draft, match in zip(drafts, found, strict=True)]


class _Matcher:
    def __init__(self, drafts: Sequence[ItemDraft], items: Sequence[PlanItemRecord]) -> None:
        self._by_id = {item.id: item for item in items}
        self._by_both: dict[tuple[str, str], list[PlanItemRecord]] = {}
        self._by_number: dict[str, list[PlanItemRecord]] = {}
        self._by_title: dict[str, list[PlanItemRecord]] = {}
        for item in items:
            number, title = fold(item.number), fold(item.title)
            self._by_both.setdefault((number, title), []).append(item)
            self._by_number.setdefault(number, []).append(item)
            self._by_title.setdefault(title, []).append(item)
        self._numbers = Counter(_number(draft) for draft in drafts)
        self._titles = Counter(fold(draft.title) for draft in drafts)
        self._taken: set[str] = set()

    def certain(self, draft: ItemDraft) -> Match | None:
        """By id, or by number and title together; rows alike in both are paired in order."""
        item = self._by_id.get(draft.item_id)
        if item is None:
            alike = self._by_both.get((_number(draft), fold(draft.title)), [])
            item = next((each for each in alike if each.id not in self._taken), None)
        if item is None or item.id in self._taken:
            return None
        self._taken.add(item.id)
        return Match(item)

    def likely(self, draft: ItemDraft) -> Match:
        """By number alone or title alone, when it is unique on both sides."""
        number, title = _number(draft), fold(draft.title)
        for key, known, counts, doubt in (
            (number, self._by_number, self._numbers, OTHER_TITLE),
            (title, self._by_title, self._titles, ""),
        ):
            free = [item for item in known.get(key, []) if item.id not in self._taken] if key else []
            if len(free) == 1 and len(known[key]) == 1 and counts[key] == 1:
                self._taken.add(free[0].id)
                return Match(free[0], doubt)
        is_alike = bool(title and self._free(self._by_title.get(title, [])))
        return Match(None, ALIKE if is_alike else "")

    def _free(self, items: list[PlanItemRecord]) -> list[PlanItemRecord]:
        return [item for item in items if item.id not in self._taken]


def _number(draft: ItemDraft) -> str:
    return fold(str(draft.values.get("number", "")))
