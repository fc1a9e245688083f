"""National coordination: bodies, their members and meetings, and what meetings agreed."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy.orm import Mapped

from db import fields as f
from db.messages import N_
from db.schema.base import Aggregate, Shareable

MEMBER_ROLES = {"chair": N_("Chair"), "main": N_("Main member"), "alternate": N_("Alternate member")}


class CoordinationBody(Shareable):
    """A national committee or working group, with the instrument that set it up."""

    __tablename__ = "coordination_body"
    title_label: ClassVar[str] = N_("Coordination body")
    name: Mapped[str] = f.text(N_("Name"), required=True, is_reported=True)
    state: Mapped[str | None] = f.state(N_("State"))
    instrument: Mapped[str] = f.text(N_("Instrument"), is_reported=True)
    established_on: Mapped[str | None] = f.partial_date(N_("Established on"))
    note: Mapped[str] = f.long_text(N_("Note"))
    members = f.children(N_("Members"), "body_member", owner="body_id")


class BodyMember(Aggregate):
    """An institution's seat in a coordination body and the person in it."""

    __tablename__ = "body_member"
    title_label: ClassVar[str] = N_("Member of a coordination body")
    body_id: Mapped[str] = f.link("", "coordination_body", required=True)
    institution_id: Mapped[str | None] = f.link(N_("Institution"), "institution")
    person_id: Mapped[str | None] = f.link(N_("Person"), "person")
    role: Mapped[str] = f.choice(N_("Role"), MEMBER_ROLES, required=True, default="main")
    from_date: Mapped[str | None] = f.partial_date(N_("From"))
    to_date: Mapped[str | None] = f.partial_date(N_("To"))
    position: Mapped[str] = f.order_key()
    __table_args__ = (f.one_of("role", MEMBER_ROLES),)


class Meeting(Shareable):
    """A meeting of a coordination body."""

    __tablename__ = "meeting"
    title_label: ClassVar[str] = N_("Meeting")
    body_id: Mapped[str] = f.link("", "coordination_body", required=True)
    held_on: Mapped[str] = f.partial_date(N_("Date"), required=True, is_reported=True)
    place_held: Mapped[str] = f.text(N_("Place"))
    agenda: Mapped[str] = f.long_text(N_("Agenda"), is_reported=True)
    minutes: Mapped[str] = f.long_text(N_("Minutes"))


class MeetingAttendance(Aggregate):
    """Who attended a meeting, for which institution."""

    __tablename__ = "meeting_attendance"
    title_label: ClassVar[str] = N_("Attendance")
    meeting_id: Mapped[str] = f.link("", "meeting", required=True)
    person_id: Mapped[str | None] = f.link(N_("Person"), "person")
    institution_id: Mapped[str | None] = f.link(N_("Institution"), "institution")
    name: Mapped[str] = f.text(N_("Name as recorded"))
    position: Mapped[str] = f.order_key()


class Agreement(Aggregate):
    """What a meeting agreed: what, who, by when, done."""

    __tablename__ = "agreement"
    title_label: ClassVar[str] = N_("Agreement")
    meeting_id: Mapped[str] = f.link("", "meeting", required=True)
    text: Mapped[str] = f.long_text(N_("Agreement"), required=True, is_reported=True)
    institution_id: Mapped[str | None] = f.link(N_("Institution"), "institution")
    person_id: Mapped[str | None] = f.link(N_("Person"), "person")
    due: Mapped[str | None] = f.partial_date(N_("Due"), is_reported=True)
    done_on: Mapped[str | None] = f.partial_date(N_("Done on"), is_reported=True)
    position: Mapped[str] = f.order_key()


class AgreementItem(Aggregate):
    """An agreement and the item it serves."""

    __tablename__ = "agreement_item"
    title_label: ClassVar[str] = N_("Action of an agreement")
    agreement_id: Mapped[str] = f.link("", "agreement", required=True)
    item_id: Mapped[str] = f.link(N_("Action"), "plan_item", required=True)
