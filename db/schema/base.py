"""The base of all tables: naming of constraints, the kinds of table, and the columns many share."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped

from db import fields as f
from db.messages import N_

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

RECIPIENTS = {
    "committee": N_("1540 Committee"),
    "un_centre": N_("UN regional centre"),
    "oas": N_("OAS"),
    "subregional": N_("Subregional organisation"),
    "public": N_("Public"),
}
"""Recipients that every file knows; `provider:CODE` and `state:CODE` name one provider or State."""


class Base(DeclarativeBase):
    """Every table of the file; `is_logged` says whether its rows leave changes in the log."""

    metadata = MetaData(naming_convention=NAMING)
    is_logged: ClassVar[bool] = True
    title_label: ClassVar[str]


class Aggregate(Base):
    """A record with an id of its own."""

    __abstract__ = True

    id: Mapped[str] = f.key()


class Shareable(Aggregate):
    """A record that can leave the file: for whom, and under which national classification."""

    __abstract__ = True

    sharing: Mapped[str] = f.codes(
        N_("Sharing"), place=N_("Sharing"), choices=RECIPIENTS, is_listed=False, order=9_000,
        synonyms=("compartir con", "difusion", "partage", "compartilhamento"),
    )  # fmt: skip
    classification: Mapped[str] = f.text(
        N_("Classification"), place=N_("Sharing"), is_listed=False, order=9_001
    )
