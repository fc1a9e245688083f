"""What leaves the data room: frozen rows made from the declarations, one class per table.

A record has every stored field, the linked ones as tuples of `Ref`, and the derived ones; children are read
by their own queries. To the type checker a record is its table's class, whose annotations say the types.
"""

from __future__ import annotations

from collections import namedtuple
from functools import cache
from typing import TYPE_CHECKING, Any

from db.fields import Kind, Ref, fields_of
from db.schema import Designation, Institution, Objective, Person, Plan, PlanItem, Post, ProgressNote
from db.schema.base import Base


@cache
def record_class(table: type[Base]) -> Any:
    """The frozen row class of a table: a named tuple over its fields in declared order."""
    names = [name for name, field in fields_of(table).items() if field.kind is not Kind.CHILDREN]
    empty = [
        () if fields_of(table)[name].kind is Kind.LINKS else fields_of(table)[name].empty for name in names
    ]
    return namedtuple(f"{table.__name__}Record", names, defaults=empty)


if TYPE_CHECKING:
    DesignationRecord = Designation
    InstitutionRecord = Institution
    ObjectiveRecord = Objective
    PersonRecord = Person
    PlanItemRecord = PlanItem
    PlanRecord = Plan
    PostRecord = Post
    ProgressNoteRecord = ProgressNote
else:
    DesignationRecord = record_class(Designation)
    InstitutionRecord = record_class(Institution)
    ObjectiveRecord = record_class(Objective)
    PersonRecord = record_class(Person)
    PlanItemRecord = record_class(PlanItem)
    PlanRecord = record_class(Plan)
    PostRecord = record_class(Post)
    ProgressNoteRecord = record_class(ProgressNote)

__all__ = [
    "DesignationRecord",
    "InstitutionRecord",
    "ObjectiveRecord",
    "PersonRecord",
    "PlanItemRecord",
    "PlanRecord",
    "PostRecord",
    "ProgressNoteRecord",
    "Ref",
    "record_class",
]
