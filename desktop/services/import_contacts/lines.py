"""What one row or card says of a contact, before anybody knows whom it means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from desktop.services.import_outcome import Doubtful, Message, Refused, Skipped

Texts = dict[str, str]


class LineDetail(NamedTuple):
    """A phone or an e-mail of a row, as written and normalised beside it."""

    kind: str
    written: str
    normalised: str
    use: str = "work"
    is_private: bool = False


@dataclass(slots=True)
class ContactLine:
    """One data row. The dicts hold only what is said, by the field names of their tables.

    `state` is what the row itself says, else that of the import. `address` and `note` belong to the person,
    else to the institution or post. `also` are further persons of the same row. `columns` gives the letter
    of the column that a value came from.
    """

    sheet: str
    row: int
    state: str
    id: str = ""
    card_id: str = ""
    person: Texts = field(default_factory=dict)
    institution: Texts = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    post: Texts = field(default_factory=dict)
    designation: Texts = field(default_factory=dict)
    details: list[LineDetail] = field(default_factory=list)
    address: str = ""
    note: str = ""
    also: list[ContactLine] = field(default_factory=list)
    columns: Mapping[str, str] = field(default_factory=dict)
    doubtful: list[Doubtful] = field(default_factory=list)
    refusal: Refused | None = None

    @property
    def title(self) -> str:
        """What the row is called in lists."""
        named = (self.person, self.post, self.institution)
        return next((said["name"] for said in named if said.get("name")), "")

    def doubt(self, name: str, text: str, message: Message) -> None:
        """Note a doubt about the cell of a field."""
        self.doubtful.append(Doubtful(self.sheet, self.row, self.columns.get(name, ""), text, message))

    def keep_in_note(self, text: str) -> None:
        """Keep a text that has no field of its own, so that nothing is lost."""
        if text and text not in self.note.split("\n"):
            self.note = f"{self.note}\n{text}".strip()

    def values(self) -> Texts:
        """The row as it lands, by the names that exports use."""
        reached = {
            f"{kind}s": "; ".join(each.written for each in self.details if each.kind == kind)
            for kind in ("email", "phone")
        }
        dates = {name.removesuffix("_date"): value for name, value in self.designation.items()}
        said = {
            "person": self.person.get("name", ""),
            "post": self.post.get("name", ""),
            "institution": self.institution.get("name", ""),
            "state": self.state,
            **reached,
            **dates,
            "address": self.address,
            "note": self.note,
        }
        return {name: value for name, value in said.items() if value}


@dataclass(frozen=True, slots=True)
class ReadContacts:
    """A source that was read: its rows, what was left out, what read it, what is worth saying about it."""

    name: str
    reader: str
    lines: Sequence[ContactLine]
    skipped: Sequence[Skipped] = ()
    notices: Sequence[Message] = ()
