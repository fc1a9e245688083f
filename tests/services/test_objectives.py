"""Objectives are made, named, moved and deleted; their actions follow them."""

from __future__ import annotations

import pytest

from db.queries import plan as queries
from db.trees import in_reading_order
from desktop.base.errors import UserError
from desktop.services import objectives, plans
from desktop.services.history import revert_change_set
from tests.builders import new_database


@pytest.fixture
def database(tmp_path):
    made = new_database(tmp_path)
    yield made
    made.close()


class Filled:
    """A plan of objectives A (with part A1) and B, two actions each, and one action without objective."""

    def __init__(self, database):
        self.database = database
        self.plan = plans.add_plan(database, "Ana", {"state": "X01", "title": "Plan"})
        self.a = objectives.add_objective(database, "Ana", self.plan, {"title": "A", "number": "1"})
        self.b = objectives.add_objective(database, "Ana", self.plan, {"title": "B", "number": "2"})
        self.a1 = objectives.add_objective(
            database, "Ana", self.plan, {"title": "A1", "parent_id": self.a, "number": "1.1"}
        )
        self.items = {
            title: plans.add_item(database, "Ana", self.plan, {"title": title, "objective_id": objective})
            for title, objective in (
                ("a", self.a), ("a2", self.a), ("a1", self.a1), ("b", self.b), ("b2", self.b), ("none", None),
            )
        }  # fmt: skip

    def tree(self):
        with self.database.read() as unit:
            return [
                ("  " * (level - 1) + row.title)
                for row, level in in_reading_order(queries.objectives(unit, self.plan))
            ]

    def order(self):
        with self.database.read() as unit:
            return [item.title for item in queries.items(unit)]

    def item(self, title):
        with self.database.read() as unit:
            return next(item for item in queries.items(unit) if item.title == title)

    def everything(self):
        with self.database.read() as unit:
            return queries.objectives(unit, self.plan), queries.items(unit)


@pytest.fixture
def plan(database):
    return Filled(database)


def test_objectives_form_a_tree_in_their_order(plan):
    assert plan.tree() == ["A", "  A1", "B"]


def test_an_objective_comes_behind_its_sibling(plan, database):
    objectives.add_objective(database, "Ana", plan.plan, {"title": "A-B"}, after=plan.a)
    assert plan.tree() == ["A", "  A1", "A-B", "B"]


def test_an_objective_that_moves_takes_its_actions_along(plan, database):
    before = plan.everything()
    objectives.move_objective(database, "Ana", plan.b, parent_id=None, after=None)
    assert plan.tree() == ["B", "A", "  A1"]
    assert plan.order() == ["b", "b2", "a", "a2", "a1", "none"]
    revert_change_set(database, "Ana", database.head.number)
    assert plan.everything() == before


def test_an_objective_moves_below_another_and_out_again(plan, database):
    objectives.move_objective(database, "Ana", plan.b, parent_id=plan.a, after=plan.a1)
    assert plan.tree() == ["A", "  A1", "  B"]
    objectives.move_objective(database, "Ana", plan.a1, parent_id=None, after=plan.a)
    assert plan.tree() == ["A", "  B", "A1"]
    assert plan.order() == ["a", "a2", "b", "b2", "a1", "none"]


def test_an_objective_does_not_go_below_itself(plan, database):
    with pytest.raises(UserError, match="below itself"):
        objectives.move_objective(database, "Ana", plan.a, parent_id=plan.a1, after=None)


def test_an_objective_is_renamed_and_numbered_freely(plan, database):
    info = objectives.update_objective(database, "Ana", plan.a, {"title": "Marco", "number": "I"})
    assert plan.tree()[0] == "Marco"
    assert info.summary_values == {"name": "1"}
    with pytest.raises(UserError, match="Title"):
        objectives.update_objective(database, "Ana", plan.a, {"title": ""})


def test_what_is_below_a_deleted_objective_goes_to_the_one_above(plan, database):
    before = plan.everything()
    objectives.delete_objective(database, "Ana", plan.a1)
    assert plan.tree() == ["A", "B"]
    assert plan.item("a1").objective_id == plan.a
    objectives.delete_objective(database, "Ana", plan.a)
    assert plan.tree() == ["B"]
    assert plan.item("a").objective_id is None
    for _ in range(2):
        revert_change_set(database, "Ana", database.head.number - 2 * _)
    assert plan.everything() == before


