"""Plans and items are edited by one change set each, checked against their declarations and locks."""

from __future__ import annotations

import pytest

from db.queries import plan as queries
from db.schema import Institution
from desktop.base.errors import UserError
from desktop.services import plans
from desktop.services.history import field_changes, history, revert_change_set
from tests.builders import new_database


@pytest.fixture
def database(tmp_path):
    made = new_database(tmp_path)
    yield made
    made.close()


@pytest.fixture
def plan_id(database):
    return plans.add_plan(database, "Ana", {"state": "X01", "title": "Plan 2026-2030"})


def items(database) -> list:
    with database.read() as unit:
        return queries.items(unit)


def institutions(database, *names: str) -> list[str]:
    with database.write("Ana", "Add") as unit:
        made = unit.insert(Institution, [{"name": name} for name in names])
        unit.commit()
    return made


def test_an_item_is_added_at_the_end_or_behind_another(database, plan_id):
    first = plans.add_item(database, "Ana", plan_id, {"title": "First"})
    plans.add_item(database, "Ana", plan_id, {"title": "Last"})
    plans.add_item(database, "Ana", plan_id, {"title": "Second"}, after=first)
    assert [item.title for item in items(database)] == ["First", "Second", "Last"]


def test_an_item_moves_by_changing_one_row(database, plan_id):
    made = [plans.add_item(database, "Ana", plan_id, {"title": title}) for title in "abc"]
    info = plans.move_item(database, "Ana", made[2], after=None)
    assert [item.title for item in items(database)] == ["c", "a", "b"]
    assert info.touched == {"plan_item": frozenset({made[2]})}


def test_institutions_are_linked_in_order_and_relinked(database, plan_id):
    a, b, c = institutions(database, "A", "B", "C")
    item = plans.add_item(database, "Ana", plan_id, {"title": "T", "supporting": [b, a], "lead": [c]})
    assert [ref.text for ref in items(database)[0].supporting] == ["B", "A"]
    plans.update_items(database, "Ana", {item: {"supporting": [a, c, b]}})
    assert [ref.text for ref in items(database)[0].supporting] == ["A", "C", "B"]
    assert [ref.text for ref in items(database)[0].lead] == ["C"]
    assert plans.update_items(database, "Ana", {item: {"supporting": [a, c, b]}}) is None
    revert_change_set(database, "Ana", database.head.number)
    assert [ref.text for ref in items(database)[0].supporting] == ["B", "A"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"title": ""}, "Title"),
        ({"status": "done"}, "Status"),
        ({"progress": 101}, "Progress"),
        ({"due": "next year"}, "Due"),
        ({"budget": "-5"}, "Budget"),
        ({"currency": "EURO"}, "Currency"),
        ({"description": "x" * 32_768}, "Description"),
    ],
)
def test_a_value_the_field_cannot_hold_is_refused_by_name(database, plan_id, values, words):
    item = plans.add_item(database, "Ana", plan_id, {"title": "T"})
    head = database.head.number
    with pytest.raises(UserError) as refusal:
        plans.update_items(database, "Ana", {item: values})
    assert refusal.value.values["field"] == words
    assert database.head.number == head


def test_several_items_change_in_one_change_set(database, plan_id):
    made = [plans.add_item(database, "Ana", plan_id, {"title": title}) for title in "ab"]
    info = plans.update_items(database, "Ana", {item: {"status": "completed"} for item in made})
    assert info.summary_values == {"count": 2}
    assert {item.status for item in items(database)} == {"completed"}


def test_a_progress_note_with_a_status_sets_the_item_s_in_the_same_change_set(database, plan_id):
    item = plans.add_item(database, "Ana", plan_id, {"title": "T"})
    info = plans.add_progress_note(
        database, "Ana", item, text="Signed.", on_date="2026-03", status="completed"
    )
    assert set(info.touched) == {"plan_item", "progress_note"}
    assert (items(database)[0].status, items(database)[0].last_note) == ("completed", "Signed.")


def test_the_text_of_an_adopted_plan_is_locked_until_amended(database, plan_id):
    item = plans.add_item(database, "Ana", plan_id, {"title": "T"})
    plans.update_plan(database, "Ana", plan_id, {"status": "adopted"})
    for attempt in (
        lambda: plans.update_items(database, "Ana", {item: {"title": "U"}}),
        lambda: plans.add_item(database, "Ana", plan_id, {"title": "V"}),
        lambda: plans.delete_items(database, "Ana", [item]),
        lambda: plans.add_objective(database, "Ana", plan_id, {"title": "O"}),
    ):
        with pytest.raises(UserError, match="Amend"):
            attempt()
    plans.update_items(database, "Ana", {item: {"status": "completed", "remarks": "r"}})
    plans.amend_plan(database, "Ana", plan_id, is_amending=True)
    plans.update_items(database, "Ana", {item: {"title": "U"}})
    assert items(database)[0].title == "U"


def test_deleting_an_item_takes_its_notes_and_links_and_comes_back_whole(database, plan_id):
    (a,) = institutions(database, "A")
    item = plans.add_item(database, "Ana", plan_id, {"title": "T", "lead": [a]})
    plans.add_progress_note(database, "Ana", item, text="Note", on_date="2026")
    before = items(database)
    info = plans.delete_items(database, "Ana", [item])
    assert items(database) == []
    revert_change_set(database, "Ana", info.number)
    assert items(database) == before


def test_history_tells_old_and_new_with_names(database, plan_id):
    a, b = institutions(database, "Customs", "Health")
    item = plans.add_item(database, "Ana", plan_id, {"title": "T", "number": "1.1", "lead": [a]})
    plans.update_items(database, "Ben", {item: {"title": "U"}})
    newest = history(database)[0]
    assert (newest.author, newest.summary_values) == ("Ben", {"field": "Title", "name": "1.1"})
    (change,) = field_changes(database, newest.number)
    assert (change.title, change.name, change.before, change.after) == ("1.1 U", "title", "T", "U")
    plans.update_items(database, "Ben", {item: {"lead": [b]}})
    told = {(each.name, each.before, each.after) for each in field_changes(database, database.head.number)}
    assert ("institution_id", "Customs", None) in told
    assert ("institution_id", None, "Health") in told
    assert [info.number for info in history(database, row_id=item, limit=1)] == [newest.number]


def test_objectives_follow_each_other(database, plan_id):
    for title in ("One", "Two"):
        plans.add_objective(database, "Ana", plan_id, {"title": title})
    with database.read() as unit:
        assert [row.title for row in queries.objectives(unit, plan_id)] == ["One", "Two"]
