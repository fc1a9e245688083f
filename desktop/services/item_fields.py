"""The fields of an action as people meet them on the screen.

The links to an action's objective and to the action it is part of are technical where they are declared:
reports and workbooks know them by the titles. On the screen they are chosen, so here they have names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from db.fields import Field, Kind, fields_of
from db.schema import Objective, PlanItem

_LINKS = ("objective_id", "parent_id")


@cache
def item_fields() -> Mapping[str, Field]:
    """All fields of an action by name; its objective and what it is part of are links that can be chosen."""
    declared = fields_of(PlanItem)
    labels = (declared["objective_title"].label, fields_of(Objective)["parent_id"].label)
    chosen = {
        name: replace(
            declared[name],
            label=label,
            kind=Kind.LINK,
            place=declared["title"].place,
            is_locked_when_adopted=True,
        )
        for name, label in zip(_LINKS, labels, strict=True)
    }
    return {**declared, **chosen}
