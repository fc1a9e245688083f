"""Undo around the change log: what can no longer be taken back is said and leaves the stack."""

import pytest
from PySide6.QtCore import QCoreApplication

from db import held
from db.opening import open_file
from db.queries.plan import plans
from desktop.base.i18n import texts_for
from desktop.services.history import revert_change_set
from desktop.services.plans import add_plan, update_plan
from desktop.shell.change_feed import ChangeFeed
from desktop.shell.desk import Desk
from desktop.shell.undo_stack import UndoStack
from tests.builders import new_database


class Bench:
    """A file with a plan, and an undo stack that listens."""

    def __init__(self, folder):
        self.database = new_database(folder)
        self.plan_id = add_plan(self.database, "Ana", {"state": "X01", "title": "Plan", "note": ""})
        self.desk = Desk(self.database, "Ana")
        self.feed = ChangeFeed(self.database)
        self.undo = UndoStack(self.desk, self.feed, texts_for("en"))
        self.problems = []
        self.undo.refused.connect(self.problems.append)

    def note(self, text):
        update_plan(self.database, "Eva", self.plan_id, {"note": text})
        self.settle()

    def settle(self):
        while True:
            QCoreApplication.sendPostedEvents()
            QCoreApplication.processEvents()
            if not self.desk.is_busy:
                return

    @property
    def present(self):
        with self.database.read() as unit:
            return plans(unit)[0].note


@pytest.fixture
def bench(qapp, tmp_path):
    made = Bench(tmp_path)
    yield made
    made.settle()
    made.database.close()


def test_do_undo_redo_three_times(bench):
    bench.note("uno")
    for _ in range(3):
        bench.undo.undo()
        bench.settle()
        assert bench.present == ""
        bench.undo.redo()
        bench.settle()
        assert bench.present == "uno"
    assert bench.problems == []
    assert bench.undo.count() == 1


def test_only_edits_come_onto_the_stack(bench):
    bench.note("uno")
    bench.undo.undo()
    bench.settle()
    assert (bench.undo.count(), bench.undo.index()) == (1, 0)


def test_what_others_wrote_while_the_file_rested_is_shown_and_no_step_of_ours(bench):
    heard = []
    bench.feed.changed.connect(heard.append)
    bench.database.rest()
    rested = bench.database.path
    other = open_elsewhere(rested)
    update_plan(other, "Eva", bench.plan_id, {"note": "from the other desk"})
    other.close()
    bench.note("ours")
    assert [(info.author, info.is_of_others) for info in heard] == [("Eva", True), ("Eva", False)]
    assert heard[0].touched == {"plan": frozenset({bench.plan_id})}
    assert bench.undo.count() == 1


def open_elsewhere(path):
    """The file as another program opens it: this process holds it only while it is connected."""
    held.let_go(path)
    return open_file(path)


def test_taking_back_from_the_history_can_itself_be_undone(bench):
    bench.note("uno")
    number = bench.database.head.number
    revert_change_set(bench.database, "Ana", number)
    bench.settle()
    assert bench.undo.undoText() == f"Take back entry {number}"
    bench.undo.undo()
    bench.settle()
    assert bench.present == "uno"


def test_a_step_that_others_wrote_over_is_said_and_dropped(bench):
    bench.note("uno")
    first = bench.database.head.number
    bench.note("dos")
    command = bench.undo.command(0)
    assert command.step.number == first
    # The history screen took back the second, out of the stack's order.
    bench.undo.undo()
    bench.settle()
    update_plan(bench.database, "Eva", bench.plan_id, {"title": "Other"})
    bench.settle()
    with bench.database.write("Eva", "x", origin="undo") as unit:
        from db.schema import Plan

        unit.update(Plan, {bench.plan_id: {"note": "tres", "title": "Third"}})
        unit.commit()
    bench.settle()
    before = bench.undo.count()
    bench.undo.undo()
    bench.settle()
    assert [problem.text_id for problem in bench.problems] == [
        "Nothing of “{what}” could be taken back: it was changed again."
    ]
    assert bench.undo.count() == before - 1
    assert bench.present == "tres"


def test_a_step_that_was_taken_back_in_part_says_so(bench):
    update_plan(bench.database, "Eva", bench.plan_id, {"title": "Nuevo", "note": "uno"})
    bench.settle()
    with bench.database.write("Eva", "x", origin="undo") as unit:
        from db.schema import Plan

        unit.update(Plan, {bench.plan_id: {"note": "dos"}})
        unit.commit()
    bench.settle()
    bench.undo.undo()
    bench.settle()
    assert [problem.values["count"] for problem in bench.problems] == [1]
    assert bench.present == "dos"
    assert bench.undo.canRedo()


def test_a_file_that_cannot_be_written_refuses_and_keeps_nothing_half(bench):
    bench.note("uno")
    bench.database.is_read_only = True
    bench.undo.undo()
    bench.settle()
    assert len(bench.problems) == 1
    assert not bench.undo.canUndo()
    assert not bench.undo.canRedo()
    assert bench.present == "uno"
