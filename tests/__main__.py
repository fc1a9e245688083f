"""Sets up this checkout and runs its tests with nothing but Python: `python3 -m tests [pytest arguments]`."""

import subprocess
import sys

from desktop.first_run import ROOT, set_up


def main(arguments: list[str]) -> int:
    python = set_up("dev")
    asked = arguments or ["-n", "2"]
    return subprocess.run([python, "-m", "pytest", *asked], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
