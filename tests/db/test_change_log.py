"""The change log: any sequence of writes can be taken back, looked at as of any point, and replayed."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlcipher3 import dbapi2

from db import changes
from db.database import Database
from db.erasure import erase_values
from db.log_records import ERASED
from db.opening import open_file
from db.revert import apply_revert, plan_revert
from db.schema import LOGGED, ContactDetail, Institution, ItemInstitution, Objective, Person, Plan, PlanItem
from db.unit_of_work import Reader
from tests.builders import new_database

TEXTS = st.sampled_from(["", "a", "b", "ñ\n2", "<b>", "=1+1"])
STATUSES = st.sampled_from([None, "completed", "in_progress"])


def tables(unit: Reader) -> dict[str, dict[str, dict]]:
    return {
        name: {row.id: dict(row._mapping) for row in unit.all(select(*table.__table__.c))}
        for name, table in LOGGED.items()
    }


class Desk:
    """Drives a file by random steps and remembers what each state looked like."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.states: dict[int, dict] = {}
        self.remember()

    def remember(self) -> None:
        with self.database.read() as unit:
            self.states[self.database.head.number] = tables(unit)

    def ids(self, table: type) -> list[str]:
        with self.database.read() as unit:
            return sorted(row.id for row in unit.all(select(table.__table__.c.id)))

    def pick(self, table: type, index: int) -> str | None:
        found = self.ids(table)
        return found[index % len(found)] if found else None

    def step(self, kind: str, index: int, other: int, text: str, status: str | None) -> None:
        with self.database.write("Ana", "Edit") as unit:
            getattr(self, kind)(unit, index, other, text, status)
            unit.commit()
        self.remember()

    def add_plan(self, unit, index, other, text, status):
        unit.insert(Plan, [{"state": "X01", "title": text or "Plan"}])

    def add_items(self, unit, index, other, text, status):
        plan = self._first(unit, Plan, index)
        if plan:
            rows = [
                {"plan_id": plan, "title": text or "Item", "status": status, "number": str(n)} for n in (1, 2)
            ]
            made = unit.insert(PlanItem, rows)
            parent = self._first(unit, PlanItem, other)
            unit.update(PlanItem, {made[0]: {"parent_id": None if parent == made[0] else parent}})
            unit.update(PlanItem, {made[1]: {"remarks": text, "progress": 40.0}})

    def add_objective(self, unit, index, other, text, status):
        plan = self._first(unit, Plan, index)
        if plan:
            (made,) = unit.insert(Objective, [{"plan_id": plan, "title": text or "Objective"}])
            item = self._first(unit, PlanItem, other)
            if item:
                unit.update(PlanItem, {item: {"objective_id": made}})

    def link_institution(self, unit, index, other, text, status):
        (made,) = unit.insert(Institution, [{"name": text or "Customs"}])
        item = self._first(unit, PlanItem, index)
        if item:
            unit.insert(ItemInstitution, [{"item_id": item, "institution_id": made, "role": "lead"}])

    def edit_item(self, unit, index, other, text, status):
        item = self._first(unit, PlanItem, index)
        if item:
            unit.update(PlanItem, {item: {"title": text or "T", "status": status, "remarks": text}})

    def delete_item(self, unit, index, other, text, status):
        unit.delete(PlanItem, [self._first(unit, PlanItem, index) or ""])

    def delete_plan(self, unit, index, other, text, status):
        unit.delete(Plan, [self._first(unit, Plan, index) or ""])

    def delete_institution(self, unit, index, other, text, status):
        unit.delete(Institution, [self._first(unit, Institution, index) or ""])

    def add_and_drop(self, unit, index, other, text, status):
        (made,) = unit.insert(Institution, [{"name": "Ministry"}])
        unit.delete(Institution, [made])
        unit.insert(Institution, [{"id": made, "name": "Ministry", "acronym": text}])

    def _first(self, unit, table, index):
        found = sorted(row.id for row in unit.all(select(table.__table__.c.id)))
        return found[index % len(found)] if found else None

    def revert(self, number: int) -> list:
        with self.database.write("Ana", "Undo", origin="revert", reverts=number) as unit:
            plan = plan_revert(unit, number)
            apply_revert(unit, plan)
            unit.commit()
        self.remember()
        return plan.kept


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["add_plan", "add_items", "add_objective", "link_institution", "edit_item", "delete_item",
             "delete_plan", "delete_institution", "add_and_drop", "revert", "undo_redo"]
        ),
        st.integers(0, 7), st.integers(0, 7), TEXTS, STATUSES,
    ),
    min_size=3, max_size=14,
)  # fmt: skip


