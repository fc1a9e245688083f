"""What every test stands on: no screen, no clock, settings, logs and backups in a folder of the run's own."""

import os

import pytest
from hypothesis import HealthCheck, settings
from pytestqt.qtbot import QtBot

# A slow machine is no fault of the program: nothing in the tests is timed.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

# Nor is what a window waits for: it comes, or the test fails after a minute.
for wait in (QtBot.waitUntil, QtBot.waitSignal):
    wait.__kwdefaults__["timeout"] = 60_000

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session", autouse=True)
def _own_home(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DESK1540_HOME", str(tmp_path_factory.mktemp("home")))
        yield
