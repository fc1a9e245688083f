"""Every command is run in a home of its own, with a filled file and a way to run one command."""

from types import SimpleNamespace

import pytest

from desktop.__main__ import main
from tests.services.filled import filled


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    folder = tmp_path / "home"
    monkeypatch.setenv("DESK1540_HOME", str(folder))
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def path(tmp_path):
    (tmp_path / "files").mkdir()
    database = filled(tmp_path / "files")
    database.close()
    return database.path


@pytest.fixture
def desk(capsys):
    """Runs one command and gives its code with what it printed."""

    def run(*words):
        code = main([str(word) for word in words])
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err
        return SimpleNamespace(code=code, out=printed.out, err=printed.err)

    return run
