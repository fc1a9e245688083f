"""What one row of each reference table is: a State, a matrix row, a treaty and so on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

LANGUAGES = ("en", "es", "fr", "pt", "ar", "ru", "zh")
"""The languages that reference data is written in."""


@dataclass(frozen=True, slots=True)
class Worded:
    """Words of one thing in several languages."""

    by_language: Mapping[str, str]

    def __call__(self, language: str) -> str:
        """Give the words in a language such as "es" or "es_PA"; in English where there are none."""
        code = language.replace("-", "_").partition("_")[0]
        return self.by_language.get(code) or self.by_language.get("en", "")


@dataclass(frozen=True, slots=True)
class State:
    """A member or observer State of the United Nations, or a fictional one for exercises."""

    code: str
    iso2: str
    status: Literal["member", "observer", "fictional"]
    name: Worded
    formal: Worded
    un_group: str
    organisations: tuple[str, ...]
    official_languages: tuple[str, ...]
    paper: Literal["a4", "letter"]
    note: str

    @property
    def is_fictional(self) -> bool:
        """Whether this State was invented for exercises."""
        return self.status == "fictional"


@dataclass(frozen=True, slots=True)
class MatrixSection:
    """A section of one generation of the matrix; `short` is for tabs."""

    template: str
    code: str
    order: int
    title: Worded
    short: Worded


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A row of one generation of the matrix; the same obligation has the same key in every generation."""

    template: str
    section: str
    number: int
    key: str
    label: Worded
    weapons: tuple[str, ...]
    has_legal: bool
    has_enforcement: bool
    provenance: str


@dataclass(frozen=True, slots=True)
class MatrixCellValue:
    """What a sign in a matrix cell means; the value is empty for an empty cell."""

    template: str
    value: str
    meaning: Worded
    provenance: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """A resolution of the Security Council on the 1540 mandate."""

    number: str
    adopted_on: date
    symbol: str
    title: Worded
    mandate_until: date | None
    note: str


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A fixed day or a yearly rhythm of the Committee; exactly one of `day` and `yearly` is set.

    `yearly` is (month, day); `precision` is "on", "by" (inclusive) or "before" (exclusive).
    """

    key: str
    day: date | None
    yearly: tuple[int, int] | None
    precision: Literal["on", "by", "before"]
    title: Worded
    source: str
    provenance: str


@dataclass(frozen=True, slots=True)
class Treaty:
    """An instrument behind the rows of operative paragraph 1; dates that do not exist are None."""

    key: str
    short_name: str
    name: Worded
    opened_on: date | None
    entered_into_force_on: date | None
    depositary: str
    note: str


@dataclass(frozen=True, slots=True)
class Provider:
    """An organisation that helps with implementation; `areas` are section codes of the 2017 matrix."""

    code: str
    name: Worded
    kind: str
    areas: tuple[str, ...]
    note: str
    provenance: str


@dataclass(frozen=True, slots=True)
class GlossaryTerm:
    """A word of screens and reports in the languages it was checked in."""

    key: str
    term: Worded
    note: str
