"""Institutions found by the names people write, and made when nobody knows them yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from sqlalchemy import select

from db.schema import Institution, InstitutionAlias, Person
from db.unit_of_work import Reader, Writer
from desktop.base.text import fold


@dataclass(slots=True)
class NameBook:
    """Known names of institutions or persons, folded, with the id each leads to."""

    ids: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, row_id: str) -> None:
        """Note a name; the first record met under it keeps it."""
        if name.strip():
            self.ids.setdefault(fold(name), row_id)
            self.names.setdefault(row_id, name)

    def find(self, name: str) -> str | None:
        """The id of the record of that name, or None."""
        return self.ids.get(fold(name))

    def knows(self, name: str) -> bool:
        """Whether a record has that name."""
        return self.find(name) is not None


def institution_names(reader: Reader) -> NameBook:
    """Names, acronyms and aliases of all institutions."""
    book = NameBook()
    made, alias = Institution.__table__, InstitutionAlias.__table__
    rows = reader.all(select(made.c.id, made.c.name, made.c.acronym).order_by(made.c.id))
    for row in rows:
        book.add(row.name, row.id)
    for row in rows:
        book.add(row.acronym, row.id)
        book.add(f"{row.name} ({row.acronym})", row.id)
    for row in reader.all(select(alias.c.institution_id, alias.c.name).order_by(alias.c.id)):
        book.add(row.name, row.institution_id)
    return book


def person_names(reader: Reader) -> NameBook:
    """Names of all persons."""
    from desktop.exchange.person_names import person_key

    book = NameBook()
    made = Person.__table__
    for row in reader.all(select(made.c.id, made.c.name).order_by(made.c.id)):
        book.add(row.name, row.id)
        book.ids.setdefault(person_key(row.name), row.id)
    return book


def resolve_institutions(
    unit: Writer, book: NameBook, names: Iterable[str], state: str | None
) -> tuple[list[str], int]:
    """Ids for institution names; unknown ones are made. Gives the ids and how many were made."""

    def make(name: str) -> str:
        return unit.insert(Institution, [{"name": name, "state": state}])[0]

    return _resolve(book, names, make)


def resolve_persons(unit: Writer, book: NameBook, names: Iterable[str]) -> tuple[list[str], int]:
    """Ids for persons' names; unknown ones are made. Gives the ids and how many were made."""

    def make(name: str) -> str:
        return unit.insert(Person, [{"name": name}])[0]

    return _resolve(book, names, make)


def _resolve(book: NameBook, names: Iterable[str], make: Callable[[str], str]) -> tuple[list[str], int]:
    ids, made = [], 0
    for name in names:
        known = book.find(name)
        if known is None:
            known = make(name)
            book.add(name, known)
            made += 1
        ids.append(known)
    return ids, made
