"""Contacts leave the file in four forms, and come back from each without doubling."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.database import Database
from db.queries.contact_rows import contact_rows
from db.queries.people import contact_details
from desktop.base.errors import UserError
from desktop.services import contacts
from desktop.services.contacts import DetailInput
from desktop.services.exports.contacts import export_contacts
from desktop.services.import_contacts import import_contacts
from tests.builders import new_database

FORMS = ("json", "csv", "vcf", "xlsx")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = new_database(tmp_path)
    fill(made)
    yield made
    made.close()


def fill(database: Database) -> None:
    """A holder with an end in sight, a person without post, a vacant post, an office, another State."""
    author = "Ana"
    ministry = contacts.add_institution(
        database,
        author,
        {
            "name": "Ministerio de Relaciones Exteriores",
            "acronym": "MRE",
            "state": "X01",
            "web": "mre.example",
        },
        details=[DetailInput("+54 11 4000-0000", "phone"), DetailInput("mesa@mre.example", "email")],
    )
    customs = contacts.add_institution(database, author, {"name": "=Aduana", "state": "X02"})
    ana = contacts.add_person(
        database,
        author,
        {
            "name": "Ana Pérez Gómez",
            "given_names": "Ana",
            "surnames": "Pérez Gómez",
            "rank": "Ministra",
            "unit": "Desarme",
            "address": "Calle 5, piso 3\nCiudad",
            "note": "Habla francés\ny portugués",
            "private_address": "Calle Secreta 7",
        },
        [
            DetailInput("+54 11 4321-5678", "phone"),
            DetailInput("+54 9 11 5555-1234", "phone", "mobile"),
            DetailInput("+54 11 4000-9999", "phone", "home"),
            DetailInput("ana@mre.example", "email"),
        ],
    )
    contacts.add_person(
        database,
        author,
        {"name": "Luis Ruiz", "institution_id": customs},
        [DetailInput("l@a.example", "email")],
    )
    for name, role in (("Punto de contacto 1540", "main"), ("Consejera en Nueva York", "technical")):
        post = contacts.add_post(
            database,
            author,
            {"name": name, "state": "X01", "institution_id": ministry, "role": role, "seat": "new_york"},
        )
        contacts.designate(database, author, ana, post, {"from_date": "2024-03", "verified_on": "2025-05-02"})
    contacts.add_post(
        database,
        author,
        {"name": "Alterno", "state": "X01", "institution_id": ministry, "role": "alternate"},
    )


def shown(database: Database) -> list[tuple[object, ...]]:
    with database.read() as unit:
        found = contact_rows(unit)
    return [
        (
            *(row.kind, row.person, row.post, row.institution, row.state, row.emails, row.phones),
            *(row.from_date, row.to_date, row.note, row.verified_on, row.role),
        )
        for row in found
    ]


@pytest.mark.parametrize("form", FORMS)
def test_what_was_exported_comes_back_unchanged(database: Database, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"contactos.{form}"
    result = export_contacts(database, path)
    assert result.rows == {"vcf": 4}.get(form, 5)
    again = import_contacts(database, "Ana", path, state="X01")
    assert (again.read, again.added, again.updated, again.unchanged) == (result.rows, 0, 0, result.rows)
    assert [doubt.message.text_id for doubt in again.doubtful] == []
    assert again.change_set is None


@pytest.mark.parametrize("form", ["csv", "json", "xlsx"])
def test_a_new_file_made_of_an_export_holds_the_same(database: Database, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"contactos.{form}"
    export_contacts(database, path)
    other = new_database(tmp_path, name="other.desk1540", seed=2)
    import_contacts(other, "Ana", path, state="X01")
    assert shown(other) == shown(database)
    other.close()


def test_what_is_private_in_the_whole_copy_is_private_again(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "contactos.json"
    export_contacts(database, path)
    other = new_database(tmp_path, name="other.desk1540", seed=2)
    import_contacts(other, "Ana", path, state="X01")
    with other.read() as unit:
        private = [
            each.written for rows in contact_details(unit).values() for each in rows if each.is_private
        ]
    assert private == ["+54 11 4000-9999"]
    other.close()


def test_cards_bring_back_state_role_and_seat(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "contactos.vcf"
    export_contacts(database, path)
    other = new_database(tmp_path, state="X02", name="other.desk1540", seed=2)
    import_contacts(other, "Ana", path, state="X02")
    with other.read() as unit:
        found = {(row.post, row.state, row.role, row.seat) for row in contact_rows(unit) if row.post}
    assert found == {
        ("Punto de contacto 1540", "X01", "main", "new_york"),
        ("Consejera en Nueva York", "X01", "technical", "new_york"),
    }
    other.close()


def test_json_has_the_agreed_keys(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "contactos.json"
    export_contacts(database, path, state="X01")
    items = json.loads(path.read_text("utf-8"))["items"]
    held = next(each for each in items if each["post"] == "Punto de contacto 1540")
    assert {**held, "id": ""} == {
        "id": "",
        "person": "Ana Pérez Gómez",
        "post": "Punto de contacto 1540",
        "institution": "Ministerio de Relaciones Exteriores",
        "state": "X01",
        "emails": ["ana@mre.example"],
        "phones": ["+54 11 4321-5678", "+54 9 11 5555-1234", "+54 11 4000-9999"],
        "from": "2024-03",
        "to": None,
        "note": "Habla francés\ny portugués",
        "verified_on": "2025-05-02",
    }
    assert [(each["person"], each["post"]) for each in items if each["institution"]] == [
        ("", ""),
        ("Ana Pérez Gómez", "Punto de contacto 1540"),
        ("", "Alterno"),
        ("Ana Pérez Gómez", "Consejera en Nueva York"),
    ]
    assert len({each["id"] for each in items}) == 4


def test_no_cell_of_csv_begins_a_formula(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "contactos.csv"
    export_contacts(database, path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(path.read_text("utf-8-sig").splitlines(), strict=True))
    cells = [cell for row in rows for cell in row.values() if cell]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert "'=Aduana" in cells


def test_the_whole_copy_holds_private_details_too(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "contactos.json"
    export_contacts(database, path)
    assert "4000-9999" in path.read_text("utf-8")


@pytest.mark.parametrize("form", [form for form in FORMS if form != "json"])
def test_private_details_leave_only_when_asked(database: Database, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"contactos.{form}"
    export_contacts(database, path)
    without = import_texts(path)
    export_contacts(database, path, include_private=True)
    assert "4000-9999" not in without
    assert "Calle Secreta" not in without
    assert "4000-9999" in import_texts(path)


def import_texts(path: Path) -> str:
    """All text of an export, whatever its form."""
    if path.suffix != ".xlsx":
        return path.read_text("utf-8")
    import openpyxl

    book = openpyxl.load_workbook(path)
    return "\n".join(str(cell) for sheet in book for row in sheet.values for cell in row if cell)


@pytest.mark.parametrize("form", FORMS)
def test_the_same_file_gives_the_same_bytes(database: Database, tmp_path: Path, form: str) -> None:
    paths = [tmp_path / f"{name}.{form}" for name in ("one", "two")]
    for path in paths:
        export_contacts(database, path)
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_an_unknown_form_is_one_sentence(database: Database, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Contacts are exported as"):
        export_contacts(database, tmp_path / "contactos.doc")
