"""Takes rows into the contacts of the file: what is new is added, what differs is changed, nothing erased."""

from __future__ import annotations

from typing import Any

from db.schema import Designation, Institution, Person, Post
from desktop.base.errors import UserError
from desktop.services.import_contacts.book import ContactBook
from desktop.services.import_contacts.finding import Finder, Found
from desktop.services.import_contacts.lines import ContactLine
from desktop.services.import_contacts.words import role_of_post
from desktop.services.import_outcome import Action, Message, Refused
from desktop.services.validation import checked

_NAME_PARTS = ("treatment", "given_names", "surnames")


class Taker:
    """Takes one row after the other; `people` and `institutions` count the records it made."""

    def __init__(self, book: ContactBook) -> None:
        self._book = book
        self._finder = Finder(book)
        self.people = 0
        self.institutions = 0

    def take(self, line: ContactLine) -> Action:
        """Take a row with all its persons; says what became of it."""
        if line.refusal is None:
            line.refusal = _refusal(line)
        if line.refusal is not None:
            return "refused"
        before = self._book.changes
        is_added = [self._take_one(part) for part in (line, *line.also)]
        for part in line.also:
            line.doubtful += part.doubtful
        if any(is_added):
            return "added"
        return "updated" if self._book.changes > before else "unchanged"

    def _take_one(self, line: ContactLine) -> bool:
        """Take one person, post or office; says whether it is new."""
        institution_id, is_new = self._institution(line) if line.institution else (None, False)
        if line.person:
            return self._person(line, institution_id)
        if line.post:
            return self._vacant_post(line, institution_id)
        return is_new

    def _institution(self, line: ContactLine) -> tuple[str, bool]:
        is_office = not (line.person or line.post)
        own = {"address": line.address, "note": line.note} if is_office else {}
        found = self._finder.institution(line)
        if found is None:
            self._finder.doubt_near_name(line)
            values = {**line.institution, **own, "state": line.state or None}
            institution_id = self._book.create(Institution, values, line)
            self.institutions += 1
        else:
            institution_id = found.id
            self._change_institution(line, found, own)
        for name in line.aliases:
            self._book.add_alias(name, institution_id)
        if is_office:
            is_by_id = found is not None and found.is_by_id
            self._book.add_details("institution_id", institution_id, line.details, replaces=is_by_id)
        return institution_id, found is None

    def _change_institution(self, line: ContactLine, found: Found, own: dict[str, str]) -> None:
        row = self._book.rows[Institution][found.id]
        values = {name: value for name, value in line.institution.items() if name != "name"}
        if not own:
            self._book.change(Institution, found.id, values, line, fills=True)
            return
        if found.is_by_id and line.institution["name"] != row["name"]:
            old_name = row["name"]
            self._book.change(Institution, found.id, {"name": line.institution["name"]}, line)
            self._book.add_alias(old_name, found.id)
        note = self._note(row, own["note"], replaces=found.is_by_id)
        self._book.change(Institution, found.id, {**values, **own, "note": note}, line)

    def _person(self, line: ContactLine, institution_id: str | None) -> bool:
        found = self._finder.person(line, institution_id)
        if found is None:
            values = {**line.person, "address": line.address, "note": line.note, "card_id": self._card(line)}
            person_id = self._book.create(
                Person, {**values, "institution_id": institution_id, "state": line.state or None}, line
            )
            self.people += 1
        else:
            person_id = found.id
            self._change_person(line, found, institution_id)
        is_by_id = found is not None and found.is_by_id
        self._book.add_details("person_id", person_id, line.details, replaces=is_by_id)
        if line.post:
            self._designate(line, person_id, institution_id)
        return found is None

    def _change_person(self, line: ContactLine, found: Found, institution_id: str | None) -> None:
        book, row = self._book, self._book.rows[Person][found.id]
        parts = {name: value for name, value in line.person.items() if name in _NAME_PARTS}
        own = {name: value for name, value in line.person.items() if name not in (*_NAME_PARTS, "name")}
        if found.is_by_id:
            book.change(Person, found.id, {"name": line.person["name"]}, line)
        book.change(Person, found.id, parts, line, fills=not found.is_by_id)
        note = self._note(row, line.note, replaces=found.is_by_id)
        own |= {"address": line.address, "note": note}
        # The institution of a row with a post is that of the post.
        if institution_id and not line.post:
            own["institution_id"] = institution_id
        book.change(Person, found.id, own, line)
        book.change(Person, found.id, {"card_id": self._card(line)}, line, fills=True)

    def _designate(self, line: ContactLine, person_id: str, institution_id: str | None) -> None:
        said = dict(line.designation)
        if said.get("instrument"):
            said["instrument_state"] = "received"
        held = self._finder.designation(line, person_id, institution_id)
        if held is not None:
            self._book.change(Designation, held, said, line)
            self._change_post(line, self._book.rows[Designation][held]["post_id"])
            return
        post_id, _ = self._post(line, institution_id)
        said.setdefault("instrument_state", "awaited")
        self._book.create(Designation, {**said, "person_id": person_id, "post_id": post_id}, line)

    def _post(self, line: ContactLine, institution_id: str | None) -> tuple[str, bool]:
        found = self._finder.post(line, institution_id)
        if found is not None:
            self._change_post(line, found.id, renames=found.is_by_id)
            return found.id, False
        name = line.post["name"]
        values: dict[str, Any] = {"role": role_of_post(name), "seat": "capital", **line.post}
        values |= {"state": line.state or None, "institution_id": institution_id}
        return self._book.create(Post, values, line), True

    def _change_post(self, line: ContactLine, post_id: str, *, renames: bool = False) -> None:
        said = {name: value for name, value in line.post.items() if name != "name" or renames}
        self._book.change(Post, post_id, said, line)

    def _vacant_post(self, line: ContactLine, institution_id: str | None) -> bool:
        note = line.note
        if institution_id is not None:
            self._book.add_details("institution_id", institution_id, line.details)
            own = {"address": line.address}
            self._book.change(Institution, institution_id, own, line, fills=True)
        else:
            kept = (*(each.written for each in line.details), line.address)
            note = "\n".join(filter(None, (note, *kept)))
        post_id, is_new = self._post(line, institution_id)
        row = self._book.rows[Post][post_id]
        merged = self._note(row, note, replaces=post_id == line.id)
        self._book.change(Post, post_id, {"note": merged}, line)
        return is_new

    def _card(self, line: ContactLine) -> str:
        """The foreign id by which the person is found again; our own ids need no keeping."""
        return next((each for each in (line.card_id, line.id) if each and each not in self._book.known), "")

    @staticmethod
    def _note(row: dict[str, Any], said: str, *, replaces: bool) -> str:
        """The note after a row was taken: replaced where the row's id says so, else added to."""
        present = str(row.get("note") or "")
        if replaces or not present or not said:
            return said
        return present if said in present else f"{present}\n{said}"


def _refusal(line: ContactLine) -> Refused | None:
    """Refuse a row with a value that its field cannot hold."""
    texts = {"address": line.address, "note": line.note}
    for part in (line, *line.also):
        try:
            checked(Person, {**part.person, **texts})
            checked(Institution, part.institution)
            checked(Post, part.post)
            checked(Designation, part.designation)
        except UserError as error:
            return Refused(line.sheet, line.row, "", Message(error.text_id, error.values))
    return None
