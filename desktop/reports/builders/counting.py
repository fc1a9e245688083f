"""Counts of a plan's items by status and by objective: facts as recorded, never a score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from db.schema.plan import STATUSES
from db.trees import in_reading_order
from desktop.base.i18n import N_, Texts
from desktop.reports.document import Column, DataRow, Kind, Table

if TYPE_CHECKING:
    from db.records import ObjectiveRecord, PlanItemRecord

NOT_STATED = N_("Not stated")
NO_OBJECTIVE = N_("Without objective")

Group = tuple[str, int, Sequence["PlanItemRecord"]]
"""An objective's heading, its level and the items right below it."""


def status_word(status: str | None, texts: Texts) -> str:
    """A status in the language of the paper; what is not stated says nothing."""
    return texts.gettext(STATUSES[status]) if status else ""


def status_counts(items: Iterable[PlanItemRecord]) -> Counter[str | None]:
    """How many items stand in each status."""
    return Counter(item.status for item in items)


def statuses_of(counts: Counter[str | None]) -> list[str | None]:
    """All statuses in their order; "not stated" only where it occurs."""
    return [*STATUSES, *([None] if counts[None] else [])]


def status_table(counts: Counter[str | None], texts: Texts) -> Table:
    """Items by status, with their total and a chart of the same figures."""
    _ = texts.gettext
    columns = (Column(_(N_("Status")), Kind.TEXT, 4), Column(_(N_("Actions")), Kind.NUMBER, 1))
    rows: list[DataRow] = [(_status(status, texts), counts[status]) for status in statuses_of(counts)]
    rows.append((_(N_("Total")), counts.total()))
    caption = _(N_("Actions by status"))
    return Table(
        columns, lambda: iter(rows), count=len(rows), caption=caption, has_total=True, has_chart=True
    )


def _status(status: str | None, texts: Texts) -> str:
    return status_word(status, texts) or texts.gettext(NOT_STATED)


def objective_table(groups: Sequence[Group], counts: Counter[str | None], texts: Texts) -> Table:
    """Items by objective and status, with their total.

    An objective that only holds other objectives has no figures of its own: nothing is counted twice.
    """
    _ = texts.gettext
    statuses = statuses_of(counts)
    columns = (
        Column(_(N_("Objective")), Kind.LONG_TEXT, 5),
        *(Column(_status(status, texts), Kind.NUMBER, 1.2) for status in statuses),
        Column(_(N_("Total")), Kind.NUMBER, 1),
    )

    def figures(found: Counter[str | None]) -> Iterator[int]:
        yield from (found[status] for status in statuses)
        yield found.total()

    def rows() -> Iterator[DataRow]:
        for place, (heading, level, items) in enumerate(groups):
            is_above = not items and any(below > level for _, below, _ in groups[place + 1 : place + 2])
            if is_above:
                yield (heading, *(None for _ in columns[1:]))
            else:
                yield (heading, *figures(status_counts(items)))
        if groups:
            yield (_(N_("Total")), *figures(counts))

    return Table(
        columns,
        rows,
        count=len(groups) + bool(groups),
        caption=_(N_("Actions by objective and status")),
        empty_text=_(N_("The plan has no objectives.")),
        has_total=bool(groups),
    )


def grouped(
    objectives: Sequence[ObjectiveRecord], items: Sequence[PlanItemRecord], texts: Texts
) -> list[Group]:
    """Items below their objectives in the order of the tree; those without one come last."""
    by_objective: dict[str | None, list[PlanItemRecord]] = {}
    known = {objective.id for objective in objectives}
    for item in items:
        place = item.objective_id if item.objective_id in known else None
        by_objective.setdefault(place, []).append(item)
    groups: list[Group] = [
        (_heading(objective), level, by_objective.get(objective.id, []))
        for objective, level in in_reading_order(objectives)
    ]
    if None in by_objective:
        groups.append((texts.gettext(NO_OBJECTIVE), 1, by_objective[None]))
    return groups


def _heading(objective: ObjectiveRecord) -> str:
    return " ".join(part for part in (objective.number, objective.title) if part)
