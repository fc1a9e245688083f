"""Starts the program: `python -m desktop`, and the entry point `desk1540`."""

from __future__ import annotations

import sys

INTERRUPTED = 130
"""What shells expect of a program that was stopped by Ctrl-C before it had begun."""


def main(argv: list[str] | None = None) -> int:
    """Run the command line or open the window; gives the exit code."""
    if getattr(sys, "frozen", False):
        from multiprocessing import freeze_support

        freeze_support()
    try:
        from desktop.base.one_system import private_by_default
        from desktop.cli import run

        private_by_default()
        return run(sys.argv[1:] if argv is None else argv)
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
