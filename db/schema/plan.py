"""National action plans: plan, objectives, items, progress, indicators and what items are linked to."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped

from db import fields as f
from db.messages import N_
from db.schema import plan_headings as headings
from db.schema.base import Aggregate, Shareable
from db.schema.matrix import SIDES, WEAPONS

PLAN_STATUSES = {
    "draft": N_("Draft"),
    "adopted": N_("Adopted"),
    "submitted": N_("Submitted"),
    "superseded": N_("Superseded"),
}
LOCKED_PLAN_STATUSES = ("adopted", "submitted")
"""Statuses under which the approved text is closed, unless it is being amended."""
STATUSES = {
    "not_started": N_("Not started"),
    "in_progress": N_("In progress"),
    "completed": N_("Completed"),
    "on_hold": N_("On hold"),
    "cancelled": N_("Cancelled"),
    "continuous": N_("Continuous"),
}
CLOSED_STATUSES = ("completed", "cancelled", "continuous")
"""Statuses under which an item is never past its date."""
PRIORITIES = {"high": N_("High"), "medium": N_("Medium"), "low": N_("Low")}
DIFFICULTIES = {
    "legal": N_("Legal"),
    "financial": N_("Financial"),
    "technical": N_("Technical"),
    "staff": N_("Staff"),
    "coordination": N_("Coordination"),
    "other": N_("Other difficulty"),
}
INSTITUTION_ROLES = {
    "lead": N_("Lead institution"),
    "co_lead": N_("Co-lead institutions"),
    "supporting": N_("Supporting institutions"),
}


class Plan(Shareable):
    """A national implementation action plan: a government act, valid for a period."""

    __tablename__ = "plan"
    title_label: ClassVar[str] = N_("Plan")
    state: Mapped[str] = f.state(N_("State"), required=True)
    title: Mapped[str] = f.text(N_("Title"), required=True, is_reported=True)
    period: Mapped[str | None] = f.partial_date(N_("Period"), is_reported=True)
    status: Mapped[str] = f.choice(
        N_("Status of the plan"), PLAN_STATUSES, required=True, default="draft", is_reported=True
    )
    instrument: Mapped[str] = f.text(N_("Adopting instrument"), is_reported=True)
    adopted_on: Mapped[str | None] = f.partial_date(N_("Adopted on"))
    predecessor_id: Mapped[str | None] = f.link(N_("Predecessor"), "plan", is_listed=False)
    is_amending: Mapped[int] = f.flag(N_("Being amended"), is_listed=False)
    note: Mapped[str] = f.long_text(N_("Note"))
    __table_args__ = (f.one_of("status", PLAN_STATUSES),)


class Objective(Aggregate):
    """A heading of the plan; objectives form a tree with free numbers."""

    __tablename__ = "objective"
    title_label: ClassVar[str] = N_("Objective")
    plan_id: Mapped[str] = f.link("", "plan", required=True)
    parent_id: Mapped[str | None] = f.link(N_("Part of"), "objective", is_listed=False)
    number: Mapped[str] = f.text(N_("Number"), is_locked_when_adopted=True)
    title: Mapped[str] = f.text(N_("Title"), required=True, is_locked_when_adopted=True)
    position: Mapped[str] = f.order_key()


class PlanItem(Shareable):
    """One action of a plan. Approved words are locked while the plan is adopted; progress is not."""

    __tablename__ = "plan_item"
    title_label: ClassVar[str] = N_("Action")
    plan_id: Mapped[str] = f.link("", "plan", required=True)
    objective_id: Mapped[str | None] = f.link("", "objective")
    parent_id: Mapped[str | None] = f.link("", "plan_item", is_owner=True)
    predecessor_id: Mapped[str | None] = f.link("", "plan_item")
    position: Mapped[str] = f.order_key()
    number: Mapped[str] = f.text(
        N_("Number"),
        is_reported=True,
        is_locked_when_adopted=True,
        place=N_("Action"),
        synonyms=headings.NUMBER,
    )
    title: Mapped[str] = f.text(
        N_("Title"),
        required=True,
        is_reported=True,
        is_locked_when_adopted=True,
        place=N_("Action"),
        synonyms=headings.TITLE,
    )
    description: Mapped[str] = f.long_text(
        N_("Description"),
        is_locked_when_adopted=True,
        place=N_("Action"),
        synonyms=headings.DESCRIPTION,
    )
    objective_title = f.derived(
        N_("Objective"),
        f.Kind.TEXT,
        is_reported=True,
        synonyms=headings.OBJECTIVE,
    )
    lead = f.linked(
        N_("Lead institution"),
        "item_institution",
        owner="item_id",
        target_column="institution_id",
        target="institution",
        role="lead",
        is_reported=True,
        place=N_("Responsibility"),
        synonyms=headings.LEAD,
    )
    co_leads = f.linked(
        N_("Co-lead institutions"),
        "item_institution",
        owner="item_id",
        target_column="institution_id",
        target="institution",
        role="co_lead",
        place=N_("Responsibility"),
        synonyms=headings.CO_LEADS,
    )
    supporting = f.linked(
        N_("Supporting institutions"),
        "item_institution",
        owner="item_id",
        target_column="institution_id",
        target="institution",
        role="supporting",
        is_reported=True,
        place=N_("Responsibility"),
        synonyms=headings.SUPPORTING,
    )
    persons = f.linked(
        N_("Persons"),
        "item_person",
        owner="item_id",
        target_column="person_id",
        target="person",
        place=N_("Responsibility"),
        synonyms=headings.PERSONS,
    )
    start: Mapped[str | None] = f.partial_date(
        N_("Start"),
        is_reported=True,
        is_locked_when_adopted=True,
        place=N_("Dates and status"),
        synonyms=headings.START,
    )
    due: Mapped[str | None] = f.partial_date(
        N_("Due"),
        is_reported=True,
        is_locked_when_adopted=True,
        place=N_("Dates and status"),
        synonyms=headings.DUE,
    )
    due_text: Mapped[str] = f.text(
        N_("Due, as written"), is_locked_when_adopted=True, is_listed=False, place=N_("Dates and status")
    )
    completed_on: Mapped[str | None] = f.partial_date(
        N_("Completed on"),
        place=N_("Dates and status"),
        synonyms=headings.COMPLETED_ON,
    )
    status: Mapped[str | None] = f.choice(
        N_("Status"),
        STATUSES,
        is_reported=True,
        place=N_("Dates and status"),
        synonyms=headings.STATUS,
    )
    progress: Mapped[float | None] = f.percent(
        N_("Progress"),
        is_listed=False,
        place=N_("Dates and status"),
        synonyms=headings.PROGRESS,
    )
    priority: Mapped[str | None] = f.choice(
        N_("Priority"),
        PRIORITIES,
        place=N_("Dates and status"),
        synonyms=headings.PRIORITY,
    )
    resources: Mapped[str] = f.long_text(
        N_("Resources"),
        is_locked_when_adopted=True,
        place=N_("Resources"),
        synonyms=headings.RESOURCES,
    )
    budget: Mapped[str | None] = f.money(
        N_("Budget"),
        place=N_("Resources"),
        synonyms=headings.BUDGET,
    )
    currency: Mapped[str] = f.text(
        N_("Currency"), max_length=3, place=N_("Resources"), synonyms=headings.CURRENCY
    )
    funding: Mapped[str] = f.text(
        N_("Funding source"),
        place=N_("Resources"),
        synonyms=headings.FUNDING,
    )
    assistance_needed: Mapped[str] = f.long_text(
        N_("Assistance needed"),
        place=N_("Resources"),
        synonyms=headings.ASSISTANCE_NEEDED,
    )
    difficulty_kind: Mapped[str | None] = f.choice(
        N_("Kind of difficulty"), DIFFICULTIES, is_listed=False, place=N_("Difficulties and remarks")
    )
    difficulty: Mapped[str] = f.long_text(
        N_("Difficulty"),
        place=N_("Difficulties and remarks"),
        synonyms=headings.DIFFICULTY,
    )
    remarks: Mapped[str] = f.long_text(
        N_("Remarks"),
        place=N_("Difficulties and remarks"),
        synonyms=headings.REMARKS,
    )
    second_title: Mapped[str] = f.text(
        N_("Title in the second language"), is_locked_when_adopted=True, is_listed=False,
        place=N_("Second language"),
    )  # fmt: skip
    second_description: Mapped[str] = f.long_text(
        N_("Description in the second language"), is_locked_when_adopted=True, is_listed=False,
        place=N_("Second language"),
    )  # fmt: skip
    is_translation_outdated: Mapped[int] = f.flag(
        N_("Translation out of date"), is_listed=False, place=N_("Second language")
    )
    plan_title = f.derived(N_("Plan"), f.Kind.TEXT)
    state = f.derived(N_("State"), f.Kind.STATE)
    last_note = f.derived(N_("Last progress note"), f.Kind.LONG_TEXT, is_reported=True)
    notes = f.children(N_("Progress notes"), "progress_note", owner="item_id")
    indicators = f.children(
        N_("Indicators"),
        "indicator",
        owner="item_id",
        synonyms=headings.INDICATORS,
    )
    __table_args__ = (
        f.one_of("status", STATUSES),
        f.one_of("priority", PRIORITIES),
        f.one_of("difficulty_kind", DIFFICULTIES),
        CheckConstraint("progress BETWEEN 0 AND 100", name="progress"),
        CheckConstraint("parent_id <> id", name="parent"),
        Index("ix_plan_item_order", "plan_id", "position"),
    )


class ItemInstitution(Aggregate):
    """An institution's role in an item; roles are kept in order."""

    __tablename__ = "item_institution"
    title_label: ClassVar[str] = N_("Institution of an action")
    item_id: Mapped[str] = f.link("", "plan_item", required=True)
    institution_id: Mapped[str] = f.link(N_("Institution"), "institution", required=True)
    role: Mapped[str] = f.choice(N_("Role"), INSTITUTION_ROLES, required=True)
    position: Mapped[str] = f.order_key()
    __table_args__ = (f.one_of("role", INSTITUTION_ROLES),)


