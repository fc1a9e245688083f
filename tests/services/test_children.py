"""Indicators with their values are added, changed and deleted as their declaration says."""

from __future__ import annotations

import pytest

from db.queries.children import children_of
from db.schema import Indicator, IndicatorValue, PlanItem, ProgressNote
from desktop.base.errors import UserError
from desktop.services import plans
from desktop.services.children import add_child, delete_child, update_child
from desktop.services.history import revert_change_set
from tests.builders import new_database


@pytest.fixture
def database(tmp_path):
    made = new_database(tmp_path)
    yield made
    made.close()


@pytest.fixture
def plan(database):
    return plans.add_plan(database, "Ana", {"state": "X01", "title": "Plan"})


@pytest.fixture
def item(database, plan):
    return plans.add_item(database, "Ana", plan, {"title": "T", "number": "1.1"})


def indicators(database, item):
    with database.read() as unit:
        return children_of(unit, PlanItem, "indicators", [item])[item]


def test_indicators_keep_their_order_and_have_values_by_date(database, item):
    first = add_child(database, "Ana", PlanItem, "indicators", item, {"text": "Laws", "target": "3"})
    add_child(database, "Ana", PlanItem, "indicators", item, {"text": "Courses"})
    add_child(database, "Ana", Indicator, "values", first, {"on_date": "2027", "value": "2"})
    add_child(database, "Ana", Indicator, "values", first, {"on_date": "2026-Q1", "value": "1"})
    laws, courses = indicators(database, item)
    assert (laws.record.text, laws.record.target, courses.record.text) == ("Laws", "3", "Courses")
    assert [(each.record.on_date, each.record.value) for each in laws.children["values"]] == [
        ("2026-Q1", "1"),
        ("2027", "2"),
    ]
    assert courses.children == {"values": ()}


def test_a_child_is_changed_and_deleted_and_both_can_be_taken_back(database, item):
    child = add_child(database, "Ana", PlanItem, "indicators", item, {"text": "Laws"})
    value = add_child(database, "Ana", Indicator, "values", child, {"on_date": "2027", "value": "2"})
    info = update_child(database, "Ana", Indicator, child, {"baseline": "0"})
    assert info.summary_values == {"field": "Baseline", "name": "Laws"}
    update_child(database, "Ana", IndicatorValue, value, {"on_date": "2028", "value": "3"})
    before = indicators(database, item)
    assert update_child(database, "Ana", Indicator, child, {"baseline": "0"}) is None
    info = delete_child(database, "Ana", Indicator, child)
    assert set(info.touched) == {"indicator", "indicator_value"}
    assert indicators(database, item) == ()
    revert_change_set(database, "Ana", database.head.number)
    assert indicators(database, item) == before


def test_a_child_without_its_text_is_refused(database, item):
    with pytest.raises(UserError, match="Indicator"):
        add_child(database, "Ana", PlanItem, "indicators", item, {"baseline": "1"})


def test_the_approved_words_of_an_indicator_are_locked_and_its_values_are_not(database, plan, item):
    child = add_child(database, "Ana", PlanItem, "indicators", item, {"text": "Laws", "target": "3"})
    plans.update_plan(database, "Ana", plan, {"status": "adopted"})
    for attempt in (
        lambda: add_child(database, "Ana", PlanItem, "indicators", item, {"text": "More"}),
        lambda: update_child(database, "Ana", Indicator, child, {"target": "4"}),
        lambda: delete_child(database, "Ana", Indicator, child),
    ):
        with pytest.raises(UserError, match="Amend"):
            attempt()
    value = add_child(database, "Ana", Indicator, "values", child, {"on_date": "2027", "value": "2"})
    update_child(database, "Ana", IndicatorValue, value, {"value": "3"})
    update_child(database, "Ana", Indicator, child, {"baseline": "1", "target": "3"})
    delete_child(database, "Ana", IndicatorValue, value)
    plans.add_progress_note(database, "Ana", item, text="x", on_date="2027")
    (note,) = indicators_notes(database, item)
    update_child(database, "Ana", ProgressNote, note.record.id, {"text": "y"})
    delete_child(database, "Ana", ProgressNote, note.record.id)
    assert indicators_notes(database, item) == ()


def indicators_notes(database, item):
    with database.read() as unit:
        return children_of(unit, PlanItem, "notes", [item])[item]
