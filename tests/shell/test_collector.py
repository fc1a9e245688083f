"""The collector of cycles waits until nobody works."""

import gc
import threading

import pytest

from desktop.shell.collector import Collector


@pytest.fixture(autouse=True)
def thawed():
    yield
    gc.unfreeze()


class Loop:
    """An object that only the collector can take away."""

    gone = 0

    def __init__(self):
        self.me = self

    def __del__(self):
        Loop.gone += 1


@pytest.fixture
def loops():
    Loop.gone = 0
    gc.collect()
    return lambda count: [Loop() for _ in range(count)]


def test_nothing_is_collected_on_any_other_thread(qapp, loops):
    collector = Collector(lambda: False)
    collector.start()
    assert not gc.isenabled()
    thread = threading.Thread(target=loops, args=[5_000])
    thread.start()
    thread.join()
    assert Loop.gone == 0
    collector.collect_young()
    assert Loop.gone > 4_000
    collector.deleteLater()


def test_the_newest_objects_are_collected_by_themselves(qapp, qtbot, loops):
    collector = Collector(lambda: True)
    collector.start()
    loops(5_000)
    qtbot.waitUntil(lambda: Loop.gone > 4_000)
    collector.deleteLater()


def test_whole_collections_wait_until_nothing_runs(qapp, loops):
    is_busy = True
    collector = Collector(lambda: is_busy)
    loops(10)
    collector.collect()
    assert Loop.gone == 0
    is_busy = False
    collector.collect()
    assert Loop.gone == 10
    collector.deleteLater()
