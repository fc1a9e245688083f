"""Reads the text material of exercise files: actions, institutions, names, and the texts of one language."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from resources import resource_path

_OTHER = {"es": "en", "en": "es"}
Worded = Mapping[str, str]
"""One text by language."""


@dataclass(frozen=True, slots=True)
class Action:
    """A model of an action: who may lead it, what it serves, and its words by language."""

    objective: int
    leads: tuple[str, ...]
    supporting: tuple[str, ...]
    matrix_rows: tuple[str, ...]
    treaty: str
    title: Worded
    description: Worded
    indicator: Worded
    unit: str
    baseline: str
    target: str


@dataclass(frozen=True, slots=True)
class InstitutionModel:
    """A model of an institution; core ones exist in every State. Names may hold {state}."""

    key: str
    sector: str
    topics: str
    protocol_order: int
    is_core: bool
    names: tuple[str, str]
    kind: str
    unit: str


@dataclass(frozen=True, slots=True)
class Material:
    """All texts for one language; `other` is the language of second titles."""

    language: str
    other: str
    texts: Mapping[str, Any]
    actions: tuple[Action, ...]
    institutions: tuple[InstitutionModel, ...]
    names: Mapping[str, tuple[str, ...]]

    def long_day(self, day: date) -> str:
        """A date as papers write it, with the month in letters."""
        words = self.texts["due"]
        return str(words["day"].format(day=day.day, month=words["months"][day.month - 1], year=day.year))


@cache
def material(language: str) -> Material:
    """The material for a file's language: Spanish for Spanish, English for all others."""
    code = "es" if language.partition("_")[0] == "es" else "en"
    with resource_path("exercise", f"{code}.toml").open("rb") as stream:
        texts = tomllib.load(stream)
    return Material(code, _OTHER[code], texts, _actions(), _institutions(code), _names())


def _rows(name: str) -> list[dict[str, str]]:
    with resource_path("exercise", name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, strict=True))


def _actions() -> tuple[Action, ...]:
    def worded(row: dict[str, str], name: str) -> Worded:
        return {code: row[f"{name}_{code}"] for code in _OTHER}

    return tuple(
        Action(
            objective=int(row["objective"]),
            leads=tuple(row["leads"].split()),
            supporting=tuple(row["supporting"].split()),
            matrix_rows=tuple(row["matrix_rows"].split()),
            treaty=row["treaty"],
            title=worded(row, "title"),
            description=worded(row, "description"),
            indicator=worded(row, "indicator"),
            unit=row["unit"],
            baseline=row["baseline"],
            target=row["target"],
        )
        for row in _rows("actions.csv")
    )


def _institutions(code: str) -> tuple[InstitutionModel, ...]:
    return tuple(
        InstitutionModel(
            key=row["key"],
            sector=row["sector"],
            topics=row["topics"],
            protocol_order=int(row["protocol_order"]),
            is_core=row["is_core"] == "1",
            names=(row[f"name_{code}"], row[f"other_name_{code}"]),
            kind=row[f"kind_{code}"],
            unit=row[f"unit_{code}"],
        )
        for row in _rows("institutions.csv")
    )


def _names() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in _rows("names.csv"):
        found.setdefault(row["kind"], []).append(row["name"])
    return {kind: tuple(names) for kind, names in found.items()}
