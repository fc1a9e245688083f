"""Texts of a language: what they give, and what they give where a catalogue has nothing."""

from pathlib import Path

import pytest

from desktop.base.errors import UserError
from desktop.base.i18n import Texts, available_languages, texts_for


def test_english_needs_no_catalogue():
    texts = texts_for("en")
    assert texts.language == "en"
    assert texts.gettext("A sentence nobody translated") == "A sentence nobody translated"
    assert texts.ngettext("{n} item", "{n} items", 1) == "{n} item"
    assert texts.ngettext("{n} item", "{n} items", 0) == "{n} items"


def test_spanish_is_there_and_a_region_falls_back_to_its_language():
    assert "es" in available_languages()
    assert available_languages()[0] == "en"
    assert texts_for("es_PA").language == "es"
    assert texts_for("es-PA").language == "es"


@pytest.mark.parametrize("language", ["", "xx", "../es", "es/../es", "zh"])
def test_an_unknown_language_is_english(language):
    assert texts_for(language).language == "en"


def test_an_empty_text_stays_empty_in_every_language():
    assert [texts_for(language).gettext("") for language in available_languages()] == [""] * len(
        available_languages()
    )


def test_a_problem_becomes_a_sentence_with_its_values():
    problem = UserError("Row {row} is not a {kind}.", row=3, kind="date")
    assert texts_for("en").sentence(problem) == "Row 3 is not a date."


@pytest.mark.parametrize("kind", [str, Path])
def test_values_show_their_direction_marks_and_half_letters_as_numbers(kind):
    said = texts_for("en").fill("{name}!", {"name": kind("a\u202eb\udcff\ud800.x")})
    assert said == "a[U+202E]b[U+DCFF][U+D800].x!"


def test_a_problem_is_translated_before_its_values_are_filled_in():
    class Upper:
        def gettext(self, message: str) -> str:
            return "Fila {row}"

    texts = Texts("es", Upper())
    assert texts.sentence(UserError("Row {row}", row="{row}")) == "Fila {row}"
