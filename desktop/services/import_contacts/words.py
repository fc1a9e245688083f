"""Words of tables that stand for a declared value: roles, seats, sectors, languages, nobody in a post."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from db.schema.people import POST_ROLES, SEATS, SECTORS
from desktop.base.i18n import available_languages, texts_for
from desktop.base.text import fold
from desktop.exchange.cell_texts import PLACEHOLDERS

_ROLE_WORDS = {
    "alternate": "alternate alterno alterna suplente suppleant suppleante adjunto adjunta deputy substituto",
    "main": "main principal titular titulaire primary primario",
    "clearance": "clearance visto",
    "technical": "technical tecnico tecnica technique",
}
_BESIDE_ROLES = """
    punto puntos focal contacto contact point points pdc poc npoc de of do du le la el the 1540
    nacional national contato ponto person persona enlace"""
_CONTACT_POST = re.compile(
    r"\b(?:punto|point|ponto)s? (?:de|of|d'|do)? ?(?:contact|contacto|focal)|\bfocal\b|1540"
)
_SEAT_WORDS = {
    "new_york": ("nueva york", "nova york", "nova iorque"),
    "geneva": ("ginebra", "geneve", "genebra"),
    "vienna": ("viena", "vienne"),
    "the_hague": ("la haya", "la haye", "haia", "hague"),
    "washington": ("washington dc", "washington d.c."),
    "capital": ("capitale",),
}
_VACANT = frozenset(
    ("vacante", "vacant", "vago", "vaga", "sin titular", "sin designar", "vacancy", "acefalo")
)
_LANGUAGES = {
    "es": "espanol castellano spanish espagnol espanhol",
    "en": "ingles english anglais",
    "fr": "frances french francais",
    "pt": "portugues portuguese portugais",
    "ar": "arabe arabic",
    "ru": "ruso russian russe russo",
    "zh": "chino chinese chinois mandarin chines",
    "de": "aleman german allemand alemao",
    "it": "italiano italian italien",
    "nl": "neerlandes holandes dutch neerlandais holandes",
    "ht": "creole criollo kreyol",
    "qu": "quechua",
    "gn": "guarani",
}
_LANGUAGE_CODES = {word: code for code, words in _LANGUAGES.items() for word in (code, *words.split())}


def is_nobody(text: str) -> bool:
    """Whether a cell says that there is nobody or nothing: "por designar", "vacante", "N/A", "-"."""
    folded = fold(text).replace(".", "").strip(" :()?[]-")
    return not any(map(str.isalnum, text)) or folded in PLACEHOLDERS or folded in _VACANT


def role_of(text: str) -> str:
    """The role that words stand for, empty when they say none."""
    said = set(re.findall(r"\w+", fold(text)))
    return next((role for role, words in _ROLE_WORDS.items() if said & set(words.split())), "")


def role_of_post(name: str) -> str:
    """The role of a post by its name: only a point of contact is main or alternate unasked.

    A list of officials must not come in as so many main points of contact.
    """
    return (role_of(name) or "main") if _CONTACT_POST.search(fold(name)) else "technical"


@cache
def role_words() -> frozenset[str]:
    """The words for main and alternate."""
    return frozenset(word for role in ("main", "alternate") for word in _ROLE_WORDS[role].split())


def is_role(text: str) -> bool:
    """Whether a text says a role and nothing else: "Titular", "Punto de contacto alterno"."""
    words = set(re.findall(r"\w+", fold(text)))
    roles = {word for known in _ROLE_WORDS.values() for word in known.split()}
    return bool(words & roles) and words <= roles.union(_BESIDE_ROLES.split())


def choice_of(choices: Mapping[str, str], text: str) -> str:
    """The code of a declared choice by its code or its word in any language, empty when it is none."""
    return _by_word(tuple(choices.items())).get(fold(text), "")


@cache
def _by_word(choices: tuple[tuple[str, str], ...]) -> dict[str, str]:
    found = {fold(code): code for code, _ in choices}
    for code, label in choices:
        found |= {fold(texts_for(language).gettext(label)): code for language in available_languages()}
    return found


def seat_of(text: str) -> str:
    """The seat that words stand for, empty when they name none that is known."""
    folded = fold(text)
    by_word = next((seat for seat, words in _SEAT_WORDS.items() if folded in words), "")
    return by_word or choice_of(SEATS, text)


def seat_in(text: str) -> str:
    """The seat that a longer heading names, empty for none: "Punto de contacto en Nueva York"."""
    folded = f" {fold(text)} "
    words = {
        word: seat for seat, known in _SEAT_WORDS.items() for word in (*known, fold(seat.replace("_", " ")))
    }
    return next((seat for word, seat in words.items() if f" {word} " in folded), "")


def sector_of(text: str) -> str:
    """The sector that words stand for, empty when they name none."""
    return choice_of(SECTORS, text)


def role_in_column(text: str) -> str:
    """The role that the cell of a column of roles stands for."""
    return choice_of(POST_ROLES, text) or role_of(text)


def languages_of(text: str) -> tuple[str, str]:
    """Language codes that a text names, and what of it is no known language."""
    words = re.findall(r"\w+", fold(text))
    codes = sorted({_LANGUAGE_CODES[word] for word in words if word in _LANGUAGE_CODES})
    small = {"y", "e", "and", "et", "o", *_LANGUAGE_CODES}
    unknown = [word for word in words if word not in small]
    return " ".join(codes), text if unknown else ""
