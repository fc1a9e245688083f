"""Institutions found by the names people write, and made when nobody knows them yet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from db.queries.names import alias_rows, institution_name_rows, person_name_rows
from db.schema import Institution, InstitutionAlias, Person
from db.unit_of_work import Reader, Writer
from desktop.base.text import fold
from desktop.exchange.person_names import person_key


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


_WITH_ACRONYM = re.compile(
    r"(?P<name>.{4,}\S)\s*[(\[](?P<acronym>(?=[^\s()\[\]]*[A-ZÀ-Þ][^\s()\[\]]*[A-ZÀ-Þ])[^\s()\[\]]{2,12})[)\]]"
)


def acronym_in(name: str) -> tuple[str, str] | None:
    """Give the name alone and the acronym of "Ministry of Foreign Affairs (MFA)"; None when it has none."""
    match = _WITH_ACRONYM.fullmatch(name)
    return (match["name"], match["acronym"]) if match else None


def expand_acronyms(book: NameBook, names: Iterable[str]) -> dict[str, str]:
    """For "MFA" and "Ministry of Foreign Affairs" the name with both that stands among the names, folded.

    What the book knows already is left out, as is an acronym of two different names.
    """
    full: dict[str, set[str]] = {}
    for name in names:
        if parts := acronym_in(name):
            for part in parts:
                full.setdefault(fold(part), set()).add(name)
    return {
        part: min(found)
        for part, found in full.items()
        if part not in book.ids and len({fold(name) for name in found}) == 1
    }


def institution_names(reader: Reader, state: str | None = None) -> NameBook:
    """Names, acronyms and aliases of institutions: of all, or of one State and those of none.

    Two States' ministries of the same name are two institutions.
    """
    book = NameBook()
    rows = institution_name_rows(reader, state)
    known = {row_id for row_id, _, _ in rows}
    for row_id, name, _ in rows:
        book.add(name, row_id)
    for row_id, name, acronym in rows:
        if acronym:
            book.add(acronym, row_id)
            book.add(f"{name} ({acronym})", row_id)
    for institution_id, name in alias_rows(reader):
        if institution_id in known:
            book.add(name, institution_id)
    return book


def person_names(reader: Reader) -> NameBook:
    """Names of all persons."""
    book = NameBook()
    for row_id, name in person_name_rows(reader):
        book.add(name, row_id)
        book.ids.setdefault(person_key(name), row_id)
    return book


def resolve_institutions(
    unit: Writer,
    book: NameBook,
    names: Iterable[str],
    state: str | None,
    full_names: Mapping[str, str] | None = None,
) -> tuple[list[str], int]:
    """Ids for institution names; unknown ones are made. Gives the ids and how many were made.

    `full_names` are those of `expand_acronyms`: one institution is made for all its forms.
    """

    def make(name: str) -> str:
        row_id = unit.insert(Institution, [{"name": name, "state": state}])[0]
        if parts := acronym_in(name):
            forms = [part for part in parts if not book.knows(part)]
            unit.insert(InstitutionAlias, [{"institution_id": row_id, "name": form} for form in forms])
            for form in forms:
                book.add(form, row_id)
        return row_id

    full = full_names or {}
    return _resolve(book, (full.get(fold(name), name) for name in names), make)


def resolve_persons(
    unit: Writer, book: NameBook, names: Iterable[str], state: str | None
) -> tuple[list[str], int]:
    """Ids for persons' names; unknown ones are made. Gives the ids and how many were made."""

    def make(name: str) -> str:
        return unit.insert(Person, [{"name": name, "state": state}])[0]

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
