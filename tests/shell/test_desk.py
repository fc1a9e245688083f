"""The desk under both runners: results, refusals, bugs, and receivers that are gone."""

import pytest
from PySide6.QtCore import QObject

from db.opening import open_file
from db.queries.plan import plans
from db.runners import ThreadRunner
from desktop.base.errors import UserError
from desktop.services.plans import add_plan
from desktop.shell.change_feed import ChangeFeed
from desktop.shell.desk import Desk
from tests.builders import new_database


@pytest.fixture(params=["synchronous", "thread"])
def database(request, tmp_path):
    made = new_database(tmp_path)
    if request.param == "thread":
        made.close()
        made = open_file(tmp_path / "file.desk1540", runner=ThreadRunner())
    yield made
    made.close()


@pytest.fixture
def desk(qapp, database):
    return Desk(database, "Ana")


def wait(qtbot, desk):
    qtbot.waitUntil(lambda: not desk.is_busy)


def test_a_read_answers_on_the_gui_thread(qtbot, desk):
    seen = []
    desk.read(plans, then=seen.append)
    assert seen == []
    wait(qtbot, desk)
    assert seen == [[]]


def test_a_service_gets_the_author_and_the_feed_tells(qtbot, desk, database):
    feed, told, made = ChangeFeed(database), [], []
    feed.changed.connect(told.append)
    desk.write(add_plan, {"state": "X01", "title": "Plan"}, then=made.append)
    wait(qtbot, desk)
    assert [info.author for info in told] == ["Ana"]
    assert told[0].touched["plan"] == {made[0]}


def test_the_feed_tells_before_the_answer_comes(qtbot, desk, database):
    feed, order = ChangeFeed(database), []
    feed.changed.connect(lambda _info: order.append("told"))
    desk.write(add_plan, {"state": "X01", "title": "Plan"}, then=lambda _id: order.append("answered"))
    wait(qtbot, desk)
    assert order == ["told", "answered"]


def test_a_refusal_goes_to_who_takes_it(qtbot, desk):
    own, others = [], []
    desk.refused.connect(others.append)
    desk.write(add_plan, {"state": "X01"}, refused=own.append)
    desk.write(add_plan, {"state": "X01"})
    wait(qtbot, desk)
    assert [type(problem) for problem in own + others] == [UserError, UserError]
    assert len(own) == 1


def test_a_bug_is_raised_and_not_swallowed(qtbot, desk):
    def fail(_database):
        raise ZeroDivisionError

    with qtbot.captureExceptions() as seen:
        desk.ask(fail)
        wait(qtbot, desk)
    assert [kind for kind, _, _ in seen] == [ZeroDivisionError]


def test_an_answer_for_a_receiver_that_is_gone_is_dropped(qtbot, desk):
    class Receiver(QObject):
        def take(self, _found):
            raise AssertionError

    receiver = Receiver()
    desk.read(plans, then=receiver.take)
    receiver.deleteLater()
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    wait(qtbot, desk)


def test_busy_is_told_once_for_a_crowd(qtbot, desk):
    told = []
    desk.busy_changed.connect(told.append)
    for _ in range(5):
        desk.read(plans, then=lambda _found: None)
    wait(qtbot, desk)
    assert told == [True, False]
