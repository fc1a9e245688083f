"""Letters, submissions to the Committee, assistance requests, cooperation and events."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy.orm import Mapped

from db import fields as f
from db.messages import N_
from db.schema.base import Aggregate, Shareable
from db.schema.matrix import WEAPONS

LETTER_KINDS = {
    "note_verbale": N_("Note verbale"),
    "official_letter": N_("Official letter"),
    "instruction": N_("Instruction"),
    "email": N_("E-mail"),
}
DIRECTIONS = {"in": N_("Received"), "out": N_("Sent")}
SUBMISSION_STATES = {
    "draft": N_("Draft"),
    "consultation": N_("In consultation"),
    "cleared": N_("Cleared"),
    "sent": N_("Sent to the mission"),
    "submitted": N_("Submitted"),
    "acknowledged": N_("Acknowledged"),
    "published": N_("Published"),
}
SUBMISSION_KINDS = {
    "national_report": N_("National report"),
    "addendum": N_("Additional information"),
    "action_plan": N_("National action plan"),
    "matrix_comment": N_("Comment on the matrix"),
    "contact_points": N_("Points of contact"),
    "other": N_("Other submission"),
}
REQUEST_STATES = {
    "draft": N_("Draft"),
    "submitted": N_("Submitted"),
    "in_course": N_("In course"),
    "met": N_("Need met"),
    "withdrawn": N_("Withdrawn"),
}
EVENT_KINDS = {
    "course": N_("Course"),
    "workshop": N_("Workshop"),
    "exercise": N_("Exercise"),
    "outreach": N_("Outreach"),
    "peer_review": N_("Peer review"),
    "meeting": N_("Meeting"),
}


class Letter(Shareable):
    """A note verbale, official letter, instruction or e-mail, in or out."""

    __tablename__ = "letter"
    title_label: ClassVar[str] = N_("Letter")
    state: Mapped[str | None] = f.state(N_("State"))
    kind: Mapped[str] = f.choice(N_("Kind"), LETTER_KINDS, required=True, is_reported=True)
    direction: Mapped[str] = f.choice(N_("Received or sent"), DIRECTIONS, required=True, is_reported=True)
    number: Mapped[str] = f.text(N_("Number"), is_reported=True)
    symbol: Mapped[str] = f.text(N_("Symbol"), is_reported=True)
    dated: Mapped[str | None] = f.partial_date(N_("Date"), is_reported=True)
    received_on: Mapped[str | None] = f.partial_date(N_("Received on"))
    correspondent: Mapped[str] = f.text(N_("From or to"), is_reported=True)
    institution_id: Mapped[str | None] = f.link(N_("Institution"), "institution")
    subject: Mapped[str] = f.text(N_("Subject"), required=True, is_reported=True)
    text: Mapped[str] = f.long_text(N_("Text"))
    reply_requested_by: Mapped[str | None] = f.partial_date(N_("Reply requested by"), is_reported=True)
    answers_id: Mapped[str | None] = f.link(N_("Answers"), "letter")
    note: Mapped[str] = f.long_text(N_("Note"))
    __table_args__ = (f.one_of("kind", LETTER_KINDS), f.one_of("direction", DIRECTIONS))


class Submission(Shareable):
    """Something said to the Committee; once cleared it freezes a point in the change log as its baseline."""

    __tablename__ = "submission"
    title_label: ClassVar[str] = N_("Submission to the Committee")
    state: Mapped[str] = f.state(N_("State"), required=True)
    kind: Mapped[str] = f.choice(N_("Kind"), SUBMISSION_KINDS, required=True, is_reported=True)
    title: Mapped[str] = f.text(N_("Title"), required=True, is_reported=True)
    status: Mapped[str] = f.choice(
        N_("Step"), SUBMISSION_STATES, required=True, default="draft", is_reported=True
    )
    plan_id: Mapped[str | None] = f.link(N_("Plan"), "plan")
    matrix_version_id: Mapped[str | None] = f.link(N_("Matrix version"), "matrix_version")
    baseline: Mapped[int | None] = f.integer(N_("Baseline in the history"), minimum=1)
    symbol: Mapped[str] = f.text(N_("Document symbol"), is_reported=True)
    can_publish: Mapped[int | None] = f.integer(N_("Consent to publish"), minimum=0, maximum=1)
    note: Mapped[str] = f.long_text(N_("Note"))
    steps = f.children(N_("Steps"), "submission_step", owner="submission_id")
    __table_args__ = (f.one_of("kind", SUBMISSION_KINDS), f.one_of("status", SUBMISSION_STATES))


class SubmissionStep(Aggregate):
    """A step of a submission, with the letter that documents it."""

    __tablename__ = "submission_step"
    title_label: ClassVar[str] = N_("Step of a submission")
    submission_id: Mapped[str] = f.link("", "submission", required=True)
    status: Mapped[str] = f.choice(N_("Step"), SUBMISSION_STATES, required=True)
    on_date: Mapped[str | None] = f.partial_date(N_("Date"))
    number: Mapped[str] = f.text(N_("Number"))
    letter_id: Mapped[str | None] = f.link(N_("Letter"), "letter")
    note: Mapped[str] = f.long_text(N_("Note"))
    __table_args__ = (f.one_of("status", SUBMISSION_STATES),)


class AssistanceRequest(Shareable):
    """A request for assistance in the Committee's form."""

    __tablename__ = "assistance_request"
    title_label: ClassVar[str] = N_("Assistance request")
    state: Mapped[str] = f.state(N_("State"), required=True)
    title: Mapped[str] = f.text(N_("Title"), required=True, is_reported=True)
    status: Mapped[str] = f.choice(
        N_("Step"), REQUEST_STATES, required=True, default="draft", is_reported=True
    )
    dated: Mapped[str | None] = f.partial_date(N_("Date"), is_reported=True)
    authority: Mapped[str] = f.text(N_("Responsible authority"))
    contact_id: Mapped[str | None] = f.link(N_("Person"), "person")
    letter_id: Mapped[str | None] = f.link(N_("Letter"), "letter")
    subject: Mapped[str] = f.text(N_("Subject"))
    weapons: Mapped[str] = f.codes(N_("Weapon types"), choices=WEAPONS)
    objective: Mapped[str] = f.long_text(N_("Objective"))
    description: Mapped[str] = f.long_text(N_("Description"))
    assistance_kind: Mapped[str] = f.text(N_("Kind of assistance"))
    beneficiaries: Mapped[str] = f.long_text(N_("Beneficiaries"))
    timeframe: Mapped[str | None] = f.partial_date(N_("Timeframe"))
    previous: Mapped[str] = f.long_text(N_("Previous or pending assistance"))
    can_publish: Mapped[int | None] = f.integer(N_("Consent to publish"), minimum=0, maximum=1)
    follow_up_on: Mapped[str | None] = f.partial_date(N_("Follow-up on"))
    follow_up: Mapped[str] = f.long_text(N_("Follow-up"))
    __table_args__ = (f.one_of("status", REQUEST_STATES),)


