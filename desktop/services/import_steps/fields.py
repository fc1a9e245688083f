"""The fields that the columns of a source may be taken as, with the names people know them by."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from db.fields import fields_of
from db.schema import Designation, Institution, Person, PlanItem, Post
from desktop.base.i18n import N_
from desktop.exchange.layout import TargetField
from desktop.services.import_contacts import contact_targets
from desktop.services.import_contacts.targets import NAMES as CONTACT_NAMES
from desktop.services.import_plan.targets import NAMES as PLAN_NAMES
from desktop.services.import_plan.targets import plan_targets
from desktop.services.import_steps.reading import Kind

NEEDED = {"plan": ("title",), "contacts": CONTACT_NAMES}
"""A source can be taken when it has one of these fields."""

_ID = N_("Id")
_HIERARCHY_LABELS = {"parent": N_("Part of"), "level": N_("Level")}
_CONTACT_LABELS = {
    "id": _ID,
    "person": N_("Person"),
    "emails": N_("E-mail"),
    "private_emails": N_("Private e-mail"),
    "phones": N_("Phone"),
    "mobiles": N_("Mobile phone"),
    "private_phones": N_("Private phone"),
    "faxes": N_("Fax"),
    "aliases": N_("Other names it was met under"),
    "suffix": N_("Name suffix"),
    "extension": N_("Extension"),
    "place": N_("City and postal code"),
}
_CONTACT_TABLES = {
    "institution": (Institution, "name"),
    "post": (Post, "name"),
    "role": (Post, "role"),
    "seat": (Post, "seat"),
    "from": (Designation, "from_date"),
    "to": (Designation, "to_date"),
}
_SEARCHED = (Person, Institution, Designation)


@cache
def targets_of(kind: Kind) -> tuple[TargetField, ...]:
    """The wanted fields of a kind of import."""
    return plan_targets() if kind == "plan" else contact_targets()


@cache
def label_of(kind: Kind, name: str) -> str:
    """The message id of a field's name."""
    return _plan_label(name) if kind == "plan" else _contact_label(name)


def _plan_label(name: str) -> str:
    if name in _HIERARCHY_LABELS:
        return _HIERARCHY_LABELS[name]
    declared = {short: full for full, short in PLAN_NAMES.items()}.get(name, name)
    field = fields_of(PlanItem).get(declared)
    return field.label if field is not None and field.label else _ID


def _contact_label(name: str) -> str:
    if name in _CONTACT_LABELS:
        return _CONTACT_LABELS[name]
    if name in _CONTACT_TABLES:
        table, declared = _CONTACT_TABLES[name]
        return fields_of(table)[declared].label
    return next(fields_of(table)[name].label for table in _SEARCHED if name in fields_of(table))


def shown_order(kind: Kind, names: Sequence[str]) -> list[str]:
    """The names in the order in which people read them: what names the row first, ids last."""
    wanted = _PLAN_ORDER if kind == "plan" else _CONTACT_ORDER
    return sorted(names, key=lambda name: wanted.index(name) if name in wanted else len(wanted))


_PLAN_ORDER = ("number", "title", "objective", "lead", "co_leads", "supporting", "due", "due_text", "status",
               "progress", "priority", "start", "completed_on")  # fmt: skip
_CONTACT_ORDER = ("person", "treatment", "given_names", "surnames", "post", "role", "institution", "acronym",
                  "emails", "phones", "mobiles", "state")  # fmt: skip
