"""Cells of the directory and the holders of posts, through their services."""

import pytest

from db.fields import Ref
from db.queries.contact_rows import contact_rows
from db.queries.people import contact_details, designations, institutions, persons
from desktop.base.errors import UserError
from desktop.services.contact_cells import can_edit, update_contact_cells
from desktop.services.contacts import DetailInput, add_institution, add_person, add_post, designate
from desktop.services.holders import change_holder, designate_person
from tests.builders import new_database


@pytest.fixture
def database(tmp_path):
    made = new_database(tmp_path)
    customs = add_institution(
        made, "Ana", {"name": "Customs", "state": "X01"}, details=[DetailInput("+999 7", "phone")]
    )
    post = add_post(made, "Ana", {"name": "Main point", "state": "X01", "institution_id": customs})
    add_post(made, "Ana", {"name": "Clearance", "state": "X01", "role": "clearance"})
    bea = add_person(made, "Ana", {"name": "Bea Ejemplo"}, [DetailInput("b@customs.example", "email")])
    add_person(made, "Ana", {"name": "Carlos Caso"})
    designate(made, "Ana", bea, post, {"from_date": "2025-01-10"})
    yield made
    made.close()


def lines(database):
    with database.read() as unit:
        return {row.person or row.post or row.institution: row for row in contact_rows(unit)}


def test_each_cell_is_kept_where_it_belongs(database):
    found = lines(database)
    info = update_contact_cells(
        database,
        "Ana",
        {
            found["Bea Ejemplo"].id: {
                "rank": "Consejera",
                "post": "First point",
                "verified_on": "2026-03-01",
            },
            found["Carlos Caso"].id: {"person": "Carlos Caso Prueba", "note": "Speaks French"},
            found["Clearance"].id: {"role": "technical", "seat": "geneva"},
            found["Customs"].id: {"acronym": "CUS", "phones": "+999 8"},
        },
    )
    assert info is not None
    assert (info.summary_id, info.summary_values["count"]) == ("Change {count} contacts", 4)
    found = lines(database)
    bea = found["Bea Ejemplo"]
    assert (bea.rank, bea.post, bea.verified_on) == ("Consejera", "First point", "2026-03-01")
    assert found["Carlos Caso Prueba"].note == "Speaks French"
    assert (found["Clearance"].role, found["Clearance"].seat) == ("technical", "geneva")
    assert (found["Customs"].acronym, found["Customs"].phones) == ("CUS", ("+999 8",))


def test_what_is_not_of_the_line_is_refused_and_nothing_is_written(database):
    found, before = lines(database), database.head.number
    for name, cells in (
        ("Bea Ejemplo", {"institution": "Other"}),
        ("Bea Ejemplo", {"person": "Dora Dato"}),
        ("Clearance", {"emails": "a@b.example"}),
        ("Bea Ejemplo", {"emails": "not an address"}),
        ("Bea Ejemplo", {"rank": "Consejera", "from_date": "soon"}),
        ("Carlos Caso", {"person": ""}),
    ):
        with pytest.raises(UserError):
            update_contact_cells(database, "Ana", {found[name].id: cells})
    assert database.head.number == before
    assert not can_edit("designation", "person")
    assert can_edit("person", "person")


def test_a_changed_detail_keeps_its_row_and_its_use(database):
    bea = lines(database)["Bea Ejemplo"]
    with database.read() as unit:
        (before,) = contact_details(unit, [bea.person_id])[bea.person_id]
    update_contact_cells(database, "Ana", {bea.id: {"emails": "bea@customs.example; ; c@customs.example"}})
    with database.read() as unit:
        first, second = contact_details(unit, [bea.person_id])[bea.person_id]
    assert (first.id, first.written, second.written) == (
        before.id,
        "bea@customs.example",
        "c@customs.example",
    )
    update_contact_cells(database, "Ana", {bea.id: {"emails": ""}})
    with database.read() as unit:
        assert bea.person_id not in contact_details(unit, [bea.person_id])


def test_a_new_holder_ends_the_former_the_day_before(database):
    bea = lines(database)["Bea Ejemplo"]
    with pytest.raises(UserError, match="since when"):
        change_holder(database, "Ana", bea.id, Ref("", "Dora Dato"), {})
    with pytest.raises(UserError, match="cannot end"):
        change_holder(database, "Ana", bea.id, Ref("", "Dora Dato"), {"from_date": "2024-01-01"})
    with database.read() as unit:
        assert "Dora Dato" not in [each.name for each in persons(unit)]
    change_holder(database, "Ana", bea.id, Ref("", "Dora Dato"), {"from_date": "2026-05"}, until="2026-04-30")
    found = lines(database)
    assert (found["Dora Dato"].post, found["Dora Dato"].institution) == ("Main point", "Customs")
    with database.read() as unit:
        held = {each.person_name: (each.from_date, each.to_date) for each in designations(unit)}
    assert held == {"Bea Ejemplo": ("2025-01-10", "2026-04-30"), "Dora Dato": ("2026-05", None)}


def test_a_month_ends_in_the_month_the_next_begins(database):
    bea, carlos = lines(database)["Bea Ejemplo"], lines(database)["Carlos Caso"]
    change_holder(database, "Ana", bea.id, Ref(carlos.person_id, "Carlos Caso"), {"from_date": "2026-05"})
    with database.read() as unit:
        ends = {each.person_name: each.to_date for each in designations(unit)}
    assert ends == {"Bea Ejemplo": "2026-05", "Carlos Caso": None}


def test_who_holds_the_post_is_not_put_in_it_again(database):
    bea = lines(database)["Bea Ejemplo"]
    who = Ref(bea.person_id, "Bea Ejemplo")
    with pytest.raises(UserError, match="already holds"):
        designate_person(database, "Ana", who, bea.post_id, {"instrument": "NV 2"})


def test_a_new_person_takes_a_post_of_a_state_without_institution(database):
    post = lines(database)["Clearance"]
    designate_person(database, "Ana", Ref("", "Dora Dato"), post.id, {"instrument": "NV 2"})
    with database.read() as unit:
        (dora,) = [each for each in persons(unit) if each.name == "Dora Dato"]
        (held,) = designations(unit, person_id=dora.id)
        assert len(institutions(unit)) == 1
    assert (dora.state, dora.institution_id, held.instrument_state) == ("X01", None, "received")
