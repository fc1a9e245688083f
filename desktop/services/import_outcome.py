"""What an import did, or would do: counts, rows left out, doubts - the same for plans and for contacts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from desktop.base.i18n import Texts

Action = Literal["added", "updated", "unchanged", "refused"]


class Message(NamedTuple):
    """A sentence that is made where it is shown: a message id and the values of its placeholders."""

    text_id: str
    values: Mapping[str, object] = {}

    def shown(self, texts: Texts) -> str:
        """The sentence in a language."""
        return texts.fill(self.text_id, self.values)


class Skipped(NamedTuple):
    """A row known not to be data: title, section, guidance, example, total. Rows count from 1."""

    sheet: str
    row: int
    reason: Message


class Refused(NamedTuple):
    """A data row that cannot be taken; `column` is the letter of the cell that is to blame, or empty."""

    sheet: str
    row: int
    column: str
    message: Message


class Doubtful(NamedTuple):
    """A cell that was taken as text only, or something about its row that a person should look at."""

    sheet: str
    row: int
    column: str
    text: str
    message: Message


class PreviewRow(NamedTuple):
    """A data row as it lands: what becomes of it and its values by field name as they are stored."""

    sheet: str
    row: int
    action: Action
    title: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Created:
    """How many records the import made beside its rows."""

    institutions: int = 0
    objectives: int = 0
    people: int = 0


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """The counts of one import; every data row is in exactly one of added, updated, unchanged, refused.

    `preview` has the rows of an import that was not written; those that were are in the file.
    `is_stopped`: refused rows stopped the import, nothing was written. `change_set` is the number of the
    change set, None when nothing was written. `reader` names what read the file.
    """

    read: int
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: tuple[Skipped, ...] = ()
    refused: tuple[Refused, ...] = ()
    doubtful: tuple[Doubtful, ...] = ()
    created: Created = field(default_factory=Created)
    reader: str = ""
    notices: tuple[Message, ...] = ()
    change_set: int | None = None
    preview: Sequence[PreviewRow] = ()
    is_stopped: bool = False

    def __post_init__(self) -> None:
        """Refuse counts that do not add up: that would be our own mistake."""
        rows = {(refusal.sheet, refusal.row) for refusal in self.refused}
        if len(rows) != len(self.refused):
            raise ValueError("a refused row is named twice")
        total = self.added + self.updated + self.unchanged + len(self.refused)
        if self.read != total:
            raise ValueError(f"{self.read} rows were read, but {total} were counted")

    def as_json(self, texts: Texts) -> dict[str, Any]:
        """The object that imports print with `--json`, its sentences in a language."""
        return {
            "read": self.read,
            "added": self.added,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "skipped": [
                {"sheet": sheet, "row": row, "reason": reason.shown(texts)}
                for sheet, row, reason in self.skipped
            ],
            "refused": [
                {"sheet": sheet, "row": row, "column": column, "message": message.shown(texts)}
                for sheet, row, column, message in self.refused
            ],
            "doubtful": [
                {"sheet": sheet, "row": row, "column": column, "text": text, "message": message.shown(texts)}
                for sheet, row, column, text, message in self.doubtful
            ],
            "created": {
                "institutions": self.created.institutions,
                "objectives": self.created.objectives,
                "people": self.created.people,
            },
            "reader": self.reader,
        }
