"""Which row hangs below which: by the name of its parent, by level, by number 1.1.1 below 1.1."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.base.i18n import N_
from desktop.base.text import fold
from desktop.services.import_plan.draft import ItemDraft

NO_PARENT = N_("No action of this name or number was found for it to be part of.")


def find_parents(drafts: Sequence[ItemDraft]) -> None:
    """Give the drafts of one sheet their parents, where the sheet tells them and the layout has not."""
    _by_name(drafts)
    _by_level(drafts)
    _by_number(drafts)


def _by_name(drafts: Sequence[ItemDraft]) -> None:
    wanted = [draft for draft in drafts if draft.parent_name]
    if not wanted:
        return
    known: dict[str, int] = {}
    for draft in drafts:
        for key in (draft.item_id, str(draft.values.get("number", "")), draft.title):
            if key:
                known.setdefault(fold(key), draft.row)
    parents = {draft.row: draft.parent_row for draft in drafts}
    for draft in wanted:
        row = known.get(fold(draft.parent_name))
        if row is None or _leads_to(row, draft.row, parents):
            draft.keep_parent_name(NO_PARENT)
        else:
            draft.parent_row = parents[draft.row] = row


def _leads_to(row: int | None, target: int, parents: dict[int, int | None]) -> bool:
    """Say whether going up from a row comes to another: a ring of parents would be one of none."""
    steps = 0
    while row is not None and row != target and steps <= len(parents):
        row, steps = parents.get(row), steps + 1
    return row is not None


def _by_level(drafts: Sequence[ItemDraft]) -> None:
    open_rows: list[tuple[int, int]] = []
    for draft in drafts:
        if draft.level is None:
            continue
        while open_rows and open_rows[-1][0] >= draft.level:
            open_rows.pop()
        if open_rows and draft.parent_row is None:
            draft.parent_row = open_rows[-1][1]
        open_rows.append((draft.level, draft.row))


def _by_number(drafts: Sequence[ItemDraft]) -> None:
    """1.1.1 hangs below 1.1 where a row before it has that number, under the same objective."""
    last: dict[str, ItemDraft] = {}
    for draft in drafts:
        number = str(draft.values.get("number", "")).strip().rstrip(".")
        parent = last.get(number.rpartition(".")[0])
        if draft.parent_row is None and parent is not None and parent.objectives == draft.objectives:
            draft.parent_row = parent.row
        if number:
            last[number] = draft
