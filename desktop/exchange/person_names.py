"""Names of people as ministries write them: taken apart where certain, made comparable to find doubles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from db.folding import fold_words


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TREATMENTS = _words(
    "sr sra srta sres don dona d da dr dra drs lic licda licdo ing arq abg abog prof profa mtro mtra msc "
    "mr mrs ms miss mx sir dame madam madame mme mlle m mm dott dottssa sig dna "
    "se sem hon honorable excmo excma excelentisimo excelentisima exmo exma ilmo ilma "
    "embajador embajadora emb amb ambassador ambassadeur ambassadrice embaixador embaixadora "
    "cnel crnl gral tte cap capt col gen maj lt cmdr cdr mg mgter "
    "cmdte comdte cdte supt sgto sgt brig tcnel tnel tcol calm valm alm"
)
_TREATMENT_PHRASES = (
    *("s e", "h e", "s e m", "s e mme", "s exc", "su excelencia", "sua excelencia", "son excellence"),
    *("his excellency", "her excellency", "the honourable", "the hon"),
)
_TRUE_ONLY_BEFORE_TWO = _words("d da m don")
_NEED_A_DOT = _words("d da m mm cap capt emb se sem gen col lt mg maj sig hon")
_POSTS = _words(
    "director directora jefe jefa ministro ministra minister ministre chief head coordinador coordinadora "
    "coordenador coordenadora coordinator secretario secretaria secretary secretaire asesor asesora adviser "
    "consejero consejera counsellor attache subdirector subdirectora encargado encargada presidente president"
)
_DEGREES = _words("phd msc ma ba mba llm llb esq cbe obe md bsc jd dea")
_GENERATIONS = _words("jr junior sr senior ii iii iv filho neto hijo fils")
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h"}
)
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")
_PARTICLES = _words("de del la las los da do dos das van von der den di du des le el al bin ibn y e")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name as printed without its treatment; the parts are empty unless the writing shows them."""

    treatment: str
    given_names: str
    surnames: str
    printed: str


@lru_cache(maxsize=16_384)
def person_key(name: str) -> str:
    """Give a name for comparing: `Dr. PÉREZ GÓMEZ, Ana` and `Ana Pérez Gómez` have one key.

    The order of words counts unless a comma or capitals show the surname: Li Wei is not Wei Li.
    """
    parts = split_person_name(name)
    if parts.surnames:
        ordered = f"{parts.given_names} {parts.surnames}"
    else:
        pieces = parts.printed.split(",")
        ordered = " ".join(piece for piece in pieces if _folded(piece).replace(" ", "") not in _DEGREES)
    return _folded(ordered) or _folded(name) or " ".join(name.split()).casefold()


@lru_cache(maxsize=16_384)
def split_person_name(text: str) -> PersonName:
    """Take a name apart; when its writing leaves a doubt, everything stays in `printed`."""
    treatment, bare = _take_treatment(" ".join(text.split()))
    all_pieces = [piece.strip() for piece in bare.split(",") if piece.strip()]
    pieces = all_pieces[:1] + [piece for piece in all_pieces[1:] if not _is_ending(piece)]
    endings = [piece for piece in all_pieces[1:] if _is_ending(piece)]
    if len(pieces) == 2 and not _POSTS & set(_folded(pieces[1]).split()):
        return _named_by_comma(treatment, pieces, endings)
    given_names, surnames = _parts_by_capitals(pieces[0]) if len(pieces) == 1 else ("", "")
    return PersonName(treatment, given_names, _with_generation(surnames, endings), ", ".join(all_pieces))


def is_post(text: str) -> bool:
    """Whether a text begins like a post: "Directora de Asuntos Legales"."""
    first = _folded(text).partition(" ")[0]
    return first in _POSTS


