"""The collector of cycles waits until nobody works."""

import gc

import pytest

from desktop.shell.collector import Collector


@pytest.fixture
def kept_thresholds():
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


class Loop:
    """An object that only the collector can take away."""

    gone = 0

    def __init__(self):
        self.me = self

    def __del__(self):
        Loop.gone += 1


def test_whole_collections_wait_until_nothing_runs(qapp, kept_thresholds):
    is_busy = True
    collector = Collector(lambda: is_busy)
    collector.start()
    assert gc.isenabled()
    assert gc.get_threshold()[2] > 100_000
    Loop.gone = 0
    Loop()
    gc.collect(1)
    gone = Loop.gone
    Loop()
    gc.collect(1)
    collector.collect()
    is_busy = False
    Loop()
    collector.collect()
    assert Loop.gone > gone
    collector.deleteLater()
