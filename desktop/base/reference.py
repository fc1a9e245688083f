"""Reads the reference data that ships with the program: States, matrix forms, treaties and the rest.

Every cell is read as text ("NA" is Namibia). Corrections that a user made are laid over the shipped rows
when they are read; a table is read when it is first asked for.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple, TypeVar

from desktop.base.reference_loaders import (
    Row,
    read_calendar_entry,
    read_cell_value,
    read_matrix_row,
    read_provider,
    read_resolution,
    read_section,
    read_state,
    read_term,
    read_treaty,
)
from desktop.base.reference_rows import (
    LANGUAGES,
    CalendarEntry,
    GlossaryTerm,
    MatrixCellValue,
    MatrixRow,
    MatrixSection,
    Provider,
    Resolution,
    State,
    Treaty,
    Worded,
)
from desktop.base.state_words import EVERYDAY_NAMES, state_word
from desktop.base.text import fold
from resources import resource_path

__all__ = [
    "LANGUAGES",
    "TEMPLATES",
    "Override",
    "Reference",
    "can_override",
    "is_fictional_code",
    "shipped_reference",
]

TEMPLATES = ("2005", "2013", "2017")
"""The generations of the Committee's matrix, oldest first."""

_IDENTITY: dict[str, tuple[str, ...]] = {
    "states": ("iso3",),
    "fictional_states": ("iso3",),
    "matrix_sections": ("template", "section_code"),
    "matrix_templates": ("template", "section_code", "key"),
    "matrix_cell_values": ("template", "value"),
    "resolutions": ("number",),
    "committee_calendar": ("key",),
    "treaties": ("key",),
    "providers": ("code",),
    "glossary": ("key",),
}
# Fields that others refer to or that decide how a row is read stay as shipped.
_FIXED = frozenset(
    (
        "iso3",
        "template",
        "section_code",
        "row_no",
        "key",
        "code",
        "number",
        "order",
        "status",
        "paper",
        "weapon_types",
        "has_legal",
        "has_enforcement",
        "precision",
        "recurrence",
        "value",
        "provenance",
    )
)
_DATES = frozenset(("date", "adopted_on", "mandate_until", "opened_on", "entered_into_force_on"))
_FICTIONAL = re.compile(r"X(?:[0-9][0-9A-Z]|[A-Z][0-9])")

_K = TypeVar("_K")
_T = TypeVar("_T")


class Override(NamedTuple):
    """A user's correction: a field of the row of a table that has this key ("/" between its parts)."""

    table: str
    key: str
    field: str
    value: str


def is_fictional_code(code: str) -> bool:
    """Say whether a code is kept for invented States: X and two characters of which one is a digit."""
    return _FICTIONAL.fullmatch(code) is not None


def can_override(table: str, field: str, value: str) -> bool:
    """Say whether a field of a reference table may be corrected to this value."""
    if table not in _IDENTITY or field in _FIXED:
        return False
    if field not in _DATES:
        return True
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


