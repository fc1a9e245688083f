"""People read: institutions, persons, posts, designations, details and the directory, now and as of then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.database import Database
from db.partial_date import PartialDate
from db.queries.contact_rows import contact_rows
from db.queries.people import (
    aliases,
    contact_details,
    designations,
    institutions,
    is_present,
    persons,
    posts,
)
from db.schema import ContactDetail, Designation, Institution, InstitutionAlias, Person, Post
from db.unit_of_work import Writer
from tests.builders import new_database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = new_database(tmp_path)
    yield made
    made.close()


def fill(database: Database) -> dict[str, str]:
    """Two institutions, three persons, three posts of which one is vacant; gives ids by name."""
    with database.write("Ana", "Fill") as unit:
        names = ("Zoología", "Aduana", "Museo")
        made = unit.insert(
            Institution,
            [
                {"name": names[0], "state": "X01", "protocol_order": 1},
                {"name": names[1], "state": "X01"},
                {"name": names[2], "state": "X02", "web": "museo.example"},
            ],
        )
        ids = dict(zip(names, made, strict=True))
        unit.insert(InstitutionAlias, [{"institution_id": ids["Aduana"], "name": "DGA"}])
        people = ("Luis Ruiz", "Ana Álvarez", "Eva Sol")
        ids |= zip(
            people,
            unit.insert(
                Person,
                [
                    {"name": people[0], "surnames": "Ruiz", "institution_id": ids["Aduana"]},
                    {"name": people[1], "surnames": "Álvarez", "given_names": "Ana"},
                    {"name": people[2]},
                ],
            ),
            strict=True,
        )
        jobs = ("Alterno", "Titular", "Vacante")
        ids |= zip(
            jobs,
            unit.insert(
                Post,
                [
                    {"name": "Alterno", "state": "X01", "role": "alternate", "institution_id": ids["Aduana"]},
                    {"name": "Titular", "state": "X01", "role": "main", "institution_id": ids["Aduana"]},
                    {"name": "Vacante", "state": "X02"},
                ],
            ),
            strict=True,
        )
        fill_designations_and_details(unit, ids)
        unit.commit()
    return ids


def fill_designations_and_details(unit: Writer, ids: dict[str, str]) -> None:
    """Who holds the posts, and how they and one institution are reached."""
    unit.insert(
        Designation,
        [
            {"person_id": ids["Luis Ruiz"], "post_id": ids["Alterno"], "from_date": "2024"},
            {"person_id": ids["Ana Álvarez"], "post_id": ids["Titular"], "from_date": "2025"},
            {
                "person_id": ids["Luis Ruiz"],
                "post_id": ids["Titular"],
                "from_date": "2020",
                "to_date": "2024-06",
            },
        ],
    )
    detail = {"person_id": ids["Luis Ruiz"], "kind": "email", "use": "work"}
    unit.insert(
        ContactDetail,
        [
            {**detail, "written": "b@a.example", "position": "b"},
            {**detail, "written": "a@a.example", "position": "a"},
            {**detail, "written": "casa@a.example", "position": "c", "is_private": 1},
            {
                "institution_id": ids["Aduana"],
                "kind": "phone",
                "use": "work",
                "written": "100",
                "position": "a",
            },
        ],
    )


def test_lists_are_ordered_and_carry_what_queries_derive(database: Database) -> None:
    ids = fill(database)
    with database.read() as unit:
        assert [each.name for each in institutions(unit)] == ["Zoología", "Aduana", "Museo"]
        assert aliases(unit) == {ids["Aduana"]: ("DGA",)}
        assert aliases(unit, [ids["Museo"]]) == {}
        people = persons(unit)
        assert [each.name for each in people] == ["Ana Álvarez", "Eva Sol", "Luis Ruiz"]
        luis = people[2]
        assert (luis.institution_name, luis.post_titles) == ("Aduana", "Alterno")
        assert (luis.emails, luis.phones) == ("a@a.example; b@a.example", "")
        assert [(each.name, each.holder) for each in posts(unit)] == [
            ("Alterno", "Luis Ruiz"),
            ("Titular", "Ana Álvarez"),
            ("Vacante", ""),
        ]
        assert [each.name for each in posts(unit, "X02")] == ["Vacante"]
        assert [each.institution_name for each in posts(unit, "X01")] == ["Aduana", "Aduana"]


def test_single_records_come_in_the_order_asked_for(database: Database) -> None:
    ids = fill(database)
    with database.read() as unit:
        asked = [ids["Luis Ruiz"], "unknown", ids["Ana Álvarez"]]
        assert [each.name for each in persons(unit, asked)] == ["Luis Ruiz", "Ana Álvarez"]
        assert [each.holder for each in posts(unit, ids=[ids["Vacante"], ids["Alterno"]])] == [
            "",
            "Luis Ruiz",
        ]
        assert [each.name for each in institutions(unit, [ids["Museo"]])] == ["Museo"]
        assert persons(unit, []) == []


def test_designations_come_the_present_first(database: Database) -> None:
    ids = fill(database)
    with database.read() as unit:
        of_luis = designations(unit, person_id=ids["Luis Ruiz"])
        of_post = designations(unit, post_id=ids["Titular"])
        assert len(designations(unit)) == 3
    assert [(each.post_name, each.to_date) for each in of_luis] == [("Alterno", None), ("Titular", "2024-06")]
    assert [each.person_name for each in of_post] == ["Ana Álvarez", "Luis Ruiz"]


def test_details_are_given_by_owner_in_their_order(database: Database) -> None:
    ids = fill(database)
    with database.read() as unit:
        every = contact_details(unit)
        some = contact_details(unit, [ids["Aduana"]])
    assert [each.written for each in every[ids["Luis Ruiz"]]] == [
        "a@a.example",
        "b@a.example",
        "casa@a.example",
    ]
    assert {owner: [each.written for each in found] for owner, found in some.items()} == {
        ids["Aduana"]: ["100"]
    }


def test_the_directory_has_a_row_for_each_way_to_reach_a_state(database: Database) -> None:
    fill(database)
    with database.read() as unit:
        found = contact_rows(unit)
        in_x02 = contact_rows(unit, "X02")
        in_2022 = contact_rows(unit, "X01", on=date(2022, 1, 1))
    assert [(row.state, row.kind, row.institution, row.post, row.person) for row in found] == [
        ("X01", "institution", "Aduana", "", ""),
        ("X01", "designation", "Aduana", "Titular", "Ana Álvarez"),
        ("X01", "designation", "Aduana", "Alterno", "Luis Ruiz"),
        ("X01", "person", "", "", "Eva Sol"),
        ("X02", "institution", "Museo", "", ""),
        ("X02", "post", "", "Vacante", ""),
    ]
    assert {row.kind for row in in_x02} == {"post", "institution"}
    assert [(row.post, row.person) for row in in_2022 if row.kind == "designation"] == [
        ("Titular", "Luis Ruiz")
    ]
    assert len({row.id for row in found}) == len(found)


def test_every_read_works_on_an_earlier_state(database: Database) -> None:
    ids = fill(database)
    before = database.head.number
    with database.read() as unit:
        expected = [contact_rows(unit), persons(unit), posts(unit), institutions(unit), designations(unit)]
    with database.write("Ana", "Change") as unit:
        unit.delete(Person, [ids["Luis Ruiz"]])
        unit.update(Institution, {ids["Aduana"]: {"name": "Aduana Nacional"}})
        unit.commit()
    with database.read() as unit:
        assert contact_rows(unit) != expected[0]
    with database.read(as_of=before) as unit:
        found = [contact_rows(unit), persons(unit), posts(unit), institutions(unit), designations(unit)]
        assert aliases(unit) == {ids["Aduana"]: ("DGA",)}
        assert len(contact_details(unit)[ids["Luis Ruiz"]]) == 3
    assert found == expected


DATES = st.dates(date(2000, 1, 1), date(2040, 12, 31))


@given(DATES, DATES, DATES)
def test_a_designation_holds_from_its_first_to_its_last_day(start: date, end: date, day: date) -> None:
    from_date, to_date = PartialDate.of_day(start).text, f"{end.year:04}-{end.month:02}"
    last = PartialDate.parse(to_date).last
    assert last is not None
    assert is_present(from_date, to_date, day) == (start <= day <= last)
    assert is_present(from_date, None, day) == (start <= day)
    assert is_present(None, None, day)
    assert is_present(from_date, None)
    assert not is_present(from_date, to_date)