@settings(max_examples=40)
@given(steps=STEPS)
def test_any_history_can_be_taken_back_looked_at_and_replayed(steps):
    with tempfile.TemporaryDirectory() as folder:
        database = new_database(Path(folder))
        desk = Desk(database)
        desk.step("add_plan", 0, 0, "Plan", None)
        for kind, index, other, text, status in steps:
            if kind == "revert":
                desk.revert(1 + index % database.head.number if index else database.head.number)
            elif kind == "undo_redo":
                before = database.head.number
                expected, earlier = desk.states[before], desk.states.get(before - 1)
                kept = desk.revert(before)
                if earlier is not None and not kept:
                    assert desk.states[database.head.number] == earlier
                    if database.head.number > before:
                        assert desk.revert(database.head.number) == []
                        assert desk.states[database.head.number] == expected
            else:
                desk.step(kind, index, other, text, status)
        with database.read() as unit:
            assert changes.verify_chain(unit) == []
            assert changes.tables_differ(unit) == []
        for number, expected in desk.states.items():
            with database.read(as_of=number) as unit:
                assert tables(unit) == expected
        database.close()


def test_undo_of_everything_backwards_empties_the_tables(tmp_path):
    database = new_database(tmp_path)
    desk = Desk(database)
    start = desk.states[1]
    for kind in ("add_plan", "add_items", "add_objective", "link_institution", "edit_item", "delete_item"):
        desk.step(kind, 0, 1, "text", "completed")
    for number in range(database.head.number, 1, -1):
        assert desk.revert(number) == []
    assert desk.states[database.head.number] == start
    database.close()


def test_revert_keeps_what_was_changed_later_and_takes_it_back_when_ticked(tmp_path):
    database = new_database(tmp_path)
    desk = Desk(database)
    with database.write("Ana", "Add") as unit:
        (plan,) = unit.insert(Plan, [{"state": "X01", "title": "Plan"}])
        (item,) = unit.insert(PlanItem, [{"plan_id": plan, "title": "One"}])
        unit.commit()
    with database.write("Ana", "Edit") as unit:
        unit.update(PlanItem, {item: {"title": "Two", "remarks": "first"}})
        edit = unit.commit().number
    with database.write("Ben", "Edit") as unit:
        unit.update(PlanItem, {item: {"remarks": "second"}})
        unit.commit()
    kept = desk.revert(edit)
    assert [each.place for each in kept] == [("plan_item", item, "remarks")]
    with database.write("Ana", "Undo", reverts=edit) as unit:
        row = unit.rows_by_id(PlanItem, [item])[item]
        assert (row["title"], row["remarks"]) == ("One", "second")
        apply_revert(unit, plan_revert(unit, edit, ticked={("plan_item", item, "remarks")}))
        unit.commit()
    with database.read() as unit:
        assert unit.rows_by_id(PlanItem, [item])[item]["remarks"] == ""
    database.close()