class Reference:
    """All reference data, with corrections laid over it; it never changes, so it may be shared."""

    def __init__(self, folder: Path, overrides: Iterable[Override] = ()) -> None:
        self._folder = folder
        self._overrides: dict[tuple[str, str], Row] = {}
        for table, key, field, value in overrides:
            if not can_override(table, field, value):
                continue
            self._overrides.setdefault((table, key), {})[field] = value

    def with_overrides(self, rows: Iterable[tuple[str, str, str, str]]) -> Reference:
        """Give the shipped data with these corrections (table, key, field, value) laid over it."""
        return Reference(self._folder, (Override(*row) for row in rows))

    @cached_property
    def version(self) -> str:
        """The version of the shipped data, which a file remembers."""
        return (self._folder / "VERSION").read_text("utf-8").strip()

    def rows(self, table: str) -> Iterator[Row]:
        """Give the rows of a table as texts, corrections laid over them."""
        with (self._folder / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream, strict=True):
                yield row | self._overrides.get((table, row_key(table, row)), {})

    @cached_property
    def states(self) -> Mapping[str, State]:
        """The members and observers of the United Nations by their code, in English order."""
        return _by(lambda state: state.code, map(read_state, self.rows("states")))

    @cached_property
    def fictional_states(self) -> Mapping[str, State]:
        """The invented States for exercises by their code."""
        return _by(lambda state: state.code, map(read_state, self.rows("fictional_states")))

    def state(self, code: str) -> State:
        """Give the State of a code; a fictional code without a name of its own is shown by its code."""
        found = self.states.get(code) or self.fictional_states.get(code)
        if found is not None:
            return found
        if is_fictional_code(code):
            bare = Worded({"en": code})
            return State(code, "", "fictional", bare, bare, "NONE", (), (), "a4", "")
        raise KeyError(code)

    def find_state(self, text: str) -> State | None:
        """Give the State meant by a code or by any of its names in any language, else None."""
        code = text.strip().upper()
        if code in self.states or is_fictional_code(code):
            return self.state(code)
        return self._states_by_word.get(fold(text)) or self._state_of_everyday(text)

    def _state_of_everyday(self, text: str) -> State | None:
        """Give the State of a name that is in no official list: "Estados Unidos", "St. Kitts & Nevis"."""
        word = state_word(text)
        spellings = (word, word.replace("saint ", "st ", 1), word.replace(" ", ""))
        code = next((EVERYDAY_NAMES[each] for each in spellings if each in EVERYDAY_NAMES), "")
        return self.states[code] if code else self._states_by_plain_word.get(word)

    @cached_property
    def _states_by_plain_word(self) -> Mapping[str, State]:
        return {state_word(word): state for word, state in self._states_by_word.items() if len(word) > 2}

    def states_of_group(self, group: str) -> tuple[State, ...]:
        """Give the real States of a United Nations group or an organisation, in English order."""
        return tuple(
            state for state in self.states.values() if group == state.un_group or group in state.organisations
        )

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """The codes of the United Nations groups and of the organisations."""
        regional = {state.un_group for state in self.states.values()} - {"NONE"}
        organisations = {code for state in self.states.values() for code in state.organisations}
        return (*sorted(regional), *sorted(organisations))

    @cached_property
    def _states_by_word(self) -> Mapping[str, State]:
        """States by their folded names and two-letter codes; a word that two States share is left out."""
        found: dict[str, State | None] = {}
        for state in (*self.states.values(), *self.fictional_states.values()):
            names = {*state.name.by_language.values(), *state.formal.by_language.values(), state.iso2}
            # "Bolivia (Plurinational State of)" is also met as "Bolivia".
            names |= {name.partition(" (")[0] for name in names}
            for word in {fold(name) for name in names if name}:
                found[word] = state if word not in found else None
        return {word: state for word, state in found.items() if state is not None}

    @cached_property
    def matrix_sections(self) -> Mapping[str, tuple[MatrixSection, ...]]:
        """The sections of each generation of the matrix, in their order."""
        found = sorted(map(read_section, self.rows("matrix_sections")), key=lambda section: section.order)
        return {name: tuple(one for one in found if one.template == name) for name in TEMPLATES}

    @cached_property
    def matrix_rows(self) -> Mapping[str, tuple[MatrixRow, ...]]:
        """The rows of each generation of the matrix, in their order."""
        found = tuple(map(read_matrix_row, self.rows("matrix_templates")))
        return {name: tuple(one for one in found if one.template == name) for name in TEMPLATES}

    @cached_property
    def matrix_cell_values(self) -> Mapping[tuple[str, str], MatrixCellValue]:
        """What each sign means, by generation and sign; the sign of an empty cell is the empty text."""
        found = map(read_cell_value, self.rows("matrix_cell_values"))
        return _by(lambda meaning: (meaning.template, meaning.value), found)

    @cached_property
    def resolutions(self) -> Mapping[str, Resolution]:
        """Resolution 1540 (2004) and its successors by their number, oldest first."""
        return _by(lambda resolution: resolution.number, map(read_resolution, self.rows("resolutions")))

    @cached_property
    def calendar(self) -> Mapping[str, CalendarEntry]:
        """The yearly rhythm and the fixed dates of the Committee by their key."""
        return _by(lambda entry: entry.key, map(read_calendar_entry, self.rows("committee_calendar")))

    @cached_property
    def treaties(self) -> Mapping[str, Treaty]:
        """The instruments behind the rows of operative paragraph 1 by their key."""
        return _by(lambda treaty: treaty.key, map(read_treaty, self.rows("treaties")))

    @cached_property
    def providers(self) -> Mapping[str, Provider]:
        """The organisations that help with implementation by their code."""
        return _by(lambda provider: provider.code, map(read_provider, self.rows("providers")))

    @cached_property
    def glossary(self) -> Mapping[str, GlossaryTerm]:
        """The words of screens and reports by their key."""
        return _by(lambda term: term.key, map(read_term, self.rows("glossary")))


@cache
def shipped_reference() -> Reference:
    """Give the reference data as shipped, without corrections."""
    return Reference(resource_path("reference"))


def row_key(table: str, row: Row) -> str:
    """Give the key that a correction of this row is kept under."""
    return "/".join(row[part] for part in _IDENTITY[table])


def _by(key: Callable[[_T], _K], found: Iterable[_T]) -> dict[_K, _T]:
    return {key(one): one for one in found}