class ItemPerson(Aggregate):
    """A person named for an item."""

    __tablename__ = "item_person"
    title_label: ClassVar[str] = N_("Person of an action")
    item_id: Mapped[str] = f.link("", "plan_item", required=True)
    person_id: Mapped[str] = f.link(N_("Person"), "person", required=True)
    position: Mapped[str] = f.order_key()


class ProgressNote(Aggregate):
    """A dated note on an item; with a status it sets the item's in the same change set."""

    __tablename__ = "progress_note"
    title_label: ClassVar[str] = N_("Progress note")
    item_id: Mapped[str] = f.link("", "plan_item", required=True)
    on_date: Mapped[str] = f.partial_date(N_("Date"), required=True)
    author: Mapped[str] = f.text(N_("Author"))
    text: Mapped[str] = f.long_text(N_("Note"), required=True)
    status: Mapped[str | None] = f.choice(N_("Status"), STATUSES)
    __table_args__ = (f.one_of("status", STATUSES),)


class Indicator(Aggregate):
    """An indicator or expected result of an item, with its baseline and target."""

    __tablename__ = "indicator"
    title_label: ClassVar[str] = N_("Indicator")
    item_id: Mapped[str] = f.link("", "plan_item", required=True)
    text: Mapped[str] = f.long_text(N_("Indicator"), required=True, is_locked_when_adopted=True)
    unit: Mapped[str] = f.text(N_("Unit of the indicator"))
    baseline: Mapped[str] = f.text(N_("Baseline"))
    target: Mapped[str] = f.text(N_("Target"), is_locked_when_adopted=True)
    position: Mapped[str] = f.order_key()
    values = f.children(N_("Values"), "indicator_value", owner="indicator_id")


