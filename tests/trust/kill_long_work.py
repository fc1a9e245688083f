"""kill -9 in long work: what is cut off is as before or done, never between.

Half of the kills come at random moments, half at a random call that touches one of the files concerned. After
the next start of the program nothing readable is left over: not in its private folder, not beside the file,
not beside the target.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import time
from collections import Counter
from collections.abc import Callable
from fnmatch import fnmatch
from functools import partial
from pathlib import Path

from db.holder import note_path
from desktop import cli
from tests.trust import long_work
from tests.trust.children import Child, traced
from tests.trust.long_work import Work
from tests.trust.proof import Proof, Result
from tests.trust.said import run_here

_CALLS = "openat,write,pwrite64,ftruncate,fsync,fdatasync,rename,unlink,link,linkat"


def _attack(makers: tuple[Callable[[Path], Work], ...], rounds: int, folder: Path) -> Result:
    """Kill each work in turn."""
    attacks = [_Attack(make, folder / str(number)) for number, make in enumerate(makers)]
    chance = random.Random(40)
    result, counts = Result(), Counter[str]()
    for number in range(rounds):
        attack = attacks[number % len(attacks)]
        found = attack.kill(chance, counts, at_a_call=number // len(attacks) % 2 == 0)
        result.failures += [f"kill {number}: {each}" for each in found]
    calls = sum(len(attack.calls) for attack in attacks)
    result.figures = {"kills": rounds, **counts, "calls_to_kill_at": calls}
    return result


class _Attack:
    """One work, tried once without a kill: how long it takes, and every call it makes on its files."""

    def __init__(self, make: Callable[[Path], Work], folder: Path) -> None:
        folder.mkdir()
        self._work = make(folder)
        self._place = folder / "place"
        self._seconds, self.calls = _tried(self._work, self._place)

    def kill(self, chance: random.Random, counts: Counter[str], *, at_a_call: bool) -> list[str]:
        """Begin the work, kill it, start the program again; gives what is wrong then."""
        work, place = self._work, self._place
        _lay(work, place)
        child = work.begin(place)
        if at_a_call:
            said = _killed_at_a_call(child, chance.choice(self.calls), _paths(work, place))
        else:
            said = _killed_in_time(child, chance, self._seconds)
        counts["ended_before" if said else "killed"] += 1
        counts["left_until_the_next_start"] += bool(_strangers(work, place) + _private())
        return [*_left_over(work, place), *work.judge(place)]


def _lay(work: Work, place: Path) -> None:
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    work.lay(place)


def _paths(work: Work, place: Path) -> list[str]:
    ends = ("", "-journal", ".part", ".part-journal")
    return [f"--trace-path={place / name}{end}" for name in work.touched for end in ends]


def _tried(work: Work, place: Path) -> tuple[float, list[tuple[str, int]]]:
    """How long it takes without a kill, and every call it makes on its files: name and how manieth."""
    _lay(work, place)
    child = work.begin(place)
    begun = time.perf_counter()
    child.go()
    assert child.ended() == ["ended 0"]
    seconds = time.perf_counter() - begun
    failures = [*_left_over(work, place), *work.judge(place)]
    assert not failures, failures
    _lay(work, place)
    child = work.begin(place)
    trace = place.parent / "calls.txt"
    with traced(child, f"--output={trace}", f"--trace={_CALLS}", *_paths(work, place)):
        child.go()
        child.ended()
    names = re.findall(r"^(\w+)\(", trace.read_text("ascii", "replace"), re.MULTILINE)
    assert names
    return seconds, [(name, names[: index + 1].count(name)) for index, name in enumerate(names)]


def _killed_in_time(child: Child, chance: random.Random, seconds: float) -> list[str]:
    child.go()
    child.runs_for(chance.uniform(0, seconds))
    return child.kill()


def _killed_at_a_call(child: Child, call: tuple[str, int], paths: list[str]) -> list[str]:
    fatal = f"--inject={call[0]}:signal=KILL:when={call[1]}"
    with traced(child, "--output=/dev/null", f"--trace={call[0]}", fatal, *paths):
        child.go()
        return child.ended()


def _left_over(work: Work, place: Path) -> list[str]:
    """What lies where it should not, once the program was started again."""
    assert run_here(["list", "languages"]).code == cli.DONE
    return [f"left: {name}" for name in (*_strangers(work, place), *_private())]


def _strangers(work: Work, place: Path) -> list[str]:
    """What lies beside the files and is none of them."""
    # The journal is part of the file until it is opened again; the note only names who held it.
    known = [each for name in work.allowed for each in (name, f"{name}-journal", note_path(Path(name)).name)]
    names = [each.name for each in place.iterdir()]
    return [name for name in names if not any(fnmatch(name, each) for each in known)]


def _private() -> list[str]:
    """What lies in the program's own folders and is not kept there on purpose."""
    home = Path(os.environ["DESK1540_HOME"])
    parts = [each.name for each in home.rglob("*.part")]
    return parts + [each.name for each in (home / "temporary").glob("*") if each.name != "starting"]


def _proof(name: str, rounds: int, *makers: Callable[[Path], Work]) -> Proof:
    promise = "What is cut off half-way is as before or done, never between, and leaves nothing readable."
    return Proof(f"kill-{name}", promise, rounds, partial(_attack, makers))


_PASSPHRASES = ((None, "first words"), ("first words", "other words"), ("other words", None))
PROOFS = (
    _proof("backup", 60, long_work.backup),
    _proof("import", 60, long_work.import_plan),
    _proof(
        "export",
        60,
        partial(long_work.export, "plan", "out.xlsx"),
        partial(long_work.export, "all", "out.zip"),
    ),
    _proof("restore", 60, long_work.restore),
    _proof("new-file", 40, long_work.new),
    _proof("migration", 60, long_work.migration),
    _proof("passphrase", 60, *(partial(long_work.passphrase, *each) for each in _PASSPHRASES)),
)
