"""Cleans the text of a cell and takes apart the names that stand in one cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import pairwise

from db.folding import fold_words

_NOT_XML = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_LINE_END = re.compile("(?:_x000[dD]_)?(?:\r\n|[\r\n])|_x000[dDaAbB]_|[\x0b\x0c\x85\u2028\u2029]")
_BLANKS = "".join(map(chr, (9, 32, 0xA0, 0x1680, *range(0x2000, 0x200C), 0x202F, 0x205F, 0x2060, 0x3000)))
_BLANKS_AT_LINE_END = re.compile(f"[{_BLANKS}]+(?=\n)")
_ERROR_VALUE = re.compile(
    r"#[¡¿]?(?:REF|NAME|VALUE|DIV/0|NULL|NUM|SPILL|CALC|BLOCKED|FIELD|CONNECT|UNKNOWN|BUSY|EXTERNAL"
    r"|NOMBRE|VALOR|NULO|NOM|VALEUR|NUL|NOMBRE|RIF|NOME|VALORE)[!?]|#N/?[AD]|#GETTING_DATA"
)
_LARGEST_WHOLE_FLOAT = 1e15


def clean_text(value: object) -> str:
    """Give the text of a cell as it is kept: NFC, plain line ends, XML characters only, no blank ends."""
    if isinstance(value, str):
        return _clean(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (float, Decimal)):
        return _number_text(value)
    if isinstance(value, datetime):
        return str(value.date()) if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return _clean(str(value))


def is_error_value(text: object) -> bool:
    """Tell whether a cell holds a spreadsheet's error such as "#REF!" instead of a value."""
    return isinstance(text, str) and _ERROR_VALUE.fullmatch(text.strip().upper()) is not None


def _clean(text: str) -> str:
    if text.isprintable() and "_x000" not in text:
        # Printable text has one line, and no sign to remove or blank but the plain space.
        text = unicodedata.normalize("NFC", text).strip(" ")
    else:
        text = unicodedata.normalize("NFC", _NOT_XML.sub("", text))
        text = _LINE_END.sub("\n", text)
        text = _BLANKS_AT_LINE_END.sub("", text).strip(_BLANKS + "\n")
    return "" if text.startswith("#") and is_error_value(text) else text


def _number_text(value: float | Decimal) -> str:
    # Beyond this a cell has lost digits already; writing it out in full would hide that.
    number = float(value)
    is_whole = abs(number) < _LARGEST_WHOLE_FLOAT and number == int(number)
    return str(int(value)) if is_whole else str(value)


# Several names in one cell.

PLACEHOLDERS = frozenset(
    fold_words(word)
    for word in (
        *("TBD", "TBC", "TBA", "N/A", "NA", "n/d", "nd", "s/d", "sd", "to be determined"),
        *("to be defined", "to be confirmed", "not applicable", "not defined", "unknown", "none"),
        *("por definir", "por determinar", "por confirmar", "por designar", "sin definir", "no definido"),
        *("a definir", "a determinar", "a confirmar", "no aplica", "no corresponde", "ninguno", "ninguna"),
        *("à définir", "à déterminer", "à confirmer", "non défini", "non applicable", "sans objet", "aucun"),
        *("a designar", "não definido", "não se aplica", "nenhum", "nenhuma", "da definire", "nessuno"),
    )
)
"""What stands in a cell for a name that is not known, folded."""

_BULLET = re.compile(r"^[-–—•·*▪▫◦‣●○■□➔➢►→✓\s]+|^\(?\d{1,2}[.)]\s+|^[a-z]\)\s+")
_TAIL = re.compile(r"(?:\s+[-–—]+|[\s,;])+$")
_SOFT = re.compile(r"\s*[,/&+]\s*|\s+(?:y|e|and|et|und)\s+", re.IGNORECASE)
_MOST_SOFT_SEPARATORS = 24
_MOST_WORDS_OF_A_NAME = 6
_MOST_WORDS_OF_A_PERSON = 4
_ROLE_IN_BRACKETS = re.compile(
    r"\s*\((?:lead|leads|leader|l[ií]der|lidera|coord\w*\.?|main|principal|apoyo|support\w*|appui|apoio|"
    r"responsable|respons[aá]vel|responsabile|chef de file|pilote|capofila)\)",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"(?=.*[A-ZÀ-Þ].*[A-ZÀ-Þ])[^\W_]{2,10}(?:[-.][A-ZÀ-Þ0-9]{1,8})*\.?")
