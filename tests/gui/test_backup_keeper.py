"""Backups are made after half an hour of work, at opening and closing, and stand in nobody's way."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QWidget

from db.backup_folder import backups_in, own_folder
from db.errors import DatabaseProblem
from db.queries.backups import backups
from desktop.jobs.backup_keeper import BackupKeeper
from desktop.services.opening import OpenedFile
from desktop.services.plans import add_plan
from desktop.views.backups.flow import BackupFlow
from desktop.views.main_window import MainWindow, ScreenEntry
from tests.gui.places import bury, make_place, settle

MINUTE = 60
ENTRIES = [ScreenEntry("empty", "Empty", lambda _place, parent: QWidget(parent))]


class Clock:
    """A monotonic clock that the test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def root(tmp_path):
    return tmp_path / "backups"


@pytest.fixture
def keeper(place, clock, root, monkeypatch):
    made = BackupKeeper(place.desk, place.feed, place.jobs, place.settings, place.file.path, root, clock)
    object.__setattr__(place, "backups", made)
    made.start()
    wait(place)
    return made


def wait(place):
    """Let everything be answered, also a backup that is on its way."""
    settle(place)
    while place.backups.is_working:
        settle(place)


def work(place, title="Plan"):
    place.desk.write(add_plan, {"state": "X01", "title": title})
    settle(place)


def flow(place):
    return BackupFlow(place.settings, place.jobs, place.backups.root, lambda: place.texts, place.desk)


def opened(place, restored=None):
    return OpenedFile(None, None, place.file.path, restored=restored)


def made_in(database, root):
    with database.read() as unit:
        reasons = [each.reason for each in reversed(backups(unit))]
    return reasons, len(backups_in(own_folder(root, database), database.path))


def test_a_file_without_backup_gets_one_when_it_is_opened_and_then_no_more(place, keeper, database, root):
    assert made_in(database, root) == (["opened"], 1)
    keeper.start()
    wait(place)
    assert made_in(database, root) == (["opened"], 1)
    assert keeper.state.is_current


def test_after_half_an_hour_of_work_there_is_a_backup(place, keeper, database, root, clock):
    work(place)
    clock.now += 29 * MINUTE
    keeper.look()
    wait(place)
    assert made_in(database, root)[0] == ["opened"]
    clock.now += 1 * MINUTE
    keeper.look()
    wait(place)
    assert made_in(database, root) == (["opened", "automatic"], 2)


def test_without_work_there_is_none(place, keeper, database, root, clock):
    clock.now += 500 * MINUTE
    keeper.look()
    wait(place)
    assert made_in(database, root)[0] == ["opened"]


def test_while_something_is_being_written_it_waits(place, keeper, database, root, clock):
    work(place)
    clock.now += 40 * MINUTE
    place.desk.write(add_plan, {"state": "X01", "title": "Later"})
    keeper.look()
    assert not keeper.is_working
    wait(place)
    keeper.look()
    wait(place)
    assert made_in(database, root)[0] == ["opened", "automatic"]


def test_a_backup_that_is_gone_is_made_again_at_the_next_opening(place, keeper, database, root):
    shutil.rmtree(root)
    keeper.start()
    wait(place)
    assert made_in(database, root) == (["opened", "opened"], 1)


def test_a_failure_is_said_once_and_tried_again(place, keeper, database, root, clock, monkeypatch):
    said = []
    keeper.failed.connect(said.append)

    def full(*_):
        raise DatabaseProblem("The backup {name} could not be written.", name="x")

    work(place)
    clock.now += 31 * MINUTE
    with monkeypatch.context() as patch:
        patch.setattr("desktop.services.backups.write_copy", full)
        for _ in range(3):
            keeper.look()
            wait(place)
    assert len(said) == 1
    keeper.look()
    wait(place)
    assert made_in(database, root)[0] == ["opened", "automatic"]
    with monkeypatch.context() as patch:
        patch.setattr("desktop.services.backups.verify", full)
        work(place, "More")
        clock.now += 31 * MINUTE
        keeper.look()
        wait(place)
    assert len(said) == 2