class RequestItem(Aggregate):
    """A request and an item it came from."""

    __tablename__ = "request_item"
    title_label: ClassVar[str] = N_("Action of a request")
    request_id: Mapped[str] = f.link("", "assistance_request", required=True)
    item_id: Mapped[str] = f.link(N_("Action"), "plan_item", required=True)


class RequestProvider(Aggregate):
    """A request and a provider it went to."""

    __tablename__ = "request_provider"
    title_label: ClassVar[str] = N_("Provider of a request")
    request_id: Mapped[str] = f.link("", "assistance_request", required=True)
    provider: Mapped[str] = f.text(N_("Provider"), required=True)
    answered_on: Mapped[str | None] = f.partial_date(N_("Answered on"))
    answer: Mapped[str] = f.long_text(N_("Answer"))


class CooperationActivity(Shareable):
    """Assistance that was given: by whom, funded by whom, delivered when."""

    __tablename__ = "cooperation_activity"
    title_label: ClassVar[str] = N_("Cooperation activity")
    state: Mapped[str | None] = f.state(N_("State"))
    title: Mapped[str] = f.text(N_("Title"), required=True, is_reported=True)
    provider: Mapped[str] = f.text(N_("Provider"), is_reported=True)
    funded_by: Mapped[str] = f.text(N_("Funded by"))
    period: Mapped[str | None] = f.partial_date(N_("Period"), is_reported=True)
    delivered: Mapped[str] = f.long_text(N_("Delivered"))
    request_id: Mapped[str | None] = f.link(N_("Assistance request"), "assistance_request")


class ActivityItem(Aggregate):
    """A cooperation activity and an item it serves."""

    __tablename__ = "activity_item"
    title_label: ClassVar[str] = N_("Action of a cooperation activity")
    activity_id: Mapped[str] = f.link("", "cooperation_activity", required=True)
    item_id: Mapped[str] = f.link(N_("Action"), "plan_item", required=True)


class Offer(Shareable):
    """Assistance the State offers to others."""

    __tablename__ = "offer"
    title_label: ClassVar[str] = N_("Offer of assistance")
    state: Mapped[str] = f.state(N_("State"), required=True)
    title: Mapped[str] = f.text(N_("Title"), required=True, is_reported=True)
    subject: Mapped[str] = f.text(N_("Subject"))
    description: Mapped[str] = f.long_text(N_("Description"), is_reported=True)
    dated: Mapped[str | None] = f.partial_date(N_("Date"))


class Event(Shareable):
    """A course, workshop, exercise, outreach event, peer review or meeting."""

    __tablename__ = "event"
    title_label: ClassVar[str] = N_("Event")
    state: Mapped[str | None] = f.state(N_("State"))
    title: Mapped[str] = f.text(N_("Title"), required=True, is_reported=True)
    kind: Mapped[str] = f.choice(N_("Kind"), EVENT_KINDS, required=True, is_reported=True)
    period: Mapped[str | None] = f.partial_date(N_("Date"), is_reported=True)
    place_held: Mapped[str] = f.text(N_("Place"), is_reported=True)
    organiser: Mapped[str] = f.text(N_("Organiser"))
    topics: Mapped[str] = f.codes(N_("Topics"))
    sectors: Mapped[str] = f.codes(N_("Sectors"))
    note: Mapped[str] = f.long_text(N_("Note"))
    __table_args__ = (f.one_of("kind", EVENT_KINDS),)


class EventSession(Aggregate):
    """A session of an event."""

    __tablename__ = "event_session"
    title_label: ClassVar[str] = N_("Session")
    event_id: Mapped[str] = f.link("", "event", required=True)
    title: Mapped[str] = f.text(N_("Title"), required=True)
    on_date: Mapped[str | None] = f.partial_date(N_("Date"))
    speaker: Mapped[str] = f.text(N_("Speaker"))
    position: Mapped[str] = f.order_key()


class EventParticipant(Aggregate):
    """Who took part in an event."""

    __tablename__ = "event_participant"
    title_label: ClassVar[str] = N_("Participant")
    event_id: Mapped[str] = f.link("", "event", required=True)
    person_id: Mapped[str | None] = f.link(N_("Person"), "person")
    institution_id: Mapped[str | None] = f.link(N_("Institution"), "institution")
    name: Mapped[str] = f.text(N_("Name as recorded"))
    sector: Mapped[str] = f.text(N_("Sector"))
    position: Mapped[str] = f.order_key()
