"""What every test stands on: no screen, no clock, settings, logs and backups in a folder of the run's own."""

import os

import pytest
from hypothesis import HealthCheck, settings

# A slow machine is no fault of the program: nothing in the tests is timed.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session", autouse=True)
def _own_home(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DESK1540_HOME", str(tmp_path_factory.mktemp("home")))
        yield
