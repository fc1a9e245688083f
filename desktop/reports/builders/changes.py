"""What has changed in a plan since a day or a submission: the net difference, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from db.fields import fields_of
from db.schema import PlanItem
from desktop.base.formats import Formats
from desktop.base.i18n import N_, Texts
from desktop.reports.builders.data import Baseline, PlanData
from desktop.reports.builders.item_columns import GROUPING, item_columns, item_getters, item_links
from desktop.reports.cells import cell_text
from desktop.reports.document import Column, DataRow, Fact, GroupRow, Kind, Note, Row, Table

if TYPE_CHECKING:
    from db.records import PlanItemRecord

_ADDED = N_("Added")
_REMOVED = N_("Removed")

Told = tuple[str, tuple[str, ...] | None, str]
"""What reports tell of an item in one field: its label, the ids it links to, its text."""


def since_fact(baseline: Baseline | None, texts: Texts) -> list[Fact]:
    """The fact that says from when on changes are told."""
    if baseline is None:
        return []
    return [Fact(texts.gettext(N_("Changes told since")), baseline.title or baseline.day)]


def changes_title(baseline: Baseline, texts: Texts, formats: Formats) -> str:
    """What the changes are told since."""
    if baseline.title:
        return texts.gettext(N_("Changes since “{title}”")).format(title=baseline.title)
    return texts.gettext(N_("Changes since {day}")).format(day=formats.full_date(baseline.day))


def changes_blocks(
    found: PlanData, baseline: Baseline, texts: Texts, formats: Formats, caption: str = ""
) -> tuple[Table, Note]:
    """The changes of a plan since a baseline; what was changed and changed back is not among them."""
    _ = texts.gettext
    changes = _Changes(found, baseline, texts, formats)
    table = Table(
        (
            Column(_(N_("What changed")), Kind.TEXT, 2),
            Column(_(N_("Before")), Kind.LONG_TEXT, 5),
            Column(_(N_("Now")), Kind.LONG_TEXT, 5),
        ),
        changes.rows,
        caption=caption,
        empty_text=_(N_("Nothing that this report tells of has changed.")),
        group_title=_(N_("Action")),
        count=sum(not isinstance(row, GroupRow) for row in changes.rows()),
    )
    text = N_("Compared with what was recorded up to {day}; what was changed and changed back is not told.")
    return table, Note(_(text).format(day=formats.full_date(baseline.day)))


class _Changes:
    """The items of a plan as they were and as they are, as texts in the language of the paper."""

    def __init__(self, found: PlanData, baseline: Baseline, texts: Texts, formats: Formats) -> None:
        self._now = {item.id: item for item in found.items}
        self._before = {item.id: item for item in baseline.items.get(found.plan.id, ())}
        self._texts = texts
        self._writers = [
            (column.title, getter, cell_text(formats, column))
            for column, getter in zip(item_columns(texts), item_getters(texts), strict=True)
        ]
        self._grouping = texts.gettext(fields_of(PlanItem)[GROUPING].label)

    def rows(self) -> Iterator[Row]:
        """A band for each item that differs, and below it a row for each difference; removed ones last."""
        for item_id, item in self._now.items():
            yield from self._item_rows(item, list(self._differences(self._before.get(item_id), item)))
        for item_id, item in self._before.items():
            if item_id not in self._now:
                yield from self._item_rows(item, [(self._texts.gettext(_REMOVED), item.title, None)])

    def _item_rows(self, item: PlanItemRecord, rows: list[DataRow]) -> Iterator[Row]:
        if rows:
            yield GroupRow(" ".join(part for part in (item.number, item.title) if part))
            yield from rows

    def _differences(self, before: PlanItemRecord | None, now: PlanItemRecord) -> Iterator[DataRow]:
        if before is None:
            yield self._texts.gettext(_ADDED), None, now.title
        elif before != now:
            for (label, old_link, old), (_, new_link, new) in zip(
                self._told(before), self._told(now), strict=True
            ):
                # A ministry with a new name is the same one: its items have not changed.
                if old != new and (old_link is None or old_link != new_link):
                    yield label, old or None, new or None

    def _told(self, item: PlanItemRecord) -> Iterator[Told]:
        for (title, getter, write), link in zip(self._writers, item_links(item), strict=True):
            yield title, link, write(getter(item))
        yield self._grouping, None, item.objective_title or ""
