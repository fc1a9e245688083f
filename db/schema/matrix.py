"""The Committee's matrix, laws, treaties and effective practices."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy.orm import Mapped

from db import fields as f
from db.messages import N_
from db.schema.base import Aggregate, Shareable

VERSION_KINDS = {
    "approved": N_("Approved by the Committee"),
    "committee_draft": N_("Committee draft"),
    "national_comment": N_("National comment"),
}
WEAPONS = {"NW": N_("Nuclear weapons"), "CW": N_("Chemical weapons"), "BW": N_("Biological weapons")}
SIDES = {
    "answer": N_("Answer"),
    "legal": N_("National legal framework"),
    "enforcement": N_("Enforcement"),
}
LAW_KINDS = {
    "constitution": N_("Constitution"),
    "act": N_("Act"),
    "decree": N_("Decree"),
    "regulation": N_("Regulation"),
    "control_list": N_("Control list"),
    "other": N_("Other instrument"),
}
LAW_STAGES = {
    "idea": N_("Idea"),
    "draft": N_("Draft"),
    "consultation": N_("Consultation"),
    "parliament": N_("Parliament"),
    "adopted": N_("Adopted"),
    "published": N_("Published"),
    "in_force": N_("In force"),
    "amended": N_("Amended"),
    "repealed": N_("Repealed"),
}
TREATY_STATUSES = {
    "signed": N_("Signed"),
    "deposited": N_("Deposit"),
    "in_force": N_("In force for the State"),
    "not_party": N_("Not a party"),
}


class MatrixVersion(Shareable):
    """One version of a State's matrix, with its dates as printed."""

    __tablename__ = "matrix_version"
    title_label: ClassVar[str] = N_("Matrix version")
    state: Mapped[str] = f.state(N_("State"), required=True)
    template: Mapped[str] = f.text(N_("Form"), required=True)
    kind: Mapped[str] = f.choice(N_("Kind of version"), VERSION_KINDS, required=True, is_reported=True)
    report_dates: Mapped[str] = f.long_text(N_("Date of report, as printed"))
    addenda_dates: Mapped[str] = f.long_text(N_("Dates of addenda, as printed"))
    approval_date: Mapped[str] = f.text(N_("Date of Committee approval, as printed"), is_reported=True)
    symbol: Mapped[str] = f.text(N_("Symbol"))
    note: Mapped[str] = f.long_text(N_("Note"))
    __table_args__ = (f.one_of("kind", VERSION_KINDS),)


class MatrixRowText(Aggregate):
    """The texts of one matrix row: its sources and remarks. The id follows from version and key."""

    __tablename__ = "matrix_row_text"
    title_label: ClassVar[str] = N_("Matrix row")
    version_id: Mapped[str] = f.link("", "matrix_version", required=True)
    row_key: Mapped[str] = f.text(N_("Matrix row"), required=True)
    legal_source: Mapped[str] = f.long_text(N_("Source: national legal framework"))
    enforcement_source: Mapped[str] = f.long_text(N_("Source: enforcement"))
    information: Mapped[str] = f.long_text(N_("Information"))
    remarks: Mapped[str] = f.long_text(N_("Remarks"))


class MatrixCell(Aggregate):
    """One status cell: version, row key, weapon type, column. Only cells with a value have a row."""

    __tablename__ = "matrix_cell"
    title_label: ClassVar[str] = N_("Matrix cell")
    version_id: Mapped[str] = f.link("", "matrix_version", required=True)
    row_key: Mapped[str] = f.text(N_("Matrix row"), required=True)
    weapon: Mapped[str | None] = f.choice(N_("Weapon type"), WEAPONS)
    side: Mapped[str] = f.choice(N_("Column"), SIDES, required=True)
    value: Mapped[str] = f.text(N_("Value"), required=True)
    __table_args__ = (f.one_of("weapon", WEAPONS), f.one_of("side", SIDES))


class Law(Shareable):
    """A law, decree, regulation or control list."""

    __tablename__ = "law"
    title_label: ClassVar[str] = N_("Law")
    state: Mapped[str | None] = f.state(N_("State"))
    title: Mapped[str] = f.text(N_("Title"), required=True, is_reported=True)
    original_title: Mapped[str] = f.text(N_("Title in the original language"))
    kind: Mapped[str] = f.choice(N_("Kind"), LAW_KINDS, required=True, default="act", is_reported=True)
    number: Mapped[str] = f.text(N_("Number"), is_reported=True)
    dated: Mapped[str | None] = f.partial_date(N_("Date"), is_reported=True)
    institution_id: Mapped[str | None] = f.link(N_("Institution"), "institution")
    web: Mapped[str] = f.text(N_("Web site"))
    note: Mapped[str] = f.long_text(N_("Note"))
    stage = f.derived(N_("Stage"), f.Kind.CHOICE, choices=LAW_STAGES, is_reported=True)
    stages = f.children(N_("Stages"), "law_stage", owner="law_id")
    __table_args__ = (f.one_of("kind", LAW_KINDS),)


class LawStage(Aggregate):
    """A stage a law reached, and when."""

    __tablename__ = "law_stage"
    title_label: ClassVar[str] = N_("Stage of a law")
    law_id: Mapped[str] = f.link("", "law", required=True)
    stage: Mapped[str] = f.choice(N_("Stage"), LAW_STAGES, required=True)
    on_date: Mapped[str | None] = f.partial_date(N_("Date"))
    note: Mapped[str] = f.long_text(N_("Note"))
    __table_args__ = (f.one_of("stage", LAW_STAGES),)


class MatrixLaw(Aggregate):
    """A law quoted in a matrix row, with the articles."""

    __tablename__ = "matrix_law"
    title_label: ClassVar[str] = N_("Law of a matrix row")
    version_id: Mapped[str] = f.link("", "matrix_version", required=True)
    row_key: Mapped[str] = f.text(N_("Matrix row"), required=True)
    law_id: Mapped[str] = f.link(N_("Law"), "law", required=True)
    articles: Mapped[str] = f.text(N_("Articles"))


class TreatyStatus(Shareable):
    """Where a State stands towards a treaty, as printed."""

    __tablename__ = "treaty_status"
    title_label: ClassVar[str] = N_("Treaty status")
    state: Mapped[str] = f.state(N_("State"), required=True)
    treaty_key: Mapped[str] = f.text(N_("Treaty"), required=True, is_reported=True)
    status: Mapped[str | None] = f.choice(N_("Status"), TREATY_STATUSES, is_reported=True)
    on_date: Mapped[str | None] = f.partial_date(N_("Date"), is_reported=True)
    as_printed: Mapped[str] = f.text(N_("As printed"))
    note: Mapped[str] = f.long_text(N_("Note"))
    __table_args__ = (f.one_of("status", TREATY_STATUSES),)


class EffectivePractice(Shareable):
    """A practice the State may offer to others, with its consent to publish."""

    __tablename__ = "effective_practice"
    title_label: ClassVar[str] = N_("Effective practice")
    state: Mapped[str] = f.state(N_("State"), required=True)
    title: Mapped[str] = f.text(N_("Title"), required=True, is_reported=True)
    paragraph: Mapped[str] = f.text(N_("Operative paragraph"), is_reported=True)
    text: Mapped[str] = f.long_text(N_("Text"), is_reported=True)
    can_publish: Mapped[int | None] = f.integer(N_("Consent to publish"), minimum=0, maximum=1)
