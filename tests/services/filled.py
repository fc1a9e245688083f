"""A filled file of a fictional State for the tests of services and commands."""

from __future__ import annotations

from pathlib import Path

from db.database import Database
from db.schema import ContactDetail, Designation, Institution, Person, Post
from desktop.services.objectives import add_objective
from desktop.services.plans import add_item, add_plan, add_progress_note
from tests.builders import new_database

TITLE = "Plan de acción nacional 2025-2028"


def filled(folder: Path, *, state: str = "X01", name: str = "file.desk1540") -> Database:
    """A file with one plan of four items, two institutions and a point of contact."""
    database = new_database(folder, state=state, name=name)
    fill_state(database, state)
    return database


def fill_state(database: Database, state: str, title: str = TITLE) -> str:
    """Fill in one State; gives its plan's id."""
    with database.write("Ana", "Add contacts") as unit:
        lead, partner = unit.insert(
            Institution,
            [{"name": f"Aduanas {state}", "state": state}, {"name": f"Salud {state}", "state": state}],
        )
        (person,) = unit.insert(Person, [{"name": "Ana Ejemplo", "institution_id": lead}])
        (post,) = unit.insert(Post, [{"name": "Directora", "state": state, "institution_id": lead}])
        unit.insert(Designation, [{"person_id": person, "post_id": post, "from_date": "2025-01-10"}])
        unit.insert(
            ContactDetail,
            [
                {"person_id": person, "kind": "email", "use": "work", "written": f"ana@{state}.example"},
                {"person_id": person, "kind": "phone", "use": "home", "written": "+999 77", "is_private": 1},
            ],
        )
        unit.commit()
    plan = add_plan(database, "Ana", {"title": title, "state": state, "period": "2025/2028"})
    objective = add_objective(database, "Ana", plan, {"title": "Marco jurídico", "number": "1"})
    first = add_item(
        database,
        "Ana",
        plan,
        {
            "number": "1.1",
            "title": "=Revisar la ley",
            "objective_id": objective,
            "due": "2026-Q1",
            "status": "in_progress",
            "lead": [lead],
            "supporting": [partner],
            "progress": 40.0,
            "budget": "12500.50",
            "currency": "USD",
            "remarks": "línea 1\nlínea 2",
        },
    )
    add_item(database, "Ana", plan, {"number": "1.2", "title": "Capacitar", "status": "completed"})
    add_item(
        database,
        "Ana",
        plan,
        {
            "number": "1.3",
            "title": "Difundir",
            "due": "continuous",
            "status": "continuous",
            "lead": [partner],
        },
    )
    add_item(
        database, "Ana", plan, {"number": "1.4", "title": "Coordinar", "due": "2027-05-31", "lead": [lead]}
    )
    add_progress_note(database, "Ana", first, text="Se remitió el proyecto.", on_date="2026-02-01")
    return plan
