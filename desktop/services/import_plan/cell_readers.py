"""Reads the cells of one row into a draft, field by field; what no field can hold is kept and listed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from db.fields import Kind, fields_of
from db.schema import PlanItem
from db.written_dates import read_date
from desktop.base.i18n import N_, Word
from desktop.exchange.values import (
    clean_text,
    currency_mark,
    currency_of,
    is_empty_word,
    read_money,
    read_percent,
)
from desktop.services.import_plan.cell_names import NAME_FIELDS
from desktop.services.import_plan.draft import ItemDraft
from desktop.services.import_plan.facts import TableFacts
from desktop.services.import_plan.targets import choice_of, is_own_id, read_priority

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
NOT_A_CHOICE = N_("This value is not known; the words are kept under remarks.")

_FIELDS = fields_of(PlanItem)


def _read_text(draft: ItemDraft, facts: TableFacts, name: str, cells: list[object]) -> None:
    draft.values[name] = "\n".join(text for cell in cells if (text := clean_text(cell)))


def _read_title(draft: ItemDraft, facts: TableFacts, name: str, cells: list[object]) -> None:
    draft.values["title"] = next((text for cell in reversed(cells) if (text := clean_text(cell))), "")


def _read_objective(draft: ItemDraft, facts: TableFacts, name: str, cells: list[object]) -> None:
    draft.objectives = tuple(text for cell in cells if (text := clean_text(cell)) and not is_empty_word(text))


def _read_indicator(draft: ItemDraft, facts: TableFacts, name: str, cells: list[object]) -> None:
    draft.indicator = "\n".join(text for cell in cells if (text := clean_text(cell)))


def _read_id(draft: ItemDraft, facts: TableFacts, name: str, cells: list[object]) -> None:
    """A key of the workbook's own is the number people know the action by."""
    draft.item_id = clean_text(cells[0])
    if not is_own_id(draft.item_id):
        if "number" in facts.layout.columns:
            draft.kept_words.append(f"{facts.heading('id')}: {draft.item_id}")
        else:
            draft.values["number"] = draft.item_id


def _read_parent(draft: ItemDraft, facts: TableFacts, name: str, cells: list[object]) -> None:
    draft.parent_name = clean_text(cells[0])
    draft.parent_words = (facts.letter("parent"), facts.heading("parent"))


def _read_level(draft: ItemDraft, facts: TableFacts, name: str, cells: list[object]) -> None:
    text = clean_text(cells[0])
    if text.isdecimal() and len(text) < 3:
        draft.level = int(text)
    else:
        draft.kept_words.append(f"{facts.heading('level')}: {text}")


def _read_remarks(draft: ItemDraft, facts: TableFacts, name: str, cells: list[object]) -> None:
    """The remarks themselves, then what has no field of its own, each with its heading."""
    for index, cell in enumerate(cells):
        text = clean_text(cell) if cell is not False else ""
        label = facts.remark_labels[index]
        if text and not label:
            draft.values["remarks"] = "\n".join(filter(None, (draft.values.get("remarks", ""), text)))
        elif text and not is_empty_word(text):
            draft.kept_words.append(f"{label}: {text}")


def _read_names(draft: ItemDraft, facts: TableFacts, name: str, cells: list[object]) -> None:
    for index, cell in enumerate(cells):
        if cell in (None, ""):
            continue
        found = facts.names_in(cell, name)
        for placeholder in found.placeholders:
            draft.doubt(facts, name, placeholder, NO_NAME, index=index)
        for text in found.advice:
            draft.keep(facts, name, text, ADVICE, index=index)
        for text in found.unsure:
            draft.doubt(facts, name, text, UNSURE_NAME, index=index)
        draft.kept_words += [f"{facts.heading(name, index)}: {text}" for text in found.details]
        for role, written in found.names:
            draft.names[role] = tuple(dict.fromkeys((*draft.names.get(role, ()), written)))


def _read_date(draft: ItemDraft, facts: TableFacts, name: str, cells: list[object]) -> None:
    if name in facts.layout.marked:
        _read_periods(draft, facts, name, [clean_text(cell) for cell in cells])
        return
    filled = [cell for cell in cells if cell not in (None, "")]
    value = filled[0] if len(filled) == 1 else " ".join(map(clean_text, filled))
    day_first, has_short_years = facts.of(name)
    reading = read_date(value, day_first=day_first, has_short_years=has_short_years)
    text = clean_text(value)
    if reading.value is not None and reading.is_certain:
        draft.values[name] = reading.value.text
        text = "" if reading.is_exact else text
    elif not reading.is_certain:
        draft.doubt(facts, name, text, reading.reason)
    if name == "due":
        draft.values["due_text"] = text
    elif text and not (reading.value and reading.is_certain):
        draft.kept_words.append(f"{facts.heading(name)}: {text}")