class IndicatorValue(Aggregate):
    """A value of an indicator on a date."""

    __tablename__ = "indicator_value"
    title_label: ClassVar[str] = N_("Value of an indicator")
    indicator_id: Mapped[str] = f.link("", "indicator", required=True)
    on_date: Mapped[str] = f.partial_date(N_("Date"), required=True)
    value: Mapped[str] = f.text(N_("Value"), required=True)


class ItemMatrixRow(Aggregate):
    """An item serves a matrix row, named by its stable key; where it says so, one weapon type or column of it."""

    __tablename__ = "item_matrix_row"
    title_label: ClassVar[str] = N_("Matrix row of an action")
    item_id: Mapped[str] = f.link("", "plan_item", required=True)
    row_key: Mapped[str] = f.text(N_("Matrix row"), required=True, index=True)
    weapon: Mapped[str | None] = f.choice(N_("Weapon type"), WEAPONS)
    side: Mapped[str | None] = f.choice(N_("Column"), SIDES)
    __table_args__ = (f.one_of("weapon", WEAPONS), f.one_of("side", SIDES))


class ItemLaw(Aggregate):
    """An item and a law it rests on or brings about."""

    __tablename__ = "item_law"
    title_label: ClassVar[str] = N_("Law of an action")
    item_id: Mapped[str] = f.link("", "plan_item", required=True)
    law_id: Mapped[str] = f.link(N_("Law"), "law", required=True)


class ItemTreaty(Aggregate):
    """An item and a treaty, named by its reference key."""

    __tablename__ = "item_treaty"
    title_label: ClassVar[str] = N_("Treaty of an action")
    item_id: Mapped[str] = f.link("", "plan_item", required=True)
    treaty_key: Mapped[str] = f.text(N_("Treaty"), required=True, index=True)