_SOFT_OUTSIDE_BRACKETS = re.compile(
    r"(?P<joint>\s*[,/&+]\s*|\s+(?:y|e|and|et|und)\s+)(?![^()]*\))", re.IGNORECASE
)
_ARTICLE = re.compile(r"^(?:el|la|los|las|the|le|les|o|a|os|as) (?=\w)|^l['’](?=\w)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{5})\.$")
_INSTITUTION = re.compile(
    r"(?:(?:vice)?minist(?:eri?o|ry|ere)|(?:sub)?secretari[ao]t?e?|secretariat|agenc(?:ia|y|e)|agenzia|fiscalia|"
    r"aut[oh]+ori(?:dad|ty|te)|autoridade|comision|commission|comissao|comite|committee|instituto?e?|polic[ei]a?|"
    r"direccion|direction|diretoria|directorate|departamento?|department|embajada|embassy|universi\w+|"
    r"banco|bank|banque|consejo|council|conseil|conselho|superintendencia|procuraduria|guardia|"
    r"oficina|office|servicio|service|servico|national|nacional|fuerza|fuerzas) \w"
)


@dataclass(frozen=True, slots=True)
class SplitNames:
    """The names of a cell in their order, what stood for unknown names, and the names that raise a doubt."""

    names: tuple[str, ...]
    placeholders: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()


def split_names(
    text: object, known: Callable[[str], bool], separators: Sequence[str] = (";", "\n")
) -> SplitNames:
    """Take apart a cell of names: at separators always, at commas and "and" only between sure names.

    These are parts that are all known, all acronyms, all named like institutions, or a list by commas with
    one that is known.
    """
    pieces = re.split("|".join(map(re.escape, separators)) or r"(?!)", clean_text(text))
    names: dict[str, None] = {}
    placeholders: list[str] = []
    for piece in pieces:
        bare = _without_bullet(piece, known)
        if bare and not known(bare) and _is_placeholder(bare):
            placeholders.append(bare)
        elif bare:
            names |= dict.fromkeys(_known_parts(bare, known) or _listed_parts(bare, known) or [bare])
        elif piece.strip():
            placeholders.append(piece.strip())
    return SplitNames(tuple(names), tuple(placeholders), tuple(name for name in names if "?" in name))


def _is_placeholder(text: str) -> bool:
    folded = fold_words(text)
    return not any(map(str.isalnum, text)) or folded.replace(".", "").strip(" :()?") in PLACEHOLDERS


def is_empty_word(text: str) -> bool:
    """Say whether a text says that there is nothing to say: a dash, "N/A"."""
    return not any(map(str.isalnum, text)) or fold_words(text).strip(" .:()") in _EMPTY_WORDS


_EMPTY_WORDS = frozenset(
    ["n/a", "na", "n.a", "n/d", "nd", "s/d", "no aplica", "not applicable", "sans objet"]
)


def _without_bullet(piece: str, known: Callable[[str], bool]) -> str:
    bare = _ROLE_IN_BRACKETS.sub("", " ".join(piece.split()))
    if known(bare):
        return bare
    bare = _TAIL.sub("", _BULLET.sub("", bare))
    # A full stop ends a name as it ends a line; a sentence keeps it, for it is no name.
    return _SENTENCE_END.sub("", bare) if len(bare.split()) <= _MOST_WORDS_OF_A_NAME else bare


