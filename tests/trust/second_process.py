"""Two processes at one file: the second is told at once by whom it is held, and can still read it.

The first is a child that holds the file, saving all the while or at rest; the second is the program as
a person starts it, its own start counted in.
"""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import time
from collections import Counter
from functools import partial
from pathlib import Path
from threading import Event

from db.encryption import FileKey
from db.opening import open_file
from tests.trust.children import ROOT, Child, Speaker, start
from tests.trust.long_work import write_plan
from tests.trust.patience import is_late
from tests.trust.proof import Proof, Result
from tests.trust.saving import Acknowledged, copied, key_of, look, prepared, save_on

LONGEST_WAIT = 1.0
_PAUSE = 0.1
_MOST_SAVES = 10_000


def hold_still(speaker: Speaker, path: Path, key: FileKey | None) -> None:
    """Open a file and hold it until the other side is gone."""
    database = open_file(path, secret=key)
    speaker.say("held")
    speaker.wait()
    database.close()


def save_now_and_then(speaker: Speaker, path: Path, key: FileKey | None) -> None:
    """Save again and again with a pause after each, as a quick person would."""
    pausing = _Pausing(speaker)
    save_on(pausing, path, 1, key, saves=_MOST_SAVES)


class _Pausing(Speaker):
    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker

    def say(self, line: str) -> None:
        self._speaker.say(line)
        Event().wait(_PAUSE)


def _contend(passphrase: str | None, rounds: int, folder: Path) -> Result:
    base = folder / "base.desk1540"
    made = prepared(base, passphrase)
    key = key_of(base, passphrase)
    write_plan(folder / "plan.xlsx")
    second = _Second(folder, passphrase)
    result = Result()
    counts: Counter[str] = Counter()
    for number in range(rounds):
        path = copied(base, folder / "file.desk1540")
        holder = (save_now_and_then, hold_still)[number % 2]
        child = start(holder, path, key)
        said = _begun(child)
        found = second.tries(path, number)
        said += child.kill()
        counts[holder.__name__] += 1
        found += look(path, Acknowledged.last(said, made), key).failures
        result.failures += [f"round {number}: {each}" for each in found]
    result.figures = {"rounds": rounds, **counts, "slowest_answer_s": round(second.slowest, 3)}
    free = second.run(*second.write(copied(base, folder / "free.desk1540")))
    if free.returncode:
        result.failures.append(f"a free file is refused as well, so that it proves nothing: {free.stderr}")
    return result


def _begun(child: Child) -> list[str]:
    child.go()
    return [child.next_line()]


class _Second:
    """The second process, and what is wrong with its answers."""

    def __init__(self, folder: Path, passphrase: str | None) -> None:
        self._folder = folder
        self._environment = {**os.environ, "DESK1540_PASSWORD": passphrase or "", "LC_ALL": "C"}
        self._chance = random.Random(2)
        self.slowest = 0.0

    def write(self, path: Path) -> tuple[str, ...]:
        """The command that would write."""
        plan = str(self._folder / "plan.xlsx")
        return ("import", "plan", plan, "--into", str(path), "--state", "X01", "--author", "Ana")

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run the program."""
        command = [sys.executable, "-m", "desktop", *words]
        return subprocess.run(
            command, cwd=ROOT, env=self._environment, capture_output=True, text=True, check=False
        )

    def tries(self, path: Path, number: int) -> list[str]:
        """Try to write, then to read: what is wrong with the answers."""
        seconds, refused = self._timed(path)
        self.slowest = max(self.slowest, seconds)
        found = [f"was told only after {seconds:.2f} s"] if is_late(seconds, LONGEST_WAIT) else []
        if refused.returncode != 1 or len(refused.stderr.splitlines()) != 1:
            found.append(f"import ended with {refused.returncode}: {refused.stderr}")
        if socket.gethostname() not in refused.stderr:
            found.append(f"the holder is not named: {refused.stderr}")
        out = self._folder / f"out-{number}.xlsx"
        reading = self._chance.choice(
            (
                ("list", "plans", "--from", str(path)),
                ("history", str(path)),
                ("check", str(path)),
                ("export", "plan", "--from", str(path), "--out", str(out)),
                ("backup", str(path), "--to", str(self._folder / f"copy-{number}.desk1540")),
            )
        )
        read = self.run(*reading)
        if read.returncode or read.stderr:
            found.append(f"{reading[0]} ended with {read.returncode}: {read.stderr}")
        return found

    def _timed(self, path: Path) -> tuple[float, subprocess.CompletedProcess[str]]:
        begun = time.perf_counter()
        ended = self.run(*self.write(path))
        return time.perf_counter() - begun, ended


_PROMISE = "A second process is told at once who holds a file, and can read it."
PROOFS = (
    Proof("two-processes", _PROMISE, 50, partial(_contend, None)),
    Proof("two-processes-encrypted", _PROMISE, 20, partial(_contend, "a passphrase")),
)
