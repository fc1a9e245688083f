"""kill -9 during saves: what was said to be saved is there, the file is sound, no save is there by half."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from db.encryption import FileKey
from tests.trust.children import start, traced
from tests.trust.proof import Proof, Result
from tests.trust.saving import Acknowledged, copied, has_hot_journal, key_of, look, prepared, save_on

LONGEST_REOPENING = 2.0
_MOST_SAVES = 40
_LONGEST_SAVE = 0.004
_MOST_CALLS = 100
_CONTROLS = 5


def _kill_saves(passphrase: str | None, rounds: int, folder: Path) -> Result:
    """Half of the kills come at random moments, half at a random write into the file or its journal."""
    chance = random.Random(15)
    base = folder / "base.desk1540"
    made = prepared(base, passphrase)
    key = key_of(base, passphrase)
    result, counts, slowest = Result(), Counter(), 0.0
    for number in range(rounds):
        path = copied(base, folder / "killed.desk1540")
        last = _killed(path, made, chance, key, at_a_call=number % 2 == 1)
        counts["acknowledged"] += last.number - made.number
        counts["in_a_save"] += has_hot_journal(path)
        seen = look(path, last, key)
        slowest = max(slowest, seen.seconds)
        for kind, found in (("damaged", seen.damage), ("lost", seen.lost), ("half", seen.halves)):
            counts[kind] += bool(found)
            result.failures += [f"kill {number}: {each}" for each in found]
        if seen.seconds >= LONGEST_REOPENING:
            result.failures.append(f"kill {number}: opened only after {seen.seconds:.1f} s")
    broken = sum(_control_fails(base, folder, made, chance, key) for _ in range(_CONTROLS))
    if not broken:
        result.failures.append("the attack hurts no file that is saved without a journal: it proves nothing")
    result.figures = {
        "kills": rounds,
        "kills_in_a_save": counts["in_a_save"],
        "acknowledged_saves": counts["acknowledged"],
        "damaged": counts["damaged"],
        "acknowledged_lost": counts["lost"],
        "half": counts["half"],
        "slowest_reopening_s": round(slowest, 3),
        "control_without_journal": {"kills": _CONTROLS, "damaged_lost_or_half": broken},
    }
    return result


def _control_fails(
    base: Path, folder: Path, made: Acknowledged, chance: random.Random, key: FileKey | None
) -> bool:
    path = copied(base, folder / "control.desk1540")
    last = _killed(path, made, chance, key, at_a_call=True, pragmas={"journal_mode": "MEMORY"})
    return bool(look(path, last, key).failures)


def _killed(
    path: Path,
    made: Acknowledged,
    chance: random.Random,
    key: FileKey | None,
    *,
    at_a_call: bool,
    pragmas: Mapping[str, str] | None = None,
) -> Acknowledged:
    """Let a child save and kill it; gives the last save it had acknowledged."""
    child = start(save_on, path, chance.randrange(1_000_000), key, pragmas)
    if not at_a_call:
        child.go()
        heard = [child.next_line() for _ in range(chance.randint(0, _MOST_SAVES))]
        child.runs_for(chance.uniform(0, _LONGEST_SAVE))
        return Acknowledged.last([*heard, *child.kill()], made)
    attacked = path if pragmas else chance.choice((path, Path(f"{path}-journal")))
    fatal = f"--inject=pwrite64,fdatasync:signal=KILL:when={chance.randint(1, _MOST_CALLS)}"
    with traced(child, "--output=/dev/null", f"--trace-path={attacked}", fatal):
        child.go()
        return Acknowledged.last(child.ended(), made)


_PROMISE = "A saved change survives a crash of the program."
PROOFS = (
    Proof("kill-saving", _PROMISE, 200, partial(_kill_saves, None)),
    Proof("kill-saving-encrypted", _PROMISE, 100, partial(_kill_saves, "a passphrase")),
)
