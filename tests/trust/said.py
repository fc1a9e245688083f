"""What a command of the program said: its code and lines, here or in a process that is measured."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass

from desktop import cli

_OF_A_BUG = ("Traceback", "The program failed", "this is an error in it")


@dataclass(frozen=True)
class Said:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    def failures(self, label: str, *, codes: Sequence[int] = (1,)) -> list[str]:
        """What is wrong with a refusal: another code, no sentence, more than one, or a bug."""
        lines = self.err.strip().splitlines()
        found = [] if self.code in codes else [f"{label}: ended with {self.code}: {lines}"]
        if any(sign in self.err + self.out for sign in _OF_A_BUG):
            found.append(f"{label}: is a bug: {lines[-1:]}")
        if len(lines) != 1 and self.code != 2:
            found.append(f"{label}: said {len(lines)} sentences: {lines[:3]}")
        return found


class _Stream(io.TextIOWrapper):
    """A stream in memory with the encoding that a terminal has."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", errors="surrogateescape", newline="\n")

    def text(self) -> str:
        self.flush()
        return self.buffer.getvalue().decode("utf-8", "replace")  # type: ignore[attr-defined]


def run_here(words: Sequence[str]) -> Said:
    """Run a command in this process, as the command line does."""
    out, err = _Stream(), _Stream()
    sys.stdout.flush()
    with redirect_stdout(out), redirect_stderr(err):
        code = cli.run(list(words))
    return Said(code, out.text(), err.text())
