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

UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
NAMES = ("person", "given_names", "surnames", "institution", "acronym", "post", "emails", "private_emails")
"""A table that has one of these columns may be a table of contacts."""

MANY = ("emails", "phones", "mobiles", "address", "note")

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
    return "@" not in text and sum(sign.isdigit() for sign in text) >= 3


def _looks_like_address(value: object) -> bool | None:
    text = clean_text(value)
    return "@" not in text and bool(_STREET.search(fold(text)) or "\n" in text)


def _looks_like_unit(value: object) -> bool | None:
    return False if _looks_like_address(value) else None


def _looks_like_treatment(value: object) -> bool | None:
    text = clean_text(value)
    return len(text) < 20 and bool(split_person_name(f"{text} Ana Prueba Gomez").treatment)


def _looks_like_post(value: object) -> bool | None:
    return False if _looks_like_treatment(value) else None


def _looks_like_state(value: object) -> bool | None:
    return shipped_reference().find_state(clean_text(value)) is not None


def _looks_like_id(value: object) -> bool | None:
    return bool(UUID.fullmatch(clean_text(value).lower()))


Check = Callable[[object], bool | None]
# The name of a column, the field whose label and synonyms name it, further names, the test of its cells.
_WANTED: tuple[tuple[str, tuple[type[Base], str] | None, tuple[str, ...], Check | None], ...] = (
    ("id", None, ("id", "uuid"), _looks_like_id),
    (
        "person",
        (Person, "name"),
        ("person", "focal point", "punto focal", "point focal", "ponto focal"),
        looks_like_person,
    ),
    (
        "institution",
        (Institution, "name"),
        ("name", "nombre", "nom", "nome", "denominacion", "office", "ministerio", "ministry", "agency"),
        looks_like_office,
    ),
    ("given_names", (Person, "given_names"), ("forename", "primer nombre"), None),
    ("surnames", (Person, "surnames"), ("nom de famille", "apelido"), None),
    ("treatment", (Person, "treatment"), ("salutation title",), _looks_like_treatment),
    ("post", (Post, "name"), ("title", "job", "cargo o funcion", "designation", "poste"), _looks_like_post),
    (
        "role",
        (Post, "role"),
        ("role", "tipo de punto de contacto", "main or alternate", "titular o alterno"),
        None,
    ),
    ("seat", (Post, "seat"), ("sede", "siege", "duty station"), None),
    ("rank", (Person, "rank"), (), None),
    ("acronym", (Institution, "acronym"), ("abbreviation", "abreviatura", "abreviation"), None),
    ("aliases", None, ("other names", "otros nombres", "autres noms", "outros nomes", "alias"), None),
    ("sector", (Institution, "sector"), (), None),
    ("kind", (Institution, "kind"), (), None),
    ("web", (Institution, "web"), ("web page", "page web", "sitio"), None),
    ("unit", (Person, "unit"), (), _looks_like_unit),
    (
        "state",
        (Institution, "state"),
        ("member state", "estado", "estado miembro", "etat", "pais"),
        _looks_like_state,
    ),
    (
        "emails",
        (Person, "emails"),
        (
            *("email", "e-mail", "mail", "correo", "correo electronico", "courriel", "adresse electronique"),
            *(
                "emails",
                "e-mails",
                "correos electronicos",
                "endereco eletronico",
                "e-mail address",
                "email address",
            ),
        ),
        _looks_like_email,
    ),
    (
        "private_emails",
        None,
        ("private email", "personal email", "correo personal", "correo privado", "correo particular"),
        _looks_like_email,
    ),
    (
        "phones",
        (Person, "phones"),
        (
            *(
                "phone",
                "tel",
                "telephone",
                "telefono",
                "telefone",
                "phones",
                "telefonos",
                "numero de telefono",
            ),
            *(
                "office phone",
                "business phone",
                "work phone",
                "telefono de oficina",
                "phone number",
                "tel oficina",
            ),
        ),
        _looks_like_phone,
    ),
    (
        "mobiles",
        None,
        (
            "mobile",
            "mobile phone",
            "cell",
            "cell phone",
            "celular",
            "movil",
            "portable",
            "telemovel",
            "whatsapp",
        ),
        _looks_like_phone,
    ),
    (
        "private_phones",
        None,
        ("home phone", "private phone", "telefono particular", "telefono privado", "telefono de casa"),
        _looks_like_phone,
    ),
    ("faxes", None, ("fax", "telefax", "business fax", "numero de fax"), _looks_like_phone),
    (
        "address",
        (Institution, "address"),
        ("business address", "direccion postal", "business street"),
        _looks_like_address,
    ),
    (
        "private_address",
        (Person, "private_address"),
        ("home address", "domicilio particular", "home street"),
        None,
    ),
    ("languages", (Person, "languages"), ("language",), None),
    ("from", (Designation, "from_date"), (), None),
    ("to", (Designation, "to_date"), (), None),
    ("instrument", (Designation, "instrument"), (), None),
    ("instrument_date", (Designation, "instrument_date"), ("fecha de la nota", "date of note"), None),
    ("verified_on", (Designation, "verified_on"), ("fecha de verificacion", "verified"), None),
    (
        "note",
        (Person, "note"),
        (*fields_of(Institution)["note"].synonyms, "note", "comments", "observacion"),
        None,
    ),
)


@cache
def contact_targets() -> tuple[TargetField, ...]:
    """The wanted columns of a table of contacts, most telling first; exports use the same names."""
    return tuple(
        TargetField(
            name,
            (*_declared(declared), *further),
            check,
            is_many=name in MANY,
            is_content_enough=name == "emails",
        )
        for name, declared, further, check in _WANTED
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