def test_objectives_below_a_deleted_one_keep_their_place(plan, database):
    objectives.delete_objective(database, "Ana", plan.a)
    assert plan.tree() == ["A1", "B"]


def test_an_adopted_plan_keeps_its_objectives(plan, database):
    plans.update_plan(database, "Ana", plan.plan, {"status": "adopted"})
    for attempt in (
        lambda: objectives.update_objective(database, "Ana", plan.a, {"title": "X"}),
        lambda: objectives.move_objective(database, "Ana", plan.b, parent_id=None, after=None),
        lambda: objectives.delete_objective(database, "Ana", plan.a),
        lambda: plans.update_items(database, "Ana", {plan.items["a"]: {"objective_id": plan.b}}),
        lambda: plans.move_item(database, "Ana", plan.items["a"], after=plan.items["b"]),
        lambda: plans.shift_item(database, "Ana", plan.items["a"], steps=1),
    ):
        with pytest.raises(UserError, match="Amend"):
            attempt()
    assert objectives.update_objective(database, "Ana", plan.a, {"title": "A"}) is None


def test_an_action_moves_to_another_objective_with_its_sub_actions(plan, database):
    part = plans.add_item(
        database, "Ana", plan.plan, {"title": "a.1", "objective_id": plan.a, "parent_id": plan.items["a"]},
        after=plan.items["a"],
    )  # fmt: skip
    before = plan.everything()
    plans.update_items(database, "Ana", {plan.items["a"]: {"objective_id": plan.b}})
    assert plan.order() == ["a2", "a1", "b", "b2", "a", "a.1", "none"]
    assert plan.item("a.1").objective_id == plan.b
    with pytest.raises(UserError, match="sub-action"):
        plans.update_items(database, "Ana", {part: {"objective_id": plan.a}})
    revert_change_set(database, "Ana", database.head.number)
    assert plan.everything() == before


def test_several_actions_move_in_one_change_set_and_keep_their_order(plan, database):
    number = database.head.number
    wanted = {plan.items[title]: {"objective_id": plan.a1} for title in ("b2", "none", "a")}
    plans.update_items(database, "Ana", wanted)
    assert database.head.number == number + 1
    assert plan.order() == ["a2", "a1", "a", "b2", "none", "b"]
    plans.update_items(database, "Ana", {plan.items["a1"]: {"objective_id": None}})
    assert plan.order()[-1] == "a1"


def test_an_action_becomes_part_of_another_and_is_taken_out_again(plan, database):
    plans.update_items(database, "Ana", {plan.items["b2"]: {"parent_id": plan.items["a"]}})
    assert plan.order() == ["a", "b2", "a2", "a1", "b", "none"]
    assert plan.item("b2").objective_id == plan.a
    with pytest.raises(UserError, match="not below it"):
        plans.update_items(database, "Ana", {plan.items["a"]: {"parent_id": plan.items["b2"]}})
    plans.update_items(database, "Ana", {plan.items["b2"]: {"parent_id": None}})
    assert plan.order() == ["a", "b2", "a2", "a1", "b", "none"]
    assert (plan.item("b2").parent_id, plan.item("b2").objective_id) == (None, plan.a)


def test_an_action_moves_among_its_siblings(plan, database):
    plans.shift_item(database, "Ana", plan.items["a2"], steps=-1)
    assert plan.order()[:3] == ["a2", "a", "a1"]
    plans.shift_item(database, "Ana", plan.items["a2"], steps=1)
    assert plan.order()[:3] == ["a", "a2", "a1"]
    with pytest.raises(UserError, match="this end"):
        plans.shift_item(database, "Ana", plan.items["a2"], steps=1)


def test_an_objective_of_another_plan_is_refused(plan, database):
    other = plans.add_plan(database, "Ana", {"state": "X01", "title": "Other"})
    foreign = objectives.add_objective(database, "Ana", other, {"title": "F"})
    with pytest.raises(UserError, match="another plan"):
        plans.update_items(database, "Ana", {plan.items["a"]: {"objective_id": foreign}})


def test_names_have_their_number_and_depth(plan, database):
    with database.read() as unit:
        assert [(name, level) for _, name, level in objectives.objective_names(unit, plan.plan)] == [
            ("1 A", 1), ("1.1 A1", 2), ("2 B", 1),
        ]  # fmt: skip
