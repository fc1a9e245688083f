"""What the import of contacts looks for in a table: names of columns in any language, and tests of cells."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from db.fields import fields_of
from db.schema import Designation, Institution, Person, Post
from db.schema.base import Base
from desktop.base.i18n import available_languages, texts_for
from desktop.base.reference import shipped_reference
from desktop.base.text import fold
from desktop.exchange.layout import TargetField
from desktop.exchange.person_names import split_person_name
from desktop.exchange.values import clean_text
from desktop.services.import_contacts.headings import FURTHER, WEAK
from desktop.services.import_contacts.words import role_in_column

UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
NAMES = ("person", "given_names", "surnames", "institution", "acronym", "post", "emails", "private_emails")
"""A table that has one of these columns may be a table of contacts."""

DETAILS = ("emails", "private_emails", "phones", "mobiles", "faxes", "private_phones")
MANY = (
    *DETAILS,
    *("extension", "address", "place", "private_address", "note", "given_names", "surnames"),
)

_OFFICE = re.compile(
    r"\b(?:minister|ministry|ministere|institut|universi|fundac|foundation|fondation|agenc|secretar|banco|bank|"
    r"banque|departament|departement|department|direccion|direction|diretoria|directorate|conse[lj]ho?|council|conseil|"
    r"empresa|company|compan|comis|commis|autoridad|authority|autorite|oficina|office|escritorio|bureau|"
    r"servicio|service|servico|superintendenc|mision|mission|missao|embajada|embassy|ambassade|embaixada|"
    r"policia|police|polic|guardia|guarda|aduana|alfandega|douane|customs|camara|chamber|asociacion|association|"
    r"associacao|centro|center|centre|laborator|hospital|fuerza|forca|force|ejercito|exercito|armada|marinha|comando|"
    r"presidenc|gabinete|cancilleria|corporac|corporation|inc|ltd|ltda|s\.a|gmbh|companhia|instituicao|"
    r"escola|escuela|school|colegio|academ|tribunal|procuradur|fiscal|defens|defence|casa|estado|federal|"
    r"nacional|national|committee|comite|organi[sz]a|junta|fundo|fondo|fund|hospital|museu|biblioteca)"
)
_OFFICE_FIRST = re.compile(
    r"(?:vice)?(?:minister|ministry|ministere)|institut|universi|fundac|foundation|fondation|agenc|"
    r"secretar[iy]a?t?\b|banco\b|bank of|banque|departament|departement|department|direccion|direction|"
    r"diretoria|directorate|consejo|conselho|council|conseil|comision|commission|comissao|autoridad|"
    r"authority|autorite|oficina|office|servicio|service|servico|superintendenc|mision|mission|missao|"
    r"permanent mission|embajada|embassy|ambassade|embaixada|policia|police|guardia (?:nacional|costera|"
    r"civil)|aduana|customs|douane|camara|chamber|asociacion|association|laboratorio|hospital|"
    r"fuerzas? (?:armada|aerea)|ejercito|presidencia|cancilleria|comite|committee|junta de|cuerpo de|"
    r"direction generale|national \w+ (?:authority|agency|commission|council|office|institute)"
)
_STREET = re.compile(
    r"\d|p\.? ?o\.? box|"
    r"\b(?:calle|avenida|av|avda|street|st|road|rue|rua|boulevard|blvd|piso|apartado|casilla|cp)\b"
)
_PRINTED_NAME = re.compile(r"[^\W\d_]+(?:[ '’.-]+[^\W\d_]+\.?){1,6}")


def looks_like_office(value: object) -> bool | None:
    """Whether a text names an institution rather than a person; None when it cannot be told."""
    text = clean_text(value)
    if _OFFICE.search(fold(text)):
        return True
    return False if split_person_name(text).treatment else None


def begins_like_office(text: str) -> bool:
    """Whether a text in a column of names can only be an institution: its first word says so."""
    return bool(_OFFICE_FIRST.match(fold(text))) and "," not in text and not split_person_name(text).treatment


def looks_like_person(value: object) -> bool | None:
    """Whether a text may be a person's name; None when it cannot be told."""
    text = clean_text(value)
    if any(sign.isdigit() or sign == "@" for sign in text) or _OFFICE.search(fold(text)):
        return False
    if split_person_name(text).treatment or split_person_name(text).surnames:
        return True
    return True if _PRINTED_NAME.fullmatch(text) and text.istitle() else None


