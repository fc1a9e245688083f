"""Rows of a plan's table read into drafts of items: values as they would be stored, doubts, refusals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from db.fields import Kind, fields_of
from db.schema import PlanItem
from db.written_dates import read_date
from desktop.base.errors import UserError
from desktop.base.i18n import N_, Word
from desktop.exchange.layout import RowInfo
from desktop.exchange.reading.grid import CellError, NoCachedValue
from desktop.exchange.values import clean_text, currency_of, read_money, read_percent
from desktop.services.import_outcome import Doubtful, Message
from desktop.services.import_plan.facts import NAME_FIELDS, TableFacts, as_cells
from desktop.services.import_plan.targets import choice_of, read_priority
from desktop.services.validation import checked_value

LONGEST_NAME = 150
LEAST_SENTENCE_WORDS = 5
"""A longer text, or a sentence of so many words, in a cell of names is advice or an explanation."""

NO_TITLE = N_("The action has no title.")
NO_STATUS = N_("This status is not known; the words are kept under remarks.")
MEANT_STATUS = N_("This status is not known; “{word}” may be meant. The words are kept under remarks.")
NO_YEAR = N_("The year of these periods is not known; they were taken as text.")
NO_PRIORITY = N_("This priority is not known; the words are kept under remarks.")
NO_PERCENT = N_("This is no percentage from 0 to 100; the words are kept under remarks.")
NO_AMOUNT = N_("This is no amount; the words are kept under remarks.")
NO_CURRENCY = N_("This currency is not known by a code; the words are kept under remarks.")
NO_NAME = N_("This stands for a name that is not known; it was left out.")
UNSURE_NAME = N_("This name is marked as uncertain; it was taken as written.")
ADVICE = N_("This reads like an explanation, not like a name; it is kept under remarks.")
ERROR_VALUE = N_("The cell holds an error of the spreadsheet instead of a value; it was left empty.")
NO_RESULT = N_("The cell holds a formula without its result; it was left empty.")
NOT_A_CHOICE = N_("This value is not known; the words are kept under remarks.")


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
    parent_row: int | None = None
    doubtful: list[Doubtful] = field(default_factory=list)
    refusal: tuple[str, Message] | None = None
    kept_words: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The title of the row, empty when it has none."""
        return str(self.values.get("title", ""))


