"""Lists as address books export them and ministries type them come in as an official reads them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.database import Database
from db.queries.contact_rows import ContactRow, contact_rows
from db.queries.people import contact_details
from desktop.services.import_contacts import import_contacts
from desktop.services.import_outcome import ImportOutcome
from tests.builders import new_database
from tests.services.import_contacts.sources import csv_text


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = new_database(tmp_path)
    yield made
    made.close()


def take(database: Database, *lines: str) -> tuple[ImportOutcome, list[ContactRow]]:
    """Import a csv; a second import must find all of it again."""
    outcome = import_contacts(database, "Ana", csv_text(*lines), state="X01")
    assert not outcome.refused
    again = import_contacts(database, "Ana", csv_text(*lines), state="X01")
    assert again.unchanged == again.read == outcome.read
    with database.read() as unit:
        return outcome, contact_rows(unit, "X01")


def details(database: Database) -> list[tuple[str, str, str, int]]:
    with database.read() as unit:
        found = [
            (each.kind, each.use, each.written, each.is_private)
            for rows in contact_details(unit).values()
            for each in rows
        ]
    return sorted(found)


def test_what_outlook_exports(database: Database) -> None:
    outcome, (row,) = take(
        database,
        "Title,First Name,Middle Name,Last Name,Company,Job Title,Home Phone,Mobile Phone,Business Phone,"
        "Business Fax,E-mail Address,E-mail Type,E-mail Display Name,E-mail 2 Address",
        "Ms.,Ana,Q.,Prueba,Foreign Affairs,Counsellor,+41 22 917 00 01,+41 79 123 45 67,+41 22 917 12 34,"
        "+41 22 917 12 35,ana@mfa.example,SMTP,Ana Prueba (ana@mfa.example),ana@other.example",
    )
    assert not outcome.doubtful
    assert (row.person, row.post, row.institution) == (
        "Ana Q. Prueba",
        "Counsellor",
        "Foreign Affairs",
    )
    assert details(database) == [
        ("email", "work", "ana@mfa.example", 0),
        ("email", "work", "ana@other.example", 0),
        ("phone", "fax", "+41 22 917 12 35", 0),
        ("phone", "home", "+41 22 917 00 01", 1),
        ("phone", "mobile", "+41 79 123 45 67", 0),
        ("phone", "work", "+41 22 917 12 34", 0),
    ]


def test_what_outlook_exports_in_spanish(database: Database) -> None:
    _, (row,) = take(
        database,
        "Nombre,Segundo nombre,Apellidos,Organización,Puesto,Fax del trabajo,Teléfono del trabajo,"
        "Teléfono móvil,Dirección de correo electrónico,Tipo de correo electrónico",
        "María,José,Prueba Núñez,Salud,Jefa,+41 22 917 12 36,+41 22 917 12 37,+41 79 123 45 68,"
        "mj@salud.example,SMTP",
    )
    assert (row.person, row.institution) == ("María José Prueba Núñez", "Salud")
    assert [(use, written) for _, use, written, _ in details(database)] == [
        ("work", "mj@salud.example"),
        ("fax", "+41 22 917 12 36"),
        ("mobile", "+41 79 123 45 68"),
        ("work", "+41 22 917 12 37"),
    ]


def test_what_google_exports_keeps_private_what_its_type_calls_home(database: Database) -> None:
    _, (row,) = take(
        database,
        "First Name,Last Name,Organization Name,Organization Title,E-mail 1 - Label,E-mail 1 - Value,"
        "E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value",
        "Luis,Prueba,Defence,Colonel,* Work,luis@mod.example,Home,luis@home.example,Home,+41 22 917 00 01,"
        "Mobile,+41 79 123 45 69",
    )
    assert (row.person, row.post, row.institution) == ("Luis Prueba", "Colonel", "Defence")
    assert details(database) == [
        ("email", "home", "luis@home.example", 1),
        ("email", "work", "luis@mod.example", 0),
        ("phone", "home", "+41 22 917 00 01", 1),
        ("phone", "mobile", "+41 79 123 45 69", 0),
    ]


@pytest.mark.parametrize(
    ("head", "line", "person"),
    [
        ("Nom;Prénom;Fonction;Courriel", "DURAND;Jean-Luc;Directeur;d@def.example", "Jean-Luc DURAND"),
        ("Cognome;Nome;Qualifica;Posta elettronica", "Rossi;Anna;Dirigente;a@sal.example", "Anna Rossi"),
        ("Primer apellido;Segundo apellido;Nombres;Cargo", "Prueba;Gómez;Ana;Jefa", "Ana Prueba Gómez"),
        ("Nom et prénom;Fonction;Courriel", "Jean Durand;Directeur;d@def.example", "Jean Durand"),
    ],
)
def test_names_in_parts(database: Database, head: str, line: str, person: str) -> None:
    _, (row,) = take(database, head, line)
    assert row.person == person


def test_a_mission_is_an_institution_and_a_type_the_role(database: Database) -> None:
    _, rows = take(
        database,
        "Misión;Nombre y apellidos;Cargo;Tipo;Correo institucional",
        "Misión Permanente;Rita Prueba;Consejera;Titular;rita@m.example",
        "Misión Permanente;Luz Prueba;Asesora;Suplente;luz@m.example",
    )
    assert {(row.institution, row.role) for row in rows} == {
        ("Misión Permanente", "main"),
        ("Misión Permanente", "alternate"),
    }


def test_one_cell_with_phones_and_e_mails_is_sorted_out(database: Database) -> None:
    outcome, _ = take(
        database,
        "Ministry;Focal point;Phone / Mobile / Email",
        '"Interior";"Abel Prueba";"Tel: +41 22 917 12 44\nCel: +41 79 123 45 76\nEmail: abel@moi.example"',
        '"Health";"Beth Prueba";"beth@moh.example, +41 22 917 12 45"',
    )
    assert not outcome.doubtful
    assert {(kind, use, written) for kind, use, written, _ in details(database)} == {
        ("email", "work", "abel@moi.example"),
        ("email", "work", "beth@moh.example"),
        ("phone", "mobile", "Cel: +41 79 123 45 76"),
        ("phone", "work", "Tel: +41 22 917 12 44"),
        ("phone", "work", "+41 22 917 12 45"),
    }
