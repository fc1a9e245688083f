"""What is exported comes back as it was: every field, in both languages, into a locked and an open plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.opening import open_file
from db.queries import plan as queries
from desktop.services.exercise import make_exercise
from desktop.services.exports import export_plan
from desktop.services.import_plan import import_plan_file
from desktop.services.plans import amend_plan


@pytest.fixture(params=["es", "en"])
def database(request, tmp_path: Path):
    path = tmp_path / "exercise.desk1540"
    make_exercise(path, items=40, language=request.param, author="Ana")
    made = open_file(path)
    yield made
    made.close()


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("is_amending", [False, True])
def test_an_exported_plan_comes_back_unchanged(database, tmp_path, form, is_amending):
    with database.read() as unit:
        (plan,) = queries.plans(unit)
        before = queries.items(unit)
    amend_plan(database, "Ana", plan.id, is_amending=is_amending)
    target = tmp_path / f"plan.{form}"
    export_plan(database, target, state="X01")
    outcome = import_plan_file(database, "Ana", target, state="X01")
    assert (outcome.read, outcome.unchanged, outcome.refused) == (40, 40, ())
    assert outcome.doubtful == ()
    with database.read() as unit:
        assert queries.items(unit) == before
