"""What every test stands on: no screen, and settings, logs and backups in a folder of the run's own."""

import os

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session", autouse=True)
def _own_home(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DESK1540_HOME", str(tmp_path_factory.mktemp("home")))
        yield
