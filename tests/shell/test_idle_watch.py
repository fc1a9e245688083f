"""The watch over input, with a clock of the test's own."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from desktop.shell.idle_watch import IdleWatch, seconds_awake_or_asleep


class Clock:
    def __init__(self):
        self.now = 1_000.0

    def __call__(self):
        return self.now

    def pass_minutes(self, minutes):
        self.now += 60 * minutes


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def watch(qapp, clock):
    made = IdleWatch(qapp, clock)
    made.told, made.returns = [], []
    made.idle.connect(made.told.append)
    made.came_back.connect(lambda: made.returns.append(True))
    yield made
    made.deleteLater()


def test_every_whole_minute_without_input_is_told_once(watch, clock):
    for _ in range(3):
        clock.pass_minutes(0.5)
        watch.check()
        watch.check()
    assert watch.told == [1]
    clock.pass_minutes(2)
    watch.check()
    assert watch.told == [1, 3]


def test_input_begins_the_count_anew(watch, clock):
    clock.pass_minutes(4)
    watch.check()
    watch.note_input()
    assert watch.returns == [True]
    clock.pass_minutes(0.9)
    watch.check()
    assert (watch.told, watch.minutes) == ([4], 0)


def test_a_computer_that_slept_tells_it_before_the_input_counts(watch, clock):
    clock.pass_minutes(480)
    watch.note_input()
    assert (watch.told, watch.returns) == ([480], [True])


def test_keys_and_mouse_of_a_window_are_input(watch, clock, qtbot):
    line = QLineEdit()
    qtbot.addWidget(line)
    line.show()
    line.activateWindow()
    qtbot.waitUntil(lambda: line.isActiveWindow())
    for act in (
        lambda: QTest.keyClick(line.windowHandle(), Qt.Key.Key_A),
        lambda: QTest.mouseMove(line.windowHandle(), line.rect().center()),
    ):
        clock.pass_minutes(3)
        watch.check()
        assert watch.minutes == 3
        act()
        assert watch.minutes == 0


def test_a_paint_is_no_input(watch, clock, qtbot):
    line = QLineEdit()
    qtbot.addWidget(line)
    line.show()
    qtbot.waitExposed(line)
    clock.pass_minutes(2)
    line.setText("changed by the program")
    line.repaint()
    assert watch.minutes == 2


def test_the_clock_goes_forward():
    assert seconds_awake_or_asleep() <= seconds_awake_or_asleep()
