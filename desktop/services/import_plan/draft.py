"""One data row of a plan as it would land: its values, its names, what is doubtful about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from desktop.services.import_outcome import Doubtful, Message
from desktop.services.import_plan.facts import TableFacts


@dataclass(slots=True)
class ItemDraft:
    """One data row as it would land. `names` has the names written in each linked field."""

    sheet: str
    row: int
    values: dict[str, Any] = field(default_factory=dict)
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    objectives: tuple[str, ...] = ()
    indicator: str = ""
    item_id: str = ""
    parent_name: str = ""
    level: int | None = None
    parent_row: int | None = None
    doubtful: list[Doubtful] = field(default_factory=list)
    refusal: tuple[str, Message] | None = None
    kept_words: list[str] = field(default_factory=list)
    parent_words: tuple[str, str] = ("", "")

    def keep_parent_name(self, message: str) -> None:
        """Keep under remarks the name of a parent that is not there, and say so."""
        column, heading = self.parent_words
        words = f"{heading}: {self.parent_name}"
        self.values["remarks"] = "\n".join(filter(None, (self.values.get("remarks", ""), words)))
        self.doubtful.append(Doubtful(self.sheet, self.row, column, self.parent_name, Message(message)))

    def values_over(self, remarks: str) -> dict[str, Any]:
        """The values for an item that has these remarks."""
        return {**self.values, "remarks": self._remarks_over(remarks)} if self.kept_words else self.values

    def _remarks_over(self, present: str) -> str:
        """The remarks for an item that has some: what a person added beside the kept words stays.

        A column of remarks that says something else goes before all of it, as any other field does.
        """
        written = str(self.values.get("remarks", ""))
        if not self.kept_words or not present:
            return written
        own = written.partition(self.kept_words[0])[0].rstrip("\n")
        if own not in present:
            return written
        lines = present.split("\n")
        for words in self.kept_words:
            if words in present or words not in written:
                continue
            heading = words.partition(": ")[0] + ": "
            places = [place for place, line in enumerate(lines) if line.startswith(heading)]
            if len(places) == 1:
                lines[places[0]] = words
            else:
                lines.append(words)
        return "\n".join(lines)

    @property
    def title(self) -> str:
        """The title of the row, empty when it has none."""
        return str(self.values.get("title", ""))

    def keep(
        self, facts: TableFacts, name: str, text: str, message: str, *, index: int = 0, **values: object
    ) -> None:
        """Keep under remarks the words that a field cannot hold, and list them."""
        self.kept_words.append(f"{facts.heading(name, index)}: {text}")
        self.doubt(facts, name, text, message, index=index, **values)

    def doubt(
        self, facts: TableFacts, name: str, text: str, message: str, *, index: int = 0, **values: object
    ) -> None:
        """List a cell that a person should look at."""
        place = facts.letter(name, index)
        self.doubtful.append(Doubtful(self.sheet, self.row, place, text, Message(message, values)))
