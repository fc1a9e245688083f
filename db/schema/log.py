"""The tables of the change log. Only `db.unit_of_work` and `db.changes` write here."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from db.schema.base import Base


class FileHead(Base):
    """The one row that says which file this is: its id, and the site that writes in it now."""

    __tablename__ = "file_head"
    is_logged: ClassVar[bool] = False
    id: Mapped[str] = mapped_column(primary_key=True)
    created_at: Mapped[str]
    site: Mapped[int]


class Site(Base):
    """A place where change sets come from: this file, and the files that were merged into it."""

    __tablename__ = "site"
    is_logged: ClassVar[bool] = False
    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str]
    name: Mapped[str]


class ChangeSet(Base):
    """One action of a person. Order is `number`, never the clock; `at_ms` is UTC milliseconds since 1970."""

    __tablename__ = "change_set"
    is_logged: ClassVar[bool] = False
    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(unique=True)
    site: Mapped[int] = mapped_column(ForeignKey("site.number"))
    counter: Mapped[int]
    at_ms: Mapped[int]
    author: Mapped[str]
    summary: Mapped[str]
    origin: Mapped[str]
    schema_version: Mapped[int]
    reverts: Mapped[int | None]
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[bytes | None] = mapped_column(LargeBinary)
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class Change(Base):
    """What one change set did to one row: the changed fields only, as JSON objects.

    `operation` is i, u or d. `digest` is empty while the change can be digested from its content and `salt`;
    an erasure keeps the digest and drops content and salt.
    """

    __tablename__ = "change"
    is_logged: ClassVar[bool] = False
    set_number: Mapped[int] = mapped_column(ForeignKey("change_set.number"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    entity: Mapped[str]
    row_id: Mapped[str]
    operation: Mapped[str]
    before: Mapped[str | None]
    after: Mapped[str | None]
    salt: Mapped[bytes | None] = mapped_column(LargeBinary)
    digest: Mapped[bytes | None] = mapped_column(LargeBinary)
    __table_args__ = (Index("ix_change_row_id", "row_id"),)
