"""What every test stands on: no screen, no clock, settings, logs and backups in a folder of the run's own."""

import gc
import os
import sys

import pytest
from hypothesis import HealthCheck, settings
from PySide6.QtCore import QEvent
from pytestqt.qtbot import QtBot

# A slow machine is no fault of the program: nothing in the tests is timed.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

# Nor is what a window waits for: it comes, or the test fails after a minute.
for wait in (QtBot.waitUntil, QtBot.waitSignal):
    wait.__kwdefaults__["timeout"] = 60_000

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# As in the program: garbage is collected between two works on the thread of the windows. Anywhere else it
# would take widgets and timers with it on the thread of the database.
gc.disable()
_MUCH_GARBAGE = 50_000


@pytest.fixture(scope="session", autouse=True)
def _own_home(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DESK1540_HOME", str(tmp_path_factory.mktemp("home")))
        yield
    if app := _application():
        # Without a screen the clipboard outlives Python: what an object of Python put there crashes the end.
        app.clipboard().clear()


def _application():
    widgets = sys.modules.get("PySide6.QtWidgets")
    return widgets and widgets.QApplication.instance()


@pytest.fixture(autouse=True)
def _no_window_is_left():
    """A window that a test leaves behind is in the way of the next one: it fails the test, and goes."""
    yield
    app = _application()
    left = [each for each in app.topLevelWidgets() if each.isVisible()] if app else []
    for each in left:
        each.close()
        each.deleteLater()
    if left:
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if gc.get_count()[0] > _MUCH_GARBAGE:
        gc.collect()
        # What lives on is not looked at again each time.
        gc.freeze()
    assert [type(each).__name__ for each in left] == []