def test_since_shows_the_net_difference_only(tmp_path):
    database = new_database(tmp_path)
    with database.write("Ana", "Add") as unit:
        (plan,) = unit.insert(Plan, [{"state": "X01", "title": "Plan"}])
        unit.commit()
    start = database.head.number
    for title in ("Other", "Plan"):
        with database.write("Ana", "Edit") as unit:
            unit.update(Plan, {plan: {"title": title}})
            unit.commit()
    with database.read() as unit:
        assert changes.since(unit, start) == []
    with database.write("Ana", "Edit") as unit:
        unit.update(Plan, {plan: {"title": "New"}})
        unit.commit()
    with database.read() as unit:
        (change,) = changes.since(unit, start)
    assert (change.before, change.after) == ({"title": "Plan"}, {"title": "New"})
    database.close()


def test_erased_values_leave_rows_and_log_and_the_chain_still_closes(tmp_path):
    database = new_database(tmp_path)
    with database.write("Ana", "Add") as unit:
        (person,) = unit.insert(Person, [{"name": "Persona Ficticia", "private_address": "Calle 7"}])
        (detail,) = unit.insert(
            ContactDetail,
            [{"person_id": person, "kind": "phone", "use": "home", "written": "555-0101", "is_private": 1}],
        )
        unit.commit()
    with database.write("Ana", "Edit") as unit:
        unit.update(ContactDetail, {detail: {"written": "555-0102"}})
        unit.commit()
    with database.write("Ana", "Erase private details") as unit:
        targets = {("person", person): ["private_address"], ("contact_detail", detail): ["written"]}
        erase_values(unit, targets)
        unit.commit()
    with database.read() as unit:
        assert changes.verify_chain(unit) == []
        logged = [change for _, change in changes.changes_of_row(unit, detail)]
        assert unit.rows_by_id(ContactDetail, [detail])[detail]["written"] == ""
    assert all("555" not in str((change.before, change.after)) for change in logged)
    assert logged[-1].after["written"] == ERASED
    database.close()
    driver = dbapi2.connect(str(database.path))
    driver.execute("VACUUM")
    driver.close()
    assert b"555-010" not in database.path.read_bytes()


@pytest.mark.parametrize("sql", [
    "UPDATE change_set SET content = replace(content, 'Second', 'Forged') WHERE number = 3",
    "UPDATE change SET content = replace(content, 'Plan', 'Forged')",
    "DELETE FROM change WHERE content LIKE '%Plan%'",
    "UPDATE change SET operation = 0",
    "UPDATE log_heading SET author = 'Nobody' WHERE author = 'Ben'",
    "UPDATE log_name SET name = 'subtitle' WHERE name = 'title'",
    "UPDATE log_row SET id = zeroblob(16) WHERE number = 2",
    "UPDATE change_set SET summary_values = '\"Other\"' WHERE number = 3",
    "DELETE FROM change_set WHERE number = 2",
    "DELETE FROM log_key",
    "INSERT INTO log_seal SELECT number, row, NULL, zeroblob(32) FROM change_set WHERE number = 3",
])  # fmt: skip
def test_a_forged_log_does_not_verify(tmp_path, sql):
    database = new_database(tmp_path)
    for titles in (["Plan", "Other"], ["Second"]):
        with database.write("Ben", "Add {title}", title=titles[0]) as unit:
            unit.insert(Plan, [{"state": "X01", "title": title} for title in titles])
            unit.commit()
    with database.read() as unit:
        assert changes.verify_chain(unit) == []
    database.close()
    driver = dbapi2.connect(str(database.path))
    driver.execute(sql)
    driver.commit()
    driver.close()
    database = open_file(database.path)
    with database.read() as unit:
        assert changes.verify_chain(unit) != []
    database.close()


def test_the_entry_of_the_last_day_of_all_is_the_newest(tmp_path):
    database = new_database(tmp_path)
    with database.read() as unit:
        assert changes.number_at(unit, date.max) == database.head.number
        assert changes.number_at(unit, date(2025, 12, 31)) == 0
        assert changes.number_at(unit, date(2026, 1, 1)) == database.head.number
    database.close()
