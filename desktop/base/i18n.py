"""Texts of screens and reports in a chosen language; nothing here knows a current language or Qt."""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from functools import cache
from pathlib import PurePath

from db.errors import Problem
from db.messages import N_, Word
from desktop.base.text import visible_controls
from resources import resource_path

__all__ = ["DOMAIN", "N_", "SOURCE_LANGUAGE", "Texts", "Word", "available_languages", "texts_for"]

DOMAIN = "desk1540"
SOURCE_LANGUAGE = "en"
"""The language the message ids are written in; it needs no catalogue."""

_LONGEST_VALUE = 1_000


class Texts:
    """The catalogue of one language, handed to whoever makes sentences."""

    def __init__(self, language: str, catalogue: gettext.NullTranslations) -> None:
        self.language = language
        self._catalogue = catalogue

    def gettext(self, message: str) -> str:
        """Give the sentence in this language; the id itself where none is known."""
        # The empty id is the catalogue's own head: an empty text must stay empty.
        return self._catalogue.gettext(message) if message else ""

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Give the form of a counted sentence that fits the number."""
        return self._catalogue.ngettext(one, many, number)

    def pgettext(self, context: str, message: str) -> str:
        """Give a word whose translation depends on where it stands."""
        return self._catalogue.pgettext(context, message)

    def sentence(self, problem: Problem) -> str:
        """Give the sentence of an expected failure with its values filled in."""
        return self.fill(problem.text_id, problem.values)

    def fill(self, message: str, values: Mapping[str, object]) -> str:
        """Translate a message and fill its placeholders; values that are words themselves are translated.

        Direction marks of a value are shown: they would turn the sentence around it. Of a very long value
        the beginning stands: nobody reads a sentence of pages, and a window would take seconds to show it.
        """
        return self.gettext(message).format(**{name: self._shown(value) for name, value in values.items()})

    def _shown(self, value: object) -> object:
        if isinstance(value, Word):
            return self.gettext(value)
        if isinstance(value, PurePath):
            return visible_controls(str(value))
        if not isinstance(value, str):
            return value
        shown = visible_controls(value[:_LONGEST_VALUE])
        return shown if len(value) <= _LONGEST_VALUE else f"{shown}…"

    def __repr__(self) -> str:
        return f"Texts({self.language!r})"


def available_languages() -> tuple[str, ...]:
    """Give the codes of the languages that screens and reports can be shown in, English first."""
    catalogues = resource_path("languages").glob(f"*/LC_MESSAGES/{DOMAIN}.mo")
    return (SOURCE_LANGUAGE, *sorted(path.parent.parent.name for path in catalogues))


@cache
def texts_for(language: str) -> Texts:
    """Give the texts of a language such as "es" or "es_PA"; English where there is no catalogue."""
    for code in (language, language.replace("-", "_").partition("_")[0]):
        path = resource_path("languages", code, "LC_MESSAGES", f"{DOMAIN}.mo")
        if code.replace("_", "").isalnum() and path.is_file():
            with path.open("rb") as stream:
                return Texts(code, gettext.GNUTranslations(stream))
    return Texts(SOURCE_LANGUAGE, gettext.NullTranslations())
