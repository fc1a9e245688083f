"""Lists as ministries and regional centres lay them out: several persons a row, headings across, labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import openpyxl
import pytest

from db.database import Database
from db.queries.contact_rows import ContactRow, contact_rows
from desktop.services.import_contacts import import_contacts
from desktop.services.import_outcome import ImportOutcome
from tests.builders import new_database
from tests.services.import_contacts.sources import card as card_of
from tests.services.import_contacts.sources import csv_text, workbook


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = new_database(tmp_path)
    yield made
    made.close()


def take(
    database: Database, source: Path | bytes, state: str = "X01"
) -> tuple[ImportOutcome, list[ContactRow]]:
    """Import; a second import must find all of it again."""
    outcome = import_contacts(database, "Ana", source, state=state)
    assert not outcome.refused
    again = import_contacts(database, "Ana", source, state=state)
    assert (again.unchanged, again.change_set) == (outcome.read, None)
    with database.read() as unit:
        return outcome, contact_rows(unit, include_private=True)


def merged(path: Path, rows: Sequence[Sequence[object]], *ranges: str) -> Path:
    workbook(path, rows)
    book = openpyxl.load_workbook(path)
    for each in ranges:
        book.active.merge_cells(each)
    book.save(path)
    return path


def people(rows: list[ContactRow]) -> set[tuple[object, ...]]:
    return {(row.person, row.role, row.institution, row.emails) for row in rows}


BOTH = {
    ("Ana Prueba", "main", "Cancillería", ("ana@c.example",)),
    ("Luis Muestra", "alternate", "Cancillería", ("luis@c.example",)),
    ("Rosa Sol", "main", "Policía", ("rosa@p.example",)),
}


def test_main_and_alternate_side_by_side_under_merged_headings(database: Database, tmp_path: Path) -> None:
    rows = (
        ("Institución", "Titular", None, "Suplente", None, "Nota verbal"),
        (None, "Nombre", "Correo", "Nombre", "Correo", None),
        ("Cancillería", "Ana Prueba", "ana@c.example", "Luis Muestra", "luis@c.example", "NV 12/2024"),
        ("Policía", "Rosa Sol", "rosa@p.example", None, None, None),
    )
    source = merged(tmp_path / "a.xlsx", rows, "A1:A2", "B1:C1", "D1:E1", "F1:F2")
    outcome, found = take(database, source)
    assert (outcome.read, outcome.created.people, people(found)) == (2, 3, BOTH)


@pytest.mark.parametrize(
    "head",
    [
        "Institución;Nombre del titular;Correo del titular;Nombre del suplente;Correo del suplente",
        "Institución;Titular;Correo;Suplente;Correo",
        "Ministry;Main contact;E-mail;Alternate contact;E-mail",
    ],
)
def test_main_and_alternate_in_one_row_of_headings(database: Database, head: str) -> None:
    lines = (
        "Cancillería;Ana Prueba;ana@c.example;Luis Muestra;luis@c.example",
        "Policía;Rosa Sol;rosa@p.example;;",
    )
    _, found = take(database, csv_text(head, *lines))
    assert people(found) == BOTH


@pytest.mark.parametrize(
    "head",
    [
        "Institución;Nombre 1;Cargo 1;Correo 1;Nombre 2;Cargo 2;Correo 2",
        "Institución;Nombre;Cargo;Correo;Nombre;Cargo;Correo",
        "Institución;Nombre;Cargo;Correo;Nombre.1;Cargo.1;Correo.1",
    ],
)
def test_columns_of_persons_that_are_repeated(database: Database, head: str) -> None:
    line = "Aduana;Ana Prueba;Jefa;ana@a.example;Luis Muestra;Asesor;luis@a.example"
    _, found = take(database, csv_text(head, line))
    assert {(row.person, row.post, row.emails) for row in found} == {
        ("Ana Prueba", "Jefa", ("ana@a.example",)),
        ("Luis Muestra", "Asesor", ("luis@a.example",)),
    }


def test_persons_of_capital_and_mission(database: Database, tmp_path: Path) -> None:
    rows = (
        ("Estado", "Capital", None, "Nueva York", None),
        (None, "Nombre", "Cargo", "Nombre", "Cargo"),
        ("Chile", "Ana Prueba", "Directora", "Luis Muestra", "Consejero"),
        ("Perú", "Eva Modelo", "Jefa", None, None),
    )
    _, found = take(database, merged(tmp_path / "a.xlsx", rows, "A1:A2", "B1:C1", "D1:E1"))
    assert {(row.state, row.person, row.seat) for row in found} == {
        ("CHL", "Ana Prueba", "capital"),
        ("CHL", "Luis Muestra", "new_york"),
        ("PER", "Eva Modelo", "capital"),
    }


def test_parts_of_one_name_are_not_two_persons(database: Database) -> None:
    _, (row,) = take(
        database,
        csv_text(
            "Nombre 1;Nombre 2;Apellido 1;Apellido 2;Correo 1;Correo 2",
            "Ana;María;Prueba;Sol;a@a.example;b@a.example",
        ),
    )
    assert (row.person, row.emails) == ("Ana María Prueba Sol", ("a@a.example", "b@a.example"))


@pytest.mark.parametrize(
    ("cell", "emails", "names"),
    [
        ("1. Ana Prueba\n2. Luis Muestra", "a@a.example; l@a.example", ["Ana Prueba", "Luis Muestra"]),
        ("Ana Prueba / Luis Muestra", "a@a.example; l@a.example", ["Ana Prueba", "Luis Muestra"]),
        ("Ana Prueba y Luis Muestra", "a@a.example; l@a.example", ["Ana Prueba", "Luis Muestra"]),
        ("Lic. Ana Prueba, Dr. Luis Muestra", "a@a.example", ["Lic. Ana Prueba", "Dr. Luis Muestra"]),
        ("Santiago Ramón y Cajal López", "s@a.example", ["Santiago Ramón y Cajal López"]),
        ("Prueba Gómez, Ana María", "a@a.example", ["Prueba Gómez, Ana María"]),
        ("Lic.\nAna Prueba\nGómez", "a@a.example", ["Lic. Ana Prueba Gómez"]),
        ("Ana Prueba <a@a.example>", "", ["Ana Prueba"]),
    ],
)
def test_several_persons_in_one_cell(database: Database, cell: str, emails: str, names: list[str]) -> None:
    _, found = take(database, csv_text("Institución;Punto de contacto;Correo", f'Aduana;"{cell}";"{emails}"'))
    assert sorted(row.person for row in found) == sorted(names)


def test_roles_posts_and_phones_of_several_persons_in_one_cell(database: Database) -> None:
    _, found = take(
        database,
        csv_text(
            "Institución;Nombre;Cargo;Teléfono",
            '"Aduana";"Titular: Ana Prueba\nSuplente: Luis Muestra";;"2222-0001\n2222-0002"',
            '"Policía";"Eva Modelo (titular)\nRaúl Sol (alterno)";"Jefa\nAsesor";',
            '"Salud";"Rosa Luna\nDirectora de Epidemiología";;"2222-0003"',
        ),
    )
    assert {(row.person, row.post, row.role, row.phones) for row in found} == {
        ("Ana Prueba", "Titular", "main", ("2222-0001",)),
        ("Luis Muestra", "Suplente", "alternate", ("2222-0002",)),
        ("Eva Modelo", "Jefa", "main", ()),
        ("Raúl Sol", "Asesor", "alternate", ()),
        ("Rosa Luna", "Directora de Epidemiología", "technical", ("2222-0003",)),
    }


def test_headings_across_say_state_and_institution_until_the_next_one(
    database: Database, tmp_path: Path
) -> None:
    def row(name: str) -> tuple[str, str, str]:
        return name, "Jefe", f"{name.split()[0].lower()}@a.example"

    rows = (
        ("Nombre", "Cargo", "Correo"),
        ("1. Trinidad & Tobago", None, None),
        ("Ministerio de Defensa", None, None),
        row("Ana Prueba"),
        ("INTERPOL", None, None),
        row("Luis Muestra"),
        ("CHILE (2)", None, None),
        row("Eva Modelo"),
        ("Perú - Ministerio de Salud", None, None),
        row("Raúl Sol"),
        ("Sector privado", None, None),
        row("Rosa Luna"),
    )
    source = merged(tmp_path / "red.xlsx", rows, "A11:C11")
    outcome, found = take(database, source)
    assert (outcome.read, len(outcome.skipped)) == (5, 7)
    assert {(each.state, each.institution, each.person, each.note) for each in found} == {
        ("TTO", "Ministerio de Defensa", "Ana Prueba", ""),
        ("TTO", "INTERPOL", "Luis Muestra", ""),
        ("CHL", "", "Eva Modelo", ""),
        ("PER", "Ministerio de Salud", "Raúl Sol", ""),
        ("PER", "", "Rosa Luna", "Sector privado"),
    }


def test_an_institution_alone_heads_the_rows_that_leave_its_column_blank(
    database: Database, tmp_path: Path
) -> None:
    rows = (
        ("Institución", "Nombre", "Correo"),
        ("Ministerio de Salud", None, None),
        (None, "Ana Prueba", "ana@s.example"),
        ("Aduana", "Luis Muestra", "luis@a.example"),
        ("Policía Nacional", None, None),
        ("Bomberos", "Eva Modelo", "eva@b.example"),
    )
    outcome, found = take(database, workbook(tmp_path / "a.xlsx", rows))
    assert (outcome.read, outcome.created.institutions) == (4, 4)
    assert {(row.person, row.institution) for row in found} == {
        ("Ana Prueba", "Ministerio de Salud"),
        ("Luis Muestra", "Aduana"),
        ("Eva Modelo", "Bomberos"),
    }


def test_a_sheet_a_title_or_a_mission_names_the_state(database: Database, tmp_path: Path) -> None:
    head = ("Nombre", "Institución", "Correo")
    one, two = (head, ("Ana Prueba", "Aduana", "a@a.example")), (head, ("Luis Sol", "Aduana", "l@a.example"))
    take(database, workbook(tmp_path / "a.xlsx", one, two, titles=("Argentina", "Uruguay")))
    three = (("País: Chile", None, None), head, ("Eva Luna", "Aduana", "e@a.example"))
    take(database, workbook(tmp_path / "b.xlsx", three))
    mission = ("Rosa Uno", "Permanent Mission of Peru to the United Nations", "r@a.example")
    _, found = take(database, workbook(tmp_path / "c.xlsx", (head, mission)))
    assert {(row.person, row.state) for row in found} == {
        *(("Ana Prueba", "ARG"), ("Luis Sol", "URY"), ("Eva Luna", "CHL"), ("Rosa Uno", "PER"))
    }


def test_a_column_of_states_needs_no_heading_of_its_own(database: Database) -> None:
    lines = ("Haïti;Jean Essai", "Sénégal;Awa Modèle", "Côte d'Ivoire;Luc Test")
    _, found = take(database, csv_text("Zone;Nom et prénom", *lines))
    assert {row.state for row in found} == {"HTI", "SEN", "CIV"}


def test_what_has_no_field_goes_into_the_note_and_what_is_private_does_not(database: Database) -> None:
    outcome, (row,) = take(
        database,
        csv_text(
            "N°;Nombre;Correo;Tel. casa;Extensión;Teléfono;Asistente;Fecha de nacimiento",
            "1;Ana Prueba;ana@a.example;2222-0009;105;2222-0001;Luis Sol;2 enero",
        ),
    )
    assert (row.note, [(each.written, each.is_private) for each in row.details]) == (
        "Asistente: Luis Sol",
        [("ana@a.example", False), ("2222-0001 ext. 105", False), ("2222-0009", True)],
    )
    assert [dict(notice.values) for notice in outcome.notices] == [
        {"columns": "Asistente"},
        {"columns": "Fecha de nacimiento"},
    ]


def test_persons_and_offices_in_one_column_are_told_apart(database: Database) -> None:
    _, found = take(
        database,
        csv_text(
            "Nombre;Teléfono;Correo",
            "Ministerio de Salud;2222-0001;info@s.example",
            "Ana Prueba;2222-0002;ana@a.example",
        ),
    )
    assert {(row.kind, row.person, row.institution) for row in found} == {
        ("institution", "", "Ministerio de Salud"),
        ("person", "Ana Prueba", ""),
    }


def test_rows_of_one_person_add_to_the_note(database: Database) -> None:
    _, (row,) = take(
        database,
        csv_text("Nombre;Correo;Dato", "Ana Prueba;a@a.example;uno", "Ana Prueba;a@a.example;otro"),
    )
    assert row.note == "Dato: uno\nDato: otro"


def test_a_changed_phone_takes_the_old_ones_place_where_an_id_says_whose(database: Database) -> None:
    def card(phone: str) -> bytes:
        return card_of("UID:a1", "FN:Ana Prueba", f"TEL;TYPE=work:{phone}")

    take(database, card("+507 222-0001"))
    outcome, (row,) = take(database, card("+507 222-0002"))
    assert (outcome.updated, outcome.created.people, row.phones) == (1, 0, ("+507 222-0002",))


def test_one_number_read_in_two_states_is_one(database: Database) -> None:
    take(database, csv_text("Nombre;Correo;Teléfono;País", "Ana Prueba;a@a.example;2222-0001;Guatemala"))
    outcome, (row,) = take(
        database, csv_text("Nombre;Correo;Teléfono", "Ana Prueba;a@a.example;Tel. 2222-0001")
    )
    assert (outcome.unchanged, row.phones) == (1, ("2222-0001",))
