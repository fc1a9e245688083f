"""All contacts of the file while an import runs: what is stored, and what the import adds and changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from db.fields import stored_fields
from db.ordering import key_between
from db.queries.people import aliases
from db.queries.rows import columns_of
from db.schema import ContactDetail, Designation, Institution, InstitutionAlias, Person, Post
from db.schema.base import Base
from db.unit_of_work import Reader, Writer
from desktop.base.text import fold
from desktop.exchange.person_names import person_key
from desktop.services.contact_details import detail_key
from desktop.services.import_contacts import sentences
from desktop.services.import_contacts.lines import ContactLine, LineDetail
from desktop.services.import_outcome import Message
from desktop.services.institutions import NameBook

TABLES: tuple[type[Base], ...] = (Institution, InstitutionAlias, Person, Post, Designation, ContactDetail)
Row = dict[str, Any]


class ContactBook:
    """The rows of the tables of contacts by id, with indexes to find them and the writes still to be made.

    `changes` counts the writes. `known` are the ids that were there before the import.
    """

    def __init__(self, reader: Reader, new_id: Callable[[], str]) -> None:
        self._new_id = new_id
        self.rows: dict[type[Base], dict[str, Row]] = {table: _stored(reader, table) for table in TABLES}
        self.known = frozenset(row_id for rows in self.rows.values() for row_id in rows)
        self.changes = 0
        self._inserts: dict[type[Base], list[Row]] = defaultdict(list)
        self._updates: dict[type[Base], dict[str, Row]] = defaultdict(dict)
        self._said_in: dict[tuple[str, str], int] = {}
        self._aliases = aliases(reader)
        self._name_books: dict[str, NameBook] = {}
        self.by_card: dict[str, str] = {}
        self.by_email: dict[str, list[str]] = defaultdict(list)
        self.by_name: dict[str, list[str]] = defaultdict(list)
        self.held: dict[str, list[str]] = defaultdict(list)
        self.holders: dict[str, list[str]] = defaultdict(list)
        self.posts_named: dict[tuple[str, str | None], list[str]] = defaultdict(list)
        self._details: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        self._details_of: dict[str, dict[str, None]] = defaultdict(dict)
        self._last_position: dict[str, str] = {}
        for table, index in self._indexes().items():
            for row in self.rows[table].values():
                index(row)

    def _indexes(self) -> dict[type[Base], Callable[[Row], None]]:
        return {
            Person: self._index_person,
            Post: self._index_post,
            Designation: self._index_designation,
            ContactDetail: self._index_detail,
        }

    def _index_person(self, row: Row) -> None:
        self.by_name[person_key(row["name"])].append(row["id"])
        if row.get("card_id"):
            self.by_card.setdefault(row["card_id"], row["id"])

    def _index_post(self, row: Row) -> None:
        self.posts_named[fold(row["name"]), row.get("institution_id")].append(row["id"])

    def _index_designation(self, row: Row) -> None:
        self.held[row["person_id"]].append(row["id"])
        self.holders[row["post_id"]].append(row["id"])

    def _index_detail(self, row: Row) -> None:
        owner = str(row.get("person_id") or row.get("institution_id"))
        kind, normal = row["kind"], row.get("normalised", "")
        # A number that another source reads in another State is the same by its figures.
        self._details[owner] |= {_key(kind, row["written"], each, row["use"]) for each in (normal, "")}
        self._details_of[owner][row["id"]] = None
        self._last_position[owner] = max(self._last_position.get(owner, ""), row["position"])
        if kind == "email" and row.get("person_id"):
            self.by_email[normal].append(owner)

    def institution_names(self, state: str) -> NameBook:
        """Names of the institutions of a State and of those of none, as people write them."""
        if state not in self._name_books:
            book = self._name_books[state] = NameBook()
            own = [row for row in self.rows[Institution].values() if row.get("state") in (state, None)]
            for row in own:
                book.add(row["name"], row["id"])
            for row in own:
                _add_short_names(book, row, self._aliases.get(row["id"], ()))
        return self._name_books[state]

    def add_alias(self, name: str, institution_id: str) -> None:
        """Note another name of an institution; a name that leads to one already stays with it."""
        state = self.rows[Institution][institution_id].get("state")
        book = self.institution_names(state or "")
        if not book.knows(name):
            self.create(InstitutionAlias, {"institution_id": institution_id, "name": name})
        for each in self._name_books.values() if state is None else (book,):
            each.add(name, institution_id)

    def institutions_of(self, person_id: str) -> set[str]:
        """The institutions a person belongs to or holds posts of."""
        found = {self.rows[Person][person_id].get("institution_id")}
        posts = (self.rows[Designation][held]["post_id"] for held in self.held.get(person_id, ()))
        found |= {self.rows[Post][post_id].get("institution_id") for post_id in posts}
        return {institution_id for institution_id in found if institution_id}

    def create(self, table: type[Base], values: Mapping[str, Any], line: ContactLine | None = None) -> str:
        """Add a row; gives its id."""
        row = {**values, "id": self._new_id()}
        self._inserts[table].append(row)
        self.rows[table][row["id"]] = row
        self.changes += 1
        if line is not None:
            self._said_in |= {(row["id"], name): line.row for name, value in values.items() if value}
        index = self._indexes().get(table)
        if index is not None:
            index(row)
        if table is Institution:
            books = self._name_books
            for state, book in books.items():
                if row.get("state") in (state, None):
                    book.add(row["name"], row["id"])
                    _add_short_names(book, row, ())
        return str(row["id"])

    def change(
        self,
        table: type[Base],
        row_id: str,
        values: Mapping[str, Any],
        line: ContactLine,
        *,
        fills: bool = False,
    ) -> None:
        """Set what a line says of a row; blanks never erase, and the first row of the import wins.

        With `fills` only fields that are empty are set.
        """
        row = self.rows[table][row_id]
        for name, value in values.items():
            present = row.get(name)
            if not value or (fills and present):
                continue
            first = self._said_in.setdefault((row_id, name), line.row)
            if value == present:
                continue
            if first != line.row and not (name == "note" and str(value).startswith(str(present))):
                line.doubt(name, str(value), Message(sentences.DIFFERS, {"known": present}))
                continue
            row[name] = value
            self.changes += 1
            if row_id in self.known:
                self._updates[table].setdefault(row_id, {})[name] = value

    def add_details(
        self, owner_column: str, owner: str, details: Iterable[LineDetail], *, replaces: bool = False
    ) -> None:
        """Add the phones and e-mails that the owner does not have yet.

        With `replaces`, where the row's own id says whose they are, a changed one takes the old one's place.
        """
        missing = [each for each in details if not self._has_detail(owner, each)]
        old = self._left_out(owner, details) if replaces and missing else []
        for each in missing:
            row = _counterpart(each, missing, old)
            if row is not None:
                old.remove(row)
                self._replace_detail(row, each)
                continue
            position = key_between(self._last_position.get(owner), None)
            values = {**each._asdict(), "is_private": int(each.is_private), "position": position}
            self.create(ContactDetail, {**values, owner_column: owner})

    def _left_out(self, owner: str, details: Iterable[LineDetail]) -> list[Row]:
        """The details that the owner had before the import and that these no longer name."""
        named = {
            _key(each.kind, each.written, normal, use)
            for each in details
            for normal in (each.normalised, "")
            for use in (each.use, "fax")
        }
        rows = (self.rows[ContactDetail][row_id] for row_id in self._details_of.get(owner, ()))
        return [
            row
            for row in rows
            if row["id"] in self.known
            and row["id"] not in self._updates[ContactDetail]
            and not {_key(row["kind"], row["written"], each, row["use"]) for each in (row["normalised"], "")}
            & named
        ]

    def _replace_detail(self, row: Row, detail: LineDetail) -> None:
        values = {"written": detail.written, "normalised": detail.normalised}
        row |= values
        self._updates[ContactDetail][row["id"]] = values
        self.changes += 1
        self._index_detail(row)

    def _has_detail(self, owner: str, detail: LineDetail) -> bool:
        """Whether the owner has a phone or e-mail; a list that names no faxes may still mean one."""
        known = self._details[owner]
        uses = ("fax",) if detail.use == "fax" else (detail.use, "fax")
        normals = dict.fromkeys((detail.normalised, ""))
        return any(
            _key(detail.kind, detail.written, normal, use) in known for normal in normals for use in uses
        )

    def write(self, unit: Writer) -> None:
        """Write everything that was added and changed."""
        for table in TABLES:
            unit.insert(table, self._inserts[table])
            unit.update(table, self._updates[table])


def _key(kind: str, written: str, normal: str, use: str) -> tuple[str, ...]:
    return (*detail_key(kind, written, normal), "fax" if use == "fax" else "")


def _counterpart(detail: LineDetail, missing: Sequence[LineDetail], old: Sequence[Row]) -> Row | None:
    """The old detail that a new one stands for: of its kind and use, or the only one of its kind."""
    alike = [
        row for row in old if row["kind"] == detail.kind and bool(row["is_private"]) == detail.is_private
    ]
    same_use = [row for row in alike if row["use"] == detail.use]
    is_only = len(alike) == 1 and sum(each.kind == detail.kind for each in missing) == 1
    return same_use[0] if same_use else alike[0] if is_only else None


def _add_short_names(book: NameBook, row: Row, others: Iterable[str]) -> None:
    acronym = row.get("acronym", "")
    if acronym:
        book.add(acronym, row["id"])
        book.add(f"{row['name']} ({acronym})", row["id"])
    for name in others:
        book.add(name, row["id"])


def _stored(reader: Reader, table: type[Base]) -> dict[str, Row]:
    names = list(stored_fields(table))
    sql = f"SELECT {columns_of(table, 't')} FROM {reader.schema}.{table.__tablename__} t ORDER BY t.id"
    return {row["id"]: row for row in (dict(zip(names, each, strict=True)) for each in reader.raw(sql))}
