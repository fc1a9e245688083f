"""How long a passphrase holds out against somebody who has the file: a small honest estimate, no rules.

The passphrase is parted into what people write - words, names, years, rows of keys, repeats - and each part
counts as many bits as it takes to guess it; what is none of these counts sign by sign. Words count by their
number, not by their letters: whoever guesses has lists of them.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from math import log2

from desktop.base.i18n import N_


class Strength(Enum):
    """What is to be said of a passphrase, in the order of strength."""

    EMPTY = "empty"
    COMMON = "common"
    REPEATS = "repeats"
    SHORT = "short"
    FAIR = "fair"
    GOOD = "good"


SAID = {
    Strength.EMPTY: N_(
        "Four or five words that you remember are good. Without the passphrase or the printed recovery "
        "sheet nobody can open the file."
    ),
    Strength.COMMON: N_(
        "A common word or row of keys: it is among the first to be tried. Four or five words that you "
        "remember are better."
    ),
    Strength.REPEATS: N_(
        "Mostly repeats or rows: whoever has the file can try all of these in a day. Four or five words that "
        "you remember are better."
    ),
    Strength.SHORT: N_(
        "Short: whoever has the file can try all of these in a day. Four or five words that you remember are "
        "better."
    ),
    Strength.FAIR: N_(
        "Fair: with many costly machines all of these can be tried in some months or years. A word or two "
        "more make it good."
    ),
    Strength.GOOD: N_("Good: nobody can try all of these. Write it down nowhere beside the file."),
}
"""The sentence for each."""

DAY_BITS, GOOD_BITS = 30, 48
"""What ten graphics cards try in a day, and a thousand of them in a year: each tries some 1,000 a second."""
_WORD_BITS = 13
"""One of some 8,000 words, as in the lists that passphrases are diced from."""
_COMMON_BITS, _ROW_BITS, _YEAR_BITS, _DATE_BITS, _REPEAT_BITS = 9.0, 6.0, 7.0, 15.0, 2.0
_LETTER_BITS, _DIGIT_BITS, _SIGN_BITS = log2(26), log2(10), 5.0
_LETTERS_OF_A_WORD = 6.5

_COMMON_TEXT = """
    password passwort contrasena clave secreto secret letmein welcome bienvenido bienvenida admin
    administrador administrator root user usuario test prueba demo hello hola dragon monkey football futbol
    baseball master superman batman shadow sunshine princess princesa love amor iloveyou teamo tequiero
    estrella corazon jesus dios maria jose juan carlos daniel michael jordan ashley jennifer charlie summer
    winter verano invierno january enero december diciembre freedom whatever trustno computer internet google
    desk desk1540 onu united nations committee comite resolution resolucion delegate ministry ministerio
    cancilleria embassy embajada onudc oea oas panama colombia mexico argentina chile peru ecuador
    guatemala honduras nicaragua uruguay paraguay bolivia venezuela cuba
"""
_COMMON = frozenset(_COMMON_TEXT.split())
"""What leaked lists of passwords begin with, and what lies near in this office."""
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "0123456789",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "azertyuiop",
)
_LEET = str.maketrans("013457@$!", "oleastasi")
_PARTS = re.compile(r"[^\W\d_]+|\d+|[\W_]")
_VOWELS = frozenset("aeiouy")
_DATE = re.compile(r"(?:[0-3]\d[01]\d|[01]\d[0-3]\d)(?:19|20)?\d\d|(?:19|20)\d\d[01]\d[0-3]\d")


def strength_of(passphrase: str) -> Strength:
    """What is to be said of a passphrase."""
    text = _folded(passphrase)
    if not text.strip():
        return Strength.EMPTY
    if _is_common(text):
        return Strength.COMMON
    bits = bits_of(passphrase)
    if bits > DAY_BITS:
        return Strength.GOOD if bits > GOOD_BITS else Strength.FAIR
    parts = [part for part in _PARTS.findall(text) if not part.isspace()]
    repeats = len(set(parts)) < len(parts) > 2 or any(map(_is_row_or_repeat, parts))
    return Strength.REPEATS if repeats else Strength.SHORT


def bits_of(passphrase: str) -> float:
    """The bits that it takes to guess a passphrase."""
    text = _folded(passphrase)
    # Signs in place of letters are tried with each word.
    as_words = _parts_bits(text.translate(_LEET)) + _REPEAT_BITS if any(map(str.isalpha, text)) else 999.0
    # A capital somewhere else than at the beginning is a choice.
    capitals = sum(letter.isupper() for letter in passphrase[1:])
    return min(_parts_bits(text), as_words) + min(capitals, 3)


def _parts_bits(text: str) -> float:
    seen: set[str] = set()
    bits = 0.0
    for part in _PARTS.findall(text):
        if not part.isspace():
            bits += _REPEAT_BITS if part in seen else _part_bits(part)
            seen.add(part)
    return bits


def _folded(passphrase: str) -> str:
    parted = unicodedata.normalize("NFKD", passphrase.casefold())
    return "".join(letter for letter in parted if not unicodedata.combining(letter))


def _is_common(text: str) -> bool:
    """Whether all of it is one common word or row, perhaps with some digits or signs behind it."""
    bare = re.sub(r"[\W\d_]+$", "", text)
    whole = text.translate(_LEET)
    shortened = re.sub(r"[\W_]+$", "", whole)
    if any(word in _COMMON for word in (bare, text, whole, shortened)) and len(text) <= len(bare or text) + 4:
        return True
    return _is_row(text) or len(set(text)) == 1 < len(text)


def _part_bits(part: str) -> float:
    if _is_row(part):
        return _ROW_BITS + log2(len(part))
    if _period(part) < len(part):
        return _part_bits(part[: _period(part)]) + _REPEAT_BITS
    if part.isdigit():
        return _digits_bits(part)
    return _letters_bits(part) if part.isalpha() else _SIGN_BITS


def _digits_bits(part: str) -> float:
    if len(part) == 4 and part[:2] in ("19", "20"):
        return _YEAR_BITS
    return _DATE_BITS if _DATE.fullmatch(part) else _DIGIT_BITS * len(part)


def _letters_bits(part: str) -> float:
    by_letter = _LETTER_BITS * len(part)
    if part in _COMMON:
        return _COMMON_BITS
    if not _reads_like_words(part):
        return by_letter
    return min(by_letter, _WORD_BITS * max(1, round(len(part) / _LETTERS_OF_A_WORD)))


def _reads_like_words(part: str) -> bool:
    """Whether letters can be spoken; other writings than Latin are taken for words."""
    if not part.isascii():
        return True
    vowels = sum(letter in _VOWELS for letter in part) / len(part)
    return 0.2 <= vowels <= 0.7 and re.search(r"[^aeiouy]{5}", part) is None


def _is_row(text: str) -> bool:
    """Whether the signs follow each other in the alphabet, among the digits or on the keyboard."""
    return len(text) >= 3 and any(text in row or text in row[::-1] for row in _ROWS)


def _is_row_or_repeat(part: str) -> bool:
    return len(part) >= 3 and (_is_row(part) or _period(part) < len(part))


def _period(part: str) -> int:
    """The length of the shortest beginning that, repeated, is the whole part."""
    place = (part + part).find(part, 1)
    return place if 0 < place < len(part) else len(part)
