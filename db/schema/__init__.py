"""All tables of the file, one module per aggregate."""

from __future__ import annotations

from db.schema.base import Aggregate, Base, Shareable
from db.schema.coordination import (
    Agreement,
    AgreementItem,
    BodyMember,
    CoordinationBody,
    Meeting,
    MeetingAttendance,
)
from db.schema.correspondence import (
    ActivityItem,
    AssistanceRequest,
    CooperationActivity,
    Event,
    EventParticipant,
    EventSession,
    Letter,
    Offer,
    RequestItem,
    RequestProvider,
    Submission,
    SubmissionStep,
)
from db.schema.desk import (
    Attachment,
    AttachmentBytes,
    BackupEntry,
    Draft,
    FileSettings,
    Officer,
    ReferenceOverride,
    SavedView,
)
from db.schema.log import Change, ChangeSet, FileHead, LogHeading, LogKey, LogName, LogRow, LogSeal, Site
from db.schema.matrix import (
    EffectivePractice,
    Law,
    LawStage,
    MatrixCell,
    MatrixLaw,
    MatrixRowText,
    MatrixVersion,
    TreatyStatus,
)
from db.schema.people import (
    ContactDetail,
    Designation,
    Institution,
    InstitutionAlias,
    Person,
    PersonSalutation,
    Post,
)
from db.schema.plan import (
    Indicator,
    IndicatorValue,
    ItemInstitution,
    ItemLaw,
    ItemMatrixRow,
    ItemPerson,
    ItemTreaty,
    Objective,
    Plan,
    PlanItem,
    ProgressNote,
)

SCHEMA_VERSION = 2
"""Number of the newest migration; a file with a higher one is refused."""

LOGGED: dict[str, type[Base]] = {
    mapper.class_.__tablename__: mapper.class_
    for mapper in sorted(Base.registry.mappers, key=lambda mapper: mapper.class_.__tablename__)
    if mapper.class_.is_logged
}
"""Every logged table by the name the log knows it under."""

__all__ = [
    "LOGGED",
    "SCHEMA_VERSION",
    "ActivityItem",
    "Aggregate",
    "Agreement",
    "AgreementItem",
    "AssistanceRequest",
    "Attachment",
    "AttachmentBytes",
    "BackupEntry",
    "Base",
    "BodyMember",
    "Change",
    "ChangeSet",
    "ContactDetail",
    "CooperationActivity",
    "CoordinationBody",
    "Designation",
    "Draft",
    "EffectivePractice",
    "Event",
    "EventParticipant",
    "EventSession",
    "FileHead",
    "FileSettings",
    "Indicator",
    "IndicatorValue",
    "Institution",
    "InstitutionAlias",
    "ItemInstitution",
    "ItemLaw",
    "ItemMatrixRow",
    "ItemPerson",
    "ItemTreaty",
    "Law",
    "LawStage",
    "Letter",
    "LogHeading",
    "LogKey",
    "LogName",
    "LogRow",
    "LogSeal",
    "MatrixCell",
    "MatrixLaw",
    "MatrixRowText",
    "MatrixVersion",
    "Meeting",
    "MeetingAttendance",
    "Objective",
    "Offer",
    "Officer",
    "Person",
    "PersonSalutation",
    "Plan",
    "PlanItem",
    "Post",
    "ProgressNote",
    "ReferenceOverride",
    "RequestItem",
    "RequestProvider",
    "SavedView",
    "Shareable",
    "Site",
    "Submission",
    "SubmissionStep",
    "TreatyStatus",
]
