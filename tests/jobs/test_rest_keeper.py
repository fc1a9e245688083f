"""An open file is let go while nobody is there, and taken again by the next work."""

import pytest
from PySide6.QtWidgets import QApplication

from db import held
from db.opening import open_file
from desktop.base.settings import SettingsStore
from desktop.jobs.rest_keeper import REST_MINUTES, RestKeeper
from desktop.jobs.runner import JobRunner
from desktop.services.known_heads import close_known, is_as_left
from desktop.services.plans import add_plan
from desktop.shell.desk import Desk
from desktop.shell.idle_watch import IdleWatch
from tests.builders import new_database


class Clock:
    """Seconds that only the test lets pass."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def database(tmp_path):
    made = new_database(tmp_path)
    yield made
    made.close()


@pytest.fixture
def store(tmp_path):
    return SettingsStore(tmp_path / "settings.json")


@pytest.fixture
def idle(qapp, database, store):
    """Lets minutes pass without input."""
    clock, desk = Clock(), Desk(database, "Ana")
    watch = IdleWatch(qapp, clock, desk)
    jobs = JobRunner(parent=desk)
    desk.keeper = RestKeeper(desk, jobs, store, watch)

    def pass_by(minutes):
        clock.now += 60 * minutes
        watch.check()
        while desk.is_busy:
            QApplication.processEvents()

    yield pass_by
    jobs.close()
    desk.deleteLater()


def test_a_file_rests_after_some_minutes_and_wakes_with_the_next_work(idle, database):
    idle(REST_MINUTES - 1)
    assert database.line.is_open
    idle(1)
    assert not database.line.is_open
    add_plan(database, "Ana", {"state": "X01", "title": "Plan"})
    assert database.line.is_open


def test_what_a_colleague_wrote_meanwhile_is_known_and_the_file_closes_as_it_is(idle, database, store):
    idle(REST_MINUTES)
    held.let_go(database.path)
    other = open_file(database.path)
    assert is_as_left(store.current, other)
    add_plan(other, "Eva", {"state": "X01", "title": "Plan"})
    head = other.head.number
    other.close()
    close_known(store, database)
    again = open_file(database.path)
    assert again.head.number == head
    again.close()
