"""Whatever a command writes is its owner's alone, however open the system's own habit is."""

import os
import subprocess
import sys

import pytest

from tests.trust.traced import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="modes say nothing on Windows")


def run(home, *words):
    """A command in a process of its own, which would let everybody read and write what it makes."""
    environment = {**os.environ, "DESK1540_HOME": str(home / "desk1540"), "HOME": str(home)}
    return subprocess.run(
        [sys.executable, "-m", "desktop", *map(str, words)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        umask=0,
    )


def test_files_exports_backups_and_logs_are_private(tmp_path):
    home, work = tmp_path / "home", tmp_path / "work"
    work.mkdir()
    file = work / "file.desk1540"
    run(home, "new", file, "--state", "X01", "--author", "Ana")
    source = work / "plan.csv"
    source.write_text("No.,Action,Due\n1,Act,2027\n", "utf-8")
    source.chmod(0o600)
    run(home, "import", "plan", source, "--into", file, "--state", "X01", "--author", "Ana")
    run(home, "export", "plan", "--from", file, "--out", work / "plan.xlsx")
    run(home, "report", "status", "--from", file, "--state", "X01", "--out", work / "status.pdf")
    run(home, "backup", file, "--to", work / "backup.desk1540")
    made = [path for place in (home, work) for path in place.rglob("*")]
    assert {"plan.xlsx", "status.pdf", "backup.desk1540"} <= {path.name for path in made}
    assert [path for path in made if path.stat().st_mode & 0o077] == []
