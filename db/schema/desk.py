"""What belongs to the file itself: settings, officers, attachments, saved views, corrections, backups."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from db import fields as f
from db.messages import N_
from db.schema.base import Aggregate, Base, Shareable

ATTACHMENT_KINDS = {
    "record": N_("Record copy"),
    "translation": N_("Courtesy translation, unofficial"),
    "working": N_("Working paper"),
}
PAPERS = {"A4": "A4", "Letter": "Letter", "Legal": "Legal"}


class FileSettings(Aggregate):
    """The one row of settings that travel with the file."""

    __tablename__ = "file_settings"
    title_label: ClassVar[str] = N_("Settings of this file")
    state: Mapped[str] = f.state(N_("State of this file"), required=True)
    language: Mapped[str] = f.text(N_("Language"), required=True, default="en")
    second_language: Mapped[str] = f.text(N_("Second language"))
    organisation: Mapped[str] = f.text(N_("Organisation"))
    place_printed: Mapped[str] = f.text(N_("Place printed on papers"))
    emblem_id: Mapped[str | None] = f.link(N_("Emblem"), "attachment")
    paper: Mapped[str | None] = f.choice(N_("Paper"), PAPERS)
    number_pattern: Mapped[str] = f.text(N_("Pattern of reference numbers"))
    is_exercise: Mapped[int] = f.flag(N_("Exercise file"))
    reference_version: Mapped[str] = f.text(N_("Version of the reference data"))
    __table_args__ = (f.one_of("paper", PAPERS),)


class Officer(Aggregate):
    """Someone who works in this file: what change sets are signed with."""

    __tablename__ = "officer"
    title_label: ClassVar[str] = N_("Officer")
    name: Mapped[str] = f.text(N_("Name"), required=True)
    post: Mapped[str] = f.text(N_("Post"))
    initials: Mapped[str] = f.text(N_("Initials"))


class Attachment(Shareable):
    """A file kept with a record: name, size in bytes and SHA-256; the bytes lie once under the hash."""

    __tablename__ = "attachment"
    title_label: ClassVar[str] = N_("Attachment")
    owner_entity: Mapped[str] = f.technical(default="", required=True)
    owner_id: Mapped[str] = f.technical(default="", required=True, index=True)
    name: Mapped[str] = f.text(N_("Name"), required=True)
    size: Mapped[int] = f.integer(N_("Size"), required=True, unit="byte", minimum=0)
    sha256: Mapped[str] = f.text(N_("SHA-256"), required=True)
    kind: Mapped[str | None] = f.choice(N_("Kind"), ATTACHMENT_KINDS)
    language: Mapped[str] = f.text(N_("Language"))
    note: Mapped[str] = f.long_text(N_("Note"))
    __table_args__ = (f.one_of("kind", ATTACHMENT_KINDS),)


class SavedView(Aggregate):
    """A named filter, sort and choice of columns."""

    __tablename__ = "saved_view"
    title_label: ClassVar[str] = N_("Saved view")
    name: Mapped[str] = f.text(N_("Name"), required=True)
    screen: Mapped[str] = f.technical(default="", required=True)
    content: Mapped[str] = f.technical(default="", required=True)


class ReferenceOverride(Aggregate):
    """A user's correction of one value of the reference data, laid over it when read."""

    __tablename__ = "reference_override"
    title_label: ClassVar[str] = N_("Correction of reference data")
    table_name: Mapped[str] = f.text(N_("Table"), required=True)
    row_key: Mapped[str] = f.text(N_("Row"), required=True)
    field: Mapped[str] = f.text(N_("Field"), required=True)
    value: Mapped[str] = f.text(N_("Value"))
    __table_args__ = (Index("uq_reference_override_place", "table_name", "row_key", "field", unique=True),)


class AttachmentBytes(Base):
    """The bytes of attachments, once under their hash. Unlogged."""

    __tablename__ = "attachment_bytes"
    is_logged: ClassVar[bool] = False
    sha256: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class BackupEntry(Base):
    """Where backups of this file were written. Unlogged."""

    __tablename__ = "backup_entry"
    is_logged: ClassVar[bool] = False
    number: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str]
    made_at: Mapped[str]
    reason: Mapped[str]
    head: Mapped[str]


class Draft(Base):
    """Text typed and not yet saved, kept against a crash. Unlogged."""

    __tablename__ = "draft"
    is_logged: ClassVar[bool] = False
    place: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[str]
    typed_at: Mapped[str]
