"""Institutions, persons, posts and who holds them: the State's 1540 contact points."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped

from db import fields as f
from db.messages import N_
from db.schema.base import RECIPIENTS, Aggregate, Shareable

SECTORS = {
    "government": N_("Government"),
    "private": N_("Private sector"),
    "academia": N_("Academia"),
    "civil_society": N_("Civil society"),
    "international": N_("International organisation"),
}
SEATS = {
    "capital": N_("Capital"),
    "new_york": N_("New York"),
    "washington": N_("Washington"),
    "geneva": N_("Geneva"),
    "vienna": N_("Vienna"),
    "the_hague": N_("The Hague"),
    "other": N_("Other seat"),
}
POST_ROLES = {
    "main": N_("Main point of contact"),
    "alternate": N_("Alternate"),
    "clearance": N_("Clearance"),
    "technical": N_("Technical focal point"),
}
DETAIL_KINDS = {"phone": N_("Phone"), "email": N_("E-mail")}
DETAIL_USES = {
    "work": N_("Office"),
    "mobile": N_("Mobile"),
    "home": N_("Private"),
    "fax": N_("Fax"),
    "other": N_("Other"),
}
TOPICS = {
    "chemicals": N_("Chemicals"),
    "biological": N_("Biological agents"),
    "radioactive": N_("Radioactive sources"),
    "nuclear": N_("Nuclear material"),
    "dual_use": N_("Dual-use goods"),
    "transport": N_("Transport"),
    "finance": N_("Finance"),
    "border": N_("Border control"),
    "outreach": N_("Outreach"),
}
INSTRUMENT_STATES = {
    "received": N_("Instrument received"),
    "awaited": N_("Announced, instrument awaited"),
}


class Institution(Shareable):
    """A ministry, agency, company, university or organisation with a part in the plan."""

    __tablename__ = "institution"
    title_label: ClassVar[str] = N_("Institution")
    name: Mapped[str] = f.text(
        N_("Institution"), required=True, is_reported=True, place=N_("Institution"),
        synonyms=("institucion", "organismo", "entidad", "organizacion", "organization", "organisation", "orgao",
                  "company", "empresa", "organisme", "instituicao", "nombre de la institucion"),
    )  # fmt: skip
    acronym: Mapped[str] = f.text(
        N_("Acronym"), place=N_("Institution"), synonyms=("sigla", "siglas", "sigle")
    )
    state: Mapped[str | None] = f.state(N_("State"), place=N_("Institution"), synonyms=("pais", "country"))
    sector: Mapped[str | None] = f.choice(
        N_("Sector"), SECTORS, place=N_("Institution"), synonyms=("sector", "secteur", "setor")
    )
    kind: Mapped[str] = f.text(
        N_("Kind of institution"), place=N_("Institution"), synonyms=("classification",)
    )
    topics: Mapped[str] = f.codes(N_("Topics"), choices=TOPICS, place=N_("Institution"))
    protocol_order: Mapped[int | None] = f.integer(
        N_("Protocol order"), minimum=0, maximum=9999, place=N_("Institution")
    )
    address: Mapped[str] = f.long_text(
        N_("Address"), place=N_("Contact details"), synonyms=("direccion", "adresse", "endereco", "domicilio")
    )
    web: Mapped[str] = f.text(
        N_("Web site"), place=N_("Contact details"),
        synonyms=("url", "web", "sitio web", "pagina web", "website", "site"),
    )  # fmt: skip
    agreements: Mapped[str] = f.long_text(N_("Cooperation agreements"), place=N_("Institution"))
    note: Mapped[str] = f.long_text(
        N_("Note"),
        place=N_("Institution"),
        synonyms=("notas", "nota", "description", "descripcion", "remarks"),
    )
    aliases = f.children(N_("Other names it was met under"), "institution_alias", owner="institution_id")
    details = f.children(N_("Phones and e-mails"), "contact_detail", owner="institution_id")
    __table_args__ = (f.one_of("sector", SECTORS),)


class InstitutionAlias(Aggregate):
    """Another name under which an institution was met in a workbook."""

    __tablename__ = "institution_alias"
    title_label: ClassVar[str] = N_("Other name of an institution")
    institution_id: Mapped[str] = f.link("", "institution", required=True)
    name: Mapped[str] = f.text(N_("Other name"), required=True)


class Person(Shareable):
    """A person: the name as printed, its parts for sorting, and how letters address them."""

    __tablename__ = "person"
    title_label: ClassVar[str] = N_("Person")
    name: Mapped[str] = f.text(
        N_("Name"), required=True, is_reported=True, place=N_("Person"),
        synonyms=("nombre", "nombre completo", "full name", "nom", "nome", "persona", "contacto", "point of contact",
                  "punto de contacto", "name as printed", "contact", "display name"),
    )  # fmt: skip
    treatment: Mapped[str] = f.text(
        N_("Treatment"),
        place=N_("Person"),
        synonyms=("tratamiento", "titulo", "title", "prefix", "traitement"),
    )
    given_names: Mapped[str] = f.text(
        N_("Given names"),
        place=N_("Person"),
        synonyms=("nombres", "first name", "prenom", "prenoms", "given name"),
    )
    surnames: Mapped[str] = f.text(
        N_("Surnames"), place=N_("Person"),
        synonyms=("apellidos", "apellido", "last name", "surname", "family name", "sobrenome"),
    )  # fmt: skip
    state: Mapped[str | None] = f.state(N_("State"), place=N_("Person"), is_listed=False)
    rank: Mapped[str] = f.text(
        N_("Rank"), is_reported=True, place=N_("Person"), synonyms=("rango", "rang", "categoria", "grado")
    )
    institution_id: Mapped[str | None] = f.link(
        N_("Institution"), "institution", place=N_("Person"), is_listed=False
    )
    unit: Mapped[str] = f.text(
        N_("Unit"), place=N_("Person"),
        synonyms=("departamento", "department", "direccion", "unidad", "service", "division"),
    )  # fmt: skip
    languages: Mapped[str] = f.codes(
        N_("Languages"), place=N_("Letters"), synonyms=("idiomas", "langues", "idioma")
    )
    salutation: Mapped[str] = f.long_text(N_("Salutation"), place=N_("Letters"))
    salutations = f.children(
        N_("Salutations in other languages"), "person_salutation", owner="person_id", place=N_("Letters")
    )
    address: Mapped[str] = f.long_text(
        N_("Address"), place=N_("Contact details"), synonyms=("direccion postal", "business address")
    )
    private_address: Mapped[str] = f.long_text(
        N_("Private address"), is_personal=True, is_listed=False, place=N_("Contact details")
    )
    consent: Mapped[str] = f.long_text(
        N_("Consent to share details"), is_listed=False, place=N_("Contact details")
    )
    consent_to: Mapped[str] = f.codes(
        N_("Consent given for"), choices=RECIPIENTS, is_listed=False, place=N_("Contact details")
    )
    consent_since: Mapped[str | None] = f.partial_date(
        N_("Consent given on"), is_listed=False, place=N_("Contact details")
    )
    details_kept_until: Mapped[str | None] = f.partial_date(
        N_("Keep private details until"), is_listed=False, place=N_("Contact details")
    )
    note: Mapped[str] = f.long_text(
        N_("Note"), is_personal=True, place=N_("Person"),
        synonyms=("notas", "nota", "notes", "observaciones", "remarks", "comentarios"),
    )  # fmt: skip
    card_id: Mapped[str] = f.technical(default="", required=True)
    details = f.children(N_("Phones and e-mails"), "contact_detail", owner="person_id")
    designations = f.children(N_("Designations"), "designation", owner="person_id")
    institution_name = f.derived(N_("Institution"), f.Kind.TEXT)
    post_titles = f.derived(N_("Posts"), f.Kind.TEXT, is_reported=True)
    emails = f.derived(N_("E-mail"), f.Kind.TEXT, is_reported=True)
    phones = f.derived(N_("Phone"), f.Kind.TEXT, is_reported=True)


class PersonSalutation(Aggregate):
    """How letters in one more language address a person."""

    __tablename__ = "person_salutation"
    title_label: ClassVar[str] = N_("Salutation in another language")
    person_id: Mapped[str] = f.link("", "person", required=True)
    language: Mapped[str] = f.text(N_("Language"), required=True)
    text: Mapped[str] = f.long_text(N_("Salutation"), required=True)


class ContactDetail(Aggregate):
    """One phone or e-mail of a person or of an institution, as written and normalised beside it."""

    __tablename__ = "contact_detail"
    title_label: ClassVar[str] = N_("Contact detail")
    person_id: Mapped[str | None] = f.link("", "person", is_owner=True)
    institution_id: Mapped[str | None] = f.link("", "institution", is_owner=True)
    kind: Mapped[str] = f.choice(N_("Kind"), DETAIL_KINDS, required=True)
    use: Mapped[str] = f.choice(N_("Use"), DETAIL_USES, required=True)
    written: Mapped[str] = f.text(N_("As written"), required=True, is_personal=True)
    normalised: Mapped[str] = f.text(N_("Normalised"), is_personal=True)
    is_private: Mapped[int] = f.flag(N_("Private"))
    position: Mapped[str] = f.order_key()
    __table_args__ = (
        f.one_of("kind", DETAIL_KINDS),
        f.one_of("use", DETAIL_USES),
        CheckConstraint("(person_id IS NULL) <> (institution_id IS NULL)", name="one_owner"),
    )


class Post(Shareable):
    """A post of a State or of an international organisation; it stays when its holder changes."""

    __tablename__ = "post"
    title_label: ClassVar[str] = N_("Post")
    name: Mapped[str] = f.text(
        N_("Post"), required=True, is_reported=True, place=N_("Post"),
        synonyms=("cargo", "puesto", "post", "position", "job title", "fonction", "funcion", "role", "titulo"),
    )  # fmt: skip
    state: Mapped[str | None] = f.state(N_("State"), place=N_("Post"))
    institution_id: Mapped[str | None] = f.link(N_("Institution"), "institution", place=N_("Post"))
    seat: Mapped[str] = f.choice(N_("Seat"), SEATS, required=True, default="capital", place=N_("Post"))
    role: Mapped[str] = f.choice(
        N_("Role"), POST_ROLES, required=True, default="main", is_reported=True, place=N_("Post")
    )
    note: Mapped[str] = f.long_text(N_("Note"), place=N_("Post"))
    designations = f.children(N_("Designations"), "designation", owner="post_id")
    institution_name = f.derived(N_("Institution"), f.Kind.TEXT, is_reported=True)
    holder = f.derived(N_("Holder"), f.Kind.TEXT, is_reported=True)
    __table_args__ = (f.one_of("seat", SEATS), f.one_of("role", POST_ROLES))


class Designation(Aggregate):
    """A person in a post, from when to when, by which instrument, and when that was last verified."""

    __tablename__ = "designation"
    title_label: ClassVar[str] = N_("Designation")
    person_id: Mapped[str] = f.link(N_("Person"), "person", required=True)
    post_id: Mapped[str] = f.link(N_("Post"), "post", required=True)
    from_date: Mapped[str | None] = f.partial_date(
        N_("From"), synonyms=("desde", "start", "fecha de inicio", "de", "depuis", "designated on", "inicio")
    )
    to_date: Mapped[str | None] = f.partial_date(
        N_("To"), synonyms=("hasta", "end", "fecha de fin", "fin", "ate")
    )
    is_acting: Mapped[int] = f.flag(N_("Acting"))
    instrument_state: Mapped[str] = f.choice(
        N_("Instrument"), INSTRUMENT_STATES, required=True, default="awaited"
    )
    instrument: Mapped[str] = f.text(
        N_("Instrument and number"), synonyms=("nota verbal", "instrumento", "note verbale", "instrument")
    )
    instrument_date: Mapped[str | None] = f.partial_date(N_("Date of the instrument"))
    verified_on: Mapped[str | None] = f.partial_date(
        N_("Last verified on"), is_reported=True,
        synonyms=("verificado", "ultima verificacion", "last verified", "verified on", "derniere verification"),
    )  # fmt: skip
    verified_by: Mapped[str] = f.text(N_("Verified by"))
    verified_how: Mapped[str] = f.text(N_("How it was verified"))
    note: Mapped[str] = f.long_text(N_("Note"))
    person_name = f.derived(N_("Person"), f.Kind.TEXT)
    post_name = f.derived(N_("Post"), f.Kind.TEXT)
    __table_args__ = (f.one_of("instrument_state", INSTRUMENT_STATES),)