def _known_parts(text: str, known: Callable[[str], bool]) -> list[str] | None:
    """Cut at soft separators so that every part is known, long parts first; None when there is no way."""
    cuts = [match.span() for match in _SOFT.finditer(text)]
    if known(text) or not cuts or len(cuts) > _MOST_SOFT_SEPARATORS:
        return None
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(text)]
    rest: list[list[str] | None] = [None] * len(starts) + [[]]
    for first in range(len(starts) - 1, -1, -1):
        for last in range(len(ends) - 1, first - 1, -1):
            after = rest[last + 1]
            part = text[starts[first] : ends[last]]
            if after is not None and known(part):
                rest[first] = [part, *after]
                break
    return rest[0]


def _listed_parts(text: str, known: Callable[[str], bool]) -> list[str] | None:
    """Cut a list whose parts look like names by themselves; None when it may be one long name."""
    if known(text) or len(_SOFT.findall(text)) > _MOST_SOFT_SEPARATORS:
        return None
    parts = _cut_between_sure_names(text)
    if len(parts) > 1:
        return [name for part in parts for name in _known_parts(part, known) or [part]]
    parts = [part for part in re.split(r"\s*,\s*", text) if part]
    if "(" not in text and any(map(known, parts[1:])):
        return [name for part in parts for name in _known_parts(part, known) or [part]]
    return None


def _cut_between_sure_names(text: str) -> list[str]:
    """Cut where one name surely ends and another begins: at acronyms, between names of institutions."""
    matches = list(_SOFT_OUTSIDE_BRACKETS.finditer(text))
    starts = [0, *(match.end() for match in matches)]
    ends = [*(match.start() for match in matches), len(text)]
    parts = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    is_loud = text.isupper() and any(" " in part for part in parts)
    kinds = [_kind_of_name(part, is_loud) for part in parts]
    cuts = [
        place
        for place, match in enumerate(matches, start=1)
        if _is_sure_cut(match["joint"].strip(), kinds[place - 1 : place + 1], parts[place - 1 : place + 1])
    ]
    bounds = [0, *cuts, len(parts)]
    found = [text[starts[first] : ends[last - 1]] for first, last in pairwise(bounds)]
    return [_ARTICLE.sub("", part) if place else part for place, part in enumerate(found)]


def _kind_of_name(part: str, is_loud: bool) -> str:
    """Tell an acronym and the name of an institution; in a text all in capitals no word is an acronym."""
    if not is_loud and _ACRONYM.fullmatch(part):
        return "acronym"
    bare = _ARTICLE.sub("", part)
    return "institution" if _INSTITUTION.match(fold_words(bare)) else ""


def _is_sure_cut(joint: str, kinds: Sequence[str], parts: Sequence[str]) -> bool:
    left, right = kinds
    if joint == "/":
        return left == right == "institution"
    if right == "acronym":
        # "Ministry of Foreign Affairs, MFA" is one institution and its acronym.
        return not _has_initials(parts[0], parts[1]) and (joint == "," or bool(left))
    return (right == "institution" and bool(left)) or (joint == "," and left == "acronym" and bool(right))


def _has_initials(name: str, acronym: str) -> bool:
    initials = "".join(word[0] for word in name.split() if word[0].isupper())
    letters = "".join(filter(str.isupper, acronym))
    return len(name.split()) > 1 and bool(letters) and initials.startswith(letters[:2])


def split_persons(name: str) -> list[str]:
    """Cut "Ana Ruiz, Juan Soto" into its persons: each with two to four names of their own."""
    parts = _WORDS_BETWEEN.split(name)
    is_list = len(parts) > 1 and all(2 <= len(part.split()) <= _MOST_WORDS_OF_A_PERSON for part in parts)
    return parts if is_list and all(part[:1].isupper() for part in parts) else [name]


_WORDS_BETWEEN = re.compile(r"\s*[,/&]\s*|\s+(?:y|e|and|et|und)\s+", re.IGNORECASE)
