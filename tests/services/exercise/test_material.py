"""The texts of exercise files: both languages say the same things, in the words a ministry uses."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest

from db.schema.correspondence import DIRECTIONS, EVENT_KINDS, LETTER_KINDS, SUBMISSION_KINDS
from db.schema.matrix import LAW_KINDS
from db.schema.people import SECTORS, TOPICS
from desktop.base.reference import shipped_reference
from desktop.services.exercise.fates import FINAL_WEIGHTS
from desktop.services.exercise.material import material
from resources import resource_path

NEVER = {
    "es": r"cumplimiento|cumplid[ao]|incumpl|atrasad|en mora|vencid[ao]|brecha|laguna|reporte|\btú\b",
    "en": r"complian|score|\branking|\bgaps?\b|overdue|\blate\b|\bchase|\bowed\b",
}


def texts(language: str) -> dict[str, Any]:
    with resource_path("exercise", f"{language}.toml").open("rb") as stream:
        return tomllib.load(stream)


def shape(value: Any) -> Any:
    """The structure of a text tree with the placeholders of each text."""
    if isinstance(value, dict):
        return {key: shape(child) for key, child in value.items()}
    if isinstance(value, list):
        return [shape(child) for child in value]
    return sorted(re.findall(r"\{(\w+)\}", value))


def all_texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for child in value.values() for text in all_texts(child)]
    if isinstance(value, list):
        return [text for child in value for text in all_texts(child)]
    return [value]


def test_both_languages_have_the_same_texts_and_placeholders() -> None:
    spanish, english = texts("es"), texts("en")
    # Articles and salutations follow the gender of a word and the rank, which English does not say.
    assert spanish.pop("articles")["other"]
    assert english.pop("articles")["other"]
    for language in (spanish, english):
        language["people"] = {
            name: text for name, text in language["people"].items() if "salutation" not in name
        }
    assert shape(spanish) == shape(english)


@pytest.mark.parametrize("language", ["es", "en"])
def test_no_word_that_diplomacy_avoids(language: str) -> None:
    found = material(language)
    said = all_texts(texts(language))
    for action in found.actions:
        said += [words[language] for words in (action.title, action.description, action.indicator)]
    said += [name for model in found.institutions for name in (*model.names, model.unit, model.kind)]
    assert len(said) > 500
    assert [text for text in said if re.search(NEVER[language], text, re.IGNORECASE)] == []


def test_actions_are_many_distinct_and_know_what_they_name() -> None:
    found = material("es")
    keys = {model.key for model in found.institutions} | {"parliament"}
    rows = {row.key for row in shipped_reference().matrix_rows["2017"]}
    assert len(found.actions) >= 60
    for language in ("es", "en"):
        assert len({action.title[language] for action in found.actions}) == len(found.actions)
    for action in found.actions:
        assert action.objective in (1, 2, 3, 4)
        assert set(action.leads) | set(action.supporting) <= keys
        assert set(action.matrix_rows) <= rows
        assert not action.treaty or action.treaty in shipped_reference().treaties
        assert action.unit in found.texts["units"]
        assert set(re.findall(r"\{(\w+)\}", action.title["es"])) == set(
            re.findall(r"\{(\w+)\}", action.title["en"])
        )


def test_codes_in_the_material_are_codes_of_the_schema() -> None:
    found = material("en")
    assert all(model.sector in SECTORS for model in found.institutions)
    assert all(set(model.topics.split()) <= set(TOPICS) for model in found.institutions)
    assert all(law["kind"] in LAW_KINDS for law in found.texts["laws"])
    assert all(letter["kind"] in LETTER_KINDS for letter in found.texts["letters"].values())
    assert all(letter["direction"] in DIRECTIONS for letter in found.texts["letters"].values())
    assert all(event["kind"] in EVENT_KINDS for event in found.texts["events"]["list"])
    assert set(found.texts["submissions"]) <= set(SUBMISSION_KINDS)
    assert {status for status in FINAL_WEIGHTS if status} <= set(found.texts["notes"])


def test_an_unknown_language_falls_back_to_english() -> None:
    assert material("fr").language == "en"
    assert material("es_PA").language == "es"
    assert material("en").other == "es"
