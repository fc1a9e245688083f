"""The columns of items in papers: one for each declared field that reports show unasked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from db.fields import Field, Ref, fields_of
from db.fields import Kind as FieldKind
from db.schema import PlanItem
from desktop.base.i18n import Texts
from desktop.reports.builders.shared import shown_date
from desktop.reports.document import Cell, Column, Kind

if TYPE_CHECKING:
    from db.records import PlanItemRecord

Getter = Callable[["PlanItemRecord"], Cell]

GROUPING = "objective_title"
"""Stands above its items, not beside them."""
_WEIGHTS = {"number": 1.0, "title": 4.4, "last_note": 3.2}
_WEIGHT_OF_KIND = {FieldKind.PARTIAL_DATE: 1.25, FieldKind.CHOICE: 1.35, FieldKind.LINKS: 2.2}
_KINDS = {"number": Kind.CODE, "status": Kind.STATUS}
_KIND_OF_KIND = {
    FieldKind.PARTIAL_DATE: Kind.PARTIAL_DATE,
    FieldKind.PERCENT: Kind.PERCENT,
    FieldKind.CHOICE: Kind.TEXT,
}


def reported_fields() -> dict[str, Field]:
    """The declared fields of an item that reports show unasked, in their order."""
    return {
        name: field for name, field in fields_of(PlanItem).items() if field.is_reported and name != GROUPING
    }


def item_columns(texts: Texts) -> tuple[Column, ...]:
    """Their columns, with headings in the report's language."""
    return tuple(_column(name, field, texts) for name, field in reported_fields().items())


def item_getters(texts: Texts) -> tuple[Getter, ...]:
    """What gives each column's cell from a record."""
    return tuple(_getter(name, field, texts) for name, field in reported_fields().items())


def item_links(item: PlanItemRecord) -> tuple[tuple[str, ...] | None, ...]:
    """Which records each column links to, whatever they are called now; None for a column without links."""
    return tuple(
        tuple(ref.id for ref in _linked_refs(name, item)) if field.kind is FieldKind.LINKS else None
        for name, field in reported_fields().items()
    )


def _column(name: str, field: Field, texts: Texts) -> Column:
    weight = _WEIGHTS.get(name, _WEIGHT_OF_KIND.get(field.kind, 2.2))
    kind = _KINDS.get(name) or _KIND_OF_KIND.get(field.kind, Kind.LONG_TEXT)
    choices = tuple(texts.gettext(word) for word in (field.choices or {}).values())
    return Column(texts.gettext(field.label), kind, weight, choices=choices if name == "status" else ())


def _getter(name: str, field: Field, texts: Texts) -> Getter:
    if field.kind is FieldKind.LINKS:
        return partial(_linked, name)
    if field.kind is FieldKind.PARTIAL_DATE:
        return partial(_date, name)
    if field.choices:
        return partial(_word, name, {code: texts.gettext(word) for code, word in field.choices.items()})
    return partial(_plain, name)


def _linked(name: str, item: PlanItemRecord) -> str:
    return names(_linked_refs(name, item))


def _linked_refs(name: str, item: PlanItemRecord) -> tuple[Ref, ...]:
    """What a column links to; the lead brings those that lead with it."""
    refs: tuple[Ref, ...] = getattr(item, name)
    return (*refs, *item.co_leads) if name == "lead" else refs


def names(refs: tuple[Ref, ...]) -> str:
    """Linked records, one below the other; the sign between them tells where a long name ends."""
    return ";\n".join(ref.text for ref in refs)


def _date(name: str, item: PlanItemRecord) -> Cell:
    return shown_date(getattr(item, name), item.due_text if name == "due" else "")


def _word(name: str, words: dict[str, str], item: PlanItemRecord) -> str:
    return words.get(getattr(item, name), "")


def _plain(name: str, item: PlanItemRecord) -> Any:
    return getattr(item, name)
