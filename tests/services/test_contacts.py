"""Points of contact through the services: edit, designate, verify, forget."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from db.changes import change_sets
from db.database import Database
from db.errors import RecordGone
from db.queries.contact_rows import contact_rows
from db.queries.people import aliases, contact_details, designations, institutions, persons, posts
from desktop.base.errors import UserError
from desktop.services import contacts
from desktop.services.contacts import DetailInput
from desktop.services.history import revert_change_set
from tests.builders import new_database

AUTHOR = "Ana"


@pytest.fixture
def database(tmp_path: Path):
    made = new_database(tmp_path)
    yield made
    made.close()


def add_ana(database: Database, **values: object) -> str:
    return contacts.add_person(
        database,
        AUTHOR,
        {"name": "Ana Pérez", **values},
        [
            DetailInput("ana@office.example", "email"),
            DetailInput("+54 11 4321-5678", "phone"),
            DetailInput("+54 9 11 5555-1234", "phone", "mobile", is_private=True),
            DetailInput("ana@home.example", "email", "home"),
        ],
    )


def newest(database: Database) -> tuple[str, dict[str, object]]:
    with database.read() as unit:
        info = change_sets(unit, limit=1)[0]
    return info.summary_id, dict(info.summary_values)


def test_details_are_kept_as_written_and_normalised(database: Database) -> None:
    ana = add_ana(database)
    with database.read() as unit:
        details = contact_details(unit, [ana])[ana]
    assert [(each.kind, each.written, each.normalised, each.is_private) for each in details] == [
        ("email", "ana@office.example", "ana@office.example", 0),
        ("phone", "+54 11 4321-5678", "+541143215678", 0),
        ("phone", "+54 9 11 5555-1234", "+5491155551234", 1),
        ("email", "ana@home.example", "ana@home.example", 1),
    ]
    assert newest(database) == ("Add the person {name}", {"name": "Ana Pérez"})


def test_local_phones_are_read_in_the_state_of_the_institution(database: Database) -> None:
    office = contacts.add_institution(
        database,
        AUTHOR,
        {"name": "Oficina", "state": "BRA"},
        details=[DetailInput("(21) 2555-0330", "phone")],
    )
    person = contacts.add_person(
        database,
        AUTHOR,
        {"name": "Rui", "institution_id": office},
        [DetailInput("21 2555 0331", "phone")],
    )
    with database.read() as unit:
        found = contact_details(unit)
    assert [each.normalised for each in (*found[office], *found[person])] == [
        "+552125550330",
        "+552125550331",
    ]


def test_setting_details_touches_only_what_differs(database: Database) -> None:
    ana = add_ana(database)
    with database.read() as unit:
        before = contact_details(unit, [ana])[ana]
    wanted = [
        DetailInput("+54 11 4321-9999", "phone", id=before[1].id),
        DetailInput("ana@office.example", "email"),
        DetailInput("ana2@office.example", "email"),
    ]
    contacts.set_details(database, AUTHOR, "person", ana, wanted)
    with database.read() as unit:
        after = contact_details(unit, [ana])[ana]
    assert [each.written for each in after] == [each.written for each in wanted]
    assert [each.id for each in after[:2]] == [before[1].id, before[0].id]
    assert contacts.set_details(database, AUTHOR, "person", ana, wanted) is None


def test_an_email_that_cannot_exist_is_refused(database: Database) -> None:
    ana = add_ana(database)
    with pytest.raises(UserError, match="not an e-mail"):
        contacts.set_details(database, AUTHOR, "person", ana, [DetailInput("ana (at) office", "email")])


def test_private_details_stay_out_of_lists(database: Database) -> None:
    add_ana(database)
    with database.read() as unit:
        (record,) = persons(unit)
        (row,) = contact_rows(unit)
        (whole,) = contact_rows(unit, include_private=True)
    assert (record.emails, record.phones) == ("ana@office.example", "+54 11 4321-5678")
    assert (row.emails, row.phones) == (("ana@office.example",), ("+54 11 4321-5678",))
    assert whole.emails == ("ana@office.example", "ana@home.example")


def test_designation_from_vacant_to_ended(database: Database) -> None:
    office = contacts.add_institution(database, AUTHOR, {"name": "Cancillería", "state": "X01"})
    ana, luis = add_ana(database), contacts.add_person(database, AUTHOR, {"name": "Luis Gómez"})
    post = contacts.add_post(
        database, AUTHOR, {"name": "Punto de contacto", "state": "X01", "institution_id": office}
    )
    first = contacts.designate(database, AUTHOR, ana, post, {"from_date": "2024"})
    with database.read() as unit:
        assert [each.holder for each in posts(unit)] == ["Ana Pérez"]
        assert designations(unit, post_id=post)[0].instrument_state == "awaited"
    contacts.verify_designation(database, AUTHOR, first, on="2025-05-02", by="Ana", how="llamada")
    contacts.end_designation(database, AUTHOR, first, "2025-06")
    contacts.designate(
        database, AUTHOR, luis, post, {"from_date": "2025-07-01", "instrument": "Nota 12/2025"}
    )
    with database.read() as unit:
        present, past = designations(unit, post_id=post)
        (holder,) = posts(unit)
        rows = contact_rows(unit, "X01")
        in_may = contact_rows(unit, "X01", on=date(2025, 5, 1))
    assert (present.person_name, present.instrument_state) == ("Luis Gómez", "received")
    assert (past.person_name, past.verified_how, past.to_date) == ("Ana Pérez", "llamada", "2025-06")
    assert holder.holder == "Luis Gómez"
    assert [(row.kind, row.person, row.post) for row in rows] == [
        ("designation", "Luis Gómez", "Punto de contacto"),
        ("person", "Ana Pérez", ""),
    ]
    assert [(row.kind, row.person, row.verified_on) for row in in_may] == [
        ("designation", "Ana Pérez", "2025-05-02"),
        ("person", "Luis Gómez", ""),
    ]


def test_the_same_designation_twice_and_an_end_before_the_start_are_refused(database: Database) -> None:
    ana = add_ana(database)
    post = contacts.add_post(database, AUTHOR, {"name": "Punto de contacto"})
    made = contacts.designate(database, AUTHOR, ana, post, {"from_date": "2024-05"})
    with pytest.raises(UserError, match="already holds"):
        contacts.designate(database, AUTHOR, ana, post)
    with pytest.raises(UserError, match="cannot end"):
        contacts.end_designation(database, AUTHOR, made, "2024-04")
    contacts.update_designation(database, AUTHOR, made, {"is_acting": 1})
    with pytest.raises(UserError, match="cannot end"):
        contacts.update_designation(database, AUTHOR, made, {"to_date": "2023"})
    contacts.delete_designation(database, AUTHOR, made)
    with database.read() as unit:
        assert designations(unit) == []


def test_other_names_of_an_institution(database: Database) -> None:
    office = contacts.add_institution(database, AUTHOR, {"name": "Aduana"}, aliases=["DGA", "Aduanas", "dga"])
    contacts.update_institution(database, AUTHOR, office, {"acronym": "AN"}, aliases=["Aduanas", "Dirección"])
    with database.read() as unit:
        assert aliases(unit) == {office: ("Aduanas", "Dirección")}
        assert [each.acronym for each in institutions(unit, [office])] == ["AN"]


def test_deleting_takes_what_belongs_and_keeps_what_does_not(database: Database) -> None:
    office = contacts.add_institution(
        database, AUTHOR, {"name": "Aduana"}, aliases=["DGA"], details=[DetailInput("100", "phone")]
    )
    ana = add_ana(database, institution_id=office)
    post = contacts.add_post(database, AUTHOR, {"name": "Jefa", "institution_id": office})
    contacts.update_post(database, AUTHOR, post, {"role": "technical"})
    contacts.update_person(database, AUTHOR, ana, {"rank": "Ministra"})
    contacts.designate(database, AUTHOR, ana, post)
    contacts.delete_institutions(database, AUTHOR, [office])
    with database.read() as unit:
        assert [(each.name, each.institution_id) for each in persons(unit)] == [("Ana Pérez", None)]
        assert aliases(unit) == {}
        assert office not in contact_details(unit)
    contacts.delete_persons(database, AUTHOR, [ana])
    contacts.delete_posts(database, AUTHOR, [post])
    with database.read() as unit:
        assert (persons(unit), posts(unit), contact_details(unit), designations(unit)) == ([], [], {}, [])
        assert contact_rows(unit) == []
    deleted = database.head.number - 2
    revert_change_set(database, AUTHOR, database.head.number)
    revert_change_set(database, AUTHOR, deleted + 1)
    with database.read() as unit:
        assert [(each.name, each.rank) for each in persons(unit)] == [("Ana Pérez", "Ministra")]


def test_an_end_cannot_be_taken_from_one_of_two_designations_of_the_same_person(database: Database) -> None:
    ana = contacts.add_person(database, AUTHOR, {"name": "Ana"})
    post = contacts.add_post(database, AUTHOR, {"name": "Director"})
    old = contacts.designate(database, AUTHOR, ana, post, {"from_date": "2020", "to_date": "2022"})
    new = contacts.designate(database, AUTHOR, ana, post, {"from_date": "2024"})
    with pytest.raises(UserError, match="already holds"):
        contacts.update_designation(database, AUTHOR, old, {"to_date": None})
    contacts.update_designation(database, AUTHOR, new, {"note": "renewed"})


def test_a_person_that_is_gone_is_said_so(database: Database) -> None:
    with pytest.raises(RecordGone):
        contacts.update_person(database, AUTHOR, "none", {})
