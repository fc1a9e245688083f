"""Sets up this checkout and runs its tests with nothing but Python: `python3 -m tests [pytest arguments]`.

Without arguments, what failed beside others runs once more by itself, and the first failures stand above: a
window of one test can take the focus from that of another, which says nothing of the program.
"""

import subprocess
import sys

from desktop.first_run import ROOT, set_up


def main(arguments: list[str]) -> int:
    python = set_up("dev")
    if arguments:
        return _run(python, *arguments)
    return _run(python, "-n", "2", "-rfE") and _run(python, "--last-failed", "--last-failed-no-failures=none")


def _run(python: str, *arguments: str) -> int:
    return subprocess.run([python, "-m", "pytest", *arguments], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