def test_a_second_place_that_fails_is_said_once_and_the_backup_counts(
    place, keeper, database, root, clock, tmp_path, monkeypatch
):
    said = []
    keeper.failed.connect(said.append)
    stick = tmp_path / "stick"
    stick.mkdir()
    keeper.choose_second(stick)
    keeper.make_now()
    wait(place)
    assert keeper.state.outside_at is not None

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("desktop.services.backups.copy_private", full)
    for title in ("One", "Two"):
        work(place, title)
        clock.now += 31 * MINUTE
        keeper.look()
        wait(place)
    assert len(said) == 1
    assert made_in(database, root)[0] == ["opened", "asked", "outside", "automatic", "automatic"]


@pytest.fixture
def window(qtbot, place, keeper):
    made = MainWindow(place, ENTRIES)
    made.show()
    yield made
    bury(made)


def test_closing_waits_for_a_last_backup_and_says_so(place, window, database, root):
    work(place)
    window.close()
    assert window.isVisible()
    assert window.saving.text() == "Making a last backup; the window closes when it is checked"
    wait(place)
    assert not window.isVisible()
    assert made_in(database, root)[0] == ["opened", "closed"]


def test_closing_without_work_waits_for_nothing(place, window, database, root):
    window.close()
    assert not window.isVisible()
    assert made_in(database, root)[0] == ["opened"]


def test_a_backup_that_cannot_be_made_keeps_nobody_from_closing(place, window, monkeypatch):
    def full(*_):
        raise DatabaseProblem("The backup {name} could not be written.", name="x")

    monkeypatch.setattr("desktop.services.backups.write_copy", full)
    work(place)
    window.close()
    wait(place)
    assert not window.isVisible()


def test_a_failure_is_read_above_the_screen_until_a_backup_is_made(place, window, keeper, monkeypatch):
    flow(place).attach(place, window, opened(place))

    def full(*_):
        raise DatabaseProblem("No place for {name}", name="it")

    with monkeypatch.context() as patch:
        patch.setattr("desktop.services.backups.write_copy", full)
        keeper.make_now()
        wait(place)
    assert window.notice.text == "No place for it"
    keeper.make_now()
    wait(place)
    assert window.notice.text == ""
    window.notice.say("Something else")
    keeper.make_now()
    wait(place)
    assert window.notice.text == "Something else"


def test_a_copy_to_read_and_a_damaged_file_get_none(qapp, place, database, tmp_path):
    made = make_place(database, tmp_path)
    window = MainWindow(made, ENTRIES)
    for is_copy, problems, keeps in ((True, [], True), (False, ["row 3 missing"], True), (False, [], False)):
        object.__setattr__(made, "file", replace(made.file, is_copy=is_copy))
        served = flow(made)
        served.attach(made, window, opened(made))
        served.go_on(problems, keeps=keeps)
    served.detach()
    served.go_on([], keeps=True)
    settle(made)
    assert made.backups.state is None
    bury(window)


def test_what_is_asked_for_while_one_is_being_made_comes_after_it(place, keeper, database, root, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    keeper.make_now()
    keeper.choose_second(stick)
    keeper.make_now()
    wait(place)
    assert made_in(database, root)[0] == ["opened", "asked", "outside", "asked", "outside"]


def test_a_backup_that_cannot_be_noted_is_said_and_not_made_every_minute(
    place, keeper, database, root, clock, monkeypatch
):
    said = []
    keeper.failed.connect(said.append)

    def full(*_, **__):
        raise DatabaseProblem("The change could not be saved: {detail}", detail="full")

    monkeypatch.setattr("desktop.services.backups.register", full)
    work(place)
    clock.now += 31 * MINUTE
    for _ in range(3):
        keeper.look()
        wait(place)
    assert len(said) == 1
    assert made_in(database, root) == (["opened"], 2)