def _named_by_comma(treatment: str, pieces: list[str], endings: list[str]) -> PersonName:
    """Give the parts of `Surname, Given`, where a treatment may also stand before the given name."""
    if _is_treatment(pieces[1]):
        return PersonName(" ".join(filter(None, (treatment, pieces[1]))), "", "", pieces[0])
    inner_treatment, given_names = _take_treatment(pieces[1])
    treatments = " ".join(filter(None, (treatment, inner_treatment)))
    printed = ", ".join([f"{given_names} {pieces[0]}", *endings])
    return PersonName(treatments, given_names, _with_generation(pieces[0], endings), printed)


def _with_generation(surnames: str, endings: list[str]) -> str:
    """Keep father and son apart; degrees are no part of a surname."""
    generations = [ending for ending in endings if _folded(ending) in _GENERATIONS]
    return " ".join([surnames, *generations]) if surnames else ""


def _take_treatment(text: str) -> tuple[str, str]:
    """Give the treatments before a name or in brackets, and the name without them."""
    taken: list[str] = []

    def keep_or_take(match: re.Match[str]) -> str:
        if not _is_treatment(match.group(1)):
            return match.group()
        taken.append(match.group(1).strip())
        return " "

    words = _IN_BRACKETS.sub(keep_or_take, text).split()
    count = _leading_treatments(words)
    return " ".join([*words[:count], *taken]), " ".join(words[count:]).strip(" ,")


def _leading_treatments(words: list[str]) -> int:
    """Count the words before the name; the last word is never one of them."""
    count = 0
    while count < len(words) - 1:
        length = next((n for n in (3, 2, 1) if _is_treatment_here(words, count, n)), 0)
        if not length:
            break
        count += length
    return count


def _is_treatment_here(words: list[str], start: int, length: int) -> bool:
    if start + length >= len(words):
        return False
    phrase = _folded(" ".join(words[start : start + length]))
    if length > 1:
        return phrase in _TREATMENT_PHRASES
    if "," in words[start] or not _is_treatment(words[start]):
        return False
    joined, left = phrase.replace(" ", ""), len(words) - start - 1
    if joined in _NEED_A_DOT and not re.search("[.ª]", words[start]) and words[start] not in ("SE", "SEM"):
        return False
    return left > 1 or joined not in _TRUE_ONLY_BEFORE_TWO


def _is_treatment(text: str) -> bool:
    folded = _folded(text)
    words = folded.split()
    joined = folded.replace(" ", "")
    return (
        folded in _TREATMENT_PHRASES or joined in _TREATMENTS or (bool(words) and set(words) <= _TREATMENTS)
    )


def _is_ending(piece: str) -> bool:
    """Whether what follows a comma is a degree or a generation rather than a given name."""
    joined = _folded(piece).replace(" ", "")
    return joined in _DEGREES or joined in _GENERATIONS


def _parts_by_capitals(name: str) -> tuple[str, str]:
    """Give given names and surnames when capitals at one end, and only there, mark the surname."""
    words = name.split()
    marks = [_is_capitals(word) for word in words]
    if not any(marks) or all(marks):
        return "", ""
    first, last = marks.index(True), len(marks) - marks[::-1].index(True)
    first = _with_particles_before(words, first)
    inside = words[first:last]
    if any(not _is_capitals(word) and _folded(word) not in _PARTICLES for word in inside):
        return "", ""
    if first == 0 and last < len(words):
        return " ".join(words[last:]), " ".join(inside)
    if last == len(words) and first > 0:
        return " ".join(words[:first]), " ".join(inside)
    return "", ""


def _with_particles_before(words: list[str], first: int) -> int:
    """Take along small words before the surname: `Ana de la CRUZ`."""
    while first > 0 and words[first - 1].islower() and _folded(words[first - 1]) in _PARTICLES:
        first -= 1
    return first


def _is_capitals(word: str) -> bool:
    letters = [sign for sign in word if sign.isalpha()]
    return len(letters) > 1 and word.isupper() and not word.endswith(".")


def _folded(text: str) -> str:
    """Fold case, accents, dashes and dots away; an apostrophe inside a name joins."""
    plain = fold_words(text).translate(_LETTERS).replace("'", "")
    return " ".join("".join(sign if sign.isalnum() else " " for sign in plain).split())