def _looks_like_email(value: object) -> bool | None:
    return "@" in str(value)


def _looks_like_phone(value: object) -> bool | None:
    text = clean_text(value)
    # One column may hold phones and e-mails together.
    figures = " ".join(word for word in text.split() if "@" not in word)
    return sum(sign.isdigit() for sign in figures) >= (6 if "@" in text else 3)


def _looks_like_address(value: object) -> bool | None:
    text = clean_text(value)
    if "@" in text:
        return False
    return True if _STREET.search(fold(text)) or "\n" in text else None


def _looks_like_unit(value: object) -> bool | None:
    return False if _looks_like_address(value) else None


def _looks_like_treatment(value: object) -> bool | None:
    text = clean_text(value)
    return len(text) < 20 and bool(split_person_name(f"{text} Ana Prueba Gomez").treatment)


def _looks_like_post(value: object) -> bool | None:
    return False if _looks_like_treatment(value) else None


def _looks_like_role(value: object) -> bool | None:
    return bool(role_in_column(clean_text(value)))


def _looks_like_state(value: object) -> bool | None:
    text = clean_text(value)
    is_state = shipped_reference().find_state(text) is not None
    # "ES" may be a language as well.
    return None if is_state and len(text) == 2 else is_state


def _looks_like_extension(value: object) -> bool | None:
    digits = sum(sign.isdigit() for sign in clean_text(value))
    return 0 < digits < 7


def _looks_like_id(value: object) -> bool | None:
    return bool(UUID.fullmatch(clean_text(value).lower()))


Check = Callable[[object], bool | None]
# The name of a column, the field whose label and synonyms name it, the test of its cells. What is private
# comes before what looks like it.
_WANTED: tuple[tuple[str, tuple[type[Base], str] | None, Check | None], ...] = (
    ("id", None, _looks_like_id),
    ("person", (Person, "name"), looks_like_person),
    ("institution", (Institution, "name"), looks_like_office),
    ("given_names", (Person, "given_names"), None),
    ("suffix", None, None),
    ("surnames", (Person, "surnames"), None),
    ("treatment", (Person, "treatment"), _looks_like_treatment),
    ("post", (Post, "name"), _looks_like_post),
    ("role", (Post, "role"), _looks_like_role),
    ("seat", (Post, "seat"), None),
    ("rank", (Person, "rank"), None),
    ("acronym", (Institution, "acronym"), None),
    ("aliases", None, None),
    ("sector", (Institution, "sector"), None),
    ("kind", (Institution, "kind"), None),
    ("web", (Institution, "web"), None),
    ("unit", (Person, "unit"), _looks_like_unit),
    ("state", (Institution, "state"), _looks_like_state),
    ("private_emails", None, _looks_like_email),
    ("emails", (Person, "emails"), _looks_like_email),
    ("private_phones", None, _looks_like_phone),
    ("faxes", None, _looks_like_phone),
    ("mobiles", None, _looks_like_phone),
    ("phones", (Person, "phones"), _looks_like_phone),
    ("extension", None, _looks_like_extension),
    ("private_address", (Person, "private_address"), None),
    ("address", (Institution, "address"), _looks_like_address),
    ("place", None, None),
    ("languages", (Person, "languages"), None),
    ("from", (Designation, "from_date"), None),
    ("to", (Designation, "to_date"), None),
    ("instrument", (Designation, "instrument"), None),
    ("instrument_date", (Designation, "instrument_date"), None),
    ("verified_on", (Designation, "verified_on"), None),
    ("note", (Person, "note"), None),
)


@cache
def contact_targets() -> tuple[TargetField, ...]:
    """The wanted columns of a table of contacts, most telling first; exports use the same names."""
    return tuple(
        TargetField(
            name,
            (*_declared(declared), *FURTHER.get(name, ())),
            check,
            is_many=name in MANY,
            is_content_enough=name in ("emails", "state"),
            weak_headings=WEAK.get(name, ()),
        )
        for name, declared, check in _WANTED
    )


def _declared(declared: tuple[type[Base], str] | None) -> tuple[str, ...]:
    if declared is None:
        return ()
    table, name = declared
    field = fields_of(table)[name]
    return (
        *sorted({texts_for(code).gettext(field.label) for code in available_languages()}),
        *field.synonyms,
    )
