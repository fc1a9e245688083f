"""Builds the frozen folder by build.spec and tries it without this Python: `python -m resources.freeze`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_FOLDER = _ROOT / "dist" / "desk1540"
_SECONDS = 180
_KEPT_VARIABLES = ("SYSTEMROOT", "TEMP", "TMP", "USERPROFILE", "LOCALAPPDATA", "APPDATA")


def build() -> Path:
    """Build the folder; give its program."""
    command = [
        sys.executable,
        "-m",
        "PyInstaller",
        "--noconfirm",
        "--clean",
        "--log-level",
        "WARN",
        "build.spec",
    ]
    subprocess.run(command, cwd=_ROOT, check=True)  # noqa: S603 - our own command
    return _FOLDER / ("desk1540.exe" if os.name == "nt" else "desk1540")


def try_program(program: Path, folder: Path) -> None:
    """Make an exercise file, its status report and a first window with the frozen program alone."""
    # No variable of this Python may help: the program must start on a machine that has none.
    environment = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    environment |= {"DESK1540_HOME": str(folder / "home"), "QT_QPA_PLATFORM": "offscreen"}
    file, plan = folder / "exercise.desk1540", folder / "plan.xlsx"
    pdf, xlsx = folder / "status.pdf", folder / "status.xlsx"
    report = ("report", "status", "--from", file, "--state", "X01", "--lang", "es", "--out")
    for arguments in (
        ("--help",),
        ("demo", file, "--states", "1", "--items", "60"),
        ("check", file),
        ("export", "plan", "--from", file, "--state", "X01", "--out", plan),
        # Reading a workbook starts the program once more, as a child.
        ("import", "plan", plan, "--into", file, "--state", "X01", "--dry-run"),
        (*report, pdf),
        (*report, xlsx),
        ("open-time", file),
    ):
        command = [program, *arguments]
        subprocess.run(command, cwd=folder, env=environment, check=True, timeout=_SECONDS)  # noqa: S603
    if not pdf.read_bytes().startswith(b"%PDF") or not xlsx.read_bytes().startswith(b"PK"):
        sys.exit("The frozen program wrote no report.")


def main() -> None:
    """Build, try, and print the size of the folder."""
    program = build()
    with tempfile.TemporaryDirectory() as folder:
        try_program(program, Path(folder))
    size = sum(path.lstat().st_size for path in _FOLDER.rglob("*") if not path.is_symlink())
    print(f"The frozen folder works; it holds {size / 1e6:.0f} MB: {_FOLDER}")


if __name__ == "__main__":
    main()
