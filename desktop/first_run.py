"""Sets the program up in this checkout and runs it; needs nothing but Python: `python3 -m desktop.first_run`.

- without arguments: opens the window
- `try`: the main job without a window: an exercise file and its status report as PDF and xlsx in `try/`
- `try WORKBOOK [STATE]`: the same with the plan of your own workbook
- anything else: handed to `desk1540`
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_ENVIRONMENT = ROOT / ".venv"
_TRY = ROOT / "try"
_FICTIONAL_STATE = "X01"


def set_up(extra: str = "") -> Path:
    """Make the environment of this checkout, once for each state of pyproject.toml; give its Python."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this one file is met by the Python that is there
        sys.exit("Desk1540 needs Python 3.11 or newer.")
    python = _ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        print(f"Making the environment {_ENVIRONMENT} ...", flush=True)
        venv.create(_ENVIRONMENT, with_pip=True)
    wanted = f"{ROOT}[{extra}]" if extra else str(ROOT)
    stamp = _ENVIRONMENT / f"set-up-{extra or 'program'}"
    state = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text("utf-8") != state:
        print("Installing what the program needs ...", flush=True)
        install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--editable", wanted]
        _run(python, *install)
        stamp.write_text(state, "utf-8")
    return python


def try_main_job(python: Path, arguments: list[str]) -> None:
    """Make a file with a plan, write its status report as PDF and xlsx, and print where they lie."""
    _TRY.mkdir(exist_ok=True)
    # What is tried leaves no trace in the settings of the person who tries it.
    environment = {**os.environ, "DESK1540_HOME": str(_TRY / "home")}
    file, pdf, xlsx = _TRY / "try.desk1540", _TRY / "status.pdf", _TRY / "status.xlsx"
    for old in (file, pdf, xlsx):
        old.unlink(missing_ok=True)
    program = ("-m", "desktop")
    state = arguments[1] if len(arguments) > 1 else _FICTIONAL_STATE
    if arguments:
        workbook = Path(arguments[0]).absolute()
        _run(python, *program, "new", file, "--state", state, environment=environment)
        take = ("import", "plan", workbook, "--into", file, "--state", state, "--skip-refused")
        _run(python, *program, *take, environment=environment)
    else:
        _run(python, *program, "demo", file, "--states", "1", "--items", "60", environment=environment)
    for out in (pdf, xlsx):
        report = ("report", "status", "--from", file, "--state", state, "--out", out)
        _run(python, *program, *report, environment=environment)
    print(f"File:   {file}\nReport: {pdf}\nReport: {xlsx}")


def _run(python: Path, *arguments: str | Path, environment: dict[str, str] | None = None) -> None:
    """Run the environment's Python; when it fails, end as it ended: it has said why."""
    ended = subprocess.run([python, *arguments], env=environment, check=False)  # noqa: S603 - our own commands
    if ended.returncode:
        sys.exit(ended.returncode)


def main(arguments: list[str]) -> None:
    """Set up, then try the main job or hand the arguments to the program."""
    if arguments[:1] == ["--help"]:
        print(__doc__)
        return
    python = set_up()
    if arguments[:1] == ["try"]:
        try_main_job(python, arguments[1:])
    else:
        _run(python, "-m", "desktop", *arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
