"""Plans and items are edited by one change set each, checked against their declarations and locks."""

from __future__ import annotations

import pytest

from db.errors import RecordGone
from db.queries import plan as queries
from db.revert import CHANGED_LATER, IN_USE, IS_LOCKED, IS_PART
from db.schema import Indicator, Institution, ItemInstitution, Plan, PlanItem
from desktop.base.errors import UserError
from desktop.services import objectives, plans
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
        lambda: objectives.add_objective(database, "Ana", plan_id, {"title": "O"}),
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
        objectives.add_objective(database, "Ana", plan_id, {"title": title})
    with database.read() as unit:
        assert [row.title for row in queries.objectives(unit, plan_id)] == ["One", "Two"]


def test_pasting_the_approved_words_as_they_are_changes_only_the_rest(database, plan_id):
    item = plans.add_item(database, "Ana", plan_id, {"title": "One", "due": "2027"})
    plans.update_plan(database, "Ana", plan_id, {"status": "adopted"})
    plans.update_items(database, "Ana", {item: {"title": "One ", "due": "2027", "status": "completed"}})
    assert [(each.title, each.status) for each in items(database)] == [("One", "completed")]
    with pytest.raises(UserError, match="Title"):
        plans.update_items(database, "Ana", {item: {"title": "Two", "due": "2027"}})


def test_taking_back_leaves_the_approved_text_until_it_is_open(database, plan_id):
    (lead,) = institutions(database, "Customs")
    item = plans.add_item(database, "Ana", plan_id, {"title": "One"})
    plans.add_item(database, "Ana", plan_id, {"title": "Second", "lead": [lead]})
    added = database.head.number
    edit = plans.update_items(database, "Ana", {item: {"title": "Two", "remarks": "r"}}).number
    gone = plans.add_item(database, "Ana", plan_id, {"title": "Gone"})
    deleted = plans.delete_items(database, "Ana", [gone]).number
    plans.update_plan(database, "Ana", plan_id, {"status": "adopted"})
    for number in (added, edit, deleted):
        kept = revert_change_set(database, "Ana", number).kept
        assert IS_LOCKED in {each.reason for each in kept}
    first, second = items(database)
    assert (first.title, first.remarks, [ref.text for ref in second.lead]) == ("Two", "", ["Customs"])
    plans.amend_plan(database, "Ana", plan_id, is_amending=True)
    for number in (deleted, edit, added):
        assert revert_change_set(database, "Ana", number).kept == ()
    assert [each.title for each in items(database)] == ["One", "Gone"]


def test_an_adoption_is_taken_back_with_the_words_it_came_with(database, plan_id):
    item = plans.add_item(database, "Ana", plan_id, {"title": "One"})
    with database.write("Ana", "Adopt") as unit:
        unit.update(Plan, {plan_id: {"status": "adopted"}})
        unit.update(PlanItem, {item: {"title": "Approved"}})
        number = unit.commit().number
    assert revert_change_set(database, "Ana", number).kept == ()
    assert items(database)[0].title == "One"


def test_an_action_that_was_worked_on_stays_whole_when_its_import_is_taken_back(database, plan_id):
    with database.write("Ana", "Import", origin="import") as unit:
        lead, other = unit.insert(Institution, [{"name": "Customs"}, {"name": "Health"}])
        kept, gone = unit.insert(
            PlanItem, [{"plan_id": plan_id, "title": title, "position": title} for title in ("A", "B")]
        )
        rows = [
            {"item_id": item, "institution_id": institution, "role": "lead"}
            for item, institution in ((kept, lead), (gone, other))
        ]
        unit.insert(ItemInstitution, rows)
        unit.insert(Indicator, [{"item_id": kept, "text": "Courses held"}])
        number = unit.commit().number
    plans.update_items(database, "Ben", {kept: {"remarks": "worked on"}})
    reasons = {each.place[:2]: each.reason for each in revert_change_set(database, "Ana", number).kept}
    assert reasons["plan_item", kept] == CHANGED_LATER
    assert reasons["institution", lead] == IN_USE
    assert list(reasons.values()).count(IS_PART) == 2
    (item,) = items(database)
    assert [ref.text for ref in item.lead] == ["Customs"]
    revert_change_set(database, "Ana", number, ticked={("plan_item", kept, "")})
    assert items(database) == []


@pytest.mark.parametrize(
    "edit",
    [
        lambda database, item: plans.update_items(database, "Ana", {item: {"title": "x"}}),
        lambda database, item: plans.delete_items(database, "Ana", [item]),
        lambda database, item: plans.move_item(database, "Ana", item, after=None),
        lambda database, item: plans.add_progress_note(database, "Ana", item, text="x", on_date="2026"),
        lambda database, item: plans.update_plan(database, "Ana", item, {"note": "x"}),
        lambda database, item: plans.add_item(database, "Ana", item, {"title": "x"}),
        lambda database, item: objectives.add_objective(database, "Ana", item, {"title": "x"}),
    ],
)
def test_what_is_no_longer_there_is_said_so(database, plan_id, edit):
    item = plans.add_item(database, "Ana", plan_id, {"title": "One"})
    plans.delete_items(database, "Ana", [item])
    head = database.head
    with pytest.raises(RecordGone):
        edit(database, item)
    assert database.head == head
