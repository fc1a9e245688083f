"""The words that say of which kind a phone or e-mail is: "Cel.", "(fax)", "Home", "domicile"."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from db.folding import fold_words

Use = Literal["work", "home", "mobile", "fax", "other"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_FAX = _words(
    """
    fax telefax telecopie telecopieur homefax workfax otherfax"""
)
_MOBILE = _words(
    """
    mobile mobiles mob cell cellular cellphone cel cels celular celulares movil moviles portable gsm
    whatsapp wsp wa iphone cellulare telemovel handy car"""
)
_HOME = _words(
    """
    home house private personal casa particular privado privada residencia residencial domicilio
    domicile prive privee personnel personnelle pessoal abitazione hogar homefax"""
)
_OFFICE = _words(
    """
    work office oficina ofic of trabajo bureau travail trabalho escritorio comercial business pbx
    conmutador central directo direct direto ufficio main school landline fijo fixe fixo oficial
    official institucional"""
)
_PHONE = _words(
    """
    tel telf tlf tels telefono telefonos phone phones telephone telefone telefones ph"""
)
_LETTERS = {**dict.fromkeys("cm", "cel"), **dict.fromkeys("owt", "tel"), "f": "fax", "h": "home", "p": "tel"}
_WORD = re.compile(r"[a-z]+")
_BEFORE = re.compile(r"[^\d+\uff0b]{0,40}?(?=\(?\s*[\d+\uff0b])")
_AFTER = re.compile(r"[^\d]*$")

LABEL_WORDS = "|".join(
    sorted({*_FAX, *_MOBILE, *_HOME, *_OFFICE, *_PHONE, "teléfono", "móvil"} - {"of", "car", "wa", "ph"})
)
"""The words of labels as the alternatives of a pattern."""


class Label(NamedTuple):
    """What a label says: the use, None when it names none, and whether the detail is a private one."""

    use: Use | None = None
    is_private: bool = False


def read_label(text: str) -> Label:
    """What the words of a label say; a "home fax" is a fax and private."""
    said = set(_WORD.findall(fold_words(text)))
    is_private = bool(said & _HOME) and not said & _OFFICE
    # "Tel/Fax" rings as well.
    if said & _FAX and not said & _PHONE:
        return Label("fax", is_private)
    if said & _MOBILE:
        return Label("mobile", is_private)
    if is_private:
        return Label("home", True)
    return Label("work" if said & (_OFFICE | _PHONE) else None)


def label_of_phone(written: str) -> Label:
    """What a number's own label says: "Cel. 8888-7766", "8888-7766 (fax)", "8888-7766 (c)"."""
    before, after = _BEFORE.match(written), _AFTER.search(written)
    text = f"{before[0] if before else ''} {after[0] if after else ''}"
    letter = fold_words(text).strip(" ().:-")
    return read_label(_LETTERS.get(letter, text))


def bare_number(written: str) -> str:
    """A phone without the words before and after its figures."""
    before = _BEFORE.match(written)
    return _AFTER.sub("", written[before.end() :] if before else written)
