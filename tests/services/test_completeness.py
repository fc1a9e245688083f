"""Data to complete: found by rules, never called damage."""

from datetime import date

import pytest

from db.schema import Designation
from desktop.services.completeness import LABELS, to_complete
from tests.services.filled import filled


@pytest.fixture
def database(tmp_path):
    made = filled(tmp_path)
    yield made
    made.close()


def missing(database, day=date(2026, 6, 1)):
    with database.read() as unit:
        return {kind: [each.title for each in found] for kind, found in to_complete(unit, day).items()}


def test_what_is_missing_is_named_by_kind(database):
    assert missing(database) == {
        "no_lead": ["1.2 Capacitar"],
        "no_due": [],
        "completed_without_note": ["1.2 Capacitar"],
        "not_verified": ["Ana Ejemplo, Directora"],
        "kept_too_long": [],
    }
    assert set(missing(database)) == set(LABELS)


@pytest.mark.parametrize(
    ("verified_on", "is_missing"),
    [("2025-06-01", False), ("2025-05-31", True), ("2025", False), ("2024", True), (None, True)],
)
def test_a_verification_holds_for_a_year(database, verified_on, is_missing):
    verify(database, verified_on=verified_on)
    assert bool(missing(database)["not_verified"]) is is_missing


def test_a_former_holder_needs_no_verification(database):
    verify(database, to_date="2026-05")
    assert missing(database)["not_verified"] == []
    assert missing(database, date(2026, 5, 31))["not_verified"] == ["Ana Ejemplo, Directora"]


def verify(database, **values):
    with database.write("Ana", "Verify") as unit:
        ((designation,),) = unit.raw("SELECT id FROM designation")
        unit.update(Designation, {designation: values})
        unit.commit()
