"""Says whom a row means: by id, card, e-mail, or name and institution; a doubt is noted, never hidden."""

from __future__ import annotations

import difflib
from typing import NamedTuple

from db.queries.people import is_present
from db.schema import Designation, Institution, Person, Post
from desktop.base.text import fold
from desktop.exchange.person_names import person_key
from desktop.services.import_contacts import sentences
from desktop.services.import_contacts.book import ContactBook
from desktop.services.import_contacts.lines import ContactLine
from desktop.services.import_outcome import Message

_LIKENESS = 0.85
_MOST_NEAR_NAMES = 500
_FEWEST_LETTERS = 3


class Found(NamedTuple):
    """A record that a row means, and whether the row's own id says so."""

    id: str
    is_by_id: bool = False


class Finder:
    """Finds the records that rows mean among all that are known."""

    def __init__(self, book: ContactBook) -> None:
        self._book = book
        self._compared = 0

    def institution(self, line: ContactLine) -> Found | None:
        """The institution of a row: by id where the row is an office, else by name, acronym or alias."""
        is_office = not (line.person or line.post)
        for row_id in (line.id, line.card_id):
            if is_office and row_id in self._book.rows[Institution]:
                return Found(row_id, is_by_id=True)
        names = self._book.institution_names(line.state)
        found = self._own_institution(line) or names.find(line.institution["name"])
        return Found(found) if found else None

    def _own_institution(self, line: ContactLine) -> str | None:
        """The institution of that name of the person whose id the row has, of any State."""
        person_id = next(filter(None, map(self._person_of_id, (line.id, line.card_id))), None)
        rows, wanted = self._book.rows[Institution], fold(line.institution["name"])
        own = sorted(self._book.institutions_of(person_id)) if person_id else []
        return next((each for each in own if fold(rows[each]["name"]) == wanted), None)

    def _person_of_id(self, row_id: str) -> str | None:
        """The person that an id of a row or card leads to."""
        if not row_id or row_id in self._book.rows[Person]:
            return row_id or None
        designation = self._book.rows[Designation].get(row_id)
        return designation["person_id"] if designation else self._book.by_card.get(row_id)

    def doubt_near_name(self, line: ContactLine) -> None:
        """Say when a new institution's name resembles one that was known before the import."""
        self._compared += 1
        if self._compared > _MOST_NEAR_NAMES:
            return
        name, book = line.institution["name"], self._book.institution_names(line.state)
        known = [folded for folded, row_id in book.ids.items() if row_id in self._book.known]
        alike = difflib.get_close_matches(fold(name), known, n=1, cutoff=_LIKENESS)
        if alike:
            values = {"name": name, "known": book.names[book.ids[alike[0]]]}
            line.doubt("institution", name, Message(sentences.NEAR_NAME, values))

    def person(self, line: ContactLine, institution_id: str | None) -> Found | None:
        """The person of a row."""
        return (
            self._by_id(line) or self._by_email(line, institution_id) or self._by_name(line, institution_id)
        )

    def _by_id(self, line: ContactLine) -> Found | None:
        for row_id in (line.id, line.card_id):
            found = self._person_of_id(row_id)
            if found is None:
                continue
            if _may_be_same(line.person["name"], self._name(found)):
                return Found(found, is_by_id=True)
            line.doubt("id", row_id, Message(sentences.OTHER_PERSON, {"known": self._name(found)}))
        return None

    def _by_email(self, line: ContactLine, institution_id: str | None) -> Found | None:
        emails = [each.normalised for each in line.details if each.kind == "email"]
        owners = list(
            dict.fromkeys(owner for email in emails for owner in self._book.by_email.get(email, ()))
        )
        name = line.person["name"]
        equal = [owner for owner in owners if person_key(self._name(owner)) == person_key(name)]
        alike = equal or [owner for owner in owners if _is_part_of(name, self._name(owner))]
        if len(alike) == 1:
            if not equal:
                line.doubt("person", name, Message(sentences.BY_EMAIL, {"known": self._name(alike[0])}))
            return Found(alike[0])
        for owner in owners:
            if owner in self._book.known and not alike and not self._by_name_only(line, institution_id):
                line.doubt("emails", name, Message(sentences.SAME_EMAIL, {"known": self._name(owner)}))
        return None

    def _by_name(self, line: ContactLine, institution_id: str | None) -> Found | None:
        found = self._by_name_only(line, institution_id)
        if found is None:
            alike = self._book.by_name.get(person_key(line.person["name"]), [])
            known = [row_id for row_id in alike if row_id in self._book.known]
            if known:
                values = {"known": self._name(known[0])}
                line.doubt("person", line.person["name"], Message(sentences.NAMESAKE, values))
            return None
        is_elsewhere = institution_id is None and self._book.institutions_of(found)
        if is_elsewhere and found in self._book.known:
            values = {"known": self._name(found)}
            line.doubt("person", line.person["name"], Message(sentences.SAME_NAME, values))
        return Found(found)

    def _by_name_only(self, line: ContactLine, institution_id: str | None) -> str | None:
        alike = self._book.by_name.get(person_key(line.person["name"]), [])
        places = {row_id: self._book.institutions_of(row_id) for row_id in alike}
        same = [row_id for row_id in alike if institution_id in places[row_id]]
        nowhere = [row_id for row_id in alike if not places[row_id]]
        if same:
            return same[0]
        if institution_id is None:
            return nowhere[0] if nowhere else alike[0] if len(alike) == 1 else None
        return nowhere[0] if len(alike) == 1 and nowhere else None

    def _name(self, person_id: str) -> str:
        return str(self._book.rows[Person][person_id]["name"])

    def designation(self, line: ContactLine, person_id: str, institution_id: str | None) -> str | None:
        """The designation of a person that a row means: the present one, or an ended one it repeats."""
        rows, wanted = self._book.rows, fold(line.post["name"])
        alike = []
        for held in self._book.held.get(person_id, ()):
            post = rows[Post][rows[Designation][held]["post_id"]]
            place = post.get("institution_id")
            if fold(post["name"]) == wanted and (place == institution_id or not (place and institution_id)):
                alike.append((place != institution_id, held))
        ordered = [held for _, held in sorted(alike)]
        present = [held for held in ordered if self._is_present(held)]
        start = line.designation.get("from_date")
        repeated = [held for held in ordered if start in (None, rows[Designation][held].get("from_date"))]
        if line.designation.get("to_date"):
            return next(iter([*repeated, *present]), None)
        if present:
            return present[0]
        if repeated:
            values = {"known": self._name(person_id)}
            line.doubt("post", line.post["name"], Message(sentences.ENDED, values))
        return next(iter(repeated), None)

    def _is_present(self, designation_id: str) -> bool:
        row = self._book.rows[Designation][designation_id]
        return is_present(row.get("from_date"), row.get("to_date"))

    def post(self, line: ContactLine, institution_id: str | None) -> Found | None:
        """The post of a row, a vacant one first; whoever else holds it is named."""
        book = self._book
        for row_id in (line.id, line.card_id):
            if row_id in book.rows[Post] and not line.person:
                return Found(row_id, is_by_id=True)
        named = book.posts_named.get((fold(line.post["name"]), institution_id), [])
        mine = [each for each in named if book.rows[Post][each].get("state") in (line.state or None, None)]
        mine = self._of_role(line, mine)
        if not mine:
            return None
        holders = {post_id: self._known_holders(post_id) for post_id in mine}
        vacant = [post_id for post_id, names in holders.items() if not names]
        found = next(iter([*vacant, *mine]))
        if line.person and holders[found]:
            values = {"known": holders[found][0]}
            line.doubt("post", line.post["name"], Message(sentences.HELD_BY, values))
        return Found(found)

    def _of_role(self, line: ContactLine, named: list[str]) -> list[str]:
        """Posts of the role that a row says; one of another role is meant only while nobody holds it."""
        role, rows = line.post.get("role"), self._book.rows[Post]
        if not role:
            return named
        same = [each for each in named if rows[each]["role"] == role]
        return same or [each for each in named if not self._book.holders.get(each)]

    def _known_holders(self, post_id: str) -> list[str]:
        """Names of those who held the post before this import and still do."""
        return [
            self._name(self._book.rows[Designation][held]["person_id"])
            for held in self._book.holders.get(post_id, ())
            if held in self._book.known and self._is_present(held)
        ]


def _words(name: str) -> set[str]:
    return {word for word in person_key(name).split() if len(word) >= _FEWEST_LETTERS}


def _may_be_same(one: str, other: str) -> bool:
    """Whether two names share a word, so that one may be a correction of the other."""
    return person_key(one) == person_key(other) or bool(_words(one) & _words(other))


def _is_part_of(one: str, other: str) -> bool:
    """Whether one name only says more than the other: Ana Pérez, Ana María Pérez Gómez."""
    first, second = _words(one), _words(other)
    return min(len(first), len(second)) > 1 and (first <= second or second <= first)