class DraftReader:
    """Reads the rows of one table into drafts."""

    def __init__(self, facts: TableFacts) -> None:
        self._facts = facts
        self._fields = fields_of(PlanItem)

    def drafts(self) -> list[ItemDraft]:
        """One draft for each data row, in the order of the sheet."""
        return [self._draft(row) for row in self._facts.rows]

    def _draft(self, info: RowInfo) -> ItemDraft:
        draft = ItemDraft(self._facts.layout.sheet_name, info.row + 1)
        draft.parent_row = None if info.parent_row is None else info.parent_row + 1
        for name, value in info.values.items():
            if value is None:
                continue
            cells = [self._without_errors(draft, name, i, cell) for i, cell in enumerate(as_cells(value))]
            if any(cell not in (None, "") for cell in cells):
                self._read_field(draft, name, cells)
        draft.objectives = (*map(clean_text, info.section), *draft.objectives)
        self._adopt_lone_parent(draft, info)
        self._finish(draft)
        return draft

    def _adopt_lone_parent(self, draft: ItemDraft, info: RowInfo) -> None:
        """A sub-item whose parent has no row of its own hangs below that name as an objective."""
        levels = [clean_text(cell) for cell in as_cells(info.values.get("title")) if clean_text(cell)]
        if info.kind == "sub_item" and info.parent_row is None and len(levels) > 1:
            draft.objectives = (*draft.objectives, *levels[:-1])

    def _without_errors(self, draft: ItemDraft, name: str, index: int, cell: object) -> object:
        if isinstance(cell, CellError):
            self._doubt(draft, name, cell.text, ERROR_VALUE, index=index)
            return None
        if isinstance(cell, NoCachedValue):
            self._doubt(draft, name, "=", NO_RESULT, index=index)
            return None
        return cell

    def _read_field(self, draft: ItemDraft, name: str, cells: list[object]) -> None:
        if name in NAME_FIELDS:
            self._read_names(draft, name, cells)
        elif name in _READERS:
            _READERS[name](self, draft, cells)
        else:
            made = self._fields[name]
            reader = _KIND_READERS.get(made.kind, DraftReader._read_text)
            reader(self, draft, name, cells)

    def _read_text(self, draft: ItemDraft, name: str, cells: list[object]) -> None:
        draft.values[name] = "\n".join(text for cell in cells if (text := clean_text(cell)))

    def _read_title(self, draft: ItemDraft, cells: list[object]) -> None:
        draft.values["title"] = next((text for cell in reversed(cells) if (text := clean_text(cell))), "")

    def _read_objective(self, draft: ItemDraft, cells: list[object]) -> None:
        draft.objectives = tuple(text for cell in cells if (text := clean_text(cell)))

    def _read_indicator(self, draft: ItemDraft, cells: list[object]) -> None:
        draft.indicator = "\n".join(text for cell in cells if (text := clean_text(cell)))

    def _read_id(self, draft: ItemDraft, cells: list[object]) -> None:
        draft.item_id = clean_text(cells[0])

    def _read_names(self, draft: ItemDraft, name: str, cells: list[object]) -> None:
        found: list[str] = []
        for index, cell in enumerate(cells):
            if cell in (None, ""):
                continue
            split = self._facts.split_names(cell)
            for placeholder in split.placeholders:
                self._doubt(draft, name, placeholder, NO_NAME, index=index)
            for written in split.names:
                if _reads_like_advice(written):
                    self._keep(draft, name, written, ADVICE, index=index)
                    continue
                if written in split.doubtful:
                    self._doubt(draft, name, written, UNSURE_NAME, index=index)
                found.append(written)
        draft.names[name] = tuple(dict.fromkeys(found))

    def _read_date(self, draft: ItemDraft, name: str, cells: list[object]) -> None:
        if name in self._facts.layout.marked:
            self._read_periods(draft, name, [clean_text(cell) for cell in cells])
            return
        filled = [cell for cell in cells if cell not in (None, "")]
        value = filled[0] if len(filled) == 1 else " ".join(map(clean_text, filled))
        day_first, has_short_years = self._facts.of(name)
        reading = read_date(value, day_first=day_first, has_short_years=has_short_years)
        text = clean_text(value)
        if reading.value is not None and reading.is_certain:
            draft.values[name] = reading.value.text
            text = "" if reading.is_exact else text
        elif not reading.is_certain:
            self._doubt(draft, name, text, reading.reason)
        if name == "due":
            draft.values["due_text"] = text
        elif text and not (reading.value and reading.is_certain):
            draft.kept_words.append(f"{self._facts.heading(name)}: {text}")

    def _read_periods(self, draft: ItemDraft, name: str, periods: list[str]) -> None:
        """The marked periods of a chart: from the first to the last, where their year is known."""
        first, last = (read_date(period).value for period in (periods[0], periods[-1]))
        known = list(self._facts.layout.marked[name].values())
        start = known.index(periods[0])
        if first is None or last is None:
            draft.values["due_text"] = ", ".join(periods)
            self._doubt(draft, name, draft.values["due_text"], NO_YEAR)
            return
        draft.values[name] = last.text
        if "start" not in self._facts.layout.columns:
            draft.values["start"] = first.text
        if periods != known[start : start + len(periods)]:
            draft.values["due_text"] = ", ".join(periods)

    def _read_status(self, draft: ItemDraft, cells: list[object]) -> None:
        text = " / ".join(text for cell in cells if (text := clean_text(cell)))
        reading = self._facts.status_words.read(text)
        if reading.value:
            draft.values["status"] = reading.value
        elif not reading.is_certain:
            word = reading.suggested_word or (reading.suggestion and self._status_label(reading.suggestion))
            if word:
                self._keep(draft, "status", text, MEANT_STATUS, word=word)
            else:
                self._keep(draft, "status", text, NO_STATUS)

    def _status_label(self, status: str) -> Word:
        return Word((self._fields["status"].choices or {})[status])

    def _read_priority(self, draft: ItemDraft, cells: list[object]) -> None:
        text = clean_text(cells[0])
        found = read_priority(text)
        if found:
            draft.values["priority"] = found
        else:
            self._keep(draft, "priority", text, NO_PRIORITY)

    def _read_percent(self, draft: ItemDraft, name: str, cells: list[object]) -> None:
        decimal, is_fraction = self._facts.of(name)
        number = read_percent(cells[0], decimal, is_fraction)
        if number is None:
            self._keep(draft, name, clean_text(cells[0]), NO_PERCENT)
        else:
            draft.values[name] = float(number)

    def _read_money(self, draft: ItemDraft, name: str, cells: list[object]) -> None:
        decimal, currency, scale = self._facts.of(name)
        found = read_money(cells[0], decimal)
        if found is None or found[0] < 0:
            self._keep(draft, name, clean_text(cells[0]), NO_AMOUNT)
            return
        draft.values[name] = format(found[0] * scale, "f")
        if (currency := found[1] or currency) and not draft.values.get("currency"):
            draft.values["currency"] = currency

    def _read_currency(self, draft: ItemDraft, cells: list[object]) -> None:
        text = clean_text(cells[0])
        longest = self._fields["currency"].max_length
        if found := currency_of(text) or (text if len(text) <= longest else None):
            draft.values["currency"] = found
        else:
            self._keep(draft, "currency", text, NO_CURRENCY)

    def _read_choice(self, draft: ItemDraft, name: str, cells: list[object]) -> None:
        text = clean_text(cells[0])
        found = choice_of(self._fields[name], text)
        if found is None:
            self._keep(draft, name, text, NOT_A_CHOICE)
        else:
            draft.values[name] = found

    def _finish(self, draft: ItemDraft) -> None:
        """Keep the words that no field could hold under remarks, then check every value's limits."""
        if draft.kept_words:
            parts = [draft.values.get("remarks", ""), *draft.kept_words]
            draft.values["remarks"] = "\n".join(part for part in parts if part)
        if not draft.title:
            draft.refusal = (self._facts.letter("title"), Message(NO_TITLE))
            return
        for name, value in list(draft.values.items()):
            try:
                draft.values[name] = checked_value(self._fields[name], value)
            except UserError as error:
                draft.refusal = (self._facts.letter(name), Message(error.text_id, error.values))
                return

    def _keep(
        self, draft: ItemDraft, name: str, text: str, message: str, *, index: int = 0, **values: object
    ) -> None:
        draft.kept_words.append(f"{self._facts.heading(name)}: {text}")
        self._doubt(draft, name, text, message, index=index, **values)

    def _doubt(
        self, draft: ItemDraft, name: str, text: str, message: str, *, index: int = 0, **values: object
    ) -> None:
        letter = self._facts.letter(name, index)
        draft.doubtful.append(Doubtful(draft.sheet, draft.row, letter, text, Message(message, values)))


def _reads_like_advice(name: str) -> bool:
    words = name.split()
    is_sentence = name.endswith(".") and len(words) >= LEAST_SENTENCE_WORDS and len(words[-1]) > 5
    return len(name) > LONGEST_NAME or is_sentence


_READERS: Mapping[str, Callable[[DraftReader, ItemDraft, list[object]], None]] = {
    "id": DraftReader._read_id,
    "title": DraftReader._read_title,
    "objective": DraftReader._read_objective,
    "indicators": DraftReader._read_indicator,
    "status": DraftReader._read_status,
    "priority": DraftReader._read_priority,
    "currency": DraftReader._read_currency,
}
_KIND_READERS: Mapping[Kind, Callable[[DraftReader, ItemDraft, str, list[object]], None]] = {
    Kind.PARTIAL_DATE: DraftReader._read_date,
    Kind.PERCENT: DraftReader._read_percent,
    Kind.MONEY: DraftReader._read_money,
    Kind.CHOICE: DraftReader._read_choice,
    Kind.FLAG: DraftReader._read_choice,
}