def _read_periods(draft: ItemDraft, facts: TableFacts, name: str, periods: list[str]) -> None:
    """The marked periods of a chart: from the first to the last, where their year is known."""
    first, last = (read_date(period).value for period in (periods[0], periods[-1]))
    known = list(facts.layout.marked[name].values())
    start = known.index(periods[0])
    if first is None or last is None:
        draft.values["due_text"] = ", ".join(periods)
        draft.doubt(facts, name, draft.values["due_text"], NO_YEAR)
        return
    draft.values[name] = last.sides[-1].text
    if "start" not in facts.layout.columns:
        draft.values["start"] = first.sides[0].text
    if periods != known[start : start + len(periods)]:
        draft.values["due_text"] = ", ".join(periods)


def _read_status(draft: ItemDraft, facts: TableFacts, name: str, cells: list[object]) -> None:
    text = " / ".join(text for cell in cells if (text := clean_text(cell)))
    reading = facts.status_words.read(text)
    if reading.value:
        draft.values["status"] = reading.value
        _read_rest_of_status(draft, facts, text, reading.rest)
    elif not reading.is_certain:
        word = reading.suggested_word or (reading.suggestion and _status_label(reading.suggestion))
        if word:
            draft.keep(facts, "status", text, MEANT_STATUS, word=word)
        else:
            draft.keep(facts, "status", text, NO_STATUS)


def _read_rest_of_status(draft: ItemDraft, facts: TableFacts, text: str, rest: str) -> None:
    """What follows the status: a percentage is the progress where no column has it, words are kept."""
    if not rest:
        return
    percent = read_percent(rest, None, column_is_fraction=False) if rest.endswith("%") else None
    if percent is not None and "progress" not in facts.layout.columns:
        draft.values["progress"] = float(percent)
    else:
        draft.kept_words.append(f"{facts.heading('status')}: {text}")


def _status_label(status: str) -> Word:
    return Word((_FIELDS["status"].choices or {})[status])


def _read_priority(draft: ItemDraft, facts: TableFacts, name: str, cells: list[object]) -> None:
    text = clean_text(cells[0])
    found = read_priority(text)
    if found:
        draft.values["priority"] = found
    else:
        draft.keep(facts, "priority", text, NO_PRIORITY)


def _read_percent(draft: ItemDraft, facts: TableFacts, name: str, cells: list[object]) -> None:
    decimal, is_fraction = facts.of(name)
    number = read_percent(cells[0], decimal, is_fraction)
    if number is None:
        draft.keep(facts, name, clean_text(cells[0]), NO_PERCENT)
    else:
        draft.values[name] = float(number)


def _read_money(draft: ItemDraft, facts: TableFacts, name: str, cells: list[object]) -> None:
    decimal, currency, scale = facts.of(name)
    found = read_money(cells[0], decimal, scale)
    if found is None or found[0] < 0:
        draft.keep(facts, name, clean_text(cells[0]), NO_AMOUNT)
        return
    draft.values[name] = format(found[0], "f")
    if (currency := found[1] or currency) and not draft.values.get("currency"):
        draft.values["currency"] = currency
    elif not currency and currency_mark(cells[0]):
        # "$" may be one of many currencies: the words stay as they were written.
        draft.kept_words.append(f"{facts.heading(name)}: {clean_text(cells[0])}")


def _read_currency(draft: ItemDraft, facts: TableFacts, name: str, cells: list[object]) -> None:
    text = clean_text(cells[0])
    longest = _FIELDS["currency"].max_length
    if found := currency_of(text) or (text if len(text) <= longest else None):
        draft.values["currency"] = found
    else:
        draft.keep(facts, "currency", text, NO_CURRENCY)


def _read_choice(draft: ItemDraft, facts: TableFacts, name: str, cells: list[object]) -> None:
    text = clean_text(cells[0])
    found = choice_of(_FIELDS[name], text)
    if found is None:
        draft.keep(facts, name, text, NOT_A_CHOICE)
    else:
        draft.values[name] = found


def read_field(draft: ItemDraft, facts: TableFacts, name: str, cells: list[object]) -> None:
    """Read the cells of one field, of which at least one holds something."""
    if name in NAME_FIELDS:
        _read_names(draft, facts, name, cells)
    elif name in _READERS:
        _READERS[name](draft, facts, name, cells)
    else:
        _KIND_READERS.get(_FIELDS[name].kind, _read_text)(draft, facts, name, cells)


CellReader = Callable[[ItemDraft, TableFacts, str, list[object]], None]
_READERS: Mapping[str, CellReader] = {
    "id": _read_id,
    "parent": _read_parent,
    "level": _read_level,
    "remarks": _read_remarks,
    "title": _read_title,
    "objective": _read_objective,
    "indicators": _read_indicator,
    "status": _read_status,
    "priority": _read_priority,
    "currency": _read_currency,
}
_KIND_READERS: Mapping[Kind, CellReader] = {
    Kind.PARTIAL_DATE: _read_date,
    Kind.PERCENT: _read_percent,
    Kind.MONEY: _read_money,
    Kind.CHOICE: _read_choice,
    Kind.FLAG: _read_choice,
}
