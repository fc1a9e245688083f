"""The tables of the change log. Only `db.log_writing` and `db.erasure` write here.

The log is never cut, so it is kept short: a change holds its new values only (the old ones are those of the
row's earlier changes), words that recur are kept once under a number, a change set of a single change carries
it itself, and a row's number, entity, id and the change sets that touched it stand in one place.
"""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from db.schema.base import Base


class FileHead(Base):
    """The one row that says which file this is: its id, and the site that writes in it now.

    `recovery_mark` tells the key that the printed recovery sheet was confirmed for, without giving it away.
    """

    __tablename__ = "file_head"
    is_logged: ClassVar[bool] = False
    id: Mapped[str] = mapped_column(primary_key=True)
    created_at: Mapped[str]
    site: Mapped[int]
    recovery_mark: Mapped[str | None]


class Site(Base):
    """A place where change sets come from: this file, and the files that were merged into it."""

    __tablename__ = "site"
    is_logged: ClassVar[bool] = False
    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str]
    name: Mapped[str]


class LogName(Base):
    """A name of a table or field, under the number by which the log calls it."""

    __tablename__ = "log_name"
    is_logged: ClassVar[bool] = False
    number: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class LogHeading(Base):
    """What many change sets have in common.

    `shift` is the site's counter less the change set's number. `summary` is JSON: the message id, the values
    that are words of the program, and the names of the values that each change set has of its own.
    """

    __tablename__ = "log_heading"
    is_logged: ClassVar[bool] = False
    number: Mapped[int] = mapped_column(primary_key=True)
    site: Mapped[int] = mapped_column(ForeignKey("site.number"))
    shift: Mapped[int]
    author: Mapped[str]
    summary: Mapped[str]
    origin: Mapped[str]
    schema_version: Mapped[int]


class LogRow(Base):
    """A row that the log knows, also a deleted one.

    `id` is a UUID as 16 bytes. `sets` are the change sets that touched it: rising numbers, the first as it
    is, the others as their distance from the one before, in base 128 with the high bit set on all but the
    last byte of a number.
    """

    __tablename__ = "log_row"
    is_logged: ClassVar[bool] = False
    number: Mapped[int] = mapped_column(primary_key=True)
    entity: Mapped[int] = mapped_column(ForeignKey("log_name.number"))
    id: Mapped[bytes] = mapped_column(LargeBinary)
    sets: Mapped[bytes] = mapped_column(LargeBinary)
    __table_args__ = (Index("uq_log_row_id", "id", "entity", unique=True),)


class ChangeSet(Base):
    """One action of a person. Order is `number`, never the clock; `at_ms` is UTC milliseconds since 1970.

    `summary_values` is a JSON list, without its brackets, of what the heading names. `lineage` is the hash that a merged change set
    had in the file it came from. A change set of one change carries it in `row`, `operation` and `content`.
    """

    __tablename__ = "change_set"
    is_logged: ClassVar[bool] = False
    number: Mapped[int] = mapped_column(primary_key=True)
    heading: Mapped[int] = mapped_column(ForeignKey("log_heading.number"))
    at_ms: Mapped[int]
    summary_values: Mapped[str | None]
    reverts: Mapped[int | None]
    lineage: Mapped[bytes | None] = mapped_column(LargeBinary)
    hash: Mapped[bytes] = mapped_column(LargeBinary)
    row: Mapped[int | None] = mapped_column(ForeignKey("log_row.number"))
    operation: Mapped[int | None]
    content: Mapped[str | None]


class Change(Base):
    """What a change set of several changes did to one row.

    `operation` is 0 for an update, 1 for an insert, 2 for a delete. `content` is a JSON list, without its
    brackets, of field numbers and new values in turn; a list of one number as value stands for the id of
    that row of the log.
    """

    __tablename__ = "change"
    is_logged: ClassVar[bool] = False
    set_number: Mapped[int] = mapped_column(ForeignKey("change_set.number"), primary_key=True)
    row: Mapped[int] = mapped_column(ForeignKey("log_row.number"), primary_key=True)
    operation: Mapped[int]
    content: Mapped[str | None]


class LogKey(Base):
    """The secret from which the salts of the change sets from `first` on follow, up to the next key.

    Erasing a value of any of them destroys the key: without its salt nobody can try values on a digest.
    """

    __tablename__ = "log_key"
    is_logged: ClassVar[bool] = False
    first: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[bytes | None] = mapped_column(LargeBinary)


class LogSeal(Base):
    """The salt of one entry whose key was destroyed, or the digest of one that holds an erased value.

    `row` is 0 for the summary of the change set.
    """

    __tablename__ = "log_seal"
    is_logged: ClassVar[bool] = False
    set_number: Mapped[int] = mapped_column(ForeignKey("change_set.number"), primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True)
    salt: Mapped[bytes | None] = mapped_column(LargeBinary)
    digest: Mapped[bytes | None] = mapped_column(LargeBinary)
    __table_args__ = ({"sqlite_with_rowid": False},)
